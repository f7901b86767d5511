"""Changes to a list in a YAML file, entry by entry: what stays keeps its bytes.

An entry is a text, or a group known by some of its fields.  What is added has the form of
`yaml.safe_dump`; what is in braces stays so.  A list that is written in brackets, or empty, is
written anew when it changes.
"""

import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from docgen.content.editing import YamlText
from docgen.content.source import Steps

Group = Mapping[str, Any]
"""The values of a group: texts, lists of them, groups, lists of groups."""
Entry = Group | str
ENDLESS: Final = 1_000_000
"""A width at which no text is folded."""


class EntriesText(YamlText):
    """The text of a YAML file, with the changes that its list `key` is to take.

    A file that has no such list gets an empty one.  `known_by` are the fields that tell a group
    from another: the first, unless they are given.
    """

    def __init__(self, text: str, name: str, key: str, known_by: Sequence[str] = ()) -> None:
        super().__init__(text, name)
        if self._root is None or not self._root.value:
            start = self._at(self._root.start_mark) if self._root else len(text)
            super().__init__(f"{text[:start]}{key}: []\n", name)
        elif self._value(self._root, key) is None:
            super().__init__(f"{text.rstrip()}{self._ending}{key}: []{self._ending}", name)
        self._steps: Steps = (key,)
        self._known_by = known_by

    def line_of(self, rank: int) -> int:
        """Return the line, from 1, at which an entry begins."""
        return int(self._node((*self._steps, rank)).start_mark.line) + 1

    def update(self, old: Sequence[Entry], new: Sequence[Entry]) -> None:
        """Write the entries `new` in place of `old`, which are those of the file in its order.

        An entry that came stands before the first that follows it in `new`.
        """
        if _is_block(self._node(self._steps)) and new:
            self._update_list(self._steps, old, new)
        else:
            self._write_list(new)

    def _update_list(self, steps: Steps, old: Sequence[Entry], new: Sequence[Entry]) -> None:
        named = dict(zip(self._names_of(new), new, strict=True))
        order = {name: rank for rank, name in enumerate(named)}
        there = self._names_of(old)
        for rank, entry in enumerate(old):
            after = named.pop(there[rank], None)
            if after is None:
                self.remove_item((*steps, rank))
            elif isinstance(entry, Mapping) and isinstance(after, Mapping):
                self._update_group((*steps, rank), entry, after)
        for name, entry in named.items():
            later = (rank for rank, other in enumerate(there) if order.get(other, -1) > order[name])
            self._insert_entry(steps, next(later, len(there)), entry)

    def _names_of(self, entries: Sequence[Entry]) -> list[tuple[str, int]]:
        """Return what entries are known by; the second of a name is another than the first."""
        names = [*map(self._name_of, entries)]
        return [(name, names[:rank].count(name)) for rank, name in enumerate(names)]

    def _name_of(self, entry: Entry) -> str:
        if isinstance(entry, str):
            return entry
        known = [key for key in self._known_by if key in entry] or [next(iter(entry))]
        return " ".join(str(entry[key]) for key in known)

    def _insert_entry(self, steps: Steps, rank: int, entry: Entry) -> None:
        items = self._node(steps)
        row = self._row_of_item(items, steps, rank)
        self._replace_rows(row, row, _lines([entry], items.start_mark.column))

    def _write_list(self, entries: Sequence[Entry]) -> None:
        """Write entries in place of a list in brackets, or none in place of one in lines."""
        items = self._node(self._steps)
        block = _is_block(items)
        start = self._at(next(name for name, it in self._root.value if it is items).end_mark)
        end = start + 1 if block else self._at(items.end_mark)
        self._changes.append((start, max(start + 1, end), ":" if entries else ": []"))
        if entries:  # below a comment of the same line
            row = items.end_mark.line
            place = self._end_of_row(row)
            lines = "".join(self._ending + line for line in _lines(entries, 0))
            self._changes.append((place, place, lines))
        for item in items.value if block else ():
            self._take_out_rows(items, item)

    def _update_group(self, steps: Steps, old: Group, new: Group) -> None:
        """Write the fields that changed, new ones below the one that they follow."""
        last = next(iter(old))
        for key in dict.fromkeys((*new, *old)):
            before, after = old.get(key), new.get(key)
            if after is None:
                self.take_out(steps, key)
                continue
            if self._value(self._node(steps), key) is None:
                self._add_value(steps, key, after, last)
                continue
            if before != after and not (
                before and after and self._write(steps, key, before, after)
            ):
                self._write_anew(steps, key, after)
            last = key

    def _write(self, steps: Steps, key: str, before: Any, after: Any) -> bool:
        """Write the changes of a value where it stands; return whether that may be done."""
        here = (*steps, key)
        node = self._node(here)
        match node, before, after:
            case yaml.MappingNode(), Mapping(), Mapping() if _keeps_a_field(node, after):
                self._update_group(here, before, after)
            case yaml.SequenceNode(), [Mapping(), *_], [Mapping(), *_] if _is_block(node):
                self._update_list(here, before, after)
            case yaml.ScalarNode(), str(), str() if node.start_mark.line == node.end_mark.line:
                flow = any(above.flow_style for above in self._above(here))
                quoted = json.dumps(after, ensure_ascii=False)
                plain = _dump({"k": after})[2:].strip()
                self.replace(here, quoted if flow or node.style == '"' else plain)
            case _:
                return False
        return True

    def _write_anew(self, steps: Steps, key: str, value: Any) -> None:
        """Write a value of another sort, or of several lines, in the place of a field's."""
        group, former = self._node(steps), self._node((*steps, key))
        if any(above.flow_style for above in (*self._above(steps), group)):
            start, end = self._at(former.start_mark), self._at(former.end_mark)
            written = self._blank_before(start, end) + json.dumps(value, ensure_ascii=False)
        else:
            name = next(name for name, there in group.value if there is former)
            mark = name.start_mark
            start = self._at(mark)
            end = self._end_of_row(self._row_below(former, mark.column) - 1)
            lines = _field_lines(key, value, mark.column)
            written = self._ending_of(mark.line).join(lines).lstrip(" ")
        self._changes.append((start, end, written))

    def _add_value(self, steps: Steps, key: str, value: Any, after: str) -> None:
        group = self._node(steps)
        if any(above.flow_style for above in (*self._above(steps), group)):
            self.add(steps, key, json.dumps(value, ensure_ascii=False), after)
            return
        column = group.start_mark.column
        row = self._row_below(self._value(group, after), column)
        self._replace_rows(row, row, _field_lines(key, value, column))


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _keeps_a_field(group: Any, after: Group) -> bool:
    """Whether the first field of a group stays, and may be written where it stands if alone."""
    name, value = group.value[0]
    on_a_line = isinstance(value, yaml.ScalarNode) and value.start_mark.line == value.end_mark.line
    return name.value in after and (len(group.value) > 1 or on_a_line)


def _is_block(node: Any) -> bool:
    return isinstance(node, yaml.SequenceNode) and not node.flow_style


def _dump(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=ENDLESS))


def _field_lines(key: str, value: Any, column: int) -> list[str]:
    return textwrap.indent(_dump({key: value}).rstrip("\n"), " " * column).split("\n")


def _lines(entries: Sequence[Entry], column: int) -> list[str]:
    return textwrap.indent(_dump([*entries]), " " * column).rstrip("\n").split("\n")
