"""A Word file as people read it: its paragraphs, their words and bold, its changes and comments.

Files that docgen made and files that Word or LibreOffice saved are read the same way.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from lxml import etree

from docgen.corrections.word_tree import (
    AUTHOR,
    CHANGES,
    DAY,
    read_tree,
    sign_paragraphs,
    unwrap_controls,
)
from docgen.french.typography import fold_typography
from docgen.markup import escape_marks
from docgen.ooxml import BODY, COMMENTS, STYLES, W, read_package
from docgen.rendering.docx.filters import STATES
from docgen.rendering.docx.marks.page_breaks import MARKS
from docgen.rendering.docx.marks.paragraphs import (
    SIGNS,
    count_objects,
    digest_of_words,
    is_on,
    lines_of,
    margin_parts,
    margin_texts,
    printed_paragraphs,
    runs_of,
    runs_without_folios,
)
from docgen.rendering.docx.marks.source_marks import NAME, SourceMark, read_source_mark
from docgen.rendering.docx.parts.properties import lineage, styles_by_id, value_of
from docgen.rendering.docx.parts.runs import SIGNS as STATE_SIGNS
from docgen.rendering.docx.redline.resolution import accept, reject

P, T, START = f"{W}p", f"{W}t", f"{W}bookmarkStart"
TEXTS: Final = {**SIGNS, f"{W}tab": "\t"}
HEADING: Final = re.compile(r"heading (\d)( .*)?")
CONTENTS: Final = re.compile(r"toc \d|table of figures")
FOLIO: Final = re.compile(r" \d+$")
BEFORE_SIGN: Final = re.compile(r" (?=[.,](?:[\s:;!?]|$))")
"""A blank that docgen takes away where it typesets our words."""
STATE, INDEX, RANK = "dg marque", "dg index", "dg rang étape"
"""The styles of the mark of a state, of a line of the index, of the number of a step."""
AMENDED: Final = "dg note de marge"
"""The style of what a consolidated text says beside a clause: which amendment changed it."""
GENERATED: Final = (STATE, INDEX, AMENDED, MARKS["lignes"])
"""The styles of what docgen writes by itself; lines to write on fill what the PDF leaves."""
STATE_WORDS: Final = re.compile(r"dg (état (?!absent)|renvoi)")
"""The styles of its words within a line; what is absent has words of its own."""
NOTES: Final = re.compile(r"▲[\s\d,]*")
"""The sign of what is to be checked, with the numbers of the list that says it."""
STATE_SAID: Final = frozenset((*STATES, *STATE_SIGNS.values(), *STATE_SIGNS))
"""What a mark of a state says; whoever types over it types words."""
BULLETS: Final = re.compile(r".*(list bullet|puce)")
LISTED: Final = re.compile(r"content/\S+\.ya?ml, lignes?\s\d+")
"""Where a draft says that something is left to do."""
FORMATS: Final = {
    **{"u": "souligné", "strike": "barré", "dstrike": "barré", "highlight": "surligné"},
    **{"caps": "mis en capitales", "smallCaps": "mis en petites capitales"},
}
"""What docgen never prints, so that it cannot come back."""
STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The names of the elements of Word in the other form of ISO/IEC 29500, which few programs read."""
MOST_TAGS: Final = 400_000
"""How many tags a file may have: the booklet, our longest, has 52,000."""


