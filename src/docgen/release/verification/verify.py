"""What was made is read again before anyone sees it: standards, words, links, pages, secrets.

Nothing here trusts what a build already proved: the files are read from the disk, each document's
PDF beside its Word version, in processes; veraPDF judges all PDF in one Java machine meanwhile.
What passed before, to the byte and by the same checks, is not examined again (`known.py`).
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
from docgen.release.entries import Piece
from docgen.release.progress import Step
from docgen.release.verification.leaks import Secrets
from docgen.release.verification.verapdf_run import Judging
from docgen.rendering.parity.reopened import ReopenedDocx

SHARE: Final = 0.02
"""Which share of the words of a Word file may be missing in its PDF's text: lines that are cut
inside a word, and words that a picture of the PDF draws, are read otherwise than written."""
LETTERS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it: problems by file, the engine of veraPDF that judged ('' for none).

    `spared` are the files that passed all of it before, to the byte, and were not examined again.
    """

    problems: Mapping[Piece, Sequence[Problem]]
    verapdf: str
    spared: frozenset[Piece] = frozenset()


def verify(
    pieces: Sequence[Piece], secrets: Secrets, judging: Judging, jobs: int, step: Step
) -> Verified:
    """Read every file again, and return what is wrong with each.

    All of them were handed to the `judging`, which may have been at work for long.
    """
    known, tasks = judging.known, _works(pieces)
    found: dict[Piece, list[Problem]] = defaultdict(list)
    spared = [one for one in tasks if _stand(one) and known.has(known.read_again(one, secrets))]
    for task, problems in _checked(
        [one for one in tasks if one not in spared], secrets, jobs, step
    ):
        if len(problems) == len(task) and not any(problems):
            known.keep(known.read_again(task, secrets))
        for piece, told in zip(task, problems, strict=False):
            found[piece] += told
    step("jugement de veraPDF", 0, judging.waiting)
    for piece, verdict in judging.verdicts().items():
        found[piece] += verapdf.problems(str(piece.whole), verdict)
    wrong = {piece: told for piece, told in found.items() if told}
    kept = {piece for task in spared for piece in task if judging.has_judged(piece)}
    return Verified(wrong, judging.engine.name, frozenset(kept))


def _works(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Return the files of each document together."""
    works: dict[tuple[str, str, str], list[Piece]] = defaultdict(list)
    for one in pieces:
        works[one.stem].append(one)
    return [tuple(one) for one in works.values()]


def _stand(files: Iterable[Piece]) -> bool:
    """Whether files are still to the byte what they are said to be."""
    return all(hashlib.sha256(one.made.read_bytes()).hexdigest() == one.sha256 for one in files)


def _checked(
    tasks: Sequence[tuple[Piece, ...]], secrets: Secrets, jobs: int, step: Step
) -> Iterator[tuple[tuple[Piece, ...], list[list[Problem]]]]:
    with open_pool(jobs, len(tasks)) as pool:
        work, named = partial(verify_work, secrets), ((one, one) for one in tasks)
        voice = TaskMessages(lambda files: str(files[0].whole))
        done = run_tasks(pool, jobs, work, named, voice)
        for rank, (task, told) in enumerate(done, 1):
            step("relecture", rank, len(tasks))
            yield task, [list(told.problems)] if isinstance(told, DocgenError) else told


def verify_work(secrets: Secrets, files: Sequence[Piece]) -> list[list[Problem]]:
    """Return what is wrong with each file of one document, in whatever process this is called."""
    reader = _Reader(secrets)
    pdf_first = sorted(files, key=lambda piece: piece.format != Format.PDF)
    told = {one: reader.problems(one) for one in pdf_first}
    return [told[one] for one in files]


class _Reader:
    """Reads the files of one document again; its PDF is read before its Word version.

    `in_pdf` is what the pages of the PDF say, `carried` what it says besides them.
    """

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets
        self.in_pdf: str | None = None
        self.carried = ""

    def problems(self, one: Piece) -> list[Problem]:
        """Return what is wrong with a file."""
        name, data = str(one.whole), one.made.read_bytes()
        found: list[Problem] = []
        if hashlib.sha256(data).hexdigest() != one.sha256:
            found.append(Problem(name, "le fichier a changé depuis sa fabrication", code="abime"))
        match one.format:
            case Format.PDF:
                text, told = self._pdf(data, name)
            case Format.DOCX:
                text, told = self._docx(data, name)
            case _:
                text, told = data.decode("utf-8", "replace"), []
        found += told
        if one.folder == Diffusion.PUBLIQUE:
            found += self.secrets.found_in(text, name)
        return found

    def _pdf(self, data: bytes, name: str) -> tuple[str, list[Problem]]:
        """Return all that a PDF says, and what is wrong with it; it is opened once for both."""
        found = check_pdf(data, name, {**FINISHED_CHECKS, "texte": self._heard})
        return f"{self.in_pdf or ''}\0{self.carried}", found

    def _heard(self, reading: OpenPdf) -> Iterator[Problem]:
        """Keep what a PDF says; yield a problem if it cannot be read out."""
        try:
            self.in_pdf = "\n".join(read_pages(reading.data))
            self.carried = text_outside_pages(reading)
        except ValueError as error:
            yield reading.problem("pdf-illisible", f"PDF illisible : {error}")

    def _docx(self, data: bytes, name: str) -> tuple[str, list[Problem]]:
        """Return all that a Word file says, and what is wrong with it."""
        opened = ReopenedDocx(data, name)
        drift = _unsaid(opened.words, self.in_pdf, name) if self.in_pdf is not None else ()
        return opened.text, [*opened.problems, *drift]


def _unsaid(words: Iterable[str], text: str, name: str) -> Iterator[Problem]:
    """Yield a problem if the words of a Word file are not in its PDF.

    Both are read without what parts words, so that a line cut inside a word counts as uncut.
    """
    spoken = text.casefold()
    whole, run = set(LETTERS.findall(spoken)), "".join(LETTERS.findall(spoken))
    asked = {"".join(LETTERS.findall(one)) for one in {one.casefold() for one in words}}
    missing = sorted(one for one in asked - whole if one and one not in run)
    if len(missing) > SHARE * len(asked):
        quoted = ", ".join(f"« {one} »" for one in missing[:3])
        message = f"le PDF ne dit pas {len(missing)} mots du DOCX : {quoted}…"
        yield Problem(name, message, code="parite")
