"""Validation of the signatures of a PDF by pyHanko.

Nothing is fetched: certificates are judged with the authorities given and with what the file
contains.
"""

import asyncio
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from asn1crypto import pem, x509
from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils.generic import Reference, parse_pdf_date
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    read_certification_data,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pypdf import PdfReader

from docgen.signatures.comparison.comparing import UNLIKE, changes_since, shows_one_thing
from docgen.signatures.comparison.readings import strict_reader
from docgen.signatures.foreign import attached_files, printable
from docgen.signatures.report import (
    FieldReport,
    Integrity,
    SignatureReport,
    SignatureResult,
    SigningTime,
    Trust,
    person_of,
)

DRAFT = "Projet"
"""The subject that docgen gives a draft."""
REVOCATION = "soft-fail"
"""A certificate is refused if a list revokes it; a missing list refuses nothing."""
UTC_DATE = re.compile(r"(D:\d{4,14}Z)[\d']*")
"""A time as LibreOffice writes it: D:20261201095917Z'."""
WEAK_DIGESTS = ("md2", "md5", "sha1")
"""The digests for which somebody can make two files that have the same."""
CLOCKS = timedelta(days=1)
"""By how much the clock of a signer may be wrong."""
STAMP = "/DocTimeStamp"
SHARED = "une autre case porte cette même signature, qui ne vaut que pour une"
CLOSED = "elle n’admettait pas ce qui a été ajouté ensuite"
UNREADABLE = SignatureResult("", None, Integrity.ILLISIBLE, Trust.NON_VERIFIE)

INTEGRITY_OF_CHANGES = {
    ModificationLevel.NONE: Integrity.INTACTE,
    ModificationLevel.LTA_UPDATES: Integrity.PREUVES,
    ModificationLevel.FORM_FILLING: Integrity.SIGNATURES,
}
"""The integrity for each kind of later change that pyHanko allows."""

TRUST: dict[AdESSubIndic, Trust] = {
    AdESPassed.OK: Trust.VERIFIE,
    AdESFailure.REVOKED: Trust.REVOQUE,
    AdESIndeterminate.REVOKED_NO_POE: Trust.REVOQUE,
    AdESIndeterminate.REVOKED_CA_NO_POE: Trust.REVOQUE,
    AdESIndeterminate.EXPIRED: Trust.EXPIRE,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Trust.EXPIRE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Trust.EXPIRE,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Trust.INCONNU,
}
"""Our status for indications of ETSI EN 319 102-1; any other refuses."""


