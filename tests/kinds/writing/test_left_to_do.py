"""What is left before a document may be final: as it lists it, and as its maker is told."""

from docgen.errors import Problem, Severity
from docgen.kinds.kind import OpenPoint
from docgen.kinds.writing.left_to_do import law_left, law_problems, places_left
from docgen.referential.droit.warnings import group_warnings
from tests.conftest import plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DROIT = droit_of(EXEMPLE)


def law(line, file="content/referentiel/droit/penal.yaml"):
    return Problem(file, f"à vérifier : règle {line}", line, 10, code="a-verifier", hint="à lire")


OTHER = Problem("content/fiche/a.yaml", "à vérifier : un doute", 3, 5, code="a-verifier")


def test_places_left_have_their_file_and_line():
    [listed] = places_left([OpenPoint((), "propose", "titre *nu*", "", "a.yaml", 3)])
    assert (listed.quoi, listed.etat) == ("Titre \\*nu\\*", "proposé")
    assert plain_blanks(listed.lieu) == "a.yaml, ligne 3"


def test_law_left_has_its_place_and_value():
    regle = DROIT.get("exemple-delai")
    [listed] = law_left([regle], DROIT)
    assert listed.etat == "à vérifier"
    assert "délai laissé pour répondre" in listed.quoi
    assert "dix jours francs" in plain_blanks(listed.quoi)
    assert plain_blanks(listed.lieu).endswith(f", ligne {DROIT.place('exemple-delai').mark.line}")


def test_each_item_of_law_is_told_once():
    regle = DROIT.get("exemple-delai")
    assert len(law_problems([regle, regle], DROIT)) == 1


def test_items_of_one_law_file_make_one_line():
    other = law(4, "content/referentiel/droit/route.yaml")
    told = group_warnings([law(9), OTHER, law(7), other, OTHER])
    assert [(one.file, one.line) for one in told] == [
        ("content/fiche/a.yaml", 3),
        ("content/referentiel/droit/penal.yaml", 7),
        ("content/referentiel/droit/route.yaml", 4),
    ]
    assert told[1].message == "2 règles citées, que personne n’a vérifiées"
    assert told[1].hint == "la liste : docgen droit --a-verifier"
    assert told[2] == other


def test_an_item_cited_by_two_documents_is_one_item():
    [told] = group_warnings([law(9), law(9)])
    assert told == law(9)


def test_a_refusal_stays_a_refusal_when_it_is_grouped():
    assert {one.severity for one in group_warnings([law(9), law(7)])} == {Severity.ERREUR}
