"""Checks of the code officiel géographique: codes, links, articles, numbers of entries.

Codes must be well formed, unique and linked; articles must agree with names; an old code must lead
to one commune; every name must be printable.  All problems are reported with their line.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any

from docgen.content.repertoire import unprintable
from docgen.french.letters import folded
from docgen.french.territory import Toponyme, code_insee
from docgen.importing.cog.editions import PackageEdition
from docgen.importing.cog.epci import printed_name
from docgen.importing.cog.package import Entry, Package, PackageTable
from docgen.importing.input_file import DOUBLE_ENCODED
from docgen.referential.communes.entries import Statut
from docgen.referential.communes.naming import NATURES

STATUTS = {
    "commune-actuelle": Statut.ACTUELLE,
    "commune-deleguee": Statut.DELEGUEE,
    "commune-associee": Statut.ASSOCIEE,
    "arrondissement-municipal": Statut.ARRONDISSEMENT,
}
"""The types of the package, and those of snapshots."""
PARENTS = {
    Statut.DELEGUEE: "chefLieu",
    Statut.ASSOCIEE: "chefLieu",
    Statut.ARRONDISSEMENT: "commune",
}
"""The key under which an entry that is no present commune names its commune."""
PATTERNS = {
    "regions": re.compile(r"\d{2}|9[78]\d", re.ASCII),
    "departements": re.compile(r"0[1-9]|[1-8]\d|2[AB]|9[0-5]|9[78]\d", re.ASCII),
    "arrondissements": re.compile(r"(\d{2}|2[AB]|97\d)\d", re.ASCII),
}
"""The form of the codes of each table."""
CODE_LINKS = (
    ("region", "regions", "région inconnue"),
    ("departement", "departements", "département inconnu"),
)
"""The links of an entry: their key, their table, the message when they lead nowhere."""
SIREN = re.compile(r"\d{9}", re.ASCII)
CORSICA = re.compile(r"20\d{3}", re.ASCII)
"""Codes of Corsica before its division in 1976."""
ARTICLE = re.compile(r"(?:Le|La|Les|Las|Los|Aux) |L’")
VOWELS = frozenset("aeiouœæ")
"""Initials before which « de » always elides; before h and y only the TNCC tells."""
ELIDED = VOWELS | {"h", "y"}
FORBIDDEN = re.compile(r"[;|\"\r\n]")
"""Characters that would break a line of the snapshot."""


def check_package(package: Package, edition: PackageEdition) -> None:
    """Add an error for every problem of content; the form of `package` must be right."""
    current = {
        entry["code"]
        for entry in package["communes"].entries
        if STATUTS.get(entry["type"]) is Statut.ACTUELLE
    }
    _check_places(package, edition)
    _check_communes(package, edition, current)
    _check_old_codes(package["communes"], edition, current)
    _check_exceptions(package["communes"], edition)
    _check_counts(package, edition)
    _check_epci(package["epci"], current)


def toponyme_of(entry: Entry, edition: PackageEdition) -> Toponyme:
    """Return the name and article of a commune or arrondissement.

    Raise ValueError when its TNCC is missing, or cannot be that of its name.
    """
    if STATUTS.get(entry.get("type", "")) is Statut.ACTUELLE and entry["code"] in edition.communes:
        return edition.communes[entry["code"]]
    if "typeLiaison" not in entry:
        raise ValueError("type de liaison (TNCC) absent, et pas d’exception connue")
    place = Toponyme.from_libelle(entry["nom"], entry["typeLiaison"])
    initial = folded(place.nom)[:1]
    if place.tncc < 2 and ARTICLE.match(place.nom):
        raise ValueError(f"TNCC {place.tncc} : « {place.nom} » a un article")
    if (place.tncc == 0 and initial in VOWELS) or (place.tncc == 1 and initial not in ELIDED):
        raise ValueError(f"TNCC {place.tncc} : elle ne va pas avec l’initiale de « {place.nom} »")
    return place


def _check_places(package: Package, edition: PackageEdition) -> None:
    codes = {name: _codes(package[name]) for name in ("regions", "departements")}
    for name, pattern in PATTERNS.items():
        listing = package[name]
        _check_codes(listing, pattern)
        for rank, entry in enumerate(listing.entries):
            _check_name(listing, rank)
            for key, table, message in CODE_LINKS:
                if key in entry:
                    _check_link(listing, rank, key, codes[table], message)
            if name == "arrondissements":
                _check_begins(listing, rank, "code")
            tncc = edition.tncc.get(entry["code"], entry["typeLiaison"])
            label = name == "arrondissements"
            _check_value(
                listing, rank, Toponyme.from_libelle if label else Toponyme, entry["nom"], tncc
            )


def _check_communes(package: Package, edition: PackageEdition, current: Collection[str]) -> None:
    listing = package["communes"]
    known = {name: _codes(package[name]) for name in ("regions", "departements", "arrondissements")}
    regions = {entry["code"]: entry["region"] for entry in package["departements"].entries}
    seen: set[tuple[str, str]] = set()
    for rank, entry in enumerate(listing.entries):
        key = (entry["type"], entry["code"])
        if key in seen:
            listing.error(rank, "double", f"code en double pour « {entry['type']} »", "code")
        seen.add(key)
        _check_name(listing, rank)
        _check_value(listing, rank, code_insee, entry["code"])
        _check_status(listing, rank, current)
        _check_value(listing, rank, toponyme_of, entry, edition)
        for link, table, message in CODE_LINKS:
            _check_link(listing, rank, link, known[table], message)
        if regions.get(entry["departement"], entry["region"]) != entry["region"]:
            listing.error(rank, "lien", "la région n’est pas celle du département", "region")
        # Five delegated communes are in another département than their commune: they keep its code.
        if entry["code"] in current and not entry["code"].startswith(entry["departement"]):
            listing.error(rank, "code", "code d’un autre département", "departement")
        if entry.get("arrondissement"):
            arrondissements = known["arrondissements"]
            _check_link(listing, rank, "arrondissement", arrondissements, "arrondissement inconnu")
            _check_begins(listing, rank, "arrondissement")
        _check_figures(listing, rank)


def _check_status(listing: PackageTable, rank: int, current: Collection[str]) -> None:
    entry = listing.entries[rank]
    statut = STATUTS.get(entry["type"])
    if statut is None:
        listing.error(rank, "statut", f"type inconnu : « {entry['type']} »", "type")
        return
    for key in ("chefLieu", "commune"):
        if PARENTS.get(statut) == key:
            if entry.get(key) not in current:
                listing.error(rank, "lien", f"commune inconnue : {entry.get(key)}", key)
        elif key in entry:
            listing.error(rank, "lien", f"« {key} » ne va pas avec « {entry['type']} »", key)


def _check_figures(listing: PackageTable, rank: int) -> None:
    entry = listing.entries[rank]
    for code in entry.get("codesPostaux", ()):
        if not re.fullmatch(r"\d{5}", code, re.ASCII):
            hint = "cinq chiffres, zéro de tête compris"
            listing.error(rank, "postal", f"code postal mal formé : {code!r}", hint=hint)
    if entry.get("population", 0) < 0:
        listing.error(rank, "population", f"population négative : {entry['population']}")


def _claims(listing: PackageTable) -> dict[str, dict[str, int]]:
    """Return the communes to which each old code leads, with the rank of their entry."""
    claims: dict[str, dict[str, int]] = defaultdict(dict)
    for rank, entry in enumerate(listing.entries):
        for old in entry.get("anciensCodes", ()):
            claims[old][entry["code"]] = rank
    for rank, entry in enumerate(listing.entries):
        if entry["code"] in claims and (parent := parent_of(entry)):
            claims[entry["code"]][parent] = rank
    return claims


def _check_old_codes(
    listing: PackageTable, edition: PackageEdition, current: Collection[str]
) -> None:
    claims = _claims(listing)
    for old, heirs in claims.items():
        rank = max(heirs.values())
        if not CORSICA.fullmatch(old):
            _check_value(listing, rank, code_insee, old)
        if old in current:
            listing.error(rank, "ancien", f"l’ancien code {old} est celui d’une commune")
        if len(heirs) > 1 and edition.anciens.get(old) not in heirs:
            message = f"l’ancien code {old} mène à plusieurs communes : {', '.join(heirs)}"
            listing.error(rank, "ancien", message)
    for old in edition.anciens:
        if len(claims.get(old, ())) < 2:
            message = f"l’exception prévue pour l’ancien code {old} n’a plus d’objet"
            listing.infile.error("exception", message)


def parent_of(entry: Entry) -> str:
    """Return the present commune of a part of one; empty for a commune."""
    statut = STATUTS.get(entry["type"])
    return str(entry.get(PARENTS[statut], "")) if statut in PARENTS else ""


def _check_exceptions(listing: PackageTable, edition: PackageEdition) -> None:
    """Check that each exception is still needed: the commune exists, and its TNCC is wrong."""
    entries = {
        entry["code"]: (rank, entry)
        for rank, entry in enumerate(listing.entries)
        if entry["code"] in edition.communes and entry["type"] == "commune-actuelle"
    }
    for code, place in edition.communes.items():
        if code not in entries:
            message = f"l’exception prévue pour {code} {place.seul} n’a plus d’objet"
            listing.infile.error("exception", message)
            continue
        rank, entry = entries[code]
        if entry["nom"].replace("'", "’") not in (place.seul, place.nom):
            message = f"l’exception est prévue pour « {place.seul} »"
            listing.error(rank, "exception", message)
        elif entry.get("typeLiaison") == place.tncc:
            listing.error(rank, "exception", "l’exception n’a plus d’objet : la TNCC est juste")


def _check_counts(package: Package, edition: PackageEdition) -> None:
    communes = package["communes"]
    types = Counter(entry["type"] for entry in communes.entries)
    counts = [(communes, name, types[name], wanted) for name, wanted in edition.counts.items()]
    counts += [
        (package[name], name, len(package[name].entries), wanted)
        for name, wanted in edition.tables.items()
    ]
    for listing, name, count, expected in counts:
        if count != expected:
            message = f"« {name} » : {count} entrées trouvées, {expected} attendues"
            listing.infile.error("nombre", message, hint="fichier tronqué, ou d’une autre édition")


def _check_epci(listing: PackageTable, current: Collection[str]) -> None:
    of: dict[str, str] = {}
    _check_codes(listing, SIREN)
    for rank, entry in enumerate(listing.entries):
        _check_name(listing, rank, printed_name(entry["nom"], entry["type"]))
        if entry["type"] not in NATURES:
            listing.error(rank, "statut", f"nature inconnue : « {entry['type']} »", "type")
        for member in entry["membres"]:
            code = member["code"]
            if code not in current:
                listing.error(rank, "lien", f"membre inconnu : {code} {member['nom']}", "membres")
            if of.setdefault(code, entry["code"]) != entry["code"]:
                listing.error(rank, "lien", f"{code} est aussi membre de {of[code]}", "membres")


def _codes(listing: PackageTable) -> set[str]:
    return {entry["code"] for entry in listing.entries}


def _check_codes(listing: PackageTable, pattern: re.Pattern[str]) -> None:
    seen: set[str] = set()
    for rank, code in enumerate(entry["code"] for entry in listing.entries):
        if not pattern.fullmatch(code):
            hint = "un zéro de tête s’est-il perdu ?" if code.isdigit() else ""
            listing.error(rank, "code", f"code mal formé : « {code} »", "code", hint)
        if code in seen:
            listing.error(rank, "double", f"code en double : « {code} »", "code")
        seen.add(code)


def _check_name(listing: PackageTable, rank: int, name: str | None = None) -> None:
    name = listing.entries[rank]["nom"] if name is None else name
    if not name.strip():
        listing.error(rank, "nom", "nom vide", "nom")
    for sign in _refused_characters(name):
        listing.error(rank, "nom", f"caractère refusé dans un nom : {sign!r}", "nom")
    if DOUBLE_ENCODED.search(name):
        listing.error(rank, "codage", f"texte codé deux fois : « {name} »", "nom")


def _refused_characters(name: str) -> Iterator[str]:
    yield from FORBIDDEN.findall(name)
    yield from (sign for _, sign in unprintable(name) if sign not in "\r\n")


def _check_link(
    listing: PackageTable, rank: int, key: str, known: Collection[str], message: str
) -> None:
    if listing.entries[rank][key] not in known:
        listing.error(rank, "lien", f"{message} : « {listing.entries[rank][key]} »", key)


def _check_begins(listing: PackageTable, rank: int, key: str) -> None:
    entry = listing.entries[rank]
    if not entry[key].startswith(entry["departement"]):
        message = f"« {entry[key]} » est d’un autre département que {entry['departement']}"
        listing.error(rank, "lien", message, key)


def _check_value(
    listing: PackageTable, rank: int, reader: Callable[..., object], *values: Any
) -> None:
    try:
        reader(*values)
    except ValueError as error:
        listing.error(rank, "valeur", str(error))
