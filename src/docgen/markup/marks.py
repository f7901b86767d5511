r"""The marks themselves: what each looks like, where a link may lead, how words are kept from them.

`**gras**`, `*italique*`, `[texte](adresse)`, `{genre:cle}`; `\*`, `\[`, `\]`, `\{` and `\\` are the
signs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

ESCAPE: Final = r"\\[\\*\[\]{]"
TARGET: Final = r"\([^()\s]*\)"
REFERENCE: Final = r"\{+(?=\s*[^\W\d_]{2,}\s*:)[^{}]*\}*|(?<!\{)\{(?=\s*[^\W\d_]{2})[^{}]*\}?"
"""A brace and a word, well written or not; `{{ 7 }}`, `{}` and `{x}` are plain text."""

TOKEN: Final = re.compile(
    rf"(?P<escape>{ESCAPE})"
    r"|(?P<bold>\*\*)|(?P<italic>\*)"
    rf"|(?P<open>\[(?=(?:{ESCAPE}|[^\[\]])*+\](?P<target>{TARGET})))"
    rf"|(?P<close>\]{TARGET})"
    r"|(?P<broken>\]\()"
    rf"|(?P<reference>{REFERENCE})"
    r"|(?P<text>[^\\*\[\]{]+|\{+|[\\\[\]])",
    re.DOTALL,
)

ADDRESSES: Final = re.compile(
    r"https://[^\s()<>\"\\]+"
    r"|mailto:[^\s()<>\"\\@]+@[^\s()<>\"\\@]+"
    r"|tel:\+?\d[\d-]*"
    r"|#[a-z0-9]+(?:[.-][a-z0-9]+)*"
)
"""Where a link may lead: what `rendering.pdf` lets out, and a place in the same document."""

CACHED_TEXTS: Final = 4096
"""How many texts are remembered once read: communes share nearly all of theirs."""
SIGNS: Final = re.compile(r"[\\*\[\]{]")


class MarkError(ValueError):
    """A mark that cannot be read: why, in French; `hint` is what would mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the marks of a text and the words between them; together they are the text."""
    yield from TOKEN.finditer(text)


def escape_marks(words: str) -> str:
    r"""Return the marked text that says these words to the letter: ``2 * 3`` → ``2 \* 3``."""
    return SIGNS.sub(r"\\\g<0>", words)


def mark_link(words: str, address: str) -> str:
    """Return the marked text of a link; raise MarkError when it leads nowhere it may."""
    return f"[{escape_marks(words)}]({check_address(address)})"


def check_address(address: str) -> str:
    """Return an address that a link may have; raise MarkError for any other."""
    if not address:
        raise MarkError("lien sans adresse", "« [texte](https://…) »")
    if not ADDRESSES.fullmatch(address):
        hint = (
            "« https://… », « mailto:nom@domaine.fr », « tel:+33563000000 » ou « #ancre » ; "
            "une parenthèse s’y écrit « %28 » ou « %29 »"
        )
        raise MarkError(f"adresse refusée : « {address} »", hint)
    return address
