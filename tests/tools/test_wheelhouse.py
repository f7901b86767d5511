"""The folder that installs docgen without a network: gathered, carried, installed, run."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools.wheelhouse import LIBRARIES, copy_content, locked, write_sums

from tests.conftest import NIGHT

ROOT = Path(__file__).parents[2]
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
BARE = {"PATH": f"{sys.base_prefix}/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **NOWHERE}
"""The environment of a person at a keyboard, without a network."""
UNCOMPILED = {"PIP_NO_COMPILE": "1"}
"""Has pip leave the compiling of what it installs, half of its work, to the first start."""


def run(*command, **more):
    """Run a command to its end, and return what it said."""
    return subprocess.run(command, check=False, capture_output=True, text=True, **more)


def offline(*command, cwd):
    """Run a command that no network answers: in a namespace without one, where that is allowed."""
    alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    if run(*alone, "true").returncode:
        alone = []
    return run(*alone, *command, cwd=cwd, env={"HOME": str(cwd), **BARE, **UNCOMPILED})


def gather(*words):
    """Run the tool that gathers the folder."""
    return run(sys.executable, ROOT / "tools/wheelhouse.py", *words)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Return the folder, gathered for the Python that runs this."""
    folder = tmp_path_factory.mktemp("gathered") / "docgen-hors-ligne"
    done = gather(folder, HERE)
    assert done.returncode == 0, done.stderr
    return folder


def start(house, target, cwd):
    """Start the installer as a person does at a keyboard, with the shell of Ubuntu."""
    env = {"HOME": str(cwd), **BARE, **UNCOMPILED}
    return subprocess.Popen(
        ["/bin/sh", house / "installer.sh", target], cwd=cwd, env=env, start_new_session=True
    )


def interrupt(running, target, number):
    """Send a signal to an installer once it is at work, as a terminal does."""
    begun = target / "programme/bin/python"
    deadline = time.monotonic() + 60
    while not begun.exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(running.pid, number)
    return running.wait(60)


@pytest.fixture(scope="module")
def target(house, tmp_path_factory):
    """Return where docgen is installed without a network, after two tries that were interrupted."""
    folder = tmp_path_factory.mktemp("installed")
    target = folder / "docgen"
    assert interrupt(start(house, target, folder), target, signal.SIGINT) == 130
    assert not (target / "programme").exists()
    interrupt(start(house, target, folder), target, signal.SIGKILL)
    assert (target / "programme/incomplet").exists()
    installed = offline("sh", house / "installer.sh", target, cwd=folder)
    assert installed.returncode == 0, installed.stderr
    return target


@pytest.mark.skipif(not NIGHT, reason="all libraries are installed at night: DOCGEN_TESTS=night")
def test_docgen_installs_and_runs_without_a_network(target):
    made = offline(target / "programme/bin/docgen", "convention", cwd=target)
    assert made.returncode == 0, made.stderr
    names = {path.name for path in (target / "output/convention").iterdir()}
    assert {"convention-2026.pdf", "convention-2026.docx"} <= names


@pytest.fixture
def light(house, tmp_path):
    """Return the same folder without libraries, which installs in a moment."""
    few = ("pip-*", "markupsafe-*")  # markupsafe's tells the installer which Python it suits
    folder = tmp_path / "leger"
    shutil.copytree(house, folder, ignore=shutil.ignore_patterns("wheels", "SHA256SUMS"))
    (folder / "wheels").mkdir()
    for wheel in (path for name in few for path in (house / "wheels").glob(name)):
        shutil.copy2(wheel, folder / "wheels")
    (folder / LIBRARIES).write_text(locked({"pip"}), "utf-8")
    write_sums(folder)
    return folder


def test_an_interrupted_update_leaves_the_program_that_was_there(light, tmp_path):
    target = tmp_path / "docgen"
    for name in ("programme/complet", "programme/ancien", "content/note.txt"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("à moi")
    assert interrupt(start(light, target, tmp_path), target, signal.SIGINT) == 130
    assert (target / "programme/ancien").exists()
    assert not (target / "programme/bin").exists()
    assert start(light, target, tmp_path).wait(300) == 0
    assert not (target / "programme/ancien").exists()
    assert (target / "programme/bin/docgen").exists()
    assert (target / "programme/complet").exists()
    assert [path.name for path in (target / "content").iterdir()] == ["note.txt"]
    assert not (target / "programme.avant").exists()


def test_a_folder_that_docgen_did_not_install_is_kept(house, tmp_path):
    (tmp_path / "docgen/programme").mkdir(parents=True)
    (tmp_path / "docgen/programme/a-moi").touch()
    refused = offline("sh", house / "installer.sh", tmp_path / "docgen", cwd=tmp_path)
    assert refused.returncode == 4
    assert "n’est pas un programme de docgen" in refused.stderr
    assert (tmp_path / "docgen/programme/a-moi").exists()


def test_only_what_git_keeps_of_the_content_travels(tmp_path):
    private = ROOT / "content/territoire/essai-a-moi.yaml"
    private.write_text("# exemple fictif\n", "utf-8")
    try:
        copy_content(tmp_path)
    finally:
        private.unlink()
    names = {path.name for path in (tmp_path / "content/territoire").iterdir()}
    assert {"communes.yaml", "roles.yaml"} <= names
    assert private.name not in names


def test_each_library_gathered_is_one_that_docgen_runs_with(house):
    wheels = {path.name.partition("-")[0].lower() for path in (house / "wheels").iterdir()}
    assert {"weasyprint", "docxtpl", "duckdb", "pip"} <= wheels
    assert not wheels & {"pytest", "mypy", "hypothesis", "ruff", "colorama"}


def test_a_damaged_folder_installs_nothing(house, tmp_path):
    listed = house / "bibliotheques.txt"
    right = listed.read_bytes()
    listed.write_bytes(right + b"# \n")
    try:
        refused = offline("sh", house / "installer.sh", tmp_path / "docgen", cwd=tmp_path)
    finally:
        listed.write_bytes(right)
    assert refused.returncode == 4
    assert "abîmé" in refused.stderr
    assert not (tmp_path / "docgen").exists()


def test_a_folder_that_is_there_is_not_written_into(tmp_path):
    refused = gather(tmp_path)
    assert refused.returncode == 1
    assert "existe déjà" in refused.stderr
    assert not list(tmp_path.iterdir())
