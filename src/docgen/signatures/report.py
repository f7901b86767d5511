"""What is found in a PDF that comes back: its signatures and the files attached to it.

Plain values, filled in by `judgment` and worded by `wording`.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

SIGNATURE_OF = "Signature de "
"""How the tooltip of a field begins; the person, a comma and the office follow."""

SOURCE = "Source"
"""How the text of an act that a PDF carries is related to it."""
ELSEWHERE = "ailleurs"
"""The code of a signature that is in no case of the act, and that shows nothing."""


class Integrity(StrEnum):
    """What happened to a document after it was signed, from best to worst."""

    INTACTE = "intacte"
    """Nothing was added."""
    PREUVES = "preuves"
    """Only long-term proofs were added: time stamps, revocation lists."""
    SIGNATURES = "signatures"
    """Only other signatures were added, in existing fields or in such as show nothing."""
    MODIFIEE = "modifiee"
    """Something else was added."""
    ALTEREE = "alteree"
    """The signed bytes were changed."""
    ILLISIBLE = "illisible"
    """The signature cannot be read."""

    @property
    def intact(self) -> bool:
        """Whether the document still says what was signed."""
        return self in (Integrity.INTACTE, Integrity.PREUVES, Integrity.SIGNATURES)


class Trust(StrEnum):
    """The status of a signer's certificate."""

    NON_VERIFIE = "non verifie"
    AUTO_SIGNE = "auto-signe"
    """The signer made it alone; no authority was given that might say who that is."""
    VERIFIE = "verifie"
    INCONNU = "inconnu"
    EXPIRE = "expire"
    REVOQUE = "revoque"
    HORS_DATES = "hors dates"
    """It was not valid yet, or no longer, when the signature says that it was made."""
    REFUSE = "refuse"

    @property
    def accepted(self) -> bool:
        """Whether nothing speaks against the certificate."""
        return self in (Trust.NON_VERIFIE, Trust.AUTO_SIGNE, Trust.VERIFIE)


@dataclass(frozen=True, slots=True)
class SigningTime:
    """When something was signed; `stamped` if a time stamp says it, `trusted` by whom we know."""

    when: datetime
    stamped: bool
    trusted: bool


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """A signature: signer, time, and what happened to the document since.

    `level` is its PAdES level (`B-B` to `B-LTA`), empty if none can be established; `changes` are
    later changes, in French; `weak_digest` is a digest that can be forged, as `MD5`.
    """

    signer: str
    moment: SigningTime | None
    integrity: Integrity
    trust: Trust
    level: str = ""
    changes: tuple[str, ...] = ()
    weak_digest: str = ""

    @property
    def valid(self) -> bool:
        """Whether the document is what was signed and the certificate is accepted."""
        return self.integrity.intact and self.trust.accepted and not self.weak_digest


@dataclass(frozen=True, slots=True)
class FieldReport:
    """A signature field: its name, its person and office, its signature or None."""

    name: str
    person: str
    office: str
    signature: SignatureResult | None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file attached to a PDF: its name, its relationship to the PDF, its bytes."""

    name: str
    relationship: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Likeness(StrEnum):
    """How the source attached to a PDF compares with the project's content."""

    IDENTIQUE = "identique"
    CONSIGNEE = "consignee"
    """The same text; the project has since recorded the signature and its date."""
    DIFFERENTE = "differente"
    ABSENTE = "absente"
    """The project has no such content."""
    REFUSEE = "refusee"
    """The project has no such content, or it is in a file that docgen refuses."""
    SANS_PROJET = "sans projet"
    """There is no project here."""
    SANS_SOURCE = "sans source"
    """The PDF has no source of docgen's attached."""


@dataclass(frozen=True, slots=True)
class SourceOrigin:
    """The result of that comparison, and the file compared with, if any.

    `signed_on` is the day of signature that the project has recorded of the same text.
    """

    likeness: Likeness
    file: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PdfFinding:
    """Something in a PDF that docgen did not put there: its code, its words, its page if any."""

    code: str
    message: str
    page: int | None = None


class SortOfPdf(StrEnum):
    """What a PDF without a source of docgen's is."""

    DOCGEN = "docgen"
    """docgen made it, and attaches a source to acts only."""
    REUNI = "reuni"
    """Several acts are in it, each with its source."""
    SCAN = "scan"
    """The image of a paper."""
    AUTRE = "autre"
    """Somebody else made it."""


class Rebuilding(StrEnum):
    """How a PDF compares with the one that docgen makes of the source that it carries."""

    IDENTIQUE = "identique"
    """All but the signatures is docgen's."""
    DIFFERENTE = "differente"
    AUTRES_MODELES = "autres modeles"
    """Something differs, which the project's own templates may explain if they changed since."""
    AUTRE_VERSION = "autre version"
    """Another docgen made it: only words and structure were compared."""
    IMPOSSIBLE = "impossible"
    """docgen makes no document of this source."""
    SANS_SOURCE = "sans source"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of that comparison: what differs, the gravest first, and who made the PDF."""

    rebuilding: Rebuilding
    findings: tuple[PdfFinding, ...] = ()
    maker: str = ""
    draft: bool = False

    @property
    def ours(self) -> bool:
        return self.rebuilding is Rebuilding.IDENTIQUE

    @property
    def same_pages(self) -> bool:
        """Whether docgen made all that it shows; signatures in unseen fields show nothing."""
        elsewhere = all(one.code == ELSEWHERE for one in self.findings)
        return self.ours or (self.rebuilding is Rebuilding.DIFFERENTE and elsewhere)


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """All that is found in a PDF.

    `invalid_time_stamps` counts the document time stamps that are not valid; `locked` says whether
    only further signatures are allowed, `closed` whether not even these; `sort` is what it is
    without a source.
    """

    sha256: str
    pages: int
    fields: tuple[FieldReport, ...]
    time_stamps: tuple[SigningTime, ...]
    attachments: tuple[AttachedFile, ...]
    invalid_time_stamps: int
    draft: bool
    locked: bool
    closed: bool = False
    comparison: Comparison = Comparison(Rebuilding.SANS_SOURCE)
    sort: SortOfPdf = SortOfPdf.DOCGEN

    @property
    def signed_fields(self) -> tuple[FieldReport, ...]:
        return tuple(field for field in self.fields if field.signature)

    @property
    def source(self) -> AttachedFile | None:
        """The canonical source that docgen attached."""
        return source_file(self.attachments)


def person_of(tooltip: str) -> tuple[str, str]:
    """Return the person and the office that the tooltip of a field names."""
    person, _, office = tooltip.removeprefix(SIGNATURE_OF).partition(", ")
    return person, office


def source_file(attachments: tuple[AttachedFile, ...]) -> AttachedFile | None:
    """Return the canonical source among attachments; None unless there is exactly one."""
    return _only(attachments, SOURCE, ".yaml")


def word_file(attachments: tuple[AttachedFile, ...]) -> AttachedFile | None:
    """Return the Word version among attachments; None unless there is exactly one."""
    return _only(attachments, "Alternative", ".docx")


def _only(
    attachments: tuple[AttachedFile, ...], relationship: str, ending: str
) -> AttachedFile | None:
    files = [
        file
        for file in attachments
        if file.relationship == relationship and file.name.endswith(ending)
    ]
    return files[0] if len(files) == 1 else None
