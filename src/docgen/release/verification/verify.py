"""The verification of finished files: standards, words, links, pages, internal values.

What a build proved already is not trusted: the files are read from the disk, the PDF of a document
beside its Word version, in processes; then the validators judge each construct of the PDFs once
(`judgment.py`).  What passed the same checks before is not examined again (`passed_checks.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import TaskMessages, run_tasks
from docgen.document import Diffusion
from docgen.errors import DocgenError, Problem
from docgen.referential.territoire.internal import InternalValues
from docgen.release.entries import ReleaseFile
from docgen.release.request import Step
from docgen.release.verification.judgment import DocumentFiles, judge_constructs
from docgen.release.verification.passed_checks import PassedChecks
from docgen.rendering import writer_of
from docgen.rendering.writer import ReopenedFile

SHARE: Final = 0.02
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
    judged: frozenset[ReleaseFile] = frozenset()
    reused: frozenset[ReleaseFile] = frozenset()


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
    for file, found in judgment.problems.items():
        ours = {problem.code for problem in problems[file]}  # said in better words
        problems[file] += (problem for problem in found if problem.code not in ours)
    wrong = {file: found for file, found in problems.items() if found}
    whole = frozenset(reused - judgment.problems.keys())
    return Verification(wrong, judgment.verapdf, judgment.judged, whole)


def _by_document(files: Iterable[ReleaseFile]) -> list[DocumentFiles]:
    documents: dict[tuple[str, str, str], list[ReleaseFile]] = defaultdict(list)
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
    found = LETTERS.findall(text.casefold())
    whole, run = set(found), "".join(found)
    asked = {"".join(LETTERS.findall(one)) for one in {one.casefold() for one in words}}
    missing = sorted(one for one in asked - whole if one and one not in run)
    if len(missing) > SHARE * len(asked):
        quoted = ", ".join(f"« {one} »" for one in missing[:3])
        message = f"le PDF ne dit pas {len(missing)} mots du DOCX : {quoted}…"
        yield Problem(name, message, code="parite")
