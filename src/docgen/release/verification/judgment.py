"""The validators beside a release: they judge each construct once, and some of the other files.

Two files of the same constructs (`conformity/pdf/constructs.py`) break the same rules about these,
so that one is enough.  Of the rest, one document in so many is judged, by its digest; all, once a
file fails.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import TaskMessages, run_tasks
from docgen.conformity import validate_pdf
from docgen.conformity.validators import verapdf
from docgen.conformity.validators.verapdf import FEW, Engine, JavaProcess, find_engine
from docgen.document import Diffusion
from docgen.errors import DocgenError, Problem
from docgen.release.entries import ARCHIVAL, ReleaseFile
from docgen.release.request import Step
from docgen.release.verification.passed_checks import PassedChecks

ARCHIVE: Final = {True: "3a", False: "2a"}
"""The profile of a PDF that carries files, and of one that does not."""
THREADS: Final = 2
"""How many files veraPDF judges at once at most: each takes 150 MB."""
SAMPLE: Final = 32
"""Of how many documents without a new construct one is judged."""

DocumentFiles = tuple[ReleaseFile, ...]
Finding = tuple[ReleaseFile, str, Sequence[Problem]]
"""A file that a validator judged, the key under which a pass is kept, its problems."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """The problems of each file a validator judged now; the files veraPDF judged, now or before.

    `verapdf` is its name, '' where it is not there.
    """

    problems: Mapping[ReleaseFile, Sequence[Problem]]
    judged: frozenset[ReleaseFile]
    verapdf: str


def judge_constructs(
    constructs: Mapping[DocumentFiles, frozenset[bytes]],
    passed: PassedChecks,
    jobs: int,
    step: Step,
) -> Judgment:
    """Have the PDFs judged of each document with a construct that none before it has.

    What is judged depends on the files, not on what had passed before.
    """
    engine, chosen = find_engine(), list(_chosen(constructs))
    judgment = _judge(engine, chosen, passed, jobs, step)
    if any(judgment.problems.values()):
        others = _judge(engine, constructs.keys() - set(chosen), passed, jobs, step)
        problems = {**judgment.problems, **others.problems}
        judgment = Judgment(problems, judgment.judged | others.judged, engine.name)
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
    problems: dict[ReleaseFile, list[Problem]] = defaultdict(list)
    for validator in (_validate, partial(_ask_verapdf, engine)):
        for file, key, found in validator(files, passed, jobs, step):
            problems[file] += found
            if file.is_unchanged and not found:
                passed.add(key)
    return Judgment(problems, frozenset(files if engine.name else ()), engine.name)


def _validate(
    files: Sequence[ReleaseFile], passed: PassedChecks, jobs: int, step: Step
) -> Iterator[Finding]:
    """Yield what page-validation finds in each file that had not passed, as processes return it."""
    keys = {file: passed.validator_key(file.sha256) for file in files}
    asked = [file for file in files if passed.get(keys[file]) is None]
    messages = TaskMessages(lambda file: str(file.full_place))
    with open_pool(jobs, len(asked)) as pool:
        tasks = ((file, file) for file in asked)
        done = run_tasks(pool, jobs, _validate_file, tasks, messages)
        for rank, (file, found) in enumerate(done, 1):
            step("jugement de page-validation", rank, len(asked))
            yield file, keys[file], found.problems if isinstance(found, DocgenError) else found


def _ask_verapdf(
    engine: Engine, files: Sequence[ReleaseFile], passed: PassedChecks, jobs: int, step: Step
) -> Iterator[Finding]:
    """Yield what veraPDF finds in each file that had not passed; nothing where it is not there."""
    if not engine.name:
        return
    profiles = {one: (ARCHIVE[b"/EmbeddedFile" in one.path.read_bytes()], "ua1") for one in files}
    keys = {
        file: passed.verdict_key(file.sha256, engine.digest, profiles[file]) for file in profiles
    }
    asked = [file for file in keys if passed.get(keys[file]) is None]
    step("jugement de veraPDF", 0, len(asked))
    with JavaProcess(min(jobs, THREADS), quick=len(asked) <= FEW) as machine:
        for file in asked:
            machine.submit(file.path, profiles[file])
        verdicts = machine.verdicts(lambda done: step("jugement de veraPDF", done, len(asked)))
    for file in asked:
        yield file, keys[file], [*verapdf.problems(str(file.full_place), verdicts[file.path])]


def _validate_file(file: ReleaseFile) -> Sequence[Problem]:
    return validate_pdf(file.path.read_bytes(), str(file.full_place))
