"""How long documents take, in CPU time and memory: the median of five runs.

    make bench                    the documents
    tools/bench.py --tarn         the documents, then all packs of a département, in both formats
    tools/bench.py --suite        the documents, then the whole test suite, once
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
from itertools import chain
from pathlib import Path

import bench_release
import bench_word
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
PLACES = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
WARM = """
import resource, sys, time
from docgen.document import Format
from docgen.rendering import renderer
from tests.support.documents import OUR_TEMPLATES, document

render, what = renderer(Format(sys.argv[1])), document(sys.argv[2])
render(what, OUR_TEMPLATES)
for _ in range(int(sys.argv[3])):
    cpu, clock = time.process_time(), time.perf_counter()
    render(what, OUR_TEMPLATES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - cpu, time.perf_counter() - clock, peak)
"""
"""Renders again and again in a process where everything is loaded, and prints what each took."""
PLAIN = """
from weasyprint import HTML
import docgen.rendering.pdf.renderer as pdf
from docgen.rendering.pdf.renderer import TemplateFetcher

class Plain:
    pages = None
    def __init__(self, document, templates):
        fetcher = TemplateFetcher(templates)
        html, base = templates.fill_html(document), fetcher.base_url(document.kind)
        HTML(string=html, base_url=base, url_fetcher=fetcher).write_pdf()

pdf.render_pdf = Plain
"""
"""Stands before WARM: the same pages as WeasyPrint makes them, without tags, archive and checks."""
GATE = """
import sys, time, resource
from docgen.conformity.gate import check_pdf
from tests.support.documents import pdf

files = [pdf(sys.argv[1])] * int(sys.argv[2])
check_pdf(files[0], "one.pdf")
cpu, clock = time.process_time(), time.perf_counter()
for data in files:
    assert not check_pdf(data, "one.pdf")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.process_time() - cpu, time.perf_counter() - clock, peak)
"""
"""Sends the same finished PDF through the gate a number of times, and prints what it took."""


QUERY = """
import resource, sys, time
cpu, clock = time.process_time(), time.perf_counter()
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from pathlib import Path

place = Path(sys.argv[1])
crimes = Referential(Workspace(place, place / "output")).crimes
assert crimes.of_commune("81218") and crimes.restes("81")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.process_time() - cpu, time.perf_counter() - clock, peak)
"""
"""Asks the imported national base for one commune, from nothing loaded, and prints what it took."""
PAGE = """
import resource, sys, time
from pathlib import Path
from docgen.build.pipeline import build
from docgen.request import Request
from docgen.workspace import Workspace

place = Path(sys.argv[1])
here = Workspace(place, place / "output")
build(here, "infographie", (), Request(communes=("81218",)))
for _ in range(int(sys.argv[2])):
    cpu, clock = time.process_time(), time.perf_counter()
    build(here, "infographie", (), Request(communes=("81219",)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - cpu, time.perf_counter() - clock, peak)
"""
"""Makes a page of figures again and again, both formats, in a process that has made one."""
CIRCULAR = """
import resource, sys, time
from datetime import date
from pathlib import Path
from docgen.build.batch.job import BatchTarget
from docgen.build.batch.stages import make_stages
from docgen.document import Format
from docgen.referential.communes.competence import Force
from docgen.referential.referential import Referential
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.request import Request
from docgen.workspace import Workspace

place, formats = Path(sys.argv[1]), tuple(map(Format, sys.argv[2].split()))
here = Workspace(place, place / "output")
competence = Referential(here).competence
codes = sorted(code for force in Force for code in competence.in_zone(force))
text = "".join(f"  - {code}\\n" for code in codes)
(place / "content/adherents.yaml").write_text("adherents:\\n" + text)
options = RenewalOptions(Courrier(date(2027, 3, 1), ("circulaire",)))
request = Request(formats, options=options, no_cache=True)
cpu, clock = time.process_time(), time.perf_counter()
outcome = make_stages(BatchTarget(here, "renewal", request), 1, lambda progress: None)
assert len(outcome.artifacts) == len(formats) * (len(codes) + 1) == len(formats) * 315
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
spent, passed = time.process_time() - cpu, time.perf_counter() - clock
print(spent, passed, peak)
"""
"""Writes the circular to all communes of the Tarn, apart and bound, in one process."""


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of CPU, seconds of clock, megabytes at the peak."""

    cpu: float
    clock: float
    memory: float


def cold(*command: str) -> Cost:
    """Run Python in a new process, and return what it took."""
    start = time.perf_counter()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, *command],
        {**os.environ, **PLACES},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)
        ],
    )
    _, status, used = os.wait4(child, 0)
    clock = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def warm(format: str, name: str, before: str = "") -> list[Cost]:
    """Render a document several times in one process, and return what each time took."""
    return costs_of(before + WARM, format, name, str(RUNS))


