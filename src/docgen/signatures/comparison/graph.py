"""Comparison of two PDFs object by object, as a reader reaches them from the trailer.

The numbers of objects, their order and their compression do not count: signing tools change them.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NullObject,
    NumberObject,
    StreamObject,
)

from docgen.conformity.pdf.objects import resolved

Path = tuple[str, ...]
ABSENT = NullObject()
PAGE = "page"
"""How the path of what a page shows begins; the page's number in the first PDF follows."""
ENCODING = ("/Length", "/Filter", "/DecodeParms")
"""The entries of a stream that say how it is written, not what it says."""
INVISIBLE = 0.0001
"""The difference between two numbers that tools make when they save, and that no eye sees."""
BY_IDENTITY = ("/Annots", "/Fields")
"""The lists whose items are matched by what they are, whatever their order."""


@dataclass(frozen=True, slots=True)
class ObjectDifference:
    """Two values that differ at a path, one of them null where it is missing.

    A path begins with `page` and its number, or with an entry of the trailer; `page` alone says
    that the pages are in another order.
    """

    path: Path
    expected: Any
    actual: Any


Allowed = Callable[[Path, Any, Any, tuple[Any, Any]], bool]
"""Whether a PDF may have another value at a path: the path, the expected value, the actual
one, and the two dictionaries or lists that hold them."""


def compare_pdfs(
    expected: PdfReader, actual: PdfReader, allowed: Allowed
) -> Iterator[ObjectDifference]:
    """Yield what differs between two PDFs; a page that has none like it yields one difference."""
    walk = _Walk(allowed)
    before, after = list(expected.pages), list(actual.pages)
    pairs = _align_pages(before, after)
    for first, second in pairs:
        if first is not None and second is not None:
            walk.add((PAGE, str(first + 1)), before[first], after[second])
        elif first is not None:
            yield ObjectDifference((PAGE, str(first + 1)), before[first], ABSENT)
        elif second is not None:
            yield ObjectDifference((PAGE, str(second + 1)), ABSENT, after[second])
    ranks = [second for _, second in pairs if second is not None]
    if ranks != sorted(ranks):
        yield ObjectDifference((PAGE,), ABSENT, ABSENT)
    yield from walk.differences()
    for name in ("/Root", "/Info"):
        walk.add((name,), _get(expected.trailer, name), _get(actual.trailer, name))
    yield from walk.differences()


def _align_pages(
    before: Sequence[PageObject], after: Sequence[PageObject]
) -> list[tuple[int | None, int | None]]:
    """Return pairs of pages, by what they draw; None for a page without its like."""
    drawn = [[_drawing_digest(page) for page in pages] for pages in (before, after)]
    if len(before) == len(after) and Counter(drawn[0]) != Counter(drawn[1]):
        return [(rank, rank) for rank in range(len(before))]
    rest: dict[str, deque[int]] = defaultdict(deque)
    for rank, digest in enumerate(drawn[1]):
        rest[digest].append(rank)
    pairs: list[tuple[int | None, int | None]] = [
        (rank, rest[digest].popleft() if rest[digest] else None)
        for rank, digest in enumerate(drawn[0])
    ]
    return [*pairs, *((None, rank) for rank in sorted(chain.from_iterable(rest.values())))]


def _drawing_digest(page: PageObject) -> str:
    contents = page.get_contents()
    return sha256(contents.get_data() if contents is not None else b"").hexdigest()


