"""The fields that a service lays over its anchors, and those that lie elsewhere."""

import io
from dataclasses import replace

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from docgen.kinds import KINDS
from docgen.signatures.comparison.comparing import compare_with_source
from docgen.signatures.judgment import report_of
from docgen.signatures.report import Integrity, Likeness, Rebuilding, SourceOrigin
from docgen.signatures.wording import problems, report_lines
from tests.signatures.hostile import pdf
from tests.signatures.pki import FIRST, SECOND, authority
from tests.signatures.signed import anchored, fields, once, opened, options, unsigned
from tests.signatures.signing import sign
from tests.support import documents

BOXES = [tuple(one["rect"]) for one in fields()]
PAGE = fields()[0]["page"]


def laid(data, *boxes, page=PAGE, name="service", **entries):
    """Return a PDF with a field of a service over each of these rectangles."""
    writer, made = Writer(io.BytesIO(data)), io.BytesIO()
    for rank, box in enumerate(boxes):
        spec = SigFieldSpec(f"{name}-{rank}", on_page=page - 1, box=[round(side) for side in box])
        append_signature_field(writer, spec)
    for reference in writer.root["/AcroForm"]["/Fields"]:
        reference.get_object().update(pdf({f"/{key}": one for key, one in entries.items()}))
    writer.write(made)
    return made.getvalue()


def signed(data, rank=0):
    """Return a PDF with the field of a rank signed, and a stamp shown in it."""
    signer = authority().signer((FIRST, SECOND)[rank])
    return sign(data, f"service-{rank}", signer, options("lasting", rank))


def judged(data):
    """Return how a PDF compares with what docgen makes of its source."""
    shown = opened(data)
    source = report_of(data, shown).source
    return compare_with_source(
        data, shown, source, KINDS["convention"], documents.OUR_TEMPLATES
    ).rebuilding


@pytest.mark.parametrize("service", ["yousign", "docusign"])
@pytest.mark.parametrize(("boxes", "page"), [(BOXES, PAGE), ([(0, 0, 0, 0)] * 2, 1)])
def test_fields_over_anchors_are_those_of_the_service(service, boxes, page):
    data = laid(anchored(service).data, *boxes, page=page)
    assert judged(data) is Rebuilding.IDENTIQUE
    data = signed(signed(data), 1)
    assert judged(data) is Rebuilding.IDENTIQUE
    report = report_of(data, opened(data))
    assert [one.signature.integrity for one in report.fields] == [
        Integrity.SIGNATURES,
        Integrity.PREUVES,
    ]


MIDDLE = tuple(side + shift for side, shift in zip(BOXES[0], (0, 90, 0, 90), strict=True))
ACTION = {"S": "/JavaScript", "JS": "app.alert(1)"}


@pytest.mark.parametrize(
    ("boxes", "entries"),
    [
        ([MIDDLE], {}),
        ([BOXES[0], BOXES[0]], {}),
        (BOXES, {"page": 1}),
        (BOXES, {"A": {f"/{key}": one for key, one in ACTION.items()}}),
        (BOXES, {"FT": "/Tx"}),
    ],
)
def test_any_other_field_is_not_docgen_s(boxes, entries):
    data = laid(anchored("yousign").data, *boxes, **entries)
    assert judged(data) is Rebuilding.DIFFERENTE


def test_field_laid_after_a_signature_is_a_change():
    data = laid(signed(laid(anchored("yousign").data, BOXES[0])), BOXES[1], name="autre")
    [first, _] = report_of(data, opened(data)).fields
    assert first.signature.integrity is Integrity.MODIFIEE


def test_a_signature_in_no_case_is_told_its_place():
    data = sign(laid(unsigned(), (0, 0, 0, 0), page=1), "service-0", authority().signer(FIRST))
    report, nowhere = told(data)
    [hint] = [one.hint for one in problems(report, "essai.pdf", nowhere) if one.code == "ailleurs"]
    assert hint.endswith("demandez-lui de signer dans la sienne")


def test_a_signature_in_no_case_leaves_others_and_pages_sound():
    data = laid(once("plain"), (0, 0, 0, 0), page=1)
    report, nowhere = told(sign(data, "service-0", authority().signer(SECOND)))
    assert [one.signature.integrity for one in report.signed_fields] == [
        Integrity.SIGNATURES,
        Integrity.INTACTE,
    ]
    assert [one.code for one in problems(report, "essai.pdf", nowhere) if one.hint] == ["ailleurs"]
    assert any("tout est ce que docgen fait" in one for one in report_lines(report, "", nowhere))


def test_a_field_added_unsigned_is_a_change():
    [first, *_] = told(laid(once("plain"), (0, 0, 0, 0), page=1))[0].signed_fields
    assert first.signature.integrity is Integrity.MODIFIEE


def told(data):
    """Return the report on a PDF that is in no project, compared with what docgen makes."""
    shown = opened(data)
    report = report_of(data, shown)
    comparison = compare_with_source(
        data, shown, report.source, KINDS["convention"], documents.OUR_TEMPLATES
    )
    return replace(report, comparison=comparison), SourceOrigin(Likeness.SANS_PROJET)
