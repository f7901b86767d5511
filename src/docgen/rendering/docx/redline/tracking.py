"""Tracked changes of Word: words, paragraphs and rows that come or go, by one author on one day."""

import copy
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.properties import properties_of, set_property
from docgen.rendering.docx.redline.atoms import (
    PPR,
    RPR,
    SECTION,
    Atom,
    Names,
    P,
    R,
    read_atoms,
    write_atoms,
    xml_of,
)

Mark = Literal["ins", "del", "moveFrom", "moveTo"]
"""How something comes or goes."""


class Stretch(NamedTuple):
    """Stretches of two rows that are the same, or that replace one another."""

    same: bool
    old: slice
    new: slice


def compare_atoms(old: Sequence[Atom], new: Sequence[Atom]) -> list[Stretch]:
    """Return what two rows of atoms have in common and what differs, in order.

    Blanks alone between two changes are part of the change, which is then easier to read.
    """
    matcher = difflib.SequenceMatcher(
        None, [atom.key for atom in old], [atom.key for atom in new], autojunk=False
    )
    changes: list[Stretch] = []
    for tag, *ranks in matcher.get_opcodes():
        change = Stretch(tag == "equal", slice(*ranks[:2]), slice(*ranks[2:]))
        between = len(changes) > 1 and changes[-1].same and not change.same
        if between and all(atom.said.isspace() for atom in old[changes[-1].old]):
            del changes[-1]
            first = changes.pop()
            change = Stretch(
                False,
                slice(first.old.start, change.old.stop),
                slice(first.new.start, change.new.stop),
            )
        changes.append(change)
    return _with_blanks(changes, old, new)


def _with_blanks(
    changes: Sequence[Stretch], old: Sequence[Atom], new: Sequence[Atom]
) -> list[Stretch]:
    """Return changes where words that replace others take the blank before them.

    Both are shown side by side: without it, what goes and what comes would read as one word.
    """
    apart: list[Stretch] = []
    for change in changes:
        replaces = not change.same and old[change.old] and new[change.new]
        if replaces and apart and apart[-1].same and old[apart[-1].old][-1].said.isspace():
            kept = apart.pop()
            going, coming = kept.old.stop - 1, kept.new.stop - 1
            apart += (
                Stretch(True, slice(kept.old.start, going), slice(kept.new.start, coming)),
                Stretch(False, slice(going, change.old.stop), slice(coming, change.new.stop)),
            )
        else:
            apart.append(change)
    return [change for change in apart if old[change.old] or new[change.new]]


