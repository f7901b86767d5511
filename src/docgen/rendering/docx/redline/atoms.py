"""A paragraph of Word as atoms, the units that a comparison keeps, takes out or puts in."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from lxml import etree

from docgen.ooxml import W

P, R, T = f"{W}p", f"{W}r", f"{W}t"
PPR, RPR, TABLE, SECTION = f"{W}pPr", f"{W}rPr", f"{W}tbl", f"{W}sectPr"
ATOM: Final = re.compile(r"\w+|\s|[^\w\s]")
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
DELETED: Final = {T: f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
"""The names of text and of the code of a field where they are deleted."""
FIELDS: Final = (f"{W}fldChar", f"{W}instrText")
MARKS: Final = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
Names = Mapping[str, str]
"""The name of each bookmark of a document, by its identifier."""


class Atom(NamedTuple):
    """A word, a sign such as a tab or a picture, or a place such as the start of a bookmark.

    `said` and `formatting` tell whether two atoms are the same; `properties` and `node` are the
    elements that make it again.
    """

    kind: Literal["word", "sign", "place"]
    said: str
    formatting: str
    properties: Any
    node: Any

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.said, self.formatting

    @property
    def visible(self) -> bool:
        """Whether a reader sees it: places and the marks of fields are not seen."""
        return self.kind == "word" or (self.kind == "sign" and self.node.tag not in FIELDS)


def read_atoms(paragraph: etree._Element, names: Names) -> list[Atom]:
    """Return the content of a paragraph; `names` are those of its document's bookmarks."""
    return [atom for child in paragraph if child.tag != PPR for atom in _read_child(child, names)]


def _read_child(child: etree._Element, names: Names) -> Iterator[Atom]:
    if child.tag != R:
        yield Atom("place", _place_of(child, names), "", None, child)
        return
    properties = child.find(RPR)
    formatting = xml_of(properties)
    for node in child:
        if node.tag == T:
            for word in ATOM.findall(node.text or ""):
                yield Atom("word", word, formatting, properties, None)
        elif node.tag != RPR:
            yield Atom("sign", xml_of(node), formatting, properties, node)


def _place_of(node: etree._Element, names: Names) -> str:
    if node.tag in MARKS:
        return f"{node.tag} {names.get(node.get(f'{W}id'), '')}"
    return xml_of(node)


def write_atoms(atoms: Iterable[Atom], *, deleted: bool = False) -> list[etree._Element]:
    """Return atoms as runs, neighbours of one formatting in one run, and places between them."""
    nodes: list[etree._Element] = []
    last = ""
    open_run = False
    for atom in atoms:
        if atom.kind == "word" and open_run and atom.formatting == last:
            nodes[-1][-1].text += atom.said
            continue
        open_run, last = atom.kind == "word", atom.formatting
        nodes.append(
            copy.deepcopy(atom.node) if atom.kind == "place" else _write_run(atom, deleted)
        )
    return nodes


def _write_run(atom: Atom, deleted: bool) -> etree._Element:
    run = etree.Element(R)
    if atom.properties is not None:
        run.append(copy.deepcopy(atom.properties))
    if atom.kind == "word":
        node = etree.Element(T, {SPACE: "preserve"})
        node.text = atom.said
    else:
        node = copy.deepcopy(atom.node)
    if deleted:
        node.tag = DELETED.get(node.tag, node.tag)
    run.append(node)
    return run


def words_of(node: etree._Element) -> list[str]:
    """Return the words below an element, and its signs of punctuation."""
    text = " ".join(part.text or "" for part in node.iter(T))
    return [word for word in ATOM.findall(text) if not word.isspace()]


def text_of(node: etree._Element) -> str:
    """Return the text below an element, blanks at its ends left out."""
    return "".join(part.text or "" for part in node.iter(T, DELETED[T])).strip()


def xml_of(node: etree._Element | None) -> str:
    """Return an element in its canonical form, whatever its document declares."""
    if node is None:
        return ""
    canonical: bytes = etree.tostring(node, method="c14n", exclusive=True, with_tail=False)
    return canonical.decode()
