"""What is found of a signed PDF: who, when, whether it is intact, how far it can be proved."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import SimpleSigner
from pyhanko.sign.fields import MDPPerm
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from docgen.errors import ContentError
from docgen.signatures.comparison.comparing import changes_since
from docgen.signatures.extraction import extract
from docgen.signatures.foreign import open_pdf
from docgen.signatures.judgment import certificates_in, report_of
from docgen.signatures.report import (
    AttachedFile,
    FieldReport,
    Integrity,
    Likeness,
    SignatureReport,
    SignatureResult,
    SortOfPdf,
    SourceOrigin,
    Trust,
)
from docgen.signatures.unsourced import sort_of
from docgen.signatures.verification import verify
from docgen.signatures.wording import moment_in_french, problems
from tests.signatures import tampering
from tests.signatures.pki import FIRST, SECOND, TODAY, Authority, authority
from tests.signatures.signed import NAME, WAYS, fields, once, opened, twice, unsigned
from tests.signatures.signing import Options, drawing, sign, sign_by_hand, updated

A4 = (744, 1052)
LOGO = (100, 100)
LEVELS = {"plain": "B-B", "certified": "B-B", "lasting": "B-LTA"}


def report(data, *roots):
    """Return the report on a PDF."""
    return report_of(data, open_pdf(data, "essai.pdf"), roots)


def signatures(data, *roots):
    """Return the signatures of a PDF, None for an empty field."""
    return [field.signature for field in report(data, *roots).fields]


def test_an_unsigned_act_has_empty_fields_with_person_and_role():
    found = report(unsigned())
    told = [(field.name, field.person, field.office, field.signature) for field in found.fields]
    assert told == [(one["field"], one["name"], one["role"], None) for one in fields()]
    assert found.signed_fields == ()
    assert not found.draft
    assert not found.locked


def test_the_files_carried_are_listed():
    found = report(twice("lasting"))
    assert [(file.name, file.relationship) for file in found.attachments] == [
        (f"{NAME}.yaml", "Source"),
        (f"{NAME}.docx", "Alternative"),
    ]
    assert found.source.data.startswith(b"acte: projet\n")
    assert found.attachments == report(unsigned()).attachments


@pytest.mark.parametrize("way", WAYS)
def test_both_signatures_are_intact_with_their_level_and_moment(way):
    found = report(twice(way))
    first, second = (field.signature for field in found.fields)
    assert first.signer == f"{FIRST}, Exemple fictif"
    assert second.signer == f"{SECOND}, Exemple fictif"
    assert first.integrity is Integrity.SIGNATURES
    last = Integrity.PREUVES if LEVELS[way] == "B-LTA" else Integrity.INTACTE
    assert second.integrity is last
    assert first.valid
    assert second.valid
    assert {first.level, second.level} == {LEVELS[way]}
    assert {first.trust, second.trust} == {Trust.NON_VERIFIE}
    for one in (first, second):
        assert one.moment.stamped is (LEVELS[way] == "B-LTA")
        assert abs(one.moment.when - TODAY) < timedelta(hours=1)
    assert len(found.time_stamps) == (2 if LEVELS[way] == "B-LTA" else 0)
    assert found.locked is (way == "certified")


def test_an_empty_field_has_no_signature():
    first, second = signatures(once("plain"))
    assert first.integrity is Integrity.INTACTE
    assert second is None


@pytest.mark.parametrize("said", [b"D:20261201095917Z'", b"D:20261201095917"])
def test_a_time_is_read_as_other_programs_write_it(said):
    first, second = signatures(by_other_program(said))
    assert first.integrity is Integrity.SIGNATURES
    assert second.integrity is Integrity.INTACTE
    assert second.moment.when == datetime(2026, 12, 1, 9, 59, 17, tzinfo=UTC)


def test_a_signature_holds_when_its_time_is_no_date():
    _, second = signatures(by_other_program(b"hier"))
    assert second.valid
    assert second.moment is None


def test_a_time_at_the_end_of_all_is_worded():
    _, second = signatures(by_other_program(b"D:99991231235959Z"))
    assert moment_in_french(second.moment.when).endswith("décembre 9999 à 23\u00a0h\u00a059 (UTC)")


def test_a_signature_of_poppler_is_judged_as_any_other():
    first, second = signatures(by_other_program(b"D:20261201095917Z", generation=1))
    assert first.integrity is Integrity.SIGNATURES
    assert second.valid


def test_a_pdf_of_word_is_judged_as_any_other():
    first = signed_first(tampering.as_word_writes(unsigned()))
    assert signatures(first)[0].integrity is Integrity.INTACTE
    both = by_other_program(b"D:20261201095917Z", base=first)
    assert [one.valid for one in signatures(both)] == [True, True]
    changed = updated(
        first, {(opened(first).pages[0].raw_get("/Contents").idnum, 0): tampering.LIE}
    )
    assert signatures(changed)[0].integrity is Integrity.MODIFIEE


def test_a_second_table_that_gainsays_the_first_is_a_change():
    data = signed_first(tampering.as_word_writes(unsigned(), lying=True))
    assert signatures(data)[0].integrity is Integrity.MODIFIEE


def signed_first(data):
    """Return a PDF whose first field is signed."""
    return sign_by_hand(data, 0, authority().signer(FIRST), b"D:20261201095917Z")


def test_a_free_object_zero_of_pillow_changes_nothing():
    data = by_other_program(b"D:20261201Z", base=updated(once("plain"), {}, freed={0: 65536}))
    assert [one.integrity for one in signatures(data)][1] is Integrity.INTACTE


def by_other_program(said, generation=0, base=None):
    """Return the convention whose second signature is made as other programs do."""
    signer = authority().signer(SECOND)
    return sign_by_hand(base or once("plain"), 1, signer, said, generation=generation)


# ---------- Trust ----------


@pytest.mark.parametrize("way", WAYS)
def test_certificates_of_the_authority_given_are_recognised(way):
    roots = certificates_in(authority().root.pem)
    assert {one.trust for one in signatures(twice(way), *roots)} == {Trust.VERIFIE}


@pytest.mark.parametrize("way", ["plain", "lasting"])
def test_another_authority_does_not_know_them(way):
    other = Authority("Autre exemple fictif").root.asn1
    first, second = signatures(twice(way), other)
    for one in (first, second):
        assert one.trust is Trust.INCONNU
        assert not one.valid
        assert one.moment.stamped is False


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_a_digest_that_can_be_forged_is_no_proof(digest):
    options = Options(digest=digest)
    data = sign(unsigned(), fields()[0]["field"], authority().rsa_signer(), options)
    first, _ = signatures(data)
    assert first.weak_digest == digest.upper()
    assert not first.valid


def test_an_expired_certificate_is_reported():
    by = Authority("Exemple expiré", signers_for=10)
    data = sign(unsigned(), fields()[0]["field"], by.signer(FIRST))
    first, _ = signatures(data, by.root.asn1)
    assert first.trust is Trust.EXPIRE
    assert first.integrity is Integrity.INTACTE


@pytest.mark.parametrize("said", [b"D:20200101120000Z", b"D:20990101120000Z"])
def test_a_time_outside_those_of_the_certificate_is_reported(said):
    _, second = signatures(by_other_program(said))
    assert second.integrity is Integrity.INTACTE
    assert second.trust is Trust.HORS_DATES
    assert not second.valid


def test_a_certificate_expired_when_signing_needs_no_authority():
    signer = Authority("Exemple expiré", signers_for=10).signer(FIRST)
    [first, _] = signatures(sign(unsigned(), fields()[0]["field"], signer))
    assert first.trust is Trust.HORS_DATES


def test_a_certificate_that_the_signer_made_alone_is_told():
    own = Authority("Exemple seul").root
    signer = SimpleSigner(own.asn1, own.asn1_key, SimpleCertificateStore())
    [first, _] = signatures(sign_by_hand(unsigned(), 0, signer, b"D:20261201095917Z"))
    assert first.trust is Trust.AUTO_SIGNE
    assert first.valid


def test_a_revoked_certificate_is_reported():
    by = Authority("Exemple révoqué")
    signer = by.signer(FIRST)
    data = sign(unsigned(), fields()[0]["field"], signer)
    data = tampering.with_list(data, by.revoked(by.below, signer.signing_cert.serial_number))
    first, _ = signatures(data, by.root.asn1)
    assert first.trust is Trust.REVOQUE


@pytest.mark.parametrize("text", [b"", b"texte", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_without_certificates_is_no_authority(text):
    with pytest.raises(ValueError, match=r"^"):
        certificates_in(text)


# ---------- Tampering ----------


@pytest.mark.parametrize("way", WAYS)
def test_a_byte_changed_breaks_both_signatures(way):
    data = tampering.with_a_byte_changed(twice(way))
    assert [one.integrity for one in signatures(data)] == [Integrity.ALTEREE] * 2


@pytest.mark.parametrize("way", ["plain", "lasting"])
@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (tampering.with_words_on_a_page, "la page 1 ne montre pas ce que docgen y dessine"),
        (tampering.without_its_last_page, "la page 2 manque"),
        (tampering.with_another_source, f"le fichier joint « {NAME}.yaml » n’est pas celui"),
        (tampering.with_another_name_on_a_field, "la case de signature de Madame Exemple Fictif"),
    ],
)
def test_an_addition_at_the_end_is_reported(way, tamper, what):
    for one in signatures(tamper(twice(way))):
        assert one.integrity is Integrity.MODIFIEE
        assert one.changes[0].startswith(what)
        assert not one.valid


@pytest.mark.parametrize(
    "tamper",
    [
        tampering.with_contents_freed,
        tampering.with_number_given_again,
        tampering.with_number_given_unprepared,
        tampering.with_number_given_after_pillow,
    ],
)
def test_an_object_that_some_readers_replace_is_a_change(tamper):
    [first, _] = signatures(tamper(once("plain")))
    assert first.integrity is Integrity.MODIFIEE


def test_a_signature_without_a_frame_is_a_change():
    unframed = drawing(b"1 g -500 -500 1000 1000 re f", b"/Subtype/Form")
    signer, said = authority().signer(SECOND), b"D:20261201095917"
    first, _ = signatures(sign_by_hand(once("plain"), 1, signer, said, drawn=unframed))
    assert first.integrity is Integrity.MODIFIEE
    assert "montre autre chose qu’une signature" in first.changes[0]


def test_a_signature_in_two_fields_is_valid_in_none():
    found = signatures(tampering.with_the_signature_of_another(once("plain")))
    assert [one.valid for one in found] == [False, False]


def test_changes_between_signatures_are_reported_for_the_first_only():
    changed = tampering.with_words_on_a_page(once("plain"))
    data = sign(changed, fields()[1]["field"], authority().signer(SECOND))
    first, second = signatures(data)
    assert first.integrity is Integrity.MODIFIEE
    assert second.integrity is Integrity.INTACTE


def test_a_certified_act_admits_a_signature_of_poppler():
    data = sign(unsigned(), fields()[0]["field"], authority().signer(FIRST), Options(certify=True))
    first, _ = signatures(by_other_program(b"D:20261201095917Z", base=data))
    assert (first.integrity, first.changes) == (Integrity.SIGNATURES, ())


def test_a_signature_after_one_that_admits_none_is_a_change():
    options = Options(certify=True, permits=MDPPerm.NO_CHANGES)
    data = sign(unsigned(), fields()[0]["field"], authority().signer(FIRST), options)
    assert (report(data).locked, report(data).closed) == (False, True)
    first, _ = signatures(by_other_program(b"D:20261201095917Z", base=data))
    assert first.integrity is Integrity.MODIFIEE
    assert first.changes == ("elle n’admettait pas ce qui a été ajouté ensuite",)


def test_a_corrupt_signature_is_reported_and_hides_no_other():
    data = twice("plain")
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    data = data[:start] + b"00" * 40 + data[start + 80 :]
    first, second = signatures(data)
    assert first.integrity is Integrity.SIGNATURES
    assert second.integrity is Integrity.ILLISIBLE
    assert not second.valid


def test_a_corrupt_time_stamp_lowers_the_level_and_is_reported():
    data = twice("lasting")
    stamp = PdfFileReader(io.BytesIO(data)).embedded_timestamp_signatures[-1]
    stamped = stamp.compute_digest().hex().upper().encode()
    found = report(data.replace(stamped, b"0" * len(stamped)))
    first, second = (field.signature for field in found.fields)
    assert found.invalid_time_stamps == 1
    assert (first.level, second.level) == ("B-LTA", "B-LT")
    assert first.valid
    assert second.valid


# ---------- Names ----------


def is_told(person, signer):
    """Return whether the case of a person is told to be signed by someone else."""
    signature = SignatureResult(signer, None, Integrity.INTACTE, Trust.VERIFIE)
    field = FieldReport("case", person, "", signature)
    report = SignatureReport("", 1, (field,), (), (), 0, draft=False, locked=False)
    found = problems(report, "essai.pdf", SourceOrigin(Likeness.SANS_PROJET))
    return [one.code for one in found] == ["signataire"]


@pytest.mark.parametrize(
    ("person", "signer"),
    [
        ("Colonel Jean-Marc EXEMPLE", "EXEMPLE Jean-Marc, Gendarmerie"),
        ("Mme Fictive Dombre-Exemple", "Fictive DOMBRE EXEMPLE"),
        ("EXEMPLE Fictif", "Fictif Exemple"),
        ("M. Exemple", "Fictif Exemple"),
        ("Mme Fictive DE LA", "Fictive DE LA"),
        ("M. Exemple Maréchal", "Exemple MARECHAL"),
        ("", "Fictif Exemple"),
    ],
)
def test_the_person_of_a_case_signs_it(person, signer):
    assert not is_told(person, signer)


@pytest.mark.parametrize(
    ("person", "signer"),
    [
        ("Colonel Jean-Marc EXEMPLE", "Jean-Marc AUTRE"),
        ("Colonel Jean-Marc EXEMPLE", "Colonel Paul EXEMPLE"),
        ("M. Exemple Maréchal", "Exemple Autre"),
        ("Monsieur Fictif Exemple", "Autre Personne, Exemple"),
        ("Mme Fictive DE L’EXEMPLE", "Fictive DE L’AUTRE"),
        ("Mme Fictive LE EXEMPLE", "Fictive LE AUTRE"),
        ("Mme Fictive SAINT-EXEMPLE", "Fictive SAINT-AUTRE"),
    ],
)
def test_another_person_who_shares_words_is_told(person, signer):
    assert is_told(person, signer)


def test_a_draft_that_somebody_signed_is_no_act():
    signature = SignatureResult("", None, Integrity.INTACTE, Trust.VERIFIE)
    field = FieldReport("case", "", "", signature)
    found = SignatureReport("", 1, (field,), (), (), 0, draft=True, locked=False)
    told = problems(found, "essai.pdf", SourceOrigin(Likeness.SANS_PROJET))
    assert [one.code for one in told] == ["projet"]


# ---------- Scans, and several acts in one file ----------


def test_a_pdf_with_several_sources_is_several_acts():
    files = [AttachedFile(name, "Source", b"") for name in ("a.yaml", "b.yaml")]
    assert sort_of(PdfReader(io.BytesIO(unsigned())), files) is SortOfPdf.REUNI
    assert sort_of(PdfReader(io.BytesIO(unsigned())), files[1:]) is SortOfPdf.DOCGEN


def test_a_scan_without_data_is_the_same_once_signed():
    before = opened(scanned(A4))
    del before.trailer["/Info"]
    assert changes_since(before, before) == []


def scanned(*sizes, words_read=False):
    """Return a PDF with an image a page, as Pillow makes one of papers that went through a copier.

    A copier that reads the words adds a font.
    """
    images = [Image.new("L", size, 255) for size in sizes]
    images[0].save(made := io.BytesIO(), "PDF", save_all=True, append_images=images[1:])
    writer = PdfWriter(made)
    for page in writer.pages if words_read else ():
        page["/Resources"][NameObject("/Font")] = DictionaryObject(
            {NameObject("/F1"): NameObject("/F")}
        )
        page.mediabox.upper_right = A4
    writer.write(made := io.BytesIO())
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "sort"),
    [
        (scanned(A4, A4), SortOfPdf.SCAN),
        (scanned(A4, words_read=True), SortOfPdf.SCAN),
        (scanned(LOGO, words_read=True), SortOfPdf.AUTRE),
    ],
    ids=["images", "images and words", "logo"],
)
def test_a_page_filled_by_an_image_is_a_scan(data, sort):
    assert sort_of(PdfReader(io.BytesIO(data)), ()) is sort


def test_a_scan_of_pillow_is_read(tmp_path):
    Image.new("L", A4, 255).save(path := tmp_path / "recu.pdf")
    report, _ = verify(path, None)
    assert (report.pages, report.sort) == (1, SortOfPdf.SCAN)


def test_a_scan_is_to_be_compared_by_eye(tmp_path):
    Image.new("L", A4, 255).save(path := tmp_path / "recu.pdf")
    with pytest.raises(ContentError, match="à l’œil"):
        extract(path, tmp_path)
