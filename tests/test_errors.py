"""How problems are worded for the person at the keyboard."""

import errno
import re

import pytest

from docgen.errors import (
    ContentError,
    DocgenError,
    Problem,
    Problems,
    RenderingError,
    Severity,
    TemplateError,
    WorkplaceError,
    closest,
    closest_key,
    reason_of,
)


def test_problem_shows_place_field_and_hint():
    problem = Problem("a.yaml", "trop long", 3, 7, "articles[0].id", "long", "abrégez")
    assert str(problem) == "a.yaml:3:7 : articles[0].id : trop long\n    → abrégez"


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.yaml", "illisible"), "a.yaml : illisible"),
        (Problem("a.yaml", "illisible", 3), "a.yaml:3 : illisible"),
        (Problem("", "illisible", field="titre"), "titre : illisible"),
    ],
)
def test_str_of_a_problem_leaves_unknown_parts_out(problem, text):
    assert str(problem) == text


def test_problems_are_sorted_by_their_place():
    problems = [Problem("b", "x", 1, 1), Problem("a", "x", 10, 2), Problem("a", "x", 9, 3)]
    problems += [Problem("a", "x", 10, 1), Problem("a", "x")]
    ordered = sorted(problems, key=lambda problem: problem.order)
    assert [(p.file, p.line, p.column) for p in ordered] == [
        ("a", None, None),
        ("a", 9, 3),
        ("a", 10, 1),
        ("a", 10, 2),
        ("b", 1, 1),
    ]


@pytest.mark.parametrize(
    ("kind", "code"),
    [(ContentError, 1), (TemplateError, 3), (RenderingError, 3), (WorkplaceError, 4)],
)
def test_each_error_has_its_exit_code(kind, code):
    error = kind([Problem("a", "un"), Problem("b", "deux")])
    assert isinstance(error, DocgenError)
    assert (error.exit_code, str(error)) == (code, "a : un\nb : deux")


def test_severity_is_what_json_prints():
    assert [str(severity) for severity in Severity] == ["erreur", "avertissement"]


def test_reason_of_an_error_number_is_french():
    reasons = {number: reason_of(OSError(number, "anything")) for number in errno.errorcode}
    assert all(reasons.values())
    english = re.compile(r"\b(no|not|is|file|too|anything|None)\b", re.IGNORECASE)
    assert {number: one for number, one in reasons.items() if english.search(one)} == {}


def test_reason_of_an_error_without_number_is_french():
    assert reason_of(OSError("odd")) == "le système a refusé"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("titr", "titre"),
        ("siège", "siege"),
        ("SIGLE", "sigle"),
        ("sous-titre", "sous_titre"),
        ("action-4.2", "action-4.1"),
    ],
)
def test_the_nearest_word_is_offered(word, near):
    known = ["titre", "siege", "sigle", "sous_titre", "action-4.1"]
    assert closest(word, known) == f"vouliez-vous dire « {near} » ?"


@pytest.mark.parametrize("known", [[], ["titre", "texte"]])
def test_nothing_is_offered_when_nothing_is_near(known):
    assert closest("signataires", known) == ""


def test_problems_of_several_steps_are_raised_once_together():
    first, second = Problem("a.yaml", "faux"), Problem("b.yaml", "faux")
    problems = Problems()
    for problem in (first, second, first):
        with problems.gather():
            raise ContentError([problem])
    with pytest.raises(TemplateError) as error:
        problems.refuse(TemplateError)
    assert error.value.problems == (first, second)


def test_problems_gather_errors_of_one_kind_only():
    problems = Problems()
    with pytest.raises(WorkplaceError), problems.gather(ContentError):
        raise WorkplaceError([Problem("x", "disque plein")])
    assert problems.refuse() is None


KEYS = ("action-4-1", "action-6-1", "action-6-1-video", "article-4-gend-elus", "article-4-4-3")


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("actoin-4-1", "vouliez-vous dire « action-4-1 » ?"),
        ("action-6-1-vidéos", "vouliez-vous dire « action-6-1-video » ?"),
        ("article4-gend-elus", "vouliez-vous dire « article-4-gend-elus » ?"),
        ("article-4-sip", "il y a : article-4-gend-elus, article-4-4-3"),
        ("action-6-1-photo", "il y a : action-6-1, action-6-1-video"),
        ("action-4-9", "il y a : action-4-1"),
        ("action-5-1", ""),
        ("gend-elus", ""),
    ],
)
def test_closest_key_proposes_no_other_number_or_word(key, near):
    assert closest_key(key, KEYS) == near
