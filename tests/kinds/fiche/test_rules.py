"""Mistakes in fiches, each with the message it earns beside it; and what is left of a fiche."""

from pathlib import Path

import pytest

from docgen.build.compose import compose_all
from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.errors import ContentError
from docgen.kinds.fiche.kind import KIND
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks
from tests.kinds.fiche.cards import composed, files, warnings
from tests.test_mistakes import as_noted, noted


def told_across(project, text, name="renvois"):
    path = project.write(f"content/fiche/{name}.yaml", text)
    with pytest.raises(ContentError) as caught:
        compose_all(project.workspace, KIND, [path], Scope(Referential(project.workspace)))
    return caught.value.problems


def told_alone(project, text):
    path = project.write("content/fiche/forme.yaml", text)
    with pytest.raises(ContentError) as caught:
        check_source(read_source(path, "forme.yaml"), KIND.content, KIND.rules)
    return caught.value.problems


@pytest.mark.parametrize(("name", "told"), [("forme", told_alone), ("renvois", told_across)])
def test_every_mistake_is_reported_in_one_pass(name, told, project):
    text = Path(__file__).with_name(f"{name}.yaml").read_text("utf-8")
    left = list(told(project, text))
    assert all(problem.code and problem.line and problem.column for problem in left)
    for note in noted(text):
        found = next((problem for problem in left if as_noted(problem, note) == note), None)
        assert found, f"{note} n’est pas dit ; il reste : {left}"
        left.remove(found)
    assert left == []


@pytest.mark.parametrize("text", ["- rien\n", "etapes: rien\n", "citations: [rien]\nsuivi: rien\n"])
def test_fiche_of_another_shape_is_reported_without_traceback(project, text):
    assert told_across(project, text)


def test_fiches_with_one_number_are_told_with_a_free_one(project):
    paths = files(project.workspace, "action-6-1", "action-6-1-video", "article-3-reunions")
    for path in paths:
        text = path.read_text("utf-8")
        path.write_text(
            text.replace("indice: bis\n", "").replace("indice: a", "indice: b"), "utf-8"
        )
    paths += files(project.workspace, "article-3-assemblees")
    with pytest.raises(ContentError) as caught:
        compose_all(project.workspace, KIND, paths, Scope(Referential(project.workspace)))
    told = [(plain_blanks(one.message), one.line, one.hint) for one in caught.value.problems]
    why = "est déjà prise (content/fiche/{}.yaml) : on ne saurait laquelle est citée"
    assert told == [
        (f"la fiche 6.1 {why.format('action-6-1-video')}", 5, "écrivez « indice: bis »"),
        (f"la fiche 3 b {why.format('article-3-reunions')}", 6, "écrivez « indice: a »"),
    ]


def test_unknown_convention_is_reported_with_the_nearest(project):
    text = (project.root / "content/fiche/article-5.yaml").read_text("utf-8")
    problems = told_across(project, text.replace('"2026"', '"2025"'), "article-5")
    assert [(p.line, p.message, p.hint) for p in problems] == [
        (4, "aucune convention « 2025 »", "vouliez-vous dire « 2026 » ?")
    ]


def test_a_fiche_serves_what_commits_the_parties_and_no_heading(project):
    text = (project.root / "content/fiche/action-5-1.yaml").read_text("utf-8")
    text = text.replace("action-5-1", "objectif-5").replace(
        "clause: action-5.1", "clause: objectif-5"
    )
    messages = [p.message for p in told_across(project, text, "objectif-5")]
    assert "« objectif-5 » n’est ni une action, ni un article, ni une de ses sections" in messages


def test_problems_of_act_law_and_roles_keep_their_files(project):
    project.write("content/territoire/roles.yaml", "roles: rien\n")
    with pytest.raises(ContentError) as caught:
        composed(project.workspace, "article-5")
    assert {p.file for p in caught.value.problems} == {"content/territoire/roles.yaml"}


def test_unreadable_act_is_reported_at_its_place(project):
    project.write("content/convention/2026.yaml", "titre: [\n")
    with pytest.raises(ContentError) as caught:
        composed(project.workspace, "article-5")
    assert [p.file for p in caught.value.problems] == ["content/convention/2026.yaml"]


# What no fiche serves


def test_what_the_gendarmerie_owes_within_article_4_3_is_quoted(project):
    facts = composed(project.workspace, "article-4-4-3")["article-4-4-3"].facts
    assert any("le GGD81 s’engage à transmettre" in quoted for quoted in facts.citations)


# What is left


def test_a_fiche_tells_what_is_left_at_its_line(project):
    text = (project.root / "content/fiche/action-4-1.yaml").read_text("utf-8").split("\n")
    left = warnings(project.workspace, "action-4-1")
    told = [(p.line, p.message) for p in left if "content/fiche" in p.file]
    assert {message for _, message in told} >= {
        "Qui fait quoi : à adopter par les parties",
        "Indicateurs de l’année : à adopter par les parties",
        "Contrôle de la fiche par une personne : à faire",
    }
    for line, message in told:
        assert any(word in text[line - 1] for word in ("propose", "a_verifier", "id:")), message


def test_unchecked_law_is_reported_in_its_own_file(project):
    told = [p for p in warnings(project.workspace, "action-6-2") if "droit" in p.file]
    assert len(told) >= 5
    assert all(p.line and "docgen droit verifier" in p.hint for p in told)
