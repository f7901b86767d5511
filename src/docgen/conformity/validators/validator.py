"""page-validation's verdict, in French: the rules of PDF/UA-1 and of the file's own PDF/A.

It is pinned, for its own authors do not call it stable.  Its rules are worded here by their name;
one that is not known is quoted as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.conformity.checks.metadata import pdfa_part
from docgen.conformity.pdf.objects import as_dictionary, resolved
from docgen.conformity.pdf.reading import Reading
from docgen.conformity.validators.rules import FAMILIES, RULES
from docgen.errors import Problem

PREFIX = re.compile(r"^PDF(UA1|A\d[ABU])-")
FONT = re.compile(r"font object (\d+) \d+")
"""How a message names the object of a font."""
NUMBER = re.compile(r"-\d{3}$")
WRONG = {"STREAM-LENGTH", "WIDGET-FORM-TAG"}
"""Rules that right files break: of a stream whose last byte is a line end, it says that the length
is wrong; of a time stamp, which has no place on a page, that it has none in the structure (our own
check looks at every other field)."""
WRONG_ONCE_SIGNED = re.compile("SIGNATURE-BYTERANGE|XMP-EXTENSION-.*|XMP-PROPERTY-DEFINITION")
"""Rules that fail files signed twice, of which the first signature cannot cover the second."""


def validated(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each rule that page-validation finds broken, with how often it is."""
    broken: dict[str, list[str]] = {}
    for rule, message in _failures(reading):
        broken.setdefault(rule, []).append(message)
    for rule, messages in broken.items():
        code, words = _worded(rule)
        text = words or f"règle {rule} : « {messages[0]} »"
        fonts = _fonts_named(reading, messages)
        names = f" : {', '.join(fonts)}" if fonts else ""
        times = f" ({len(messages)} fois)" if len(messages) > 1 else ""
        yield reading.problem(code, f"{text}{names or times}")


def _fonts_named(reading: Reading, messages: list[str]) -> list[str]:
    """Return the names of the fonts whose objects the messages number, each once."""
    numbers = dict.fromkeys(int(found[1]) for found in map(FONT.search, messages) if found)
    fonts = (as_dictionary(reading.reader.get_object(number)) for number in numbers)
    return list(dict.fromkeys(str(resolved(font.get("/BaseFont", "/?")))[1:] for font in fonts))


def _failures(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield each broken rule, without the name of its profile, and what it says in English."""
    import page  # noqa: PLC0415  # a compiled library, loaded only by those who check a PDF

    signed = _is_signed(reading)
    for profile in ("ua1", "3a" if pdfa_part(reading) == "3" else "2a"):
        try:
            report = page.validate_pdf_bytes(reading.data, profile=profile)
        except page.PageError as error:
            yield "UNREADABLE", str(error)
            return
        for failure in report.failures:
            rule = NUMBER.sub("", PREFIX.sub("", failure.rule_id))
            if rule in WRONG or (signed and WRONG_ONCE_SIGNED.fullmatch(rule)):
                continue
            yield rule, failure.message


def _is_signed(reading: Reading) -> bool:
    form = as_dictionary(reading.root.get("/AcroForm"))
    return bool(form) and b"/ByteRange" in reading.data


def _worded(rule: str) -> tuple[str, str]:
    """Return the code and the French words of a rule; no words for one that is not known."""
    if rule in RULES:
        return RULES[rule]
    family = next((code for start, code in FAMILIES.items() if rule.startswith(start)), "norme")
    return family, ""
