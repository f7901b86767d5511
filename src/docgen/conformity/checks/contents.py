"""What the pages show, read from their operators: nothing outside the structure, nothing veiled.

Losing a structure is how merging harms a PDF: the pages are there, they look right, and their text
belongs to no element any more.  A validator may not see it; here each stretch is looked up in the
tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from docgen.conformity.pdf.objects import (
    as_dictionary,
    as_stream,
    number_of,
    number_under,
    resolved,
)
from docgen.conformity.pdf.operators import Operator, operators
from docgen.conformity.pdf.reading import Mark, Reading
from docgen.conformity.wording import count, pages_in_words
from docgen.errors import Problem

DEEPEST = 12
"""How many forms inside forms are followed; WeasyPrint nests two."""
LOST = "structure perdue : une fusion ou une retouche ne l’a pas gardée"


@dataclass(slots=True)
class Shown:
    """What one page shows: its marks, text outside of any mark, text seen through a veil."""

    marks: list[Mark] = field(default_factory=list)
    loose: int = 0
    veiled: int = 0

    def add(self, other: Shown) -> None:
        """Add what a form shows that is drawn on the page."""
        self.marks += other.marks
        self.loose += other.loose
        self.veiled += other.veiled


Forms = dict[tuple[int, bool, bool, bool, int], Shown]
"""What each form shows, by its number and by what it is drawn in: a veil, a mark, an artifact."""


@dataclass(frozen=True, slots=True)
class _State:
    """The state of drawing: transparent by itself, by its mask, by the group around."""

    veil: bool = False
    mask: bool = False
    group: bool = False

    @property
    def veiled(self) -> bool:
        return self.veil or self.mask or self.group


def check_contents(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the text and pictures of the pages."""
    forms: Forms = {}
    pages = [read_page(reading, number, forms) for number in range(len(reading.pages))]
    yield from _lost(reading, pages)
    yield from _twice(reading, pages)
    for number, shown in enumerate(pages):
        if shown.loose:
            said = count(shown.loose, "texte")
            message = f"{said} hors de toute balise : un lecteur d’écran ne le dira pas"
            yield reading.problem("hors-structure", message, number)
        if shown.veiled:
            message = f"{count(shown.veiled, 'texte')} sous une transparence"
            hint = "une couleur pleine au lieu d’une opacité"
            yield reading.problem("transparence", message, number, hint)


def _lost(reading: Reading, pages: list[Shown]) -> Iterator[Problem]:
    """Yield a problem if marked content belongs to no element, or elements to no content."""
    without = {
        number: lost
        for number, shown in enumerate(pages)
        if (lost := sum(mark not in reading.listed for mark in shown.marks))
    }
    if without:
        total = sum(without.values())
        message = f"{pages_in_words(without)} : {count(total, 'contenu')} sans élément de structure"
        yield reading.problem("structure-perdue", message, hint=LOST)
    drawn = {mark for shown in pages for mark in shown.marks}
    empty = [mark for mark in reading.listed if mark not in drawn]
    if empty:
        message = f"{count(len(empty), 'élément')} de structure sans contenu dans les pages"
        yield reading.problem("structure-perdue", message, hint=LOST)
    strayed = sum(_strays(reading, mark) for shown in pages for mark in shown.marks)
    if strayed and not without:
        message = f"{count(strayed, 'contenu')} sans chemin vers son élément (ParentTree)"
        yield reading.problem("structure-perdue", message, hint=LOST)


def _strays(reading: Reading, mark: Mark) -> bool:
    """Whether the way from a stretch of content does not lead to the element that holds it."""
    element = reading.listed.get(mark)
    if element is None:
        return False
    owner, mcid = mark
    key = reading.struct_parents.get(owner)
    row = resolved(reading.parents.get(key)) if key is not None else None
    if not isinstance(row, list) or mcid >= len(row):
        return True
    return number_of(row[mcid]) != element.number


def _twice(reading: Reading, pages: list[Shown]) -> Iterator[Problem]:
    """Yield a problem for each page on which one number marks two stretches."""
    for number, shown in enumerate(pages):
        doubled = [mark for mark, times in Counter(shown.marks).items() if times > 1]
        if doubled:
            message = f"{count(len(doubled), 'numéro')} de contenu employé deux fois (MCID)"
            yield reading.problem("hors-structure", message, number)


