"""Fixtures and hooks of all tests: a project of their own, the command line, golden files."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadFileScheduling

from docgen.build.batch.processes import COLLECT_RARELY
from docgen.cache.store import LAYOUT
from docgen.cli import main
from docgen.kinds import KINDS
from docgen.workspace import Workspace, open_workspace
from tests.support.goldens import Golden
from tests.support.shared import PLACE
from tests.support.slow_tests import is_slow

ROOT = Path(__file__).parents[1]
"""The top of the repository."""
SEAL = b'  empreinte: "4aa30c60e15efcc4"'
"""The digest of the words of the signed act that we ship, in its file."""
EXAMPLE = ROOT / "tests/exemples/convention/complete.yaml"
"""An invented convention in which nothing is left to do."""
ENGLISH_MACHINE = {"LANGUAGE": "en", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src")}
"""Variables of a process: where it finds docgen, and a locale that it must not depend on."""

VERDICTS = {
    "tests/conformity/test_defects.py",
    "tests/conformity/test_documents.py",
    "tests/rendering/pdf/test_tagging.py",
    "tests/signatures/test_anchors.py",
    "tests/signatures/test_signing.py",
}
"""Files of tests that use `tests.conformity.verdicts`, which takes a minute to make."""

LONG = {
    "tests/build/batch/test_same_files.py",
    "tests/rendering/frames/test_frame_set.py",
    "tests/release/test_complete_projects.py",
    "tests/tools/test_wheelhouse.py",
    "tests/tools/test_ci.py",
}
"""Files of few long tests: they come first, so that no process waits for another at the end."""

LAYOUTS = ("cadres", "densites")
"""The namespaces of what is laid out, whose modules would load WeasyPrint in every process."""
MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: what is published there, in thousands, awaits no disk."""
CACHES = count()
"""Numbers the caches of the tests of one process."""

