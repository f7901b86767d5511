"""A finished Word file opened again, to check that it is whole and its links lead somewhere."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from docgen.errors import Problem
from docgen.ooxml import BODY, W
from docgen.rendering.memory_errors import normalize_memory_errors
from docgen.rendering.parity.words import body_words

SCHEMES: Final = ("https://", "mailto:", "tel:")
RELATIONS: Final = ".rels"
PART: Final = "\0"
"""The separator of texts that a reader does not see one after the other."""
BREAKS: Final = {"p", "tc", "br", "cr", "tab", "instrText", "fldSimple"}
"""The elements of Word and of drawings that end a stretch of text."""
TEXT_ATTRIBUTES: Final = {
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
"""The attributes that hold words or the target of a link."""
TEXT_ELEMENTS: Final = {"alias", "tag", "docVar", "statusText", "helpText"}
"""The elements whose attributes all hold words."""
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    LookupError,
    NotImplementedError,
    OSError,
)
"""The errors of a damaged package; reading a part checks its checksum."""


class ReopenedDocx:
    """A Word file: the words of its body, all its text, its problems.

    The words of a file with tracked changes are those of two versions: none are given.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.words: list[str] = []
        self.text = ""
        try:
            with normalize_memory_errors(), zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = {part: package.read(part) for part in package.namelist()}
            own = {part for part in parts if part == BODY or part.endswith(RELATIONS)}
            trees = {part: etree.fromstring(parts[part]) for part in parts if part in own}
            shared = (_part_texts(parts[part]) for part in parts.keys() - own if _is_xml(part))
            texts = [*shared, *map(_texts, trees.values())]
            self.problems += self._broken_links(parts, trees)
            self.text = PART.join(text for part in texts for text in part)
            if next(trees[BODY].iter(f"{W}ins", f"{W}del"), None) is None:
                self.words = body_words(trees[BODY])
        except UNREADABLE as error:
            self._add_problem(f"Word ne l’ouvrirait pas ({type(error).__name__})")

    def _add_problem(self, message: str) -> None:
        self.problems.append(Problem(self.name, message, code="docx-illisible"))

    def _broken_links(
        self, parts: dict[str, bytes], trees: dict[str, etree._Element]
    ) -> Iterator[Problem]:
        for part, tree in trees.items():
            if part.endswith(RELATIONS):
                yield from self._broken_relations(part, tree, parts)
        body = trees[BODY]
        bookmarks = {start.get(f"{W}name") for start in body.iter(f"{W}bookmarkStart")}
        for link in body.iter(f"{W}hyperlink"):
            place = link.get(f"{W}anchor")
            if place and place not in bookmarks:
                message = f"lien qui ne mène nulle part : « {place} »"
                yield Problem(self.name, message, code="lien-mort")
        for field in body.iter(f"{W}instrText", f"{W}fldSimple"):
            match str(field.get(f"{W}instr") or field.text or "").split():
                case ["REF" | "PAGEREF", place, *_]:
                    message = f"renvoi qui ne mène nulle part : « {place} »"
                case ["HYPERLINK", "\\l", quoted, *_]:
                    place = quoted.strip('"')
                    message = f"lien qui ne mène nulle part : « {place} »"
                case _:
                    continue
            if place not in bookmarks:
                yield Problem(self.name, message, code="lien-mort")

    def _broken_relations(
        self, part: str, tree: etree._Element, parts: dict[str, bytes]
    ) -> Iterator[Problem]:
        folder = dirname(dirname(part))
        for relation in tree:
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External":
                if not target.startswith(SCHEMES):
                    message = f"lien qui sort du document : « {target} »"
                    yield Problem(self.name, message, code="lien-mort")
            elif normpath(join(folder, target)).lstrip("/") not in parts:
                message = f"{part} nomme une partie absente : « {target} »"
                yield Problem(self.name, message, code="docx-illisible")


@lru_cache(maxsize=64)
def _part_texts(data: bytes) -> list[str]:
    """Return the texts of a part such as the styles, which are the same in many files."""
    return _texts(etree.fromstring(data))


def _texts(tree: etree._Element) -> list[str]:
    """Return the text of a part, paragraphs uncut by runs, then its attributes."""
    text: list[str] = []
    aside: list[str] = []
    for node in tree.iter(etree.Element):
        before, own, tells_all = _manner(node.tag)
        if before:
            text.append(before)
        if words := own or node.text:
            text.append(words)
        for key, value in node.items():
            if _is_telling(key):
                aside.append(unquote(str(value)))
        if tells_all:
            aside += map(str, node.values())
    return ["".join(text), *aside]


@lru_cache(maxsize=1024)
def _manner(tag: Any) -> tuple[str, str, bool]:
    """Return what stands before an element, what for its text, whether all attributes are text."""
    space, _, name = str(tag).rpartition("}")
    before = "" if space.endswith("/main") and name not in BREAKS else "\n"
    return before, "-" if name == "noBreakHyphen" else "", name in TEXT_ELEMENTS


@lru_cache(maxsize=1024)
def _is_telling(attribute: Any) -> bool:
    return str(attribute).rpartition("}")[2] in TEXT_ATTRIBUTES


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", RELATIONS))
