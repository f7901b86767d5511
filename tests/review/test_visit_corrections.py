"""Reports of visits that come back corrected: told first, then written where they stand."""

from datetime import date

import pytest

from docgen.errors import ContentError
from docgen.referential.referential import Referential
from docgen.review.visit_corrections import correct_reports
from docgen.review.visit_forms import reports_of
from docgen.review.visit_reports import Gatherer
from tests.conftest import plain_blanks
from tests.review.test_visit_reports import DAY, SECRET, content, fields, gather, internal, visits
from tests.signatures.forms import PACK, REPORT

LE = f"{PACK}visite-le"
DEMANDES, SUITES = f"{REPORT}demandes", f"{REPORT}suites"
FIRST = fields(**{SUITES: ("Un rendez-vous",)})


@pytest.fixture
def gathered(project):
    """Return a project in which a report was gathered, and a person wrote a comment."""
    gather(project, ("a.pdf", FIRST))
    path = project.root / "content/visites.yaml"
    path.write_text(content(project).replace("  le: ", "  # au marché\n  le: ", 1), "utf-8")
    return project


def correct(project, told, **options):
    """Return what a report changes, as titles and words."""
    gatherer = Gatherer("Mme Y", DAY, lambda _: None)
    reports = reports_of("b.pdf", told, emptied=True)
    changes = correct_reports(Referential(project.workspace), reports, gatherer, **options)
    return [(bool(one.former), one.line, one.words) for one in changes]


def test_corrected_report_is_told_then_written_in_place(gathered):
    told = fields(**{SUITES: ("Un appel",)})
    before = content(gathered)
    [(known, line, [(title, *words)])] = correct(gathered, told)
    assert (known, title, words) == (True, f"Titre de {SUITES}", ["Un rendez-vous", "Un appel"])
    assert before.splitlines()[line - 1].startswith("- commune")
    assert content(gathered) == before
    correct(gathered, told, write=True)
    assert content(gathered) == before.replace("Un rendez-vous", "Un appel").replace(
        "par: Mme X", "par: Mme Y"
    ).replace("fichier: a.pdf", "fichier: b.pdf")
    assert correct(gathered, told) == []


def test_same_report_changes_nothing(gathered):
    before = content(gathered)
    assert correct(gathered, FIRST, write=True) == []
    assert content(gathered) == before


def test_new_report_is_told_and_added(gathered):
    other = [(name.replace("81218", "81101"), *rest) for name, *rest in FIRST]
    [(known, line, words)] = correct(gathered, other, write=True)
    assert (known, line, len(words)) == (False, None, 2)
    assert [one.commune for one in visits(gathered)] == ["81101", "81218"]


def test_report_of_another_circle_is_added_beside(gathered):
    secret = internal(SECRET)
    [(known, line, _)] = correct(gathered, secret, write=True)
    assert (known, line) == (False, None)
    assert [one.diffusion for one in visits(gathered)] == ["partenaires", "interne"]
    assert correct(gathered, FIRST) == correct(gathered, secret) == []


def test_emptied_report_ends_that_of_its_circle_only(gathered):
    secret = internal(SECRET)
    correct(gathered, secret, write=True)
    told = [(name, label, lines if "visite-le" in name else ()) for name, label, lines in secret]
    correct(gathered, told, write=True, effacer=True)
    assert [one.diffusion for one in visits(gathered)] == ["partenaires"]


def test_same_words_for_another_circle_change_their_readers(gathered):
    [(known, _, [words])] = correct(gathered, internal(FIRST), write=True)
    assert (known, words) == (True, ("lecteurs", "partenaires", "interne"))
    assert [one.diffusion for one in visits(gathered)] == ["interne"]


def test_wrong_day_is_corrected_where_it_stands(gathered):
    told = [(name, label, ("13/05/2026",) if name == LE else lines) for name, label, lines in FIRST]
    [(_, _, [(title, *days)])] = correct(gathered, told, write=True)
    assert (title, days) == ("jour de la visite", ["2026-05-12", "2026-05-13"])
    assert [one.le for one in visits(gathered)] == [date(2026, 5, 13)]
    assert "# au marché\n" in content(gathered)


@pytest.mark.parametrize("emptied", [(SUITES,), (SUITES, DEMANDES)])
def test_emptied_words_go_only_on_demand(gathered, emptied):
    told = [(name, label, () if name in emptied else lines) for name, label, lines in FIRST]
    before = content(gathered)
    [(_, _, words)] = correct(gathered, told)
    assert len(words) >= len(emptied)
    with pytest.raises(ContentError) as error:
        correct(gathered, told, write=True)
    [problem] = error.value.problems
    assert plain_blanks(problem.message).startswith("Puygouzon, le 12 mai 2026, effacement : ")
    assert "--effacer" in problem.hint
    assert content(gathered) == before
    correct(gathered, told, write=True, effacer=True)
    assert [len(one.champs) for one in visits(gathered)] == ([1] if len(emptied) == 1 else [])


def test_empty_report_of_no_known_visit_is_refused(project):
    told = [(name, label, lines if name == LE else ()) for name, label, lines in FIRST]
    with pytest.raises(ContentError, match="rien n’en était recueilli"):
        correct(project, told, effacer=True)
