"""Reading of the package `@etalab/decoupage-administratif`: an archive, or its JSON files.

An archive is read in memory and never extracted.  Each file is recognised by its keys, all of which
must be known and of their type: an unknown edition is refused.
"""

import io
import json
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.content.repertoire import PRINTABLE
from docgen.errors import closest
from docgen.importing.input_file import AGAIN, InputFile

PACKAGE = "@etalab/decoupage-administratif"
TABLES = ("communes", "epci", "arrondissements", "departements", "regions")
"""The tables that are needed; the package also has `ept.json`."""

INSEE = ("TYPECOM", '"TYPECOM', "COM,", '"COM"')
"""The beginnings of Insee's own tables, which are not read."""
SUPPLIED = (
    "docgen ne le lit pas, et n’en a pas besoin : les communes de France sont fournies avec lui ;"
    f" pour une autre année, donnez l’archive du paquet {PACKAGE}"
)

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of a table: those of every entry, and those of some.

    `list` stands for a list of texts, `dict` for a list of entries.
    """

    needed: Mapping[str, type]
    allowed: Mapping[str, type] = field(default_factory=dict)

    @property
    def every(self) -> dict[str, type]:
        return {**self.needed, **self.allowed}


_PLACE = {"code": str, "nom": str, "zone": str}
_BODY = {"code": str, "nom": str, "populationTotale": int, "populationMunicipale": int}
KEYS = {
    "communes": _Keys(
        {**_PLACE, "departement": str, "region": str, "type": str},
        {
            "typeLiaison": int,
            "arrondissement": str,
            "rangChefLieu": int,
            "siren": str,
            "codesPostaux": list,
            "anciensCodes": list,
            "population": int,
            "chefLieu": str,
            "commune": str,
        },
    ),
    "epci": _Keys({**_BODY, "type": str, "modeFinancement": str, "membres": dict}),
    "arrondissements": _Keys(
        {
            **{"code": str, "nom": str, "typeLiaison": int},
            **{"departement": str, "region": str, "chefLieu": str},
        }
    ),
    "departements": _Keys({**_PLACE, "region": str, "chefLieu": str, "typeLiaison": int}),
    "regions": _Keys({**_PLACE, "chefLieu": str, "typeLiaison": int}),
}
_MEMBER = _Keys(_BODY, {"siren": str})


@dataclass(slots=True)
class PackageTable:
    """A table of the package, which collects the problems of its entries."""

    infile: InputFile
    entries: Sequence[Entry]
    first: int | None
    """The line of the first entry if the file has one entry on a line, as published."""

    def error(self, rank: int, code: str, message: str, key: str = "", hint: str = "") -> None:
        """Add an error about the entry at `rank`, with its code and its name."""
        entry = self.entries[rank]
        label = f"{entry.get('code', '')} {entry.get('nom', '')}".strip() or f"entrée {rank + 1}"
        text = "".join(c if c in PRINTABLE else "?" for c in f"{label} : {message}")
        line = None if self.first is None else self.first + rank
        self.infile.error(code, text, line, key, hint)


@dataclass(slots=True)
class Package:
    """The tables of the package, its files, and its version if `package.json` is among them."""

    infiles: list[InputFile]
    tables: dict[str, PackageTable]
    version: str = ""

    def __getitem__(self, table: str) -> PackageTable:
        return self.tables[table]


def read_package(files: Sequence[InputFile]) -> Package:
    """Return the package; problems of form are added to `infiles`."""
    package = Package(list(files), {})
    for infile in files:
        for part, text in _parts(infile):
            if part is not infile:
                package.infiles.append(part)
            _add_file(package, part, text)
    absent = [f"« {name}.json »" for name in TABLES if name not in package.tables]
    if absent and files:
        hint = f"donnez l’archive du paquet {PACKAGE}, ou tous ses fichiers JSON"
        many = "fichiers absents" if len(absent) > 1 else "fichier absent"
        files[0].error("absent", f"{many} : {', '.join(absent)}", hint=hint)
    return package


def _parts(infile: InputFile) -> Iterator[tuple[InputFile, str]]:
    """Yield the JSON texts of a file: its own, or those inside an archive."""
    if infile.data[257:262] != b"ustar":
        yield infile, infile.text
        return
    try:
        with tarfile.open(fileobj=io.BytesIO(infile.data), mode="r:") as archive:
            for member in archive:
                # A sparse member may unpack to any size.
                if member.isfile() and not member.issparse() and member.name.endswith(".json"):
                    file = archive.extractfile(member)
                    part = InputFile(infile.path, f"{infile.name}/{member.name}")
                    yield part, _decode(part, file.read() if file else b"")
    except tarfile.TarError as error:
        raise infile.refusal("archive", "archive abîmée ou incomplète", hint=AGAIN) from error


def _decode(part: InputFile, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise part.refusal("codage", "ce fichier n’est pas en UTF-8", hint=AGAIN) from error


def _add_file(package: Package, part: InputFile, text: str) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip("\ufeff").startswith(INSEE):
            raise part.refusal("format", "c’est un tableau de l’Insee", hint=SUPPLIED) from error
        part.error("json", "JSON illisible ou tronqué", getattr(error, "lineno", None))
        return
    if isinstance(data, dict) and data.get("name") == PACKAGE:
        package.version = str(data.get("version", ""))
        return
    name = _table_name(data)
    if name in package.tables:
        part.error("double", f"« {name}.json » est donné deux fois")
    elif name in KEYS:
        package.tables[name] = _package_table(part, name, data, text)
    elif name != "ept":
        hint = f"attendus : {', '.join(f'{table}.json' for table in TABLES)}"
        part.error("inconnu", f"fichier inconnu du paquet {PACKAGE}", hint=hint)


def _table_name(data: object) -> str:
    if not (isinstance(data, list) and data and isinstance(data[0], dict)):
        return ""
    keys = data[0].keys()
    if "membres" in keys:
        return "ept" if data[0].get("type") == "EPT" else "epci"
    if "type" in keys:
        return "communes"
    if {"departement", "chefLieu"} <= keys:
        return "arrondissements"
    if "chefLieu" in keys:
        return "departements" if "region" in keys else "regions"
    return ""


def _package_table(part: InputFile, name: str, data: list[Any], text: str) -> PackageTable:
    line_per_entry = text.rstrip().count("\n") == len(data) + 1
    listing = PackageTable(part, data, 2 if line_per_entry else None)
    if not all(isinstance(entry, dict) for entry in data):
        listing.entries = ()
        part.error("type", "la liste ne contient pas que des entrées « clé : valeur »")
    strangers: set[str] = set()
    for rank, entry in enumerate(listing.entries):
        _check_keys(listing, rank, entry, KEYS[name], strangers)
        if _is(entry.get("membres"), dict):
            for member in entry["membres"]:
                _check_keys(listing, rank, member, _MEMBER, strangers)
    return listing


def _check_keys(
    listing: PackageTable, rank: int, entry: Entry, keys: _Keys, known: set[str]
) -> None:
    for key in keys.needed:
        if key not in entry:
            listing.error(rank, "cle", f"clé absente : « {key} »", key)
    every = keys.every
    for key, value in entry.items():
        if key in every:
            if not _is(value, every[key]):
                hint = "un code est un texte, entre guillemets" if every[key] is str else ""
                listing.error(rank, "type", f"valeur inattendue : {value!r:.60}", key, hint)
        elif key not in known:
            known.add(key)
            hint = closest(key, every) or "une édition jamais vue : docgen ne devine pas"
            listing.error(rank, "cle", f"clé inconnue : « {key} »", key, hint)


def _is(value: object, kind: type) -> bool:
    if kind in (list, dict):
        inner = str if kind is list else dict
        return isinstance(value, list) and all(isinstance(one, inner) for one in value)
    return isinstance(value, kind) and not isinstance(value, bool)
