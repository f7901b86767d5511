"""What `docgen check` passes, each build accepts."""

import shutil
from datetime import date

import pytest

from docgen.build.check import check_all
from docgen.build.compose import absent_files, asked_files, compose_all
from docgen.build.pipeline import scope_of
from docgen.errors import ContentError
from docgen.kinds import KINDS
from docgen.kinds.kind import Due
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.request import Request
from tests.build.test_asked import SEEDS, seed

KINDS_ALONE = ("convention", "fiche", "memento", "modele", "bilan", "renewal", "infographie")
"""The kinds of which a project may hold no other."""
SNAPSHOTS = ("cog", "competence", "maires", "ssmsi-departements")


def builds(workspace):
    """Yield what each kind of a project may be asked for: its name, and the request."""
    for name, kind in KINDS.items():
        if (workspace.content / name).is_dir():
            communes = ("81218",) if kind.due is Due.COMMUNE else ()
            day = date(2027, 3, 1)
            letters = RenewalOptions(Courrier(day)) if name == "renewal" else kind.options()
            yield name, Request(communes=communes, options=letters)


def refusals(workspace):
    """Return the errors of all builds of a project, composed as a build does."""
    found = []
    for name, request in builds(workspace):
        kind = KINDS[name]
        try:
            scope, _ = scope_of(workspace, request)
            found += absent_files(workspace, kind, scope)
            compose_all(workspace, kind, asked_files(workspace, kind, scope), scope)
        except ContentError as error:
            found += error.problems
    return found


def assert_check_is_build(workspace):
    """Check that a project passes where each of its builds does, and no build refuses it else."""
    try:
        check_all(workspace)
    except ContentError:
        return
    assert refusals(workspace) == []


def only(project, *kinds):
    """Leave a project the texts of some kinds."""
    for name in {*KINDS} - {*kinds}:
        shutil.rmtree(project.root / "content" / name)


@pytest.mark.parametrize("name", SEEDS)
def test_seeded_project_passes_only_where_builds_accept_it(project, name):
    only(project, "convention", "renewal")  # no other kind reads what is wrong here
    seed(project, name, "recepisse")
    assert_check_is_build(project.workspace)


@pytest.mark.parametrize("kind", KINDS_ALONE)
def test_one_kind_without_data_passes_only_where_built(project, kind):
    only(project, kind, "convention")
    for name in SNAPSHOTS:
        shutil.rmtree(project.root / "content/referentiel" / name)
    assert_check_is_build(project.workspace)


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_project_without_data_passes_only_where_built(project, name):
    shutil.rmtree(project.root / "content/referentiel" / name)
    assert_check_is_build(project.workspace)
