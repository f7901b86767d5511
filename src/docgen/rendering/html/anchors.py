"""The anchors of HTML that docgen's templates made: what its links lead to."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from docgen.errors import Problem

ANCHOR: Final = re.compile(r'\sid="([^"]*)"')


def anchors_of(html: str) -> list[str]:
    """Return the names of the anchors of HTML, in order."""
    return ANCHOR.findall(html)


def doubled_anchors(html: str) -> Iterator[Problem]:
    """Yield a problem for each name that two anchors bear: links would lead to the first only."""
    for name, count in Counter(anchors_of(html)).items():
        if name and count > 1:
            hint = "un « id » ne sert qu’une fois par document"
            yield Problem("", f"{count} ancres du même nom : « {name} »", code="ancre", hint=hint)
