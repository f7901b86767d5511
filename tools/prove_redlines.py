"""Redlines of random versions of our conventions, accepted and rejected by LibreOffice.

    tools/prove_redlines.py [--pairs 500] [--seed 1] [content/convention/modele.yaml]

Each version has one to six changes. It prints how many redlines are proved on their XML, and how
many give both acts again in LibreOffice: their words, their styles, and all of their look.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tests.support.redlines.acts import ROOT, act_docx, data_of, random_version, write_redline
from tests.support.redlines.writer import ACCEPT, NOTHING, REJECT, describe_all

from docgen.rendering.docx.redline.renderer import ActDocx

TOGETHER = 20
"""How many redlines one LibreOffice opens."""
AUTHOR, DAY = "AFMV – GFTV", date(2026, 11, 27)


@dataclass(frozen=True)
class Proved:
    """A redline, the act that it should give, the changes that it has, and their seed."""

    seed: int
    changes: list[str]
    new: bytes
    redline: bytes


def main() -> None:
    """Measure, and tell each redline that does not give both acts again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", nargs="?", default="content/convention/modele.yaml", type=Path)
    parser.add_argument("--pairs", default=500, type=int)
    parser.add_argument("--seed", default=1, type=int)
    asked = parser.parse_args()
    data = data_of(ROOT / asked.text)
    old = act_docx(data)
    tally = Counter[str]()
    redlines = islice(_redlines(data, old, asked.seed, tally), asked.pairs)
    while together := list(islice(redlines, TOGETHER)):
        _compare(old, together, tally)
        print(dict(tally), flush=True)


def _redlines(
    data: dict[str, object], old: ActDocx, seed: int, tally: Counter[str]
) -> Iterator[Proved]:
    for number in count(seed):
        version = random_version(data, number)
        if version is None:
            tally["no valid act (not counted)"] += 1
            continue
        new, changes = version
        tally["pairs"] += 1
        start = time.process_time()
        try:
            redline = write_redline(old, new, AUTHOR, DAY)
        except ValueError as error:
            print(f"seed {number}, {changes}: {error}")
            redline = b""
        tally["milliseconds"] += round(1000 * (time.process_time() - start))
        tally["proved on the XML"] += bool(redline)
        yield Proved(number, changes, new.data, redline)


def _compare(old: ActDocx, redlines: list[Proved], tally: Counter[str]) -> None:
    jobs = [(old.data, NOTHING)]
    for proved in redlines:
        jobs += [(proved.new, NOTHING), (proved.redline, ACCEPT), (proved.redline, REJECT)]
    before, *described = describe_all(jobs)
    for rank, proved in enumerate(redlines):
        after, accepted, rejected = described[3 * rank : 3 * rank + 3]
        for way, got, wanted in (("accept", accepted, after), ("reject", rejected, before)):
            tally[f"{way}: words"] += _words(got) == _words(wanted)
            tally[f"{way}: words and styles"] += _styled(got) == _styled(wanted)
            tally[f"{way}: all"] += got == wanted
            if got != wanted:
                rows = enumerate(zip(got, wanted, strict=False))
                rank_ = next((n for n, (a, b) in rows if a != b), min(len(got), len(wanted)))
                print(f"seed {proved.seed}, {proved.changes}, {way}:")
                print("  got   ", got[rank_ : rank_ + 2], "\n  wanted", wanted[rank_ : rank_ + 2])


def _styled(lines: list[str]) -> list[str]:
    """Return the paragraphs, each with its style and words."""
    paragraphs: list[str] = []
    for line in lines:
        if line.startswith("r|"):
            paragraphs[-1] += line.rpartition("|")[2]
        else:
            paragraphs.append("|".join(line.split("|")[:2]) + "|")
    return paragraphs


def _words(lines: list[str]) -> list[str]:
    return [line.rpartition("|")[2] for line in _styled(lines)]


if __name__ == "__main__":
    main()
