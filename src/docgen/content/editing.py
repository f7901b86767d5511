"""Changes to the text of a YAML file, at the places that the parser gives.

All else keeps its bytes: comments, wraps, quotes, the ends of lines.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import yaml

from docgen.content.source import LOADER, Steps
from docgen.errors import ContentError, Problem


class YamlText:
    """The text of the file `name`, with the changes that it is to take; `str` is the result.

    The text has been parsed without an error.
    """

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._root: Any = yaml.compose(text, Loader=LOADER)
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._changes: list[tuple[int, int, str]] = []

    def __str__(self) -> str:
        text = self._text
        in_order = sorted(self._changes, key=lambda change: change[:2])
        for start, end, new in reversed(in_order):  # so that no place moves
            text = text[:start] + new + text[end:]
        return text

    def replace(self, steps: Steps, written: str) -> None:
        """Write another value in place of a scalar; raise ContentError for one of several lines."""
        node = self._node(steps)
        self._refuse_lines(node, steps)
        start, end = self._at(node.start_mark), self._at(node.end_mark)
        self._changes.append((start, end, " " * (start == end) + written))  # « cle: » and no value

    def replace_word(self, steps: Steps, word: str) -> None:
        """Write another word in place of a scalar, between the same quotes."""
        quotes = self._node(steps).style or ""
        self.replace(steps, f"{quotes}{word}{quotes}")

    def put(self, steps: Steps, key: str, fields: Mapping[str, str | None], after: str) -> None:
        """Write a group of fields under `key` of the group at `steps`; None takes a field out.

        A group that is there is changed, another is added after the field `after`.
        """
        former = self._value(self._node(steps), key)
        written = {name: value for name, value in fields.items() if value is not None}
        whole = "{" + ", ".join(f"{name}: {value}" for name, value in written.items()) + "}"
        if former is None:
            self.add(steps, key, whole, after)
        elif isinstance(former, yaml.ScalarNode):
            self.replace((*steps, key), whole)
        elif former.flow_style:
            self._changes.append((self._at(former.start_mark), self._at(former.end_mark), whole))
        else:
            self._put_fields((*steps, key), former, fields)

    def add(self, steps: Steps, key: str, written: str, after: str = "") -> None:
        """Write a field below `after`, or the last one, of a group (beside it, in braces)."""
        group = self._node(steps)
        self._insert(group, key, written, after or group.value[-1][0].value)

    def change(self, steps: Steps, fields: Mapping[str, str | None], after: str) -> None:
        """Write fields of the group at `steps`, new ones below `after`; None takes a field out."""
        self._put_fields(steps, self._node(steps), fields, after)

    def _put_fields(
        self, steps: Steps, group: Any, fields: Mapping[str, str | None], after: str = ""
    ) -> None:
        there = _keys(group)
        last = after or there[-1]
        for name in filter(fields.get, there):  # before what is added below them
            self.replace((*steps, name), str(fields[name]))
        for name, value in fields.items():
            if value is None:
                self.take_out(steps, name)
            elif name not in there:
                self._insert(group, name, value, last)

    def take_out(self, steps: Steps, key: str) -> None:
        """Take a field out of the group at `steps`, which has others, with its value if any."""
        group = self._node(steps)
        there = _keys(group)
        if key not in there:
            return
        rank = there.index(key)
        name, value = group.value[rank]
        start, end = self._at(name.start_mark), self._at(_last_mark(value))
        first = self._starts[name.start_mark.line]
        if group.flow_style and rank:
            start = self._at(group.value[rank - 1][1].end_mark)
        elif rank == 0:
            end = self._at(group.value[1][0].start_mark)
        else:  # its lines, from the end of the line before: what is added below them stays
            after = self._text.find("\n", end - 1)
            start = self._line_end(first - 1)
            end = self._line_end(after) if after >= 0 else len(self._text)
        self._changes.append((start, end, ""))

    def _insert(self, group: Any, key: str, written: str, after: str) -> None:
        anchor = self._value(group, after)
        if group.flow_style:
            place = self._at(anchor.end_mark)
            self._changes.append((place, place, f", {key}: {written}"))
            return
        row = anchor.end_mark.line + (anchor.end_mark.column > 0 or anchor.style not in ("|", ">"))
        while not self._lines[row - 1].strip():  # after a text of several lines
            row -= 1
        last = self._lines[row - 1]
        ending = "\r" * last.endswith("\r")
        place = self._starts[row] - 1 - len(ending)
        line = f"{' ' * group.start_mark.column}{key}: {written}"
        self._changes.append((place, place, f"{ending}\n{line}"))

    def _refuse_lines(self, node: Any, steps: Steps) -> None:
        start = node.start_mark
        if start.line != node.end_mark.line:
            message = f"« {steps[-1]}: » à écrire sur une seule ligne"
            hint = "mettez la valeur sur la ligne de sa clé, et recommencez"
            place = (start.line + 1, start.column + 1)
            raise ContentError([Problem(self._name, message, *place, code="ligne", hint=hint)])

    def _at(self, mark: Any) -> int:
        return int(self._starts[mark.line] + mark.column)

    def _line_end(self, place: int) -> int:
        """Return where the end of a line begins, given the place of its line feed."""
        return place - self._text[:place].endswith("\r")

    def _node(self, steps: Steps) -> Any:
        node = self._root
        for step in steps:
            node = node.value[step] if isinstance(step, int) else self._value(node, step)
        return node

    def _value(self, group: Any, key: str) -> Any:
        pairs = zip(_keys(group), group.value, strict=True)
        return next((value for name, (_, value) in pairs if name == key), None)


def _keys(group: Any) -> list[str]:
    return [unicodedata.normalize("NFC", name.value) for name, _ in group.value]


def _last_mark(node: Any) -> Any:
    """Return where a value ends: a block ends where its last scalar does."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node.end_mark


def quote(words: str) -> str:
    """Return words as a YAML scalar, whatever they hold: a JSON string is one."""
    return json.dumps(words, ensure_ascii=False)
