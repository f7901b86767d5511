"""The state of a project's snapshots: present, old, damaged or missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from docgen.errors import ContentError, Problem, Problems
from docgen.french.wording import counted
from docgen.referential.communes.services_locaux import TypeService
from docgen.referential.open_data import SNAPSHOTS
from docgen.referential.referential import Referential
from docgen.referential.snapshot import UNKNOWN_EDITION, OpenSnapshot, first_day

SUBJECTS = {
    "cog": "communes de France",
    "competence": "gendarmerie ou police, par commune",
    "unites": "unités ouvertes au public",
    "commissariats": "commissariats : adresse et téléphone",
    "police-municipale": "police municipale : effectifs par commune",
    "annuaire": "mairies et services de l’État : adresse, téléphone, horaires",
    "maires": "maires",
    "ssmsi-communes": "délinquance enregistrée, par commune",
    "ssmsi-departements": "délinquance enregistrée, par département",
    "activite": "activité de la brigade (interne)",
    "contours": "contours des communes",
    "legi": "articles des codes et des lois cités",
    "natinf": "infractions, leur numéro et leur classe",
}
"""What each snapshot holds, in French."""
USES = {
    "cog": "tous les documents d’une commune : nom, département, population",
    "competence": "dossiers de commune : brigade ou commissariat, pages et fiches de sa zone",
    "unites": "dossiers de commune, « Qui appeler » : la brigade, où et quand elle reçoit",
    "commissariats": "dossiers de commune, « Qui appeler » : le commissariat",
    "police-municipale": "dossiers de commune : fiche 6.2, où une police municipale est déclarée",
    "annuaire": "dossiers de commune, « Qui appeler » ; lettres : adresse de la mairie",
    "maires": "dossiers de commune et lettres : le nom du maire",
    "ssmsi-communes": "page des chiffres d’une commune ; fiches de son dossier",
    "ssmsi-departements": "page des chiffres : comparaison au département ; fiches du dossier",
    "activite": "page des chiffres interne, pour la brigade",
    "contours": "carte, en couverture des dossiers et sur la page des chiffres",
    "legi": "droit des fiches, du mémento et des modèles : docgen droit confronter",
    "natinf": "modèles de documents et contrôle du droit : le numéro des infractions",
}
"""What each snapshot serves for, in French."""
DATASETS = "https://www.data.gouv.fr/datasets/"
CRIMES = (
    f"{DATASETS}621df2954fa5a3b5a023e23c (SSMSI) – deux fichiers, de la même édition, car deux"
    " éditions ne se comparent pas :"
    " donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz (communes, 39,9 Mo) et"
    " donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv (départements, 1,6 Mo),"
    " ou ceux qui les remplacent (même début de nom)"
)
WHERE = {
    "cog": "npm, paquet @etalab/decoupage-administratif",
    "competence": (
        f"{DATASETS}5489cda0c751df35a24120e7 – « Compétence territoriale gendarmerie et police"
        " nationales », un CSV de 3,3 Mo"
    ),
    "unites": (
        f"{DATASETS}5369993fa3a729239d2051cd – « Liste des unités de gendarmerie accueillant du"
        " public, comprenant leur géolocalisation et leurs horaires d’ouverture » : export-gn2.csv,"
        " quelques Mo"
    ),
    "commissariats": (
        f"{DATASETS}53ba5222a3a729219b7beade – « Liste des services de police accueillant du public"
        " avec géolocalisation » : export-pn.csv, moins d’un Mo"
    ),
    "police-municipale": (
        f"{DATASETS}5369986ba3a729239d204f55 – « Police municipale : effectifs par commune » : le"
        " classeur de la dernière année (ODS), 0,2 à 0,4 Mo"
    ),
    "annuaire": (
        f"{DATASETS}53699fe4a3a729239d206227 (DILA) – all_latest.tar.bz2, 350 Mo environ ; ou les"
        " CSV de son API : api-lannuaire-administration et compétence géographique"
    ),
    "maires": (
        f"{DATASETS}5c34c4d1634f4173183a64f1 – « Répertoire national des élus » :"
        " elus-maires-mai.csv, 4 Mo"
    ),
    "ssmsi-communes": CRIMES,
    "ssmsi-departements": CRIMES,
    "activite": "le formulaire du mois, rempli par l’unité : docgen data formulaire UNITE FICHIER",
    "contours": "GeoJSON des communes : « ADMIN EXPRESS COG » (IGN), contours d’Etalab ou"
    " france-geojson",
    "legi": (
        "base LEGI de la DILA (données ouvertes, dépôt OPENDATA/LEGI) : l’archive"
        " Freemium_legi_global_… et tous les deltas LEGI_… qui la suivent"
    ),
    "natinf": (
        f"{DATASETS}62c7daa168ebd3a2212821c5 – « Liste des infractions en vigueur de la"
        " nomenclature NATINF » ; elle paraît chaque année"
    ),
}
"""Where the file of each snapshot is found."""
STALE = {"ssmsi-communes": 365, "ssmsi-departements": 365, "maires": 365, "competence": 365}
STALE |= {
    "unites": 180,
    "commissariats": 180,
    "police-municipale": 3 * 365 + 60,  # that of 2024 came out in February 2026
    "annuaire": 180,
    "cog": 365,
    "contours": 3 * 365,
    "legi": 90,
    "natinf": 400,
}
"""After how many days an edition is old, because a newer one is due."""
FEW = 6
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
        return " ; ".join(filter(None, (copy, old)))

    @property
    def vieux(self) -> bool:
        """Whether a newer edition is due."""
        if self.edition == UNKNOWN_EDITION:
            return True
        return self.age is not None and self.age > STALE.get(self.nom, self.age)


def snapshot_states(referential: Referential, today: date) -> Iterator[SnapshotStatus]:
    """Yield the status of every snapshot that docgen can use, with all its files verified."""
    for name in SNAPSHOTS:
        opened = referential.snapshot(name)
        if opened is None:
            status = SnapshotStatus(name, SUBJECTS[name])
        else:
            status = _cover(_status(opened, today), referential)
        yield replace(status, source=WHERE[name], usage=USES[name])


def _cover(status: SnapshotStatus, referential: Referential) -> SnapshotStatus:
    coverage = COVERAGE.get(status.nom)
    if status.abime or coverage is None:
        return status
    try:
        return replace(status, couverture=coverage(referential))
    except ContentError as error:
        return replace(status, problemes=error.problems)


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
    named = f" (sans réponse : {', '.join(lacking)})" if 0 < len(lacking) <= FEW else ""
    return f"{mairies}, {answered}{named}"


COVERAGE = {
    "annuaire": _coverage_of_directory,
    "ssmsi-communes": _coverage_of_crimes,
    "legi": _coverage_of_law,
}
"""How much of what the project needs a snapshot holds, in French."""


def _status(opened: OpenSnapshot, today: date) -> SnapshotStatus:
    subject = SUBJECTS[opened.name]
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
