"""The tags of each construct of HTML: accepted by two validators, and meaning what HTML means."""

import tomllib
from importlib.metadata import version

import pytest
import weasyprint
from pypdf.generic import DictionaryObject

from docgen.conformity import FINISHED_CHECKS, check_pdf
from docgen.rendering.pdf.tagging import WEASYPRINT, write_own_tags
from tests.conformity.battery import ACCEPTED, CONSTRUCTS, JUDGED, REFUSED, construct
from tests.conformity.finished import finished_problems
from tests.conformity.verdicts import broken
from tests.support.documents import ROOT
from tests.support.reading import Element, heard, links, plain_bytes, structure

every_construct = pytest.mark.parametrize("name", ACCEPTED)

SHAPES = {
    "paragraph": "P",
    "paragraph-over-pages": "P",
    "inline-marks": "P(Span×4)",
    "nested-marks": "P(Span(Span))",
    "line-break": "P",
    "preformatted": "P",
    "language-of-items": "L(LI(Lbl LBody))×2",
    "language": "P(Span) P",
    "abbreviation": "P(Span)",
    "quotation": "BlockQuote(P) P",
    "code": "P",
    "text-beside-blocks": "Div(P)",
    "headings": "H2 H3 H4 H2",
    "heading-with-marks": "H2(Span Link)",
    "sections": "Part(Art(Div(H2) Sect(P))) Div(P)×3 Div",
    "generated-text": "P",
    "counters": "H2×2",
    "hidden": "P",
    "hidden-heading": "",
    "drop-cap": "P",
    "list": "L(LI(Lbl LBody)×2)",
    "ordered-list": "L(LI(Lbl LBody)×2)",
    "nested-list": "L(LI(Lbl LBody(L(LI(Lbl LBody)×2))) LI(Lbl LBody))",
    "deep-list": "L(LI(Lbl LBody(L(LI(Lbl LBody(L(LI(Lbl LBody))))))))",
    "list-of-blocks": "L(LI(Lbl LBody(P×2)) LI(Lbl LBody(Div)))",
    "list-with-table": "L(LI(Lbl LBody(Table(THead(TR(TH×3)) TBody(TR(TD×3))))))",
    "list-without-marks": "L(LI(LBody)×2)",
    "list-marks-inside": "L(LI(Lbl LBody)×2)",
    "list-as-blocks": "L(LI(LBody))",
    "list-over-pages": "L(LI(Lbl LBody)×40)",
    "item-over-pages": "L(LI(Lbl LBody)×2)",
    "list-in-item-only": "L(LI(Lbl LBody(L(LI(Lbl LBody)))))",
    "empty-item": "L(LI(Lbl LBody)×2)",
    "definitions": "L(LI(Lbl LBody) LI(Lbl LBody×2))",
    "definitions-of-two": "L(LI(Lbl×2 LBody))",
    "definitions-in-divs": "L(LI(Lbl LBody))",
    "table": "Table(THead(TR(TH×3)) TBody(TR(TD×3)×2))",
    "table-with-caption": "Table(Caption THead(TR(TH×3)) TBody(TR(TD×3)))",
    "caption-below": "Table(THead(TR(TH×3)) TBody(TR(TD×3)) Caption)",
    "table-with-row-heads": "Table(TBody(TR(TD TH) TR(TH TD)))",
    "table-with-row-heads-only": "Table(TBody(TR(TH TD)×2))",
    "heads-without-scope": "Table(TBody(TR(TD TH) TR(TH TD))) Table(TBody(TR(TH×2) TR(TH TD)))",
    "spans": "Table(THead(TR(TH×2)×2) TBody(TR(TD×3) TR(TD×2)×2))",
    "table-foot": "Table(THead(TR(TH×3)) TBody(TR(TD×3)) TFoot(TR(TD×3)))",
    "foot-before-body": "Table(THead(TR(TH×3)) TBody(TR(TD×3)) TFoot(TR(TD×3)))",
    "table-over-pages": "Table(THead(TR(TH×3)) TBody(TR(TD×3)×90) TFoot(TR(TD×3)))",
    "row-over-pages": "Table(THead(TR(TH×3)) TBody(TR(TD×3)))",
    "rowspan-over-pages": "Table(THead(TR(TH×3)) TBody(TR(TD×3) TR(TD×2)×89))",
    "empty-cells": "Table(THead(TR(TH×3)) TBody(TR(TD×3)))",
    "blocks-in-cells": "Table(THead(TR(TH×3)) TBody(TR(TD(P×2) TD(L(LI(Lbl LBody))) TD(Link))))",
    "table-in-table": "Table(THead(TR(TH×3)) TBody(TR(TD(Table(TBody(TR(TH) TR(TD)))) TD×2)))",
    "two-bodies": "Table(THead(TR(TH×3)) TBody(TR(TD×3))×2)",
    "two-columns": "Div(P)",
    "columns-over-pages": "Div(P)",
    "link": "P(Link)",
    "inner-link": "P(Link)",
    "mail-link": "P(Link)",
    "link-over-lines": "P(Link)",
    "link-over-pages": "P(Link)",
    "link-with-marks": "P(Link(Span×2))",
    "link-with-picture": "P(Link(Figure))",
    "link-block": "P(Link)",
    "link-inline-block": "P(Link)",
    "link-with-leader": "L(LI(Lbl LBody(Link)))",
    "link-in-margin": "P",
    "target-without-link": "P",
    "picture": "P(Figure)",
    "picture-hidden": "P",
    "hidden-opacity": "P",
    "picture-block": "Figure",
    "figure": "Div(Figure P)",
    "drawing": "Figure",
    "drawing-with-text": "Figure",
    "drawing-named-by-label": "Figure",
    "drawing-hidden": "P",
    "picture-as-content": "P",
    "background": "P",
    "float": "Div(P) P",
    "absolute": "Div(P×2)",
    "fixed": "P×2",
    "fixed-over-pages": "P×2",
    "inline-block": "P",
    "flex": "Div(P×2)",
    "grid": "Div(P×2)",
    "footnote": "P(Reference Note(Lbl))",
    "footnotes-over-pages": "P(Reference Note(Lbl) Reference Note(Lbl Link))",
    "footnote-in-list": "L(LI(Lbl LBody(Reference Note(Lbl))))",
    "running-head": "P",
    "page-break": "P×2",
    "invisible": "P",
    "transformed": "P",
    "clipped": "Div(P)",
    "signature": "P Div(Form P)",
    "text-field": "H2 Div(Form)",
}
"""The elements below the title of each construct; those alike are counted (`LI×2`)."""


