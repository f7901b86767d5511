"""What people have changed by hand is told from what docgen made, and nothing of it is lost."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

import docx
import pikepdf
import pymupdf
import pypdf
import pypdfium2
import pytest
from pypdf.annotations import Text

from docgen.format import Format, dump_sealed_text
from docgen.output.edited_files import CHANGED, CORRECTED, SIGNED, edit_of, name_beside, original_of
from docgen.rendering.frames.output.pdf_file import PdfFile
from tests.conftest import EXAMPLE, Command, Project
from tests.signatures.signed import once, twice
from tests.support import documents
from tests.support.libreoffice import resaved

NAME = "convention-complete"


def made(format: Format) -> bytes:
    """Return the fictional convention as docgen makes it."""
    return documents.artifacts(NAME)[format].data


def judged(folder: Path, data: bytes, name: str) -> str:
    """Return what is said of a file."""
    path = folder / name
    path.write_bytes(data)
    return edit_of(path)


# ---------- Docgen's own ----------


@pytest.mark.parametrize("name", documents.NAMES)
def test_what_docgen_makes_is_its_own(name: str, tmp_path: Path) -> None:
    edits = {
        place.name: judged(tmp_path, data, place.name)
        for one in documents.artifacts(name).values()
        for place, data in one.files.items()
    }
    assert set(edits.values()) == {""}, edits


def test_pdf_made_in_frames_is_not_edited(tmp_path: Path) -> None:
    file = PdfFile()
    assert judged(tmp_path, file.to_bytes(file.add(b"<</Type/Catalog>>"), 1), "x.pdf") == ""


def test_empty_files_links_and_other_types_are_not_kept(tmp_path: Path) -> None:
    assert judged(tmp_path, b"", "vide.docx") == ""
    assert judged(tmp_path, b"{}", ".docgen-lot.json") == ""
    (tmp_path / "lien.docx").symlink_to(tmp_path / ".docgen-lot.json")
    assert edit_of(tmp_path / "lien.docx") == ""
    assert edit_of(tmp_path / "absent.docx") == ""


# ---------- In other hands ----------


@cache
def by_libreoffice(data: bytes) -> bytes:
    """Return a Word file as LibreOffice saves it again."""
    return resaved(data)


def by_python_docx(data: bytes) -> bytes:
    """Return a Word file as a program saves it that edits such files."""
    saved = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(saved)
    return saved.getvalue()


def as_word_packs(data: bytes) -> bytes:
    """Return a Word file as Word packs it: the same date as docgen's, another system and flags."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(saved, "w") as written:
        for part in read.infolist():
            part.create_system, part.create_version, part.external_attr = 0, 45, 0
            written.writestr(part, read.read(part.filename))
    return saved.getvalue()


def zipped_again(data: bytes) -> bytes:
    """Return a Word file whose body was put last, as tools do that change one part of a zip."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(saved, "w") as written:
        body = "word/document.xml"
        for part in sorted(read.infolist(), key=lambda part: part.filename == body):
            written.writestr(part, read.read(part.filename))
    return saved.getvalue()


@pytest.mark.parametrize(
    "edit", [by_libreoffice, by_python_docx, as_word_packs, zipped_again, lambda data: data[:-1]]
)
def test_a_word_file_that_was_saved_again_is_told(
    edit: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    assert judged(tmp_path, edit(made(Format.DOCX)), "x.docx") == CORRECTED


def added_to(data: bytes) -> bytes:
    """Return a PDF with a note, added to its end."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_annotation(0, Text(rect=(50, 50, 80, 80), text="à revoir"))
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def written_anew(data: bytes) -> bytes:
    """Return a PDF as pypdf writes it."""
    saved = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(data)).write(saved)
    return saved.getvalue()


def by_qpdf(data: bytes) -> bytes:
    """Return a PDF as qpdf writes it."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(saved)
    return saved.getvalue()


def by_pdfium(data: bytes) -> bytes:
    """Return a PDF as the reader of a browser writes it."""
    saved = io.BytesIO()
    pypdfium2.PdfDocument(data).save(saved)
    return saved.getvalue()


def by_mupdf(data: bytes) -> bytes:
    """Return a PDF as MuPDF writes it."""
    return bytes(pymupdf.open(stream=data).tobytes())


@pytest.mark.parametrize(
    "edit",
    [added_to, written_anew, by_qpdf, by_pdfium, by_mupdf, lambda _: b"scan", lambda d: d[:-9]],
)
def test_a_pdf_that_was_annotated_or_written_anew_is_told(
    edit: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    assert judged(tmp_path, edit(made(Format.PDF)), "x.pdf") == CHANGED


@pytest.mark.parametrize("sign", [once, twice])
def test_a_signed_pdf_is_told_as_such(sign: Callable[[str], bytes], tmp_path: Path) -> None:
    assert judged(tmp_path, sign("plain"), "x.pdf") == SIGNED


@pytest.mark.parametrize("edit", [lambda data: data.replace(b"\n", b""), lambda _: b"["])
def test_a_list_of_fields_that_is_written_otherwise_is_told(
    edit: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    [data] = documents.artifacts(NAME)[Format.PDF].companions.values()
    assert judged(tmp_path, edit(data), "x.signatures.json") == CORRECTED


def test_a_text_changed_in_any_line_is_told(tmp_path: Path) -> None:
    text = dump_sealed_text("Exemple fictif : un message.\n")
    assert judged(tmp_path, text, "x.message.txt") == ""
    for edited in (text.replace(b"un", b"le"), text[:-1], text + b"\n", b"\xff", b"libre\n"):
        assert judged(tmp_path, edited, "x.message.txt") == CHANGED


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_kept(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(made(Format.DOCX))
    (tmp_path / "x.docx").chmod(0)
    assert edit_of(tmp_path / "x.docx") == CHANGED


# ---------- Their names ----------


@pytest.mark.parametrize(
    "name", ["x.pdf", "x.docx", "x.signatures.json", "x.message.txt", "x (signé).pdf"]
)
@pytest.mark.parametrize("word", [CHANGED, CORRECTED, SIGNED])
def test_a_name_tells_what_the_file_was(name: str, word: str, tmp_path: Path) -> None:
    for rank in ("", " 2", " 3"):
        kept = name_beside(tmp_path / name, word)
        assert f"({word}{rank})" in kept.name
        kept.write_bytes(b"")
        told = original_of(PurePosixPath("convention", kept.name))
        assert told
        assert (str(told.place), told.word) == (f"convention/{name}", word)
    assert original_of(PurePosixPath("convention", "x.pdf")) is None


# ---------- From one run to the next ----------


class Desk:
    """Someone who has had the fictional convention made, and works in its folder."""

    def __init__(self, project: Project, docgen: Command, *formats: str) -> None:
        self.project, self.docgen, self.formats = project, docgen, formats
        self.folder = project.root / "output/convention"

    def make(self, *options: str) -> list[tuple[str, str]]:
        """Have it made, and return what is told of files that were kept: which, and what to do."""
        answer = self.docgen("convention", "--json", *self.formats, *options)
        assert answer.code == 0, answer.err
        told = json.loads(answer.out)["problems"]
        return [(one["file"], one["hint"]) for one in told if one["code"] == "garde"]

    @property
    def files(self) -> dict[str, bytes]:
        """What stands there."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@pytest.fixture
