"""References of an act to clauses that it does not have, and those that are to other texts."""

from docgen.content.source import parse_source
from docgen.kinds.actes.reserves import dead_references, remarks, reserves
from tests.kinds.convention.act import ACT, ARTICLE_2

NUMBERED = "{id: article-2, numero: ARTICLE 2, titre: Durée, texte: [TEXTE]}"
DEAD = {
    "Voir l'Action 1.9, à l'article 3.": ["Action 1.9", "article 3"],
    "(Actions 1.1, 1.2 et 1.3, articles 1 et 4)": ["Action 1.2", "Action 1.3", "article 4"],
    "prévu à l’article 3 de la présente convention": ["article 3"],
    "au 1.1 et au 1.2 de l'article 1er ; au 9.4": ["1.2", "9.4"],
    "aux articles 1 et 2, 30 jours avant ; à l'article 2, 30 jours avant": [],
    "L'article 21 du CPP, l'article 226-13, l'article L. 541-3": [],
    "code pénal, article 226 ; en vertu de la loi, article 4": [],
    "l'article 8 de la convention signée le 23 avril 2026": [],
    "l'article 16, alinéa 2, du code": [],
    "l'action 12 du plan national ; l'axe 7 de la feuille de route": [],
    "Action 1.1 du plan d'actions ; Action 1.2 du plan d'actions": ["Action 1.2"],
    "du 2.5 % au 3.5.2027, du 12.05": [],
    "objectif 9": [],  # its clauses bear no numbers
}


def data(words, clause=NUMBERED):
    text = ACT.replace(ARTICLE_2, clause.replace("TEXTE", f'"{words}"'))
    return parse_source(text, "essai.yaml").data


def test_references_to_absent_clauses_are_found_and_no_others():
    found = {
        words: [one.what.split(" »")[0].removeprefix("« ") for one in dead_references(data(words))]
        for words in DEAD
    }
    assert found == DEAD


def test_no_reference_is_dead_where_clauses_are_missing():
    missing = f"{NUMBERED}\n  - {{id: suite, etat: manquant, note: Pages perdues.}}"
    assert list(dead_references(data("l'article 3", missing))) == []


def test_number_is_the_same_in_capitals_and_with_any_blank():
    for numero in ("ARTICLE 2 BIS", "ARTICLE 2\u00a0bis", "Article 2 Bis"):
        clause = NUMBERED.replace("ARTICLE 2", numero)
        found = dead_references(data("aux articles 1ER et 2 bis ; à l'article 2", clause))
        assert [one.what.split(" »")[0] for one in found] == ["« article 2"]


def test_dead_reference_is_told_and_keeps_an_act_a_draft():
    act = data("l'article 3")
    told = ("ARTICLE\u00a02 Durée", "« article 3 » : l’acte n’a pas de telle clause")
    for find in (remarks, reserves):
        assert told in [(one.name, one.what) for one in find(act)]
    assert told not in [(one.name, one.what) for one in remarks(act | {"acte": "signe"})]


def test_reference_to_what_an_amendment_repeals_keeps_it_a_draft():
    act = data("à l'article 3, au 3.4 et à l'Action 1.9")
    for clause, dead in (
        ("article-3", ["article 3", "3.4"]),
        ("article-3-3.4", ["3.4"]),
        ("axe-1-action-1.9", ["Action 1.9"]),
        ("annexe", []),
    ):
        held = {"modifie": "2026", "abroge": [{"clause": clause, "etat": "adopte"}]}
        found = [one.what for one in reserves(act | {"avenant": held}) if one.code == "renvoi"]
        assert found == [f"« {one} » : l’acte n’a pas de telle clause" for one in dead]
    found = reserves(act | {"avenant": {"modifie": "2026"}})  # the signed act had them already
    assert "renvoi" not in {one.code for one in found}


def test_reference_to_what_is_repealed_is_found_despite_missing_clauses():
    missing = f"{NUMBERED}\n  - {{id: suite, etat: manquant, note: Pages perdues.}}"
    act = data("à l'article 5 bis, à l'article 7, à l'article 5 et au 4.2", missing)
    gone = [{"clause": one, "etat": "adopte"} for one in ("article-5-bis", "article-4-4.2")]
    act |= {"avenant": {"modifie": "2026", "abroge": gone}}
    found = [one.what.split(" »")[0] for one in reserves(act) if one.code == "renvoi"]
    assert found == ["« article 5 bis", "« 4.2"]
