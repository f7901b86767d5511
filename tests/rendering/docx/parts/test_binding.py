"""A Word template bound into another: its look its own, its lists, pictures and pages too."""

import io

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from lxml import etree
from PIL import Image

from docgen.ooxml import W, read_package
from docgen.rendering.docx.parts.binding import (
    HUNDRED,
    PART_MARK,
    bind,
    copy_headers_to_first_section,
    with_bound,
)
from docgen.rendering.docx.parts.headers_footers import ID

SCOPE = "essai-document"


def template(size=11, picture=True):
    """Return an invented template: a title, plain text, a list, a heading in a cell, a picture."""
    made = docx.Document()
    made.styles["Normal"].font.size = Pt(size)
    titled = made.styles.add_style("Titre de fiche", WD_STYLE_TYPE.PARAGRAPH)
    titled.base_style = made.styles["Title"]
    made.add_paragraph("Titre", "Titre de fiche")
    made.add_paragraph("texte")
    made.add_paragraph("point", "List Bullet")
    numbered = made.add_paragraph("point")
    properties = numbered._p.get_or_add_pPr()
    number = properties.get_or_add_numPr().get_or_add_numId()
    number.val = 3
    table = made.add_table(1, 1, "Table Grid")
    table.cell(0, 0).paragraphs[0].style = made.styles["Heading 2"]
    if picture:
        drawn = io.BytesIO()
        Image.new("L", (4, 4)).save(drawn, "PNG")
        made.add_picture(drawn, Mm(5))
    made.sections[0].left_margin = Mm(33)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


WHOLE = read_package(template(size=12, picture=False))


def bound(size=11, rank=1):
    """Return a template made ready to stand inside another whose text has another size."""
    return bind(read_package(template(size)), SCOPE, WHOLE, rank)


def body(binding):
    """Return the body of a binding as XML."""
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in binding.namespaces.items())
    return etree.fromstring(f"<w:body{spaces}>{binding.source}</w:body>")


def styles_of(binding):
    """Return the styles that stand in the body of a binding, in order."""
    names = (f"{W}pStyle", f"{W}tblStyle")
    return [one.get(f"{W}val") for one in body(binding).iter(*names)]


def test_styles_that_differ_from_the_host_are_renamed_by_kind():
    binding = bound()
    added = {one.get(f"{W}styleId") for one in binding.added}
    assert f"{SCOPE}-Normal" in added
    assert f"{SCOPE}-Titredefiche" in added
    assert styles_of(binding)[0] == f"{SCOPE}-Titredefiche"
    names = [one.find(f"{W}name").get(f"{W}val") for one in binding.added]
    assert all(name.endswith(f" ({SCOPE})") for name in names)


def test_equal_styles_with_equal_dependencies_are_shared():
    assert bound(size=12).added == ()
    assert styles_of(bound(size=12))[0] == "Titredefiche"


def test_styles_based_on_a_renamed_style_are_renamed_too():
    [titled] = [s for s in bound().added if s.get(f"{W}styleId") == f"{SCOPE}-Titredefiche"]
    assert titled.find(f"{W}basedOn").get(f"{W}val") == f"{SCOPE}-Title"


def test_text_without_style_gets_the_default_style_of_the_part():
    assert f"{SCOPE}-Normal" in styles_of(bound())
    assert not any(one.get(f"{W}default") for one in bound().added)


def test_a_title_has_a_place_in_the_navigation_pane():
    first = next(body(bound()).iter(f"{W}p"))
    assert first.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"
    levels = list(body(bound()).iter(f"{W}outlineLvl"))
    assert len(levels) == 1


def test_heading_in_a_cell_is_not_kept_with_next():
    [style] = body(bound()).iterfind(f".//{W}tc/{W}p/{W}pPr/{W}pStyle")
    assert style.getnext().tag == f"{W}keepNext"
    assert style.getnext().get(f"{W}val") == "0"