def read_page(reading: Reading, number: int, forms: Forms) -> Shown:
    """Return what a page shows, with the forms that it draws; each of `forms` is read once."""
    page = reading.pages[number]
    contents = page.get_contents()
    painter = _Painter(reading, forms)
    data = b"" if contents is None else contents.get_data()
    reading.struct_parents[number_of(page)] = resolved(page.get("/StructParents"))
    painter.paint(data, as_dictionary(page.get("/Resources")), number_of(page), _State(), 0)
    return painter.shown


class _Painter:
    """Follows the operators of a page as a viewer does, drawing nothing."""

    def __init__(self, reading: Reading, forms: Forms, around: Iterable[str] = ()) -> None:
        self.reading, self.forms = reading, forms
        self.shown = Shown()
        self.open = list(around)

    def paint(self, data: bytes, resources: Any, owner: int, state: _State, depth: int) -> None:
        """Follow one content stream, which `owner` draws."""
        kept: list[_State] = []
        looks: dict[tuple[_State, bytes], _State] = {}
        opened = len(self.open)
        for operator in operators(data):
            word = operator.word
            if word == "text":
                self._text(state)
            elif word == "BDC":
                self._begin(operator, resources, owner)
            elif word == "EMC":
                del self.open[max(opened, len(self.open) - 1) :]
            elif word == "q":
                kept.append(state)
            elif word == "Q":
                state = kept.pop() if kept else state
            elif word == "gs":
                look = state, operator.operand
                if look not in looks:
                    looks[look] = _with(state, _named(resources, "/ExtGState", operator))
                state = looks[look]
            elif word == "Do" and depth < DEEPEST:
                self._form(resources, operator, state, depth)
        del self.open[opened:]

    def _text(self, state: _State) -> None:
        if not self.open:
            self.shown.loose += 1
        if state.veiled and "/Artifact" not in self.open:
            self.shown.veiled += 1

    def _begin(self, operator: Operator, resources: Any, owner: int) -> None:
        number = operator.number
        if operator.properties:
            listed = as_dictionary(
                as_dictionary(resources.get("/Properties")).get(operator.properties)
            )
            number = resolved(listed.get("/MCID"))
        tag = operator.operand.decode("latin-1")
        if number is not None and "/Artifact" not in self.open:
            self.shown.marks.append((owner, number))
        if number is not None or tag == "/Artifact":
            self.open.append(tag)
        else:  # a mark that says nothing neither tags what it holds nor hides it
            self.open.append(self.open[-1] if self.open else "")

    def _form(self, resources: Any, operator: Operator, state: _State, depth: int) -> None:
        """Follow a form that a page draws; a picture holds no text."""
        drawn = as_dictionary(resources.get("/XObject"))
        name = operator.operand.decode("latin-1")
        form = as_stream(drawn.get(name))
        if form is None or resolved(form.get("/Subtype")) != "/Form":
            return
        owner = number_under(drawn, name)
        self.reading.struct_parents[owner] = resolved(form.get("/StructParents"))
        own = as_dictionary(form.get("/Resources"))
        veiled = _State(group=state.veiled)
        if not own or owner < 0:  # what it shows depends on who draws it, or it has no name
            self.paint(form.get_data(), own or resources, owner, veiled, depth + 1)
            return
        around = (owner, state.veiled, bool(self.open), "/Artifact" in self.open, depth)
        if around not in self.forms:  # a running head, or a map, may be drawn on every page
            alone = _Painter(self.reading, self.forms, self.open)
            alone.paint(form.get_data(), own, owner, veiled, depth + 1)
            self.forms[around] = alone.shown
        self.shown.add(self.forms[around])


def _named(resources: Any, kind: str, operator: Operator) -> Any:
    return as_dictionary(as_dictionary(resources.get(kind)).get(operator.operand.decode("latin-1")))


def _with(state: _State, settings: Any) -> _State:
    """Return a state of drawing with the settings that a page names."""
    opacities = [resolved(settings.get(key)) for key in ("/ca", "/CA") if key in settings]
    changes: dict[str, bool] = {}
    if opacities:
        changes["veil"] = any(opacity < 1 for opacity in opacities)
    if "/SMask" in settings:
        changes["mask"] = resolved(settings.get("/SMask")) != "/None"
    return replace(state, **changes)
