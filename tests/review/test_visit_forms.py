"""Which fields of a PDF are those of a report, and what else stands on its pages."""

import pytest

from docgen.errors import ContentError
from docgen.review.visit_forms import reports_of, unread_words
from tests.conftest import plain_blanks
from tests.signatures.forms import PACK, REPORT

LE = (f"{PACK}visite-le", "Visite du", ("12 mai 2026",))
DEMANDES = (f"{REPORT}demandes", "Demandes", ("Un passage",))


def named(name):
    """Return the field of a report under another name."""
    return (name, *DEMANDES[1:])


def test_circle_that_no_pack_is_for_is_refused():
    told = [(name.replace("81218", "81218-internes"), *rest) for name, *rest in (LE, DEMANDES)]
    with pytest.raises(ContentError):
        reports_of("a.pdf", told)


@pytest.mark.parametrize("put", ["{}_2", "{}.0", "{} [2418]", "copie.{}"])
def test_name_that_another_program_lengthened_is_known(put):
    [report] = reports_of("a.pdf", [LE, named(put.format(DEMANDES[0]))])
    assert report.fields == [("demandes", *DEMANDES[1:])]


def test_field_that_stands_twice_alike_is_read_once():
    [report] = reports_of("a.pdf", [LE, DEMANDES, LE, DEMANDES])
    assert report.fields == [("demandes", *DEMANDES[1:])]


@pytest.mark.parametrize("lines", [("Autre chose",), ()])
@pytest.mark.parametrize("more", ["", "_2"])
def test_two_reports_put_together_are_refused(more, lines):
    other = (f"{DEMANDES[0]}{more}", "Demandes", lines)
    with pytest.raises(ContentError, match="Demandes : deux comptes rendus"):
        reports_of("a.pdf", [LE, DEMANDES, other])


def test_field_that_lost_its_label_is_called_by_its_name():
    [report] = reports_of("a.pdf", [LE, (DEMANDES[0], "", DEMANDES[2])])
    assert report.fields[0][1] == "Demandes"


def test_words_in_other_fields_and_on_pages_are_told():
    notes = ("fiche-article-5-81218--notes", "Notes", ("x",))
    other = ("Texte1", "", ("Un mot",))
    marked = {1: ("autre",), 21: (DEMANDES[0],)}
    told = [
        (one.field, one.message[:8]) for one in unread_words("a.pdf", [LE, other, notes], marked)
    ]
    assert told == [("Texte1", "ce champ"), ("", "page 21,")]
    assert not [*unread_words("a.pdf", [other], marked)]


@pytest.mark.parametrize(
    ("told", "message"),
    {
        (): "ce PDF n’a aucun champ à remplir",
        (("autre", "Autre", ("x",)),): (
            "ce formulaire n’est pas celui d’un dossier de commune de docgen"
        ),
        ((f"{PACK}notes-1", "Notes", ("x",)),): "le compte rendu de visite est vide",
        ((f"{PACK}visite-le", "Le", ("31/02/2026",)),): (
            "le compte rendu de visite est vide,"
            " et le jour de la visite n’existe pas : « 31/02/2026 »"
        ),
    }.items(),
)
def test_file_without_a_report_is_refused(told, message):
    with pytest.raises(ContentError) as error:
        reports_of("a.pdf", told)
    assert [one.message for one in error.value.problems] == [message]


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("scan.pdf", "commune-pack-….pdf"),
        ("commune-pack-81218-x (1).pdf", "commune-pack-81218-x.pdf"),
    ],
)
def test_scanned_report_is_to_be_typed_into_its_pack(file, named):
    with pytest.raises(ContentError) as error:
        reports_of(f"retours/{file}", ())
    [hint] = [plain_blanks(one.hint) for one in error.value.problems]
    assert f"à la main, ou numérisé : recopiez-le dans output/commune-pack/{named}" in hint


def test_sheet_of_what_is_left_is_sent_to_its_pack():
    with pytest.raises(ContentError) as error:
        reports_of("retours/commune-pack-81218-x-reste-a-faire.pdf", ())
    [hint] = [plain_blanks(one.hint) for one in error.value.problems]
    assert hint == "donnez le dossier rempli, output/commune-pack/commune-pack-81218-x.pdf"


@pytest.mark.parametrize("told", [(), (("autre", "Autre", ("x",)),)])
def test_signed_pdf_is_sent_to_the_command_for_signatures(told):
    with pytest.raises(ContentError) as error:
        reports_of("convention.pdf", told)
    assert "signé : docgen verifier FICHIER.pdf" in plain_blanks(error.value.problems[0].hint)
