"""A report: the indicators of fiches, lines where nothing is written, curves where years are."""

import json
import re
from datetime import date

import pytest

from docgen.document import Diffusion
from docgen.errors import ContentError, Severity
from docgen.importing.imports import import_official
from docgen.importing.input_file import ImportOptions
from docgen.kinds.bilan.composition import _change_sentence
from docgen.kinds.bilan.facts import FaitsBilan
from docgen.kinds.bilan.suivi import SuiviAnnuel
from docgen.kinds.bilan.summary import count_all, draw_part_of_all, say_part
from docgen.kinds.writing.corpus import corpus_of
from docgen.referential.referential import Referential
from docgen.rendering.docx.lint import lint_docx
from tests.importing.trial_import import table
from tests.kinds.bilan.years import EMPTY, filled, report, written
from tests.support import documents
from tests.support.documents import HERE, OUR_TEMPLATES


def ours():
    """Return the report that we ship."""
    return documents.document("bilan-2026")


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_our_report_follows_every_fiche_and_holds_no_number():
    made = ours()
    assert len(made.facts.actions) == len(corpus_of(Referential(HERE)).keys("fiche"))
    values = [one for action in made.facts.actions for one in action.valeurs]
    assert {one.nombres for one in values} == {("",)}
    assert len(values) == EMPTY.count("indicateur:")
    assert all(action.lignes for action in made.facts.actions)
    assert not any(one.evolution for one in values)


def test_every_indicator_of_every_fiche_is_in_it():
    suivi = SuiviAnnuel(Referential(HERE), 2026, Diffusion.INTERNE)
    actions = ours().facts.actions
    assert sum(len(action.valeurs) for action in actions) == EMPTY.count("indicateur:")
    for action in actions:
        fiche = next(
            fiche
            for key in suivi.corpus.keys("fiche")
            if (fiche := suivi.fiche(key)).titre == action.titre
        )
        assert [one.libelle for one in action.valeurs] == [
            one.libelle for one in fiche.suivi.indicateurs
        ]


def test_report_with_empty_values_is_a_draft_with_their_places():
    made = ours()
    assert not made.final
    assert made.left[0].name == "Fiche 4.1\u00a0: 3 nombres à écrire, et ce qui a été fait"
    assert [one.name for one in made.left[-2:]] == [
        *("Les faits marquants de l’année", "Les perspectives de l’année suivante")
    ]
    assert made.facts.repere == "PROJET – à compléter"
    assert plain(made.facts.compte) == "18 engagements, 40 indicateurs dont aucun renseigné."


def test_report_is_a_draft_when_its_lists_are_emptied(project):
    path = project.root / "content/bilan/2026.yaml"
    text = re.sub(r"chiffres: \[.*\]", "chiffres:", EMPTY.replace("marquants: []", "marquants:"))
    assert "\nmarquants:\n" in text
    path.write_text(text, "utf-8")
    made = report(project.workspace, 2026)
    assert (made.final, made.facts.marquants, made.facts.chiffres) == (False, (), ())


def test_it_says_until_when_the_parties_may_decide():
    assert plain(ours().facts.echeance) == (
        "À lire au plus tard le 23 février 2027, dernier jour pour dénoncer la convention ; sans"
        " dénonciation, elle est reconduite le 23 avril 2027."
    )


def test_actions_stand_by_the_numbers_of_their_fiches():
    found = [plain(action.reference) for action in ours().facts.actions]
    assert found == [
        *("3 a", "3 b", "3 c", "4 a", "4 b", "4 c", "4 d", "4 e", "4 f", "4 g"),
        *("art. 5", "4.1", "4.2", "5.1", "5.2", "6.1", "6.1 bis", "6.2"),
    ]


