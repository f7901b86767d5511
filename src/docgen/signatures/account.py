"""What a PDF tells of itself when it comes back: its signatures, the files that it carries.

Plain values, read by `verification` and told by `wording`; nothing here knows a PDF.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Integrity(StrEnum):
    """What came of a document since it was signed, from best to worst."""

    INTACTE = "intacte"
    """Not one byte was added."""
    PREUVES = "preuves"
    """Only proofs for the years to come were added: time stamps, revocation lists."""
    SIGNATURES = "signatures"
    """Only other signatures were added, in the fields that are there for them."""
    MODIFIEE = "modifiee"
    """Something was added that is neither."""
    ALTEREE = "alteree"
    """What was signed is not what is there."""
    ILLISIBLE = "illisible"
    """The signature cannot be read."""

    @property
    def kept(self) -> bool:
        """Whether the document still says what was signed."""
        return self in (Integrity.INTACTE, Integrity.PREUVES, Integrity.SIGNATURES)


class Trust(StrEnum):
    """What is known of who issued a certificate."""

    NON_VERIFIE = "non verifie"
    VERIFIE = "verifie"
    INCONNU = "inconnu"
    EXPIRE = "expire"
    REVOQUE = "revoque"
    REFUSE = "refuse"

    @property
    def held(self) -> bool:
        """Whether nothing speaks against the certificate."""
        return self in (Trust.NON_VERIFIE, Trust.VERIFIE)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was signed: told by a time stamp, or by the signer's own computer."""

    when: datetime
    stamped: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: the name on its certificate, when, what came of the document since.

    `level` is its PAdES level (`B-B` to `B-LTA`), empty when none can be established; `changes`
    says in French what was changed after it, when something was and it can be said.
    """

    signer: str
    moment: Moment | None
    integrity: Integrity
    trust: Trust
    level: str = ""
    changes: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the document is what was signed, and the certificate is not refused."""
        return self.integrity.kept and self.trust.held


@dataclass(frozen=True, slots=True)
class FieldAccount:
    """A field: its name, for whom it is, and its signature, None while it is empty."""

    name: str
    person: str
    office: str
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that a PDF carries: its name, what it is to the PDF, its bytes."""

    name: str
    relationship: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


class Likeness(StrEnum):
    """How the source that a PDF carries stands to the project's own content."""

    IDENTIQUE = "identique"
    CONSIGNEE = "consignee"
    """The same words; the project has since recorded that the act was signed, and when."""
    DIFFERENTE = "differente"
    ABSENTE = "absente"
    """The project has no such content."""
    SANS_PROJET = "sans projet"
    """There is no project to compare with."""
    SANS_SOURCE = "sans source"
    """The PDF carries no source: it is not one of docgen's."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whether a PDF's source is the project's: the file that it was compared with, if any."""

    likeness: Likeness
    file: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """All that a PDF tells: pages, fields, time stamps of the whole, files, certification.

    `lost_stamps` counts the time stamps that do not hold; `locked` says whether the first signature
    allows nothing but signing the other fields.
    """

    sha256: str
    pages: int
    fields: tuple[FieldAccount, ...]
    stamps: tuple[Moment, ...]
    carried: tuple[Carried, ...]
    lost_stamps: int = 0
    draft: bool = False
    locked: bool = False

    @property
    def signed(self) -> tuple[FieldAccount, ...]:
        """The fields that bear a signature."""
        return tuple(field for field in self.fields if field.signature)

    @property
    def source(self) -> Carried | None:
        """The canonical source that docgen put into the PDF."""
        return source_among(self.carried)


def source_among(carried: tuple[Carried, ...]) -> Carried | None:
    """Return the canonical source among the files of a PDF; None unless there is one."""
    return _only(carried, "Source", ".yaml")


def word_among(carried: tuple[Carried, ...]) -> Carried | None:
    """Return the Word version among the files of a PDF; None unless there is one."""
    return _only(carried, "Alternative", ".docx")


def _only(carried: tuple[Carried, ...], relationship: str, ending: str) -> Carried | None:
    found = [
        file for file in carried if file.relationship == relationship and file.name.endswith(ending)
    ]
    return found[0] if len(found) == 1 else None