def costs_of(program: str, *arguments: str) -> list[Cost]:
    """Return what a program says that each run took: it prints a line a run."""
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **PLACES},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return [Cost(*map(float, line.split())) for line in ended.stdout.splitlines()]


def measures() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what is measured: its name, what we aim at, what each run took."""
    docgen = ("-m", "docgen")
    yield "docgen --help", "0.06 s", [cold(*docgen, "--help") for _ in range(RUNS)]
    check = (*docgen, "check", "--project", str(ROOT))
    with tempfile.TemporaryDirectory() as folder, cache_in(folder):
        yield "docgen check, empty cache", "", [cold(*check)]
        yield "  the same again", "2 s", [cold(*check) for _ in range(RUNS)]
    with tempfile.TemporaryDirectory() as output:
        make = (*docgen, "convention", "--project", str(ROOT), "--output", output, "--no-cache")
        costs = [cold(*make) for _ in range(RUNS)]
    yield "docgen convention, all files, both formats", "2 s, 200 MB", costs
    yield "one DOCX, warm (modele)", "0.1 s", warm("docx", "convention-modele")
    yield "one PDF, warm (modele, 13 pages)", "", warm("pdf", "convention-modele")
    yield "  without tags, archive, checks", "", warm("pdf", "convention-modele", PLAIN)
    yield "one PDF, warm (complete, 2 pages)", "", warm("pdf", "convention-complete")
    for count in ("1", "40"):
        yield f"the gate, {count} PDF of 13 pages", "", costs_of(GATE, "convention-modele", count)
    yield from packs()
    yield from booklets()
    yield from one_pack()
    yield from letters()
    yield from figures()


def packs() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what is measured of packs: composed, in Word, remembered, in a worker."""
    root = str(ROOT)
    yield "composing one pack", "", costs_of(bench_word.COMPOSE, root, "40")
    yield "one pack in Word, warm", "0.04 s", costs_of(bench_word.WORD, root, "40")
    yield "  docxtpl called for each", "10 times more", costs_of(bench_word.DOCXTPL, root, "4")
    yield "a worker, packs in both formats", "250 MB", costs_of(bench_word.WORKER, root, "4", "3")
    yield "  in frames, new communes of the Tarn", "", costs_of(bench_word.FRAMED, root, "314")
    with tempfile.TemporaryDirectory() as folder, cache_in(folder):
        one = ("-m", "docgen", "commune-pack", "--insee", "81218", "--project", root)
        one = (*one, "--output", f"{folder}/dossiers")
        yield "one pack, empty cache", "5 s", [cold(*one)]
        yield "  the same, nothing changed", "0.8 s", [cold(*one) for _ in range(RUNS)]
        shutil.rmtree(f"{folder}/dossiers")
        yield "  the same, out of the cache", "0.8 s", [cold(*one)]