def below_title(name: str) -> list[Element]:
    """Return the elements of a construct after its title."""
    [title, *others] = structure(construct(name)).kids
    assert isinstance(title, Element)
    return [one for one in others if isinstance(one, Element)]


def shape(elements: list[Element]) -> str:
    """Return the types of elements and of all below them, in one line."""
    runs: list[list[str]] = []
    for one in elements:
        inner = shape([kid for kid in one.kids if isinstance(kid, Element)])
        said = f"{one.role}({inner})" if inner else one.role
        if runs and runs[-1][0] == said:
            runs[-1].append(said)
        else:
            runs.append([said])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}×{len(run)}" for run in runs)


def found(name: str, role: str) -> list[Element]:
    """Return the elements of a type in a construct."""
    return [one for one in structure(construct(name)).walk() if one.role == role]


def said_of(element: Element, key: str) -> object:
    """Return what an element says of itself as part of a table."""
    return element.entries.get("/A", {}).get(key)


def words(name: str) -> list[tuple[str, str]]:
    """Return what is heard of a construct after its title, blanks joined."""
    return [(role, " ".join(text.split())) for role, text in heard(construct(name))[1:]]


# ---------- The version whose boxes are known ----------


def test_weasyprint_has_the_pinned_version():
    assert version("weasyprint") == WEASYPRINT


def test_pinned_version_is_the_one_in_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"weasyprint=={WEASYPRINT}" in project["dependencies"]


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    with pytest.raises(RuntimeError, match=r"not 71\.0"), write_own_tags():
        pass


def test_weasyprint_is_left_as_it_was_even_after_a_failure():
    before = weasyprint.pdf.add_tags
    with pytest.raises(ZeroDivisionError), write_own_tags():
        raise ZeroDivisionError
    assert weasyprint.pdf.add_tags is before


# ---------- Every construct ----------


def test_every_construct_has_its_shape():
    assert set(SHAPES) == set(ACCEPTED)
    assert len(CONSTRUCTS) > 80


@pytest.mark.parametrize("name", JUDGED)
def test_verapdf_finds_nothing_against_a_construct(name):
    assert broken(f"construct-{name}") == []


@every_construct
def test_the_gate_finds_nothing_against_a_construct(name):
    order = {"ordre": FINISHED_CHECKS["ordre"]}
    assert finished_problems(construct(name), name, order) == []


@every_construct
def test_a_construct_has_the_structure_that_it_means(name):
    assert shape(below_title(name)) == SHAPES[name]


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_the_gate_refuses_what_a_template_must_not_hold(name, code):
    assert code in {problem.code for problem in check_pdf(construct(name), name)}


# ---------- Text ----------


@pytest.mark.parametrize("name", ["paragraph-over-pages", "item-over-pages", "columns-over-pages"])
def test_a_paragraph_over_pages_is_one_element(name):
    [one] = [text for _, text in words(name) if text.startswith("Un texte fictif")]
    assert one.count("Un texte fictif") >= 90
    assert len({page for page, _ in structure(construct(name)).contents()}) > 1


def test_languages_and_abbreviations_are_kept():
    assert [one.entries.get("/Lang") for one in found("language", "Span")] == ["en"]
    assert [one.entries.get("/Lang") for one in found("language", "P")] == [None, "oc"]
    assert [one.entries.get("/E") for one in found("abbreviation", "Span")] == ["Société fictive"]


