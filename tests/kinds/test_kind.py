"""The kinds that docgen knows, and what each brings."""

from docgen.composing import content_files
from docgen.content.model import Content
from docgen.kinds import KINDS, Left, Order
from docgen.kinds.kind import Place
from docgen.workspace import Workspace
from tests.conftest import ROOT


def test_each_kind_is_found_by_its_own_name():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}


def test_each_kind_reads_a_model_of_its_own():
    models = [kind.content for kind in KINDS.values()]
    assert all(issubclass(model, Content) for model in models)
    assert len(set(models)) == len(models)


def test_each_kind_has_content_of_its_own():
    here = Workspace(ROOT, ROOT / "output")
    assert all(content_files(here, kind) for kind in KINDS.values())


def test_what_a_kind_is_told_and_tells_compares_by_value():
    assert Left(("a", 0), "propose", "Titre", "à adopter") == Left(
        ("a", 0), "propose", "Titre", "à adopter"
    )
    assert Order("2026", "a.yaml") == Order("2026", "a.yaml", ())
    assert Place("Titre", "propose", "a.yaml", 3).line == 3
