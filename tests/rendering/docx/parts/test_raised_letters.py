"""The letters of ordinals in Word: three quarters as large as the text that they stand in."""

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.raised_letters import set_raised_letters, sizes_by_style

STYLES = f"""<w:styles xmlns:w="{W[1:-1]}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{{}}</w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:sz w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:basedOn w:val="Base"/></w:style>
<w:style w:type="character" w:styleId="Gras"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Petit"><w:rPr><w:sz w:val="16"/></w:rPr></w:style>
</w:styles>""".format("<w:rPr><w:sz w:val='24'/></w:rPr>")
RAISED = '<w:vertAlign w:val="superscript"/>'


def raised(paragraph="", run=""):
    """Return the properties of a raised run, in a paragraph with properties."""
    body = etree.fromstring(
        f'<w:body xmlns:w="{W[1:-1]}"><w:p><w:pPr>{paragraph}</w:pPr>'
        f"<w:r><w:rPr>{run}{RAISED}</w:rPr><w:t>er</w:t></w:r></w:p></w:body>"
    )
    set_raised_letters(body, sizes_by_style(STYLES.encode()))
    return [(one.tag.removeprefix(W), one.get(f"{W}val")) for one in body.find(f".//{W}rPr")]


def test_raised_letters_are_smaller_by_the_style_of_their_paragraph():
    named = '<w:pStyle w:val="Titre"/>'
    assert raised(named) == [("position", "8"), ("sz", "30"), ("szCs", "30")]
    assert raised() == [("position", "5"), ("sz", "18"), ("szCs", "18")]


def test_raised_letters_follow_their_own_run_first():
    style = ("rStyle", "Petit")
    run = '<w:rStyle w:val="Petit"/>'
    assert raised(run=run) == [style, ("position", "3"), ("sz", "12"), ("szCs", "12")]
    own = '<w:position w:val="12"/><w:sz w:val="20"/><w:u w:val="words"/>'
    assert raised(run=own) == [("position", "16"), ("sz", "15"), ("szCs", "15"), ("u", "words")]


def test_raised_letters_follow_their_paragraph_when_their_style_is_unsized():
    paragraph, run = '<w:pStyle w:val="Titre"/>', '<w:rStyle w:val="Gras"/>'
    sizes = [("position", "8"), ("sz", "30"), ("szCs", "30")]
    assert raised(paragraph, run) == [("rStyle", "Gras"), *sizes]
