"""The field types of content: what they accept, their results, their errors."""

import json
from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from docgen.content.model import (
    Entier,
    Identifiant,
    Jour,
    OuiNon,
    Prose,
    Texte,
    TexteSigne,
    one_of,
    refusal,
)


class Etat(StrEnum):
    """Two words."""

    PROPOSE = "propose"
    ADOPTE = "adopte"


UnEtat = Annotated[Etat, one_of(Etat)]


def read(kind, value):
    """Return the value that a type reads from a raw one."""
    return TypeAdapter(kind).validate_python(value)


def refusal_of(kind, value):
    """Return the message and the hint for a raw value that a type refuses."""
    with pytest.raises(ValidationError) as raised:
        read(kind, value)
    [error] = raised.value.errors()
    return error["ctx"]["message"], error["ctx"]["hint"]


@pytest.mark.parametrize(
    ("kind", "written", "made"),
    [
        (Jour, "2026-04-23", date(2026, 4, 23)),
        (Jour, " 2024-02-29 ", date(2024, 2, 29)),
        (Entier, "2", 2),
        (Entier, "-3", -3),
        (Entier, "007", 7),
        (OuiNon, "oui", True),
        (OuiNon, "non", False),
        (OuiNon, "true", True),
        (UnEtat, "adopte", Etat.ADOPTE),
        *((Jour, text, date(2026, 5, 1)) for text in ("2026-05-01", "1/05/2026", "1er mai 2026")),
        (Jour, "03/12/2026", date(2026, 12, 3)),
        (Identifiant, "action-4.1", "action-4.1"),
        (Texte, " l'été ", " l'été "),
        (TexteSigne, "l'été", "l’été"),
        (Prose, "l'été...", "l’été…"),
        (Texte, "01004", "01004"),
        (Texte, "oui", "oui"),
        (Texte, "{{ x }} & <b>", "{{ x }} & <b>"),
    ],
)
def test_right_values_are_read(kind, written, made):
    assert read(kind, written) == made


NEVER = ("2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "2026-04-00")
OTHERWISE = ("23/04/26", "23 avrl 2026", "2026-4-23", "20260423", "2026-04-23T10:00", "hier")
NO_NUMBER = ("deux", "2.0", "1e3", "0x10", "1 000", "9" * 10, "--1")
OPEN = ("un **mot", "un *mot", "**un* mot**", "a ** b")
NO_TEXT = (
    *((value, "texte vide", "") for value in (None, "", " \n")),
    ([], "texte attendu, une liste trouvée", "guillemets"),
    ({}, "texte attendu, un groupe de clés trouvé", "guillemets"),
)
TYPES = (Texte, TexteSigne, Prose, Jour, Entier, OuiNon, UnEtat)


@pytest.mark.parametrize(
    ("kind", "value", "message", "hint"),
    [
        *((Jour, day, f"cette date n’existe pas : « {day} »", "le mois") for day in NEVER),
        *((Jour, day, f"date illisible : « {day} »", "AAAA-MM-JJ") for day in (*OTHERWISE, "{x}")),
        *((Entier, text, f"nombre entier attendu : « {text} »", "chiffres") for text in NO_NUMBER),
        *(
            (OuiNon, word, f"« oui » ou « non » attendu : « {word} »", "")
            for word in ("yes", "Oui", "1", "on", "vrai")
        ),
        *((Prose, text, "jamais refermé", "\\*") for text in OPEN),
        *((kind, *refused) for kind in TYPES for refused in NO_TEXT),
    ],
)
def test_wrong_value_is_refused_with_the_right_way(kind, value, message, hint):
    said, way = refusal_of(kind, value)
    assert message in said
    assert hint in way


def test_unknown_word_is_guessed_or_all_words_are_listed():
    assert refusal_of(UnEtat, "adopté") == (
        "valeur inconnue : « adopté »",
        "vouliez-vous dire « adopte » ?",
    )
    assert refusal_of(UnEtat, "x") == (
        "valeur inconnue : « x »",
        "valeurs admises : propose, adopte",
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("propose\u00a0", "une espace suit le mot « propose »"),
        ("propose ", "une espace suit le mot « propose »"),
        (" propose ", "une espace précède le mot « propose »"),
        ("oui\u202f", "une espace suit le mot « oui »"),
    ],
)
def test_word_of_a_list_is_refused_with_a_blank(written, said):
    kind = OuiNon if "oui" in written else UnEtat
    message, hint = refusal_of(kind, written)
    assert message == said
    assert hint.startswith("effacez-la")


@pytest.mark.parametrize("written", ["Action-4.1", "été", "a b", "-a", "a-", "a..b", "a/b", "../a"])
def test_an_identifier_is_plain(written):
    with pytest.raises(ValidationError, match="string_pattern_mismatch"):
        read(Identifiant, written)


@pytest.mark.parametrize("kind", [Texte, Jour, Entier, OuiNon, UnEtat, Identifiant])
@given(value=st.none() | st.text(max_size=12) | st.just([]) | st.just({}))
def test_any_value_is_read_or_refused(kind, value):
    try:
        read(kind, value)
    except ValidationError as error:
        kinds = {detail["type"] for detail in error.errors()}
    else:
        kinds = set()
    assert kinds <= {
        *("balise", "date", "espace", "nombre", "oui-non", "type", "valeur", "vide"),
        *("string_pattern_mismatch", "string_too_long"),
    }


def test_our_own_errors_keep_braces_as_they_are():
    assert str(refusal("code", "« {x} »", "{y}")) == "« {x} »"


def test_schema_of_each_type_is_valid():
    assert json.dumps([TypeAdapter(kind).json_schema() for kind in (Jour, UnEtat, Identifiant)])
