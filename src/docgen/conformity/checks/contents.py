"""Page content, read from its operators: all of it in the structure, no text under transparency.

A merge may keep pages and lose their structure, and validators may not notice it.  So each
marked-content sequence is looked up in the structure tree.
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
from docgen.conformity.pdf.reading import Mark, OpenPdf
from docgen.conformity.wording import pages_in_words
from docgen.errors import Problem
from docgen.french.wording import counted

MAX_FORM_DEPTH = 12
"""The depth of nested forms that is followed; WeasyPrint nests two."""
LOST = "structure perdue : une fusion ou une retouche ne l’a pas gardée"


@dataclass(slots=True)
class PageContent:
    """The content of a page: its marks, and counts of untagged and of transparent texts."""

    marks: list[Mark] = field(default_factory=list)
    untagged: int = 0
    transparent: int = 0

    def add(self, other: PageContent) -> None:
        """Add the content of a form that the page draws."""
        self.marks += other.marks
        self.untagged += other.untagged
        self.transparent += other.transparent


Forms = dict[tuple[int, bool, bool, bool, int], PageContent]
"""The content of each form, by its number and its surroundings: transparency, mark, artifact."""


@dataclass(frozen=True, slots=True)
class _State:
    """The transparency of the graphics state: by opacity, by mask, by the surrounding group."""

    opacity: bool = False
    mask: bool = False
    group: bool = False

    @property
    def transparent(self) -> bool:
        return self.opacity or self.mask or self.group


def check_contents(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield the problems of the text and images of the pages."""
    pages = page_contents(pdf)
    yield from _check_structure_loss(pdf, pages)
    yield from _check_duplicate_marks(pdf, pages)
    for number, page in enumerate(pages):
        if page.untagged:
            texts = counted(page.untagged, "texte")
            message = f"{texts} hors de toute balise : un lecteur d’écran ne le dira pas"
            yield pdf.problem("hors-structure", message, number)
        if page.transparent:
            message = f"{counted(page.transparent, 'texte')} sous une transparence"
            hint = "une couleur pleine au lieu d’une opacité"
            yield pdf.problem("transparence", message, number, hint)


def _check_structure_loss(pdf: OpenPdf, pages: list[PageContent]) -> Iterator[Problem]:
    without = {
        number: lost
        for number, page in enumerate(pages)
        if (lost := sum(mark not in pdf.element_by_mark for mark in page.marks))
    }
    if without:
        total = sum(without.values())
        message = (
            f"{pages_in_words(without)} : {counted(total, 'contenu')} sans élément de structure"
        )
        yield pdf.problem("structure-perdue", message, hint=LOST)
    drawn = {mark for page in pages for mark in page.marks}
    empty = [mark for mark in pdf.element_by_mark if mark not in drawn]
    if empty:
        message = f"{counted(len(empty), 'élément')} de structure sans contenu dans les pages"
        yield pdf.problem("structure-perdue", message, hint=LOST)
    strayed = sum(_misses_its_element(pdf, mark) for page in pages for mark in page.marks)
    if strayed and not without:
        message = f"{counted(strayed, 'contenu')} sans chemin vers son élément (ParentTree)"
        yield pdf.problem("structure-perdue", message, hint=LOST)


def _misses_its_element(pdf: OpenPdf, mark: Mark) -> bool:
    """Whether the parent tree does not lead from a mark to the element that lists it."""
    element = pdf.element_by_mark.get(mark)
    if element is None:
        return False
    owner, mcid = mark
    key = pdf.struct_parents.get(owner)
    row = resolved(pdf.parent_tree.get(key)) if key is not None else None
    if not isinstance(row, list) or mcid >= len(row):
        return True
    return number_of(row[mcid]) != element.number


def _check_duplicate_marks(pdf: OpenPdf, pages: list[PageContent]) -> Iterator[Problem]:
    for number, page in enumerate(pages):
        doubled = [mark for mark, times in Counter(page.marks).items() if times > 1]
        if doubled:
            message = f"{counted(len(doubled), 'numéro')} de contenu employé deux fois (MCID)"
            yield pdf.problem("hors-structure", message, number)