def test_numbers_to_read_first_are_known_ones(project):
    assert ours().facts.chiffres == ()
    written(project.root, 2024, 2026)
    made = report(project.workspace, 2026).facts.chiffres
    assert [plain(f"{one.valeur} {one.libelle}") for one in made] == [
        *("90 Communes visitées", "126 Brigades avec un enquêteur"),
        "162 Communes engagées",
    ]
    assert [plain(one.comparaison) for one in made] == [
        f"{first} en 2024 (+50 %)" for first in (60, 84, 108)
    ]
    sources = [plain(one.source) for one in made]
    assert sources == ["5.1 · GGD81", "5.2 · GGD81", "6.1 · GGD81"]


def test_first_numbers_are_drawn_beside_all_there_are(project):
    written(project.root, 2026)
    shown = report(project.workspace, 2026).facts.chiffres
    said = [plain(one.comparaison) for one in shown]
    assert [re.sub(r"\d+", "n", one) for one in said] == [
        *("sur n en zone gendarmerie", "", "sur n en zone gendarmerie")
    ]
    assert [one.evolution and one.evolution.valeur for one in shown] == [90, None, 162]
    assert [bool(one.part) for one in shown] == [True, False, True]


def test_short_bars_are_said_in_words(project):
    written(project.root, 2026)
    path = project.root / "content/bilan/2026.yaml"
    path.write_text(path.read_text("utf-8").replace("valeur: 90", "valeur: 12"), "utf-8")
    shown = report(project.workspace, 2026).facts.chiffres
    assert [one.evolution for one in shown] == [None] * 3
    assert [one.part for one in shown] == [""] * 3
    assert plain(shown[0].comparaison).endswith(" en zone gendarmerie (4 %)")


def test_numbers_in_large_are_not_printed_again_below(project):
    written(project.root, 2026)
    facts = report(project.workspace, 2026).facts
    large = {one.libelle for one in facts.chiffres}
    below = {plain(one.resume.libelle) for one in facts.actions}
    assert (len(large), large & below) == (3, set())


def test_part_of_all_never_rounds_to_none_or_all():
    said = {(1, 304): "0,3 %", (12, 304): "4 %", (303, 304): "99,7 %", (304, 304): "100 %"}
    said |= {(1, 40): "3 %", (1, 8): "13 %", (0, 8): "0 %"}  # a half is rounded up
    assert said == {of: plain(say_part(draw_part_of_all(*of, "en tout"))) for of in said}


def test_brigades_without_identifier_are_each_counted(project):
    columns = ("code_commune", "libelle_commune", "institution", "id_service", "service")
    rows = (("81001", "Aguts", "GN", "", "A"), ("81003", "Alban", "GN", "", "B"))
    path = project.root / "gn-competence-2026-09-01.csv"
    path.write_text(table(columns, *rows), "utf-8")
    import_official(project.workspace, "competence", [path], ImportOptions())
    said = count_all("brigades", Referential(project.workspace))
    assert said == (2, "sur 2 brigades")


def test_what_others_than_the_gendarmerie_count_has_no_total(project):
    written(project.root, 2026)
    path = project.root / "content/fiche/action-6-1.yaml"
    counted = "unite: communes, source: "
    path.write_text(path.read_text("utf-8").replace(f"{counted}ggd81", f"{counted}amr81"), "utf-8")
    shown = report(project.workspace, 2026).facts.chiffres
    assert [bool(one.evolution) for one in shown] == [True, False, False]


def test_sentence_reads_the_year_when_something_is_counted(project):
    assert ours().facts.lecture == ""
    written(project.root, 2026)
    alone = plain(report(project.workspace, 2026).facts.lecture)
    assert alone == "Première année comptée : les suivantes se compareront à ces nombres."
    written(project.root, 2024)
    path = project.root / "content/bilan/2026.yaml"
    text = path.read_text("utf-8").replace(
        "cyber-informees, valeur: 18", "cyber-informees, valeur: 0"
    )
    text = text.replace("cyber-diagnostics, valeur: 30", "cyber-diagnostics, valeur: 20")
    path.write_text(text, "utf-8")
    facts = report(project.workspace, 2026).facts
    assert plain(facts.lecture) == (
        "Depuis leur premier chiffre connu : 38 indicateurs montent, 1 baisse, 1 ne change pas."
    )
    assert " À zéro cette année : Communes informées (4.1). Évolution" in plain(facts.compte)


