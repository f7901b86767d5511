"""Hide from the rules what is not French prose: addresses, code, hours, telephone numbers.

Law: `hide_spans` then `restore_spans` gives back every hidden span to the byte.
"""

import re
from typing import Final

from docgen.french.rule import PLACEHOLDER

PROTECTED: Final = {
    "placeholder": PLACEHOLDER,
    "code": r"`[^`\n]+`",
    "template": r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}",
    "reference": r"\{[^\W\d_]+:[^\s{}]+\}",
    "tag": r"</?[a-zA-Z][^<>]*>",
    "link target": r"(?<=\])\([^()\s]*\)",
    "entity": r"&(?:\#\d+|\#x[0-9a-fA-F]+|[a-zA-Z]+);",
    "e-mail": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "url": r"(?:(?:https?|ftp|file)://|www\.|(?:mailto|tel):(?=[\w+]))"
    r"""(?:\([^\s()]*\)|[^\s<>«»“”"()])*(?:\([^\s()]*\)|[^\s<>«»“”"().,;:!?*…’'\]])""",
    "domain": r"(?<![\w.-])(?:[a-zA-Z0-9][a-zA-Z0-9-]*\.)+(?:fr|com|org|net|eu|info|io|gov|edu)"
    r"(?![\w-]|\.\w)(?:/|[/?#][^\s<>«»“”\"()*]*[^\s<>«»“”\"().,;:!?*…’'\]])?",
    "file": r"(?<![\w~./\\-])(?:[\w~.-]*[/\\])*[.-]*\w[\w.-]*"
    r"\.(?:ya?ml|pdf|docx?|odt|xlsx?|ods|csv|json|html?|txt|png|jpe?g|svg|md|py|zip|j2)(?!\w)",
    "path": r"(?<![\w/.])(?:\.{1,2}/[\w./-]*|~?/[\w.-]+(?:/[\w.-]+)+|[A-Za-z]:\\\S+)",
    "handle": r"(?<![\w&/])[#@]\w+",
    "phone": r"(?<![\w.,])(?:(?:\+|00)33[ \u00a0\u202f.-]?(?:\(0\))?[1-9]|0[1-9])"
    r"(?:[ \u00a0\u202f.-]?\d{2}){4}(?!\d)",
    "green number": r"(?<![\w.,])0[ \u00a0\u202f]?8\d{2}(?:[ \u00a0\u202f]?\d{2,3}){2,3}(?!\d)",
    "aid number": r"(?<![\w.,])116[ \u00a0\u202f](?:006|111|117)(?!\d)",
    "siret": r"(?<!\d)\d{3}(?:[ \u00a0\u202f]\d{3}){2}[ \u00a0\u202f]\d{5}(?!\d)",
    "hour or ratio": r"(?<!\d)\d+(?::\d+)+(?!\d)",
}
"""Patterns of the spans that no rule touches, by kind; the first that matches wins.

Each matches only at the start of a run of its characters, which keeps the search linear.
"""

PHONE_NUMBER: Final = re.compile(
    "|".join(f"(?:{PROTECTED[kind]})" for kind in ("phone", "green number", "aid number"))
)
"""A telephone number."""
_PROTECTED = re.compile("|".join(f"(?:{pattern})" for pattern in PROTECTED.values()))
# A cheap test that no protected span escapes: most texts hold none.
_SIGN = re.compile(
    rf"[`{{<&@#/\\{PLACEHOLDER}(.:\d](?:(?<=[`{{<&@#/\\{PLACEHOLDER}])|(?<=\]\()|(?<=[.:])\S|(?<=\d)\d)"
)


def hide_spans(text: str) -> tuple[str, list[str]]:
    """Return the text with a placeholder for each protected span, and the spans in order."""
    if not _SIGN.search(text):
        return text, []
    spans: list[str] = []

    def hide(span: re.Match[str]) -> str:
        spans.append(span.group())
        return PLACEHOLDER

    return _PROTECTED.sub(hide, text), spans


def restore_spans(text: str, spans: list[str]) -> str:
    """Return the text with each placeholder replaced by its span, in order."""
    if not spans:
        return text
    remaining = iter(spans)
    return re.sub(PLACEHOLDER, lambda _: next(remaining), text)
