"""The verdict of page-validation in French, for PDF/UA-1 and the file's own part of PDF/A.

The library is pinned, for its authors do not call it stable.  Rules are worded by their name; an
unknown rule is quoted in English.
"""

import re
from collections.abc import Iterator

from docgen.conformity.checks.metadata import pdfa_part
from docgen.conformity.pdf.objects import as_dictionary, resolved
from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.validators.rules import FAMILIES, RULES
from docgen.errors import Problem

PREFIX = re.compile(r"^PDF(UA1|A\d[ABU])-")
FONT = re.compile(r"font object (\d+) \d+")
"""How a message names the object of a font."""
SUFFIX = re.compile(r"-\d{3}$")
FALSE_ALARMS = {"STREAM-LENGTH", "WIDGET-FORM-TAG"}
"""Rules that valid files break: a stream that ends with a line end is said to have a wrong length,
and a time stamp, which is on no page, to be outside the structure (`checks/annotations.py` covers
all other fields)."""
FALSE_ALARMS_ONCE_SIGNED = re.compile(
    "SIGNATURE-BYTERANGE|XMP-EXTENSION-.*|XMP-PROPERTY-DEFINITION"
)
"""Rules that files signed twice break, for the first signature cannot cover the second."""


def validate(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for each rule that page-validation finds broken."""
    broken: dict[str, list[str]] = {}
    for rule, message in _failures(pdf):
        broken.setdefault(rule, []).append(message)
    for rule, messages in broken.items():
        code, words = _code_and_words(rule)
        text = words or f"règle {rule} : « {messages[0]} »"
        fonts = _fonts_named(pdf, messages)
        names = f" : {', '.join(fonts)}" if fonts else ""
        times = f" ({len(messages)} fois)" if len(messages) > 1 else ""
        yield pdf.problem(code, f"{text}{names or times}")


def _fonts_named(pdf: OpenPdf, messages: list[str]) -> list[str]:
    numbers = dict.fromkeys(int(found[1]) for found in map(FONT.search, messages) if found)
    fonts = (as_dictionary(pdf.reader.get_object(number)) for number in numbers)
    return list(dict.fromkeys(str(resolved(font.get("/BaseFont", "/?")))[1:] for font in fonts))


def _failures(pdf: OpenPdf) -> Iterator[tuple[str, str]]:
    """Yield each broken rule without its profile prefix, and its message in English."""
    import page  # noqa: PLC0415  # a compiled library, loaded only by those who check a PDF

    signed = _is_signed(pdf)
    for profile in ("ua1", "3a" if pdfa_part(pdf) == "3" else "2a"):
        try:
            report = page.validate_pdf_bytes(pdf.data, profile=profile)
        except page.PageError as error:
            yield "UNREADABLE", str(error)
            return
        for failure in report.failures:
            rule = SUFFIX.sub("", PREFIX.sub("", failure.rule_id))
            if rule in FALSE_ALARMS or (signed and FALSE_ALARMS_ONCE_SIGNED.fullmatch(rule)):
                continue
            yield rule, failure.message


def _is_signed(pdf: OpenPdf) -> bool:
    form = as_dictionary(pdf.root.get("/AcroForm"))
    return bool(form) and b"/ByteRange" in pdf.data


def _code_and_words(rule: str) -> tuple[str, str]:
    if rule in RULES:
        return RULES[rule]
    family = next((code for start, code in FAMILIES.items() if rule.startswith(start)), "norme")
    return family, ""