def test_a_rise_under_one_percent_is_told_as_a_rise(project):
    for year, value in ((2024, 300), (2026, 301)):
        written(project.root, year)
        path = project.root / f"content/bilan/{year}.yaml"
        path.write_text(
            re.sub(r"valeur: \d+", f"valeur: {value}", path.read_text("utf-8")), "utf-8"
        )
    facts = report(project.workspace, 2026).facts
    assert plain(facts.lecture) == "Depuis leur premier chiffre connu : 40 indicateurs montent."
    assert {plain(one.comparaison) for one in facts.chiffres} == {"300 en 2024 (+1)"}


def test_sentence_has_its_noun_when_no_indicator_rose():
    assert plain(_change_sentence(["−2", "−3", "="])) == (
        "Depuis le premier chiffre connu des indicateurs : 2 baissent, 1 ne change pas."
    )


def first_value(made):
    return next(one for one in made.facts.actions if one.reference == "4.1").valeurs[0]


def test_line_needs_two_years(project):
    written(project.root, 2026)
    alone = report(project.workspace, 2026)
    assert alone.final
    assert alone.facts.annees == ("2026",)
    assert first_value(alone).evolution is None
    written(project.root, 2024)
    made = report(project.workspace, 2026)
    assert made.facts.annees == ("2024", "2025", "2026")
    assert first_value(made).nombres == ("12", "", "18")
    assert first_value(made).evolution.valeurs == (12, None, 18)
    assert first_value(made).variation == "+6"
    written(project.root, 2023, 2025)
    made = report(project.workspace, 2026)
    assert made.facts.annees == ("2024", "2025", "2026")
    assert first_value(made).evolution.valeurs == (9, 12, 15, 18)


def test_no_column_waits_for_a_year_before_the_signature(project):
    assert ours().facts.annees == ("2026",)
    assert plain(ours().facts.surtitre).endswith(" avril à décembre 2026")
    written(project.root, 2027)
    later = report(project.workspace, 2027).facts
    assert later.annees == ("2026", "2027")
    assert plain(later.surtitre).endswith(" janvier à décembre 2027")


def test_what_is_left_is_called_as_the_headings_are():
    left = [plain(one.name).replace("\u00a0", " ") for one in ours().left]
    assert left[0] == "Fiche 4.1 : 3 nombres à écrire, et ce qui a été fait"
    assert len(set(left)) == len(left)
    assert not [one for one in left if "action-" in one]


def test_line_tells_its_numbers_and_stops_at_the_year(project):
    written(project.root, 2026, 2027, 2029)
    path = project.root / "content/bilan/2027.yaml"
    text = path.read_text("utf-8").replace(
        "cyber-informees, valeur: 21", "cyber-informees, valeur: "
    )
    path.write_text(text, "utf-8")
    line = first_value(report(project.workspace, 2029)).evolution
    assert line.valeurs == (18, None, None, 27)
    assert plain(line.alternative) == "Communes informées : 18 en 2026, 27 en 2029."
    earlier = report(project.workspace, 2027).facts.actions[1].valeurs
    assert all("2029" not in one.evolution.alternative for one in earlier)


ACT = "content/convention/2026.yaml"
ONCE = (r"  (reconduction|preavis_denonciation): .*\n", "")
ENDED = ("\nvie:\n", "\nvie:\n  fin: 2027-02-15\n")
JANUARY = ("date: 2026-04-23", "date: 2026-01-10")