NIGHT = os.environ.get("DOCGEN_TESTS") == "night"
"""Whether tests of properties try many examples, as they do once a night."""
EXAMPLES = {"quick": 5, "night": 300}.get(os.environ.get("DOCGEN_TESTS", ""), 20)
"""How many examples a test of a property tries: few for `make quick`, many once a night."""
hypothesis.settings.register_profile("docgen", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.load_profile("docgen")


@dataclass(frozen=True)
class Project:
    """A project that a test may change."""

    root: Path

    @property
    def workspace(self) -> Workspace:
        """The project as docgen opens it."""
        return open_workspace(self.root, exact=True)

    @property
    def files(self) -> list[str]:
        """The names of all its files, from its root."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in paths)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file into it, and return its path.

        The digest of the act that we ship is left out of it: a test writes other words.
        """
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = text if isinstance(text, bytes) else text.encode()
        path.write_bytes(written.replace(SEAL, b"  # no digest"))
        return path

    def holding(self, text: str | bytes, name: str = "essai.yaml") -> Path:
        """Write a convention, the project's only text from now on, and return its path."""
        for kind in KINDS:
            shutil.rmtree(self.root / "content" / kind, ignore_errors=True)
        return self.write(f"content/convention/{name}", text)


@dataclass(frozen=True)
class Answer:
    """The exit code of a command, its stdout and its raw stderr."""

    code: int
    out: str
    raw: str

    @property
    def err(self) -> str:
        """Its stderr with ordinary spaces, as tests type them."""
        return plain_blanks(self.raw)


def plain_blanks(text: str) -> str:
    """Return a text with ordinary spaces for the no-break ones that French asks for."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


Command = Callable[..., Answer]


def run_elsewhere(program: str) -> str:
    """Return what a program prints in another process, folder and time zone.

    What hash values order comes in another order there: the seed is no seed of a process of tests.
    """
    seed = "8" if os.environ.get("PYTHONHASHSEED") == "7" else "7"
    there = {"PYTHONPATH": f"{ROOT}/src:{ROOT}", "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati"}
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": folder, **there},
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    return ended.stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the repository's content; its templates are those that docgen ships."""
    copy = Project(tmp_path / "projet")
    shutil.copytree(ROOT / "content", copy.root / "content")
    return copy


@pytest.fixture
def docgen(project: Project) -> Command:
    """Run `docgen` in a process of its own, from the project's folder."""

    def run(*arguments: str, cwd: Path = project.root, **variables: str) -> Answer:
        process = subprocess.run(
            [sys.executable, "-m", "docgen", *arguments],
            cwd=cwd,
            env={**os.environ, **ENGLISH_MACHINE, **variables},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )
        return Answer(process.returncode, process.stdout, process.stderr)

    return run


@pytest.fixture
def docgen_here(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run `docgen` in the process of the tests, which is quicker."""

    def run(*arguments: str, cwd: Path = project.root) -> Answer:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["docgen", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return Answer(int(end.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a cache of its own, empty, in its process and those that it starts."""
    folder = tmp_path_factory.getbasetemp() / "caches" / str(next(CACHES))  # mktemp lists them all
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "docgen"


@pytest.fixture
def shared_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the cache of the run: what a test made of the same inputs is not made for another.

    For tests of what stands on pages or is told of them, not of how they are made.
    """
    folder = Path(os.environ[PLACE], "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "docgen"


@pytest.fixture
def shared_layout(cache: Path) -> None:
    """Put the frames and densities of the run into the cache of a test, which holds nothing else.

    For tests of what makes many packs, not of how they are laid out.
    """
    (cache / LAYOUT).mkdir(parents=True)
    for name in LAYOUTS:
        kept = Path(os.environ[PLACE], "cache/docgen", LAYOUT, name)
        kept.mkdir(parents=True, exist_ok=True)
        (cache / LAYOUT / name).symlink_to(kept)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare what is made with `tests/golden/`; `pytest --accept` writes it there."""
    return Golden(
        ROOT / "tests/golden", ROOT / "tests/results", request.config.getoption("--accept")
    )


def has_room(folder: Path) -> bool:
    """Whether the files of a run fit into a folder, and its programs may be run there."""
    if not folder.is_dir():
        return False
    system = os.statvfs(folder)
    return system.f_bavail * system.f_frsize > 4 * 2**30 and not system.f_flag & os.ST_NOEXEC


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a cache of its own, and a folder for `tests.support.shared`."""
    gc.disable()  # what is imported and collected stays
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="t-", dir=MEMORY)
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="docgen-cache-")
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # as a shell starts what it need not await
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.option.loadscopereorder = False  # in the order of the tests, not of their number
    if not hasattr(config, "workerinput"):
        os.environ[PLACE] = tempfile.mkdtemp(prefix="docgen-shared-")


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Have Hypothesis write its table of letters, which each process would make for itself."""
    if not hasattr(session.config, "workerinput"):
        hypothesis.strategies.text().validate()


def pytest_collection(session: pytest.Session) -> None:
    """Import the test files of one process in turn, whose rewritten assertions the others read."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None or session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    for path in files[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        with suppress(Exception, pytest.skip.Exception):  # told when all are collected
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the slow tests where markers choose; have the longest files begin first."""
    for item in items if config.option.markexpr else ():
        if isinstance(item, pytest.Function) and is_slow(item):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.nodeid.partition("::")[0] not in LONG)


def pytest_collection_finish() -> None:
    """Set the garbage collector as the command does; it never looks at what was collected."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_RARELY)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the cache of this process, and with the last process what stands in memory."""
    shutil.rmtree(os.environ.pop("XDG_CACHE_HOME"), ignore_errors=True)
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(PLACE))
        if os.environ.get("TMPDIR", "").startswith(f"{MEMORY}/t-"):
            shutil.rmtree(os.environ.pop("TMPDIR"), ignore_errors=True)


class Together(LoadFileScheduling):
    """Keeps a file of tests in one process, and in one process all that use veraPDF's verdicts."""

    def _split_scope(self, nodeid: str) -> str:
        path = super()._split_scope(nodeid)
        return "veraPDF" if path in VERDICTS else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Return the scheduler that keeps together the tests which share what they make."""
    return Together(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`, which rewrites the golden files."""
    parser.addoption("--accept", action="store_true", help="récrit tests/golden/")
