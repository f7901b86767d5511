"""Validation: every problem is in French, at its place, and reported in one pass."""

import copy
import re
from enum import StrEnum
from typing import Annotated, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from docgen.content.model import Content
from docgen.content.source import Source, parse_source, read_source
from docgen.content.validation import (
    FRENCH_MESSAGES,
    check_source,
    field_name,
    file_key,
    mappings,
    models_at,
)
from docgen.errors import ContentError
from docgen.kinds import KINDS
from docgen.kinds.actes.content import Article, Convention, Liste, Partie
from docgen.kinds.kind import ComposeRequest
from tests.conftest import ROOT
from tests.support.projects.mistakes import MODELS

KIND = KINDS["convention"]
EACH_FIELD = """
acte: projet
diffusion: publique
exemple_fictif: oui
intitule: A
titre: {etat: adopte, adoption: {par: A, le: 2026-01-31, empreinte: 0123456789ab}, texte: A,
  sous_titre: A}
parties:
  liste:
    - {id: a, sigle: A, nom: A, designation: A, representation: A, siege: A, appellation: A}
    - {id: b, sigle: A, nom: A}
preambule: {id: p, titre: A, etat: propose, texte: [A]}
articles:
  - id: c
    numero: A
    titre: A
    texte: [A un an, liste: [A tacite deux mois]]
    sections:
      - id: d
        titre: A
        axes:
          - id: e
            titre: A
            objectifs:
              - id: f
                titre: A
                actions:
                  - {id: g, titre: A}
  - {id: h, etat: manquant, note: A}
signature:
  lieu: A
  date:
  exemplaires: 2
  signataires:
    - {partie: a, nom: A, qualite: A}
    - {partie: b, nom: A, qualite: A}
vie:
  duree: {valeur: 1, unite: ans, clause: c}
  reconduction: {valeur: 1, unite: ans, clause: c}
  preavis_denonciation: {valeur: 2, unite: mois, clause: c}
  preavis_resiliation: {valeur: 2, unite: mois, clause: c, aussi: [c]}
  fin:
malgre: {le: 2026-01-31, raison: A, empreinte: 0123456789ab}
remarques:
  - {sur: g, texte: A}
"""
COMPLETE = parse_source(EACH_FIELD, "essai.yaml")

OURS = {"balise", "date", "empreinte", "nombre", "oui-non", "type", "valeur", "vide"}
"""The error codes of the types of `content.model`."""
RULES = {"adoption", "date", "doublon", "etat", "note", "partie", "propose-signe", "renvoi"}
RULES |= {"clause", "contradiction", "signataire", "titre", "vie"}
"""What the rules of a convention complain of."""
BOUNDED = {"too_long", "less_than"}
"""What nothing in a convention can be: as long as the parties wish."""

WRONG = [
    *(None, "", "x", "-3", "99", "2026-02-30", "**x", "A" * 99, "{x} {0} %s"),
    *("manquant", "propose", "adopte", "signe", "a", "g", "Action 1.1"),
    *([], {}, ["x"], [[]], [None], {"x": "y"}, {"liste": []}, {"liste": ["a"]}, [{"id": "a"}]),
]
"""Values of all shapes, wrong nearly everywhere."""

ENGLISH = re.compile(
    r"\b(should|must|expected|input|valid|field|required|least|most|or|the|None)\b"
)


def nodes(data, steps=()):
    """Yield the path of every value."""
    yield steps
    if isinstance(data, dict | list):
        items = data.items() if isinstance(data, dict) else enumerate(data)
        for step, value in items:
            yield from nodes(value, (*steps, step))


NODES = list(nodes(COMPLETE.data))


def with_change(steps, change, source=COMPLETE):
    """Return a source with one change: `change` receives a container and a key or index of it."""
    data = {"tout": source.data}
    holder = data
    for step in ("tout", *steps)[:-1]:
        holder[step] = copy.copy(holder[step])
        holder = holder[step]
    change(holder, ("tout", *steps)[-1])
    return Source("essai.yaml", data["tout"], COMPLETE.values, COMPLETE.keys)


def with_value(steps, value, source=COMPLETE):
    """Return a source with `value` in place of the one at `steps`."""
    return with_change(steps, lambda holder, step: holder.__setitem__(step, value), source)


