"""Page numbers, links, outline and folios: right as docgen makes them, wrong once moved."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
import pytest

from docgen.conformity.checks.references import is_in_contents, printed_number, reference_faults
from docgen.conformity.pdf.references import (
    Heading,
    PageReference,
    PageReferences,
    Target,
    read_references,
)
from docgen.errors import RenderingError
from tests.conformity.finished import finished_problems
from tests.conformity.printing import printed
from tests.support import documents

CSS = """\
@page { @bottom-right { content: counter(page) "\\202F/\\202F" counter(pages) } }
.plan a::after { content: leader(" . ") target-counter(attr(href), page) }
.renvoi::after { content: " (p. " target-counter(attr(href), page) ")" }
h1 { break-before: page } .plan { break-before: auto }
"""
BODY = """\
<body><h2>Sommaire</h2>
<ul class="plan"><li><a href="#un">1 Première partie</a></li>
<li><a href="#deux">2 Deuxième partie</a></li></ul>
<h2>Avant de lire</h2><p>Voir <a class="renvoi" href="#ligne">la ligne 7</a>.</p>
<h1 id="un">1 Première partie</h1><p>Un texte.</p>
<h1 id="deux">2 Deuxième partie</h1><p id="ligne">La ligne 7.</p></body>
"""


@cache
def sound() -> bytes:
    return printed(BODY, CSS)


def faults(data: bytes) -> list[str]:
    return [message for _, message in reference_faults(read_references(data))]


def changed(change: Callable[[Any], None]) -> bytes:
    """Return the document with something changed after it was made."""
    whole = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        change(pdf)
        pdf.save(whole)
    return whole.getvalue()


def destinations(pdf: Any) -> dict[str, Any]:
    """Return the destinations of a document, which may be changed in place."""
    names = pdf.Root.Names.Dests.Names
    return {str(names[rank]): names[rank + 1] for rank in range(0, len(names), 2)}


def swap_destinations(pdf: Any) -> None:
    """Make two anchors lead to each other's page."""
    one, other = destinations(pdf)["un"], destinations(pdf)["deux"]
    one[0], other[0] = other[0], one[0]


def confuse_anchors(pdf: Any) -> None:
    """Make both lines of the contents lead to the second part, as one anchor for two parts did."""
    dests = destinations(pdf)
    dests["un"][0], dests["un"][3] = dests["deux"][0], dests["deux"][3]


def move_row(pdf: Any) -> None:
    destinations(pdf)["ligne"][0] = pdf.pages[0].obj


def retitle_outline(pdf: Any) -> None:
    pdf.Root.Outlines.First.Title = "Troisième partie"


def add_page(pdf: Any) -> None:
    pdf.add_blank_page(page_size=(595, 842))


CHANGES = {
    swap_destinations: [
        "« 1 Première partie », page 2 : mène à la page 3",
        "« 2 Deuxième partie », page 3 : mène à la page 2",
    ],
    confuse_anchors: ["« 1 Première partie », page 2 : mène à la page 3"],
    move_row: ["« la ligne 7 », page 3 : mène à la page 1"],
    retitle_outline: ["signet « Troisième partie », qui n’est pas un titre de cette page"],
    add_page: [f"numéro « {page} / 3 » sur la page {page} de 4" for page in (1, 2, 3)],
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_wrong_reference_is_told_in_words(change):
    assert faults(sound()) == []
    told = [message.replace("\u00a0", " ") for message in faults(changed(change))]
    assert sorted(told) == CHANGES[change]


def test_contents_line_with_words_of_another_makes_nothing():
    with pytest.raises(RenderingError, match="mène au titre") as told:
        printed(BODY.replace('"#un">1 Première', '"#deux">1 Première'), CSS)
    assert all("développeurs" in problem.hint for problem in told.value.problems)


def test_count_of_pages_leaves_out_a_sheet_to_remove():
    folio = r'@page { @bottom-right { content: counter(page) "\202F/\202F" "1" } }'
    act, sheet = "<p>Un arrêté.</p>", '<p style="break-before: page">Feuille à {}.</p>'
    assert faults(printed(act + sheet.format("part, à ne pas joindre"), folio)) == []
    with pytest.raises(RenderingError, match="sur la page 1 de 2"):
        printed(act + sheet.format("joindre"), folio)


@pytest.mark.parametrize("folio", ["", "@page { @bottom-right { content: counter(page) } }"])
def test_fraction_in_the_text_is_no_page_number(folio):
    assert faults(printed("<p>Arrêté n° 2026/17 – ouvert 24/7, 1 / 2</p>", folio)) == []


@pytest.mark.parametrize(
    ("words", "title", "same"),
    [
        ("1 Objet", "1\u00a0OBJET", True),
        ("Art. 5 – Citer le partenariat", "Citer le partenariat", True),
        ("Objet", "Objet – dispositions", True),
        ("Article 1", "Article 10", False),
        ("1 Objet", "11 Objet", False),
        ("Le bilan de l’année", "bilan", False),
        ("Objet", "", False),
        ("", "Objet", False),
    ],
)
def test_contents_line_bears_the_title_it_leads_to(words, title, same):
    contents = Heading("Sommaire", Target(0, 800))
    link = PageReference(0, 700, words, f"{words} . . . 2", Target(1, 800))
    references = PageReferences(
        (link,), (contents, Heading(title, Target(1, 800))), {}, {}, ("Sommaire", title)
    )
    assert ([*reference_faults(references)] == []) == same


def test_two_anchors_of_one_name_make_nothing():
    with pytest.raises(RenderingError, match="2 ancres du même nom"):
        printed(BODY.replace('id="deux"', 'id="un"').replace("#deux", "#un"), CSS)


def test_wrong_reference_fails_the_finished_checks():
    problems = finished_problems(changed(move_row), "x.pdf")
    [problem] = [one for one in problems if one.code == "renvoi"]
    assert problem.field == "page 1"
    assert "développeurs" in problem.hint


@pytest.mark.parametrize(
    ("name", "numbers", "lines"),
    [("convention-2026", 18, 18), ("memento-livret", 93, 19), ("commune-pack-81101-final", 27, 17)],
)
def test_every_printed_number_is_read(name, numbers, lines):
    references = read_references(documents.pdf(name))
    assert list(reference_faults(references)) == []
    assert sum(printed_number(link) is not None for link in references.links) == numbers
    assert sum(is_in_contents(link, references) for link in references.links) == lines
