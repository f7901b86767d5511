"""What tests share is made once for a run, by one of its processes."""

import os
import subprocess
import sys

from tests.conftest import ROOT
from tests.support.shared import PLACE

MAKER = """
import os, sys, time
from pathlib import Path
from tests.support.shared import shared

@shared
def made(word):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(0.2)  # long enough for the others to ask meanwhile
    return {word: "texte"}

print(made("mot"), made("mot"))
"""


def test_a_shared_value_is_made_once_by_the_first_process(tmp_path):
    there, ran = tmp_path / "run", tmp_path / "ran"
    there.mkdir()
    ran.mkdir()
    environment = {**os.environ, PLACE: str(there), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", MAKER, str(ran)],
            env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    said = [one.communicate()[0] for one in asking]
    assert said == ["{'mot': 'texte'} {'mot': 'texte'}\n"] * 3
    assert len(list(ran.iterdir())) == 1


def test_a_run_shares_nothing_with_another(tmp_path):
    for run in ("one", "other"):
        there = tmp_path / run
        there.mkdir()
        environment = {**os.environ, PLACE: str(there), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
        ran = tmp_path / f"ran-{run}"
        ran.mkdir()
        subprocess.run([sys.executable, "-c", MAKER, str(ran)], env=environment, check=True)
        assert len(list(ran.iterdir())) == 1
