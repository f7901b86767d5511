"""Running heads over the sections of parts: one height, and as wide as the text below."""

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.headers_footers import ID, NO_HEADERS, fit_headers

OFFICE = ID[1:].partition("}")[0]
SPACES = f'xmlns:w="{W[1:-1]}" xmlns:r="{OFFICE}"'
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId4" Type="t/header" Target="header1.xml"/>'
    '<Relationship Id="rId6" Type="t/footer" Target="footer1.xml"/></Relationships>'
)
HEAD = (
    f'<w:hdr {SPACES}><w:p><w:pPr><w:pStyle w:val="Header"/><w:spacing w:after="0"/></w:pPr>'
    "<w:r><w:t>{{ intitule }}</w:t></w:r><w:r><w:tab/></w:r></w:p><w:p/></w:hdr>"
)
FOOT = HEAD.replace("<w:spacing", '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing')


def section(*, width=11906, side=1134, top=1190, header=652, heads=""):
    """Return a section, as XML."""
    return (
        f'<w:sectPr {SPACES}>{heads}<w:pgSz w:w="{width}" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="{side}" w:bottom="900" w:left="{side}"'
        f' w:header="{header}" w:footer="454"/></w:sectPr>'
    )


HEADS = (
    '<w:headerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="default" r:id="rId6"/>'
)
BODY = f"<w:body>{section(heads=HEADS)}</w:body>"
WHOLE = {
    "word/document.xml": f"<w:document {SPACES}>{BODY}</w:document>",
    "word/_rels/document.xml.rels": LINKS,
    "word/header1.xml": HEAD,
    "word/footer1.xml": FOOT,
}


def settled(**said):
    """Return a part's section as it stands in the whole, and what was made for it."""
    made = etree.fromstring(section(**said))
    return made, fit_headers(made, {name: one.encode() for name, one in WHOLE.items()}, "partie")


def margin(made, name):
    return int(made.find(f"{W}pgMar").get(f"{W}{name}"))


def test_a_part_has_the_side_margins_of_its_host():
    made, heads = settled(side=850)
    assert (margin(made, "left"), margin(made, "right")) == (1134, 1134)
    assert heads == NO_HEADERS


def test_headers_have_the_height_of_the_host():
    made, heads = settled(top=850, header=312)
    assert (margin(made, "header"), margin(made, "top")) == (652, 1190)
    assert heads == NO_HEADERS
    made, _ = settled(top=1400, header=312)
    assert margin(made, "top") == 1400


def test_a_page_of_another_size_keeps_its_own_height():
    made, _ = settled(width=8391, top=1134, header=510)
    assert (margin(made, "header"), margin(made, "top")) == (510, 1134)


def test_section_of_another_width_gets_headers_with_its_tab():
    made, heads = settled(width=11338, side=566)  # a page of another size keeps its margins
    assert [one.get(ID) for one in made][:2] == ["partie-header", "partie-footer"]
    assert [link["Target"] for link in heads.links] == ["header-partie.xml", "footer-partie.xml"]
    for part in heads.parts.values():
        first, second = etree.fromstring(part).iter(f"{W}p")
        tabs = [(one.get(f"{W}val"), one.get(f"{W}pos")) for one in first.iter(f"{W}tab")][:2]
        assert tabs == [("clear", "9638"), ("right", "10206")]
        order = [one.tag.removeprefix(W) for one in first.find(f"{W}pPr")]
        assert order == ["pStyle", "tabs", "spacing"]
        assert second.find(f"{W}pPr") is None


def test_section_without_page_settings_is_unchanged():
    made = etree.fromstring(f"<w:sectPr {SPACES}/>")
    whole = {name: one.encode() for name, one in WHOLE.items()}
    assert fit_headers(made, whole, "partie") == NO_HEADERS
    assert len(made) == 0
