"""veraPDF beside a release: it judges each construct once, and some of the other files.

Two files of the same constructs (`conformity/pdf/constructs.py`) break the same rules, so that one
is enough.  Of the rest, one document in so many is judged, by its digest; all, once a file fails.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from docgen.conformity.validators.verapdf import FEW, Engine, JavaProcess, Verdict, find_engine
from docgen.document import Diffusion
from docgen.release.entries import ARCHIVAL, ReleaseFile
from docgen.release.request import Step
from docgen.release.verification.passed_checks import PassedChecks

ARCHIVE: Final = {True: "3a", False: "2a"}
"""The profile of a PDF that carries files, and of one that does not."""
THREADS: Final = 2
"""How many files are judged at once at most: each takes 150 MB."""
SAMPLE: Final = 32
"""Of how many documents without a new construct one is judged."""

DocumentFiles = tuple[ReleaseFile, ...]


@dataclass(frozen=True, slots=True)
class Judgment:
    """veraPDF's verdicts, the files that had passed before, its name, '' where it is not there."""

    verdicts: Mapping[ReleaseFile, Verdict]
    reused: frozenset[ReleaseFile] = frozenset()
    verapdf: str = ""

    @property
    def judged(self) -> frozenset[ReleaseFile]:
        """All files that veraPDF judged, now or before."""
        return self.reused | self.verdicts.keys()


def judge_constructs(
    constructs: Mapping[DocumentFiles, frozenset[bytes]],
    passed: PassedChecks,
    jobs: int,
    step: Step,
) -> Judgment:
    """Have the PDFs judged of each document with a construct that none before it has.

    What is judged depends on the files, not on what had passed before.
    """
    engine = find_engine()
    if not engine.name:
        return Judgment({})
    chosen = list(_chosen(constructs))
    judgment = _judge(engine, chosen, passed, jobs, step)
    if any(any(verdict.values()) for verdict in judgment.verdicts.values()):
        others = _judge(engine, constructs.keys() - set(chosen), passed, jobs, step)
        verdicts = {**judgment.verdicts, **others.verdicts}
        judgment = Judgment(verdicts, judgment.reused | others.reused, engine.name)
    return judgment


def _chosen(constructs: Mapping[DocumentFiles, frozenset[bytes]]) -> Iterator[DocumentFiles]:
    """Yield the documents to judge: public ones first, those of most constructs before others."""
    seen: set[bytes] = set()
    ordered = sorted(
        constructs.items(),
        key=lambda one: (one[0][0].folder != Diffusion.PUBLIQUE, -len(one[1]), one[0][0].document),
    )
    for files, own in ordered:
        if not own <= seen or int(files[0].sha256[:8], 16) % SAMPLE == 0:
            seen |= own
            yield files


def _judge(
    engine: Engine, documents: Iterable[DocumentFiles], passed: PassedChecks, jobs: int, step: Step
) -> Judgment:
    files = [file for files in documents for file in files if file.format in ARCHIVAL]
    profiles = {file: _profiles(file) for file in files}
    keys = {file: passed.verdict_key(file.sha256, engine.digest, profiles[file]) for file in files}
    reused = frozenset(file for file in files if passed.get(keys[file]) is not None)
    asked = [file for file in files if file not in reused]
    step("jugement de veraPDF", 0, len(asked))
    with JavaProcess(min(jobs, THREADS), quick=len(asked) <= FEW) as machine:
        for file in asked:
            machine.submit(file.path, profiles[file])
        verdicts = machine.verdicts()
    for file in asked:
        if file.is_unchanged and not any(verdicts[file.path].values()):
            passed.add(keys[file])
    return Judgment({file: verdicts[file.path] for file in asked}, reused, engine.name)


def _profiles(file: ReleaseFile) -> tuple[str, str]:
    return ARCHIVE[b"/EmbeddedFile" in file.path.read_bytes()], "ua1"
