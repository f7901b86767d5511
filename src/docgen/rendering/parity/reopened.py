"""A finished Word file opened again: whole, each part well formed, each link leading somewhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote

from lxml import etree

from docgen.errors import Problem
from docgen.rendering.memory_errors import normalize_memory_errors
from docgen.rendering.parity.words import body_words

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT: Final = "word/document.xml"
SCHEMES: Final = ("https://", "mailto:", "tel:")
RELATIONS: Final = ".rels"
PART: Final = "\0"
"""What stands between texts that no eye meets one after the other."""
APART: Final = {"p", "tc", "br", "cr", "tab", "instrText", "fldSimple"}
"""The elements of Word and of drawings that end what was being said."""
SAYING: Final = {
    "descr",
    "title",
    "name",
    "alt",
    "tooltip",
    "Target",
    "author",
    "initials",
    "instr",
}
"""The attributes that hold words, or where a link leads."""
HOLDING: Final = {"alias", "tag", "docVar", "statusText", "helpText"}
"""The elements whose attributes do."""
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    LookupError,
    NotImplementedError,
    OSError,
)
"""What a damaged package brings about; each part is checked by its sum when it is read."""


class ReopenedDocx:
    """A Word file: its words, all its text, what is wrong with it."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.words: list[str] = []
        self.text = ""
        try:
            with normalize_memory_errors(), zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = {one: package.read(one) for one in package.namelist()}
            trees = {one: etree.fromstring(parts[one]) for one in parts if _is_xml(one)}
            self.problems += self._faults(parts, trees)
            self.text = PART.join(text for one in trees.values() for text in _said(one))
            self.words = body_words(trees[DOCUMENT])
        except UNREADABLE as error:
            self._tell(f"Word ne l’ouvrirait pas ({type(error).__name__})")

    def _tell(self, message: str) -> None:
        self.problems.append(Problem(self.name, message, code="docx-illisible"))

    def _faults(
        self, parts: dict[str, bytes], trees: dict[str, etree._Element]
    ) -> Iterator[Problem]:
        """Yield a problem for each link that leads nowhere."""
        for part, tree in trees.items():
            if part.endswith(RELATIONS):
                yield from self._relations(part, tree, parts)
        body = trees[DOCUMENT]
        marks = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
        for link in body.iter(f"{W}hyperlink"):
            place = link.get(f"{W}anchor")
            if place and place not in marks:
                message = f"lien qui ne mène nulle part : « {place} »"
                yield Problem(self.name, message, code="lien-mort")
        for field in body.iter(f"{W}instrText"):
            words = [*str(field.text or "").split(), "", ""]
            if words[0] in ("REF", "PAGEREF") and words[1] not in marks:
                message = f"renvoi qui ne mène nulle part : « {words[1]} »"
                yield Problem(self.name, message, code="lien-mort")

    def _relations(
        self, part: str, tree: etree._Element, parts: dict[str, bytes]
    ) -> Iterator[Problem]:
        folder = dirname(dirname(part))
        for one in tree:
            target = one.get("Target") or ""
            if one.get("TargetMode") == "External":
                if not target.startswith(SCHEMES):
                    message = f"lien qui sort du document : « {target} »"
                    yield Problem(self.name, message, code="lien-mort")
            elif normpath(join(folder, target)).lstrip("/") not in parts:
                message = f"{part} nomme une partie absente : « {target} »"
                yield Problem(self.name, message, code="docx-illisible")


def _said(tree: etree._Element) -> Iterator[str]:
    """Yield what a part says: its paragraphs, each uncut whatever runs it has, then attributes."""
    text: list[str] = []
    aside: list[str] = []
    for one in tree.iter(etree.Element):
        space, _, name = str(one.tag).rpartition("}")
        if not (space.endswith("/main") and name not in APART):
            text.append("\n")
        text.append(one.text or "")
        aside += (unquote(str(said)) for key, said in one.items() if _bare(key) in SAYING)
        if name in HOLDING:
            aside += (str(said) for said in one.values())
    yield "".join(text)
    yield from aside


def _bare(key: object) -> str:
    return str(key).rpartition("}")[2]


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", RELATIONS))
