"""From a section laid out to its frame: painted in parts, tagged with gaps, its places listed."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pydyf

from docgen.rendering.frames.frame import Frame, FramePage, Hole, Ranks, check_drawn, segment
from docgen.rendering.frames.layout.headers_footers import kept
from docgen.rendering.frames.layout.layout import Laid, faces, forget, ground
from docgen.rendering.frames.layout.lines import Place, places
from docgen.rendering.frames.layout.sections import Cut, Picture
from docgen.rendering.frames.output.binding import Common
from docgen.rendering.frames.output.operators import LEVEL, Writer, plain
from docgen.rendering.frames.output.painting import Fonts, Part, Sheets, merge, paint
from docgen.rendering.frames.output.section import Linked
from docgen.rendering.frames.output.tag_slots import counted, tag
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.pdf.finished import PX, TEXT_DRAWN
from docgen.rendering.pdf.pdf import forbidden_links
from docgen.rendering.pdf.tag_tree import TagElement, TaggedAnnotation
from docgen.rendering.pdf.tagging import Key, page_margins


def build(laid: Laid, opening: Cut, section: Cut, fonts: Fonts) -> tuple[Frame, Common]:
    """Return the frame of a section, and what its file has that every file has.

    Raise RefusedError if it cannot be one.
    """
    if any(True for _ in forbidden_links(laid.document)):
        raise RefusedError("un lien refusé")
    sheets = paint(laid.document, fonts)
    return _Building(laid, opening, section, sheets, fonts).frame()


class _Building:
    def __init__(
        self, laid: Laid, opening: Cut, section: Cut, sheets: Sheets, fonts: Fonts
    ) -> None:
        self.laid, self.opening, self.section, self.sheets = laid, opening, section, sheets
        self.resources = sheets.pages[0].stream._resources
        named = {"colours": self.resources["ColorSpace"], "fonts": self.resources["Font"]}
        self.profile = laid.document.color_profiles["srgb"].pdf_reference
        named["profile"] = self.profile
        known = {int(reference.split()[0]): name for name, reference in named.items()}
        self.writer = Writer(sheets.pdf.objects, known)
        self.made = Frame(ground(laid), fonts, {}, laid.asked, laid.strings, front=laid.front)
        self.links: dict[int, int] = {}

    def frame(self) -> tuple[Frame, Common]:
        """Return it, and what every file has."""
        made, document = self.made, self.laid.document
        for page in document.pages:
            made.pages.append(FramePage(page.width * PX, page.height * PX))
        candidates = {
            place.leaf.number: place for place in places(self.laid) if self._in_section(place)
        }
        tagger = tag(self.sheets, document, candidates)
        if tagger.fields:
            raise RefusedError("une case de signature")
        check_drawn(tagger.drawn, [(page.width, page.height) for page in made.pages])
        painted = self._painted()
        for number, (held, key) in tagger.held.items():
            if number not in painted:
                raise RefusedError("un texte peint avec un autre")
            made.holes[number] = self._hole(candidates[number], painted[number], held, key)
        made.root = tagger.root
        for number in range(len(made.pages)):
            self._fill_page(number)
        self._rank_links()
        made.own = self._own()
        made.faces = faces(document)
        self._mark_places()
        common = self._common()
        forget(self.laid.context)
        return made, common

    def _painted(self) -> dict[int, list[Part]]:
        """Return how each leaf was painted on its page, its parts in order."""
        painted: dict[int, dict[int, Part]] = {}
        for page in self.sheets.pages:
            for part in page.parts:
                if part.leaf is not None:
                    number, rank = part.leaf
                    known = painted.setdefault(number, {})
                    if rank in known:
                        known[rank].items += part.items
                        merge(known[rank].glyphs, part.glyphs)
                    else:
                        known[rank] = Part([*part.items], dict(part.glyphs), part.leaf)
        return {
            number: [known[rank] for rank in sorted(known)] for number, known in painted.items()
        }

    def _hole(self, place: Place, parts: list[Part], held: TagElement, key: Key) -> Hole:
        """Return a place that holds what was painted in it."""
        before, shown = len(self.opening.words), len(self.opening.pictures)
        ranks = Ranks(
            tuple([rank - before for rank in place.leaf.words if rank is not None]),
            tuple([rank - shown for rank in place.leaf.pictures if rank is not None]),
        )
        first = segment(parts, counted(held, parts), self.writer, self.resources)
        return Hole(replace(place, key=key), ranks, ranks.words(self.section), first)

    def _in_section(self, place: Place) -> bool:
        """Whether all that a place holds is the section's, and nothing the opening's."""
        words, pictures = len(self.opening.words), len(self.opening.pictures)
        leaf = place.leaf
        return all(rank is None or rank >= words for rank in leaf.words) and all(
            rank is None or rank >= pictures for rank in leaf.pictures
        )

    def _fill_page(self, number: int) -> None:
        """Fill a page of the frame with what stays on it and the numbers of its places."""
        painted, made = self.sheets.pages[number], self.made.pages[number]
        for part in painted.parts:
            if part.margin is not None:
                made.margins.append(kept(part.margin))
            elif part.leaf is not None and part.leaf[0] in self.made.holes:
                if part.leaf not in made.parts:
                    made.parts.append(part.leaf)
            else:
                self._keep(number, part)
        self._check_not_empty(number)
        for reference in painted.dictionary["Annots"]:
            dictionary = self.sheets.pdf.objects[int(reference.split()[0])]
            self.links[id(dictionary)] = len(self.links)
            said = {name: value for name, value in dictionary.items() if name != "StructParent"}
            made.links.append(self.writer.raw(pydyf.Dictionary(said)))

    def _keep(self, number: int, part: Part) -> None:
        """Add to a page what stays on it."""
        frame, made = self.made, self.made.pages[number]
        first = made.marks
        for item in part.items:
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                frame.renumbered[number, item["MCID"]] = made.marks
                made.marks += 1
        painted = self.writer.painted(part.items, self.resources)
        frame.alphas |= painted.alphas
        frame.drawings |= painted.drawings
        merge(frame.glyphs, part.glyphs)
        if painted.template:
            made.parts.append(painted.numbered(first))

    def _rank_links(self) -> None:
        """Have the tags name each link by its rank in the section."""
        for element in self.made.root.walk():
            element.kids = [
                Linked(kid.page, self.links[id(kid.dictionary)])  # type: ignore[misc]
                if isinstance(kid, TaggedAnnotation)
                else kid
                for kid in element.kids
            ]

    def _check_not_empty(self, number: int) -> None:
        """Raise RefusedError for a page whose body has no text: places are never emptied."""
        painted = self.sheets.pages[number]
        page = self.laid.document.pages[number]
        head, foot = page_margins(page)
        kept = [item for part in painted.parts if part.margin is None for item in part.items]
        drawn = b"\n".join(map(plain, kept))
        heights = [round(float(height) * PX) for height in TEXT_DRAWN.findall(drawn)]
        if not any(head < height < page.height * PX - foot for height in heights):
            raise RefusedError("une page vide")

    def _own(self) -> tuple[tuple[str | None, ...], tuple[Picture | None, ...]]:
        """Return the words and pictures that belong to the frame, None for all others."""
        holes, before = self.made.holes.values(), len(self.opening.words)
        words = {rank for hole in holes for rank in hole.ranks.texts}
        words |= {rank - before for rank in self.laid.unseen}
        drawn = {rank for hole in holes for rank in hole.ranks.pictures}
        said, shown = self.section.words, self.section.pictures
        return (
            tuple(None if rank in words else one for rank, one in enumerate(said)),
            tuple(None if rank in drawn else one for rank, one in enumerate(shown)),
        )

    def _mark_places(self) -> None:
        """Note where anchors and entries of the outline are, in points from the bottom left."""
        found: dict[str, tuple[str, int, float, float]] = {}
        for number, page in enumerate(self.laid.document.pages):
            for name, (x, y, _, _) in page.anchors.items():
                found.setdefault(name, (name, number, x * PX, (page.height - y) * PX))
            self.made.bookmarks += [
                (level, label, number, x * PX, (page.height - y) * PX)
                for level, label, (x, y), _ in page.bookmarks
            ]
        self.made.anchors = list(found.values())

    def _common(self) -> Common:
        """Return what every file has, read from the file of this section."""
        objects = self.sheets.pdf.objects
        profile = objects[int(self.profile.split()[0])]
        data = zlib.compress(b"".join(map(plain, profile.stream)), LEVEL)
        extra = {**profile.extra, "Filter": "/FlateDecode", "Length": len(data)}
        return Common(
            self.writer.raw(pydyf.Dictionary(extra)),
            data,
            self.writer.raw(objects[int(self.resources["ColorSpace"].split()[0])]),
            self.writer.raw(self.sheets.pdf.catalog["OutputIntents"]),
        )
