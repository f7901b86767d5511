"""No mistake in YAML is silent: each is told, at its line, whatever else is wrong.

A few dozen mistakes are made in the ordinary tests, all of them at night.
"""

import shutil
from collections import Counter

import pytest

from docgen.build.check import check_all
from docgen.errors import DocgenError
from tests.conftest import NIGHT, ROOT, Project
from tests.support.projects.mistakes import FILLED, TODAY, batches, mistakes_in

MISNAMED = {
    "content/fiche/action-4-1.yaml": "content/fiche/action-4-1.YAML",
    "content/memento/04-brulage.yaml": "content/memento/04-brulage.yaml.txt",
    "content/referentiel/droit/penal.yaml": "content/referentiel/droit/penal.yml",
    "content/territoire/roles.yaml": "content/territoire/roles.yaml~",
    "content/territoire/communes.yaml": "content/territoire/comunes.yaml",
    "content/adherents.yaml": "content/adherents.yml",
    "content/convention/modele.yaml": "content/conventions/modele.yaml",
}
"""The names of files, and names under which nothing reads them."""
SAMPLE = 2
"""How many groups of mistakes are made in the ordinary tests: the largest."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a project without empty files of the territory, senders and members."""
    project = Project(tmp_path_factory.mktemp("fautes") / "projet")
    shutil.copytree(ROOT / "content", project.root / "content")
    for name, text in FILLED.items():
        project.write(name, text)
    return project


@pytest.fixture(scope="module")
def usual(filled):
    """Return what is told of the project as it stands."""
    return {as_told(one) for one in problems_of(filled)}


def as_told(problem):
    """Return what tells one problem from another."""
    return problem.file, problem.line, problem.message


def problems_of(project):
    """Return what a check tells of a project."""
    try:
        return check_all(project.workspace, (), TODAY).problems
    except DocgenError as error:
        return error.problems


def made(mistakes, project):
    """Return what is told when mistakes are made, which are then taken back."""
    right = {one.file: (project.root / one.file).read_text("utf-8") for one in mistakes}
    try:
        for mistake in mistakes:
            project.write(mistake.file, mistake.text)
        return problems_of(project)
    finally:
        for name, text in right.items():
            project.write(name, text)


def test_every_mistake_is_reported_at_its_line(filled, usual):
    everything = mistakes_in(filled.root)
    groups = sorted(batches(everything), key=len, reverse=True)
    assert len(everything) > 200
    silent, hidden, elsewhere, without_hint, count = [], [], [], [], 0
    for group in groups if NIGHT else groups[:SAMPLE]:
        problems = [one for one in made(group, filled) if as_told(one) not in usual]
        without_hint += [str(one) for one in problems if one.code != "manquant" and not one.hint]
        for mistake in group:
            count += 1
            lines = {one.line for one in problems if one.file == mistake.file}
            if not lines:  # hidden, for a file of the group cannot be read at all
                hidden.append(str(mistake))
                alone = {as_told(one) for one in made([mistake], filled)} - usual
                silent += [str(mistake)] * (not alone)
            elif mistake.line not in lines:
                elsewhere.append(f"{mistake}, reported at {lines}")
    assert silent == []
    assert without_hint == []
    assert len(hidden) <= count / 100, hidden
    assert len(elsewhere) <= count / 100, elsewhere


def test_the_files_that_nothing_reads_are_reported(filled, usual):
    for name, wrong in MISNAMED.items():
        text = (filled.root / name).read_bytes()
        filled.write(wrong, text)
        if name.startswith("content/territoire/comm"):
            (filled.root / name).unlink()
    problems = [one for one in problems_of(filled) if one.code == "ignore"]
    for name, wrong in MISNAMED.items():
        filled.write(name, (filled.root / wrong).read_bytes())
        (filled.root / wrong).unlink()
    assert {one.file for one in problems} == {*MISNAMED.values()}
    assert all(one.hint for one in problems)
    assert Counter(one.severity for one in problems) == {"avertissement": len(MISNAMED)}
