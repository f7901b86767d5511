"""Write a complete project: what docgen ships, and invented data, « exemple fictif ».

    tools/complete_project.py 81 FOLDER
    tools/complete_project.py 31 FOLDER --contours communes-31.geojson      also 2A, 974
    tools/complete_project.py FR FOLDER      all communes, the texts those of the Tarn

Figures, units, mayors and outlines pass through the importers; nothing is left blank that a person
may fill in.  Elsewhere than in the Tarn, the texts name the other département, parties and towns.
Telephones are of the ranges that Arcep keeps for fiction; the numbers are the same at each run.
"""

import argparse
import csv
import gzip
import hashlib
import json
import math
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import count, product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tools import synthetic_ssmsi
from tools.complete_report import filled_report

from docgen.french.letters import folded
from docgen.french.wording import JOURS
from docgen.importing.imports import import_official
from docgen.importing.input_file import ImportOptions
from docgen.referential.communes.competence import Competence
from docgen.referential.communes.france import Commune, Departement
from docgen.referential.figures.activite import MOIS
from docgen.referential.referential import Referential
from docgen.statistics.indicators import INDICATEURS, Denominateur, Niveau
from docgen.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]

FRANCE = "FR"
FICTIF = "exemple fictif"
SEAL = (r"(?m)(^signature:\n(?:  .*\n)*?)  empreinte: .*\n", r"\1")
"""The digest of the words of a signed act, and what stands before it."""
EDITION = date(2026, 6, 25)
YEARS = range(2016, 2026)
CITY = 20_000
"""The population from which a commune of an invented competence is the police's."""
SECTOR = 12
"""How many communes an invented brigade has at most."""
FICTION = ("05 36 49", "01 99 00", "02 61 91", "03 53 01", "04 65 71")
"""The first digits of the telephones that Arcep keeps for fiction, ten thousand of each."""
MAINLAND = 2
"""The length of the code of a département that is not overseas."""
MANY = 500
"""The units of more than any département, whose figures of all crimes one file cannot hold."""
SQUARE = 0.04
"""The side of an invented commune, in degrees."""
MAYORS = (
    ("EXEMPLE", "Camille", "F"), ("FICTIF", "Jean-Baptiste", "M"), ("D’ESSAI", "Léa", "F"),
    ("EXEMPLE DE LA FICTION", "Marie-Antoinette", "F"), ("INVENTÉ", "Zoé", "F"),
    ("MODÈLE-FICTIF", "Noël", "M"),
)  # fmt: skip
ADDRESSES = (
    (),
    ("{lieu} de l’Exemple-Fictif", "128 avenue du Général-Fictif", "{cp} {commune}"),
    ("{cp} {commune}",),
)
"""The address of every third unit; one without keeps the two lines of its official file."""
HOURS = (
    (),
    ("Lundi et mercredi : 8 h-12 h, 14 h-18 h", "Vendredi : 8 h-12 h"),
    ("Tous les jours : 8 h-19 h",),
)
CRIMES = {"Cambriolages": 27, "Vols liés aux véhicules": 35, "Dégradations": 67}
OF_STATISTICS = {
    "Cambriolages": ("cambriolages",),
    "Vols liés aux véhicules": ("vols-de-vehicule", "vols-dans-vehicules"),
    "Dégradations": ("degradations",),
}
"""The crimes of the brigades as the statistics name them."""


ELSEWHERE = {
    "31": (("en Haute-Garonne", "de la Haute-Garonne", "la Haute-Garonne", "Haute-Garonne"),
           ("Toulouse", "31000", "31555"), ("Saint-Gaudens", "31483"), ("Aigrefeuille", "31003")),
    "2A": (("en Corse-du-Sud", "de la Corse-du-Sud", "la Corse-du-Sud", "Corse-du-Sud"),
           ("Ajaccio", "20000", "2A004"), ("Sartène", "2A272"), ("Afa", "2A001")),
    "974": (("à La Réunion", "de La Réunion", "La Réunion", "La Réunion"),
            ("Saint-Denis", "97400", "97411"), ("Saint-Pierre", "97416"), ("Cilaos", "97424")),
}  # fmt: skip
"""How texts name each other département: « in it », « of it », as a subject, alone; its main town,
with a postcode and the INSEE code; a second town; a small commune, both with theirs."""
Units = Mapping[Competence, Sequence[Commune]]
"""The units, by name, with their communes."""


