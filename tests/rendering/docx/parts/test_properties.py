"""The properties of Word: each at its place in the schema, and styles with those they are of."""

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.properties import (
    default_style,
    lineage,
    properties_of,
    set_property,
    styles_by_id,
    value_of,
)

STYLES = etree.fromstring(f"""<w:styles xmlns:w="{W[1:-1]}">
<w:style w:type="character" w:default="1" w:styleId="Police"/>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:basedOn w:val="Titre"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:basedOn w:val="Normal"/></w:style>
</w:styles>""")


def paragraph(properties):
    return etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{properties}<w:r/></w:p>')


def names(properties):
    return [one.tag.removeprefix(W) for one in properties]


def test_property_stands_at_its_place_in_the_schema():
    properties = properties_of(paragraph("<w:pPr><w:keepNext/><w:jc/><w:sectPr/></w:pPr>"))
    for name in ("pStyle", "outlineLvl", "rPr"):
        set_property(properties, name)
    assert names(properties) == ["pStyle", "keepNext", "jc", "outlineLvl", "rPr", "sectPr"]


def test_property_follows_one_that_people_set_in_word():
    run = etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:rPr><w:noProof/><w:em/></w:rPr></w:r>')
    set_property(properties_of(run), "position", "4")
    assert names(properties_of(run)) == ["noProof", "position", "em"]


def test_property_takes_the_place_of_a_former():
    run = etree.fromstring(
        f'<w:r xmlns:w="{W[1:-1]}"><w:rPr><w:sz w:val="9"/><w:lang/></w:rPr></w:r>'
    )
    set_property(properties_of(run), "sz", "30")
    assert names(properties_of(run)) == ["sz", "lang"]
    assert value_of(run, "rPr", "sz") == "30"


def test_properties_stand_first_when_a_paragraph_has_none():
    bare = paragraph("")
    properties_of(bare)
    assert names(bare) == ["pPr", "r"]


def test_lineage_ends_when_styles_are_based_on_each_other():
    styles = styles_by_id(STYLES)
    assert default_style(styles) == "Normal"
    assert [one.get(f"{W}styleId") for one in lineage(styles, "Titre")] == ["Titre", "Normal"]
