"""What a pack costs as PDF: laid out whole, in frames, and by Typst from the same facts.

    make bench                                 a sample of the Tarn
    tools/bench_packs.py --project DOSSIER --packs 314 --long

CPU seconds a pack with the sheet of what is left beside it, its densities chosen and its words
proved, in one warm process for each way, all in one run.  `--long` goes on in frames to
the thousandth pack, each of another commune, and says how the memory grew since the hundredth.
Typst is measured where it is installed (`pip install 'docgen[bench]'`): `tools/twin.typ` is the
same pack written for it, tagged.
"""

import argparse
import gc
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from pydantic import BaseModel
from tools.complete_project import rewrite

from docgen.build.batch.composer import Composer
from docgen.build.batch.job import BatchTarget
from docgen.build.batch.processes import COLLECT_RARELY
from docgen.build.render import render_documents
from docgen.charts.svg import draw
from docgen.document import Document
from docgen.format import Format
from docgen.referential.communes.chosen import Selection
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.rendering.html.figures import FIGURES
from docgen.request import Request
from docgen.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]

MANY = ("81", "09", "11", "12", "31")
"""Départements of a thousand communes and more."""
LINK = re.compile(r"\[([^\]]*)\]\((#?)([^)]*)\)")
MARKS = re.compile(r"\*\*|__")


Made = tuple[Document, ...]
"""A pack, and the sheet of what is left of it."""


def documents(root: Path, where: Sequence[str], count: int) -> Iterator[tuple[Made, Composer]]:
    """Yield packs spread over départements, each composed when it is asked for."""
    here = Workspace(root, root / "output")
    composer = Composer(
        BatchTarget(here, "commune-pack", Request(formats=(Format.PDF,), framed=True))
    )
    chosen = Selection(departements=tuple(where), partout=True)
    codes, _ = select_communes(Referential(here), chosen)
    step = max(1, len(codes) // count)
    for code in islice(cycle(codes[::step]), count):
        yield composer.documents(code), composer


def whole(made: Made, composer: Composer) -> bytes:
    """Return a pack laid out whole, made with its sheet."""
    return framed(tuple(replace(one, framed=False) for one in made), composer)


def framed(made: Made, composer: Composer) -> bytes:
    """Return a pack in frames, made with its sheet; fail if they refuse one."""
    artifacts = render_documents(made, composer.templates, (Format.PDF,))
    for artifact in artifacts:
        if artifact.fallback_reason:
            raise SystemExit(f"refused: {artifact.fallback_reason}")
    return artifacts[0].data


def typst(made: Made, composer: Composer) -> bytes:
    """Return the twin of a pack alone, which is PDF/A-2a and PDF/UA-1 as ours is."""
    document = made[0]
    compiler = _compiler(composer.templates.find("_commun/fonts/SourceSans3-Regular.ttf").parent)
    facts = json.dumps(facts_of(document), ensure_ascii=False)
    return bytes(compiler.compile(sys_inputs={"facts": facts}, pdf_standards=["a-2a", "ua-1"]))


@cache
def _compiler(fonts: Path) -> Any:
    from typst import Compiler  # noqa: PLC0415  # an extra

    twin = str(ROOT / "tools/twin.typ")
    return Compiler(twin, font_paths=[str(fonts)], ignore_system_fonts=True)


def facts_of(document: Document) -> dict[str, Any]:
    """Return all that a document says, as its twin reads it."""
    return {
        "title": document.title,
        "author": document.author,
        "subject": document.subject,
        "stem": document.stem,
        "facts": _plain(document.facts),
        "parts": {name: [facts_of(one) for one in parts] for name, parts in document.parts.items()},
    }


def _plain(value: Any) -> Any:
    """Return facts without marks, figures drawn, and where a title leads beside it."""
    if isinstance(value, FIGURES):
        return {
            "svg": draw(value),
            "words": value.alternative,
            "titre": getattr(value, "titre", ""),
        }
    if isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        led = LINK.match(str(fields.get("titre", "")))
        anchor = {"ancre": led[3]} if led and led[2] else {}
        return {name: _plain(one) for name, one in fields.items()} | anchor
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return MARKS.sub("", LINK.sub(r"\1", value)) if isinstance(value, str) else value


WAYS: dict[str, Callable[[Made, Composer], bytes]] = {
    "whole": whole, "framed": framed, "typst": typst,
}  # fmt: skip


def measured(way: str, root: Path, where: Sequence[str], count: int) -> None:
    """Make packs in this process, and print what each took: CPU seconds, bytes, megabytes."""
    gc.set_threshold(*COLLECT_RARELY)  # as in the processes of a batch
    for made, composer in documents(root, where, count):
        start = time.process_time()
        data = WAYS[way](made, composer)
        took = time.process_time() - start
        print(f"{took:.4f} {len(data)} {_resident():.0f}", flush=True)


def _resident() -> float:
    """Return the memory of this process now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def run_way(
    way: str, root: Path, count: int, where: Sequence[str] = ("81",)
) -> list[tuple[float, float, float]]:
    """Return what packs took one way, in a process of their own."""
    command = [
        sys.executable,
        __file__,
        "--way",
        way,
        "--project",
        str(root),
        "--packs",
        str(count),
        *(f"--departement={one}" for one in where),
    ]
    ended = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    rows = (line.split() for line in ended.stdout.splitlines())
    return [(float(cpu), float(size), float(memory)) for cpu, size, memory in rows]


def show(name: str, rows: list[tuple[float, float, float]], whole: float = 0) -> float:
    """Print a line of the table; return the mean CPU time."""
    cpu = [row[0] for row in rows]
    mean = statistics.mean(cpu)
    less = f"{whole / mean:8.1f}" if whole else " " * 8
    figures = f"{mean:8.3f}{statistics.median(cpu):8.3f}{less}"
    print(
        f"{name:<34}{len(rows):>6}{figures}{rows[-1][1] / 1024:9.0f}{rows[-1][2]:7.0f}", flush=True
    )
    return mean


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="What a pack costs as PDF.")
    parser.add_argument("--way", choices=WAYS, help="only this way, in this process: plain figures")
    parser.add_argument("--project", type=Path, help="a complete one of the Tarn without any")
    parser.add_argument("--packs", type=int, default=60)
    parser.add_argument("--departement", action="append", help="where; the Tarn without any")
    parser.add_argument("--long", action="store_true", help="to the thousandth pack, in frames")
    arguments = parser.parse_args()
    root = (arguments.project or rewrite("81").root).resolve()
    if arguments.way:
        measured(arguments.way, root, arguments.departement or ["81"], arguments.packs)
        return
    print(f"{'':<34}{'packs':>6}{'mean':>8}{'median':>8}{'× less':>8}{'KiB':>9}{'MB':>7}")
    direct = show("--rendu direct", run_way("whole", root, 8)[1:])
    rows = run_way("framed", root, arguments.packs)
    show("--rendu cadre, frames being made", rows, direct)
    show("--rendu cadre, the second half", rows[len(rows) // 2 :], direct)
    if find_spec("typst"):
        show("Typst, an equivalent pack", run_way("typst", root, 12)[1:], direct)
    if arguments.long:
        rows = run_way("framed", root, 1000, MANY)
        grown = rows[999][2] - rows[99][2]
        show(f"to the 1,000th: {grown:+.0f} MB since the 100th", rows[314:], direct)


if __name__ == "__main__":
    main()