def problems_of(source):
    """Return the problems of a source; a right one must go through the whole kind."""
    try:
        content = check_source(source, KIND.content, KIND.rules)
    except ContentError as error:
        return error.problems
    assert [document.kind for document in KIND.compose(content, ComposeRequest("x", "essai.yaml"))]
    list(KIND.left(source.data))
    list(KIND.remarks(source.data))
    return ()


def variants():
    """Yield the complete example with each value replaced, left out, or under another key."""
    for steps in NODES:
        yield from (with_value(steps, value) for value in WRONG)
        if steps:
            yield with_change(steps, lambda holder, step: holder.pop(step))
        if steps and isinstance(steps[-1], str):
            yield with_misspelt_key(steps)


def with_misspelt_key(steps):
    """Return the complete example with one more letter in the last key of `steps`."""
    return with_change(steps, lambda holder, step: holder.update({f"{step}s": holder.pop(step)}))


def test_the_example_holds_each_field_of_each_model():
    written = {steps[-1] for steps in NODES if steps}
    models = {model for steps in NODES for model in models_at(Convention, steps)}
    fields = {name for model in models for name in model.model_fields}
    assert fields - written == {"avenant", "refus"}, "which no final act holds"


def test_every_mistake_is_reported_in_french_at_its_place():
    met = set()
    for source in variants():
        for problem in problems_of(source):
            met.add(problem.code)
            assert problem.message, problem
            assert not ENGLISH.search(f"{problem.message} {problem.hint}"), problem
            assert min(problem.line, problem.column) >= 1, problem
    assert set(FRENCH_MESSAGES) - BOUNDED | OURS <= met
    assert met <= set(FRENCH_MESSAGES) | OURS | RULES


TEXTS = [
    *("fiche/article-4-4-1", "infographie/textes", "memento/00-ensemble", "memento/04-brulage"),
    *("modele/arrete-epave", "modele/lettre-l541-3", "modele/rapport-de-constat"),
]
"""A text of each shape that is not a convention's."""
SHAPES = [None, "**x", "A" * 99, [], ["x"] * 9, {"x": "y"}]
"""A value of each shape."""


@pytest.mark.parametrize("name", TEXTS)
def test_wrong_values_are_reported_in_french_in_every_kind(name):
    kind, path = KINDS[name.partition("/")[0]], ROOT / f"content/{name}.yaml"
    source, met = read_source(path, name), set()
    for steps in [one for one in nodes(source.data) if {*one}.isdisjoint(range(1, 99))]:
        for value in SHAPES:
            try:
                check_source(with_value(steps, value, source), kind.content, kind.rules)
            except ContentError as error:
                for problem in error.problems:
                    met.add(problem.code)
                    assert not ENGLISH.search(f"{problem.message} {problem.hint}"), problem
    assert {"missing", "extra_forbidden"} <= met
    assert "too_long" in met or kind.name != "fiche"


KEYWORDS = {
    "exclusiveMaximum": "less_than",
    "exclusiveMinimum": "greater_than",
    "maximum": "less_than_equal",
    "maxItems": "too_long",
    "maxLength": "string_too_long",
    "minimum": "greater_than_equal",
    "minItems": "too_short",
    "minLength": "string_too_short",
    "multipleOf": "multiple_of",
    "pattern": "string_pattern_mismatch",
}
"""The error of pydantic for each constraint of a JSON schema."""


def keywords(schema):
    """Yield the keywords of a JSON schema."""
    if isinstance(schema, dict):
        yield from schema
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict | list):
            yield from keywords(part)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_each_constraint_of_a_model_has_a_french_message(model):
    used = {KEYWORDS[one] for one in keywords(model.model_json_schema()) if one in KEYWORDS}
    assert used <= set(FRENCH_MESSAGES)


KEYS = [steps for steps in NODES if steps and isinstance(steps[-1], str) and len(steps[-1]) > 2]


def test_a_misspelt_key_is_recognised():
    for steps in KEYS:
        problems = problems_of(with_misspelt_key(steps))
        [unknown] = [one for one in problems if one.code == "extra_forbidden"]
        assert unknown.hint == f"vouliez-vous dire « {steps[-1]} » ?", field_name(steps)


LEAVES = [steps for steps in NODES if not any(other[:-1] == steps for other in NODES)]