class WordStyle(NamedTuple):
    """A style: its name, and whether all of its words are bold or italic."""

    name: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Words of one formatting; `state` are those of a mark of state, which docgen writes."""

    text: str
    bold: bool = False
    italic: bool = False
    state: bool = False


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph as printed; `ranks` are those of its bookmarks, several where it was joined."""

    pieces: tuple[FormattedText, ...]
    style: str
    ranks: tuple[int, ...] = ()
    level: int = 0
    """1 to 9 for a heading, else 0."""
    bullet: bool = False
    depth: int = 0
    """How many tables it is in."""
    listed: bool = False
    """Whether it is of the list of what is left, which docgen writes."""
    formats: frozenset[str] = frozenset()
    author: str = ""
    """Who changed it, as far as changes are tracked; and the day."""
    day: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def own(self) -> str:
        """Its words without the mark of a state, which docgen writes."""
        return "".join(piece.text for piece in self._own)

    @property
    def plain(self) -> str:
        """Its own words, whatever their typography."""
        words = " ".join(fold_typography(self.own.replace("\u2011", "-")).split())
        return BEFORE_SIGN.sub("", words.replace(" – ", " - "))

    @property
    def without_folio(self) -> str:
        """The same without the number of a page that ends a line of the contents."""
        return FOLIO.sub("", self.plain) if CONTENTS.match(self.style) else self.plain

    @property
    def digest(self) -> str:
        return digest_of_words(self.text)

    @property
    def marked(self) -> str:
        """Its own words with the marks of emphasis, blanks outside of them."""
        return "".join(map(_mark_emphasis, self._own)).strip()

    @property
    def _own(self) -> Iterator[FormattedText]:
        return (piece for piece in self.pieces if not piece.state)

    @property
    def stressed(self) -> tuple[tuple[str, bool, bool], ...]:
        """Its words, each with whether it is bold and whether it is italic."""
        return tuple(
            (word, piece.bold, piece.italic)
            for piece in self._own
            for word in re.findall(r"\w+", piece.text)
        )

    @property
    def look(self) -> tuple[object, ...]:
        """What must be the same in two paragraphs that print the same: words, emphasis, place."""
        return self.plain, self.stressed, self.level, self.bullet, self.depth

    @property
    def generated(self) -> bool:
        """Whether docgen writes it by itself: contents, index, mark of a state, what is left."""
        return bool(CONTENTS.match(self.style)) or self.style in GENERATED or self.listed


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the margin: who, on which day, the words; and of which words."""

    author: str
    day: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word file says, its tracked changes accepted.

    `margins` is what stands outside of the body: heads, feet, notes, boxes of text.  `before` is
    the digest of each marked paragraph with the changes rejected, and `signed` who changed it, and
    the day.
    """

    paragraphs: tuple[Paragraph, ...]
    """Those of the body that say something, in order."""
    margins: tuple[str, ...]
    comments: tuple[Remark, ...]
    mark: SourceMark | None
    objects: tuple[int, ...]
    """How many it has of each of `OBJECTS`."""
    before: Mapping[int, str]
    signed: Mapping[int, tuple[str, str]]
    tracked: bool


def read_word(data: bytes) -> WordText:
    """Return what a Word file says, its tracked changes accepted; raise ValueError, in French."""
    parts = read_package(data)
    if sum(part.count(b"<") for name, part in parts.items() if name.endswith(".xml")) > MOST_TAGS:
        raise ValueError("ce fichier Word est démesuré : docgen ne le lit pas")
    if STRICT in parts[BODY]:
        raise ValueError("ce fichier est au format « Open XML strict » : docgen ne le lit pas")
    try:
        root = read_tree(parts[BODY])
        styles = _read_styles(etree.fromstring(parts[STYLES]))
        comments = tuple(_comments(parts, root))
        margins = tuple(
            margin_texts({name: accept(read_tree(parts[name])) for name in margin_parts(parts)})
        )
        mark = read_source_mark(parts)
    except etree.XMLSyntaxError as error:
        raise ValueError("ce fichier Word est abîmé") from error
    tracked = next(root.iter(*CHANGES), None) is not None
    unwrap_controls(root)
    sign_paragraphs(root)
    now = accept(root)
    before: dict[int, str] = {}
    signed: dict[int, tuple[str, str]] = {}
    if tracked:
        for paragraph, text in printed_paragraphs(reject(root)):
            ranks = _ranks(paragraph)
            before |= dict.fromkeys(ranks, digest_of_words(lines_of(text)[0]))
            signed |= dict.fromkeys(ranks, (paragraph.get(AUTHOR, ""), paragraph.get(DAY, "")))
    ours = sorted((one for one, _ in printed_paragraphs(now)), key=_place_of_frame)
    paragraphs = tuple(line for one in ours for line in _lines(_paragraph(one, styles)))
    boxes = (one for box in now.iter(f"{W}txbxContent") for one in box.iter(P))
    margins += tuple("".join(node.text or "" for node in one.iter(T)) for one in boxes)
    return WordText(
        paragraphs, margins, comments, mark, count_objects(now), before, signed, tracked
    )


def _read_styles(styles: etree._Element) -> dict[str, WordStyle]:
    """Return the styles by their identifiers; a face in weight 600 is bold."""
    nodes = styles_by_id(styles)
    return {
        key: WordStyle(
            value_of(style, "name").lower(),
            b"Semibold" in etree.tostring(style) or _is_on_in_style(nodes, key, "b"),
            _is_on_in_style(nodes, key, "i"),
        )
        for key, style in nodes.items()
    }


def _is_on_in_style(nodes: Mapping[str, etree._Element], key: str, name: str) -> bool:
    """Whether a style, or one that it is based on, switches a format on."""
    switches = (is_on(style, name) for style in lineage(nodes, key))
    return next((switch for switch in switches if switch is not None), False)


def _place_of_frame(paragraph: etree._Element) -> float:
    """Return how far down the page the frame of a paragraph is, after all frames without one.

    docgen puts the frames of a letter before all, LibreOffice before any paragraph that it likes.
    """
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    height = frame.get(f"{W}y", "") if frame is not None else "inf"
    return float(height) if height == "inf" or height.isdecimal() else 0.0


