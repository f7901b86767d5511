"""Import `elus-maires-mai.csv` of the Répertoire national des élus: who is mayor where.

Columns are addressed by name; the two of the « collectivité à statut particulier » may be absent.
Dates are DD/MM/YYYY until December 2025, ISO after.  Labels of communes are the ministry's own:
communes are joined by code alone.

The official file holds birth dates and professions: they are never kept, nor told in a message.

`accent_restitue` is in no official file: `tools/carry_reconstructed.py` writes it, to mark the
surnames that got an accent back by judgment.  A file that has it must say where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from docgen.french.territory import CodeInsee
from docgen.importing.by_commune import Layout, convert_by_commune
from docgen.importing.checking import code_of, printable, shortened
from docgen.importing.given import Asked, Given, Table
from docgen.referential.maires import COLUMNS, FILE, Sexe
from docgen.referential.snapshot import Row, Snapshot

if TYPE_CHECKING:
    from docgen.referential.communes import Communes
    from docgen.referential.referential import Referential

CODE, NOM, PRENOM, SEXE = "Code de la commune", "Nom de l'élu", "Prénom de l'élu", "Code sexe"
MANDAT, FONCTION = "Date de début du mandat", "Date de début de la fonction"
RESTORED = "accent_restitue"
NEEDED = (
    *("Code du département", "Libellé du département", CODE, "Libellé de la commune"),
    *(NOM, PRENOM, SEXE, "Date de naissance"),
    "Code de la catégorie socio-professionnelle",
    "Libellé de la catégorie socio-professionnelle",
    *(MANDAT, FONCTION),
)
ALLOWED = (
    "Code de la collectivité à statut particulier",
    "Libellé de la collectivité à statut particulier",
    RESTORED,
)

_DAMAGED = re.compile(r"[?\ufffd\d]", re.ASCII)
"""What stands in a name where a program that did not know its coding has been."""

_Rows = dict[CodeInsee, tuple[str, ...]]


def convert(files: Sequence[Given], asked: Asked, referential: Referential) -> tuple[Snapshot, ...]:
    """Return the snapshot `maires`; raise ContentError with every problem of the file."""
    return convert_by_commune(LAYOUT, files, asked, referential)


def _demand_provenance(given: Given, table: Table, asked: Asked) -> None:
    if RESTORED in table.columns and not asked.provenance:
        message = f"la colonne « {RESTORED} » n’est pas du fichier officiel"
        hint = 'dites d’où vient ce fichier : --provenance "copie reconstituée…"'
        given.wrong("provenance", message, 1, RESTORED, hint)


def _read(given: Given, table: Table, asked: Asked) -> _Rows:
    """Return what is kept of each mayor; a commune with two different ones is an error."""
    _demand_provenance(given, table, asked)
    found: _Rows = {}
    lines: dict[CodeInsee, int] = {}
    for row in table.rows():
        code, said = code_of(given, row, CODE), _kept(given, row)
        if code is None:
            continue
        first = lines.setdefault(code, row.line)
        if found.setdefault(code, said) != said:
            message = f"la commune {code} a déjà un autre maire, ligne {first}"
            given.wrong("doublon", message, row.line, CODE)
    return found


def _kept(given: Given, row: Row) -> tuple[str, ...]:
    """Return all that is kept of a mayor, in the order of the snapshot's columns."""
    names = [printable(given, row, column) for column in (NOM, PRENOM)]
    for column, name in zip((NOM, PRENOM), names, strict=True):
        if not name:
            given.wrong("nom", "maire sans nom, ou sans prénom", row.line, column)
        if _DAMAGED.search(name):
            hint = "une lettre accentuée s’est perdue : reprenez le fichier d’origine"
            given.wrong("nom", f"nom abîmé : « {name} »", row.line, column, hint)
    sexe = row[SEXE].strip()
    if sexe not in set(Sexe):
        hint = "M ou F : docgen ne devine pas la civilité d’après un prénom"
        given.wrong("sexe", f"sexe illisible : « {sexe} »", row.line, SEXE, hint)
    restored = row.values.get(RESTORED, "").strip()
    if restored not in {"", "1"}:
        given.wrong("accent", f"« 1 » ou rien attendu : « {restored} »", row.line, RESTORED)
    dates = [_iso(given, row, column) for column in (MANDAT, FONCTION)]
    return (*names, sexe, *dates, restored)


def _iso(given: Given, row: Row, column: str) -> str:
    """Return a date in ISO form, whichever of the two the edition writes; empty when it is."""
    text = row[column].strip()
    if not text:
        return ""
    french = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    parts = iso.groups() if iso else french.groups()[::-1] if french else ("0",) * 3
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        hint = "JJ/MM/AAAA ou AAAA-MM-JJ"
        given.wrong("date", f"date illisible : « {text} »", row.line, column, hint)
        return ""


def _current(given: Given, found: Mapping[CodeInsee, tuple[str, ...]], communes: Communes) -> _Rows:
    """Return the mayors of today's communes: that of a merged one is no longer mayor."""
    kept = {code: said for code, said in found.items() if communes.get(code)}
    if gone := sorted(found.keys() - kept.keys()):
        message = f"codes qui ne sont plus ceux d’une commune : {shortened(gone)}"
        given.warn("inconnu", message, hint="leurs maires ne sont pas gardés")
    return kept


LAYOUT = Layout(
    name="maires",
    file=FILE,
    columns=COLUMNS,
    needed=NEEDED,
    allowed=ALLOWED,
    dataset=("Répertoire national des élus, maires", "5c34c4d1634f4173183a64f1"),
    credit="répertoire national des élus",
    absent="communes sans maire dans le fichier",
    empty="aucun maire à garder dans ce fichier",
    read=_read,
    current=_current,
)
