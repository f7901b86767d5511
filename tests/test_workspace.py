"""The folders of a project, and how it is found."""

from pathlib import Path

import pytest

from docgen.errors import WorkplaceError
from docgen.workspace import Workspace, open_workspace, shipped_templates
from tests.conftest import ROOT


def test_a_project_is_the_nearest_folder_above_that_holds_content(project):
    inside = project.root / "content/convention"
    assert open_workspace(inside).root == project.root
    (inside / "content").mkdir()
    assert open_workspace(inside).root == inside


def test_a_project_that_is_named_is_not_looked_for_above(project):
    assert open_workspace(project.root, exact=True).root == project.root
    with pytest.raises(WorkplaceError, match="aucun dossier « content » ici"):
        open_workspace(project.root / "content", exact=True)


@pytest.mark.parametrize("start", ["/", "/absent/ici", "/dev/null"])
def test_missing_project_gets_a_hint(start):
    with pytest.raises(WorkplaceError, match="--project DOSSIER"):
        open_workspace(Path(start))


def test_documents_go_to_output_or_where_they_are_wished(project, tmp_path):
    assert open_workspace(project.root).output == project.root / "output"
    assert open_workspace(project.root, tmp_path / "ailleurs").output == tmp_path / "ailleurs"


def test_files_are_named_from_the_root_of_the_project(project, tmp_path):
    here = project.workspace
    assert here.name_of(project.root / "content/../content/convention/2026.yaml") == (
        "content/convention/2026.yaml"
    )
    assert here.name_of(tmp_path / "ailleurs.yaml") == str(tmp_path / "ailleurs.yaml")


def test_real_takes_a_link_to_itself(project):
    loop = project.root / "boucle"
    loop.symlink_to(loop)
    assert project.workspace.name_of(loop) == "boucle"
    assert open_workspace(project.root, loop).output == loop


def test_a_project_s_own_templates_come_before_those_of_docgen(project):
    assert project.workspace.templates == (shipped_templates(),)
    (project.root / "templates").mkdir()
    assert project.workspace.templates == (project.root / "templates", shipped_templates())


def test_the_repository_does_not_lay_its_templates_over_themselves():
    assert Workspace(ROOT, ROOT / "output").templates == (ROOT / "templates",)