def tarn() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what all packs of a département take: made, out of the cache, standing."""
    with tempfile.TemporaryDirectory() as folder, cache_in(folder):
        output = f"{folder}/dossiers"
        all_of = ("-m", "docgen", *bench_word.DEPARTEMENT, "--project", str(ROOT))
        all_of = (*all_of, "--output", output)
        yield "314 packs, both formats, empty cache", "60 s", [cold(*all_of)]
        yield "  nothing changed", "1 s", [cold(*all_of) for _ in range(RUNS)]
        shutil.rmtree(output)
        yield "  out of the cache", "", [cold(*all_of)]


@contextmanager
def cache_in(folder: str) -> Iterator[None]:
    """Give the processes that are measured a cache of their own."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
    try:
        yield
    finally:
        os.environ.pop("XDG_CACHE_HOME")
        os.environ |= {"XDG_CACHE_HOME": before} if before else {}


def booklets() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what is measured of the memento, its two layouts from one content, with their pages."""
    with tempfile.TemporaryDirectory() as folder:
        command = ("-m", "docgen", "memento", "--project", str(ROOT), "--output", folder)
        costs = [cold(*command, "--no-cache") for _ in range(RUNS)]
        yield "docgen memento, both layouts and formats", "", costs
        for path in sorted(Path(folder).rglob("*.pdf")):
            pages = len(PdfReader(path).pages)
            yield f"  {path.stem}, {pages} pages, warm PDF", "", warm("pdf", path.stem)


def letters() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what is measured of letters: one, then three hundred, as invented members."""
    for format in ("docx", "pdf"):
        costs = warm(format, "renewal-circulaire-2026-81101")
        yield f"one letter, warm ({format})", "", costs
    for formats in ("pdf", "pdf docx"):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "content", Path(folder, "content"))
            [cost] = costs_of(CIRCULAR, folder, formats)
        yield f"314 letters, apart and bound ({formats})", "", [cost]
        each = Cost(cost.cpu / 314, cost.clock / 314, cost.memory)
        yield "  for each letter", "", [each]


def figures() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what is measured of figures, on an invented national base of its full size."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "content", Path(folder, "content"))
        cold(str(ROOT / "tools/synthetic_ssmsi.py"), folder)
        [archive] = Path(folder).glob("*.csv.gz")
        command = ("-m", "docgen", "data", "import", "ssmsi", str(archive), "--project", folder)
        yield "import of 5,238,000 communal rows (csv.gz)", "15 s, 1 GB", [cold(*command)]
        yield "  one commune of them, from nothing", "1 s", costs_of(QUERY, folder)
        page = ("-m", "docgen", "infographie", "--insee=81218", "--no-cache", "--project", folder)
        yield "docgen infographie, both formats", "", [cold(*page) for _ in range(RUNS)]
        yield "  one page, warm, both formats", "", costs_of(PAGE, folder, str(RUNS))


def one_pack() -> Iterator[tuple[str, str, list[Cost]]]:
    """Yield what one pack takes; its pages and its size are in its name."""
    with tempfile.TemporaryDirectory() as output:
        place = ("--project", str(ROOT), "--output", output, "--no-cache")
        costs = [
            cold("-m", "docgen", "commune-pack", "--insee", "81101", *place) for _ in range(RUNS)
        ]
        [printed] = Path(output).rglob("*.pdf")
        [word] = Path(output).rglob("*.docx")
        pages = len(PdfReader(printed).pages)
        sizes = [one.stat().st_size // 1000 for one in (printed, word)]
    yield f"one pack ({pages} pages, {sizes[0]} + {sizes[1]} kB)", "", costs
    for format in ("docx", "pdf"):
        yield f"  one, final, warm ({format})", "", warm(format, "commune-pack-81101-final")


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
    parser.add_argument("--tarn", action="store_true", help="make all packs of a département too")
    parser.add_argument("--suite", action="store_true", help="time the test suite too, once")
    parser.add_argument("--release", action="store_true", help="time the release of the Tarn")
    arguments = parser.parse_args()
    if arguments.release:
        bench_release.main()
        return
    print(f"{'':<44}{'CPU s':>8}{'clock s':>9}{'MB':>8}   aim")
    for name, aim, costs in chain(measures(), tarn() if arguments.tarn else ()):
        show(name, aim, costs)
    if arguments.suite:
        os.chdir(ROOT)
        show("the test suite, once", "240 s", [cold("-m", "pytest", "-q")])


if __name__ == "__main__":
    main()