@pytest.mark.parametrize(
    ("change", "year", "months", "deadline"),
    [
        (ENDED, 2026, "avril à décembre 2026", ""),
        (ENDED, 2027, "janvier à février 2027", ""),
        (JANUARY, 2026, "janvier à décembre 2026", "10 novembre 2027 10 janvier 2028"),
        (ONCE, 2026, "avril à décembre 2026", ""),
        (ONCE, 2027, "janvier à avril 2027", ""),
    ],
)
def test_months_and_deadline_are_of_the_life(project, change, year, months, deadline):
    project.write(ACT, re.sub(*change, (project.root / ACT).read_text("utf-8")))
    written(project.root, year)
    facts = report(project.workspace, year).facts
    assert plain(facts.surtitre).endswith(f" · {months}")
    assert " ".join(re.findall(r"\d+ \w+ \d{4}", plain(facts.echeance))) == deadline


@pytest.mark.parametrize(
    ("named", "signed"), [("2026", "02-16"), ("2027", "02-16"), ("2027", "02-15")]
)
def test_year_of_two_acts_that_follow_is_covered_whole(project, named, signed):
    text = (project.root / ACT).read_text("utf-8")
    project.write("content/convention/2027.yaml", text.replace("2026-04-23", f"2027-{signed}"))
    project.write(ACT, text.replace(*ENDED))
    written(project.root, 2027)
    path = project.root / "content/bilan/2027.yaml"
    path.write_text(path.read_text("utf-8").replace('convention: "2026"', f'convention: "{named}"'))
    assert plain(report(project.workspace, 2027).facts.surtitre).endswith("janvier à décembre 2027")


def test_year_between_two_acts_is_in_no_report(project):
    text = (project.root / ACT).read_text("utf-8")
    project.write("content/convention/2027.yaml", text.replace("2026-04-23", "2027-04-01"))
    project.write(ACT, text.replace(*ENDED))
    written(project.root, 2027)
    assert plain(report(project.workspace, 2027).facts.surtitre).endswith("janvier à février 2027")


def test_report_copied_from_the_year_before_is_told(project):
    written(project.root, 2026, 2027)
    copied = filled(2026).replace("annee: 2026", "annee: 2027")
    written_anew = filled(2027).replace("fait: Deux", "fait: Trois")
    told = []
    for text in (copied, copied.replace("fait: Deux", "fait: Trois"), written_anew):
        project.write("content/bilan/2027.yaml", text)
        notices = report(project.workspace, 2027).notices
        told.append([plain(one.message) for one in notices if one.code == "copie"])
    assert told == [
        ["20 textes sur 20 et 40 nombres sur 40 : les mêmes que dans le bilan 2026"],
        ["40 nombres sur 40 : les mêmes que dans le bilan 2026"],
        [],
    ]


@pytest.mark.parametrize(
    ("change", "year", "why"),
    [
        (ENDED, 2025, "n’est signée que le 23 avril 2026"),
        (ENDED, 2028, "a pris fin le 15 février 2027"),
        (ONCE, 2028, "a pris fin le 22 avril 2027"),
    ],
)
def test_a_year_that_the_act_never_ruled_is_told(project, change, year, why):
    project.write(ACT, re.sub(*change, (project.root / ACT).read_text("utf-8")))
    written(project.root, year)
    [problem] = [one for one in report(project.workspace, year).notices if one.code == "annee"]
    assert (problem.file, problem.severity) == (
        f"content/bilan/{year}.yaml",
        Severity.AVERTISSEMENT,
    )
    assert plain(problem.message).endswith(f"ne vaut aucun jour de {year} : elle {why}")
    assert "convention:" in problem.hint


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (("annee: 2026", "annee: 2027"), "annee", "le bilan de 2027 est dans le fichier « 2026 »"),
        (
            ('convention: "2026"', 'convention: "2025"'),
            *("convention", "aucune convention « 2025 »"),
        ),
        (
            ("fiche: action-4-1\n", "fiche: action-4-3\n"),
            *("actions[0].fiche", "aucune fiche « action-4-3 »"),
        ),
        (
            ("cyber-informees", "cyber-informes"),
            "actions[0].valeurs[0].indicateur",
            "la fiche « action-4-1 » ne compte pas « cyber-informes »",
        ),
    ],
)
def test_unknown_names_are_reported_at_their_place(project, change, field, message):
    text = EMPTY.replace(*change)
    assert text != EMPTY
    project.write("content/bilan/2026.yaml", text)
    with pytest.raises(ContentError) as error:
        report(project.workspace, 2026)
    [problem] = error.value.problems
    assert (problem.file, problem.field, problem.message) == (
        *("content/bilan/2026.yaml", field, message),
    )
    assert problem.hint


