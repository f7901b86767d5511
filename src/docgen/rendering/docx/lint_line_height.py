"""Figures of a Word template in lines of exact height, in which Word would cut them off."""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from docgen.ooxml import STYLES, W
from docgen.rendering.docx.lint_places import P
from docgen.rendering.docx.lint_tags import Fault, Tag


def cut_figures(tags: Iterable[Tag], parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield a fault for each figure in a paragraph with an exact line height."""
    figures = [tag for tag in tags if tag.opener == "{{" and "|figure" in tag.body.replace(" ", "")]
    if not figures:
        return
    styles = _Styles(parts[STYLES])
    for tag in figures:
        paragraphs = etree.fromstring(parts[tag.paragraph.part]).iter(P)
        paragraph = next(
            element for rank, element in enumerate(paragraphs, 1) if rank == tag.paragraph.rank
        )
        if styles.has_exact_height(paragraph):
            message = f"la figure de {tag} serait coupée : son interligne est « Exactement »"
            hint = "dans Word, choisissez l’interligne « Simple » pour ce paragraphe"
            yield Fault(tag.paragraph, "interligne", message, hint)


class _Styles:
    def __init__(self, part: bytes) -> None:
        self.root = etree.fromstring(part)
        self.by_id = {style.get(f"{W}styleId"): style for style in self.root.iter(f"{W}style")}
        paragraphs = (
            style for style in self.by_id.values() if style.get(f"{W}type") == "paragraph"
        )
        defaults = [
            style.get(f"{W}styleId") for style in paragraphs if style.get(f"{W}default") == "1"
        ]
        self.default = defaults[0] if defaults else None

    def has_exact_height(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph has an exact line height, directly or through its style."""
        return next(self._line_rules(paragraph), "auto") == "exact"

    def _line_rules(self, paragraph: etree._Element) -> Iterator[str]:
        """Yield the line-height rules of a paragraph, the nearest first."""
        yield from _line_rule(paragraph)
        chosen = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self.default if chosen is None else chosen.get(f"{W}val")
        seen: set[str | None] = set()
        while name in self.by_id and name not in seen:
            seen.add(name)
            yield from _line_rule(self.by_id[name])
            base = self.by_id[name].find(f"{W}basedOn")
            name = None if base is None else base.get(f"{W}val")
        for default in self.root.iter(f"{W}pPrDefault"):
            yield from _line_rule(default)


def _line_rule(holder: etree._Element) -> Iterator[str]:
    spacing = holder.find(f"{W}pPr/{W}spacing")
    if spacing is not None and spacing.get(f"{W}line"):
        yield spacing.get(f"{W}lineRule", "auto")