def desk(project: Project, docgen_here: Command) -> Desk:
    """The desk of someone who has had the convention made once."""
    project.holding(EXAMPLE.read_bytes(), "x.yaml")
    desk = Desk(project, docgen_here)
    assert desk.make() == []
    return desk


@pytest.fixture
def word_desk(project: Project, docgen_here: Command) -> Desk:
    """The desk of someone who has had the Word file alone made once."""
    project.holding(EXAMPLE.read_bytes(), "x.yaml")
    desk = Desk(project, docgen_here, "--format=docx")
    assert desk.make() == []
    return desk


def changed(text: bytes) -> bytes:
    """Return the convention under another title."""
    return text.replace(b"titre: ", b"titre: Autre ", 1)


@pytest.mark.parametrize("way", ["memory", "no cache", "other text"])
def test_a_word_file_corrected_by_hand_is_kept_once(word_desk: Desk, way: str) -> None:
    desk = word_desk
    first, place = desk.files, desk.folder / "convention-x.docx"
    corrected = by_libreoffice(first[place.name])
    place.write_bytes(corrected)
    if way == "other text":
        desk.project.holding(changed(EXAMPLE.read_bytes()), "x.yaml")
    options = ("--no-cache",) if way == "no cache" else ()
    [(file, hint)] = desk.make(*options)
    assert file == "output/convention/convention-x (corrigé à la main).docx"
    assert "YAML" in hint
    after = desk.files
    assert after.pop("convention-x (corrigé à la main).docx") == corrected
    assert after.keys() == first.keys()
    assert (after == first) == (way != "other text")
    assert after["convention-x.docx"] != corrected
    before = desk.files
    assert [name for name, _ in desk.make(*options)] == [file]  # it still stands there
    assert desk.files == before
    (desk.project.root / file).unlink()
    assert desk.make() == []


def test_a_pdf_signed_in_place_is_kept(desk: Desk) -> None:
    place = desk.folder / "convention-x.pdf"
    place.write_bytes(twice("plain"))
    assert [name for name, _ in desk.make()] == ["output/convention/convention-x (signé).pdf"]
    assert desk.files["convention-x (signé).pdf"] == twice("plain")
    place.write_bytes(once("plain"))
    assert [PurePosixPath(name).name for name, _ in desk.make()] == [
        "convention-x (signé 2).pdf",
        "convention-x (signé).pdf",
    ]
    assert desk.files["convention-x (signé 2).pdf"] == once("plain")


def test_edited_list_of_fields_is_kept_when_removed(desk: Desk) -> None:
    (desk.folder / "convention-x.signatures.json").write_text("{}", "utf-8")
    [(name, _)] = desk.make("--anchors", "yousign")
    assert name == "output/convention/convention-x (corrigé à la main).signatures.json"
    assert "convention-x.signatures.json" not in desk.files


def test_it_is_told_in_words_that_name_both_files(word_desk: Desk) -> None:
    place = word_desk.folder / "convention-x.docx"
    place.write_bytes(by_python_docx(place.read_bytes()))
    said = word_desk.docgen("convention", "--format=docx").err
    assert "convention-x (corrigé à la main).docx : c’était « convention-x.docx »" in said
    assert "docgen l’a gardé sous ce nom au lieu de l’écraser" in said
    assert 'docgen reprendre "output/convention/convention-x (corrigé à la main).docx"' in said


def test_kept_internal_file_is_its_owners_alone(project: Project, docgen_here: Command) -> None:
    asked = ("infographie", "--insee", "81218", "--interne", "--format", "docx")
    assert docgen_here(*asked).code == 0
    [place] = project.root.glob("output/infographie/*.docx")
    place.write_bytes(by_python_docx(place.read_bytes()))
    place.chmod(0o644)
    assert docgen_here(*asked).code == 0
    files = sorted(project.root.glob("output/infographie/*.docx"))
    assert len(files) == 2  # the page, and the one that was kept
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