def write(departement: str, folder: Path, contours: Path | None = None) -> Workspace:
    """Write a complete project into a new folder, and return it."""
    shutil.copytree(ROOT / "content", folder / "content")
    project = Workspace(folder, folder / "output")
    if departement in ELSEWHERE:
        move_texts(project, departement)
    known = Referential(project).communes
    codes = [one.code for one in known.departements] if departement == FRANCE else [departement]
    communes = [commune for code in codes for commune in known.in_departement(code)]
    with tempfile.TemporaryDirectory() as temporary:
        files = Path(temporary)
        if departement in (FRANCE, *ELSEWHERE):
            shutil.rmtree(project.content / "referentiel/competence")  # it is newer than ours
            _import(project, "competence", competence(files, communes))
        units = units_of(project, communes)
        _import(project, "maires", mayors(files, communes))
        _import(project, "unites", official_units(files, units))
        mainland = len(departement) == MAINLAND  # overseas, no outline
        if contours or (mainland and not shipped_outlines(project, departement)):
            _import(project, "contours", contours or squares(files, units))
        only = "" if departement == FRANCE else departement
        base = synthetic_ssmsi.write(files, only, plain=bool(only))
        _import(project, "ssmsi", base, edition=None)
        _import(project, "ssmsi", departemental(files, communes), edition=None)
        write_territoire(project, units, communes)
        _import(project, "activite", activity(files, units, base), edition=None)
    fill_report(project)
    fill_blanks(project, [commune.code for commune in communes])
    return project


def rewrite(departement: str) -> Workspace:
    """Write a complete project anew in `output/`, for the tools that prove and measure."""
    folder = ROOT / "output" / f"complet-{departement}"
    shutil.rmtree(folder, ignore_errors=True)
    return write(departement, folder)


def _import(project: Workspace, what: str, path: Path, edition: date | None = EDITION) -> None:
    import_official(project, what, [path], ImportOptions(edition, FICTIF))


def move_texts(project: Workspace, departement: str) -> None:
    """Name another département in all texts, the signed act too, whose digest goes."""
    for path in project.content.rglob("*.yaml"):
        text = path.read_text("utf-8")
        for pattern, words in (*_words_elsewhere(departement), SEAL):
            text = re.sub(pattern, words, text)
        path.write_text(text, "utf-8")


def _words_elsewhere(code: str) -> Iterable[tuple[str, str]]:
    """Return how the texts, written for the Tarn, name another département: patterns, words."""
    place, (town, postcode, chief), (second, other), (commune, small) = ELSEWHERE[code]
    there, of_it, it, name = place
    of_town = f"d’{town}" if town[0] in "AEIOU" else f"de {town}"
    return (
        *((f"{sigle}81", f"{sigle}{code}") for sigle in ("AMR", "GGD")),
        *((f"{sigle}81", f"{sigle}{code.lower()}") for sigle in ("amr", "ggd", "ruraux")),
        (r"dans\s+le\s+Tarn", there),
        (r"du\s+Tarn", of_it),
        (r"le\s+Tarn", it),
        ("Tarn", name),
        ("-tarn", f"-{_slug(name)}"),
        ("tarn-", f"{_slug(name)}-"),
        ("d[’']Albi", of_town),
        ("Albi", town),
        ("ALBI", town.upper()),
        ("-albi", f"-{_slug(town)}"),
        ("Castres", second),
        ("-castres", f"-{_slug(second)}"),
        ("81-20", f"{code}-20"),
        ("81000", postcode),
        ('departement: "81"', f'departement: "{code}"'),
        ('"81004"', f'"{chief}"'),
        ('"81065"', f'"{other}"'),
        ("81101   # Le Garric", f"{small}   # {commune}"),
        ("Patrick (Carayon|CARAYON)", "Camille Exemple-Fictif"),
        ("Jean-Michel (Doose|DOOSE)", "Dominique Exemple-Fictif"),
        ("([Pp])lace de Verdun", r"\1lace de l’Exemple-Fictif"),
        ("Boissezon", "l’Exemple-Fictif"),
        ("(?m)^(acte: signe)$", r"\1\nexemple_fictif: oui"),
    )


def _slug(name: str) -> str:
    """Return a name as a file’s name has it: « haute-garonne »."""
    return folded(name).replace(" ", "-")


# Official files


