"""Changes of the texts of a document: scalars that say something else, items that come and go."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from docgen.content.editing import YamlText
from docgen.content.raw import as_group, as_list, value_at
from docgen.content.source import Source, Steps

Where = tuple[str, Steps]
"""A file by its name, and a value in it."""
PROPOSE: Final = "propose"
NO_STATE: Final = ("propose", "manquant")
"""The states of what nobody agreed to yet."""
TITLE: Final = "titre"
CLAUSE: Final = {"id", "titre", "numero"}
"""The fields that a clause of an act has, with a state or without."""


@dataclass(frozen=True, slots=True)
class Edits:
    """The changes of texts; an insertion is a list, the rank that an item gets, and its words."""

    texts: Mapping[Where, str]
    inserted: tuple[tuple[str, Steps, int, str], ...] = ()
    removed: frozenset[Where] = frozenset()
    proposed: tuple[tuple[str, Steps, str], ...] = ()
    """The groups that are only proposed again, with the field of their state."""

    def rewrite(self, where: Where, text: str) -> "Edits":
        """Return the same with another text in place of a scalar."""
        return replace(self, texts={**self.texts, where: text})

    def insert(self, file: str, steps: Steps, rank: int, text: str) -> "Edits":
        """Return the same with a new item in a list."""
        return replace(self, inserted=(*self.inserted, (file, steps, rank, text)))

    def remove(self, where: Where) -> "Edits":
        """Return the same without an item of a list."""
        return replace(self, removed=self.removed | {where})

    @property
    def places(self) -> Iterator[Where]:
        """The values that change."""
        yield from self.texts
        yield from ((file, steps) for file, steps, _, _ in self.inserted)
        yield from ((file, steps[:-1]) for file, steps in self.removed)

    def write(self, sources: Mapping[str, Source], originals: Mapping[str, str]) -> dict[str, str]:
        """Return the texts of the files that change; raise ContentError, or LookupError."""
        return {
            file: self._write_file(file, sources[file].data, originals[file])
            for file in dict.fromkeys(file for file, _ in self.places)
        }

    def _write_file(self, file: str, data: object, original: str) -> str:
        edited = YamlText(original, file)
        gone = _whole_lists(data, {steps for name, steps in self.removed if name == file})
        for steps in gone:
            if isinstance(steps[-1], int):
                edited.remove_item(steps)
            else:
                edited.take_out(steps[:-1], steps[-1])
        for (name, steps), text in self.texts.items():
            if name == file and not any(steps[: len(one)] == one for one in gone):
                edited.rewrite(steps, text)
        for name, steps, field in self.proposed:
            if name == file and not any(steps[: len(one)] == one for one in gone):
                fall_back(edited, steps, value_at(data, steps), field)
        for name, steps, rank, text in self.inserted:
            if name == file:
                if any(steps[: len(one)] == one for one in gone):
                    raise LookupError(steps)
                insert(edited, data, steps, rank, text)
        return str(edited)


def _whole_lists(data: object, removed: set[Steps]) -> set[Steps]:
    """Return what to take out: a list that loses all its items goes with its key."""
    gone = set(removed)
    while True:
        lost = defaultdict(set)
        for steps in gone:
            if isinstance(steps[-1], int):
                lost[steps[:-1]].add(steps)
        emptied = [
            one for one, items in lost.items() if len(items) == len(as_list(value_at(data, one)))
        ]
        if not emptied:
            return {one for one in gone if not any(one[:-1][: len(up)] == up for up in gone)}
        for place in emptied:
            gone -= lost[place]
            above = place[:-1]
            alone = (
                above and isinstance(above[-1], int) and len(as_group(value_at(data, above))) == 1
            )
            gone.add(above if alone else place)


def insert(edited: YamlText, data: object, steps: Steps, rank: int, text: str) -> None:
    """Write a new item of a list, which it begins below a title where there is none."""
    *above, key = steps
    if isinstance(key, str) and key not in value_at(data, tuple(above)):
        edited.begin_list(tuple(above), key, text, TITLE)
    else:
        edited.insert_item(steps, rank, text)


def proposed_again(edits: Edits, sources: Mapping[str, Source]) -> Edits:
    """Return the same edits, with the groups whose words change after the parties agreed."""
    proposed: dict[tuple[str, Steps, str], None] = {}
    for file, steps in edits.places:
        for depth in range(len(steps) - 1, -1, -1):
            group = value_at(sources[file].data, steps[:depth])
            own = "etat_etapes" if steps[depth] == "etapes" else "etat"
            if isinstance(group, dict) and (
                own in group or (steps[0] == "articles" and group.keys() >= CLAUSE)
            ):
                if group.get(own) not in NO_STATE:
                    proposed[file, steps[:depth], own] = None
                break
    return replace(edits, proposed=tuple(proposed))


def fall_back(edited: YamlText, steps: Steps, group: Mapping[str, Any], field: str) -> None:
    """Write that a group is only proposed again, and take out who agreed to it."""
    if field in group:
        edited.replace_word((*steps, field), PROPOSE)
    else:
        edited.add(steps, field, PROPOSE, next(name for name in ("titre", "id") if name in group))
    edited.take_out(steps, field.replace("etat", "adoption"))


def line_after(before: str, after: str, line: int, *, last: bool) -> int:
    """Return which line of a text that was written is a line of it before, both from 1.

    Of lines that were written again, that is the one of its rank, or the last.
    """
    rows = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, *rows, autojunk=False)
    for tag, start, end, place, place_end in matcher.get_opcodes():
        if start < line <= end:
            now = place + line - start
            return now if tag == "equal" else place_end if last else min(now, place_end)
    return line
