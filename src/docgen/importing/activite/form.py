"""The form of monthly figures: its columns, and the rules of its rows.

It is the same in a workbook, a CSV and a YAML: a territory, an indicator, a year, twelve months.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from docgen.content.model import Content, Prose, Texte, one_of, refusal
from docgen.content.raw import groups_of
from docgen.content.validation import Finding, Rules
from docgen.french.territory import is_code_insee
from docgen.french.wording import MOIS as MONTHS
from docgen.importing.spreadsheet.reading import CellKind, SheetColumn
from docgen.referential.figures.activite import EXEMPLE_FICTIF, MOIS, comparable_text
from docgen.referential.territoire.validation import KnownNames

ITEMS = "lignes"
"""The key of the list of rows."""
FORM_COLUMNS = (
    SheetColumn("Territoire", "territoire", width=26),
    SheetColumn("Domaine", "domaine", width=26),
    SheetColumn("Indicateur", "indicateur", width=34),
    SheetColumn("Index 4001", "index_4001", width=10, needed=False),
    SheetColumn("Année", "annee", width=8, kind=CellKind.NUMBER),
    *(
        SheetColumn(title.capitalize(), mois, width=10.5, kind=CellKind.NUMBER)
        for title, mois in zip(MONTHS, MOIS, strict=True)
    ),
    SheetColumn("Mention", "mention", width=16, choices=(EXEMPLE_FICTIF,), needed=False),
)
"""The columns of the form, whose titles are read without regard to accents and case."""


class MentionFictive(StrEnum):
    """The mention of invented figures."""

    EXEMPLE = EXEMPLE_FICTIF


def _index(value: str) -> str:
    """Return the indexes of the « État 4001 » in one form: ``27,28`` → ``27, 28``.

    A spreadsheet turns both « 27,3 » and « 27,30 » into 27,3, which is refused.
    """
    if re.fullmatch(r"\d{1,3},\d", value.strip(), re.ASCII):
        first, _, last = value.strip().partition(",")
        message = f"index de l’État 4001 ambigu : « {value.strip()} »"
        hint = f"écrivez « {first}, {last} » ou « {first}, {last}0 », cellule au format Texte"
        raise refusal("index", message, hint)
    if not re.fullmatch(r"\d{1,3}(\s*[,;/]\s*\d{1,3})*", value.strip(), re.ASCII):
        message = f"index de l’État 4001 mal formé : « {value} »"
        raise refusal("index", message, "des numéros séparés par des virgules : 27, 28")
    return ", ".join(re.findall(r"\d+", value))


def _number(code: str, pattern: str, expected: str, hint: str) -> BeforeValidator:
    def read(value: Any) -> int:
        text = value.strip() if isinstance(value, str) else ""
        if not re.fullmatch(pattern, text, re.ASCII):
            raise refusal(code, f"{expected} : « {value} »" if text else expected, hint)
        return int(text)

    return BeforeValidator(read)


_HINT = "un nombre de faits : 0, 7, 1234, sans espace, point ni virgule ; vide : pas encore connu"
Nombre = Annotated[int, _number("nombre", r"\d{1,6}", "nombre entier attendu", _HINT)]
"""A number of facts."""
YEAR = r"(?:19|20)\d\d"
"""A year of figures, as the first blank forms may have it."""
Annee = Annotated[int, _number("annee", YEAR, "année attendue", "quatre chiffres : 2026")]


class Saisie(Content):
    """A row: an indicator of a territory in a year, month by month."""

    territoire: Prose
    domaine: Prose
    indicateur: Prose
    index_4001: Annotated[Texte, AfterValidator(_index)] | None = None
    annee: Annee
    janvier: Nombre | None = None
    fevrier: Nombre | None = None
    mars: Nombre | None = None
    avril: Nombre | None = None
    mai: Nombre | None = None
    juin: Nombre | None = None
    juillet: Nombre | None = None
    aout: Nombre | None = None
    septembre: Nombre | None = None
    octobre: Nombre | None = None
    novembre: Nombre | None = None
    decembre: Nombre | None = None
    mention: Annotated[MentionFictive, one_of(MentionFictive)] | None = None

    @property
    def mois(self) -> tuple[int | None, ...]:
        return tuple(getattr(self, name) for name in MOIS)

    @property
    def connus(self) -> int:
        return len(MOIS) - self.mois.count(None)


class Formulaire(Content):
    """A form."""

    lignes: tuple[Saisie, ...] = ()


_Group = dict[str, str]
_Numbered = tuple[int, _Group]


def form_rules(known: KnownNames) -> Rules:
    """Return the rules of a form: known territories, two years, no gap, no duplicate."""

    def rules(data: object) -> Iterator[Finding]:
        rows = list(_rows(data))
        for rank, row in rows:
            name = row.get("territoire", "").strip()
            for message, hint in _check_territory(name, known):
                yield _finding(rank, "territoire", message, hint)
            yield from _check_gaps(rank, row)
            row["territoire"] = territory_name(name, known)
        yield from _check_duplicates(rows)
        yield from _check_indexes(rows)
        for same in _group_rows(rows, "territoire"):
            yield from _check_years(same)
            yield from _check_mentions(same)

    return rules


def _rows(data: object) -> Iterator[_Numbered]:
    for rank, row in groups_of(data, ITEMS):
        yield rank, {key: text for key, text in row.items() if isinstance(text, str)}


def _finding(rank: int, key: str, message: str, hint: str = "") -> Finding:
    return Finding((ITEMS, rank, key), key, message, hint)


def _group_rows(rows: Iterable[_Numbered], *keys: str) -> Iterable[list[_Numbered]]:
    groups: dict[tuple[str, ...], list[_Numbered]] = defaultdict(list)
    for rank, row in rows:
        if all(row.get(key) for key in keys):
            groups[tuple(comparable_text(row[key]) for key in keys)].append((rank, row))
    return groups.values()


def territory_name(text: str, known: KnownNames) -> str:
    """Return the name of a territory: a unit's own, or its identifier if the name is shared."""
    unit = known.unit(text)
    if unit is None:
        return text
    return unit.id_service if len(known.units_named(unit.service)) > 1 else unit.service


