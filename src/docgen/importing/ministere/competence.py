"""Import of the competent unit of each commune, « Compétence territoriale gendarmerie et police ».

One row a commune: `code_commune; libelle_commune; institution; id_service; service` and postal
codes. Labels may be older than the geographic code, so communes are found by code alone. The
institution is `GN` or `PN`; the police has no `id_service`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from docgen.errors import ContentError
from docgen.french.territory import CodeInsee
from docgen.french.wording import shorten_list
from docgen.importing.checks import code_of, identifier_of, is_arrondissement, printable_text
from docgen.importing.input_file import ImportOptions, InputFile, Table
from docgen.importing.ministere.by_commune import CommuneFile, RowsByCommune, convert_by_commune
from docgen.importing.redundant_columns import Labels
from docgen.referential.communes.competence import COMPETENCE_COLUMNS, COMPETENCE_FILE
from docgen.referential.communes.france import Communes
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow, Snapshot, UnwrittenSnapshot
from docgen.referential.status import departements_in

CODE, LABEL = "code_commune", "libelle_commune"
PREFIX = "Gendarmerie - "
KNOWN_FORCES = frozenset({Force.GENDARMERIE.value, Force.POLICE.value})
ONE_NAME: Final = (
    "reprenez le fichier d’origine ; une commune qui a changé de brigade se dit dans "
    "content/territoire/communes.yaml : « unite: »"
)


class _Unit(NamedTuple):
    """The values of a row, in the order of the snapshot's columns."""

    institution: str
    id_service: str
    service: str


_Found = dict[CodeInsee, _Unit]


def service_of(label: str) -> str:
    """Return a unit's name as printed: without the force, with a typographic apostrophe."""
    return " ".join(label.split()).removeprefix(PREFIX).replace("'", "’")


def _read(
    infile: InputFile, table: Table, _: ImportOptions, collected: RowsByCommune[_Unit]
) -> None:
    labels = Labels(infile, collected.communes, LABEL)
    for row in table.rows():
        code = code_of(infile, row, CODE)
        if collected.skips(code):
            continue
        unit = _unit(infile, row)
        _check_postal(infile, row)
        if code is None or unit is None:
            continue
        labels.compare(code, row)
        collected.add(code, row, unit, "une autre unité")
    labels.report()
    _refuse_two_names(infile, collected)
    _warn_of_odd_units(infile, collected)


def _check_postal(infile: InputFile, row: CsvRow) -> None:
    names = "code_postal", "codes_postaux"
    postal, several = (row.values.get(name, "").strip() for name in names)
    if postal and several and postal not in several.split("-"):
        message = f"code postal {postal} absent de « {several} »"
        hint = "ces deux colonnes se contredisent : reprenez le fichier d’origine"
        infile.error("postal", message, row.line, "code_postal", hint)


def _unit(infile: InputFile, row: CsvRow) -> _Unit | None:
    service = service_of(printable_text(infile, row, "service"))
    identifier = identifier_of(infile, row, "id_service")
    unit = _Unit(row["institution"].strip(), identifier, service)
    for column in ("institution", "service"):
        if not getattr(unit, column):
            message = f"la commune « {row['libelle_commune']} » n’a rien ici"
            infile.error(column, message, row.line, column)
    return unit if unit.institution and unit.service else None


def _refuse_two_names(infile: InputFile, collected: RowsByCommune[_Unit]) -> None:
    """Refuse the rows that give an identifier another name than the row before it."""
    named: dict[str, dict[str, int]] = defaultdict(dict)
    for code, unit in collected.values.items():
        if unit.id_service:
            named[unit.id_service].setdefault(unit.service, collected.lines[code])
    for identifier, names in named.items():
        (first, line), *others = names.items()
        for other, place in others:
            message = f"{identifier} est « {first} », ligne {line}, et ici « {other} »"
            infile.error("id_service", message, place, "service", ONE_NAME)