def _ranks(paragraph: etree._Element) -> list[int]:
    starts = paragraph.iter(START)
    names = (NAME.fullmatch(start.get(f"{W}name", "")) for start in starts)
    return [int(match[1]) for match in names if match]


def _paragraph(paragraph: etree._Element, styles: Mapping[str, WordStyle]) -> Paragraph:
    named = value_of(paragraph, "pPr", "pStyle")
    style = styles.get(named, WordStyle("")) if named else WordStyle("normal")
    heading = HEADING.fullmatch(style.name)
    listed = value_of(paragraph, "pPr", "numPr", "numId") not in ("", "0")
    pieces = tuple(_join_pieces(_pieces(paragraph, styles, style)))
    return Paragraph(
        pieces,
        style.name,
        tuple(_ranks(paragraph)),
        int(heading[1]) if heading else 0,
        (listed or bool(BULLETS.match(style.name))) and not heading,
        sum(1 for _ in paragraph.iterancestors(f"{W}tbl")),
        _is_listed(paragraph),
        frozenset(
            FORMATS[name] for run in runs_of(paragraph) for name in FORMATS if is_on(run, name)
        ),
        paragraph.get(AUTHOR, ""),
        paragraph.get(DAY, ""),
    )


def _lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield the lines of a paragraph, each of which is one to a reader; the first is marked."""
    lines: list[list[FormattedText]] = [[]]
    for piece in paragraph.pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in others]
    said = [line for line in lines if "".join(piece.text for piece in line).strip()]
    for rank, line in enumerate(said):
        pieces = tuple(piece for piece in line if piece.text)
        yield replace(paragraph, pieces=pieces, ranks=() if rank else paragraph.ranks)


def _is_listed(paragraph: etree._Element) -> bool:
    """Whether a paragraph is in a row, or is a line, that names a line of a text."""
    row = next(paragraph.iterancestors(f"{W}tr"), paragraph)
    return bool(LISTED.search("".join(node.text or "" for node in row.iter(T))))


def _pieces(
    paragraph: etree._Element, styles: Mapping[str, WordStyle], style: WordStyle
) -> Iterator[FormattedText]:
    """Yield the words of a paragraph; what its whole style is, which some write again, is none."""
    runs = runs_of if CONTENTS.match(style.name) else runs_without_folios
    for run in runs(paragraph):
        if is_on(run, "vanish"):
            continue
        text = "".join(one.text or "" if one.tag == T else TEXTS.get(one.tag, "") for one in run)
        stressed = styles.get(value_of(run, "rPr", "rStyle"), WordStyle("")).name
        bold, italic = is_on(run, "b"), is_on(run, "i")
        yield FormattedText(
            text,
            (stressed.startswith("strong") if bold is None else bold) and not style.bold,
            (stressed.startswith("emphasis") if italic is None else italic) and not style.italic,
            bool(STATE_WORDS.match(stressed)) and NOTES.sub("▲", text).strip() in STATE_SAID,
        )


def _join_pieces(pieces: Iterator[FormattedText]) -> Iterator[FormattedText]:
    """Yield pieces, neighbours of one formatting as one; blanks have that of what is before."""
    last: FormattedText | None = None
    for piece in filter(lambda one: one.text, pieces):
        blank = not piece.text.strip()
        if last and (blank or replace(piece, text="") == replace(last, text="")):
            last = replace(last, text=last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _mark_emphasis(piece: FormattedText) -> str:
    core = piece.text.strip()
    if not core:
        return piece.text
    before, _, after = piece.text.partition(core)
    mark = "**" * piece.bold + "*" * piece.italic
    return f"{before}{mark}{escape_marks(core)}{mark[::-1]}{after}"


def _comments(parts: Mapping[str, bytes], root: etree._Element) -> Iterator[Remark]:
    if COMMENTS not in parts:
        return
    for comment in read_tree(parts[COMMENTS]).iter(f"{W}comment"):
        number = comment.get(f"{W}id")
        place = next(
            (one for one in root.iter(f"{W}commentReference") if one.get(f"{W}id") == number), None
        )
        about = _words_about(root, number, place)
        text = " ".join("".join(one.itertext()) for one in comment.iter(P)).strip()
        yield Remark(comment.get(AUTHOR, ""), comment.get(DAY, "")[:10], text, about)


def _words_about(root: etree._Element, number: str | None, place: etree._Element | None) -> str:
    """Return the words that a comment is about: those that it spans, else its paragraph."""
    said, spanned = "", False
    for node in root.iter(T, f"{W}commentRangeStart", f"{W}commentRangeEnd"):
        if node.tag == T:
            said += (node.text or "") * spanned
        elif node.get(f"{W}id") == number:
            spanned = node.tag == f"{W}commentRangeStart"
    paragraph = next(place.iterancestors(P), None) if place is not None else None
    if said.strip() or paragraph is None:
        return said
    return "".join(node.text or "" for node in paragraph.iter(T))