def page_contents(pdf: OpenPdf) -> list[PageContent]:
    """Return the content of each page; the file keeps them for other checks."""
    if not pdf.contents:
        forms: Forms = {}
        pdf.contents = [
            _read_page(pdf, number, drawing, forms) for number, drawing in enumerate(pdf.drawings)
        ]
    return pdf.contents


def _read_page(pdf: OpenPdf, number: int, drawing: bytes, forms: Forms) -> PageContent:
    page = pdf.pages[number]
    interpreter = _Interpreter(pdf, forms)
    pdf.struct_parents[number_of(page)] = resolved(page.get("/StructParents"))
    interpreter.run(drawing, as_dictionary(page.get("/Resources")), number_of(page), _State(), 0)
    return interpreter.content


class _Interpreter:
    def __init__(self, pdf: OpenPdf, forms: Forms, around: Iterable[str] = ()) -> None:
        self.pdf, self.forms = pdf, forms
        self.content = PageContent()
        self.open = list(around)

    def run(self, data: bytes, resources: Any, owner: int, state: _State, depth: int) -> None:
        """Follow one content stream, which `owner` draws."""
        saved: list[_State] = []
        states: dict[tuple[_State, bytes], _State] = {}
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
                saved.append(state)
            elif word == "Q":
                state = saved.pop() if saved else state
            elif word == "gs":
                key = state, operator.operand
                if key not in states:
                    states[key] = _with_settings(
                        state, _resource(resources, "/ExtGState", operator)
                    )
                state = states[key]
            elif word == "Do" and depth < MAX_FORM_DEPTH:
                self._run_form(resources, operator, state, depth)
        del self.open[opened:]

    def _text(self, state: _State) -> None:
        if not self.open:
            self.content.untagged += 1
        if state.transparent and "/Artifact" not in self.open:
            self.content.transparent += 1

    def _begin(self, operator: Operator, resources: Any, owner: int) -> None:
        number = operator.number
        if operator.properties:
            listed = as_dictionary(
                as_dictionary(resources.get("/Properties")).get(operator.properties)
            )
            number = resolved(listed.get("/MCID"))
        tag = operator.operand.decode("latin-1")
        if number is not None and "/Artifact" not in self.open:
            self.content.marks.append((owner, number))
        if number is not None or tag == "/Artifact":
            self.open.append(tag)
        else:  # a mark that says nothing neither tags what it holds nor hides it
            self.open.append(self.open[-1] if self.open else "")

    def _run_form(self, resources: Any, operator: Operator, state: _State, depth: int) -> None:
        drawn = as_dictionary(resources.get("/XObject"))
        name = operator.operand.decode("latin-1")
        form = as_stream(drawn.get(name))
        if form is None or resolved(form.get("/Subtype")) != "/Form":
            return
        owner = number_under(drawn, name)
        self.pdf.struct_parents[owner] = resolved(form.get("/StructParents"))
        own = as_dictionary(form.get("/Resources"))
        transparent = _State(group=state.transparent)
        if not own or owner < 0:  # what it shows depends on who draws it, or it has no name
            self.run(form.get_data(), own or resources, owner, transparent, depth + 1)
            return
        around = (owner, state.transparent, bool(self.open), "/Artifact" in self.open, depth)
        if around not in self.forms:  # a running head, or a map, may be drawn on every page
            alone = _Interpreter(self.pdf, self.forms, self.open)
            alone.run(form.get_data(), own, owner, transparent, depth + 1)
            self.forms[around] = alone.content
        self.content.add(self.forms[around])


def _resource(resources: Any, kind: str, operator: Operator) -> Any:
    return as_dictionary(as_dictionary(resources.get(kind)).get(operator.operand.decode("latin-1")))


def _with_settings(state: _State, settings: Any) -> _State:
    opacities = [resolved(settings.get(key)) for key in ("/ca", "/CA") if key in settings]
    changes: dict[str, bool] = {}
    if opacities:
        changes["opacity"] = any(opacity < 1 for opacity in opacities)
    if "/SMask" in settings:
        changes["mask"] = resolved(settings.get("/SMask")) != "/None"
    return replace(state, **changes)
