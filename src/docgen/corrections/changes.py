"""What a corrected Word file changes of what docgen prints today, paragraph by paragraph."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from docgen.avenant.word_changes import WordChange, changed_parts
from docgen.content.source import Steps
from docgen.corrections.alignment import Pairing, pair_paragraphs
from docgen.corrections.origins import Origins, find_origins
from docgen.corrections.printed import RANK, FormattedText, Paragraph, WordText
from docgen.corrections.text_patching import as_typed
from docgen.kinds.writing.checked_texts import FULL_LIST, FULL_LIST_OF_MODEL

STEP: Final = re.compile(r"(\d+)\t")
"""The number of a step, which docgen counts."""
LINE: Final = "\t"
"""What prints a line to fill in by hand, at the end of a paragraph."""
WORD: Final = re.compile(r"\w+")
TOKEN: Final = re.compile(r"\s+|\w+|[^\w\s]")
CHECKED: Final = re.compile(
    rf"Textes à vérifier: .*?(\(({FULL_LIST}|{FULL_LIST_OF_MODEL})\)|$)"
    r"|(Textes|Autres sources) vérifié\w+( sur Légifrance)? le \d+(er)? \w+ \d{4}"
)
"""What a page says of the check of the texts that it cites."""


class Status(StrEnum):
    """What becomes of a change; the value is printed by `--json`."""

    EXACT = "exact"
    """It is written, and the document then says what the Word file says."""
    PROPOSE = "propose"
    """It may be written, once a person said so."""
    A_VOIR = "a-voir"
    """A person must write it."""


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """Where a change is written: the clause, as the command line names it; the file and steps."""

    clause: str
    file: str
    line: int
    steps: Steps = ()
    said: str = ""
    """The same in words, where no heading of an act tells it: « Étape 2, « Venir » »."""
    column: int = 1
    near: bool = False
    """Whether it is only that of the nearest paragraph that a text prints."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class PastePlace(NamedTuple):
    """Below which clause another goes: its name, its last line, the column of its dash from 0.

    `rows` are the first and last line of the clause that goes there, where it only moves.
    """

    clause: str
    line: int
    column: int
    rows: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class TextChange:
    """Paragraphs of today that others of the Word file replace; either may be none.

    `below` is the heading under which they stand, and `rank` their rank under it.
    """

    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    below: str = ""
    rank: int = 0
    status: Status = Status.A_VOIR
    place: WrittenPlace | None = None
    why: str = ""
    """Why a person must look at it."""
    untracked: bool = False
    """Whether it was made, or part of it, while changes were not tracked."""
    gone_by: tuple[str, str] = ("", "")
    """Who deleted paragraphs of which nothing stays, as far as changes are tracked; and the day."""
    previous: str = ""
    """What the paragraph of today before it says."""
    typed: str = ""
    """What its text has to say, where several places print it."""
    paste: PastePlace | None = None
    """Where a clause that came is to be pasted, where a clause of its level stands before it."""

    @property
    def author(self) -> str:
        return next((one.author for one in self.new if one.author), self.gone_by[0])

    @property
    def day(self) -> str:
        return next((one.day for one in self.new if one.day), self.gone_by[1])

    @property
    def words_to_write(self) -> str:
        """What a text has to say for it to be printed, as people type it; "" for what is gone."""
        return self.typed or " ¶ ".join(as_typed(one.marked) for one in self.new)

    @property
    def before(self) -> str:
        return "\n".join(one.text.strip() for one in self.old)

    @property
    def after(self) -> str:
        return "\n".join(one.text.strip() for one in self.new)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the order of paragraphs: one of today, one of the Word file, or both.

    `change` is the rank of the change that it belongs to, -1 where nothing changes.
    """

    old: int | None
    new: int | None
    change: int = -1


class WantedParagraph(NamedTuple):
    """How a paragraph is to look; `same` is that of today where nothing changes it.

    `with_signs` are its words with the capitals, or the comma, that docgen may give them.
    """

    look: tuple[object, ...]
    same: Paragraph | None = None
    with_signs: tuple[str, ...] = ()

    def is_made(self, printed: Paragraph) -> bool:
        """Whether a paragraph looks so; what docgen counts may change around other changes."""
        if printed.look == self.look:
            return True
        if self.same is None:
            alike = printed.plain in self.with_signs
            return alike and repr(printed.look[1:]).lower() == repr(self.look[1:]).lower()
        return _look_without_counts(printed) == _look_without_counts(self.same)


def _words_with_signs(old: Paragraph, new: Paragraph) -> Iterator[str]:
    """Yield the words of a paragraph with the signs that docgen may give those that are new.

    It prints some titles in capitals, other texts with a capital first, a comma after a blank that
    is filled in.
    """
    if old.text.endswith(LINE):
        yield f"{new.plain},"
    words = WORD.findall(old.plain)
    if old.plain.isupper() and old.plain != new.plain.upper():
        if all(word in words or word.upper() not in words for word in WORD.findall(new.plain)):
            yield new.plain.upper()
    elif old.plain[:1].isupper() and new.plain[:1].islower() and old.plain[1:] != new.plain[1:]:
        first, rest = new.plain[0].upper(), new.plain[1:]
        yield first + rest
        yield first + rest.replace(words[0], words[0][0].lower() + words[0][1:], 1)


def _differs_by_capitals_of_docgen(before: Paragraph, after: Paragraph) -> bool:
    """Whether the words of today are those of a paragraph, with the capitals of docgen."""
    if before.plain.isupper():
        return before.plain == after.plain.upper()
    small = after.plain.lower() == before.plain.lower()
    return small and before.plain[:1].isupper() and after.plain[:1].islower()


def _look_without_counts(paragraph: Paragraph) -> tuple[object, ...]:
    """Return a look without what docgen counts: the number of a step, the texts to check."""
    text = paragraph.text + "\t" * paragraph.style.startswith(RANK)
    number = None if paragraph.level else STEP.match(text)
    said = paragraph.plain.removeprefix(number[1]) if number else paragraph.plain
    bare = CHECKED.sub("", said)
    stress = () if bare != said else paragraph.stressed[1 if number else 0 :]
    return bare, stress, *paragraph.look[2:]


@dataclass(frozen=True, slots=True)
class WordComparison:
    """Both texts, the order of their paragraphs, the changes."""

    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    slots: tuple[Slot, ...]
    changes: tuple[TextChange, ...]
    elsewhere: Mapping[int, Mapping[int, Paragraph]] = field(default_factory=dict)
    """By change, what becomes of other paragraphs of today, which the same text prints."""

    def with_part(self, rank: int, part: Paragraph) -> "WordComparison":
        """Return the same with another paragraph as what a change makes."""
        place = next(slot.new for slot in self.slots if slot.change == rank)
        new, changes = list(self.new), list(self.changes)
        assert place is not None
        new[place], changes[rank] = part, replace(changes[rank], new=(part,))
        return replace(self, new=tuple(new), changes=tuple(changes))

    def wanted(self, accepted: frozenset[int]) -> Iterator[WantedParagraph]:
        """Yield the paragraphs with some of the changes."""
        yield from (one for _, one in self.wanted_slots(accepted))

    def wanted_slots(self, accepted: frozenset[int]) -> Iterator[tuple[Slot, WantedParagraph]]:
        """Yield the same, each with its place."""
        elsewhere: dict[int, Paragraph] = {}
        for rank in accepted:
            elsewhere |= self.elsewhere.get(rank, {})
        sorts: dict[tuple[object, ...], tuple[object, ...]] = {}
        for slot in self.slots:
            if slot.old is not None and slot.new is not None:  # LibreOffice writes sorts otherwise
                sorts = {self.new[slot.new].look[2:]: self.old[slot.old].look[2:]}
            if slot.change not in accepted:
                if slot.old is not None:
                    paragraph = elsewhere.get(slot.old, self.old[slot.old])
                    yield slot, WantedParagraph(paragraph.look, paragraph)
            elif slot.new is not None:
                new = self.new[slot.new]
                sort = sorts.get(new.look[2:], new.look[2:])
                with_signs = (
                    () if slot.old is None else tuple(_words_with_signs(self.old[slot.old], new))
                )
                yield slot, WantedParagraph((*new.look[:2], *sort), with_signs=with_signs)


CONFLICT: Final = "le texte YAML a changé aussi depuis que ce fichier est fait"
DOUBTFUL: Final = "récrit : est-ce bien le même alinéa ?"
OTHER_LOOK: Final = "gras ou italique : changé dans ce fichier, ou depuis dans le texte YAML ?"
OTHER_SORT: Final = "devenu un autre genre d’alinéa (titre, texte ou point de liste)"


def compare(today: WordText, edited: WordText) -> WordComparison:
    """Return what a corrected file changes of what is printed today."""
    old = tuple(one for one in today.paragraphs if not one.generated)
    new = tuple(one for one in edited.paragraphs if not one.generated)
    digests = edited.mark.digests if edited.mark else ()
    origins = find_origins(today.paragraphs, edited.paragraphs, digests)
    pairing = pair_paragraphs(old, new, origins)
    comparer = _Comparer(old, new, pairing, origins, edited)
    slots, changes = comparer.changes(_in_order(old, new, pairing))
    return WordComparison(old, new, tuple(slots), tuple(changes))


def _in_order(
    old: Sequence[Paragraph], new: Sequence[Paragraph], pairing: Pairing
) -> Iterator[Slot]:
    """Yield all paragraphs in one order, those of today that are gone before those that came."""
    old_next = new_next = 0
    for before, after in [*pairing.pairs.items(), (len(old), len(new))]:
        yield from (Slot(rank, None) for rank in range(old_next, before))
        yield from (Slot(None, rank) for rank in range(new_next, after))
        if before < len(old):
            yield Slot(before, after)
        old_next, new_next = before + 1, after + 1


def _joined(last: TextChange, change: TextChange) -> TextChange | None:
    """Return two changes as one where a paragraph is gone, or came, with the heading above it.

    Or where one was parted in two, or joined with the next: what it says stays, and so do its
    references.
    """
    old, new = (*last.old, *change.old), (*last.new, *change.new)
    why = CONFLICT if CONFLICT in (last.why, change.why) else last.why
    if not (old and new):
        above, here = (last.old or last.new)[0].level, (change.old or change.new)[0].level
        goes_with = above and (not here or here > above)
        return replace(last, old=old, new=new, why=why) if goes_with else None
    was, now = ("".join("".join(one.plain.split()) for one in side) for side in (old, new))
    level = any(one.level for one in (*old, *new))
    if {len(old), len(new)} != {1, 2} or level or was != now or why == CONFLICT:
        return None
    return replace(last, old=old, new=new, why="", untracked=last.untracked or change.untracked)


@dataclass(frozen=True, slots=True)
class _Comparer:
    old: Sequence[Paragraph]
    new: Sequence[Paragraph]
    pairing: Pairing
    origins: Origins
    edited: WordText

    def changes(self, slots: Iterable[Slot]) -> tuple[list[Slot], list[TextChange]]:
        """Return the slots with the rank of their change, and the changes."""
        marked: list[Slot] = []
        changes: list[TextChange] = []
        heading, rank, here, previous = "", 0, "", ""
        for slot in slots:
            if slot.old is not None:
                old = self.old[slot.old]
                here, previous = re.sub("[\t ]+", " ", old.own).strip(), here
                heading, rank = (here, 0) if old.level else (heading, rank + 1)
            change = self._change(slot)
            if change is None:
                if slot.old is not None:  # what only the older text had is gone
                    marked.append(slot)
                continue
            last = changes[-1] if marked and marked[-1].change == len(changes) - 1 >= 0 else None
            if last and (whole := _joined(last, change)):
                changes[-1] = whole
            else:
                place = rank if change.old else rank + 1
                said = previous if change.old else here
                changes.append(replace(change, below=heading, rank=place, previous=said))
            marked.append(replace(slot, change=len(changes) - 1))
        return marked, changes

    def _change(self, slot: Slot) -> TextChange | None:
        if slot.old is None:
            assert slot.new is not None
            return self._inserted(slot.new)
        former, before = self.pairing.former.get(slot.old), self.old[slot.old]
        moved_on = former != before.digest
        if slot.new is None:
            disputed = slot.old in self.origins.disputed
            if former is None and not disputed:  # newer than the file
                return None
            why = CONFLICT * (moved_on or disputed)
            by = self._deleted_by(former or "")
            return TextChange((before,), (), why=why, untracked=not by[0], gone_by=by)
        after = self.new[slot.new]
        if moved_on and (slot.new in self.origins.kept or former == after.digest):
            return None
        if before.look[:2] == after.look[:2] or (
            moved_on and _differs_by_capitals_of_docgen(before, after)
        ):
            return self._other_sort(before, after)
        contrary = moved_on or slot.new in self.origins.stale
        unsure = OTHER_LOOK * (slot.new in self.origins.kept and self.origins.older)
        why = CONFLICT * contrary or DOUBTFUL * (slot.old not in self.pairing.sure) or unsure
        return TextChange((before,), (after,), why=why, untracked=self._is_untracked(after))

    def _other_sort(self, before: Paragraph, after: Paragraph) -> TextChange | None:
        """Return a change of sort; a heading that LibreOffice saved as text is none."""
        same = before.bullet == after.bullet or before.style == after.style
        if same or before.level or after.level:
            return None
        return TextChange((before,), (after,), why=OTHER_SORT)

    def _inserted(self, place: int) -> TextChange | None:
        if self.origins.is_gone(place):
            return None
        after, why = self.new[place], CONFLICT * (place in self.origins.stale)
        return TextChange((), (after,), why=why, untracked=self._is_untracked(after))

    def _deleted_by(self, former: str) -> tuple[str, str]:
        """Return who deleted a paragraph, by its digest in the file as it was made, and the day."""
        listed = self.edited.mark.digests if self.edited.mark else ()
        signed = (self.edited.signed.get(rank) for rank, one in enumerate(listed) if one == former)
        return next((one for one in signed if one and one[0]), ("", ""))

    def _is_untracked(self, after: Paragraph) -> bool:
        """Whether a paragraph is not what it was, with all tracked changes rejected."""
        if not self.edited.tracked or not after.author:
            return True
        listed = self.edited.mark.digests if self.edited.mark else ()
        known = [rank for rank in after.ranks if rank < len(listed)]
        return any(self.edited.before.get(rank) != listed[rank] for rank in known)


def changed_spans(old: Paragraph, new: Paragraph) -> list[WordChange]:
    """Return the changes of a paragraph; those that only blanks part, but no tab, are one."""
    return changed_parts(list(_tokens(old)), list(_tokens(new)), _are_blanks)


def _are_blanks(words: Sequence[FormattedText]) -> bool:
    return all(word.text.isspace() and "\t" not in word.text for word in words)


def with_spans(old: Paragraph, new: Paragraph, spans: Collection[WordChange]) -> Paragraph:
    """Return a paragraph with some of its changes."""
    before, after = list(_tokens(old)), list(_tokens(new))
    words: list[FormattedText] = []
    here = 0
    for span in sorted(spans):
        words += before[here : span.old_start] + after[span.new_start : span.new_end]
        here = span.old_end
    words += before[here:]
    runs = groupby(words, key=lambda word: (word.bold, word.italic))
    pieces = (
        FormattedText("".join(word.text for word in run), bold, italic)
        for (bold, italic), run in runs
    )
    return replace(new, pieces=tuple(pieces))


def _tokens(paragraph: Paragraph) -> Iterator[FormattedText]:
    for piece in paragraph.pieces:
        yield from (replace(piece, text=word) for word in TOKEN.findall(piece.text))
