"""The visits in the report of a year: each circle reads its own, the public none."""

import pytest

from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.format import Format
from docgen.kinds.bilan.visites import hidden_in_words, read_visites
from docgen.referential.referential import Referential
from docgen.rendering.parity.words import docx_words, html_words
from tests.conftest import plain_blanks
from tests.kinds.bilan.years import report
from tests.referential.territoire.test_internal import UNITS
from tests.support.documents import OUR_TEMPLATES, renderer

VISITS = """visites:
  - commune: "81218"
    le: 2026-05-12
    diffusion: partenaires
    par: Adj. Exemple (exemple fictif)
    champs: [{id: demandes, titre: "Ce qui est demandé", lignes: [POUR LES PARTENAIRES]}]
    recueil: {le: 2026-05-13, par: Mme Fictive, fichier: a.pdf}
  - commune: "81101"
    le: 2026-06-12
    champs: [{id: demandes, titre: "Ce qui est demandé", lignes: [POUR LA FORCE]}]
    recueil: {le: 2026-06-13, par: Mme Fictive, fichier: b.pdf}
  - commune: "81101"
    le: 2025-06-12
    champs: [{id: demandes, titre: "Ce qui est demandé", lignes: [UNE AUTRE ANNÉE]}]
    recueil: {le: 2025-06-13, par: Mme Fictive, fichier: c.pdf}
"""
PRINTED = {
    "publique": None,
    "partenaires": ["POUR LES PARTENAIRES"],
    "interne": ["POUR LES PARTENAIRES", "POUR LA FORCE"],
}


@pytest.mark.parametrize("circle", PRINTED)
def test_report_prints_the_visits_of_its_readers(project, circle):
    project.write("content/visites.yaml", VISITS)
    path = project.root / "content/bilan/2026.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("diffusion: partenaires", f"diffusion: {circle}"), "utf-8")
    visits = report(project.workspace, 2026).facts.visites
    words = visits and [one.champs[0].lignes[0] for one in visits.liste]
    assert words == PRINTED[circle]


@pytest.mark.parametrize(("circle", "many"), [("partenaires", 1), ("interne", 0), ("publique", 2)])
def test_reports_that_its_readers_may_not_read_are_told(circle, many):
    circles = [Diffusion.PARTENAIRES, Diffusion.INTERNE]
    told = hidden_in_words(circles, "content/bilan/2026.yaml", 2026, Diffusion(circle))
    assert told[:1] == (str(many) if many else "")


def test_report_left_out_of_a_year_is_no_warning(project):
    project.write("content/visites.yaml", VISITS)
    assert "lecteurs" not in [one.code for one in report(project.workspace, 2026).notices]


@pytest.mark.parametrize(
    ("circle", "stem"),
    [
        ("partenaires", "bilan-2026"),
        ("interne", "bilan-2026-interne"),
        ("publique", "bilan-2026-publique"),
    ],
)
def test_report_of_a_circle_names_its_files_as_packs_do(project, circle, stem):
    path = project.root / "content/bilan/2026.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("diffusion: partenaires", f"diffusion: {circle}"), "utf-8")
    assert report(project.workspace, 2026).stem == stem


def test_visit_is_named_by_its_commune_and_day(project):
    project.write("content/visites.yaml", VISITS)
    [visit] = report(project.workspace, 2026).facts.visites.liste
    assert plain_blanks(visit.titre) == "Puygouzon, le 12 mai 2026"
    assert visit.qui == "par Adj. Exemple (exemple fictif)"


def test_two_reports_of_a_visit_count_as_one_visit(project):
    one, _, _ = VISITS.partition('  - commune: "81101"')
    mine = one.partition("visites:")[2].replace("partenaires", "interne", 1)
    mine = mine.replace("POUR LES PARTENAIRES", "POUR LA FORCE")
    project.write("content/visites.yaml", f"visites:{mine}{one.removeprefix('visites:')[1:]}")
    path = project.root / "content/bilan/2026.yaml"
    path.write_text(path.read_text("utf-8").replace("partenaires", "interne", 1), "utf-8")
    visits = report(project.workspace, 2026).facts.visites
    assert plain_blanks(visits.compte) == "1 visite dont le compte rendu est recueilli ; 1 commune."
    assert [plain_blanks(one.titre) for one in visits.liste] == [
        "Puygouzon, le 12 mai 2026",
        "Puygouzon, le 12 mai 2026 – interne",
    ]


def test_visits_are_the_same_words_in_word(project):
    project.write("content/visites.yaml", VISITS)
    made = report(project.workspace, 2026)
    words = html_words(OUR_TEMPLATES.fill_html(made))
    assert docx_words(renderer(Format.DOCX)(made, OUR_TEMPLATES).data) == words
    assert "PARTENAIRES" in words


def test_visit_after_the_day_it_was_gathered_is_refused(project):
    project.write("content/visites.yaml", VISITS.replace("2026-05-12", "2026-05-14"))
    with pytest.raises(ContentError) as error:
        read_visites(Referential(project.workspace))
    assert [(one.line, one.code) for one in error.value.problems] == [(3, "date")]


def test_visits_for_the_public_twice_or_nowhere_are_refused(project):
    wrong = VISITS.replace("diffusion: partenaires", "diffusion: publique")
    wrong = (
        wrong.replace("2025-06-12", "12/06/2026")
        .replace("2025-06-13", "2026-06-13")
        .replace("81218", "99999")
    )
    project.write("content/visites.yaml", wrong)
    with pytest.raises(ContentError) as error:
        read_visites(Referential(project.workspace))
    assert [(one.line, one.code) for one in error.value.problems] == [
        (2, "commune"),
        (4, "diffusion"),
        (12, "double"),
    ]


def test_internal_values_in_reports_for_partners_are_refused(project):
    project.write("content/territoire/unites.yaml", UNITS)
    told = VISITS.replace("Adj. Exemple (exemple fictif)", "Adj.-cheffe Julie Exemple")
    told = told.replace("POUR LES PARTENAIRES", "Appeler le 01.99.00.12.34")
    told = told.replace("POUR LA FORCE", "Julie Exemple").replace("Mme Fictive", "Julie Exemple")
    project.write("content/visites.yaml", told)
    with pytest.raises(ContentError) as error:
        report(project.workspace, 2026)
    assert [(one.line, one.code) for one in error.value.problems] == [
        (5, "interne"),
        (6, "interne"),
    ]
    [hint] = {plain_blanks(one.hint) for one in error.value.problems}
    assert "« diffusion: interne » pour cette visite ; ou, si le maire peut le lire, « diff" in hint


def test_visit_before_the_act_is_left_out_and_told(project):
    project.write("content/visites.yaml", VISITS.replace("2026-05-12", "2026-01-12"))
    made = report(project.workspace, 2026)
    [told] = [one for one in made.notices if one.code == "periode"]
    assert made.facts.visites is None
    assert (told.line, plain_blanks(told.message)) == (
        3,
        "la visite de Puygouzon du 12 janvier 2026 n’est pas dans le bilan 2026, qui va du 23 avril"
        " 2026 au 31 décembre 2026",
    )