def _table(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def competence(files: Path, communes: Sequence[Commune]) -> Path:
    """Write who is competent: the police in cities, elsewhere a brigade in each few communes."""
    head = ("code_commune", "libelle_commune", "institution", "id_service", "service")
    rows: list[Sequence[object]] = [head]
    rural: dict[str, list[Commune]] = {}
    for commune in communes:
        if (commune.population or 0) >= CITY:
            name = f"Commissariat de police {commune.toponyme.de}"
            rows.append((commune.code, commune.toponyme.seul, "PN", "", name))
        else:
            rural.setdefault(commune.epci.nom if commune.epci else "", []).append(commune)
    number = count(9_000_001)
    for together in rural.values():
        for start in range(0, len(together), SECTOR):
            sector = together[start : start + SECTOR]
            seat = max(sector, key=lambda commune: commune.population or 0)
            unit = ("GN", next(number), f"Gendarmerie - Brigade {seat.toponyme.de}")
            rows += [(commune.code, commune.toponyme.seul, *unit) for commune in sector]
    return _table(files / "competence.csv", rows)


def units_of(project: Workspace, communes: Sequence[Commune]) -> Units:
    """Return the units of a département with their communes."""
    known = Referential(project).competence
    units: dict[Competence, list[Commune]] = {}
    for commune in communes:
        if known and (unit := known.of(commune.code)):
            units.setdefault(unit, []).append(commune)
    return units


def _seat(unit: Competence, communes: Sequence[Commune]) -> Commune:
    named = (commune for commune in communes if unit.service.endswith(commune.toponyme.de))
    return next(named, communes[0])


def mayors(files: Path, communes: Sequence[Commune]) -> Path:
    """Write invented mayors in the layout of the national register."""
    head = (
        *("Code du département", "Libellé du département", "Code de la commune"),
        *("Libellé de la commune", "Nom de l'élu", "Prénom de l'élu", "Code sexe"),
        *("Date de naissance", "Code de la catégorie socio-professionnelle"),
        "Libellé de la catégorie socio-professionnelle",
        *("Date de début du mandat", "Date de début de la fonction"),
    )
    rows: list[Sequence[object]] = [head]
    for rank, commune in enumerate(communes):
        place = (commune.departement.code, commune.departement.toponyme.seul, commune.code)
        days = ("2026-03-15", "2026-03-22")
        person = MAYORS[rank % len(MAYORS)]
        rows.append((*place, commune.toponyme.seul, *person, "", "", "", *days))
    return _table(files / "elus-maires-mai.csv", rows)


def official_units(files: Path, units: Units) -> Path:
    """Write the address, the telephone and the hours of each brigade."""
    head = (
        *("identifiant_public_unite", "service", "telephone", "code_commune_insee", "voie"),
        *("code_postal", "commune", "geocodage_x_GPS", "geocodage_y_GPS", "horaires_accueil"),
    )
    rows: list[Sequence[object]] = [head]
    hours = " ".join(f"{day.capitalize()} : 8h00-12h00 14h00-18h00" for day in JOURS)
    for rank, (unit, communes) in enumerate(units.items(), 1):
        if unit.id_service:
            seat = _seat(unit, communes)
            place = (seat.code, f"{rank} rue de l’Exemple-Fictif", seat.codes_postaux[0])
            name = (unit.id_service, f"Gendarmerie - {unit.service}", telephone_of(rank))
            rows.append((*name, *place, seat.toponyme.seul, "", "", hours))
    return _table(files / "export-gn2.csv", rows)


def telephone_of(rank: int) -> str:
    """Return the invented telephone of this rank; after fifty thousand, they come again."""
    block, number = divmod(rank, 10_000)
    return f"{FICTION[block % len(FICTION)]} {number // 100:02} {number % 100:02}"


def shipped_outlines(project: Workspace, departement: str) -> bool:
    """Whether docgen ships the outlines of a département."""
    return (project.content / f"referentiel/contours/{departement}.json").is_file()


def squares(files: Path, units: Units) -> Path:
    """Write a square outline for each commune, those of a unit side by side; none overseas."""
    sectors = [commune for sector in units.values() for commune in sector]
    communes = [commune for commune in sectors if len(commune.departement.code) == MAINLAND]
    wide = math.isqrt(len(communes)) + 1
    features = []
    for rank, commune in enumerate(communes):
        west, south = 1 + SQUARE * (rank % wide), 43 + SQUARE * (rank // wide)
        corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        ring = [(round(west + SQUARE * x, 6), round(south + SQUARE * y, 6)) for x, y in corners]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        about = {"code": commune.code, "nom": commune.toponyme.seul}
        features.append({"type": "Feature", "properties": about, "geometry": geometry})
    path = files / "communes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def departemental(files: Path, communes: Sequence[Commune]) -> Path:
    """Write the base of départements, in the official layout."""
    head = (
        *("Code_departement", "Code_region", "annee", "indicateur", "unite_de_compte", "nombre"),
        *("taux_pour_mille", "insee_pop", "insee_pop_millesime", "insee_log"),
        "insee_log_millesime",
    )
    people: Counter[Departement] = Counter()
    for commune in communes:
        people[commune.departement] += commune.population or 0
    rows: list[Sequence[object]] = [head]
    known = [one for one in INDICATEURS if Niveau.DEPARTEMENT in one.niveaux and not one.retire]
    for (departement, total), year in product((+people).items(), YEARS):
        place = (departement.code, departement.region.code)
        for rank, indicateur in enumerate(known):
            change = 1 + Decimal((year - 2015) * (rank % 3 - 1)) / 100
            number = int(total * synthetic_ssmsi.PART[indicateur.cle] * change)
            base = total if indicateur.denominateur is Denominateur.HABITANTS else total // 2
            rate = f"{1000 * number / base:.7f}".replace(".", ",")
            facts = (year, indicateur.libelle, indicateur.unite, number, rate)
            rows.append((*place, *facts, total, 2022, total // 2, 2022))
    name = "donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv"
    return _table(files / name, rows)


def activity(files: Path, units: Units, base: Path) -> Path:
    """Write the monthly figures of the brigades and of their communes, of one crime for France.

    A commune has in a year as many facts as the invented base of the statistics has for it.
    """
    facts = yearly_facts(base)
    crimes = list(CRIMES.items())[: 1 if len(units) > MANY else None]
    head = ("Territoire", "Domaine", "Indicateur", "Index 4001", "Année")
    rows: list[Sequence[object]] = [(*head, *MOIS, "Mention")]
    for unit, communes in units.items():
        if unit.id_service:
            for crime, index in crimes:
                for year, known in ((2025, 12), (2026, 10)):
                    own: dict[str, list[int]] = {
                        commune.code: months_of(
                            facts[commune.code, crime], f"{commune.code}{crime}{year}"
                        )[:known]
                        for commune in communes
                    }
                    of_unit = [sum(counted) for counted in zip(*own.values(), strict=True)]
                    for code, months in ((unit.id_service, of_unit), *own.items()):
                        blanks = [""] * (12 - known)
                        rows.append((code, crime, crime, index, year, *months, *blanks, FICTIF))
    return _table(files / "activite.csv", rows)


def yearly_facts(base: Path) -> Counter[tuple[str, str]]:
    """Return how many facts of each crime of the brigades a commune has in the last year."""
    crimes = {
        one.libelle: crime
        for crime, names in OF_STATISTICS.items()
        for one in INDICATEURS
        if one.cle in names
    }
    facts: Counter[tuple[str, str]] = Counter()
    opened = gzip.open if base.suffix == ".gz" else open
    with opened(base, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            crime = crimes.get(row["indicateur"])
            if crime and row["annee"] == str(YEARS[-1]) and row["nombre"].isdecimal():
                facts[row["CODGEO_2026"], crime] += int(row["nombre"])
    return facts


def months_of(total: int, name: str) -> list[int]:
    """Return the facts of a year month by month, spread by a hash of what they are of."""
    months = Counter(
        hashlib.sha256(f"{name}{rank}".encode()).digest()[0] % len(MOIS) for rank in range(total)
    )
    return [months[month] for month in range(len(MOIS))]


# What people write


def write_territoire(project: Workspace, units: Units, ordered: Sequence[Commune]) -> None:
    """Write all that people may write of units and communes."""
    rank = count(1)
    lines = [line for unit in units.items() for line in _unit_lines(*unit, next(rank))]
    _fill(project, "territoire/unites.yaml", ("unites: []", "\n".join(("unites:", *lines))))
    rank = count(1)
    named = {one.code: MAYORS[place % len(MAYORS)][2] for place, one in enumerate(ordered)}
    communes = [commune for sector in units.values() for commune in sector]
    lines = [
        line
        for commune in communes
        for line in _commune_lines(commune, next(rank), named[commune.code])
    ]
    _fill(project, "territoire/communes.yaml", ("communes: []", "\n".join(("communes:", *lines))))


def _unit_lines(unit: Competence, communes: Sequence[Commune], rank: int) -> Iterable[str]:
    seat = _seat(unit, communes)
    yield f'  - unite: "{unit.id_service or unit.service}"'
    if unit.id_service:  # a police station belongs to none
        yield "    compagnie: Compagnie d’Exemple-Fictif"
        yield "    communaute_de_brigades: Communauté de brigades d’Exemple-Fictif"
    yield f"    telephone: {telephone_of(rank)}"
    blanks = {"cp": seat.codes_postaux[0], "commune": seat.toponyme.seul}
    blanks["lieu"] = "Caserne" if unit.id_service else "Hôtel de police"
    address = [line.format(**blanks) for line in ADDRESSES[rank % len(ADDRESSES)]]
    if not address and not unit.id_service:
        address = [f"{rank} rue de l’Exemple-Fictif", "{cp} {commune}".format(**blanks)]
    for name, texts in (("adresse", address), ("horaires", HOURS[rank % len(HOURS)])):
        if texts:
            yield f"    {name}:"
            yield from (f'      - "{text}"' for text in texts)
    for shift, name in enumerate(("referent_elu", "referent_surete", "enqueteur_environnement")):
        yield from _referent(name, 1000 * (shift + 1) + rank)


def _referent(name: str, rank: int) -> Iterable[str]:
    number = telephone_of(rank)
    yield f"    {name}: {{grade: adjudant-chef, nom: Fictif-Exemple, telephone: {number},"
    yield "      courriel: exemple@exemple.invalid}"


def _commune_lines(commune: Commune, rank: int, sex: str) -> Iterable[str]:
    said = ("oui", "non")
    yield f'  - code_insee: "{commune.code}"'
    yield f"    appel: {'Madame la Maire' if sex == 'F' else 'Monsieur le Maire'}"
    yield f"    police_municipale: {said[rank % 2]}"
    yield f"    participation_citoyenne: {said[rank // 2 % 2]}"
    yield f"    videoprotection: {said[rank // 4 % 2]}"
    yield from (f'    code_postal: "{code}"' for code in commune.codes_postaux[:1])
    yield "    commentaire: Exemple fictif, pour l’unité seule."
    if rank % 5 == 0:
        yield from _referent("referent_elu", 4000 + rank)


def fill_report(project: Workspace) -> None:
    """Fill in the report of the year with counts and texts."""
    [path] = (project.content / "bilan").glob("*.yaml")
    path.write_text(filled_report(path.read_text("utf-8")), "utf-8")


def fill_blanks(project: Workspace, adherents: Sequence[str]) -> None:
    """Fill in the blanks of those who write letters, the first adherents and public contacts."""
    listed = "".join(f'\n  - "{code}"' for code in adherents[:3])
    _fill(project, "adherents.yaml", ("adherents: []", f"adherents:{listed}"))
    senders = (
        ("    adresse: []", "    adresse: [1 rue de l’Exemple-Fictif]"),
        ("    ville:\n", "    ville: 00000 Exemple-Fictif\n"),
        ("    courriel:\n", "    courriel: exemple@exemple.invalid\n"),
        ("    site:\n", "    site: exemple.invalid\n"),
    )
    _fill(project, "emetteurs.yaml", *senders)
    path = project.content / "emetteurs.yaml"
    rank = iter((6002, 6001))  # those of the association and of the group in the roles below
    numbered = re.sub(
        "(    telephone:)(?=\n)", lambda found: f"{found[1]} {telephone_of(next(rank))}",
        path.read_text("utf-8"),
    )  # fmt: skip
    path.write_text(numbered, "utf-8")
    path, rank = project.content / "territoire/roles.yaml", count(6001)
    each_its_own = "procureur|france-travail|mission-locale"  # by commune: no number fits all
    blank = (
        rf"(?s)(  - id: (?!(?:{each_its_own})\n)(?:(?!  - id).)*?resolution: (?:fixe|annuaire)\n)"
        r"(?!(?:(?!  - id).)*(?:telephone|par):)"
    )
    text = re.sub(
        blank, lambda found: f"{found[1]}    telephone: {telephone_of(next(rank))}\n",
        path.read_text("utf-8"),
    )  # fmt: skip
    path.write_text(text, "utf-8")


def _fill(project: Workspace, name: str, *blanks: tuple[str, str]) -> None:
    path = project.content / name
    text = path.read_text("utf-8")
    for blank, words in blanks:
        if blank not in text:
            raise SystemExit(f"{name}: no « {blank.strip()} » to fill in")
        text = text.replace(blank, words)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Écrit un projet complet, exemple fictif")
    parser.add_argument("departement", choices=("81", *ELSEWHERE, FRANCE))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contours", type=Path, help="GeoJSON, instead of squares")
    arguments = parser.parse_args()
    print(write(arguments.departement, arguments.folder, arguments.contours).root)
