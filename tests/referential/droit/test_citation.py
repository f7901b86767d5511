"""Citations of the law in texts, and their wording."""

import pytest

from docgen.markup import MarkError, references
from docgen.referential.droit.citation import cited_rules, resolve_citation
from docgen.referential.droit.regle import Forme
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DROIT = droit_of(EXEMPLE)

SAID = {
    "{droit:exemple-amende}": "15⍽000␣€",
    "{droit:exemple-amende.lettres}": "quinze mille euros",
    "{droit:exemple-delai}": "dix jours francs",
    "{droit:exemple-delai.chiffres}": "10␣jours francs",
    "{droit:exemple-delai.lettres}": "dix jours francs",
    "{droit:exemple-delai.ref}": "art.␣L.␣1-1 du code de l’environnement",
    "{droit:exemple-delai.long}": "article␣L.␣1-1 du code de l’environnement",
    "{droit:exemple-delai.court}": "art.␣L.␣1-1 du code de l’environnement",
    "{droit:exemple-delai.numero}": "L.␣1-1",
    "{droit:exemple-delai.abrege}": "L.␣1-1␣C.␣env.",
    "{droit:exemple-classe}": "4e classe",
    "{droit:exemple-classe.lettres}": "quatrième classe",
    "{droit:exemple-classe.montant}": "750␣€",
    "{droit:exemple-article}": "art.␣R.␣2-1 du code pénal",
    "{droit:exemple-loi}": "loi n°␣2000-1",
    "{droit:exemple-point}": "Un point ouvert.",
}

OTHERWISE = "citez-la sans forme, ou sous une autre"
WRONG = {
    "{droit:exemple-amande}": (
        "aucune règle de droit « exemple-amande »",
        "vouliez-vous dire « exemple-amende » ?",
    ),
    "{droit:zzzzzzzz}": ("aucune règle de droit « zzzzzzzz »", "les clés : docgen droit"),
    "{droit:exemple-amende.lettre}": (
        "forme inconnue : « lettre »",
        "vouliez-vous dire « lettres » ?",
    ),
    "{droit:exemple-amende.zzz}": (
        "forme inconnue : « zzz »",
        "formes admises : " + ", ".join(Forme),
    ),
    "{droit:exemple-amende.montant}": (
        "« exemple-amende » n’est pas une classe du barème : pas de montant",
        OTHERWISE,
    ),
    "{droit:exemple-loi.numero}": ("« exemple-loi » n’a pas de numéro d’article", OTHERWISE),
    "{droit:exemple-point.ref}": ("« exemple-point » n’a pas de référence", OTHERWISE),
    "{droit:exemple-article.lettres}": (
        "« exemple-article » n’a pas de valeur en chiffres",
        OTHERWISE,
    ),
    "{droit:exemple-classe.chiffres}": ("« exemple-classe » n’a pas d’unité", OTHERWISE),
}


@pytest.mark.parametrize("text", SAID)
def test_wording_of_an_item_follows_the_form(text):
    (reference,) = references(text)
    regle, dit = resolve_citation(reference, DROIT)
    assert regle.cle == reference.cle
    assert dit.replace("\u202f", "⍽").replace("\u00a0", "␣") == SAID[text]


@pytest.mark.parametrize("text", WRONG)
def test_impossible_form_is_refused_with_a_hint(text):
    (reference,) = references(text)
    with pytest.raises(MarkError) as caught:
        resolve_citation(reference, DROIT)
    assert (str(caught.value), caught.value.hint) == WRONG[text]


def test_cited_rules_are_the_known_items_in_order():
    text = "{droit:exemple-delai}, {fiche:4.1}, {droit:a}, {droit:exemple-amende.lettres}"
    assert [regle.cle for regle in cited_rules(text, DROIT)] == ["exemple-delai", "exemple-amende"]


def test_a_reference_badly_written_is_refused():
    with pytest.raises(MarkError):
        cited_rules("Voir {droit: exemple-amende}", DROIT)
