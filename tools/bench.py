"""How long documents take, in CPU time and memory: the median of five runs.

    make bench                    the documents, packs on a complete project of the Tarn
    tools/bench.py --once         each measure once, with the least work: does it still run?
    tools/bench.py --tarn         the documents, then all packs of the project, in both formats
    tools/bench.py --release      only the release of the Tarn: made, kept, stopped, resumed

It judges nothing: a slow machine is no mistake.  CPU time is that of the process and its children,
which the load of the machine changes less than the clock.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pypdf import PdfReader
from tools import bench_release

ROOT: Final = Path(__file__).resolve().parents[1]
PROGRAMS: Final = str(ROOT / "tools/bench_programs.py")
PLACES: Final = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
DEPARTEMENT: Final = ("commune-pack", "--departement", "81", "--zone", "tout")


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of CPU, seconds of clock, megabytes at the peak."""

    cpu: float
    clock: float
    memory: float


Measure: TypeAlias = tuple[str, str, list[Cost]]


def cold(*command: str) -> Cost:
    """Run Python in a new process, and return what it took."""
    start = time.perf_counter()
    with tempfile.NamedTemporaryFile() as said:
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, *command],
            {**os.environ, **PLACES},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, stream, said.name, os.O_WRONLY | os.O_APPEND, 0)
                for stream in (1, 2)
            ],
        )
        _, status, used = os.wait4(child, 0)
        clock = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status):
            words = Path(said.name).read_text("utf-8")[-2_000:]
            raise SystemExit(f"failed: {' '.join(command)}\n{words}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def run(program: str, *arguments: object) -> list[Cost]:
    """Return what a program of `bench_programs` says that each of its runs took."""
    command = [sys.executable, PROGRAMS, program, *map(str, arguments)]
    environment = {**os.environ, **PLACES}
    ended = subprocess.run(
        command, check=True, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return [Cost(*map(float, line.split())) for line in ended.stdout.splitlines()]


@contextmanager
def complete_project() -> Iterator[str]:
    """Write a complete project of the Tarn, all of its data invented; return its folder."""
    with tempfile.TemporaryDirectory() as folder:
        cold(str(ROOT / "tools/complete_project.py"), "81", f"{folder}/project")
        yield f"{folder}/project"


@contextmanager
def new_cache() -> Iterator[Path]:
    """Give the processes that are measured an empty cache, beside an empty folder to write in."""
    before = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        try:
            yield Path(folder, "output")
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            os.environ |= {"XDG_CACHE_HOME": before} if before else {}


class Bench:
    """The measures; `once` does each of them one time, with the least work.

    Each measure is its name, what we aim at, and what each of its runs took.
    """

    def __init__(self, once: bool) -> None:
        self._once = once
        self._runs = 1 if once else 5
        self._packs = 4 if once else 40

    def measures(self) -> Iterator[Measure]:
        """Yield all measures but those of a whole département."""
        yield from self._commands()
        yield from self._renderings()
        with complete_project() as root:
            yield from self._many_packs(root)
            yield from self._one_pack(root)
            yield from self._booklets(root)
        yield from self._letters()
        yield from self._figures()

    def departement(self) -> Iterator[Measure]:
        """Yield what all packs of a département take: made, standing, out of the cache."""
        with complete_project() as root, new_cache() as output:
            place = ("--project", root, "--output", str(output))
            command = ("-m", "docgen", *DEPARTEMENT, *place)
            yield "314 packs, both formats, empty cache", "60 s", [cold(*command)]
            yield "  nothing changed", "1 s", self._times(*command)
            shutil.rmtree(output)
            yield "  out of the cache", "", [cold(*command)]

    def _times(self, *command: str) -> list[Cost]:
        return [cold(*command) for _ in range(self._runs)]

    def _commands(self) -> Iterator[Measure]:
        docgen = ("-m", "docgen")
        yield "docgen --help", "0.06 s", self._times(*docgen, "--help")
        with new_cache() as output:
            check = (*docgen, "check", "--project", str(ROOT))
            yield "docgen check, empty cache", "", [cold(*check)]
            yield "  the same again", "2 s", self._times(*check)
            make = (*docgen, "convention", "--project", str(ROOT), "--output", str(output))
            costs = self._times(*make, "--no-cache")
            yield "docgen convention, all files, both formats", "2 s, 200 MB", costs

    def _renderings(self) -> Iterator[Measure]:
        for name, format, document, aim in (
            ("one DOCX, warm (modele)", "docx", "convention-modele", "0.1 s"),
            ("one PDF, warm (modele)", "pdf", "convention-modele", ""),
            ("one PDF, warm (complete, 2 pages)", "pdf", "convention-complete", ""),
        ):
            yield name, aim, run("warm", format, document, self._runs)
        name = "  without tags, archive, checks (modele)"
        yield name, "", run("plain", "convention-modele", self._runs)
        for count in (1, self._packs):
            yield f"the gate, {count} PDF (modele)", "", run("gate", "convention-modele", count)

    def _many_packs(self, root: str) -> Iterator[Measure]:
        yield "composing one pack", "", run("compose", root, self._packs)
        yield "one pack in Word, warm", "0.04 s", run("word", root, self._packs)
        yield "  docxtpl called for each", "10 times more", run("docxtpl", root, 4)
        yield "a worker, packs in both formats", "250 MB", run("worker", root, 4, self._runs)
        new = run("framed", root, 4 if self._once else 314)
        yield "  in frames, new communes of the Tarn", "", new

    def _one_pack(self, root: str) -> Iterator[Measure]:
        with new_cache() as output:
            place = ("--project", root, "--output", str(output))
            command = ("-m", "docgen", "commune-pack", "--insee", "81218", *place)
            yield "one pack, empty cache", "4 s", [cold(*command)]
            yield "  the same, nothing changed", "0.5 s", self._times(*command)
            yield "  the same, nothing kept", "", self._times(*command, "--no-cache")
            shutil.rmtree(output)
            yield "  the same, out of the cache", "0.8 s", [cold(*command)]
        for format in ("docx", "pdf"):
            costs = run("warm", format, "commune-pack-81101-final", self._runs)
            yield f"  one, final, without figures, warm ({format})", "", costs

    def _booklets(self, root: str) -> Iterator[Measure]:
        with new_cache() as output:
            command = ("-m", "docgen", "memento", "--project", root, "--output", str(output))
            costs = self._times(*command, "--no-cache")
            yield "docgen memento, both layouts and formats", "", costs
            pages = {path.stem: len(PdfReader(path).pages) for path in output.rglob("*.pdf")}
        for name in ("memento-livret", "memento-aide-memoire"):
            costs = run("warm", "pdf", name, self._runs)
            yield f"  {name}, {pages[name]} pages, warm PDF", "", costs

    def _letters(self) -> Iterator[Measure]:
        for format in ("docx", "pdf"):
            costs = run("warm", format, "renewal-circulaire-2026-81101", self._runs)
            yield f"one letter, warm ({format})", "", costs
        for formats in ("docx",) if self._once else ("pdf", "pdf docx"):
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(ROOT / "content", Path(folder, "content"))
                [cost] = run("circular", folder, formats)
            yield f"314 letters, apart and bound ({formats})", "", [cost]
            each = Cost(cost.cpu / 314, cost.clock / 314, cost.memory)
            yield "  for each letter", "", [each]

    def _figures(self) -> Iterator[Measure]:
        """Yield what is measured of figures, on an invented national base of its full size."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "content", Path(folder, "content"))
            only = ("--only", "81") if self._once else ()
            cold(str(ROOT / "tools/synthetic_ssmsi.py"), folder, *only)
            [archive] = map(str, Path(folder).glob("*.csv.gz"))
            command = ("-m", "docgen", "data", "import", "ssmsi", archive, "--project", folder)
            yield "import of 5,238,000 communal rows (csv.gz)", "15 s, 1 GB", [cold(*command)]
            page = ("infographie", "--insee=81218", "--no-cache", "--project", folder)
            yield "docgen infographie, both formats", "", self._times("-m", "docgen", *page)
            warm = run("figures", folder, self._runs)[1:]
            yield "  one page, warm, both formats", "", warm


def show(name: str, aim: str, costs: list[Cost]) -> None:
    """Print one line of the table."""
    cpu, clock, memory = (
        statistics.median(getattr(cost, part) for cost in costs)
        for part in ("cpu", "clock", "memory")
    )
    print(f"{name:<44}{cpu:>8.2f}{clock:>9.2f}{memory:>8.0f}   {aim}", flush=True)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="How long documents take.")
    parser.add_argument("--once", action="store_true", help="once, with the least work")
    parser.add_argument("--tarn", action="store_true", help="make all packs of a département too")
    parser.add_argument("--release", action="store_true", help="time the release of the Tarn")
    arguments = parser.parse_args()
    if arguments.release:
        bench_release.main()
        return
    bench = Bench(arguments.once)
    print(f"{'':<44}{'CPU s':>8}{'clock s':>9}{'MB':>8}   aim")
    for measure in bench.measures():
        show(*measure)
    for measure in bench.departement() if arguments.tarn else ():
        show(*measure)


if __name__ == "__main__":
    main()
