"""page-validation's verdict, in French: the rules of PDF/UA-1 and of the file's own PDF/A.

It is pinned, for its own authors do not call it stable.  Its rules are worded here by their name;
one that is not known is quoted as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docgen.conformity.checks.identity import part_of
from docgen.conformity.pdf.objects import as_dictionary
from docgen.conformity.pdf.reading import Reading
from docgen.conformity.validators.rules import FAMILIES, RULES
from docgen.errors import Problem

PREFIX = re.compile(r"^PDF(UA1|A\d[ABU])-")
NUMBER = re.compile(r"-\d{3}$")
WRONG = {"STREAM-LENGTH", "WIDGET-FORM-TAG"}
"""Rules that right files break: of a stream whose last byte is a line end, it says that the length
is wrong; of a time stamp, which has no place on a page, that it has none in the structure (our own
check looks at every other field)."""
WRONG_ONCE_SIGNED = re.compile("SIGNATURE-BYTERANGE|XMP-EXTENSION-.*|XMP-PROPERTY-DEFINITION")
"""Rules that fail files signed twice, of which the first signature cannot cover the second."""


def validated(reading: Reading) -> Iterator[Problem]:
    """Yield what page-validation finds, each rule once, with how often it is broken."""
    broken: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for rule, message in _failures(reading):
        broken[rule] += 1
        examples.setdefault(rule, message)
    for rule, times in broken.items():
        code, words = _worded(rule)
        said = words or f"règle {rule} : « {examples[rule]} »"
        often = f" ({times} fois)" if times > 1 else ""
        yield reading.problem(code, f"{said}{often}")


def _failures(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield each broken rule, without the name of its profile, and what it says in English."""
    import page  # noqa: PLC0415  # a compiled library, loaded only by those who check a PDF

    signed = _is_signed(reading)
    for profile in ("ua1", "3a" if part_of(reading) == "3" else "2a"):
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
