"""Which figures of a Word template stand in lines of an exact height, and would be cut by Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from docgen.rendering.docx.filters import W
from docgen.rendering.docx.lint_places import P
from docgen.rendering.docx.lint_tags import Fault, Tag


def cut_figures(tags: Iterable[Tag], parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield a fault for each figure that would be no higher than a line of its paragraph."""
    shown = [tag for tag in tags if tag.opener == "{{" and "|figure" in tag.body.replace(" ", "")]
    if not shown:
        return
    styles = _Styles(parts["word/styles.xml"])
    for tag in shown:
        paragraphs = etree.fromstring(parts[tag.place.part]).iter(P)
        paragraph = next(one for rank, one in enumerate(paragraphs, 1) if rank == tag.place.rank)
        if styles.exact(paragraph):
            message = f"la figure de {tag} serait coupée : son interligne est « Exactement »"
            hint = "dans Word, choisissez l’interligne « Simple » pour ce paragraphe"
            yield Fault(tag.place, "interligne", message, hint)


class _Styles:
    """The styles of a template, as far as they settle the height of lines."""

    def __init__(self, part: bytes) -> None:
        self.root = etree.fromstring(part)
        self.named = {one.get(f"{W}styleId"): one for one in self.root.iter(f"{W}style")}
        paragraphs = (one for one in self.named.values() if one.get(f"{W}type") == "paragraph")
        plain = [one.get(f"{W}styleId") for one in paragraphs if one.get(f"{W}default") == "1"]
        self.plain = plain[0] if plain else None

    def exact(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph, or what its style is based on, has an exact line height."""
        return next(self._rules(paragraph), "auto") == "exact"

    def _rules(self, paragraph: etree._Element) -> Iterator[str]:
        """Yield what is said of the height of a paragraph's lines, the nearest first."""
        yield from _rule(paragraph)
        chosen = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self.plain if chosen is None else chosen.get(f"{W}val")
        met: set[str | None] = set()
        while name in self.named and name not in met:
            met.add(name)
            yield from _rule(self.named[name])
            base = self.named[name].find(f"{W}basedOn")
            name = None if base is None else base.get(f"{W}val")
        for default in self.root.iter(f"{W}pPrDefault"):
            yield from _rule(default)


def _rule(holder: etree._Element) -> Iterator[str]:
    """Yield how a paragraph, a style or the defaults count the height of lines, if they say so."""
    spacing = holder.find(f"{W}pPr/{W}spacing")
    if spacing is not None and spacing.get(f"{W}line"):
        yield spacing.get(f"{W}lineRule", "auto")
