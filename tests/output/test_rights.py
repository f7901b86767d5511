"""The files of an internal document are their owner's alone, however they come into place."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.document import Internal
from docgen.output.publication import publish
from tests.conftest import Command, Project
from tests.kinds.commune_pack.packs import shortened

pytestmark = pytest.mark.usefixtures("shared_cache")

PACK = ("commune-pack", "--insee", "81218", "--format", "docx")
INSIDE = (*PACK, "--diffusion", "interne")


@pytest.fixture(autouse=True)
def _usual_rights() -> Iterator[None]:
    """Let new files be read by all, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(project: Project) -> set[int]:
    """Return the rights on the Word files that stand in the output folder."""
    made = (project.root / "output").rglob("*.docx")
    return {path.stat().st_mode & 0o777 for path in made}


def _stays(_: Path) -> None:
    """Leave it as it is."""


def _goes(path: Path) -> None:
    path.unlink()


def _is_opened(path: Path) -> None:
    path.chmod(0o644)


def _is_another(path: Path) -> None:
    path.write_bytes(b"autre")
    path.chmod(0o666)


def test_only_internal_pack_is_its_owners_alone(project: Project, docgen_here: Command) -> None:
    shortened(project.workspace)
    for options in ((), ("--keep-going",)):
        assert docgen_here(*INSIDE, *options).code == 0
        assert rights(project) == {0o600}
        for path in (project.root / "output").rglob("*.docx"):
            _is_opened(path)
    for path in (project.root / "output").rglob("*.docx"):
        path.unlink()
    assert docgen_here(*PACK).code == 0
    assert rights(project) == {0o644}


def test_next_run_leaves_internal_sheet_to_its_owner(
    project: Project, docgen_here: Command
) -> None:
    sheet = ("infographie", "--insee", "81218", "--interne", "--format", "docx")
    docgen_here(*sheet)
    [path] = (project.root / "output").rglob("*-interne.docx")
    for happens, *options in (
        *((one,) for one in (_stays, _goes, _is_opened, _is_another)),
        (_is_another, "--no-cache"),
    ):
        happens(path)
        assert docgen_here(*sheet, *options).code == 0
        assert rights(project) == {0o600}, (options, happens.__name__)


def test_internal_file_is_never_readable_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        seen.append(path.stat().st_mode & 0o777)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    publish({Path("a"): Internal(b"a"), Path("b"): b"b"}, tmp_path)
    assert seen == [0o600, 0o644]
