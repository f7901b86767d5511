"""LibreOffice as a witness: it opens, prints and saves again the office files that we make."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from tests.support.shared import folder_of_the_run, shared

FORMATS = {
    **{"pdf": "writer_pdf_Export", "docx": "MS Word 2007 XML"},
    **{"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"},
}
"""The filter that writes each format."""

MODULE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes"
 script:language="StarBasic">{}</script:module>
"""
LIBRARY: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Changes"/></library:library>
"""
LIBRARIES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"
 xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
"""


def to_pdf(docx: bytes, options: str = "") -> bytes:
    """Return a Word file as LibreOffice prints it; `options` are the filter's, as JSON."""
    return converted(docx, "docx", "pdf", options)


@shared
def to_pdfs(*files: bytes) -> tuple[bytes, ...]:
    """Return Word files as one LibreOffice prints them: most of its time is that of its start."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(profile(), folder / "profile")
        sources = [folder / f"{rank}.docx" for rank in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        _convert(sources, folder / "profile", f"pdf:{FORMATS['pdf']}")
        return tuple((folder / f"out/{one.stem}.pdf").read_bytes() for one in sources)


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
        _convert([source], folder / "profile", f"{after}:{FORMATS[after]}", options)
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
    _convert([source], folder / "profile", f"pdf:{FORMATS['pdf']}")
    return folder / "profile"


def _convert(sources: Sequence[Path], profile: Path, to: str, options: str = "") -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", f"{to}:{options}" if options else to]
    command += ["--outdir", str(sources[0].parent / "out"), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def run_basic(program: str, folder: Path, seconds: int) -> None:
    """Run a Basic program, whose `Main` takes the URL of a folder, in one LibreOffice."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "profile"
        shutil.copytree(profile(), home)
        basic = home / "user/basic"
        (basic / "Standard").mkdir(parents=True, exist_ok=True)
        (basic / "script.xlc").write_text(LIBRARIES)
        (basic / "Standard/script.xlb").write_text(LIBRARY)
        (basic / "Standard/Changes.xba").write_text(MODULE.format(escape(program)))
        macro = f'macro:///Standard.Changes.Main("{folder.as_uri()}")'
        command = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
        with subprocess.Popen(
            [*command, macro],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as office:
            try:
                code = office.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(office.pid, signal.SIGKILL)  # it starts another process, which would wait
                raise
        if code:
            raise subprocess.CalledProcessError(code, command)
