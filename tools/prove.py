"""What is made in frames, proven the same as laid out whole: pixels, words, tags, links.

    make prove                          pack and page of figures of every commune of the Tarn
    tools/prove.py --project DOSSIER 81218 81004

Packs and pages of figures are proven apart.  What is proven is noted as it goes, so that it goes on
where it was stopped; it is forgotten when templates, content or code change, or how documents are
compared.  It prints what differs, what frames refused, and how long both took.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.support.alike import differences  # noqa: E402

from docgen.build.batch.composer import Composer  # noqa: E402  # the folder of the sources, first
from docgen.build.batch.job import Brief  # noqa: E402  # the folder of the sources, first
from docgen.cache import Store  # noqa: E402
from docgen.document import Format  # noqa: E402
from docgen.referential.communes.chosen import Selection  # noqa: E402
from docgen.referential.referential import Referential  # noqa: E402
from docgen.referential.selection import select_communes  # noqa: E402
from docgen.rendering.frames.renderer import render_pdf  # noqa: E402
from docgen.rendering.recipe import digest  # noqa: E402
from docgen.request import Request  # noqa: E402
from docgen.workspace import Workspace  # noqa: E402

KINDS = ("commune-pack", "infographie")
"""The kinds that are made in frames."""
Known = dict[tuple[str, str], str]
"""The recipe that is proven of each kind and commune."""
COMPARED = hashlib.sha256((ROOT / "tests/support/alike.py").read_bytes()).hexdigest()
"""How documents are compared: part of what a proof rests on."""
FRAMES = "output/preuve-cadres"
"""Where the processes share their frames, as those of a batch do: what is kept is proven too."""


@dataclass(frozen=True)
class Proof:
    """What came of a document: its recipe, what differs, why it was laid out whole, CPU time."""

    kind: str
    code: str
    recipe: str
    differs: tuple[str, ...]
    whole: str
    direct: float
    framed: float


@lru_cache(maxsize=2)
def shop(root: Path, kind: str) -> Composer:
    """Return a project as this process has it open for a kind."""
    request = Request(formats=(Format.PDF,), framed=True)
    made = Composer(Brief(Workspace(root, root / "output"), kind, request))
    made.templates.store = Store(root / FRAMES)
    return made


def proven(root: Path, kind: str, code: str, known: Known) -> Proof | None:
    """Return what comes of a document, or nothing if that is known already."""
    opened = shop(root, kind)
    [document] = opened.wanted(code)
    recipe = f"{digest(document, opened.templates)} {COMPARED}"
    if known.get((kind, code)) == recipe:
        return None
    start = time.process_time()
    framed = render_pdf(document, opened.templates)
    middle = time.process_time()
    direct = render_pdf(replace(document, framed=False), opened.templates)
    end = time.process_time()
    told = tuple(differences(direct.data, framed.data))
    return Proof(kind, code, recipe, told, framed.frame_refusal, end - middle, middle - start)


def all_of(root: Path, codes: Sequence[str], notes: Path, jobs: int) -> Iterator[Proof]:
    """Yield the proof of every document, those of earlier runs too; note the new ones."""
    lines = notes.read_text("utf-8").splitlines() if notes.is_file() else []
    read = (Proof(**line) for line in map(json.loads, lines))
    earlier = {(one.kind, one.code): one for one in read}
    sound = {key: one.recipe for key, one in earlier.items() if not one.differs and not one.whole}
    notes.parent.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(jobs) as pool, notes.open("a", encoding="utf-8") as kept:
        asked = [(kind, code) for kind in KINDS for code in codes]
        tasks = [(key, pool.submit(proven, root, *key, sound)) for key in asked]
        for key, task in tasks:
            made = task.result()
            if made:
                kept.write(json.dumps(asdict(made)) + "\n")
                kept.flush()
            yield made or earlier[key]


def main() -> None:
    """Prove documents; fail when one differs, or was laid out whole."""
    parser = argparse.ArgumentParser(description="What is made in frames against what is whole.")
    parser.add_argument("codes", nargs="*", help="communes; every one of the Tarn without any")
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--notes", type=Path, default=ROOT / "output/preuve.jsonl")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    root = asked.project.resolve()
    chosen = Selection(departements=("81",), partout=True)
    found = asked.codes or select_communes(Referential(Workspace(root, root / "output")), chosen)[0]
    proofs: dict[str, list[Proof]] = {kind: [] for kind in KINDS}
    for one in all_of(root, list(found), asked.notes, asked.jobs):
        proofs[one.kind].append(one)
        for told in one.differs:
            print(f"{one.kind} {one.code}: {told}"[:300], flush=True)
        if one.whole:
            print(f"{one.kind} {one.code}: laid out whole: {one.whole}", flush=True)
    unproven = sum(summed_up(kind, made) for kind, made in proofs.items())
    raise SystemExit(1 if unproven else 0)


def summed_up(kind: str, proofs: Sequence[Proof]) -> int:
    """Tell what came of a kind; return how many of its documents are not proven."""
    differing = sum(bool(one.differs) for one in proofs)
    whole = sum(bool(one.whole) for one in proofs)
    direct, framed = sum(one.direct for one in proofs), sum(one.framed for one in proofs)
    print(f"{kind}: {len(proofs)} documents: {differing} differ, {whole} laid out whole")
    print(f"CPU: {direct:.1f} s whole, {framed:.1f} s in frames ({direct / framed:.1f} times less)")
    return differing + whole


if __name__ == "__main__":
    main()