def certificates_in(data: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM file; raise ValueError if there are none."""
    blocks = pem.unarmor(data, multiple=True)
    certificates = [x509.Certificate.load(der) for name, _, der in blocks if name == "CERTIFICATE"]
    for certificate in certificates:
        certificate.native  # noqa: B018 (reads it whole, now)
    if not certificates:
        raise ValueError(data)
    return certificates


def report_of(
    data: bytes, shown: PdfReader, roots: Sequence[x509.Certificate] = ()
) -> SignatureReport:
    """Return the report on a PDF; `roots` are the trusted authorities."""
    reader = strict_reader(data)
    if reader.xrefs.hybrid_xrefs_present:  # as Word's; `reads_alike` says whether that is sound
        reader.strict = False
    validator = _Validator(data, shown, reader, roots, _embedded_signatures(reader))
    certified = read_certification_data(reader)
    return SignatureReport(
        sha256=hashlib.sha256(data).hexdigest(),
        pages=len(shown.pages),
        fields=tuple(validator.fields()),
        time_stamps=tuple(moment for _, moment in validator.time_stamps),
        attachments=attached_files(shown),
        invalid_time_stamps=sum(map(_is_time_stamp, validator.embedded.values()))
        - len(validator.time_stamps),
        draft=bool(shown.metadata and shown.metadata.subject == DRAFT),
        locked=certified is not None and certified.permission is MDPPerm.FILL_FORMS,
        closed=certified is not None and certified.permission is MDPPerm.NO_CHANGES,
    )


class _EmbeddedSignature(EmbeddedPdfSignature):
    """A signature whose time may be written as LibreOffice does, or as no date."""

    @property
    def self_reported_timestamp(self) -> datetime | None:
        """The time that the signer says, None if it is no date."""
        when: datetime | None = None
        try:
            when = super().self_reported_timestamp
        except PdfReadError:
            if said := UTC_DATE.fullmatch(str(self.sig_object["/M"])):
                with suppress(PdfReadError):
                    when = parse_pdf_date(said[1])
        return when


@dataclass(frozen=True)
class _Validator:
    data: bytes
    shown: PdfReader
    reader: PdfFileReader
    roots: Sequence[x509.Certificate]
    embedded: Mapping[str, EmbeddedPdfSignature | None]

    @cached_property
    def time_stamps(self) -> tuple[tuple[EmbeddedPdfSignature, SigningTime], ...]:
        return tuple(self._valid_time_stamps())

    @cached_property
    def shows_one_thing(self) -> bool:
        return shows_one_thing(self.data)

    @cached_property
    def uses(self) -> Counter[Reference]:
        """How many fields each signature is in."""
        return Counter(_reference(one) for one in self.embedded.values() if one)

    def fields(self) -> Iterator[FieldReport]:
        """Yield a report on each signature field, document time stamps left out."""
        for name, _, reference in enumerate_sig_fields(self.reader):
            if not _is_time_stamp(self.embedded.get(name)):
                tooltip = str(reference.get_object().get("/TU", ""))
                person, office = person_of(printable(tooltip))
                signature = self._signature(name) if name in self.embedded else None
                yield FieldReport(printable(name), person, office, signature)

    def _valid_time_stamps(self) -> Iterator[tuple[EmbeddedPdfSignature, SigningTime]]:
        for stamp in self.embedded.values():
            if stamp is None or not _is_time_stamp(stamp):
                continue
            try:
                status = validate_pdf_timestamp(stamp, self._context(), skip_diff=True)
                whole = _covers_all_but_itself(stamp, self.data)
            except Exception:  # what is forged may make a library raise anything
                continue
            if not (whole and status.intact and status.valid) or _weak_digest(stamp):
                continue
            if status.trusted or not self.roots:
                yield stamp, SigningTime(status.timestamp, True, bool(status.trusted))

    def _signature(self, name: str) -> SignatureResult:
        embedded = self.embedded[name]
        if embedded is None:
            return UNREADABLE
        try:
            status = validate_pdf_signature(embedded, self._context())
            level, changes = self._level(embedded), self._changes(embedded)
            closes = embedded.docmdp_level is MDPPerm.NO_CHANGES
            if not changes and closes and status.docmdp_ok is False:
                changes = (CLOSED,)
            moment, trust = self._moment(status), self._trust(embedded, status, level)
            if trust.accepted and moment and not _is_valid_at(embedded.signer_cert, moment.when):
                trust = Trust.HORS_DATES
            return SignatureResult(
                _name(embedded.signer_cert),
                moment,
                self._integrity(embedded, status, changes),
                trust,
                level,
                changes,
                _weak_digest(embedded),
            )
        except Exception:  # a forged signature may make pyHanko raise anything
            return UNREADABLE

    def _moment(self, status: PdfSignatureStatus) -> SigningTime | None:
        stamp, stated = status.timestamp_validity, status.signer_reported_dt
        if stamp and stamp.intact and stamp.valid and (stamp.trusted or not self.roots):
            return SigningTime(stamp.timestamp, True, bool(stamp.trusted))
        if stated and not stated.tzinfo:
            stated = stated.replace(tzinfo=UTC)  # ISO 32000-2, 7.9.4
        return SigningTime(stated, False, False) if stated else None

    def _changes(self, embedded: EmbeddedPdfSignature) -> tuple[str, ...]:
        _, _, start, length = embedded.byte_range
        signed = PdfReader(io.BytesIO(self.data[: start + length]))
        changes = [one.message for one in changes_since(signed, self.shown)]
        if not self.shows_one_thing:
            changes.append(UNLIKE)
        if self.uses[_reference(embedded)] > 1:
            changes.append(SHARED)
        return tuple(changes)

    def _integrity(
        self, embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, changes: Sequence[str]
    ) -> Integrity:
        stamp = status.timestamp_validity
        if not (status.intact and status.valid) or (stamp and not (stamp.intact and stamp.valid)):
            return Integrity.ALTEREE
        if not _covers_all_but_itself(embedded, self.data):
            return Integrity.ALTEREE
        level = status.modification_level
        if changes or level is None:
            return Integrity.MODIFIEE
        if level in INTEGRITY_OF_CHANGES:
            return INTEGRITY_OF_CHANGES[level] if status.docmdp_ok else Integrity.MODIFIEE
        # What pyHanko does not know shows nothing: a tool saved the file in its own way.
        later = (one for one in self.embedded.values() if one and not _is_time_stamp(one))
        others = any(one.signed_revision > embedded.signed_revision for one in later)
        return Integrity.SIGNATURES if others else Integrity.PREUVES

    def _trust(
        self, embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, level: str
    ) -> Trust:
        if not self.roots:
            alone = embedded.signer_cert.self_signed != "no"
            return Trust.AUTO_SIGNE if alone else Trust.NON_VERIFIE
        if level in ("B-T", "B-LT", "B-LTA"):
            result = asyncio.run(ades_lta_validation(embedded, _specification(self.roots)))
            return TRUST.get(result.ades_subindic, Trust.REFUSE)
        if status.trust_problem_indic is not None:
            return TRUST.get(status.trust_problem_indic, Trust.REFUSE)
        return Trust.VERIFIE if status.trusted else Trust.INCONNU

    def _level(self, embedded: EmbeddedPdfSignature) -> str:
        """Return the PAdES level of a signature (ETSI EN 319 142-1), '' for none."""
        names = _attributes(embedded.signer_info["signed_attrs"])
        pades = embedded.sig_object.get("/SubFilter") == SigSeedSubFilter.PADES.value
        if not pades or "signing_certificate_v2" not in names:
            return ""
        later = [
            one for one, _ in self.time_stamps if one.signed_revision > embedded.signed_revision
        ]
        added = _attributes(embedded.signer_info["unsigned_attrs"])
        if not later and "signature_time_stamp_token" not in added:
            return "B-B"
        if any(_has_revocation_info(self._state_at(one), embedded.signer_cert) for one in later):
            return "B-LTA"
        return "B-LT" if _has_revocation_info(self.reader, embedded.signer_cert) else "B-T"

    def _state_at(self, stamp: EmbeddedPdfSignature) -> HistoricalResolver:
        return self.reader.get_historical_resolver(stamp.signed_revision)

    def _context(self) -> ValidationContext:
        given: dict[str, Any] = {
            "trust_roots": list(self.roots),
            "allow_fetching": False,
            "revocation_mode": REVOCATION,
        }
        try:
            return DocumentSecurityStore.read_dss(self.reader).as_validation_context(given)
        except NoDSSFoundError:
            return ValidationContext(**given)


def _embedded_signatures(reader: PdfFileReader) -> dict[str, EmbeddedPdfSignature | None]:
    """Return the signature in each filled field, None where it cannot be read."""
    signatures: dict[str, EmbeddedPdfSignature | None] = {}
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            signatures[name] = _EmbeddedSignature(reader, field, name)
        except Exception:  # what is forged may make a library raise anything
            signatures[name] = None
    return signatures


def _reference(embedded: EmbeddedPdfSignature) -> Reference:
    reference: Reference = embedded.sig_field.raw_get("/V").reference
    return reference


def _is_time_stamp(embedded: EmbeddedPdfSignature | None) -> bool:
    return embedded is not None and embedded.sig_object_type == STAMP


def _covers_all_but_itself(embedded: EmbeddedPdfSignature, data: bytes) -> bool:
    """Return whether a validated signature covers a state of the file, but for its own value.

    pyHanko compares lengths only: a larger hole can carry another act, which it does not see.
    """
    start, before, after, length = embedded.byte_range
    place = embedded.reader.xrefs[_reference(embedded)]
    if not (0 == start < before < after <= after + length <= len(data) and isinstance(place, int)):
        return False
    head = data[place:before]
    return (
        head.rstrip().endswith(b"/Contents")
        and b"endobj" not in head
        and data[before:after].lower() == b"<%s>" % embedded.pkcs7_content.hex().encode()
        and embedded.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    )


def _weak_digest(embedded: EmbeddedPdfSignature) -> str:
    """Return the digest of a signature that can be forged, in capitals; '' for a sound one."""
    signed = embedded.signer_info["signature_algorithm"]
    digests = [embedded.md_algorithm, embedded.signer_info["digest_algorithm"]["algorithm"].native]
    with suppress(ValueError):  # an algorithm that has no digest of its own
        digests.append(signed.hash_algo)
    weak = [one for one in digests if str(one).lower() in WEAK_DIGESTS]
    return weak[0].upper() if weak else ""


def _name(certificate: x509.Certificate) -> str:
    subject = certificate.subject.native
    names = [subject.get(key) for key in ("common_name", "organization_name")]
    name = ", ".join(text for text in names if isinstance(text, str))
    return printable(name or str(certificate.subject.human_friendly))


def _is_valid_at(certificate: x509.Certificate, when: datetime) -> bool:
    """Return whether a certificate was valid at a time, which clocks may say a little wrong."""
    early, late = certificate.not_valid_before - when, when - certificate.not_valid_after
    return bool(early <= CLOCKS and late <= CLOCKS)


def _attributes(attributes: Any) -> set[str]:
    return {attribute["type"].native for attribute in attributes or ()}


def _has_revocation_info(state: Any, certificate: x509.Certificate) -> bool:
    try:
        store = DocumentSecurityStore.read_dss(state)
    except NoDSSFoundError:
        return False
    lists = (CertificateList.load(found.get_object().data) for found in store.crls)
    return bool(store.ocsps) or any(one.issuer == certificate.issuer for one in lists)


def _specification(roots: Sequence[x509.Certificate]) -> PdfSignatureValidationSpec:
    """Return how to validate signatures that contain their proofs, offline."""
    policy = CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy(REVOCATION))
    trusted = SimpleTrustManager.build(trust_roots=list(roots))
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(trusted, policy),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
        )
    )
