"""No text that we keep retypes a figure of law: each stands once, in the referential of law."""

from collections import Counter
from copy import deepcopy

import pytest

from docgen.content.legal_figures import Sorte, find_legal_figures
from docgen.content.source import read_source
from tests.conftest import ROOT

THE_ACT = "convention"
"""The words of the parties, to the letter: what they say of the law is theirs."""
TEXTS = sorted(
    path
    for path in (ROOT / "content").glob("*/*.yaml")
    if path.parent.name not in (THE_ACT, "referentiel")
)
NO_LAW = {
    "content/infographie/textes.yaml": ["trois années", "trois années", "une année", "0,5 %"],
    "content/commune-pack/dossier.yaml": ["article 9"],
    "content/renewal/denonciation.yaml": ["24 h", "24 h"],
    "content/renewal/rappel.yaml": ["24 h"],
    "content/renewal/resiliation.yaml": ["24\xa0h", "24\xa0h"],
}
"""What a person read and found to be no law: years and parts of a statistic, an article of the
convention, the hour at which a day ends."""
PLANTED = {
    "une amende de 1 500 €": Sorte.MONTANT,
    "une amende de quinze mille euros": Sorte.MONTANT,
    "sous 10 jours": Sorte.DUREE,
    "dans un délai de deux mois": Sorte.DUREE,
    "sous huitaine": Sorte.DUREE,
    "selon l’article L. 541-3": Sorte.ARTICLE,
    "voir CGCT L. 2212-2": Sorte.ARTICLE,
    "une contravention de la 5e classe": Sorte.CLASSE,
    "une contravention de la cinquième classe": Sorte.CLASSE,
    "majoré de 10 %": Sorte.POURCENTAGE,
    "la loi n° 2020-105": Sorte.TEXTE,
    "à moins de deux cents mètres": Sorte.MESURE,
}
"""Words that a text must not say, one at least of each sort."""

every_text = pytest.mark.parametrize("path", TEXTS, ids=lambda one: f"{one.parent.name}/{one.name}")


def strays(value):
    """Return the figures that raw values retype; the words of the act are quoted as they are."""
    if isinstance(value, str):
        return [one.texte for one in find_legal_figures(value)]
    inside = value.items() if isinstance(value, dict) else enumerate(value or ())
    return [one for key, child in inside if key != "citations" for one in strays(child)]


def places(value):
    """Yield every list and mapping that holds a text, with the key of the text."""
    for key, child in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(child, str) and key != "citations":
            yield value, key
        elif isinstance(child, dict | list) and key != "citations":
            yield from places(child)


def test_every_kind_of_text_but_the_act_is_read():
    read = Counter(path.parent.name for path in TEXTS)
    kinds = {path.name for path in (ROOT / "content").iterdir() if any(path.glob("*.yaml"))}
    assert set(read) == kinds - {THE_ACT}
    assert (read["fiche"], read["memento"], read["modele"]) == (18, 15, 6)


@every_text
def test_no_figure_of_law_is_retyped(path):
    found = strays(read_source(path, path.name).data)
    assert found == NO_LAW.get(path.relative_to(ROOT).as_posix(), [])


@every_text
def test_a_figure_of_law_planted_in_a_text_is_found(path):
    data = deepcopy(read_source(path, path.name).data)  # what was read is shared with other tests
    before, planted = len(strays(data)), list(PLANTED)
    holes = list(places(data))
    for rank, (holder, key) in enumerate(holes):
        holder[key] = f"{holder[key]} ; {planted[rank % len(planted)]}."
    assert len(strays(data)) == before + len(holes)


def test_each_sort_of_figure_is_planted():
    assert set(PLANTED.values()) == set(Sorte)
    for words, sorte in PLANTED.items():
        assert [one.sorte for one in find_legal_figures(words)] == [sorte]
