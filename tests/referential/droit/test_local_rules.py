"""Rules that do not hold at home: a prefect's of elsewhere, or one that a local law excludes."""

from datetime import date

import pytest

from docgen.build.check import _checks_to_redo
from docgen.errors import ContentError
from docgen.left import shares
from docgen.referential.droit.controle import REMOVE, NewCheck, left_to_check, record_checks
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

TODAY = date(2026, 12, 1)


class Lozere(Referential):
    """The referential of a project of the Lozère."""

    home = "48"


class Moselle(Referential):
    """The referential of a project of the Moselle."""

    home = "57"


def referential_of(project):
    """Return the referential of this project's own content."""
    return project(Workspace(ROOT, ROOT / "output"), TODAY)


def test_rule_of_another_departement_is_told_with_its_citations():
    told = [*_checks_to_redo(referential_of(Lozere), (), (), TODAY)]
    said = {plain_blanks(one.message): plain_blanks(one.hint) for one in told}
    hint = said["« old-tarn-bande » : règle du préfet du Tarn"]
    assert "la citent (content/memento/08-incendie-debroussaillement.yaml:57)" in hint
    assert "« pdpfci » : règle du Tarn" in said


def test_rule_that_local_law_excludes_is_told_with_its_citations():
    told = [*_checks_to_redo(referential_of(Moselle), (), (), TODAY)]
    said = {plain_blanks(one.message): plain_blanks(one.hint) for one in told}
    why = "en Alsace-Moselle, l’article L. 2542-1 du CGCT l’écarte"
    excluded = [one for one in said if one.endswith(why)]
    names = ("cgct-l2212-1", "cgct-l2212-2", "cgct-l2212-4")
    assert excluded == [f"« {one} » : {why}" for one in names]  # and not L. 2212-2-1
    assert "content/modele/mise-en-demeure.yaml:42" in said[excluded[0]]
    assert "L. 2542-2 et suivants" in said[excluded[0]]


def test_rules_hold_in_their_own_departement():
    law = referential_of(Referential).droit
    assert law.get("old-tarn-bande").departement == "81"
    assert {one.elsewhere for one in law.items} == {""}


def test_check_counts_not_when_a_rule_is_held_elsewhere():
    check = NewCheck(TODAY, "Mme Martin (exemple fictif)", "Légifrance")
    law = droit_of(record_checks(EXEMPLE, "exemple.yaml", {"exemple-amende": check}))
    rule = law.get("exemple-amende")
    assert not left_to_check(law, [rule])
    law = law.with_items([rule.held_elsewhere("règle du préfet du Tarn", REMOVE)])
    [item] = left_to_check(law, law.items)
    assert "retirez-la" in item.hint
    assert [one.phrase for one in shares([item])] == [
        "1 règle qui ne vaut pas chez vous, à remplacer"
    ]


@pytest.mark.parametrize("code", ["Tarn", "811", "2a"])
def test_departement_of_a_rule_is_its_code(code):
    wrong = EXEMPLE.replace("    confiance: C\n", f"    confiance: C\n    departement: {code}\n", 1)
    with pytest.raises(ContentError, match="département mal formé"):
        droit_of(wrong)
