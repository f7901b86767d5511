"""veraPDF at work beside a release: it judges each PDF once it is made, in one Java machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from docgen.conformity.validators.verapdf import FEW, Engine, JavaProcess, Verdict, find_engine
from docgen.release.entries import ARCHIVAL, Piece
from docgen.release.verification.passed_checks import Known

ARCHIVE: Final = {True: "3a", False: "2a"}
"""The profile of a PDF that carries files, and of one that does not."""


THREADS: Final = 2
"""How many files are judged at once at most: each takes 150 MB."""


class Judging:
    """The judgment of a release under way: files are handed in, verdicts come at the end."""

    def __init__(self, known: Known, engine: Engine, machine: JavaProcess) -> None:
        self.known, self.engine, self.machine = known, engine, machine
        self.spared: set[Piece] = set()
        """What was judged before, to the byte."""
        self._asked: dict[Piece, tuple[str, str]] = {}

    def hand(self, pieces: Iterable[Piece]) -> None:
        """Have the PDF among some files judged, unless they were before; none without an engine."""
        for one in pieces:
            if self.engine.name and one.format in ARCHIVAL:
                self._ask(one)

    def _ask(self, one: Piece) -> None:
        data = one.made.read_bytes()
        profiles = (ARCHIVE[b"/EmbeddedFile" in data], "ua1")
        sha256 = hashlib.sha256(data).hexdigest()
        name = self.known.judged(sha256, self.engine.digest, profiles)
        if self.known.has(name):
            self.spared.add(one)
        else:
            self._asked[one] = sha256, name
            self.machine.submit(one.made, profiles)

    def has_judged(self, one: Piece) -> bool:
        """Whether a file was judged before, or is none that anyone judges."""
        return one in self.spared or not self.engine.name or one.format not in ARCHIVAL

    @property
    def waiting(self) -> int:
        """How many files were handed in to be judged now."""
        return len(self._asked)

    def verdicts(self) -> dict[Piece, Verdict]:
        """Return every verdict, when all are there; those that are right are kept."""
        told = self.machine.verdicts()
        for one, (sha256, name) in self._asked.items():
            unchanged = hashlib.sha256(one.made.read_bytes()).hexdigest() == sha256
            if unchanged and not any(told[one.made].values()):
                self.known.keep(name)
        return {one: told[one.made] for one in self._asked}


@contextmanager
def judging(known: Known, files: int, jobs: int) -> Iterator[Judging]:
    """Open the judgment of about so many `files`; it ends with the block, whatever it is at."""
    with JavaProcess(min(jobs, THREADS), quick=files <= FEW) as machine:
        yield Judging(known, find_engine(), machine)
