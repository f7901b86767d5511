"""The model of a convention: its clauses, the states that they may have."""

import pytest
from pydantic import ValidationError

from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.kinds.actes.content import Article, Convention, EtatClause, Liste, Section
from docgen.kinds.convention.kind import KIND
from tests.conftest import ROOT


def read(name):
    path = ROOT / f"content/convention/{name}.yaml"
    return check_source(read_source(path, path.name), KIND.content, KIND.rules)


def clauses(parts):
    for clause in parts:
        yield clause
        yield from clauses(clause.parts)


@pytest.mark.parametrize(
    ("name", "count"), [("2026", {None: 21, "manquant": 5}), ("modele", {None: 21})]
)
def test_the_clauses_of_our_conventions_are_all_read(name, count):
    found = list(clauses(read(name).articles))
    assert len({clause.id for clause in found}) == len(found)
    for etat, number in count.items():
        assert sum(clause.etat == etat for clause in found) == number


def test_levels_go_down_one_by_one():
    for clause in clauses(read("modele").articles):
        assert all(part.level == clause.level + 1 for part in clause.parts)


def test_a_clause_is_frozen():
    article = Article.model_validate({"id": "a", "titre": "A", "texte": ["l'été"]})
    assert article.texte == ("l’été",)
    with pytest.raises(ValidationError, match="frozen"):
        article.titre = "B"


def test_a_paragraph_may_be_a_list():
    article = Article.model_validate({"id": "a", "texte": ["un", {"liste": ["l'été..."]}]})
    assert article.texte == ("un", Liste(liste=("l’été...",)))


def test_the_state_decides_how_words_are_set():
    ours = {"id": "a", "etat": "propose", "texte": ["fin..."], "titre": "fin..."}
    assert Article.model_validate(ours).texte == ("fin…",)
    assert Article.model_validate({**ours, "etat": None}).texte == ("fin...",)
    assert Article.model_validate(ours).etat is EtatClause.PROPOSE


def test_each_field_that_people_may_not_understand_is_described():
    fields = Convention.model_fields | Article.model_fields
    described = {name for name, field in fields.items() if field.description}
    assert {"acte", "diffusion", "exemple_fictif", "etat", "note", "id", "numero"} <= described


def test_parts_of_articles_have_no_number_of_article():
    with pytest.raises(ValidationError, match="à l’intérieur d’un article"):
        Section.model_validate({"id": "a", "numero": "ARTICLE 12", "titre": "A"})
    assert Section.model_validate({"id": "a", "numero": "Article 11.1", "titre": "A"})
    assert Section.model_validate({"id": "a", "numero": "11.5", "titre": "A"}).numero == "11.5"
