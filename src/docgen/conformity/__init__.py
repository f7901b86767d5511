"""The check of finished PDFs: PDF/A and PDF/UA-1, without Java."""

from docgen.conformity.gate import (
    FINISHED_CHECKS,
    check_pdf,
    check_pdf_files,
    check_pdf_without_validator,
    validate_pdf,
)

__all__ = [
    "FINISHED_CHECKS",
    "check_pdf",
    "check_pdf_files",
    "check_pdf_without_validator",
    "validate_pdf",
]
