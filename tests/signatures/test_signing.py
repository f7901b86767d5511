"""Two people sign one after the other, and the document stays what it is."""

import asyncio
import io
import re

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation

from docgen.signatures.judgment import _specification
from tests.conformity.verdicts import broken
from tests.signatures.pki import FIRST, SECOND, authority
from tests.signatures.signed import WAYS, fields, once, opened, twice, unsigned
from tests.signatures.signing import sign
from tests.support.reading import heard


def signatures(data):
    """Return the signatures of a PDF, in the order in which they were made."""
    return PdfFileReader(io.BytesIO(data)).embedded_regular_signatures


def judged(signature):
    """Return pyHanko's own judgment of a signature, by the authority of the tests."""
    return validate_pdf_signature(signature, authority().context())


@pytest.mark.parametrize("way", WAYS)
def test_both_signatures_hold_and_the_first_survives_the_second(way):
    first, second = map(judged, signatures(twice(way)))
    assert first.bottom_line
    assert second.bottom_line
    assert first.modification_level is ModificationLevel.FORM_FILLING
    assert first.docmdp_ok
    assert second.modification_level <= ModificationLevel.LTA_UPDATES
    assert first.diff_result.changed_form_fields == {fields()[1]["field"]}


def test_signatures_with_their_proofs_hold_for_the_long_term():
    for signature in signatures(twice("lasting")):
        by = _specification([authority().root.asn1])
        assert asyncio.run(ades_lta_validation(signature, by)).ades_subindic is AdESPassed.OK


def test_a_certified_document_admits_nothing_but_signatures():
    first, second = signatures(twice("certified"))
    assert first.docmdp_level is MDPPerm.FILL_FORMS
    assert second.docmdp_level is None


@pytest.mark.parametrize("way", WAYS)
def test_the_archive_and_screen_readers_still_have_their_standards(way):
    assert broken(f"once-{way}") == []
    assert broken(f"twice-{way}") == []


@pytest.mark.parametrize("way", WAYS)
def test_what_was_there_is_still_there_byte_for_byte(way):
    assert once(way).startswith(unsigned())
    assert twice(way).startswith(once(way))


@pytest.mark.parametrize("way", WAYS)
def test_a_screen_reader_reads_the_same_words(way):
    assert heard(twice(way)) == heard(unsigned())


def test_a_stamp_brings_its_own_font_and_no_other():
    last = opened(twice("lasting")).pages[-1]
    first, second = list(last["/Annots"])[:2]
    for annotation in (first, second):
        drawn = annotation.get_object()["/AP"]["/N"]
        [card] = drawn["/Resources"]["/XObject"].values()
        fonts = [*card.get_object()["/Resources"]["/Font"].values()]
        assert fonts
        for font in fonts:
            assert re.match(r"/[A-Z]{6}\+Source-Sans-3", font.get_object()["/BaseFont"])
        assert "/Font" not in drawn["/Resources"]


def test_a_signature_without_a_stamp_shows_nothing():
    first, second = list(opened(twice("plain")).pages[-1]["/Annots"])[:2]
    for annotation in (first, second):
        assert annotation.get_object()["/AP"]["/N"].get_data().split() == [b"q", b"Q"]


def test_the_tooltip_still_names_person_and_role():
    found = opened(twice("lasting")).get_fields()
    assert len(fields()) == 2
    for field in fields():
        assert found[field["field"]]["/TU"] == f"Signature de {field['name']}, {field['role']}"


def test_no_field_is_ever_added():
    with pytest.raises(SigningError):
        sign(unsigned(), "signature-inconnue-3", authority().signer(FIRST))


def test_no_field_is_signed_twice():
    with pytest.raises(SigningError):
        sign(once("plain"), fields()[0]["field"], authority().signer(SECOND))
