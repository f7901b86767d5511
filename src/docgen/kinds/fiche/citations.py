"""The words of the act that a fiche quotes, with « […] » where a sentence is cut.

Words that end with their clause, or with a sentence, are whole; between two citations of one
clause, the cut is marked once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.kinds.actes.acte import Acte, words
from docgen.kinds.fiche.content import Citation
from docgen.markup import escape_marks

CUT: Final = escape_marks("[…]")
"""The mark of words left out, kept on the line of the next word."""
ENDS: Final = (".", "!", "?", "…")
"""What a sentence ends with, before a quotation mark or a bracket that closes."""
CLOSING: Final = f"»)”{INSECABLE}"


@dataclass(frozen=True, slots=True)
class _Extract:
    """The words of a citation within its clause: from `first` to `end`."""

    clause: str
    whole: tuple[str, ...]
    first: int
    end: int

    @property
    def begins(self) -> bool:
        return self.first == 0 or not self.whole[self.first][0].islower()

    @property
    def ends(self) -> bool:
        last = self.whole[self.end - 1].rstrip(CLOSING)
        return self.end == len(self.whole) or last.endswith(ENDS)

    def leads_to(self, other: _Extract) -> bool:
        """Whether `other`, later in the clause, leaves no cut or marks it itself."""
        return self.clause == other.clause and (
            self.end == other.first or (self.end < other.first and not other.begins)
        )


def printed_citations(citations: Sequence[Citation], clause: str, acte: Acte) -> tuple[str, ...]:
    """Return the citations of a fiche as they are printed."""
    extracts = [_find_extract(one, one.clause or clause, acte) for one in citations]
    return tuple(
        _with_cut_marks(one.texte, *around)
        for one, *around in zip(
            citations, [None, *extracts[:-1]], extracts, [*extracts[1:], None], strict=True
        )
    )


def _with_cut_marks(
    text: str, before: _Extract | None, own: _Extract | None, after: _Extract | None
) -> str:
    if own is None:  # reported by the check across files
        return text
    joined = before is not None and before.clause == own.clause and before.end == own.first
    head = "" if own.begins or joined else f"{CUT}{INSECABLE}"
    tail = "" if own.ends or (after and own.leads_to(after)) else f"{INSECABLE}{CUT}"
    return f"{head}{text}{tail}"


def _find_extract(citation: Citation, name: str, acte: Acte) -> _Extract | None:
    """Return the place of a citation in its clause, None when its words are not there."""
    clause, cited = acte.get(name), words(citation.texte)
    whole = clause.mots if clause else ()
    ranks = range(len(whole) - len(cited) + 1) if cited else range(0)
    first = next((rank for rank in ranks if whole[rank : rank + len(cited)] == cited), None)
    return None if first is None else _Extract(name, whole, first, first + len(cited))
