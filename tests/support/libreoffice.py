"""LibreOffice as a witness: it opens, prints and saves again the office files that we make."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.support.shared import folder_of_the_run, shared

FORMATS = {"pdf": "writer_pdf_Export", "docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
"""The filter that writes each format."""


def to_pdf(docx: bytes, options: str = "") -> bytes:
    """Return a Word file as LibreOffice prints it; `options` are the filter's, as JSON."""
    return converted(docx, "docx", "pdf", options)


def resaved(docx: bytes) -> bytes:
    """Return a Word file as LibreOffice saves it again."""
    return converted(docx, "docx", "docx")


@shared
def converted(data: bytes, before: str, after: str, options: str = "") -> bytes:
    """Return an office file in another format; the same file is converted once in a run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(profile(), folder / "profile")
        source = folder / f"document.{before}"
        source.write_bytes(data)
        _convert(source, folder / "profile", f"{after}:{FORMATS[after]}", options)
        return (folder / f"out/document.{after}").read_bytes()


@shared
def profile() -> Path:
    """Return a profile in which one text was printed.

    Starting LibreOffice in a new profile takes a second of CPU, in a copy of this one a third of
    it. Each conversion has its own copy: neither a person's settings nor another one matters.
    """
    folder = folder_of_the_run()
    source = folder / "document.txt"
    source.write_text("Essai fictif\n", encoding="utf-8")
    _convert(source, folder / "profile", f"pdf:{FORMATS['pdf']}")
    return folder / "profile"


def _convert(source: Path, profile: Path, to: str, options: str = "") -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", f"{to}:{options}" if options else to]
    command += ["--outdir", str(source.parent / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
