"""Import of the mayors, `elus-maires-mai.csv` of the Répertoire national des élus.

Columns are found by name; those of the « collectivité à statut particulier » may be absent. Dates
are DD/MM/YYYY until December 2025, ISO after. Labels of communes are the ministry's own: communes
are found by code alone, and département and labels must agree with it.

The official file holds birth dates and professions, which are neither kept nor quoted in messages.

`accent_restitue` is in no official file: `tools/carry_reconstructed.py` writes it, to mark the
surnames whose accent is a guess. A file that has it needs a provenance.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from docgen.french.territory import CodeInsee
from docgen.importing.checks import code_of, printable_text
from docgen.importing.input_file import ImportOptions, InputFile, Table
from docgen.importing.ministere.by_commune import CommuneFile, RowsByCommune, convert_by_commune
from docgen.importing.redundant_columns import Labels, check_departement, check_departement_label
from docgen.referential.communes.france import Communes
from docgen.referential.communes.maires import (
    MAIRES_COLUMNS,
    MAIRES_FILE,
    Sexe,
    is_of_before_merger,
)
from docgen.referential.snapshot import CsvRow

CODE, NOM, PRENOM, SEXE = "Code de la commune", "Nom de l'élu", "Prénom de l'élu", "Code sexe"
DEPARTEMENT, DEPARTEMENT_LABEL = "Code du département", "Libellé du département"
LABEL = "Libellé de la commune"
MANDAT, FONCTION = "Date de début du mandat", "Date de début de la fonction"
RESTORED = "accent_restitue"
NEEDED_COLUMNS = (
    *(DEPARTEMENT, DEPARTEMENT_LABEL, CODE, LABEL),
    *(NOM, PRENOM, SEXE, "Date de naissance"),
    "Code de la catégorie socio-professionnelle",
    "Libellé de la catégorie socio-professionnelle",
    *(MANDAT, FONCTION),
)
ALLOWED_COLUMNS = (
    "Code de la collectivité à statut particulier",
    "Libellé de la collectivité à statut particulier",
    RESTORED,
)

_DAMAGED = re.compile(r"[?\ufffd\d]", re.ASCII)
"""Characters that a wrong decoding leaves in a name."""

LATE_SHARE: Final = 10
"""One mayor in so many may have a date after the edition, before the edition is thought wrong."""
EDITION: Final = "vérifiez le jour donné par « --edition », ou par le nom du fichier"
DROPPED: Final = "une faute du répertoire, peut-être : ce jour n’est pas gardé"

_Said = tuple[str, ...]
OFFICE: Final = MAIRES_COLUMNS.index("debut_fonction") - 1
"""The rank of the day on which a mayor took office in the values beside a code."""
_Late = tuple[int, str, str]
"""A date after the edition: its line, its column, the cell."""


def _demand_provenance(infile: InputFile, table: Table, options: ImportOptions) -> None:
    if RESTORED in table.columns and not options.provenance:
        message = f"la colonne « {RESTORED} » n’est pas du fichier officiel"
        hint = 'dites d’où vient ce fichier : --provenance "copie reconstituée…"'
        infile.error("provenance", message, 1, RESTORED, hint)


def _read(
    infile: InputFile, table: Table, options: ImportOptions, collected: RowsByCommune[_Said]
) -> None:
    _demand_provenance(infile, table, options)
    labels = Labels(infile, collected.communes, LABEL)
    late: list[_Late] = []
    for row in table.rows():
        code = code_of(infile, row, CODE)
        if collected.skips(code):
            continue
        values = _mayor_values(infile, row, collected.edition, late)
        if code is None:
            continue
        check_departement(infile, code, row, DEPARTEMENT)
        check_departement_label(infile, code, row, DEPARTEMENT_LABEL, collected.communes)
        labels.compare(code, row)
        collected.add(code, row, values, "un autre maire")
    labels.report()
    _report_late(infile, late, len(collected.lines), collected.edition)


def _report_late(infile: InputFile, late: Sequence[_Late], rows: int, edition: str) -> None:
    """Add the dates after the edition: many are of a wrong edition, a few are the file's own slips.

    The national file of 2026 held two of them, and nobody who imports it may correct it.
    """
    few = len(late) * LATE_SHARE <= rows
    for line, column, text in late:
        message = f"« {text} » est après l’édition du fichier, {edition}"
        if few:
            infile.warn("edition", message, line, f"{DROPPED} ; sinon, {EDITION}", column)
        else:
            infile.error("edition", message, line, column, EDITION)


def _mayor_values(
    infile: InputFile, row: CsvRow, edition: str, late: list[_Late]
) -> tuple[str, ...]:
    names = [printable_text(infile, row, column) for column in (NOM, PRENOM)]
    for column, name in zip((NOM, PRENOM), names, strict=True):
        if not name:
            infile.error("nom", "maire sans nom, ou sans prénom", row.line, column)
        if _DAMAGED.search(name):
            hint = "une lettre accentuée s’est perdue : reprenez le fichier d’origine"
            infile.error("nom", f"nom abîmé : « {name} »", row.line, column, hint)
    sexe = row[SEXE].strip()
    if sexe not in set(Sexe):
        hint = "M ou F : docgen ne devine pas la civilité d’après un prénom"
        infile.error("sexe", f"sexe illisible : « {sexe} »", row.line, SEXE, hint)
    restored = row.values.get(RESTORED, "").strip()
    if restored not in {"", "1"}:
        infile.error("accent", f"« 1 » ou rien attendu : « {restored} »", row.line, RESTORED)
    dates = [_iso(infile, row, column, edition, late) for column in (MANDAT, FONCTION)]
    return (*names, sexe, *dates, restored)


def _iso(infile: InputFile, row: CsvRow, column: str, edition: str, late: list[_Late]) -> str:
    """Return a date in ISO form, from either form; empty when the cell is.

    A date after the edition joins the late ones, and is not kept.
    """
    text = row[column].strip()
    if not text:
        return ""
    french = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    parts = iso.groups() if iso else french.groups()[::-1] if french else ("0",) * 3
    try:
        read = date(*map(int, parts)).isoformat()
    except ValueError:
        hint = "JJ/MM/AAAA ou AAAA-MM-JJ"
        infile.error("date", f"date illisible : « {text} »", row.line, column, hint)
        return ""
    if edition and read[: len(edition)] > edition:
        late.append((row.line, column, text))
        return ""
    return read


def _current(
    infile: InputFile, collected: RowsByCommune[_Said], communes: Communes
) -> dict[CodeInsee, _Said]:
    """Return the mayors of present communes.

    That of a merged commune is no longer one; nor is that of another, whose code the new one kept.
    """
    kept = {code: values for code, values in collected.values.items() if communes.get(code)}
    for code, line in collected.lines.items():
        if not communes.get(code):
            message = f"code qui n’est pas, ou plus, celui d’une commune : {code}"
            hint, whole = "son maire n’est pas gardé", communes.find(code)
            if whole and code in whole.anciens_codes and whole.code in kept:
                office, other = (
                    values[OFFICE] for values in (kept[whole.code], collected.values[code])
                )
                if is_of_before_merger(office, other):
                    del kept[whole.code]
                    hint += f", ni celui {whole.toponyme.de}, d’avant leur réunion"
            infile.warn("inconnu", message, line, hint, CODE)
    return kept


LAYOUT = CommuneFile(
    name="maires",
    file=MAIRES_FILE,
    columns=MAIRES_COLUMNS,
    needed=NEEDED_COLUMNS,
    allowed=ALLOWED_COLUMNS,
    dataset=("Répertoire national des élus, maires", "5c34c4d1634f4173183a64f1"),
    credit="répertoire national des élus",
    absent="communes sans maire dans le fichier",
    empty="aucun maire à garder dans ce fichier",
    code=CODE,
    read=_read,
    current=_current,
)
convert: Final = partial(convert_by_commune, LAYOUT)
