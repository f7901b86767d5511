"""Shortages of memory, which libraries report in other ways; never the fault of a template."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from docgen.errors import Problem, WorkplaceError

HINT: Final = "fermez d’autres programmes, puis relancez : ce qui est déjà en place y reste"

UNNAMED_ERROR: Final = "unknown error"
"""What lxml says of an evaluation that libxml2 ended without a message."""

NO_FRAME: Final = "error return without exception set"
"""What CPython says of a call for whose frame there is no memory."""


@contextmanager
def report_memory_shortage(name: str) -> Iterator[None]:
    """Raise WorkplaceError about the document of that name when memory runs out."""
    try:
        with normalize_memory_errors():
            yield
    except MemoryError as error:
        message = "mémoire insuffisante pour le fabriquer"
        raise WorkplaceError([Problem(name, message, code="memoire", hint=HINT)]) from error


@contextmanager
def normalize_memory_errors() -> Iterator[None]:
    """Turn every error that comes of a lack of memory into MemoryError."""
    try:
        yield
    except Exception as error:
        if lacks_memory(error):
            raise MemoryError from error
        raise


def lacks_memory(error: BaseException | None) -> bool:
    """Whether an error, or one that it came from, is a lack of memory."""
    if error is None:
        return False
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or (isinstance(error, etree.XMLSyntaxError) and _in_libxml2(error))
        or (isinstance(error, etree.XPathEvalError) and str(error) == UNNAMED_ERROR)
        or (isinstance(error, SystemError) and str(error) == NO_FRAME)
        or lacks_memory(error.__cause__ or error.__context__)
    )


def _in_libxml2(error: etree.XMLSyntaxError) -> bool:
    """Whether libxml2 lacked memory: by its error code, or by an error without a message."""
    return error.code == etree.ErrorTypes.ERR_NO_MEMORY or not error.msg
