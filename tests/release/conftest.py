"""One release, made once, for the tests that only look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docgen.workspace import Workspace, open_workspace
from tests.release import small
from tests.support.shared import folder_of_the_run, shared

EVERYWHERE = os.environ["PATH"]
"""Where the machine's own tools are."""


@dataclass(frozen=True)
class Made:
    """A project and its release."""

    workspace: Workspace
    folder: Path


@pytest.fixture(scope="package", autouse=True)
def without_java(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A machine without Java, for veraPDF has its own test and takes longer than all the others."""
    tools = tmp_path_factory.mktemp("outils")
    for name in ("git", "sha256sum"):
        (tools / name).symlink_to(str(shutil.which(name)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tools))
        yield


@shared
def _released() -> Path:
    """A folder that holds the project and its release."""
    folder = folder_of_the_run()
    small.released(small.project(folder / "projet"), folder / "release")
    return folder


@pytest.fixture(scope="package")
def made(without_java: None, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A release that no test may change, in a place that no other process has."""
    place = tmp_path_factory.mktemp("publie")
    shutil.copytree(_released(), place, dirs_exist_ok=True)
    return Made(open_workspace(place / "projet", exact=True), place / "release")
