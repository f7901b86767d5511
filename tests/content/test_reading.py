"""Files that may be something else than files."""

import os
from pathlib import Path

import pytest

from docgen.content.reading import read_regular


def test_the_first_bytes_of_a_file(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert read_regular(tmp_path / "a") == b"abc"
    assert read_regular(tmp_path / "a", 2) == b"ab"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_and_closed(tmp_path, make):
    make(tmp_path / "a")
    before = sorted(Path("/proc/self/fd").iterdir())
    with pytest.raises(OSError, match="a'"):
        read_regular(tmp_path / "a")
    assert sorted(Path("/proc/self/fd").iterdir()) == before
