"""The state of a project's snapshots: present, old, damaged or missing."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Final, NamedTuple

from docgen.errors import ContentError, Problem, Problems
from docgen.french.territory import departement_of
from docgen.french.wording import counted
from docgen.referential.communes.competence import COMPETENCE_FILE
from docgen.referential.communes.services_locaux import TypeService
from docgen.referential.communes.unites import UNITES_FILE
from docgen.referential.figures.crimes import COMMUNES as CRIMES_OF_COMMUNES
from docgen.referential.figures.crimes import Crimes
from docgen.referential.referential import Referential
from docgen.referential.snapshot import UNKNOWN_EDITION, OpenSnapshot, first_day
from docgen.workspace import REFERENTIEL

DATASETS = "https://www.data.gouv.fr/datasets/"
CRIMES = (
    f"{DATASETS}621df2954fa5a3b5a023e23c (SSMSI) – deux fichiers, de la même édition, car deux"
    " éditions ne se comparent pas :"
    " donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz (communes, 39,9 Mo) et"
    " donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv (départements, 1,6 Mo),"
    " ou ceux qui les remplacent (même début de nom)"
)


class SnapshotInfo(NamedTuple):
    """What is known of a snapshot: what it holds, what it serves for, where its file is found.

    `stale`: the days after which an edition is old, because a newer one is due; None for never.
    """

    subject: str
    use: str
    where: str
    stale: int | None


SNAPSHOTS: Final = {
    "cog": SnapshotInfo(
        "communes de France",
        "tous les documents d’une commune : nom, département, population",
        "npm, paquet @etalab/decoupage-administratif",
        365,
    ),
    "competence": SnapshotInfo(
        "gendarmerie ou police, par commune",
        "dossiers de commune : brigade ou commissariat, pages et fiches de sa zone",
        f"{DATASETS}5489cda0c751df35a24120e7 – « Compétence territoriale gendarmerie et police"
        " nationales », un CSV de 3,3 Mo",
        365,
    ),
    "unites": SnapshotInfo(
        "unités ouvertes au public",
        "dossiers de commune, « Qui appeler » : la brigade, où et quand elle reçoit",
        f"{DATASETS}5369993fa3a729239d2051cd – « Liste des unités de gendarmerie accueillant du"
        " public, comprenant leur géolocalisation et leurs horaires d’ouverture » : export-gn2.csv,"
        " quelques Mo",
        180,
    ),
    "commissariats": SnapshotInfo(
        "commissariats : adresse et téléphone",
        "dossiers de commune, « Qui appeler » : le commissariat",
        f"{DATASETS}53ba5222a3a729219b7beade – « Liste des services de police accueillant du public"
        " avec géolocalisation » : export-pn.csv, moins d’un Mo",
        180,
    ),
    "police-municipale": SnapshotInfo(
        "police municipale : effectifs par commune",
        "dossiers de commune : fiche 6.2, où une police municipale est déclarée",
        f"{DATASETS}5369986ba3a729239d204f55 – « Police municipale : effectifs par commune » : le"
        " classeur de la dernière année (ODS), 0,2 à 0,4 Mo",
        3 * 365 + 60,  # that of 2024 came out in February 2026
    ),
    "annuaire": SnapshotInfo(
        "mairies et services de l’État : adresse, téléphone, horaires",
        "dossiers de commune, « Qui appeler » ; lettres : adresse de la mairie",
        f"{DATASETS}53699fe4a3a729239d206227 (DILA) – all_latest.tar.bz2, 350 Mo environ ; ou les"
        " CSV de son API : api-lannuaire-administration et compétence géographique",
        180,
    ),
    "maires": SnapshotInfo(
        "maires",
        "dossiers de commune et lettres : le nom du maire",
        f"{DATASETS}5c34c4d1634f4173183a64f1 – « Répertoire national des élus » :"
        " elus-maires-mai.csv, 4 Mo",
        365,
    ),
    "ssmsi-communes": SnapshotInfo(
        "délinquance enregistrée, par commune",
        "page des chiffres d’une commune ; fiches de son dossier",
        CRIMES,
        365,
    ),
    "ssmsi-departements": SnapshotInfo(
        "délinquance enregistrée, par département",
        "page des chiffres : comparaison au département ; fiches du dossier",
        CRIMES,
        365,
    ),
    "activite": SnapshotInfo(
        "activité de la brigade (interne)",
        "page des chiffres interne, pour la brigade",
        "le formulaire du mois, rempli par l’unité : docgen data formulaire UNITE activite.xlsx",
        None,
    ),
    "contours": SnapshotInfo(
        "contours des communes",
        "carte, en couverture des dossiers et sur la page des chiffres",
        "GeoJSON des communes : « ADMIN EXPRESS COG » (IGN), contours d’Etalab ou france-geojson",
        3 * 365,
    ),
    "legi": SnapshotInfo(
        "articles des codes et des lois cités",
        "droit des fiches, du mémento et des modèles : docgen droit confronter",
        "base LEGI de la DILA (données ouvertes, dépôt OPENDATA/LEGI) : l’archive"
        " Freemium_legi_global_… et tous les deltas LEGI_… qui la suivent",
        90,
    ),
    "natinf": SnapshotInfo(
        "infractions, leur numéro et leur classe",
        "modèles de documents et contrôle du droit : le numéro des infractions",
        f"{DATASETS}62c7daa168ebd3a2212821c5 – « Liste des infractions en vigueur de la"
        " nomenclature NATINF » ; elle paraît chaque année",
        400,
    ),
}
"""All snapshots, by the names of their folders."""
A_YEAR: Final = 365
"""The age in days from which `docgen check` tells of an edition."""
MAX_ROLES_NAMED = 6
"""Up to how many roles without an answer are named."""


@dataclass(frozen=True, slots=True)
class SnapshotStatus:
    """A snapshot: its name, its subject, its edition, its age in days, its number of rows.

    `edition` is empty for a snapshot that is missing or whose `edition.yaml` cannot be read.
    `age` is None when the edition is not a date, `lignes` when no file gives its rows.
    """

    nom: str
    sujet: str
    edition: str = ""
    age: int | None = None
    lignes: int | None = None
    provenance: str = ""
    couverture: str = ""
    """How much of what the project needs is there: « 231 des 244 articles cités »."""
    ailleurs: str = ""
    """Of which other départements it is, where it holds nothing of the project's."""
    source: str = ""
    """Where the official file is found."""
    usage: str = ""
    """What it serves for: « dossiers de commune et lettres : le nom du maire »."""
    problemes: tuple[Problem, ...] = ()

    @property
    def abime(self) -> bool:
        """Whether it is damaged, and must be imported again."""
        return bool(self.problemes)

    @property
    def etat(self) -> str:
        """What to know of its edition, in words; empty for one that is official and recent."""
        known = self.edition != UNKNOWN_EDITION
        copied = bool(self.provenance) or not known
        copy = "copie, à confirmer par l’import officiel" if copied else ""
        old = "une édition plus récente doit exister" if self.vieux and known else ""
        return " ; ".join(filter(None, (self.ailleurs, copy, old)))

    @property
    def vieux(self) -> bool:
        """Whether a newer edition is due."""
        if self.edition == UNKNOWN_EDITION:
            return True
        stale = SNAPSHOTS[self.nom].stale
        return stale is not None and self.age is not None and self.age > stale


