"""French wording that several checks share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def pages_in_words(pages: Iterable[int]) -> str:
    """``[0, 2, 3, 4]`` → ``pages 1, 3 à 5``."""
    numbers = sorted(set(pages))
    runs = [
        f"{first + 1}" if first == last else _run(first, last) for first, last in _runs(numbers)
    ]
    return f"page{'s' * (len(numbers) > 1)} {', '.join(runs)}"


def _run(first: int, last: int) -> str:
    return f"{first + 1} {'à' if last - first > 1 else 'et'} {last + 1}"


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = before = -1
    for number in numbers:
        if number != before + 1 or first < 0:
            if first >= 0:
                yield first, before
            first = number
        before = number
    if first >= 0:
        yield first, before


def quoted(text: str, longest: int = 60) -> str:
    """Return a text in French quotation marks, cut to `longest` characters."""
    return f"« {text if len(text) <= longest else text[: longest - 1] + '…'} »"
