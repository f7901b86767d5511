"""The gate: whether a finished PDF is what it says, PDF/A and PDF/UA-1 at once, without Java."""

from __future__ import annotations

from docgen.conformity.gate import check_pdf, check_pdf_files

__all__ = ["check_pdf", "check_pdf_files"]
