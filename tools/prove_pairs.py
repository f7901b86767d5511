"""A proof of frames over every pair of what a document may be made of and asked with.

    make prove                    then the packs and pages of figures of the Tarn (tools/prove.py)
    tools/prove_pairs.py [--list]

Complete projects of two départements lose what a row says they lack; its document is then made in
frames and directly, and compared: pixels, words, tags, links, outline; its DOCX has the same words.
It prints the pairs that it covers, and those that cannot be, with the reason.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tests.support.alike import differences
from tests.support.projects.complete import COMMUNES, copy_complete_project
from tests.support.projects.settle import settle

from docgen.build.batch.composer import Composer
from docgen.build.batch.job import BatchTarget
from docgen.build.render import render_documents
from docgen.document import Artifact, Diffusion, Document
from docgen.errors import DocgenError
from docgen.format import Format
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.infographie.options import InfographieOptions
from docgen.request import Options, Request
from docgen.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]

Row = tuple[str, ...]
Pair = tuple[tuple[str, str], tuple[str, str]]
FACTORS: Final[Mapping[str, Sequence[str]]] = {
    "document": ("commune-pack", "infographie"),
    "departement": ("81", "31"),
    "cercle": ("publique", "partenaires", "interne"),
    "zone": ("gendarmerie", "police"),
    "chiffres": ("oui", "non"),
    "contours": ("oui", "non"),
    "unites": ("oui", "non"),
    "police municipale, video": ("oui", "non"),
    "visite": ("oui", "non"),
    "textes": ("relus", "proposes"),
}
ABSENT: Final[Mapping[str, tuple[str, ...]]] = {
    "chiffres": ("referentiel/ssmsi-communes", "referentiel/activite"),
    "contours": ("referentiel/contours",),
    "unites": ("referentiel/unites", "territoire/unites.yaml"),
    "police municipale, video": ("territoire/communes.yaml",),
}
"""What a project has no more when a row says « non »: files as docgen ships them, or nothing."""
NEVER_FRAMED: Final = "--memento complet, and every other kind: laid out directly, never in frames"


def impossible(row: Mapping[str, str]) -> str:
    """Return why a row cannot be, empty if it can."""
    if row["document"] == "infographie" and row["cercle"] == "partenaires":
        return "a page of figures is public or internal"
    if row["document"] == "infographie" and row["visite"] == "oui":
        return "a page of figures is made for no visit"
    return ""


def pairs_of(row: Row) -> set[Pair]:
    """Return every pair of values of a row."""
    return set(combinations(zip(FACTORS, row, strict=True), 2))


def cover() -> tuple[list[Row], set[Pair], dict[Pair, str]]:
    """Return rows that hold every possible pair, these pairs, and the impossible ones.

    Each row is the one that holds the most pairs that none before it holds.
    """
    possible: list[tuple[Row, set[Pair]]] = []
    reasons: dict[Pair, str] = {}
    for row in product(*FACTORS.values()):
        why = impossible(dict(zip(FACTORS, row, strict=True)))
        if why:
            reasons |= dict.fromkeys(pairs_of(row), why)
        else:
            possible.append((row, pairs_of(row)))
    wanted = set().union(*(pairs for _, pairs in possible))
    rows: list[Row] = []
    left = set(wanted)
    while left:
        row, pairs = max(possible, key=lambda ranked: len(ranked[1] & left))
        rows.append(row)
        left -= pairs
    return rows, wanted, {pair: why for pair, why in reasons.items() if pair not in wanted}


def project_of(row: Mapping[str, str], folder: Path) -> Workspace:
    """Return a complete project without what a row says it lacks, its texts read or not."""
    here: Workspace = copy_complete_project(row["departement"], folder)
    for name, places in ABSENT.items():
        for place in places if row[name] == "non" else ():
            shipped, path = ROOT / "content" / place, here.content / place
            if path.is_dir():
                shutil.rmtree(path)
            elif shipped.is_file():
                shutil.copy(shipped, path)
    if row["textes"] == "relus":
        settle(here)
    return here


def options_of(row: Mapping[str, str]) -> Options:
    """Return the options that a row asks with."""
    circle = Diffusion(row["cercle"])
    if row["document"] == "infographie":
        return InfographieOptions.of_release(circle, date(2027, 1, 15))
    return PackOptions(circle, date(2027, 1, 15) if row["visite"] == "oui" else None)


def faults_of(row: Row) -> list[str]:
    """Make the document of a row in frames and directly; return what is wrong."""
    asked = dict(zip(FACTORS, row, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        here = project_of(asked, Path(folder) / "projet")
        request = Request(options=options_of(asked), framed=True)
        composer = Composer(BatchTarget(here, asked["document"], request))
        code = COMMUNES[asked["departement"]][3 if asked["zone"] == "police" else 0]
        [document] = composer.documents(code)
        try:
            return list(_faults(document, composer))
        except DocgenError as refused:
            return [str(problem) for problem in refused.problems]


def _faults(document: Document, composer: Composer) -> Iterator[str]:
    framed = _pdf(document, composer)
    if framed.fallback_reason:
        yield f"laid out whole: {framed.fallback_reason}"
    yield from differences(_pdf(replace(document, framed=False), composer).data, framed.data)


def _pdf(document: Document, composer: Composer) -> Artifact:
    """Return a document as PDF, made with its DOCX, which must say the same words."""
    made = render_documents([document], composer.templates, (Format.PDF, Format.DOCX))
    return next(artifact for artifact in made if artifact.format is Format.PDF)


def main() -> None:
    """Prove every row; fail when one differs, is refused, or is laid out whole."""
    parser = argparse.ArgumentParser(description="Frames against whole, over pairs of options.")
    parser.add_argument("--list", action="store_true", help="only say what would be proven")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    rows, covered, reasons = cover()
    for (first, second), why in reasons.items():
        print(f"impossible: {' '.join(first)} with {' '.join(second)}: {why}")
    print(NEVER_FRAMED)
    wrong = 0
    with ProcessPoolExecutor(arguments.jobs) as pool:
        results = ([] for _ in rows) if arguments.list else pool.map(faults_of, rows)
        for row, faults in zip(rows, results, strict=True):
            wrong += bool(faults)
            print(*(f"{name} {value}" for name, value in zip(FACTORS, row, strict=True)), sep=", ")
            for fault in faults:
                print(f"  {fault}"[:300], flush=True)
    print(f"{len(rows)} documents, {len(covered)} pairs: {wrong} documents are not proven")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
