"""The kinds that docgen knows, and what each brings."""

import subprocess
import sys

import pytest

from docgen.build.compose import content_files
from docgen.content.model import Content
from docgen.kinds import KINDS
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.kind import Scope
from docgen.kinds.memento.options import MementoOptions
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT


def test_each_kind_is_found_by_its_own_name():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}


def test_a_name_that_no_kind_has_finds_none():
    assert "affiche" not in KINDS
    with pytest.raises(KeyError, match="affiche"):
        KINDS["affiche"]


def test_a_kind_is_loaded_when_it_is_asked_for():
    program = (
        "import sys, docgen.build.pipeline; from docgen.kinds import KINDS; 'bilan' in KINDS\n"
        "def loaded(): return [name for name in KINDS if f'docgen.kinds.{name}' in sys.modules]\n"
        "print(loaded()); KINDS['modele']; print('bilan' in loaded(), 'modele' in loaded())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert ended.stdout.split("\n")[:2] == ["[]", "False True"]


def test_each_kind_reads_a_model_of_its_own():
    models = [kind.content for kind in KINDS.values()]
    assert all(issubclass(model, Content) for model in models)
    assert len(set(models)) == len(models)


def test_each_kind_has_content_of_its_own():
    here = Workspace(ROOT, ROOT / "output")
    assert all(content_files(here, kind) for kind in KINDS.values())


def test_scope_gives_a_kind_its_own_options_only():
    referential = Referential(Workspace(ROOT, ROOT / "output"))
    asked = BilanOptions(2026)
    assert Scope(referential, options=asked).options_of(BilanOptions) is asked
    assert Scope(referential).options_of(BilanOptions) == BilanOptions()
    with pytest.raises(TypeError):
        Scope(referential, options=asked).options_of(MementoOptions)
