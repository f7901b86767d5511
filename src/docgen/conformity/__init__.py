"""The gate: whether a finished PDF is what it says, PDF/A and PDF/UA-1 at once, without Java."""

from __future__ import annotations

from docgen.conformity.gate import FINISHED, approve, check_pdf

__all__ = ["FINISHED", "approve", "check_pdf"]
