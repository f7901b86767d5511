"""The verification of finished files: standards, words, links, pages, internal values.

What a build proved already is not trusted: the files are read from the disk, the PDF of a document
beside its Word version, in processes; then the validators judge each construct of the PDFs once.
What passed the same checks before is not examined again (`passed_checks.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import TaskMessages, run_tasks
from docgen.conformity import validate_pdf
from docgen.conformity.validators import verapdf
from docgen.conformity.validators.verapdf import FEW_FILES, Engine, JavaProcess, find_engine
from docgen.document import Diffusion
from docgen.errors import DocgenError, Problem
from docgen.referential.territoire.internal import InternalValues
from docgen.release.entries import ARCHIVAL, DocumentPath, ReleaseFile
from docgen.release.request import Step
from docgen.release.verification.passed_checks import PassedChecks
from docgen.rendering import writer_of
from docgen.rendering.writer import ReopenedFile

ARCHIVE: Final = {True: "3a", False: "2a"}
"""The profile of a PDF that carries files, and of one that does not."""
THREADS: Final = 2
"""How many files veraPDF judges at once at most: each takes 150 MB."""
ONE_JUDGED_OF: Final = 32
"""Of how many documents without a new construct one is judged."""

DocumentFiles = tuple[ReleaseFile, ...]
Finding = tuple[ReleaseFile, str, Sequence[Problem]]
"""A file that a validator judged, the key under which a pass is kept, its problems."""
MAX_SHARE_MISSING: Final = 0.02
"""Which share of the words of a Word file may be missing in its PDF's text: lines that are cut
inside a word, and words that a picture of the PDF draws, are read otherwise than written."""
ESCAPED: Final = re.compile(r"\\([\\nN,;])")
"""A sign as calendars and vCards write it in a text."""
LETTERS: Final = re.compile(r"[^\W_]+")

Examined = tuple[list[Problem], frozenset[bytes]]
"""The problems of a file, and its constructs."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The problems of each file, the version of veraPDF, '' for none, and the files it judged.

    `reused` are the files that passed all checks before.
    """

    problems: Mapping[ReleaseFile, Sequence[Problem]]
    verapdf: str
    judged: frozenset[ReleaseFile]
    reused: frozenset[ReleaseFile]


def verify(
    files: Sequence[ReleaseFile],
    internal: InternalValues,
    passed: PassedChecks,
    jobs: int,
    step: Step,
) -> Verification:
    """Examine every file; have the validators judge what they are built of."""
    documents = _by_document(files)
    problems: dict[ReleaseFile, list[Problem]] = defaultdict(list)
    known = {
        document: constructs
        for document in documents
        if (constructs := passed.get(passed.reading_key(document, internal))) is not None
        and all(file.is_unchanged for file in document)
    }
    reused = {file for document in known for file in document}
    unread = [document for document in documents if document not in known]
    for document, results in _examine_documents(unread, internal, jobs, step):
        known[document] = frozenset[bytes]().union(*(constructs for _, constructs in results))
        if len(results) == len(document) and not any(own for own, _ in results):
            passed.add(passed.reading_key(document, internal), known[document])
        for file, (own, _) in zip(document, results, strict=False):
            problems[file] += own
    judgment = judge_constructs({one: known[one] for one in documents}, passed, jobs, step)
    for file, reported in judgment.problems.items():
        ours = {problem.code for problem in problems[file]}  # said in better words
        problems[file] += (problem for problem in reported if problem.code not in ours)
    wrong = {file: found for file, found in problems.items() if found}
    whole = frozenset(reused - judgment.problems.keys())
    return Verification(wrong, judgment.verapdf, judgment.judged, whole)


def _by_document(files: Iterable[ReleaseFile]) -> list[DocumentFiles]:
    documents: dict[DocumentPath, list[ReleaseFile]] = defaultdict(list)
    for file in files:
        documents[file.document].append(file)
    return [tuple(document) for document in documents.values()]


def _examine_documents(
    documents: Sequence[DocumentFiles], internal: InternalValues, jobs: int, step: Step
) -> Iterator[tuple[DocumentFiles, list[Examined]]]:
    """Yield the files of each document with what was found in each, as processes return them."""
    if documents:
        step("relecture", 0, len(documents))
    with open_pool(jobs, len(documents)) as pool:
        work, tasks = partial(verify_document, internal), ((one, one) for one in documents)
        messages = TaskMessages(lambda files: str(files[0].full_place))
        done = run_tasks(pool, jobs, work, tasks, messages)
        for rank, (document, results) in enumerate(done, 1):
            step("relecture", rank, len(documents))
            if isinstance(results, DocgenError):
                yield document, [([*results.problems], frozenset())]
            else:
                yield document, results


def verify_document(internal: InternalValues, files: Sequence[ReleaseFile]) -> list[Examined]:
    """Return the problems and the constructs of each file, in whatever process this is called."""
    opened = {file: _reopen(file) for file in files}
    pages = next((one.pages for one in opened.values() if one.pages is not None), None)
    return [
        (list(_problems(internal, file, one, pages)), one.constructs)
        for file, one in opened.items()
    ]


def _reopen(file: ReleaseFile) -> ReopenedFile:
    name, data = str(file.full_place), file.path.read_bytes()
    writer = writer_of(file.format)
    opened = writer.reopen(data, name) if writer else ReopenedFile(_unfold_text(data))
    if file.holds(data):
        return opened
    changed = Problem(name, "le fichier a changé depuis sa fabrication", code="abime")
    return replace(opened, problems=(changed, *opened.problems))


def _unfold_text(data: bytes) -> str:
    """Return the text of a file; calendars and vCards cut their lines at 75 bytes, and escape."""
    text = data.replace(b"\r\n ", b"").decode("utf-8", "replace")
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _problems(
    internal: InternalValues, file: ReleaseFile, opened: ReopenedFile, pages: str | None
) -> Iterator[Problem]:
    """Yield what is wrong with a file, whose words must be in the `pages` of the same document."""
    name = str(file.full_place)
    yield from opened.problems
    if pages is not None:
        yield from _missing_words(opened.words, pages, name)
    if file.folder == Diffusion.PUBLIQUE:
        yield from internal.leaks(opened.text, name)


def _missing_words(words: Iterable[str], text: str, name: str) -> Iterator[Problem]:
    """Yield a problem if the words of a Word file are not in its PDF.

    Both are compared without what separates words, so that a line cut inside a word counts as
    uncut.
    """
    printed = LETTERS.findall(text.casefold())
    whole, run = set(printed), "".join(printed)
    asked = {"".join(LETTERS.findall(one)) for one in {one.casefold() for one in words}}
    missing = sorted(one for one in asked - whole if one and one not in run)
    if len(missing) > MAX_SHARE_MISSING * len(asked):
        quoted = ", ".join(f"« {one} »" for one in missing[:3])
        message = f"le PDF ne dit pas {len(missing)} mots du DOCX : {quoted}…"
        yield Problem(name, message, code="parite")


# The validators judge.  Two files of the same constructs (`conformity/pdf/constructs.py`) break the
# same rules about these, so that one is enough.  Of the rest, one document in so many is judged, by
# its digest; all, once a file fails.


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
        if not own <= seen or int(files[0].sha256[:8], 16) % ONE_JUDGED_OF == 0:
            seen |= own
            yield files


def _judge(
    engine: Engine, documents: Iterable[DocumentFiles], passed: PassedChecks, jobs: int, step: Step
) -> Judgment:
    files = [file for files in documents for file in files if file.format in ARCHIVAL]
    problems: dict[ReleaseFile, list[Problem]] = defaultdict(list)
    for validator in (_validate, partial(_ask_verapdf, engine)):
        for file, key, reported in validator(files, passed, jobs, step):
            problems[file] += reported
            if file.is_unchanged and not reported:
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
        for rank, (file, result) in enumerate(done, 1):
            step("jugement de page-validation", rank, len(asked))
            yield file, keys[file], result.problems if isinstance(result, DocgenError) else result


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
    with JavaProcess(min(jobs, THREADS), quick=len(asked) <= FEW_FILES) as machine:
        for file in asked:
            machine.submit(file.path, profiles[file])
        verdicts = machine.verdicts(lambda done: step("jugement de veraPDF", done, len(asked)))
    for file in asked:
        yield file, keys[file], [*verapdf.problems(str(file.full_place), verdicts[file.path])]


def _validate_file(file: ReleaseFile) -> Sequence[Problem]:
    return validate_pdf(file.path.read_bytes(), str(file.full_place))
