"""The structure tree as it is heard: headings in steps, lists of items, pictures put into words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docgen.conformity.pdf.objects import as_dictionary, as_list, as_text, resolved
from docgen.conformity.pdf.reading import Element, Reading
from docgen.conformity.wording import quoted
from docgen.errors import Problem

HEADING = re.compile(r"H([1-6])")
FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|webp|tiff?|pdf)", re.IGNORECASE)
INSIDE_LIST = {"LI", "L", "Caption"}
SAYS_SOMETHING = {"P", "Link", "Lbl", "Note", "Caption", *(f"H{level}" for level in range(1, 7))}
"""Elements that mean nothing when they hold nothing."""


def check_structure(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with headings, lists, pictures and notes."""
    if reading.tree is None:
        return
    yield from _headings(reading)
    for element in reading.elements:
        page = reading.page_number(element)
        if element.role in ("Figure", "Formula"):
            yield from _picture(reading, element, page)
        elif element.role == "L":
            yield from _list(reading, element, page)
        elif element.role == "LI":
            yield from _item(reading, element, page)
        if element.role in SAYS_SOMETHING and not element.holds:
            message = f"élément vide dans la structure ({element.role})"
            yield reading.problem("element-vide", message, page)
    yield from _notes(reading)


def _headings(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each heading whose level does not follow from the one before."""
    before = 0
    for element in reading.elements:
        found = HEADING.fullmatch(element.role)
        if found is None:
            continue
        level, page = int(found[1]), reading.page_number(element)
        if before == 0 and level != 1:
            message = f"le premier titre est de niveau {level}, non 1"
            yield reading.problem("titres", message, page)
        elif level > before + 1:
            message = f"un titre passe du niveau {before} au niveau {level}"
            yield reading.problem("titres", message, page)
        before = level
    if not before:
        yield reading.problem("titres", "aucun titre : le document ne peut pas être parcouru")


def _picture(reading: Reading, element: Element, page: int | None) -> Iterator[Problem]:
    """Yield a problem unless a picture is put into words, and has a place on its page."""
    words = as_text(element.entries.get("/Alt")) or as_text(element.entries.get("/ActualText"))
    if not words:
        yield reading.problem("alternative", "image sans texte de remplacement", page)
    elif FILE_NAME.fullmatch(words) or not any(letter.isalnum() for letter in words):
        message = f"le texte de remplacement {quoted(words)} ne dit rien de l’image"
        yield reading.problem("alternative", message, page)
    box = _bounding_box(element)
    if box is None or page is None:
        return
    width, height = (float(side) for side in reading.pages[page].mediabox[2:])
    left, bottom, right, top = box
    if not (left < right and bottom < top and left < width and bottom < height and right > 0 < top):
        yield reading.problem("place", "image dont la place est hors de la page (BBox)", page)


def _bounding_box(element: Element) -> list[float] | None:
    for attributes in as_list(element.entries.get("/A")):
        box = as_list(as_dictionary(attributes).get("/BBox"))
        if len(box) == 4:
            return [float(resolved(side)) for side in box]
    return None


def _list(reading: Reading, element: Element, page: int | None) -> Iterator[Problem]:
    wrong = sorted({kid.role for kid in element.kids if kid.role not in INSIDE_LIST})
    if wrong or element.marks:
        message = f"une liste ne tient que des points, non : {', '.join(wrong) or 'du texte'}"
        yield reading.problem("liste", message, page)
    elif not element.kids:
        yield reading.problem("liste", "liste sans aucun point", page)


def _item(reading: Reading, element: Element, page: int | None) -> Iterator[Problem]:
    """Yield a problem unless an item is made of labels, then of bodies (several for a term)."""
    roles = [kid.role for kid in element.kids]
    bodies = roles.count("LBody")
    labels = roles.count("Lbl")
    regular = roles == ["Lbl"] * labels + ["LBody"] * bodies and bodies and not element.marks
    if element.parent is None or element.parent.role != "L":
        yield reading.problem("liste", "point de liste hors d’une liste (LI)", page)
    elif not regular:
        message = "point de liste sans corps, ou avec du texte hors de son corps (LI, LBody)"
        yield reading.problem("liste", message, page)


def _notes(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each note that has no identifier of its own."""
    notes = [element for element in reading.elements if element.role == "Note"]
    times = Counter(as_text(note.entries.get("/ID")) for note in notes)
    for note in notes:
        name = as_text(note.entries.get("/ID"))
        if not name or times[name] > 1:
            message = f"note sans identifiant à elle seule{f' : {quoted(name)}' if name else ''}"
            yield reading.problem("note", message, reading.page_number(note))
