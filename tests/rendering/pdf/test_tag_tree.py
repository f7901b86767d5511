"""The model of a structure tree, and how it is written into a PDF, without any layout."""

import pydyf
import pytest

from docgen.rendering.pdf.tag_tree import MarkedContent, TagElement, TaggedAnnotation, TreeWriter


def pdf_of(pages: int) -> pydyf.PDF:
    """Return a PDF with so many empty pages."""
    pdf = pydyf.PDF()
    for _ in range(pages):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    return pdf


def written(document: TagElement, pages: int = 1) -> tuple[pydyf.PDF, pydyf.Dictionary]:
    """Return a PDF that holds a tree, and the root of what was written."""
    pdf = pdf_of(pages)
    TreeWriter(pdf).write(document)
    return pdf, target(pdf, pdf.catalog["StructTreeRoot"])


def target(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    """Return the object that a reference leads to."""
    return pdf.objects[int(reference.split()[0])]


def first_below(pdf: pydyf.PDF, root: pydyf.Dictionary) -> pydyf.Dictionary:
    """Return what the document's element holds, when it is one thing."""
    document = target(pdf, root["K"][0])
    return target(pdf, document["K"])


def test_walk_yields_elements_in_reading_order():
    document = TagElement("Document")
    table = document.add("Table")
    table.add("TR")
    document.add("P")
    assert [one.role for one in document.walk()] == ["Document", "Table", "TR", "P"]
    assert [one.role for one in document.elements] == ["Table", "P"]


@pytest.mark.parametrize(
    ("role", "kept"), [("P", []), ("Span", []), ("TD", ["TD"]), ("TH", ["TH"]), ("TR", ["TR"])]
)
def test_what_holds_nothing_is_left_out_but_for_cells(role, kept):
    document = TagElement("Document")
    document.add(role)
    document.prune()
    assert [one.role for one in document.elements] == kept


def test_pruning_reaches_elements_that_hold_only_empty_ones():
    document = TagElement("Document")
    document.add("Div").add("P").add("Span")
    document.add("P").kids.append(MarkedContent(0, 0))
    assert document.prune()
    assert [one.role for one in document.walk()] == ["Document", "P"]


def test_content_on_another_page_is_a_reference():
    document = TagElement("Document")
    document.add("P").kids += [MarkedContent(0, 0), MarkedContent(1, 0)]
    pdf, root = written(document, pages=2)
    here, there = first_below(pdf, root)["K"]
    assert here == 0
    assert there == {"Type": "/MCR", "Pg": pdf.page_references[1], "MCID": 0}


def test_the_way_back_leads_from_each_content_to_its_element():
    document = TagElement("Document")
    document.add("P").kids.append(MarkedContent(0, 2))
    pdf, root = written(document)
    numbers = target(pdf, root["ParentTree"])["Nums"]
    assert numbers[0] == 0
    assert numbers[1] == ["null", "null", target(pdf, root["K"][0])["K"]]


def test_annotations_come_after_pages_in_the_way_back():
    widget = pydyf.Dictionary({"Subtype": "/Widget"})
    document = TagElement("Document")
    document.add("Form").kids.append(TaggedAnnotation(0, widget))
    pdf = pdf_of(2)
    pdf.add_object(widget)
    TreeWriter(pdf).write(document)
    root = target(pdf, pdf.catalog["StructTreeRoot"])
    assert widget["StructParent"] == 2
    assert root["ParentTreeNextKey"] == 3
    assert first_below(pdf, root)["K"] == {
        "Type": "/OBJR",
        "Obj": widget.reference,
        "Pg": pdf.page_references[0],
    }


def test_names_of_elements_are_listed_in_order():
    document = TagElement("Document")
    for name in ("note-2", "note-1"):
        note = document.add("Note")
        note.identifier = name
        note.kids.append(MarkedContent(0, len(name)))
    pdf, root = written(document)
    names = target(pdf, root["IDTree"])["Names"]
    assert [name.string for name in names[::2]] == ["note-1", "note-2"]


def test_a_tree_without_names_has_no_list_of_them():
    document = TagElement("Document")
    document.add("P").kids.append(MarkedContent(0, 0))
    assert "IDTree" not in written(document)[1]


def test_our_own_types_are_mapped_to_standard_ones():
    assert written(TagElement("Document"))[1]["RoleMap"] == {"Strong": "/Span", "Em": "/Span"}
