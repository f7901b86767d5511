"""A cell of a sheet as a text, or what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from docgen.content.repertoire import unprintable


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell as YAML would have it, or its problem."""

    text: str = ""
    wrong: str = ""
    hint: str = ""


def check_cell(cell: Cell, title: str) -> Cell:
    """Return a cell with its text trimmed; a problem when it has no title or is not printable."""
    text = unicodedata.normalize("NFC", cell.text).strip()
    if cell.wrong or not text:
        return replace(cell, text=text)
    if not title:
        return Cell(text, f"valeur hors du tableau : « {text} »", "effacez-la")
    for _, char in unprintable(re.sub(r"\s", " ", text)):
        hint = "supprimez-le ou remplacez-le"
        return Cell(text, f"caractère non imprimable par docgen : U+{ord(char):04X}", hint)
    return Cell(text)


def read_cell(cell: Any) -> Cell:
    """Return what a cell of openpyxl, or of our reading of ODS, holds."""
    value = cell.value
    if cell.data_type == "f":
        hint = "copiez la cellule, puis Collage spécial : valeurs"
        return Cell("", "formule dans une cellule : seule une valeur est lue", hint)
    if cell.data_type == "e":
        return Cell("", f"cellule en erreur : « {value} »", "corrigez la cellule, ou videz-la")
    match value:
        case None:
            text = ""
        case bool():
            text = "oui" if value else "non"
        case int():
            text = str(value)
        case float():
            text = f"{value:.15g}".replace(".", ",")
        case datetime() if value.time() == time.min:
            text = value.date().isoformat()
        case str():
            text = value
        case _:
            hint = "écrivez un jour : 23/04/2026"
            return Cell("", f"ce n’est pas un jour : « {value} »", hint)
    return Cell(text)
