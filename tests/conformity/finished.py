"""What a release finds in a finished PDF, for the tests of any document."""

from collections.abc import Mapping

from docgen.conformity import FINISHED_CHECKS, check_pdf_without_validator, validate_pdf
from docgen.conformity.gate import Check
from docgen.errors import Problem


def finished_problems(
    data: bytes, name: str, more: Mapping[str, Check] = FINISHED_CHECKS
) -> list[Problem]:
    """Return the problems that our checks, these included, and the validator find."""
    return [*check_pdf_without_validator(data, name, more), *validate_pdf(data, name)]
