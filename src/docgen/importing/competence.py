"""Import « Compétence territoriale gendarmerie et police nationales »: who is competent where.

One row a commune: `code_commune; libelle_commune; institution; id_service; service` and postal
codes.  The file's labels lag behind the geographic code, so communes are joined by code alone.
The institution is `GN` or `PN`; the police has no `id_service`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docgen.french.territory import CodeInsee
from docgen.importing.by_commune import Layout, convert_by_commune
from docgen.importing.checking import code_of, is_arrondissement, printable, shortened
from docgen.importing.given import Asked, Given, Table
from docgen.referential.competence import COLUMNS, FILE, Force
from docgen.referential.snapshot import Row, Snapshot

if TYPE_CHECKING:
    from docgen.referential.communes import Communes
    from docgen.referential.referential import Referential

PREFIX = "Gendarmerie - "
KNOWN = frozenset({Force.GENDARMERIE.value, Force.POLICE.value})


class _Unit(NamedTuple):
    """What a row says of its commune, in the order of the snapshot's columns."""

    institution: str
    id_service: str
    service: str


_Found = dict[CodeInsee, _Unit]


def convert(files: Sequence[Given], asked: Asked, referential: Referential) -> tuple[Snapshot, ...]:
    """Return the snapshot `competence`; raise ContentError with every problem of the file."""
    return convert_by_commune(LAYOUT, files, asked, referential)


def service_of(label: str) -> str:
    """Return a unit's name as it is printed: without the force, its apostrophe typographic."""
    return " ".join(label.split()).removeprefix(PREFIX).replace("'", "’")


def _read(given: Given, table: Table, _: Asked) -> _Found:
    """Return what each commune's row says; two rows that disagree are an error."""
    found: _Found = {}
    lines: dict[CodeInsee, int] = {}
    repeated = []
    for row in table.rows():
        code, unit = code_of(given, row, "code_commune"), _unit(given, row)
        if code is None or unit is None:
            continue
        first = lines.setdefault(code, row.line)
        if found.setdefault(code, unit) != unit:
            message = f"commune {code} en double : la ligne {first} dit autre chose"
            given.wrong("doublon", message, row.line, "code_commune")
        elif first != row.line:
            repeated.append(code)
    if repeated:
        names = shortened(repeated)
        given.warn("doublon", f"lignes répétées à l’identique, gardées une fois : {names}")
    _name_the_odd(given, found)
    return found


def _unit(given: Given, row: Row) -> _Unit | None:
    """Return the unit of a row; None, and a problem, when it names none."""
    service = service_of(printable(given, row, "service"))
    unit = _Unit(row["institution"].strip(), row["id_service"].strip(), service)
    for column in ("institution", "service"):
        if not getattr(unit, column):
            message = f"la commune « {row['libelle_commune']} » n’a rien ici"
            given.wrong(column, message, row.line, column)
    return unit if unit.institution and unit.service else None


def _name_the_odd(given: Given, found: Mapping[CodeInsee, _Unit]) -> None:
    """Warn of unknown institutions, and of gendarmerie units that nothing can be joined to."""
    for name in sorted({unit.institution for unit in found.values()} - KNOWN):
        codes = [code for code, unit in found.items() if unit.institution == name]
        message = f"institution inconnue : « {name} » ({shortened(codes)})"
        hint = "ces communes sont gardées, sous le nom de leur service"
        given.warn("institution", message, hint=hint)
    bare = [
        f"{code} {unit.service}"
        for code, unit in found.items()
        if unit.institution == Force.GENDARMERIE.value and not unit.id_service
    ]
    if bare:
        given.warn("id_service", f"brigades sans identifiant : {shortened(bare)}")


def _current(given: Given, found: Mapping[CodeInsee, _Unit], communes: Communes) -> _Found:
    """Return the units by commune of the current code: former codes follow their commune."""
    kept = {
        code: unit for code, unit in found.items() if communes.get(code) or is_arrondissement(code)
    }
    merged: defaultdict[CodeInsee, set[_Unit]] = defaultdict(set)
    moved, unknown = [], []
    for code, unit in found.items():
        current = code if code in kept else _today(code, communes)
        if current == code:
            continue
        if current is None:
            unknown.append(code)
        else:
            moved.append(f"{code} → {current}")
            if current not in kept:
                merged[current].add(unit)
    split = sorted(code for code, units in merged.items() if len(units) > 1)
    kept |= {code: units.pop() for code, units in merged.items() if code not in split}
    if moved:
        message = (
            f"anciens codes, rattachés à leur commune d’aujourd’hui : {shortened(sorted(moved))}"
        )
        hint = "si elle a aussi sa propre ligne, celle-ci l’emporte"
        given.warn("ancien-code", message, hint=hint)
    if split:
        message = (
            f"communes nouvelles que le fichier partage entre plusieurs unités : {shortened(split)}"
        )
        given.warn("partage", message, hint="elles restent sans unité, jusqu’au prochain fichier")
    if unknown:
        message = f"codes inconnus du code officiel géographique : {shortened(sorted(unknown))}"
        given.warn("inconnu", message, hint="ces lignes ne sont pas gardées")
    return kept


def _today(code: CodeInsee, communes: Communes) -> CodeInsee | None:
    """Return the code of the commune that a former code belongs to now, None when unknown."""
    try:
        return communes.resolve(code).commune.code
    except ValueError:
        return None


LAYOUT = Layout(
    name="competence",
    file=FILE,
    columns=COLUMNS,
    needed=("code_commune", "libelle_commune", "institution", "id_service", "service"),
    allowed=("code_postal", "codes_postaux"),
    dataset=(
        "Compétence territoriale gendarmerie et police nationales",
        "5489cda0c751df35a24120e7",
    ),
    credit="compétence territoriale gendarmerie et police",
    absent="communes absentes du fichier",
    empty="aucune commune à garder dans ce fichier",
    read=_read,
    current=_current,
)
