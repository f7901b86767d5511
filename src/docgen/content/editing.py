"""Changes to the text of a YAML file, at the places that the parser gives.

All else keeps its bytes: comments, wraps, quotes, the ends of lines.
"""

import difflib
import json
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from docgen.content.source import LOADER, Steps
from docgen.errors import ContentError, Problem

WIDTH: Final = 100
"""How wide a line of a text may be."""
STEP: Final = 2
"""By how much what is inside is indented."""


class YamlText:
    """The text of the file `name`, with the changes that it is to take; `str` is the result.

    The text has been parsed without an error.
    """

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._root: Any = yaml.compose(text, Loader=LOADER)
        self._lines = text.split("\n")
        self._ending = "\r\n" if self._lines[0].endswith("\r") else "\n"
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._changes: list[tuple[int, int, str]] = []
        self._gone: dict[Steps, set[int]] = {}
        """The items that are taken out of each list on one line: neighbours go in one span."""

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
        self._changes.append((start, end, self._blank_before(start, end) + written))

    def replace_word(self, steps: Steps, word: str) -> None:
        """Write another word in place of a scalar, between the same quotes."""
        quotes = self._node(steps).style or ""
        self.replace(steps, f"{quotes}{word}{quotes}")

    def rewrite(self, steps: Steps, text: str) -> None:
        """Write another text in place of a scalar; lines whose words are the same stay."""
        node = self._node(steps)
        first, end = self._rows(node)
        if node.style in ("|", ">"):
            body = [line.removesuffix("\r") for line in self._lines[first + 1 : end]]
            self._replace_rows(first + 1, end, refold(body, text))
            return
        start = self._at(node.start_mark)
        lead = self._text[self._starts[node.start_mark.line] : start]
        flow = any(above.flow_style for above in self._above(steps))
        written, stop = quote(text) if flow else one_line(text, node.style), self._at(node.end_mark)
        blank = self._blank_before(start, stop)
        if len(lead) + len(written) > WIDTH and not flow:
            indent = len(lead) - len(lead.lstrip(" -")) + STEP * (":" in lead)
            rest = self._lines[node.end_mark.line][node.end_mark.column :].removesuffix("\r")
            header = f">-  {rest.strip()}" if rest.strip() else ">-"
            below = self._lines[end : self._row_below(node, indent - 1)]  # it is to end there
            indent = max([indent, *(_indent(line) + STEP for line in below if line.strip())])
            written = "\n".join([header, *refold([" " * indent], text)])
            stop += len(rest)  # below, a comment or a tab would be of the text
        self._changes.append((start, stop, blank + written.replace("\n", self._ending_of(first))))

    def _blank_before(self, start: int, end: int) -> str:
        """Return the blank that a value needs where there was none: « cle: »."""
        return " " * (start == end and not self._text[:start].endswith(" "))

    def rewrite_list(self, steps: Steps, texts: Sequence[str]) -> None:
        """Write other texts as the items of a list, on lines of their own where they were."""
        items = self._node(steps)
        if isinstance(items, yaml.SequenceNode) and not items.flow_style and texts:
            self._refuse_nested(items, steps)
            former = [getattr(item, "value", "") for item in items.value]
            matcher = difflib.SequenceMatcher(None, former, texts, autojunk=False)
            for tag, first, end, new, stop in matcher.get_opcodes():
                both = min(end - first, stop - new) if tag != "equal" else end - first
                for rank in range(both if tag != "equal" else 0):
                    self.rewrite((*steps, first + rank), texts[new + rank])
                for rank in range(first + both, end):
                    self.remove_item((*steps, rank))
                for text in texts[new + both : stop]:
                    self.insert_item(steps, end, text)
            return
        self.replace(steps, f"[{', '.join(map(quote, texts))}]")

    def insert_item(self, steps: Steps, rank: int, text: str) -> None:
        """Write a text as a new item of the list at `steps`, before the item that has its rank."""
        items = self._node(steps)
        if items.flow_style:
            place = self._at(items.value[rank - 1].end_mark if rank else items.start_mark) + (
                not rank
            )
            around = f", {quote(text)}" if rank else f"{quote(text)}, "
            self._changes.append((place, place, around))
            return
        row = self._row_of_item(items, steps, rank)
        self._replace_rows(row, row, _item_lines(items.start_mark.column, text))

    def end_of_item(self, steps: Steps) -> tuple[int, int]:
        """Return the last line of an item of a list, from 1, and the column of its dash, from 0."""
        return self._rows(self._node(steps))[1], self._node(steps[:-1]).start_mark.column

    def _row_of_item(self, items: Any, steps: Steps, rank: int) -> int:
        """Return the row above which a new item of a rank goes, in a list without brackets."""
        if rank == 0:
            self._refuse_nested(items, steps)
            return int(items.start_mark.line)
        return self._row_below(items.value[rank - 1], items.start_mark.column)

    def begin_list(self, steps: Steps, key: str, text: str, after: str) -> None:
        """Write a list of one text as a new field below `after` of a group that is no braces."""
        group = self._node(steps)
        if group.flow_style:
            raise LookupError(key)
        column = group.start_mark.column
        row = self._row_below(self._value(group, after), column)
        lines = [f"{' ' * column}{key}:", *_item_lines(column + STEP, text)]
        self._replace_rows(row, row, lines)

    def remove_item(self, steps: Steps) -> None:
        """Take an item out of its list, which has others."""
        items, rank = self._node(steps[:-1]), int(steps[-1])
        item = items.value[rank]
        if items.flow_style:
            gone = self._gone.setdefault(steps[:-1], set())
            first, last = rank, rank
            while first - 1 in gone:
                first -= 1
            while last + 1 in gone:
                last += 1
            for run in ((first, rank - 1), (rank + 1, last)):
                if run[0] <= run[1]:
                    self._changes.remove(self._without(items, *run))
            gone.add(rank)
            self._changes.append(self._without(items, first, last))
            return
        if rank == 0:
            self._refuse_nested(items, steps[:-1])
        self._take_out_rows(items, item)

    def _take_out_rows(self, items: Any, item: Any) -> None:
        rows, column = range(item.start_mark.line, -1, -1), items.start_mark.column
        dash = next(row for row in rows if self._lines[row].startswith("-", column))
        self._replace_rows(dash, self._row_below(item, column), [])

    def _without(self, items: Any, first: int, last: int) -> tuple[int, int, str]:
        """Return the change that takes a run of items out of a list on one line."""
        after = last + 1 < len(items.value)
        start = items.value[first].start_mark
        if first and not after:
            start = items.value[first - 1].end_mark
        end = items.value[last + 1].start_mark if after else items.value[last].end_mark
        return self._at(start), self._at(end), ""

    def _rows(self, node: Any) -> tuple[int, int]:
        """Return the first row of a value, and the one after its last."""
        last = _last_scalar(node)
        block = getattr(last, "style", None) in ("|", ">")
        block = block and self._at(last.end_mark) < len(self._text)
        end = last.end_mark.line + (last.end_mark.column > 0 and not block)
        while end > last.start_mark.line + 1 and not self._lines[end - 1].strip():
            end -= 1  # blank lines below a block; a line of it may begin with a « # »
        return node.start_mark.line, max(end, last.start_mark.line + 1)

    def _replace_rows(self, first: int, end: int, lines: Sequence[str]) -> None:
        """Write lines in place of rows, each from the end of the line before to its own.

        So what goes, what comes below it and what changes beside it never overlap.
        """
        if first == 0:  # no line is before
            stop, written = self._starts[end], "".join(line + self._ending for line in lines)
            self._changes.append((0, min(stop, len(self._text)), written))
            return
        ending = self._ending_of(first - 1)
        written = "".join(ending + line for line in lines)
        self._changes.append((self._end_of_row(first - 1), self._end_of_row(end - 1), written))

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
        start, end = self._at(name.start_mark), self._at(_last_scalar(value).end_mark)
        if group.flow_style and rank:
            start = self._at(group.value[rank - 1][1].end_mark)
        elif rank == 0:
            end = self._at(group.value[1][0].start_mark)
        else:
            row = self._row_below(value, name.start_mark.column)
            self._replace_rows(name.start_mark.line, row, [])
            return
        self._changes.append((start, end, ""))

    def _row_below(self, value: Any, column: int) -> int:
        """Return the row below a value, and below comments there that stand deeper than a column.

        Below a text that goes on, they would be words of it.
        """
        row = self._rows(value)[1]
        for below, line in enumerate(self._lines[row:], row + 1):
            if line.lstrip(" ").startswith("#") and _indent(line) > column:
                row = below
            elif line.strip():
                break
        return row

    def _insert(self, group: Any, key: str, written: str, after: str) -> None:
        anchor = self._value(group, after)
        if group.flow_style:
            place = self._at(anchor.end_mark)
            self._changes.append((place, place, f", {key}: {written}"))
            return
        column = group.start_mark.column
        row = self._row_below(anchor, column)
        self._replace_rows(row, row, [f"{' ' * column}{key}: {written}"])

    def _refuse_nested(self, items: Any, steps: Steps) -> None:
        """Raise ContentError for a list that begins on the line of what it is in: « - - texte »."""
        mark = items.start_mark
        if self._lines[mark.line][: mark.column].strip():
            message, hint = "liste à changer à la main", "elle commence sur la ligne d’une autre"
            place = (mark.line + 1, mark.column + 1)
            name = str(steps[-1])
            raise ContentError([Problem(self._name, message, *place, name, "liste", hint)])

    def _refuse_lines(self, node: Any, steps: Steps) -> None:
        start = node.start_mark
        if start.line != node.end_mark.line:
            message = f"« {steps[-1]}: » à écrire sur une seule ligne"
            hint = "mettez la valeur sur la ligne de sa clé, et recommencez"
            place = (start.line + 1, start.column + 1)
            raise ContentError([Problem(self._name, message, *place, code="ligne", hint=hint)])

    def _at(self, mark: Any) -> int:
        return int(self._starts[mark.line] + mark.column)

    def _ending_of(self, row: int) -> str:
        """Return how a line ends; the last one, which has no end, as the first does."""
        if row == len(self._lines) - 1:
            return self._ending
        return "\r\n" if self._lines[row].endswith("\r") else "\n"

    def _end_of_row(self, row: int) -> int:
        """Return where the end of a line begins."""
        place = min(self._starts[row + 1] - 1, len(self._text))
        return place - self._text[:place].endswith("\r")

    def _node(self, steps: Steps) -> Any:
        node = self._root
        for step in steps:
            node = node.value[step] if isinstance(step, int) else self._value(node, step)
        return node

    def _above(self, steps: Steps) -> list[Any]:
        """Return the groups and lists that a value is in, the outer before the inner."""
        return [self._node(steps[:depth]) for depth in range(len(steps))]

    def _value(self, group: Any, key: str) -> Any:
        pairs = zip(_keys(group), group.value, strict=True)
        return next((value for name, (_, value) in pairs if name == key), None)


