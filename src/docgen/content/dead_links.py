"""Links of a text to an anchor that the document made of it does not have.

Each renderer would find them too, but could not name the line of the text.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from docgen.content.raw import texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import Problem, closest
from docgen.markup import MarkError, read_runs

ANCHOR: Final = "ancre"
"""The name of the facts that a link leads to, in every format."""
INSIDE: Final = "](#"
"""What a text with a link to an anchor holds."""


@dataclass(frozen=True, slots=True)
class InnerLink:
    """A link to an anchor, and the place of the text that it is in."""

    source: Source
    steps: Steps
    anchor: str


def inner_links(source: Source) -> Iterator[InnerLink]:
    """Yield the links of a file that lead to an anchor."""
    for steps, text in texts(source.data):
        with suppress(MarkError):  # reported by the type of the field
            addresses = (run.link for run in read_runs(text)) if INSIDE in text else ()
            for address in dict.fromkeys(addresses):
                if address.startswith("#"):
                    yield InnerLink(source, steps, address[1:])


def dead_links(links: Sequence[InnerLink], facts: dict[str, Any]) -> Iterator[Problem]:
    """Yield each of these links that is among the facts of a document and leads nowhere in it."""
    printed = [*texts(facts)]
    anchors = {text for steps, text in printed if steps[-1] == ANCHOR} - {""}
    for link in links:
        words = f"(#{link.anchor})"
        if link.anchor not in anchors and any(words in text for _, text in printed):
            hint = closest(link.anchor, anchors) or "retirez le lien, et laissez ses mots"
            message = f"lien qui ne mène nulle part dans ce document : « #{link.anchor} »"
            yield problem_at(link.source, Finding(link.steps, "lien-mort", message, hint, words))
