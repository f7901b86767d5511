"""Each format has its renderer, and its libraries are loaded only when it is asked for."""

import subprocess
import sys

import pytest

from docgen.format import Format
from docgen.output.edited_files import JUDGES
from docgen.rendering import FORMATS
from docgen.rendering.docx.redline.renderer import render_word
from docgen.rendering.frames.renderer import render_pdf
from tests.support.documents import ROOT

SLOW = ("weasyprint", "docxtpl", "pypdf", "lxml", "jinja2")


def test_each_format_has_its_renderer():
    assert {format: FORMATS[format].load() for format in Format} == {
        Format.PDF: render_pdf,
        Format.DOCX: render_word,
    }


def test_each_format_comes_after_the_one_it_carries():
    order = [*FORMATS]
    assert set(order) == set(Format)
    for format, writer in FORMATS.items():
        assert writer.carries is None or order.index(writer.carries) < order.index(format)


@pytest.mark.parametrize("format", Format)
def test_each_file_of_a_format_has_a_judge_of_edits(format):
    endings = (str(format), *format.traits.companions)
    assert {f".{end}" for end in endings} <= JUDGES.keys()


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python in a process that has loaded nothing yet."""
    command = [sys.executable, "-c", code]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )


ASK = "from docgen.document import Format; from docgen.rendering import FORMATS; "
LOADED = "import sys; print(*sorted(set(sys.modules) & {names!r}))"


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import docgen.cli", SLOW),
        ("import docgen.rendering", ("weasyprint", "docxtpl", "pypdf")),
        (f"{ASK}FORMATS[Format.DOCX].load()", ("weasyprint", "pypdf")),
        (f"{ASK}FORMATS[Format.PDF].load()", ("docxtpl",)),
    ],
)
def test_library_is_loaded_with_its_format_only(code, absent):
    ended = run(f"{code}; {LOADED.format(names=set(absent))}")
    assert ended.stderr == ""
    assert ended.stdout.split() == []


def test_a_machine_without_pango_is_told_what_to_do():
    ended = run(
        "import ctypes.util, cffi\n"
        "def lost(self, name, flags=0): raise OSError(f'cannot load library {name!r}')\n"
        "cffi.FFI.dlopen = lost\n"
        f"{ASK}\n"
        "from docgen.errors import WorkplaceError\n"
        "try: FORMATS[Format.PDF].load()\n"
        "except WorkplaceError as error: print(error)\n"
    )
    assert ended.stdout.startswith("pango : bibliothèque du système absente\n    → "), ended.stderr