def _warn_of_odd_units(infile: InputFile, collected: RowsByCommune[_Unit]) -> None:
    for name in sorted({unit.institution for unit in collected.values.values()} - KNOWN_FORCES):
        codes = [code for code, unit in collected.values.items() if unit.institution == name]
        message = f"institution inconnue : « {name} » ({shorten_list(codes)})"
        hint = "ces communes sont gardées, sous le nom de leur service"
        infile.warn("institution", message, collected.lines[codes[0]], hint, "institution")
    bare = [
        code
        for code, unit in collected.values.items()
        if unit.institution == Force.GENDARMERIE.value and not unit.id_service
    ]
    if bare:
        names = shorten_list([f"{code} {collected.values[code].service}" for code in bare])
        message = f"brigades sans identifiant : {names}"
        infile.warn("id_service", message, collected.lines[bare[0]], column="id_service")


def _current(infile: InputFile, collected: RowsByCommune[_Unit], communes: Communes) -> _Found:
    """Return the units of present communes; a former code follows its commune."""
    present = {
        code: unit
        for code, unit in collected.values.items()
        if communes.get(code) or is_arrondissement(code)
    }
    merged: defaultdict[CodeInsee, set[_Unit]] = defaultdict(set)
    moved: dict[CodeInsee, CodeInsee] = {}
    for code in collected.values.keys() - present.keys():
        if current := communes.find(code):
            moved[code] = current.code
            if current.code not in present:
                merged[current.code].add(collected.values[code])
    split = sorted(code for code, units in merged.items() if len(units) > 1)
    present |= {code: units.pop() for code, units in merged.items() if code not in split}
    _warn_of_former_codes(infile, collected, moved, split)
    for code, line in collected.lines.items():
        if code not in present and code not in moved:
            message = f"code inconnu du code officiel géographique : {code}"
            infile.warn("inconnu", message, line, "cette ligne n’est pas gardée", CODE)
    return present


def _warn_of_former_codes(
    infile: InputFile,
    collected: RowsByCommune[_Unit],
    moved: Mapping[CodeInsee, CodeInsee],
    split: Sequence[CodeInsee],
) -> None:
    rows = sorted((collected.lines[code], code) for code in moved)
    if rows:
        names = [f"{code} → {moved[code]} (ligne {line})" for line, code in rows]
        message = f"anciens codes, rattachés à leur commune d’aujourd’hui : {shorten_list(names)}"
        hint = "si elle a aussi sa propre ligne, celle-ci l’emporte"
        infile.warn("ancien-code", message, rows[0][0], hint, CODE)
    if split:
        first = next(line for line, code in rows if moved[code] in split)
        merged = shorten_list(split)
        message = f"communes nouvelles que le fichier partage entre plusieurs unités : {merged}"
        hint = "elles restent sans unité, jusqu’au prochain fichier"
        infile.warn("partage", message, first, hint, "service")


LAYOUT = CommuneFile(
    name="competence",
    file=COMPETENCE_FILE,
    columns=COMPETENCE_COLUMNS,
    needed=(CODE, LABEL, "institution", "id_service", "service"),
    allowed=("code_postal", "codes_postaux"),
    dataset=(
        "Compétence territoriale gendarmerie et police nationales",
        "5489cda0c751df35a24120e7",
    ),
    credit="compétence territoriale gendarmerie et police",
    absent="communes absentes du fichier",
    empty="aucune commune à garder dans ce fichier",
    code=CODE,
    read=_read,
    current=_current,
)


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot of a file; raise ContentError with every problem of it."""
    snapshots = convert_by_commune(LAYOUT, files, options, referential)
    [held] = map(departements_in, map(UnwrittenSnapshot, snapshots))
    home = None
    with suppress(ContentError):  # a damaged one may be replaced
        home = referential.home
    if len(held) > 1 and home in (None, *held):
        message = f"{len(held)} départements : rien ne dira plus lequel est celui de ce projet"
        hint = f"n’en gardez qu’un : « --departement {home or held[0]} »"
        files[0].warn("departement", message, hint=hint)
    return snapshots
