"""LibreOffice as a witness: it opens the Word files we make, and prints them to PDF."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def to_pdf(docx: bytes) -> bytes:
    """Return a Word file as LibreOffice prints it.

    The profile is new each time, so that neither a person's settings nor another run matters.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "document.docx")
        source.write_bytes(docx)
        profile = Path(folder, "profil").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(".pdf").read_bytes()