@given(st.dictionaries(st.sampled_from(LEAVES), st.sampled_from(WRONG), min_size=2, max_size=5))
def test_several_mistakes_are_reported_in_one_pass(mistakes):
    alone, together = set(), COMPLETE
    for steps, value in mistakes.items():
        alone |= {
            (p.line, p.code)
            for p in problems_of(with_value(steps, value))
            if p.code in FRENCH_MESSAGES
        }
        together = with_value(steps, value, together)
    problems = problems_of(together)
    assert alone <= {(problem.line, problem.code) for problem in problems}
    assert list(problems) == sorted(dict.fromkeys(problems), key=lambda problem: problem.order)


VALUES = st.recursive(
    st.none() | st.text("aé:*{}-1 ", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "etat", "liste", "texte", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(NODES), VALUES)
def test_no_value_anywhere_brings_checking_down(steps, value):
    for problem in problems_of(with_value(steps, value)):
        assert problem.line >= 1
        assert problem.message


def test_problems_come_in_the_order_of_the_file():
    text = "articles: x\nsignature: []\nacte: peut-être\ntitre: a\n"
    with pytest.raises(ContentError) as raised:
        check_source(parse_source(text, "essai.yaml"), KIND.content, KIND.rules)
    lines = [problem.line for problem in raised.value.problems]
    assert lines == sorted(lines)
    assert {1, 2, 3, 4} <= set(lines)


def test_models_at_returns_the_models_of_a_path():
    assert list(models_at(Convention, ())) == [Convention]
    assert list(models_at(Convention, ("articles", 2))) == [Article]
    assert list(models_at(Convention, ("articles", 2, "texte", 0))) == [Liste]
    assert list(models_at(Convention, ("parties", "liste", 0))) == [Partie]


@pytest.mark.parametrize(
    ("steps", "name"),
    [((), ""), (("a",), "a"), (("a", 3, "b"), "a[3].b"), (("a", 0, 1), "a[0][1]")],
)
def test_a_field_is_named_as_people_write_it(steps, name):
    assert field_name(steps) == name


def test_groups_are_found_from_the_outside_in():
    data = {"a": [{"b": {"c": "d"}}, "e"]}
    assert [steps for steps, _ in mappings(data)] == [(), ("a", 0), ("a", 0, "b")]


@pytest.mark.parametrize("stem", ["2026", "modele", "2027-v2", "a-1-b"])
def test_file_key_accepts_a_plain_name(stem):
    assert file_key(stem) == stem


@pytest.mark.parametrize(
    "stem", ["", "Modèle", "a b", "-a", "a-", "a--b", "a.b", "a_b", "../a", "a\n"]
)
def test_file_key_refuses_other_names(stem):
    assert file_key(stem) is None


def test_a_year_of_two_digits_is_to_be_written_whole():
    kind = KINDS["bilan"]
    with pytest.raises(ContentError) as refused:
        check_source(parse_source("annee: 26\n", "26.yaml"), kind.content, kind.rules)
    [year] = [one for one in refused.value.problems if one.field == "annee"]
    assert year.hint == "écrivez l’année en entier, comme « 2026 »"


def parts_of(annotation):
    """Yield every type inside an annotation, and itself."""
    yield annotation
    for one in get_args(annotation):
        yield from parts_of(one)


def models_in(model, seen):
    """Return every model that may stand in a model, and itself."""
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for part in parts_of(field.annotation):
                if isinstance(part, type) and issubclass(part, Content):
                    models_in(part, seen)
    return seen


def words_of(field):
    """Return a word that a field takes of a list of words; None for a field of anything else."""
    types = [one for one in parts_of(field.annotation) if isinstance(one, type)]
    lists = (next(iter(one)).value for one in types if issubclass(one, StrEnum))
    return next(lists, "oui" if bool in types else None)


def test_every_word_of_a_list_is_refused_with_a_blank():
    asked, read = set(), set()
    for model in set().union(*(models_in(one, set()) for one in MODELS.values())):
        for name, field in model.model_fields.items():
            if (word := words_of(field)) is None:
                continue
            asked.add(f"{model.__name__}.{name}")
            kind = TypeAdapter(Annotated[field.annotation, None, *field.metadata])
            for value in (f"{word}\u00a0", [f"{word} "]):
                try:
                    kind.validate_python(value)
                except ValidationError as error:
                    if "espace" in {detail["type"] for detail in error.errors()}:
                        break
            else:
                read.add(f"{model.__name__}.{name}")
    assert {"Visite.diffusion", "Abrogation.etat", "Convention.exemple_fictif"} <= asked
    assert not read