def snapshot_states(referential: Referential, today: date) -> Iterator[SnapshotStatus]:
    """Yield the status of every snapshot that docgen can use, with all its files verified."""
    for name, known in SNAPSHOTS.items():
        opened = referential.snapshot(name)
        if opened is None:
            status = SnapshotStatus(name, known.subject)
        else:
            status = _cover(_status(opened, today), opened, referential)
        yield replace(status, source=known.where, usage=known.use)


def warn_of_old_editions(referential: Referential, today: date) -> Iterator[Problem]:
    """Yield one warning for the snapshots that are more than a year old, and due anew."""
    old: list[str] = []
    for name, known in SNAPSHOTS.items():
        opened = referential.snapshot(name)
        with suppress(ContentError):  # reported by the status
            age = _age(opened.origine.edition, today) if opened and known.stale else None
            if age and known.stale and age > max(known.stale, A_YEAR):
                old.append(name)
    if old:
        many = counted(len(old), "jeu de données date", "jeux de données datent")
        folder = referential.workspace.content / REFERENTIEL
        message = f"{many} de plus d’un an : {', '.join(old)}"
        hint = "« docgen data status » dit où est l’édition suivante"
        where = referential.workspace.name_of(folder)
        yield Problem(where, message, code="edition-ancienne", hint=hint).as_warning()


def _cover(
    status: SnapshotStatus, opened: OpenSnapshot, referential: Referential
) -> SnapshotStatus:
    coverage = COVERAGE.get(status.nom)
    if status.abime:
        return status
    try:
        covered = coverage(referential) if coverage else ""
        elsewhere = other_departements(opened, referential)
        nothing = f"rien n’y est {elsewhere}" if elsewhere else ""
        return replace(status, couverture=covered, ailleurs=nothing)
    except ContentError as error:  # of another snapshot too, which has its own status
        own = (one for one in error.problems if one.file.startswith(f"{opened.named}/"))
        return replace(status, problemes=tuple(own))


