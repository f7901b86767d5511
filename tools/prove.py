"""A proof that frames make what the direct layout makes: pixels, words, tags, links.

    make prove                          pack and page of figures of every commune of the Tarn
    tools/prove.py --departement 31     the same of another complete project
    tools/prove.py --project DOSSIER 81218 81004

The project is a complete one, written anew (tools/complete_project.py), unless another is given.

Packs and pages of figures are proven apart.  Proofs are noted one by one, so that a stopped run
goes on; a note counts while templates, content, code and the comparison are the same.  It prints
what differs, what frames refused, and how long both took.
"""

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

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tests.support.alike import differences
from tools.complete_project import rewrite

from docgen.build.batch.composer import Composer
from docgen.build.batch.job import BatchTarget
from docgen.cache import Store
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.referential.communes.chosen import Selection
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.rendering.fitting import fit_pages
from docgen.rendering.frames.renderer import render_pdf
from docgen.rendering.recipe import digest
from docgen.request import Request
from docgen.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]

KINDS = ("commune-pack", "infographie")
"""The kinds that are made in frames."""
Recipes = dict[tuple[str, str], str]
"""The recipe that was proven, by kind and commune."""
COMPARED = hashlib.sha256((ROOT / "tests/support/alike.py").read_bytes()).hexdigest()
"""How documents are compared: part of what a proof rests on."""
FRAMES = "output/preuve-cadres"
"""Where the processes share their frames, as those of a batch do: what is kept is proven too."""


@dataclass(frozen=True)
class Proof:
    """The result for a document: its recipe, what differs, why it was laid out whole, CPU time."""

    kind: str
    code: str
    recipe: str
    differs: tuple[str, ...]
    whole: str
    direct: float
    framed: float


@lru_cache(maxsize=2)
def open_project(root: Path, kind: str) -> Composer:
    """Return a project, opened once by this process for each kind."""
    request = Request(formats=(Format.PDF,), framed=True)
    composer = Composer(BatchTarget(Workspace(root, root / "output"), kind, request))
    composer.templates.store = Store(root / FRAMES)
    return composer


def prove(root: Path, kind: str, code: str, proven: Recipes) -> Proof | None:
    """Return the proof of a document, or None if its recipe was proven before."""
    composer = open_project(root, kind)
    made, *_ = composer.documents(CodeInsee(code))  # a draft, then the sheet of what is left of it
    recipe = f"{digest(made, composer.templates)} {COMPARED}"
    if proven.get((kind, code)) == recipe:
        return None
    document = fit_pages(made, composer.templates)
    start = time.process_time()
    framed = render_pdf(document, composer.templates)
    middle = time.process_time()
    direct = render_pdf(replace(document, framed=False), composer.templates)
    end = time.process_time()
    differs = tuple(differences(direct.data, framed.data))
    return Proof(kind, code, recipe, differs, framed.fallback_reason, end - middle, middle - start)


def proofs_of(root: Path, codes: Sequence[str], notes: Path, jobs: int) -> Iterator[Proof]:
    """Yield the proof of every document, those of earlier runs too; note the new ones."""
    lines = notes.read_text("utf-8").splitlines() if notes.is_file() else []
    noted = (Proof(**line) for line in map(json.loads, lines))
    earlier = {(proof.kind, proof.code): proof for proof in noted}
    proven = {key: old.recipe for key, old in earlier.items() if not old.differs and not old.whole}
    notes.parent.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(jobs) as pool, notes.open("a", encoding="utf-8") as file:
        keys = [(kind, code) for kind in KINDS for code in codes]
        tasks = [(key, pool.submit(prove, root, *key, proven)) for key in keys]
        for key, task in tasks:
            proof = task.result()
            if proof:
                file.write(json.dumps(asdict(proof)) + "\n")
                file.flush()
            yield proof or earlier[key]


def main() -> None:
    """Prove documents; fail when one differs, or was laid out whole."""
    parser = argparse.ArgumentParser(description="What is made in frames against what is whole.")
    parser.add_argument("codes", nargs="*", help="communes; all of the département without any")
    parser.add_argument("--departement", default="81")
    parser.add_argument("--project", type=Path, help="a complete one without any")
    parser.add_argument("--notes", type=Path, default=ROOT / "output/preuve.jsonl")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    root = arguments.project or rewrite(arguments.departement).root
    root, chosen = root.resolve(), Selection(departements=(arguments.departement,), partout=True)
    referential = Referential(Workspace(root, root / "output"))
    codes = arguments.codes or select_communes(referential, chosen)[0]
    proofs: dict[str, list[Proof]] = {kind: [] for kind in KINDS}
    for proof in proofs_of(root, list(codes), arguments.notes, arguments.jobs):
        proofs[proof.kind].append(proof)
        for difference in proof.differs:
            print(f"{proof.kind} {proof.code}: {difference}"[:300], flush=True)
        if proof.whole:
            print(f"{proof.kind} {proof.code}: laid out whole: {proof.whole}", flush=True)
    unproven = sum(print_summary(*of_kind) for of_kind in proofs.items())
    raise SystemExit(1 if unproven else 0)


def print_summary(kind: str, proofs: Sequence[Proof]) -> int:
    """Print the result for a kind; return how many of its documents are not proven."""
    differing = sum(bool(proof.differs) for proof in proofs)
    whole = sum(bool(proof.whole) for proof in proofs)
    direct, framed = (sum(getattr(proof, way) for proof in proofs) for way in ("direct", "framed"))
    print(f"{kind}: {len(proofs)} documents: {differing} differ, {whole} laid out whole")
    print(f"CPU: {direct:.1f} s whole, {framed:.1f} s in frames ({direct / framed:.1f} times less)")
    return differing + whole


if __name__ == "__main__":
    main()