@pytest.mark.parametrize("rank", [1, 2])
def test_lists_are_numbered_by_hundreds_and_say_the_same(rank):
    binding = bound(rank=rank)
    numbers = {int(one.get(f"{W}val")) for one in body(binding).iter(f"{W}numId")}
    assert numbers == {rank * HUNDRED + 3}
    there = {int(one.get(f"{W}numId")) for one in binding.lists if one.tag == f"{W}num"}
    assert numbers <= there
    assert all(number > rank * HUNDRED for number in there)


def test_pictures_come_along_under_new_names_and_are_shown():
    binding = bound()
    [link] = binding.links
    [(name, data)] = binding.media.items()
    assert link["Target"] == f"media/{name}"
    assert data.startswith(b"\x89PNG")
    assert f'r:embed="{link["Id"]}"' in binding.source


def test_part_is_a_section_with_own_margins_without_headers():
    [section] = body(bound()).iter(f"{W}sectPr")
    assert section.getparent().tag == f"{W}pPr"
    assert section.find(f"{W}pgMar").get(f"{W}left") == str(round(33 * 1440 / 25.4))
    assert section.find(f"{W}headerReference") is None
    assert section.get(PART_MARK) is not None


def test_each_section_of_a_part_leaves_its_own_headers():
    """The parts that they name are not in the host: no program would open the file."""
    made = docx.Document(io.BytesIO(template()))
    made.sections[0].header.paragraphs[0].text = "tête"
    made.add_section()
    sections = [*body(bind(package_of(made), SCOPE, WHOLE, 1)).iter(f"{W}sectPr")]
    assert [section.find(f"{W}headerReference") for section in sections] == [None, None]


def test_sections_of_two_widths_have_headers_of_their_own():
    host = docx.Document(io.BytesIO(template()))
    host.sections[0].header.paragraphs[0].text = "tête"
    made = docx.Document(io.BytesIO(template()))
    made.sections[0].page_width = Mm(180)
    made.add_section().left_margin = Mm(50)
    binding = bind(package_of(made), SCOPE, package_of(host), 1)
    references = [*body(binding).iter(f"{W}headerReference")]
    assert len(references) == 2
    named = {one.get(ID) for one in references}
    assert named == {link["Id"] for link in binding.headers.links}
    assert len(binding.headers.parts) == 2


def package_of(made):
    data = io.BytesIO()
    made.save(data)
    return read_package(data.getvalue())


def test_host_gets_the_parts_of_bindings_and_keeps_its_own():
    one, two = bound(), bind(read_package(template(13)), "autre-document", WHOLE, 2)
    made = with_bound(WHOLE, [one, two])
    known = [
        s.get(f"{W}styleId") for s in etree.fromstring(made["word/styles.xml"]).iter(f"{W}style")
    ]
    assert len(known) == len({*known})
    assert {"Normal", f"{SCOPE}-Normal", "autre-document-Normal"} <= {*known}
    tags = [one.tag for one in etree.fromstring(made["word/numbering.xml"])]
    assert tags == sorted(tags, key=lambda tag: tag == f"{W}num")  # looks first, then lists
    assert {f"word/media/{name}" for name in one.media} <= made.keys()
    assert b'Extension="png"' in made["[Content_Types].xml"]


HEADS = (
    f'<w:body xmlns:w="{W[1:-1]}" xmlns:r="r"><w:p><w:pPr><w:sectPr{{mark}}/></w:pPr></w:p>'
    '<w:sectPr><w:headerReference w:type="default" r:id="a"/>'
    '<w:headerReference w:type="first" r:id="b"/></w:sectPr></w:body>'
)


def heads_of_the_first(mark):
    """Return the heads of the first section, and whether any mark is left."""
    made = etree.fromstring(HEADS.format(mark=mark))
    copy_headers_to_first_section(made)
    first = next(made.iter(f"{W}sectPr"))
    left = [one for one in made.iter(f"{W}sectPr") if PART_MARK in one.attrib]
    return [one.get(f"{W}type") for one in first], left


def test_first_part_gets_headers_and_a_cover_does_not():
    assert heads_of_the_first(f' {PART_MARK}=""') == (["default"], [])
    assert heads_of_the_first("") == ([], [])
