"""What is left to do in a convention, and what its drafter is told; mistakes are in `mistakes/`."""

from docgen.content.source import parse_source, read_source
from docgen.kinds.actes.rules import left, part_name, rules
from tests.conftest import EXAMPLE
from tests.kinds.convention.act import ACT, ARTICLE_2, TITLE


def data(*changes):
    text = ACT
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return parse_source(text, "essai.yaml").data


def test_a_right_act_breaks_no_rule_and_leaves_nothing():
    assert list(rules(data())) == []
    assert list(left(data())) == []


def test_an_action_and_a_section_may_bear_the_same_number():
    same = data(("numero: Action 1.1", 'numero: Action 1.1, texte: [voir "1.1"]'))
    assert list(rules(same)) == []


def test_left_follows_the_order_of_the_act():
    raw = data(
        (TITLE, "titre: {etat: manquant, note: x}"),
        ("titre: Aider", "titre: Aider\n                etat: propose"),
        (ARTICLE_2, "{id: article-2, etat: manquant, note: x}"),
    )
    assert [(found.name, found.code) for found in left(raw)] == [
        ("Titre", "manquant"),
        ("Aider", "propose"),
        ("Titre non fourni", "manquant"),
    ]


def test_an_adopted_clause_is_not_left():
    adopted = "{id: article-2, titre: Durée, etat: adopte, adoption: {par: A, le: 2027-01-15}}"
    assert list(left(data((ARTICLE_2, adopted)))) == []


def test_part_name_is_the_number_and_the_title():
    assert part_name(("titre",), {}) == "Titre"
    assert part_name(("parties",), {}) == "Exposé des parties"
    assert part_name(("articles", 0), {"numero": "ARTICLE 6", "titre": "**Durée**"}) == (
        "ARTICLE\u00a06 Durée"
    )


def test_part_name_without_title_is_what_the_page_prints():
    axis = {"objectifs": [{"numero": "Objectif 4"}]}
    assert part_name(("articles", 0, "sections", 0, "axes", 0), axis) == (
        "Axe\u00a0: titre non fourni (Objectif\u00a04)"
    )
    assert part_name(("articles", 0), {"numero": "ARTICLE 1"}) == "ARTICLE\u00a01 Titre non fourni"


def test_no_shape_of_data_brings_the_rules_down():
    for raw in (None, "x", [], {}, {"parties": "x", "signature": [], "remarques": {"a": "b"}}):
        assert list(rules(raw)) is not None
        assert list(left(raw)) == []


def test_the_example_is_right():
    assert list(rules(read_source(EXAMPLE, "x").data)) == []
