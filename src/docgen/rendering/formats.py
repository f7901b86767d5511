"""The table of formats, with the writer of each."""

from collections.abc import Mapping
from typing import Final

from docgen.format import Format
from docgen.rendering.docx.writer import WRITER as DOCX
from docgen.rendering.pdf.writer import WRITER as PDF
from docgen.rendering.writer import Writer

FORMATS: Final[Mapping[Format, Writer]] = {Format.DOCX: DOCX, Format.PDF: PDF}
"""The writers, in the order in which formats are made: attached formats come first."""


def writer_of(format: str) -> Writer | None:
    """Return the writer of a format by its name, None for files of no format."""
    return next((writer for known, writer in FORMATS.items() if known == format), None)