def other_departements(opened: OpenSnapshot, referential: Referential) -> str:
    """Return of which départements a snapshot is, where it has nothing of the project's.

    It completes « rien n’y est … »: « dans le Lot (données : Tarn) ».
    """
    home = referential.home if referential.snapshot("cog") else None
    if home is None or opened.name not in PLACE_COLUMNS:
        return ""
    named = map(referential.communes.departement, departements_in(opened))
    there = [one for one in named if one]
    ours = referential.communes.departement(home)
    if ours is None or not there or ours in there:
        return ""
    held = there[0].nom if len(there) == 1 else f"{len(there)} départements"
    return f"{ours.dans} (données : {held})"


def departements_in(opened: OpenSnapshot) -> list[str]:
    """Return the codes of the départements of which a snapshot holds something."""
    file, column = PLACE_COLUMNS[opened.name]
    if not file:
        return sorted(PurePath(one.fichier).stem for one in opened.fichiers)
    if file == CRIMES_OF_COMMUNES:
        codes = {*Crimes(opened, None).codes}
    else:
        codes = {row[column] for row in opened.rows(file)}
    departements = {*map(departement_of, codes)}
    if POSTAL_OF_CORSICA in departements:
        departements |= CORSICA
    return sorted(departements)


def _coverage_of_crimes(referential: Referential) -> str:
    crimes = referential.crimes
    said = f"base partielle : {counted(crimes.count_communes, 'commune')}, et non la France"
    return "" if crimes.covers_france else said


def _coverage_of_law(referential: Referential) -> str:
    cited, articles = referential.cited_articles.named, referential.articles
    present = sum(1 for key in cited if key in articles)
    return f"{present} des {counted(len(cited), 'article cité', 'articles cités')}"


def _coverage_of_directory(referential: Referential) -> str:
    services = referential.services_locaux
    roles = [role for role in referential.roles if role.type]
    if services is None:
        return ""
    mairies = counted(services.count(TypeService.MAIRIE), "mairie")
    lacking = [
        role.id for role in roles if role.type and not services.can_answer(role.type, role.commune)
    ]
    answered = (
        f"{len(roles) - len(lacking) or 'aucun'} des {counted(len(roles), 'service')} à y trouver"
    )
    named = f" (sans réponse : {', '.join(lacking)})" if 0 < len(lacking) <= MAX_ROLES_NAMED else ""
    return f"{mairies}, {answered}{named}"


POSTAL: Final = "code_postal"
POSTAL_OF_CORSICA: Final = "20"
CORSICA: Final = {"2A", "2B"}
PLACE_COLUMNS: Final = {
    "competence": (COMPETENCE_FILE, "code"),
    "unites": (UNITES_FILE, POSTAL),
    "commissariats": (UNITES_FILE, POSTAL),
    "annuaire": ("services.csv", "commune"),
    "maires": ("maires.csv", "code"),
    "police-municipale": ("effectifs.csv", "code"),
    "ssmsi-departements": ("faits.csv", "code"),
    "ssmsi-communes": (CRIMES_OF_COMMUNES, ""),
    "contours": ("", ""),
}
"""The file and its column that has the code of a place, '' where files are named by it.

The file of crimes by commune is no table of text: its reader tells its communes.
"""
COVERAGE: Final[dict[str, Callable[[Referential], str]]] = {
    "annuaire": _coverage_of_directory,
    "ssmsi-communes": _coverage_of_crimes,
    "legi": _coverage_of_law,
}
"""How much of what the project needs a snapshot holds, in French."""


def _status(opened: OpenSnapshot, today: date) -> SnapshotStatus:
    subject = SNAPSHOTS[opened.name].subject
    try:
        origine, files = opened.origine, opened.fichiers
    except ContentError as error:
        return SnapshotStatus(opened.name, subject, problemes=error.problems)
    problems = Problems()
    for file in files:
        with problems.gather(ContentError):
            opened.read(file.fichier)
    rows = [file.lignes for file in files if file.lignes is not None]
    return SnapshotStatus(
        opened.name,
        subject,
        origine.edition,
        _age(origine.edition, today),
        sum(rows) if rows else None,
        origine.provenance,
        problemes=tuple(problems),
    )


def _age(edition: str, today: date) -> int | None:
    """Return the days since an edition; None for one that is not a date."""
    day = first_day(edition)
    return (today - day).days if day else None