def test_language_of_items_and_terms_is_kept():
    items = [one.entries.get("/Lang") for one in found("language-of-items", "LBody")]
    assert items == ["en", None]
    terms = [one.entries.get("/Lang") for one in found("language-of-items", "Lbl")]
    assert terms == [None, "en"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hidden", [("P", "vu")]),
        ("hidden-heading", []),
        ("hidden-opacity", [("P", "vu")]),
        ("invisible", [("P", "vu")]),
        ("running-head", [("P", "corps")]),
        ("fixed-over-pages", [("P", "fixe")]),
        ("generated-text", [("P", "avant milieu après")]),
        ("counters", [("H2", "1. Un"), ("H2", "2. Deux")]),
        ("absolute", [("P", "posé"), ("P", "texte")]),
        ("link-with-leader", [("Lbl", "–"), ("Link", "Titre 1")]),
        ("picture-as-content", [("P", "texte")]),
    ],
)
def test_what_is_heard_is_what_is_meant(name, expected):
    assert words(name)[: max(len(expected), 1)] == expected


# ---------- Lists ----------


def test_a_list_inside_an_item_stands_in_its_body():
    marked = [text for role, text in words("nested-list") if role == "LBody"]
    assert marked == ["un", "a", "b", "deux"]


def test_terms_and_their_definitions_share_an_item():
    assert words("definitions-of-two") == [("Lbl", "un"), ("Lbl", "deux"), ("LBody", "sens")]


# ---------- Tables ----------


def test_head_and_foot_of_a_split_table_are_tagged_once():
    data = construct("table-over-pages")
    said = " ".join(text for _, text in heard(data)).split()
    assert said.count("Montant") == 1
    assert said.count("Total") == 1
    assert plain_bytes(data).count(b"/Artifact") > 6


@pytest.mark.parametrize(
    ("name", "scopes"),
    [
        ("table", ["/Column"] * 3),
        ("table-with-row-heads", ["/Column", "/Row"]),
        ("table-with-row-heads-only", ["/Row", "/Row"]),
        ("heads-without-scope", ["/Column", "/Row", "/Column", "/Column", "/Row"]),
        ("spans", ["/Column"] * 4),
    ],
)
def test_each_head_says_which_cells_it_is_for(name, scopes):
    assert [said_of(one, "/Scope") for one in found(name, "TH")] == scopes


def test_cells_that_span_say_so():
    heads = [(said_of(one, "/RowSpan"), said_of(one, "/ColSpan")) for one in found("spans", "TH")]
    assert heads == [(2, None), (None, 2), (None, None), (None, None)]
    cells = [(said_of(one, "/RowSpan"), said_of(one, "/ColSpan")) for one in found("spans", "TD")]
    assert (None, 2) in cells
    assert (2, None) in cells


# ---------- Links, notes, pictures ----------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("link", "le site"),
        ("link-with-marks", "un mot appuyé"),
        ("link-with-picture", "Un disque noir"),
    ],
)
def test_a_link_is_described_by_its_words(name, said):
    [annotation] = annotations(name)
    assert annotation["/Contents"] == said


@pytest.mark.parametrize("name", ["link-over-lines", "link-over-pages"])
def test_link_over_lines_is_one_element_with_several_annotations(name):
    assert len(found(name, "Link")) == 1
    assert len(annotations(name)) > 2
    assert len({one["/Contents"] for one in annotations(name)}) == 1


def annotations(name: str) -> list[DictionaryObject]:
    """Return the annotations that the only link of a construct holds."""
    [link] = found(name, "Link")
    kids = [kid.get_object() for kid in link.entries["/K"]]
    return [kid["/Obj"] for kid in kids if isinstance(kid, DictionaryObject) and "/Obj" in kid]


def test_a_link_in_a_running_head_is_no_link():
    assert links(construct("link-in-margin")) == []


def test_a_note_follows_its_call_with_its_mark_apart():
    [paragraph] = found("footnote", "P")
    reference, note = (kid for kid in paragraph.kids if isinstance(kid, Element))
    assert (reference.role, note.role) == ("Reference", "Note")
    assert note.entries["/ID"].startswith("note-")
    [label] = (kid for kid in note.kids if isinstance(kid, Element))
    assert label.role == "Lbl"
    assert paragraph.kids.index(note) == paragraph.kids.index(reference) + 1


def test_notes_over_pages_each_have_their_own_name():
    names = [note.entries["/ID"] for note in found("footnotes-over-pages", "Note")]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("picture", "Un disque noir"),
        ("drawing", "Un carré"),
        ("drawing-named-by-label", "Un carré"),
        ("figure", "Un disque noir"),
    ],
)
def test_picture_has_alternative_text_and_bounding_box(name, words):
    [figure] = found(name, "Figure")
    assert figure.entries["/Alt"] == words
    left, bottom, right, top = said_of(figure, "/BBox")
    assert 0 < left < right < 596
    assert 0 < bottom < top < 842
    assert bottom > 600  # near the top of the page, which is where it was printed


def test_a_field_to_sign_is_held_by_its_element_alone():
    [form] = found("signature", "Form")
    assert form.entries["/K"]["/Type"] == "/OBJR"
