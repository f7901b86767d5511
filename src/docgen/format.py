"""The formats of the files that docgen makes; imports nothing heavy, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of the files of a format, whoever writes them.

    `companions` are the endings of the small files that may stand beside one; `paged` files have
    fixed pages; `archival` ones claim PDF/A and PDF/UA; people may edit an `editable` one.
    """

    media_type: str
    companions: tuple[str, ...] = ()
    paged: bool = False
    archival: bool = False
    editable: bool = False


class Format(StrEnum):
    """A format of finished files; the value is their extension."""

    PDF = "pdf"
    DOCX = "docx"

    @property
    def traits(self) -> Traits:
        """What is known of its files."""
        return _TRAITS[self]


_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TRAITS: Final = {
    Format.PDF: Traits("application/pdf", ("signatures.json",), paged=True, archival=True),
    Format.DOCX: Traits(_WORD, editable=True),
}
