"""What the memento of the project says: every family whole, no figure of law retyped."""

import pytest

from docgen.content.source import read_source
from docgen.content.validation import check_source, file_key
from docgen.kinds.memento.content import Icone, Memento
from docgen.kinds.memento.rules import rules
from tests.conftest import ROOT

FILES = sorted((ROOT / "content/memento").glob("*.yaml"))
READ = {path.name: read_source(path, path.name) for path in FILES}
CONTENT = {name: check_source(source, Memento, rules) for name, source in READ.items()}
FAMILIES = {name: one.famille for name, one in CONTENT.items() if one.famille}
every_family = pytest.mark.parametrize("name", FAMILIES)


def test_required_families_are_there_in_order():
    assert [one.numero for one in FAMILIES.values()] == list(range(1, 15))
    named = {"depots-sauvages", "epaves", "brulage", "eau", "bruit", "vehicules-nature"}
    named |= {"incendie-debroussaillement", "animaux", "publicite", "haies-defrichement"}
    named |= {"especes-protegees", "installations-classees", "urbanisme"}
    assert named <= {one.id for one in FAMILIES.values()}


def test_one_file_says_what_holds_for_all_families():
    assert [name for name, one in CONTENT.items() if one.ensemble] == ["00-ensemble.yaml"]


@every_family
def test_file_is_named_after_its_family(name):
    assert name == f"{FAMILIES[name].numero:02d}-{FAMILIES[name].id}.yaml"
    assert file_key(name.removesuffix(".yaml"))


@every_family
def test_a_procedure_says_who_acts_and_how_it_ends(name):
    for procedure in FAMILIES[name].procedures:
        assert len({one.titre for one in procedure.etapes}) == len(procedure.etapes)
        last = procedure.etapes[-1]
        assert last.fin or last.si


@every_family
def test_each_power_but_persuasion_has_an_article(name):
    bare = [
        one.texte for one in FAMILIES[name].pouvoirs if not one.base and "{droit:" not in one.texte
    ]
    assert len(bare) <= 1


def test_no_highest_penalty_is_a_fixed_fine():
    said = [(one.id, fact.peine) for one in FAMILIES.values() for fact in one.qualifications]
    said += [(one.id, one.aide_memoire.sanction) for one in FAMILIES.values()]
    assert [(name, words) for name, words in said if "forfait" in words] == []


@pytest.mark.parametrize("icone", Icone)
def test_each_drawing_is_there_and_named_by_the_stylesheet(icone):
    assert (ROOT / f"templates/_commun/icones/{icone}.svg").is_file()
    assert f".{icone} {{" in (ROOT / "templates/memento/document.css").read_text("utf-8")


def test_each_family_has_a_drawing_of_its_own():
    drawn = [one.icone for one in FAMILIES.values()]
    assert len(set(drawn)) == len(drawn)
