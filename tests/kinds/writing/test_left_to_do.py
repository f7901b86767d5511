"""What is left before a document may be final, as a draft lists it."""

from docgen.errors import Problem
from docgen.kinds.writing.left_to_do import items_left, law_items
from docgen.left import DUTIES, What, Who, item_of
from tests.conftest import plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DROIT = droit_of(EXEMPLE)


def item(file="a.yaml", line=3, name="titre *nu*", code="propose"):
    """Return something left to do."""
    return item_of(Problem(file, f"{name} : à adopter", line, code=code), DUTIES[code], name=name)


def test_items_have_their_file_and_line():
    [listed] = items_left([item()])
    assert (listed.quoi, listed.etat) == ("Titre \\*nu\\*", "proposé")
    assert plain_blanks(listed.lieu) == "a.yaml, ligne 3"


def test_a_file_outside_the_project_is_printed_by_its_name():
    [listed] = items_left([item("/ailleurs/a.yaml")])
    assert plain_blanks(listed.lieu) == "a.yaml, ligne 3"


def test_law_has_its_place_and_value():
    regle = DROIT.get("exemple-delai")
    [listed] = items_left(law_items([regle], DROIT))
    assert listed.etat == "à vérifier"
    assert "délai laissé pour répondre" in listed.quoi
    assert "dix jours francs" in plain_blanks(listed.quoi)
    assert plain_blanks(listed.lieu).endswith(f", ligne {DROIT.place('exemple-delai').mark.line}")


def test_each_rule_of_law_is_one_item_of_the_jurist():
    regle = DROIT.get("exemple-delai")
    [only] = law_items([regle, regle], DROIT)
    assert (only.id, only.who, only.what) == ("droit:exemple-delai", Who.JURISTE, What.VERIFIER)
    assert only.command in only.hint