def _item_lines(column: int, text: str) -> list[str]:
    """Return the lines of a text as an item of a list."""
    written = f"{' ' * column}- {one_line(text)}"
    if len(written) <= WIDTH:
        return [written]
    return [f"{' ' * column}- >-", *refold([" " * (column + STEP)], text)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _keys(group: Any) -> list[str]:
    return [unicodedata.normalize("NFC", name.value) for name, _ in group.value]


def _last_scalar(node: Any) -> Any:
    """Return the node at which a value ends: a block ends where its last scalar does."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def refold(lines: Sequence[str], text: str) -> list[str]:
    """Return the lines of a folded text that says something else.

    Lines whose words stay are kept, others are filled anew, as wide as lines may be.
    """
    indent = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    words = [(word, row) for row, line in enumerate(lines) for word in line.split()]
    new = text.split()
    matcher = difflib.SequenceMatcher(None, [word for word, _ in words], new, autojunk=False)
    blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    if not blocks:
        return list(lines)
    rows = [row for _, row in words]
    _, start, end, *_ = blocks[0]
    first = rows[start if end > start else max(start - 1, 0)] if rows else 0
    last = max(first, rows[max(blocks[-1][2] - 1, 0)]) if rows else 0
    before, after = rows.index(first) if rows else 0, sum(1 for row in rows if row > last)
    filled = textwrap.wrap(
        " ".join(new[before : len(new) - after]),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [*lines[:first], *filled, *lines[last + 1 :]]


def one_line(text: str, style: str | None = None) -> str:
    """Return a text as a scalar of one line, in the quotes that it had or in none if it may."""
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style == '"' or not _is_plain(text):
        return quote(text)
    return text


def _is_plain(text: str) -> bool:
    """Whether a text may be written without quotes, in a group as in a list."""
    if text in ("~", "null"):  # which are read as nothing
        return False
    try:
        items: Any = yaml.compose(f"- cle: {text}\n- {text}", Loader=LOADER)
        values = [items.value[0].value[0][1], items.value[1]]
    except (yaml.YAMLError, TypeError, AttributeError, IndexError):
        return False
    same = all(isinstance(one, yaml.ScalarNode) and one.value == text for one in values)
    return same and not any(one.style for one in values) and " #" not in text


def quote(words: str) -> str:
    """Return words as a YAML scalar, whatever they hold: a JSON string is one."""
    return json.dumps(words, ensure_ascii=False)
