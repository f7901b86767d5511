"""One release, made once, for the tests that only look at it."""

import os
from collections.abc import Iterator

import pytest

from tests.release import small
from tests.release.small import Made

EVERYWHERE = os.environ["PATH"]
"""Where the machine's own tools are."""


@pytest.fixture(scope="package", autouse=True)
def without_java(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A machine without Java, for veraPDF has its own test and takes longer than all the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", small.tools_without_java(tmp_path_factory.mktemp("outils")))
        yield


@pytest.fixture(scope="package")
def made(without_java: None, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A release that no test may change, in a place that no other process has."""
    return small.copy_release(tmp_path_factory.mktemp("publie"))