def test_fiche_that_is_gone_is_to_be_put_back(project):
    (project.root / "content/fiche/article-4-sip.yaml").unlink()
    with pytest.raises(ContentError) as error:
        report(project.workspace, 2026)
    hints = {one.message: one.hint for one in error.value.problems}
    assert hints["aucune fiche « article-4-sip »"].startswith("remettez-la dans content/fiche/")


def test_the_word_template_is_right():
    assert lint_docx(OUR_TEMPLATES.find("bilan/document.docx"), FaitsBilan, "bilan") == []


@pytest.mark.parametrize("circle", Diffusion)
@pytest.mark.parametrize("readers", Diffusion)
def test_report_tells_only_years_that_its_readers_may_read(project, readers, circle):
    written(project.root, 2025, 2026)
    for year, one in ((2025, readers), (2026, circle)):
        path = project.root / f"content/bilan/{year}.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("diffusion: partenaires", f"diffusion: {one}"), "utf-8")
    made = report(project.workspace, 2026)
    told = [*Diffusion].index(readers) <= [*Diffusion].index(circle)
    assert made.facts.annees == (("2025", "2026") if told else ("2026",))
    assert ("en 2025" in plain(made.facts.model_dump_json())) is told
    named = [one.message for one in made.notices if "content/bilan/2025.yaml" in one.message]
    assert len(named) == (not told)


def test_public_report_says_nothing_of_an_internal_fiche(project):
    written(project.root, 2026)
    path, fiche = project.root / "content/bilan/2026.yaml", project.root / "content/fiche"
    text = path.read_text("utf-8").replace("diffusion: partenaires", "diffusion: publique")
    path.write_text(text, "utf-8")
    inner = fiche / "action-4-1.yaml"
    inner.write_text(inner.read_text("utf-8").replace("diffusion: publique", "diffusion: interne"))
    made = report(project.workspace, 2026)
    assert "MonAideCyber" not in made.facts.model_dump_json()
    assert "4.1" not in {one.reference for one in made.facts.actions}
    assert any("content/fiche/action-4-1.yaml" in one.message for one in made.notices)


def test_report_of_a_year_not_begun_is_a_draft(project, docgen_here):
    text = (project.root / "content/bilan/2026.yaml").read_text("utf-8")
    project.write("content/bilan/2027.yaml", text.replace("annee: 2026", "annee: 2027"))
    for day, begun in (("2026-12-31", False), ("2027-01-01", True)):
        answer = docgen_here("reste", "bilan", "2027", "--au", day, "--json")
        assert answer.code == 0, answer.err
        told = [one["message"] for one in json.loads(answer.out)["items"]]
        assert any("n’a pas commencé" in one for one in told) is not begun


@pytest.mark.parametrize(("today", "many"), [(date(2026, 12, 31), 1), (date(2027, 1, 1), 0)])
def test_finished_report_is_warned_of_until_its_year_ends(project, today, many):
    written(project.root, 2026)
    made = report(project.workspace, 2026, today)
    told = [plain(one.message) for one in made.notices if one.code == "annee"]
    assert made.final
    assert [one.startswith("l’année 2026 n’est pas finie") for one in told] == [True] * many


@pytest.mark.parametrize(("today", "many"), [(date(2027, 2, 15), 1), (date(2027, 2, 16), 0)])
def test_finished_report_of_an_ended_act_waits_no_longer(project, today, many):
    project.write(ACT, re.sub(*ENDED, (project.root / ACT).read_text("utf-8")))
    written(project.root, 2027)
    notices = report(project.workspace, 2027, today).notices
    assert sum(one.code == "annee" for one in notices) == many
