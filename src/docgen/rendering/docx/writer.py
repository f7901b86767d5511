"""The writer of Word files; its libraries are imported when it is called."""

from pathlib import Path
from typing import Final

from docgen.document import Facts
from docgen.errors import Problem
from docgen.rendering.writer import Renderer, ReopenedFile, Writer


def load() -> Renderer:
    """Return the renderer of Word files."""
    from docgen.rendering.docx.redline.renderer import render_word

    return render_word


def reopen(data: bytes, name: str) -> ReopenedFile:
    """Return a Word file read again: whether it is whole, and its links lead somewhere."""
    from docgen.rendering.parity.reopened import ReopenedDocx

    opened = ReopenedDocx(data, name)
    return ReopenedFile(opened.text, opened.words, opened.problems)


def lint(template: Path, facts: type[Facts], name: str) -> list[Problem]:
    """Return the problems of a template for these facts, which `name` names."""
    from docgen.rendering.docx.lint import lint_docx

    return lint_docx(template, facts, name)


WRITER: Final = Writer(load, reopen)
