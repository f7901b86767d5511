"""The folders of a project, and how it is found."""

import os
from pathlib import Path

import pytest

from docgen.errors import ContentError, DocgenError, TemplateError, WorkplaceError
from docgen.workspace import Workspace, open_workspace, shipped_templates
from tests.conftest import ROOT


def test_a_project_is_the_nearest_folder_above_that_holds_content(project):
    inside = project.root / "content/convention"
    assert open_workspace(inside, exact=False).root == project.root
    (inside / "content").mkdir()
    assert open_workspace(inside, exact=False).root == inside


def test_a_project_that_is_named_is_not_looked_for_above(project):
    assert open_workspace(project.root, exact=True).root == project.root
    with pytest.raises(WorkplaceError, match="aucun dossier « content » ici"):
        open_workspace(project.root / "content", exact=True)


@pytest.mark.parametrize("start", ["/", "/absent/ici", "/dev/null"])
def test_missing_project_gets_a_hint(start):
    with pytest.raises(WorkplaceError, match="--project DOSSIER"):
        open_workspace(Path(start), exact=False)


def test_documents_go_to_output_or_where_they_are_wished(project, tmp_path):
    assert open_workspace(project.root, exact=False).output == project.root / "output"
    assert (
        open_workspace(project.root, tmp_path / "ailleurs", exact=False).output
        == tmp_path / "ailleurs"
    )


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
    assert open_workspace(project.root, loop, exact=False).output == loop


def test_a_project_s_own_templates_come_before_those_of_docgen(project):
    assert project.workspace.templates == (shipped_templates(),)
    (project.root / "templates").mkdir()
    assert project.workspace.templates == (project.root / "templates", shipped_templates())


def test_the_repository_does_not_lay_its_templates_over_themselves():
    assert Workspace(ROOT, ROOT / "output").templates == (ROOT / "templates",)


@pytest.mark.parametrize(
    ("name", "target", "error"),
    [
        ("content/fiche/lien.yaml", "/etc/hostname", ContentError),
        ("content/fiche/lien.yaml", "/proc/self/environ", ContentError),
        ("content/territoire/dossier", "/proc/self", ContentError),
        ("content/deux", "../../ailleurs", ContentError),
        ("templates/convention/lien.svg", "/etc/hostname", TemplateError),
        ("templates/fiche", "/proc", TemplateError),
        ("templates", "/proc", TemplateError),
    ],
)
def test_project_with_a_link_to_outside_is_not_opened(project, name, target, error):
    (project.root.parent / "ailleurs").mkdir()
    link = project.root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    with pytest.raises(error) as raised:
        open_workspace(project.root, exact=False)
    [problem] = raised.value.problems
    assert (problem.file, problem.code) == (name, "lien-dehors")
    assert os.path.realpath(link) in problem.message


def test_link_to_outside_is_found_behind_a_link_inside(project):
    (project.root / "notes").mkdir()
    (project.root / "notes/x.yaml").symlink_to("/etc/hostname")
    (project.root / "content/fiche/notes").symlink_to("../../notes")
    with pytest.raises(ContentError, match=r"content/fiche/notes/x\.yaml"):
        open_workspace(project.root, exact=False)


@pytest.mark.parametrize("name", ["content/fiche/essai.yaml", "templates/fiche/document.css"])
def test_no_pipe_is_waited_for(project, name):
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(project.root / name)
    with pytest.raises(DocgenError, match="ni un fichier ni un dossier"):
        open_workspace(project.root, exact=False)


def test_links_inside_the_project_or_to_our_templates_are_followed(project):
    (project.root / "content/fiche/perdu.yaml").symlink_to("nulle-part.yaml")
    (project.root / "content/fiche/boucle").symlink_to(project.root / "content")
    (project.root / "content/fiche/seul").symlink_to("seul")
    (project.root / "templates").symlink_to(shipped_templates())
    assert open_workspace(project.root, exact=False).templates == (shipped_templates(),)


def test_project_with_a_huge_template_is_not_opened(project):
    path = project.write("templates/convention/fond.png", "")
    os.truncate(path, 1_000_000_000_000)
    with pytest.raises(TemplateError, match="trop gros pour un modèle") as refused:
        open_workspace(project.root, exact=False)
    assert [one.file for one in refused.value.problems] == ["templates/convention/fond.png"]
