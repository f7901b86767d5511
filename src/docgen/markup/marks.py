r"""Syntax of the marks: their tokens, the addresses that a link may have, escapes.

`**gras**`, `*italique*`, `[texte](adresse)`, `{genre:cle}`, and `¶` where another paragraph begins;
`\*`, `\[`, `\]`, `\{`, `\¶` and `\\` stand for the signs themselves, as does `*` between blanks.
"""

import re
from collections.abc import Iterator
from typing import Final

ESCAPE: Final = r"\\[\\*\[\]{¶]"
TARGET: Final = r"\([^()\s]*\)"
REFERENCE: Final = r"\{+(?=\s*[^\W\d_]{2,}\s*:)[^{}]*\}*|(?<!\{)\{(?=\s*[^\W\d_]{2})[^{}]*\}?"
"""A brace and a word, well formed or not; `{{ 7 }}`, `{}` and `{x}` are plain text."""

TOKEN: Final = re.compile(
    rf"(?P<escape>{ESCAPE})"
    r"|(?P<sign>(?<=\s)\*(?=\s))"
    r"|(?P<bold>\*\*)|(?P<italic>\*)"
    rf"|(?P<open>\[(?=(?:{ESCAPE}|[^\[\]])*+\](?P<target>{TARGET})))"
    rf"|(?P<close>\]{TARGET})"
    r"|(?P<broken>\]\()"
    rf"|(?P<reference>{REFERENCE})"
    r"|(?P<paragraph>¶\s*)"
    r"|(?P<text>[^\\*\[\]{¶]+|\{+|[\\\[\]])",
    re.DOTALL,
)

ADDRESSES: Final = re.compile(
    r"https://[^\s()<>\"\\]+"
    r"|mailto:[^\s()<>\"\\@]+@[^\s()<>\"\\@]+"
    r"|tel:\+?\d[\d-]*"
    r"|#[a-z0-9]+(?:[.-][a-z0-9]+)*"
)
"""Addresses of a link: those that `rendering.pdf` admits, and anchors of the same document."""

CACHED_TEXTS: Final = 4096
"""How many parsed texts are cached: communes share nearly all of theirs."""
SIGNS: Final = re.compile(r"[\\*\[\]{¶]")


class MarkError(ValueError):
    """A mark that cannot be parsed; its message and `hint` are French.

    `words` are those of the text where it stands.
    """

    def __init__(self, message: str, hint: str, words: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.words = words


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the marks of a text and the words between them; joined, they are the text."""
    yield from TOKEN.finditer(text)


def escape_marks(words: str) -> str:
    r"""Return the marked text that prints these words exactly: ``2 * 3`` → ``2 \* 3``."""
    return SIGNS.sub(r"\\\g<0>", words)


def mark_link(words: str, address: str) -> str:
    """Return the marked text of a link; raise MarkError for an address that is refused."""
    return f"[{escape_marks(words)}]({check_address(address)})"


def check_address(address: str) -> str:
    """Return the address if a link may have it; raise MarkError otherwise."""
    if not address:
        raise MarkError("lien sans adresse", "« [texte](https://…) »")
    if not ADDRESSES.fullmatch(address):
        hint = (
            "« https://… », « mailto:nom@domaine.fr », « tel:+33563000000 » ou « #ancre » ; "
            "une parenthèse s’y écrit « %28 » ou « %29 »"
        )
        raise MarkError(f"adresse refusée : « {address} »", hint, address)
    return address
