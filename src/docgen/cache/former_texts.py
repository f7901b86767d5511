"""What texts said when something was made from them, so that it can be told what they say now.

A text that not everybody may read is kept without its words: each line's name, and the digest of
the rest.  So its fields can be told that have changed, and never what they said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from docgen.cache.entries import Entries, packed
from docgen.cache.fingerprint import Inputs

TEXTS: Final = "textes"
ENDS: Final = (".yaml", ".yml")
OPEN: Final = (
    *("content/commune-pack/", "content/infographie/", "content/memento/"),
    "content/referentiel/droit/",
)
"""Where texts stand that say nothing which may not leave: they need not say for whom they are."""
DECLARED: Final = re.compile(r"^diffusion: *[\"']?(?:publique|partenaires)\b", re.MULTILINE)
LINE: Final = re.compile(
    r"(?!\s*#)(?P<lead>\s*(?:- +)*)"
    r"(?P<key>(?P<quote>[\"']?)[a-z][a-z0-9_-]*(?P=quote):(?= |$))? *(?P<rest>.*)"
)
"""A line that is no remark: what sets it in, the name of a field as ours are, what it says."""
FORM: Final = re.compile(r"-|---|\[\]|\{\}|")
"""What gives lines their form, and says nothing."""
BLOCK: Final = re.compile(r"[|>][+\-\d]{0,2}(?=\s+#|$)")
"""What says that the lines set in farther are words, whatever they look like."""
NAMED: Final = {"code_insee:", "unite:"}
"""The lines that only tell of which commune or unit the others are."""
REMARK: Final = re.compile(r"\s+#.*")
SHORT: Final = 8


@dataclass(frozen=True, slots=True)
class Text:
    """What a text said; `masked` when only the digests of what it said are left."""

    text: str
    masked: bool

    @classmethod
    def of(cls, name: str, text: str) -> Text:
        """Return a text as it may be kept, by the name of its file."""
        masked = not (name.startswith(OPEN) or DECLARED.search(text))
        return cls(mask(text) if masked else text, masked)

    @classmethod
    def of_data(cls, told: dict[str, Any]) -> Text:
        """Return the text that `asdict` told."""
        return cls(str(told["text"]), bool(told["masked"]))

    @property
    def veiled(self) -> Text:
        """It without its words."""
        return self if self.masked else Text(mask(self.text), masked=True)


class Texts:
    """The texts of a store, by the digest of their files."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries

    def keep(self, root: Path, inputs: Inputs) -> None:
        """Keep the texts that a build of a project reads, but those that have changed meanwhile."""
        for name, sha256 in _texts(inputs):
            if not self._entries.use(TEXTS, sha256):
                told = text_of(root, name, sha256)
                if told:
                    self._entries.put(TEXTS, sha256, packed(asdict(told)))

    def text(self, sha256: str) -> Text | None:
        """Return what a text said, by the digest of its file."""
        return self._entries.read_packed(TEXTS, sha256, Text.of_data)


def _texts(inputs: Inputs) -> Iterator[tuple[str, str]]:
    return ((name, one) for name, one in inputs.files.items() if name.endswith(ENDS))


def text_of(root: Path, name: str, sha256: str) -> Text | None:
    """Return what a file of a project says; None when it is not the one of that digest."""
    try:
        data = (root / name).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    return Text.of(name, data.decode("utf-8-sig", errors="replace"))


def mask(text: str) -> str:
    """Return a text without its words: what names and indents a line, and a digest of the rest."""
    return "\n".join(_masked(text.split("\n")))


def _masked(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without their words; those of a block are nothing but words."""
    block: int | None = None
    for line in lines:
        words = line.lstrip()
        inset = len(line) - len(words)
        if block is not None and (inset > block or not words):
            yield f"{line[:inset]}{_digest(words)}"
        else:
            shown, block = _named(line)
            yield shown


def _named(line: str) -> tuple[str, int | None]:
    """Return a line without its words, and how far the block is set in that it opens, if any."""
    found = LINE.fullmatch(line)
    if found is None:
        return "#", None
    lead, key, rest = found["lead"], found["key"] or "", found["rest"].strip()
    if opens := BLOCK.match(rest):
        return f"{lead}{key} {opens[0]}", len(lead) if key else lead.rfind("-")
    said = REMARK.sub("", rest) if key in NAMED else _digest(rest)
    return f"{lead}{key}{' ' * bool(key)}{said}".rstrip(), None


def _digest(words: str) -> str:
    """Return what tells words from others, and is not them; form stays as it is."""
    if FORM.fullmatch(words.strip()):
        return words.rstrip()
    return hashlib.sha256(words.strip().encode()).hexdigest()[:SHORT]
