"""veraPDF beside a release: it judges each PDF once it is made, in one Java machine."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from docgen.conformity.validators.verapdf import FEW, Engine, JavaProcess, Verdict, find_engine
from docgen.release.entries import ARCHIVAL, ReleaseFile
from docgen.release.verification.passed_checks import PassedChecks

ARCHIVE: Final = {True: "3a", False: "2a"}
"""The profile of a PDF that carries files, and of one that does not."""
THREADS: Final = 2
"""How many files are judged at once at most: each takes 150 MB."""


class VeraPdfRun:
    """A run of veraPDF: files are submitted while others are made, verdicts come at the end.

    `reused` holds the files that passed before.
    """

    def __init__(self, passed: PassedChecks, engine: Engine, machine: JavaProcess) -> None:
        self.passed, self.engine, self.machine = passed, engine, machine
        self.reused: set[ReleaseFile] = set()
        self._submitted: dict[ReleaseFile, tuple[str, str]] = {}

    def submit(self, files: Iterable[ReleaseFile]) -> None:
        """Have the PDFs among some files judged unless they passed before."""
        for file in files:
            if self.engine.name and file.format in ARCHIVAL:
                self._submit(file)

    def _submit(self, file: ReleaseFile) -> None:
        data = file.path.read_bytes()
        profiles = (ARCHIVE[b"/EmbeddedFile" in data], "ua1")
        sha256 = hashlib.sha256(data).hexdigest()
        key = self.passed.verdict_key(sha256, self.engine.digest, profiles)
        if self.passed.has(key):
            self.reused.add(file)
        else:
            self._submitted[file] = sha256, key
            self.machine.submit(file.path, profiles)

    def needs_no_verdict(self, file: ReleaseFile) -> bool:
        """Whether a file passed before, or is not judged at all."""
        return file in self.reused or not self.engine.name or file.format not in ARCHIVAL

    @property
    def waiting(self) -> int:
        """How many files are to be judged."""
        return len(self._submitted)

    def verdicts(self) -> dict[ReleaseFile, Verdict]:
        """Return all verdicts, once they are there; remember those without a fault."""
        verdicts = self.machine.verdicts()
        for file, (sha256, key) in self._submitted.items():
            unchanged = hashlib.sha256(file.path.read_bytes()).hexdigest() == sha256
            if unchanged and not any(verdicts[file.path].values()):
                self.passed.add(key)
        return {file: verdicts[file.path] for file in self._submitted}


@contextmanager
def start_verapdf(passed: PassedChecks, files: int, jobs: int) -> Iterator[VeraPdfRun]:
    """Start veraPDF for about so many `files`; it is stopped at the end of the block."""
    with JavaProcess(min(jobs, THREADS), quick=files <= FEW) as machine:
        yield VeraPdfRun(passed, find_engine(), machine)
