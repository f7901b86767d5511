"""PDF objects with references resolved; an object of a wrong type becomes an empty one."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the bottom left of a page."""


def resolved(value: Any) -> Any:
    """Return the object that a reference points to, None if it points to nothing."""
    if not isinstance(value, IndirectObject):
        return value
    if isinstance(value.pdf, PdfReader):  # most objects are read already
        known = value.pdf.resolved_objects.get((value.generation, value.idnum))
        if known is not None:
            return known
    return value.get_object()


def number_of(value: Any) -> int:
    """Return the number of an object or of a reference's target, −1 if it has none."""
    reference = value if isinstance(value, IndirectObject) else None
    if reference is None:
        reference = getattr(value, "indirect_reference", None)
    return -1 if reference is None else int(reference.idnum)


def number_under(holder: DictionaryObject, key: str) -> int:
    """Return the number of the object under a key of a dictionary, −1 if it has none."""
    return number_of(holder.raw_get(key)) if key in holder else -1


def as_list(value: Any) -> list[Any]:
    """Return the items under a key that may hold an array, one object or nothing."""
    whole = resolved(value)
    if whole is None:
        return []
    return list(whole) if isinstance(whole, ArrayObject) else [value]


def as_dictionary(value: Any) -> DictionaryObject:
    """Return a dictionary; an empty one for anything else."""
    whole = resolved(value)
    return whole if isinstance(whole, DictionaryObject) else DictionaryObject()


def as_stream(value: Any) -> StreamObject | None:
    """Return a stream; None for anything else."""
    whole = resolved(value)
    return whole if isinstance(whole, StreamObject) else None


def as_text(value: Any) -> str:
    """Return a string, stripped; an empty one for anything else."""
    whole = resolved(value)
    return whole.strip() if isinstance(whole, str) else ""


def rectangle_of(annotation: DictionaryObject) -> Rectangle:
    """Return the rectangle of an annotation; all zero without a valid one."""
    sides = as_list(annotation.get("/Rect"))
    try:
        left, bottom, right, top = (float(resolved(side)) for side in sides)
    except (TypeError, ValueError):
        return 0.0, 0.0, 0.0, 0.0
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def overlap(first: Rectangle, second: Rectangle, tolerance: float = 0.0) -> bool:
    """Whether two rectangles overlap by more than a tolerance."""
    width, height = (min(first[n + 2], second[n + 2]) - max(first[n], second[n]) for n in (0, 1))
    return width > tolerance and height > tolerance


def number_tree(tree: Any) -> Iterator[tuple[int, Any]]:
    """Yield the entries of a number tree, values not resolved (ISO 32000-1, 7.9.7)."""
    yield from ((int(key), value) for key, value in _leaves(tree, "/Nums"))


def name_tree(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a name tree, values not resolved (ISO 32000-1, 7.9.6)."""
    yield from ((str(key), value) for key, value in _leaves(tree, "/Names"))


def _leaves(tree: Any, key: str, depth: int = 20) -> Iterator[tuple[Any, Any]]:
    node = as_dictionary(tree)
    row = as_list(node.get(key))
    yield from zip((resolved(one) for one in row[::2]), row[1::2], strict=False)
    if depth:
        for kid in as_list(node.get("/Kids")):
            yield from _leaves(kid, key, depth - 1)
