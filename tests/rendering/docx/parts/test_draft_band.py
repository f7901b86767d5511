"""The band of a draft in Word: on every page that has a header, as high as the page."""

from lxml import etree

from docgen.ooxml import read_package
from tests.rendering.docx.docx_examples import facts, rendered

ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def bands(data: bytes) -> list[str]:
    """Return the heights of the bands in the headers of a file, in EMU."""
    parts = read_package(data)
    heads = [etree.fromstring(parts[name]) for name in sorted(parts) if "word/header" in name]
    return [size.get("cy") for head in heads for size in head.iter(f"{ANCHOR}extent")]


def test_every_header_of_a_draft_has_the_band() -> None:
    assert bands(rendered(facts(projet=True))) == [str(16838 * 635)] * 2


def test_a_final_has_no_band() -> None:
    assert bands(rendered(facts(projet=False))) == []
