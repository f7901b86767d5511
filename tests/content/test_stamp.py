"""Stamps: a day to come is refused, and a text changed afterwards is known."""

from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from docgen.content.source import parse_source
from docgen.content.stamp import (
    STAMPS,
    Stamp,
    Stamped,
    change_between,
    change_since,
    future_stamps,
    is_stamped,
    refusal_said,
    stamp_digest,
    words_digest,
)

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize("field", STAMPS)
def test_a_stamp_of_a_day_to_come_is_refused(field):
    source = parse_source(f"a:\n  - {field}:\n      par: A\n      le: 2026-11-30\n", "a.yaml")
    [problem] = future_stamps(source, TODAY)
    assert (problem.line, problem.column) == (4, 11)
    assert problem.hint


@pytest.mark.parametrize("place", ["signature: {date: %s}", "avenant: {signature: {date: %s}}"])
def test_a_signature_of_a_day_to_come_is_refused(place):
    text = f"acte: signe\n{place % '2026-11-30'}\n"
    [problem] = future_stamps(parse_source(text, "a.yaml"), TODAY)
    assert (problem.line, problem.field.endswith("signature.date")) == (2, True)
    for other in ("acte: projet\n", "acte: signe\nexemple_fictif: true\n"):
        source = parse_source(text.replace("acte: signe\n", other), "a.yaml")
        assert list(future_stamps(source, TODAY)) == []


@pytest.mark.parametrize("day", ["2026-11-29", "2026-11-28", "2026-02-30", "[]"])
def test_other_days_are_left_to_their_type(day):
    source = parse_source(f"controle: {{le: {day}, par: A}}\n", "a.yaml")
    assert list(future_stamps(source, TODAY)) == []


def test_a_day_noted_further_east_breaks_no_project(project, docgen):
    east, west = {"TZ": "Pacific/Auckland"}, {"TZ": "America/Cayenne"}
    day = datetime.now(ZoneInfo("Pacific/Auckland")).strftime("%d/%m/%Y")
    by = ("--tout", "--par", "Mme Exemple Fictif", "--le", day)
    assert docgen("relire", "fiche", "4.2", *by, **east).code == 0
    answer = docgen("fiche", "4.2", "--format", "docx", **west)
    assert answer.code == 0, answer.err


def test_words_digest_ignores_spaces_and_line_breaks():
    assert words_digest(["deux  mois\n"]) == words_digest(["deux mois"])
    assert words_digest(["deux mois"]) != words_digest(["deux", "mois"])


def test_stamp_counts_only_for_its_own_words():
    stamp = Stamp(le="2026-11-01", par="exemple fictif", empreinte=words_digest(["a"])[:12])
    change = partial(change_between, stamp.empreinte, act="le contrôle", day=stamp.le)
    assert change(words_digest(["a"])) == ""
    assert change(words_digest(["b"])).startswith("changé depuis le contrôle")


def refused(group, field="adoption", **changes):
    """Return a group of raw values whose stamp says no, with changes made afterwards."""
    said = group[field] | {"refus": "trop long"}
    return group | {field: said} | changes


def test_a_refusal_is_no_stamp_and_is_of_words():
    no = refused(stamped())
    assert is_stamped(stamped(), "adoption")
    assert not is_stamped(no, "adoption")
    assert change_since(no, "adoption") == "refusé le 3\u00a0décembre 2026"
    assert refusal_said(no, "adoption") == " – A : trop long"
    other = refused(stamped(), texte=["autre"])
    assert not is_stamped(other, "adoption")
    assert change_since(other, "adoption") == "changé depuis le refus du 3\u00a0décembre 2026"
    assert refusal_said(other, "adoption") == refusal_said(stamped(), "adoption") == ""


class Part(Stamped):
    """A text with a stamp, as kinds have them."""

    texte: str
    controle: Stamp | None = None


TEXT = {"id": "a", "texte": ["l'un", "l'autre"], "sections": [{"titre": "x"}], "etat": "adopte"}


def stamped(field="adoption", **changes):
    """Return a group of raw values as stamped, with changes made afterwards."""
    stamp = {"le": "2026-12-03", "par": "A", "empreinte": stamp_digest(TEXT, field)}
    return TEXT | {field: stamp} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"texte": ["l’un\n", "l’autre"]},
        {"etat": "propose"},
        {"sections": [{"titre": "y"}]},
        {"si_non_verifie": "retirer"},
    ],
)
def test_stamp_holds_while_the_words_stay(changes):
    assert is_stamped(stamped(**changes), "adoption")
    assert change_since(stamped(**changes), "adoption") == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"texte": ["l’un", "l’autre."]},
        {"texte": ["l’autre", "l’un"]},
        {"texte": ["l’un l’autre"]},
        {"id": "b"},
        {"titre": "x"},
        {"numero": None, "titre": "x"},
    ],
)
def test_stamp_falls_when_a_word_changes(changes):
    assert not is_stamped(stamped(**changes), "adoption")
    assert change_since(stamped(**changes), "adoption") == (
        "changé depuis l’accord du 3\u00a0décembre 2026"
    )


@pytest.mark.parametrize("field", ["controle", "relecture"])
def test_what_was_read_holds_all_its_sections(field):
    changed = stamped(field, sections=[{"titre": "y"}])
    assert is_stamped(stamped(field), field)
    assert not is_stamped(changed, field)


def test_word_that_moves_to_the_next_group_is_a_change():
    rows = {"parts": [{"acteur": "a", "quand": "x"}, {"acteur": "b"}]}
    moved = {"parts": [{"acteur": "a"}, {"acteur": "b", "quand": "x"}]}
    apart = {"parts": [{"a": "x"}, {"b": "y"}]}
    joined = {"parts": [{"a": "x", "b": "y"}]}
    assert stamp_digest(rows, "controle") != stamp_digest(moved, "controle")
    assert stamp_digest(apart, "controle") != stamp_digest(joined, "controle")


def test_stamp_of_a_doubt_is_of_its_question():
    doubt = {"texte": "Gratuit.", "a_verifier": "la gratuité"}
    stamp = {"le": "2026-12-03", "empreinte": stamp_digest(doubt, "controle")}
    assert is_stamped(doubt | {"controle": stamp}, "controle")
    assert not is_stamped(doubt | {"controle": stamp, "a_verifier": "le délai"}, "controle")


def test_agreement_on_the_steps_is_of_the_steps_alone():
    fiche = {"titre": "x", "etapes": [{"texte": "a"}]}
    stamp = {"le": "2026-12-03", "empreinte": stamp_digest(fiche, "adoption_etapes")}
    assert is_stamped(fiche | {"adoption_etapes": stamp, "titre": "y"}, "adoption_etapes")
    changed = {"etapes": [{"texte": "b"}]}
    assert not is_stamped(fiche | {"adoption_etapes": stamp} | changed, "adoption_etapes")


def test_model_knows_whether_its_stamp_holds():
    words = {"texte": "un"}
    stamp = {"le": "2026-12-03", "par": "A", "empreinte": stamp_digest(words, "controle")}
    assert Part.model_validate(words | {"controle": stamp}).controle.change == ""
    part = Part.model_validate({"texte": "deux", "controle": stamp})
    assert part.controle.change == "changé depuis le contrôle du 3\u00a0décembre 2026"


def test_stamp_without_digest_or_absent():
    assert is_stamped(TEXT | {"adoption": {"le": "2026-12-03", "par": "A"}}, "adoption")
    assert not is_stamped(TEXT, "adoption")
    assert not is_stamped(TEXT | {"adoption": None}, "adoption")
