"""The verification of finished files: standards, words, links, pages, internal values.

What a build proved already is not trusted: the files are read from the disk, the PDF of a document
beside its Word version, in processes, while veraPDF judges all PDFs in one Java machine.  What
passed the same checks before is not examined again (`passed_checks.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import TaskMessages, run_tasks
from docgen.conformity import FINISHED_CHECKS, check_pdf
from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.pdf.text import read_pages, text_outside_pages
from docgen.conformity.validators import verapdf
from docgen.document import Diffusion, Format
from docgen.errors import DocgenError, Problem
from docgen.release.entries import ReleaseFile
from docgen.release.progress import Step
from docgen.release.verification.leaks import InternalValues
from docgen.release.verification.verapdf_run import VeraPdfRun
from docgen.rendering.parity.reopened import ReopenedDocx

SHARE: Final = 0.02
"""Which share of the words of a Word file may be missing in its PDF's text: lines that are cut
inside a word, and words that a picture of the PDF draws, are read otherwise than written."""
LETTERS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Verification:
    """The problems of each file, and the version of veraPDF that judged, '' for none.

    `reused` are the files that passed all checks before.
    """

    problems: Mapping[ReleaseFile, Sequence[Problem]]
    verapdf: str
    reused: frozenset[ReleaseFile] = frozenset()


def verify(
    files: Sequence[ReleaseFile],
    internal: InternalValues,
    run: VeraPdfRun,
    jobs: int,
    step: Step,
) -> Verification:
    """Examine every file; all of them must have been submitted to the `run` of veraPDF."""
    passed, documents = run.passed, _by_document(files)
    problems: dict[ReleaseFile, list[Problem]] = defaultdict(list)
    reused = [
        document
        for document in documents
        if _unchanged(document) and passed.has(passed.reading_key(document, internal))
    ]
    todo = [document for document in documents if document not in reused]
    for document, found in _examined(todo, internal, jobs, step):
        if len(found) == len(document) and not any(found):
            passed.add(passed.reading_key(document, internal))
        for file, own in zip(document, found, strict=False):
            problems[file] += own
    step("jugement de veraPDF", 0, run.waiting)
    for file, verdict in run.verdicts().items():
        problems[file] += verapdf.problems(str(file.full_place), verdict)
    wrong = {file: found for file, found in problems.items() if found}
    whole = {file for document in reused for file in document if run.needs_no_verdict(file)}
    return Verification(wrong, run.engine.name, frozenset(whole))


def _by_document(files: Iterable[ReleaseFile]) -> list[tuple[ReleaseFile, ...]]:
    documents: dict[tuple[str, str, str], list[ReleaseFile]] = defaultdict(list)
    for file in files:
        documents[file.document].append(file)
    return [tuple(document) for document in documents.values()]


def _unchanged(files: Iterable[ReleaseFile]) -> bool:
    return all(hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256 for one in files)


def _examined(
    documents: Sequence[tuple[ReleaseFile, ...]], internal: InternalValues, jobs: int, step: Step
) -> Iterator[tuple[tuple[ReleaseFile, ...], list[list[Problem]]]]:
    """Yield the files of each document with the problems of each, as processes return them."""
    with open_pool(jobs, len(documents)) as pool:
        work, tasks = partial(verify_document, internal), ((one, one) for one in documents)
        messages = TaskMessages(lambda files: str(files[0].full_place))
        done = run_tasks(pool, jobs, work, tasks, messages)
        for rank, (document, found) in enumerate(done, 1):
            step("relecture", rank, len(documents))
            yield document, [list(found.problems)] if isinstance(found, DocgenError) else found


def verify_document(internal: InternalValues, files: Sequence[ReleaseFile]) -> list[list[Problem]]:
    """Return the problems of each file of one document, in whatever process this is called."""
    reader = _DocumentReader(internal)
    pdf_first = sorted(files, key=lambda file: file.format != Format.PDF)
    problems = {file: reader.problems(file) for file in pdf_first}
    return [problems[file] for file in files]


class _DocumentReader:
    """Reads the files of one document, its PDF before its Word version.

    `in_pdf` is the text of the pages of the PDF, `carried` its text besides them.
    """

    def __init__(self, internal: InternalValues) -> None:
        self.internal = internal
        self.in_pdf: str | None = None
        self.carried = ""

    def problems(self, file: ReleaseFile) -> list[Problem]:
        """Return what is wrong with a file."""
        name, data = str(file.full_place), file.path.read_bytes()
        problems: list[Problem] = []
        if hashlib.sha256(data).hexdigest() != file.sha256:
            message = "le fichier a changé depuis sa fabrication"
            problems.append(Problem(name, message, code="abime"))
        match file.format:
            case Format.PDF:
                text, found = self._pdf(data, name)
            case Format.DOCX:
                text, found = self._docx(data, name)
            case _:
                text, found = data.decode("utf-8", "replace"), []
        problems += found
        if file.folder == Diffusion.PUBLIQUE:
            problems += self.internal.leaks(text, name)
        return problems

    def _pdf(self, data: bytes, name: str) -> tuple[str, list[Problem]]:
        """Return all text of a PDF, and what is wrong with it; it is opened once for both."""
        problems = check_pdf(data, name, {**FINISHED_CHECKS, "texte": self._read_text})
        return f"{self.in_pdf or ''}\0{self.carried}", problems

    def _read_text(self, reading: OpenPdf) -> Iterator[Problem]:
        """Set `in_pdf` and `carried`; yield a problem if the text cannot be read."""
        try:
            self.in_pdf = "\n".join(read_pages(reading.data))
            self.carried = text_outside_pages(reading)
        except ValueError as error:
            yield reading.problem("pdf-illisible", f"PDF illisible : {error}")

    def _docx(self, data: bytes, name: str) -> tuple[str, list[Problem]]:
        opened = ReopenedDocx(data, name)
        drift = _missing_words(opened.words, self.in_pdf, name) if self.in_pdf is not None else ()
        return opened.text, [*opened.problems, *drift]


def _missing_words(words: Iterable[str], text: str, name: str) -> Iterator[Problem]:
    """Yield a problem if the words of a Word file are not in its PDF.

    Both are compared without what separates words, so that a line cut inside a word counts as
    uncut.
    """
    folded = text.casefold()
    whole, run = set(LETTERS.findall(folded)), "".join(LETTERS.findall(folded))
    asked = {"".join(LETTERS.findall(one)) for one in {one.casefold() for one in words}}
    missing = sorted(one for one in asked - whole if one and one not in run)
    if len(missing) > SHARE * len(asked):
        quoted = ", ".join(f"« {one} »" for one in missing[:3])
        message = f"le PDF ne dit pas {len(missing)} mots du DOCX : {quoted}…"
        yield Problem(name, message, code="parite")
