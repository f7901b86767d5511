"""LibreOffice as a witness: it opens the Word files that we make, prints them, saves them again."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def to_pdf(docx: bytes) -> bytes:
    """Return a Word file as LibreOffice prints it."""
    return _converted(docx, "pdf")


def resaved(docx: bytes) -> bytes:
    """Return a Word file as LibreOffice saves it again."""
    return _converted(docx, "docx")


def _converted(docx: bytes, format: str) -> bytes:
    """Return a Word file in another format.

    The profile is new each time, so that neither a person's settings nor another run matters.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "document.docx")
        source.write_bytes(docx)
        made = Path(folder, "fait")
        command = ["soffice", f"-env:UserInstallation={Path(folder, 'profil').as_uri()}"]
        command += ["--headless", "--convert-to", format, "--outdir", str(made), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (made / f"document.{format}").read_bytes()
