"""The two partners are named as the project's own convention names them."""

import shutil

import pytest

from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.kinds.actes.acte import NO_PARTY
from docgen.kinds.actes.project import project_acts
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT
from tests.support.documents import HERE


@pytest.fixture
def project(tmp_path):
    """Return the folder of the conventions of a project, and how its partners are named."""
    folder = tmp_path / "content/convention"
    folder.mkdir(parents=True)
    workspace = Workspace(tmp_path, tmp_path / "output")
    return folder, lambda: project_acts(Referential(workspace)).partenariat(Diffusion.INTERNE)


def test_the_partners_are_those_of_the_signed_act():
    assert project_acts(Referential(HERE)).partenariat(Diffusion.PUBLIQUE) == "AMR81 – GGD81"


def test_another_departement_has_its_own(project):
    folder, named = project
    signed = (ROOT / "content/convention/2026.yaml").read_text("utf-8")
    other = signed.replace("sigle: AMR81", "sigle: AMR82").replace("sigle: GGD81", "sigle: GGD82")
    (folder / "2027.yaml").write_text(other, "utf-8")
    shutil.copy(ROOT / "content/convention/modele.yaml", folder)  # the next one names no partner
    assert named() == "AMR82 – GGD82"


@pytest.mark.parametrize("text", ["", "parties: oui\n", "parties: {liste: [{nom: x}]}\n", "a: [\n"])
def test_partenariat_has_a_default_when_no_party_is_named(project, text):
    folder, named = project
    (folder / "2027.yaml").write_text(text, "utf-8")
    assert named() == NO_PARTY


def test_no_convention_names_no_one(project):
    assert project[1]() == NO_PARTY


def test_acts_are_read_once_for_a_referential():
    referential = Referential(HERE)
    acts = project_acts(referential)
    assert project_acts(referential) is acts
    assert acts.get("2026") is acts.signed[0].acte


def test_unknown_act_is_none_with_the_nearest_name():
    acts = project_acts(Referential(HERE))
    assert acts.get("2062") is None
    assert "2026" in acts.nearest("2062")


def test_unreadable_act_stops_no_other(project):
    folder, named = project
    shutil.copy(ROOT / "content/convention/2026.yaml", folder)
    (folder / "2027.yaml").write_text("a: [\n", "utf-8")
    acts = project_acts(Referential(Workspace(folder.parents[1], folder)))
    assert acts.get("2026").signe
    with pytest.raises(ContentError):
        acts.get("2027")
    assert named() == "AMR81 – GGD81"