class _Walk:
    """A walk over two graphs at once, each pair of objects once, the nearest first."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._seen: set[tuple[Any, Any]] = set()
        self._queue: deque[tuple[Path, Any, Any]] = deque()

    def add(self, path: Path, expected: Any, actual: Any) -> None:
        self._seen.add((_identity(expected), _identity(actual)))
        self._queue.append((path, _direct(expected), _direct(actual)))

    def differences(self) -> Iterator[ObjectDifference]:
        while self._queue:
            path, expected, actual = self._queue.popleft()
            if isinstance(expected, DictionaryObject) and isinstance(actual, DictionaryObject):
                yield from self._dictionaries(path, expected, actual)
            elif isinstance(expected, ArrayObject) and isinstance(actual, ArrayObject):
                yield from self._arrays(path, expected, actual)
            elif not _same(expected, actual):  # both may be missing, as the data on a scan
                yield ObjectDifference(path, expected, actual)

    def _dictionaries(
        self, path: Path, expected: DictionaryObject, actual: DictionaryObject
    ) -> Iterator[ObjectDifference]:
        streams = isinstance(expected, StreamObject), isinstance(actual, StreamObject)
        if streams[0] != streams[1] or (
            all(streams)
            and not (_is_plainly_encoded(expected, actual) and _data(expected) == _data(actual))
        ):
            yield ObjectDifference(path, expected, actual)
            return
        passed = (
            ENCODING if all(streams) else ("/Parent",) if path[0] == PAGE and len(path) == 2 else ()
        )
        for key in sorted(expected.keys() | actual.keys()):
            if key not in passed:
                values = _get(expected, key), _get(actual, key)
                self._values((*path, str(key)), *values, (expected, actual))

    def _arrays(
        self, path: Path, expected: ArrayObject, actual: ArrayObject
    ) -> Iterator[ObjectDifference]:
        if path[-1] in BY_IDENTITY:
            pairs = _match_items(expected, actual)
        elif len(expected) != len(actual):
            yield ObjectDifference(path, expected, actual)
            return
        else:
            pairs = list(zip(_items(expected), _items(actual), strict=True))
        for rank, (before, after) in enumerate(pairs):
            self._values((*path, str(rank)), before, after, (expected, actual))

    def _values(self, path: Path, expected: Any, actual: Any, holders: tuple[Any, Any]) -> None:
        pair = _identity(expected), _identity(actual)
        if pair in self._seen:
            return
        if isinstance(expected, IndirectObject) and isinstance(actual, IndirectObject):
            self._seen.add(pair)
        ours, theirs = _direct(expected), _direct(actual)
        if not _same(ours, theirs) and not self._allowed(path, ours, theirs, holders):
            self._queue.append((path, ours, theirs))


def _match_items(expected: ArrayObject, actual: ArrayObject) -> list[tuple[Any, Any]]:
    """Return pairs of items that are of one kind, name and place; null for one without its like."""
    pairs: list[tuple[Any, Any]] = []
    rest = list(_items(actual))
    names = [_name(item) for item in rest]
    for item in _items(expected):
        name = _name(item)
        if name in names:
            rank = names.index(name)
            names.pop(rank)
            pairs.append((item, rest.pop(rank)))
        else:
            pairs.append((item, ABSENT))
    return [*pairs, *((ABSENT, item) for item in rest)]


def _name(item: Any) -> tuple[str, ...]:
    value = _direct(item)
    if not isinstance(value, DictionaryObject):
        return (repr(value),)
    return tuple(str(value.get(key)) for key in ("/Subtype", "/T", "/Rect"))


def _items(array: ArrayObject) -> Iterator[Any]:
    return (list.__getitem__(array, rank) for rank in range(len(array)))


def _get(dictionary: DictionaryObject, key: str) -> Any:
    return dictionary.raw_get(key) if key in dictionary else ABSENT


def _direct(value: Any) -> Any:
    direct = resolved(value)
    return ABSENT if direct is None else direct


def _identity(value: Any) -> Any:
    reference = (
        value if isinstance(value, IndirectObject) else getattr(value, "indirect_reference", None)
    )
    return (reference.idnum, reference.generation) if reference is not None else id(value)


def _is_plainly_encoded(expected: DictionaryObject, actual: DictionaryObject) -> bool:
    """Whether all programs decode a stream alike: as it was encoded, or by the one plain way."""
    before, after = ([_plain(one.get(key)) for key in ENCODING[1:]] for one in (expected, actual))
    return before == after or after in ([[], []], [["/FlateDecode"], []])


def _plain(value: Any) -> list[str]:
    """Return the filters of a stream, or their parameters, empty ones left out."""
    held = _direct(value)
    items = list(_items(held)) if isinstance(held, ArrayObject) else [held]
    return [str(item) for item in map(_direct, items) if item and not isinstance(item, NullObject)]


def _data(stream: Any) -> bytes:
    return bytes(stream.get_data())


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, DictionaryObject | ArrayObject):
        return False
    numbers = FloatObject | NumberObject
    if isinstance(first, numbers) and isinstance(second, numbers):
        return abs(float(first) - float(second)) < INVISIBLE
    if isinstance(first, NullObject) and isinstance(second, NullObject):
        return True
    return bool(first == second) and type(first) is type(second)


def reachable(reader: PdfReader) -> Counter[int]:
    """Return how often each object is reached from the trailer, by its number."""
    counts: Counter[int] = Counter()
    queue: deque[Any] = deque([reader.trailer])
    while queue:
        value = queue.popleft()
        if isinstance(value, IndirectObject):
            counts[value.idnum] += 1
            if counts[value.idnum] > 1:
                continue
            value = value.get_object()
        if isinstance(value, DictionaryObject):
            queue.extend(_get(value, key) for key in value)
        elif isinstance(value, ArrayObject):
            queue.extend(_items(value))
    return counts