def _check_territory(text: str, known: KnownNames) -> Iterator[tuple[str, str]]:
    if is_code_insee(text):
        yield from known.commune_findings(text)
    elif re.fullmatch(r"\d{4}", text, re.ASCII):
        hint = f"un tableur a retiré le zéro de tête : écrivez 0{text}, cellule au format Texte"
        yield f"code INSEE mal formé : « {text} »", hint
    elif text:
        for message, hint in known.unit_findings(text):
            commune = known.communes.find(text)
            own = f"pour la commune, écrivez son code INSEE : {commune.code}" if commune else ""
            yield message, f"{own} ; pour l’unité, {hint}" if own else hint


def _check_gaps(rank: int, row: _Group) -> Iterator[Finding]:
    """Yield each month that is known after one that is not."""
    known = [bool(row.get(mois)) for mois in MOIS]
    for here, before, mois in zip(known[1:], known, MOIS[1:], strict=False):
        if here and not before:
            hint = "écrivez 0 s’il n’y a eu aucun fait ; vide veut dire « pas encore connu »"
            yield _finding(rank, mois, "mois rempli après un mois vide", hint)


def _check_duplicates(rows: Iterable[_Numbered]) -> Iterator[Finding]:
    for same in _group_rows(rows, "territoire", "domaine", "indicateur", "annee"):
        for rank, row in same[1:]:
            message = f"ligne en double : « {row['indicateur']} », {row['annee']}"
            yield _finding(rank, "indicateur", message, "gardez-en une seule par année")


def _check_indexes(rows: Iterable[_Numbered]) -> Iterator[Finding]:
    for same in _group_rows(rows, "territoire", "domaine", "indicateur"):
        first = same[0][1].get("index_4001", "")
        for rank, row in same[1:]:
            other = row.get("index_4001", "")
            if re.findall(r"\d+", other) != re.findall(r"\d+", first):
                message = f"« {row['indicateur']} » a un autre index sur une autre ligne"
                hint = "le même index chaque année, ou aucun"
                yield _finding(rank, "index_4001", message, hint)


def _check_years(rows: list[_Numbered]) -> Iterator[Finding]:
    """Yield missing or superfluous years; a territory has two, with all indicators in both."""
    read = {rank: year for rank, row in rows if (year := _year_of(row))}
    if not read:
        return
    newest = max(read.values())
    wanted = {newest, newest - 1}
    for rank, year in read.items():
        if year not in wanted:
            hint = f"une feuille compare deux années : {newest - 1} et {newest}"
            yield _finding(rank, "annee", "année de trop", hint)
    for same in _group_rows(rows, "domaine", "indicateur"):
        rank, row = same[0]
        known = {read.get(other) for other, _ in same}
        for missing in sorted(wanted - known) if None not in known else ():
            message = f"« {row['indicateur']} » n’a pas de ligne {missing}"
            yield _finding(rank, "annee", message, "ajoutez-la ; ses mois peuvent rester vides")
    if not any(row.get(MOIS[0]) for rank, row in rows if read.get(rank) == newest):
        message = f"aucun mois de {newest} n’est rempli pour ce territoire"
        yield _finding(rows[0][0], "territoire", message, "remplissez janvier, ou retirez l’année")


def _year_of(row: _Group) -> int | None:
    text = row.get("annee", "").strip()
    return int(text) if re.fullmatch(YEAR, text, re.ASCII) else None


def _check_mentions(rows: list[_Numbered]) -> Iterator[Finding]:
    bare = [rank for rank, row in rows if not row.get("mention")]
    for rank in bare if len(bare) < len(rows) else ():
        message = "ligne sans la mention, dans un territoire en « exemple fictif »"
        yield _finding(rank, "mention", message, "la même mention sur toutes ses lignes")