@dataclass
class Tracker:
    """Writes the changes from one document to another; `names` are the bookmarks of both.

    `date` is a time as XML has it, '' for none.
    """

    author: str
    date: str
    names: Names
    whole: set[str] = field(default_factory=set)
    """The texts of the paragraphs that come or go as a whole."""
    count: int = 0
    """How many elements it numbered."""

    def stamp(self, tag: str, **more: str) -> etree._Element:
        """Return the element of a change, with its number, author and date."""
        day = {"date": self.date} if self.date else {}
        return self.number(tag, author=self.author, **day, **more)

    def number(self, tag: str, **attributes: str) -> etree._Element:
        """Return an element with a number of its own."""
        self.count += 1
        named = {f"{W}{name}": value for name, value in attributes.items()}
        return etree.Element(f"{W}{tag}", {f"{W}id": str(self.count), **named})

    def change_paragraph(
        self, old: etree._Element, new: etree._Element, following: Mark | None
    ) -> etree._Element:
        """Return a paragraph that stays, with the words that come and go in it.

        `following` is how the text just below comes or goes: for LibreOffice, the same at the end
        of this paragraph would be one change with it, and take the mark of the paragraph with it.
        """
        paragraph = etree.Element(P, dict(new.attrib))
        self._change_properties(paragraph, old.find(PPR), new.find(PPR))
        before, after = read_atoms(old, self.names), read_atoms(new, self.names)
        for change in self._widen(compare_atoms(before, after), before, after, following):
            going, coming = before[change.old], after[change.new]
            if change.same:
                paragraph.extend(write_atoms(coming))
            elif following == "ins" and _is_last(change, before, after):
                paragraph.extend((*self._wrap("ins", coming), *self._wrap("del", going)))
            else:
                paragraph.extend((*self._wrap("del", going), *self._wrap("ins", coming)))
        return paragraph

    def first_mark(self, old: etree._Element, new: etree._Element) -> Mark | None:
        """Return how the first words of a paragraph come or go, None where they stay."""
        before, after = read_atoms(old, self.names), read_atoms(new, self.names)
        for change in compare_atoms(before, after):
            shown = [_is_shown(part) for part in (before[change.old], after[change.new])]
            if any(shown):
                return None if change.same else "del" if shown[0] else "ins"
        return None

    def _change_properties(
        self, paragraph: etree._Element, old: etree._Element | None, new: etree._Element | None
    ) -> None:
        if old is None and new is None:
            return
        properties = etree.Element(PPR) if new is None else copy.deepcopy(new)
        paragraph.append(properties)
        if xml_of(old) != xml_of(new):
            change = self.stamp("pPrChange")
            before = etree.SubElement(change, PPR)
            for node in () if old is None else old:
                if node.tag not in (RPR, SECTION):
                    before.append(copy.deepcopy(node))
            properties.append(change)

    def _widen(
        self,
        changes: Iterable[Stretch],
        before: Sequence[Atom],
        after: Sequence[Atom],
        following: Mark | None,
    ) -> list[Stretch]:
        """Return changes, with one more word in each that LibreOffice would take for another.

        It takes text that goes here and comes there for a move (`isMoved` in its `docredln.cxx`),
        and accepting it spoils the style of the paragraph below; so no change has the text of a
        paragraph that comes or goes. And none ends a paragraph alone like what is just below.
        """
        widened: list[Stretch] = []
        for change in changes:
            going, coming = before[change.old], after[change.new]
            like_next = following == ("del" if not _is_shown(coming) else "ins")
            alone = _is_shown(going) != _is_shown(coming)
            at_end = alone and like_next and _is_last(change, before, after)
            moved = {_text(going), _text(coming)} & self.whole
            if not widened or change.same or not (at_end or moved):
                widened.append(change)
                continue
            kept = widened.pop()
            width = _width_of_last_word(before[kept.old])
            old, new = kept.old.stop - width, kept.new.stop - width
            widened += (
                Stretch(True, slice(kept.old.start, old), slice(kept.new.start, new)),
                Stretch(False, slice(old, change.old.stop), slice(new, change.new.stop)),
            )
        return widened

    def write_paragraph(
        self,
        paragraph: etree._Element,
        mark: Mark,
        remains: etree._Element | None = None,
        *,
        marked: bool = True,
    ) -> etree._Element:
        """Return a paragraph that comes or goes as a whole, its end too if it is `marked`.

        `remains` are the properties that it takes where it is left, empty, all the same.
        """
        whole = etree.Element(P, dict(paragraph.attrib))
        own = paragraph.find(PPR)
        if remains is None:
            self._change_properties(whole, own, own)
        elif mark == "del":
            self._change_properties(whole, own, remains)
        else:
            self._change_properties(whole, remains, own)
        if marked:
            self.mark_end(whole, mark)
        whole.extend(self._wrap(mark, read_atoms(paragraph, self.names)))
        return whole

    def mark_end(self, paragraph: etree._Element, mark: Mark) -> None:
        """Say that the end of a paragraph comes or goes."""
        properties = properties_of(paragraph)
        formatting = properties.find(RPR)
        if formatting is None:
            formatting = set_property(properties, "rPr")
        formatting.insert(0, self.stamp(mark))

    def write_row(self, row: etree._Element, mark: Mark) -> etree._Element:
        """Return a row of a table that comes or goes."""
        tracked = copy.deepcopy(row)
        properties = tracked.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            exceptions = tracked.find(f"{W}tblPrEx")
            tracked.insert(0 if exceptions is None else 1, properties)
        properties.append(self.stamp(mark))
        for paragraph in list(tracked.iter(P)):
            paragraph.getparent().replace(paragraph, self.write_paragraph(paragraph, mark))
        return tracked

    def write_table(self, table: etree._Element, mark: Mark) -> etree._Element:
        """Return a table that comes or goes, row by row."""
        tracked = copy.deepcopy(table)
        for row in tracked.findall(f"{W}tr"):
            tracked.replace(row, self.write_row(row, mark))
        return tracked

    def _wrap(self, mark: Mark, atoms: Iterable[Atom]) -> list[etree._Element]:
        """Return atoms in the element of a change; places, which are not tracked, stay outside."""
        nodes: list[etree._Element] = []
        for node in write_atoms(atoms, deleted=mark in ("del", "moveFrom")):
            if node.tag != R:
                nodes.append(node)
                continue
            if not nodes or nodes[-1].tag != f"{W}{mark}":
                nodes.append(self.stamp(mark))
            nodes[-1].append(node)
        return nodes


def _is_shown(atoms: Iterable[Atom]) -> bool:
    return any(atom.visible for atom in atoms)


def _is_last(change: Stretch, before: Sequence[Atom], after: Sequence[Atom]) -> bool:
    """Whether nothing is seen after a change."""
    return not _is_shown((*before[change.old.stop :], *after[change.new.stop :]))


def _text(atoms: Iterable[Atom]) -> str:
    return "".join(atom.said for atom in atoms if atom.kind == "word").strip()


def _width_of_last_word(atoms: Sequence[Atom]) -> int:
    """Return how many atoms there are from the start of the last word to the end."""
    for width, atom in enumerate(reversed(atoms), 1):
        if atom.kind == "word" and atom.said.isalnum():
            return width
    return 0
