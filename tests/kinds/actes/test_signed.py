"""The signed conventions of a project, as other kinds ask for them."""

from datetime import date

import pytest

from docgen.errors import ContentError
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import agreed_after_signature, unknown_former_acts
from docgen.referential.referential import Referential
from tests.support.documents import HERE

SIGNED = (HERE.content / "convention/2026.yaml").read_text("utf-8")
MODEL = (HERE.content / "convention/modele.yaml").read_text("utf-8")
DAY = date(2026, 11, 24)
DAY_LINE = MODEL[: MODEL.index("\nsignature:")].count("\n") + 3
UNREADABLE = "acte: {state}\narticles: [\n"


def signed_acts(project):
    return project_acts(Referential(project.workspace)).signed


def test_the_act_of_2026_is_the_one_that_is_signed():
    [act] = project_acts(Referential(HERE)).signed
    assert (act.cle, act.intitule, act.source.name) == (
        "2026",
        "Convention AMR81 – GGD81",
        "content/convention/2026.yaml",
    )
    now = act.vie.at(DAY)
    assert (now.anniversaire, now.limite) == (date(2027, 4, 23), date(2027, 2, 23))
    assert [term.clause for term in (act.vie.denonciation, act.vie.resiliation)] == [
        *("article\u00a06", "article\u00a08")
    ]


def test_agreement_of_a_day_after_the_signature_is_told(project):
    text = "    adoption: {le: 2026-04-24, par: A}\n"
    place = "  - id: article-1\n"
    assert place in SIGNED
    project.write("content/convention/2026.yaml", SIGNED.replace(place, place + text))
    [warning] = agreed_after_signature(project_acts(Referential(project.workspace)).readable)
    assert (warning.field, warning.severity) == ("signature.date", "avertissement")
    assert [*agreed_after_signature(project_acts(Referential(HERE)).readable)] == []


def test_draft_that_names_an_act_of_nobody_is_told():
    signed, model = project_acts(Referential(HERE)).readable
    assert [*unknown_former_acts([signed, model])] == []
    told = [*unknown_former_acts([model])]
    assert [(one.field, one.line) for one in told] == [
        ("preambule.texte[2]", MODEL[: MODEL.index("23 avril 2026.\n\n")].count("\n") + 1),
        ("articles[0].texte[2]", MODEL[: MODEL.rindex("23 avril 2026.\n\n")].count("\n") + 1),
    ]
    assert {one.message.rpartition("le ")[2] for one in told} == {"23 avril 2026"}


def test_a_party_is_found_by_name():
    [act] = project_acts(Referential(HERE)).signed
    assert act.partie("ggd81").sigle == "GGD81"
    assert act.partie("sdis") is None


def test_what_is_not_signed_is_not_counted(project):
    (project.root / "content/convention/2026.yaml").unlink()
    assert signed_acts(project) == ()


def test_a_signed_act_without_durations_is_refused_at_its_place(project):
    text = SIGNED[: SIGNED.index("\nvie:\n")] + SIGNED[SIGNED.index("\nremarques:\n") :]
    project.write("content/convention/2026.yaml", text)
    with pytest.raises(ContentError) as error:
        signed_acts(project)
    [problem] = error.value.problems
    assert (problem.file, problem.code) == ("content/convention/2026.yaml", "vie")
    assert problem.line == text.splitlines().index("acte: signe") + 1


def test_problems_of_all_files_come_in_one_pass(project):
    project.write("content/convention/2026.yaml", SIGNED.replace("date: 2026-04-23", "date: hier"))
    project.write("content/convention/2025.yaml", SIGNED.replace("valeur: 2,", "valeur: 4,"))
    with pytest.raises(ContentError) as error:
        signed_acts(project)
    assert {problem.file.rpartition("/")[2] for problem in error.value.problems} == {
        *("2025.yaml", "2026.yaml")
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (MODEL.replace("intitule:", "intitul:"), MODEL[: MODEL.index("intitule:")].count("\n") + 1),
        (UNREADABLE.format(state="projet"), 2),
        (UNREADABLE.format(state="'projet' # 2027"), 2),
        (UNREADABLE.format(state="projet\nsignature:\n  date: 2026-04-23"), 4),
        (MODEL.replace("\nsignature:", "\nsignature:\n  date: 2027-04-23"), DAY_LINE),
    ],
)
def test_draft_with_mistakes_is_told_and_left_aside(project, text, line):
    project.write("content/convention/2027.yaml", text)
    acts = project_acts(Referential(project.workspace))
    assert [act.cle for act in acts.signed] == ["2026"]
    [warning] = acts.draft_warnings
    assert (warning.line, warning.severity) == (line, "avertissement")
    assert "docgen check content/convention/2027.yaml" in warning.hint


@pytest.mark.parametrize(
    "state",
    ["signe", "", "projet\nacte: signe", "projeté", "projet-signe", "projet signé le 3 mai"],
)
def test_unreadable_act_that_may_be_signed_is_refused(project, state):
    project.write("content/convention/2027.yaml", UNREADABLE.format(state=state))
    with pytest.raises(ContentError, match=r"2027\.yaml:"):
        signed_acts(project)
