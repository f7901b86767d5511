"""Every change that somebody makes to a PDF is told, and what signing changes is not."""

import io
from itertools import cycle, product

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pypdf import PdfWriter

from docgen.format import Format
from docgen.signatures.comparison.allowed import NO_PLACES
from docgen.signatures.comparison.comparing import MAKER, UNLIKE, changes_since, compare_with
from docgen.signatures.foreign import foreign_errors
from docgen.signatures.judgment import report_of
from docgen.signatures.report import Integrity, Rebuilding
from tests.conftest import NIGHT
from tests.signatures import hostile, tampering
from tests.signatures.pki import FIRST, SECOND, authority
from tests.signatures.signed import NAME, WAYS, fields, once, opened, twice, unsigned
from tests.signatures.signing import sign, sign_by_hand
from tests.support import documents


def compared(data, maker=MAKER):
    """Return how a PDF compares with the convention."""
    artifact = documents.artifacts(NAME)[Format.PDF]
    with foreign_errors("essai.pdf"):
        return compare_with(artifact, data, opened(data), maker, NO_PLACES)


def told(data, comparison):
    """Yield all that is told of a PDF: of its pages, then of what came after each signature."""
    yield from (one.message for one in comparison.findings)
    for field in report_of(data, opened(data)).signed_fields:
        yield from field.signature.changes


def pairs(names, others):
    """Return each name with one of the others in turn; at night, with each."""
    return [*product(names, others)] if NIGHT else [*zip(names, cycle(others), strict=False)]


@pytest.mark.parametrize(("name", "way"), pairs(hostile.CHANGES, hostile.WAYS))
def test_a_change_is_told(name, way):
    change, said = hostile.CHANGES[name]
    data = hostile.WAYS[way](change)
    comparison = compared(data)
    assert comparison.rebuilding is Rebuilding.DIFFERENTE
    assert any(said in message for message in told(data, comparison))


BASES = (
    unsigned,
    lambda: once("plain"),
    lambda: twice("lasting"),
    lambda: saved_by_pypdf(unsigned()),  # which ends with a table, not with a stream
)


@pytest.mark.parametrize(("name", "base"), pairs(hostile.BYTES, BASES))
def test_hidden_bytes_are_told(name, base):
    change, said = hostile.BYTES[name]
    assert any(said in one.message for one in compared(change(base())).findings)


def test_pages_that_only_a_linear_order_finds_are_told():
    honest = saved_in_linear_order(unsigned())
    first, second = (page.indirect_reference.idnum for page in opened(honest).pages)
    said = b"/O %d " % first
    forged = honest.replace(said, (b"/O %d " % second).ljust(len(said)))
    assert compared(honest).ours
    assert [one.message for one in compared(forged).findings] == [UNLIKE]


def test_changes_are_many_enough():
    assert len(hostile.CHANGES) * len(hostile.WAYS) + len(hostile.BYTES) * 3 >= 112


# ---------- Another act within a signature ----------


@pytest.mark.parametrize("padded", [False, True])
def test_a_signature_wrapped_around_another_act_is_no_proof(padded):
    data = tampering.wrapped(once("plain"), padded=padded)
    [signed] = report_of(data, opened(data)).signed_fields
    assert signed.signature.integrity is Integrity.ALTEREE


@pytest.mark.parametrize("padded", [False, True])
def test_a_time_stamp_wrapped_around_another_act_is_no_proof(padded):
    data = tampering.wrapped(twice("lasting"), padded=padded)
    assert report_of(data, opened(data)).invalid_time_stamps == 1


# ---------- What is honest ----------


def saved_by_pikepdf(data):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def saved_in_linear_order(data):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(made, linearize=True)
    return made.getvalue()


def saved_by_pypdf(data):
    made = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(data)).write(made)
    return made.getvalue()


SAVED = (saved_by_pikepdf, saved_in_linear_order, saved_by_pypdf)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("signed", [once, twice])
def test_signing_changes_nothing_else(signed, way):
    comparison = compared(signed(way))
    assert comparison.ours
    assert list(told(signed(way), comparison)) == []


@pytest.mark.parametrize("save", SAVED)
def test_a_tool_may_save_before_it_signs(save):
    first = sign(save(unsigned()), fields()[0]["field"], authority().signer(FIRST))
    data = sign(first, fields()[1]["field"], authority().signer(SECOND))
    assert compared(data).findings == ()
    report = report_of(data, opened(data))
    assert all(field.signature.valid for field in report.fields)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b" \n\n", b"\0\0"])
def test_blanks_after_the_end_hide_nothing(ending):
    assert compared(twice("plain") + ending).ours


def test_the_first_annotation_may_be_a_time_stamp():
    with pikepdf.open(io.BytesIO(unsigned())) as file:
        del file.pages[0].Annots
        file.save(made := io.BytesIO())
    stamper = PdfTimeStamper(authority().time_stamper())
    stamped = stamper.timestamp_pdf(IncrementalPdfFileWriter(made), "sha256").getvalue()
    before, after = opened(made.getvalue()), opened(stamped)
    assert len(after.pages[0]["/Annots"]) == 1
    assert changes_since(before, after) == []


def test_a_field_signed_by_poppler_is_no_other_case():
    data = sign_by_hand(unsigned(), 0, authority().signer(FIRST), b"D:20261201Z", generation=1)
    assert compared(data).ours


def test_a_field_without_flags_may_be_locked():
    def without_flags(writer):
        for field in writer.root["/AcroForm"]["/Fields"]:
            del field.get_object()["/F"]
            writer.update_container(field.get_object())

    before = hostile.alone(without_flags)
    signed = sign(before, fields()[0]["field"], authority().signer(FIRST))
    locked = tampering.added(lock_first)(signed)
    assert changes_since(opened(before), opened(locked)) == []


def lock_first(writer):
    """Lock the first field, as signing tools do."""
    hostile.put(writer, writer.root["/AcroForm"]["/Fields"][0], F=128)


# ---------- Another version of docgen ----------


def test_of_another_version_only_what_no_version_explains_is_told():
    other, _ = hostile.CHANGES["other_letters"]
    found = compared(hostile.alone(other), "docgen 0.0.1")
    assert found.rebuilding is Rebuilding.AUTRE_VERSION
    square, said = hostile.CHANGES["square_over_a_signature"]
    found = compared(hostile.alone(square), "docgen 0.0.1")
    assert [one.message for one in found.findings] == [said]


def test_of_another_version_words_are_compared():
    for name in ("page_without_words", "without_its_last_page"):
        change, _ = hostile.CHANGES[name]
        found = compared(hostile.alone(change), "docgen 0.0.1")
        assert any("ne disent pas ce que dit la source" in one.message for one in found.findings)
