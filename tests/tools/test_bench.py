"""The benchmarks still run: each measure once, with the least work."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NIGHT

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.mark.skipif(not NIGHT, reason="night: two minutes")
@pytest.mark.parametrize(
    ("command", "last"),
    [(("bench.py", "--once"), "one page, warm"), (("bench_packs.py", "--packs=2"), "second half")],
    ids=["documents", "packs"],
)
def test_benchmark_runs_to_its_last_measure(command, last):
    program, *arguments = command
    ended = subprocess.run(
        [sys.executable, str(TOOLS / program), *arguments],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-2_000:]
    assert last in ended.stdout.splitlines()[-2] + ended.stdout.splitlines()[-1]
