"""Text fields to fill in on a screen, over the ruled lines that one fills in with a pen.

A field has an empty appearance: paper shows the lines, and the words that the page prints on them
if the field has a value from the beginning. What is typed stands on white, in a font that the file
embeds with every letter of French: once filled in, the file is still PDF/A.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import pydyf
from fontTools import subset
from fontTools.ttLib import TTFont

from docgen.conformity.pdf.objects import Rectangle

FONT_FILE: Final = "_commun/fonts/SourceSans3-Regular.ttf"
FONT: Final = "Webdings"
"""The name of the font in the form's resources.

PDFium (Chrome, Android) takes « ’ », « œ » and all that is not Latin-1 from a font of its
own that lacks them, unless the font of the form is named as one of symbols.
"""
SIZE: Final = 11
STYLE: Final = f"/{FONT} {SIZE} Tf 0 g"
LINE_HEIGHT: Final = 2.7 * SIZE
"""A field higher than this takes several lines."""
PRINTED: Final = 4
MULTILINE: Final = 1 << 12
FIRST_CODE, LAST_CODE = 32, 255
"""The codes of letters in Windows' code page 1252, which holds all of French."""
TABLES: Final = ("GSUB", "GPOS", "GDEF", "STAT", "BASE", "DSIG", "meta", "gasp")
"""The tables that no reader of a PDF uses."""


def add_widget(pdf: pydyf.PDF, page: Any, rectangle: Rectangle, entries: dict[str, Any]) -> Any:
    """Add the widget of a field to a page and to the form; return it."""
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "Rect": pydyf.Array(rectangle),
            "F": PRINTED,
            **entries,
        }
    )
    pdf.add_object(widget)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    form = pdf.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array()}))
    form["Fields"].append(widget.reference)
    return widget


class TextFields:
    """The text fields of a PDF.

    Each has an appearance of its own: some programs change it in place when a field is filled in.
    """

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self.appearances: list[pydyf.Stream] = []

    def add(self, page: Any, html: Any, rectangle: Rectangle) -> Any:
        """Add the field of an HTML element to a page; return its widget (ISO 32000-1, 12.7.4.3).

        The field is named after the anchor of the element, which no other of the file has.
        """
        left, bottom, right, top = rectangle
        appearance = empty_appearance(right - left, top - bottom)
        self._pdf.add_object(appearance)
        self.appearances.append(appearance)
        entries = {
            "FT": "/Tx",
            "T": pydyf.String(html.get("id", "").replace(".", "-")),
            "TU": pydyf.String(html.get("data-champ")),
            "DA": pydyf.String(STYLE),
            "MK": pydyf.Dictionary({"BG": pydyf.Array([1, 1, 1])}),
            "AP": pydyf.Dictionary({"N": appearance.reference}),
            **({"V": pydyf.String(value)} if (value := html.get("data-valeur")) else {}),
            **({"Ff": MULTILINE} if top - bottom > LINE_HEIGHT else {}),
        }
        return add_widget(self._pdf, page, rectangle, entries)


def empty_appearance(width: float, height: float) -> pydyf.Stream:
    """Return the appearance of an empty field, which draws nothing."""
    entries = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, 0, round(width, 3), round(height, 3)]),
        "Resources": pydyf.Dictionary(),
    }
    return pydyf.Stream(extra=pydyf.Dictionary(entries))


def appearance_entries(appearance: pydyf.Stream) -> bytes:
    """Return the dictionary of an empty appearance, with its length."""
    return bytes(pydyf.Dictionary({**appearance.extra, "Length": 0}).data)


def has_text_fields(pdf: pydyf.PDF) -> bool:
    """Whether a PDF has a text field."""
    return any(
        isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Tx" for item in pdf.objects
    )


def add_form_font(pdf: pydyf.PDF, font_file: bytes) -> bytes:
    """Add the font of text fields to a PDF; return its reference."""
    data, widths, metrics = _letters(font_file)
    stream = pydyf.Stream([data], pydyf.Dictionary({"Length1": len(data)}), compress=True)
    pdf.add_object(stream)
    name = "/ACODGN+SourceSans3-Regular"
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 32,  # its letters are those of Latin languages
            **{entry: _plain(value) for entry, value in metrics},
            "FontFile2": stream.reference,
        }
    )
    pdf.add_object(descriptor)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": name,
            "Encoding": "/WinAnsiEncoding",
            "FirstChar": FIRST_CODE,
            "LastChar": LAST_CODE,
            "Widths": pydyf.Array(widths),
            "FontDescriptor": descriptor.reference,
        }
    )
    pdf.add_object(font)
    return bytes(font.reference)


def form_entries(font: bytes) -> dict[str, Any]:
    """Return the entries of a form that name the font of its text fields, a reference."""
    fonts = pydyf.Dictionary({FONT: font})
    return {"DA": pydyf.String(STYLE), "DR": pydyf.Dictionary({"Font": fonts})}


def _plain(value: int | Sequence[int]) -> Any:
    return value if isinstance(value, int) else pydyf.Array(value)


@lru_cache(maxsize=4)
def _letters(
    font_file: bytes,
) -> tuple[bytes, tuple[int, ...], tuple[tuple[str, int | tuple[int, ...]], ...]]:
    """Return a font reduced to the letters of fields, their widths, and its measures."""
    letters = [bytes([code]).decode("cp1252", "ignore") for code in range(FIRST_CODE, 256)]
    font = TTFont(io.BytesIO(font_file), recalcTimestamp=False, lazy=True)
    options = subset.Options(
        layout_features=[], hinting=False, glyph_names=False, name_IDs=[], notdef_outline=True
    )
    options.drop_tables += TABLES
    reducer = subset.Subsetter(options)
    reducer.populate(text="".join(letters))
    reducer.subset(font)
    scale = 1000 / font["head"].unitsPerEm
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    names = [glyphs.get(ord(letter), ".notdef") if letter else ".notdef" for letter in letters]
    head, lines, style = font["head"], font["hhea"], font["OS/2"]
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    metrics: tuple[tuple[str, int | tuple[int, ...]], ...] = (
        ("FontBBox", tuple(round(side * scale) for side in box)),
        ("ItalicAngle", 0),
        ("Ascent", round(lines.ascent * scale)),
        ("Descent", round(lines.descent * scale)),
        ("CapHeight", round(style.sCapHeight * scale)),
        ("StemV", 80),
    )
    file = io.BytesIO()
    font.save(file)
    widths = tuple(round(advances[name][0] * scale) for name in names)
    return file.getvalue(), widths, metrics
