"""The letters of a day: all checked before any is made, the circular made once and kept."""

from datetime import date
from functools import partial

import pytest

from docgen.build.batch.job import BatchTarget
from docgen.build.batch.stages import make_stages
from docgen.build.incremental import Invocation, reuse_or_make
from docgen.cache import Store, default_folder
from docgen.errors import ContentError
from docgen.format import Format
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.output.record import Record
from docgen.request import Request
from tests.conftest import ROOT

EXAMPLE = ROOT / "tests/exemples/adherents.yaml"
DAY = RenewalOptions(Courrier(date(2027, 3, 1)))


def sent(project, told=None):
    """Send the letters of the day, and return the outcome."""
    steps = [] if told is None else told
    record = Record(Store(default_folder()))
    target = BatchTarget(project.workspace, "renewal", Request((Format.DOCX,), options=DAY))
    return make_stages(target, 1, steps.append, record)


def test_circular_that_stands_is_kept(project):
    project.write("content/adherents.yaml", EXAMPLE.read_bytes())
    first, steps = sent(project), []
    again = sent(project, steps)
    assert [one.sha256 for one in again.artifacts] == [one.sha256 for one in first.artifacts]
    assert len(first.artifacts) == 1 + 3 + 1
    assert {step.kept for step in steps if step.phase == "fabrication"} <= {3}


def test_code_of_a_member_is_not_told_as_an_option(project):
    project.write("content/adherents.yaml", "adherents:\n  - 81140\n  - 01001\n")
    files = [one.file for one in sent(project).problems]
    assert "content/adherents.yaml" in files
    assert "--insee" not in files


def test_new_member_gets_the_only_new_letter(project, cache):
    request, steps = Request((Format.DOCX,), options=DAY), []

    def made():
        steps.clear()
        letters = partial(
            make_stages, BatchTarget(project.workspace, "renewal", request), 1, steps.append
        )
        invocation = Invocation(project.workspace, "renewal", (), request)
        reuse_or_make(invocation, Store(cache), letters)
        files = sorted(project.root.glob("output/renewal/*-circulaire-2026-8*.docx"))
        return {path.name: path.stat().st_mtime_ns for path in files}

    path = project.write("content/adherents.yaml", EXAMPLE.read_bytes())
    first = made()
    assert len(first) == 3
    assert (steps[-1].done, steps[-1].kept) == (3, 0)
    path.write_text(path.read_text("utf-8") + '  - "81218"\n', "utf-8")
    again = made()
    assert (steps[-1].done, steps[-1].kept) == (4, 3)
    assert len(again) == 4
    assert {name: again[name] for name in first} == first


def test_wrong_letter_stops_every_stage(project):
    project.write("content/adherents.yaml", EXAMPLE.read_bytes())
    path = project.root / "content/convention/2026.yaml"
    text = path.read_text("utf-8").replace("Monsieur Patrick CARAYON", "Monsieur")
    project.write("content/convention/2026.yaml", text)
    before = project.files
    with pytest.raises(ContentError) as error:
        sent(project)
    assert [one.code for one in error.value.problems] == ["sans-nom"]
    assert project.files == before
