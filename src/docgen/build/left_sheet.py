"""The sheet beside a draft that lists what is left of it, page by page, for those who read it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Final

from docgen.document import LEFT_SHEET, Document, Facts
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end
from docgen.french.typography import prose
from docgen.french.wording import BIS, capital, counted
from docgen.kinds.actes.content import Clause
from docgen.left import REMARK, RESERVES, Item, Share, What, Who, shares
from docgen.markup import escape_marks

NOTE: Final = (
    "Feuille de travail, à ne pas remettre avec le document. Les pages sont celles du PDF."
)
ANYWHERE: Final = "Dans tout le document"
"""The title above what no page in particular prints."""
OPENING_PAGE: Final = "Première page"
"""The title above what an act prints before its clauses."""
NUMBER: Final = re.compile(
    r"^(?:(?:ARTICLE|AXE|Axe|Objectif|Action)\s(?=[\dIVX])\S+|\d+(?:\.\d+)+)"
    rf"(?:\s(?i:{BIS})\b)?(?=\s[^\s:;(–])"
)
"""The number of a clause, which a dash parts from its name."""

SIZES: Final = ((15, "court"), (30, "moyen"))
"""The density of a sheet by how many points make it too long for it."""
MAX_PAGES_TOLD: Final = 4
"""How many pages or rows of pages of a point are told: some rules of law stand in every chapter."""


BLANKS: Final = f" :{INSECABLE}"
ARTICLE, COLON = "Art.", f"{INSECABLE}: "
"""How the name of a rule of law begins, and what ends its article."""
CITED: Final = re.compile(rf"\b[Aa]rt\.\s(.*?)\s((?:du|de la)\s.*?){INSECABLE}:")
"""Where the name of a point tells an article and its code."""
ITSELF, ALL_OF_IT = "Son texte", "Son titre et son texte"
"""How a point is called under a title that is its own name, or that tells that it has none."""
REMARK_LABEL: Final = "Remarque"
MOST_ALONE: Final = 0.75
"""The share of chapters of one line each from which their titles name the lines."""
BY: Final = {
    Who.JURISTE: "par le juriste",
    Who.PARTIES: "par les parties",
    Who.REDACTEUR: "par le rédacteur",
    Who.TERRAIN: "sur le terrain",
    Who.DONNEES: "dans les données",
}
"""Who does what a total counts, or where."""
TOLD_WHOLE: Final = ("remarque", "desaccord")
"""The codes of points whose message is told whole to those who settle it."""
REMARK_NAME: Final = re.compile(r"À décider \((.+)\)")
"""The name of a remark, which names the part that it is on."""


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """The pages, from 1, that print a point, the heading above it, the rank of its own heading."""

    pages: tuple[int, ...] = ()
    heading: str = ""
    rank: int = 0


class LigneReste(Facts):
    """A point, as marked text: its pages, what it is, what is to be done, and by whom.

    A remark on the point above it is `retrait`; nothing is to be done of what it only names. What
    comes before texts are adopted is `premier`.
    """

    pages: str
    quoi: str
    qui: str
    retrait: bool
    premier: bool = False


class GroupeReste(Facts):
    """The points of a chapter, or all of them, which name their chapters, without a title."""

    titre: str
    lignes: tuple[LigneReste, ...]


class FaitsReste(Facts):
    """What is left of the draft `nom`; `totaux` are the totals that `docgen reste` tells.

    Of each point, a verb tells what to do, and its `auteurs` are told where they are several.
    """

    repere: str
    mention: str
    titre: str
    nom: str
    compte: str
    totaux: tuple[str, ...]
    auteurs: bool
    groupes: tuple[GroupeReste, ...]


def left_sheets(document: Document) -> Iterator[Document]:
    """Yield the sheet of a draft, if it has one; its pages are told once the draft is laid out."""
    if document.left_title and document.left:
        facts = sheet_facts(document)
        yield Document(
            kind=document.kind,
            key=f"{document.key}-{LEFT_SHEET}",
            title=f"{facts.titre} – {document.title}",
            author=document.author,
            subject=document.subject,
            facts=facts,
            diffusion=document.diffusion,
            final=False,
            sources=document.sources,
            required_margin_words=(facts.repere, facts.mention),
            lists=document,
            density=next((size for most, size in SIZES if len(document.left) < most), ""),
            templates_of=LEFT_SHEET,
            distinguishing_label="ce qui reste à faire",
            place=document.place,
            town=document.town,
            framed=document.framed,
            booklet=not document.framed,
        )


def sheet_facts(
    document: Document, places: Mapping[str, PrintedPlace] = MappingProxyType({})
) -> FaitsReste:
    """Return the facts of the sheet of a draft, given the places of its items by identifier."""
    totals = (
        f"À faire {BY[who]} : {' ; '.join(_in_order([*theirs]))}"
        for who, theirs in groupby(shares(document.left), key=lambda share: share.who)
    )
    points = counted(len(document.left), "point")
    several = len({item.who for item in document.left}) > 1
    first = {_to_do(item, several=several) for item in _before_adoption(document.left)}
    groups = _in_one_list([*_groups(document.left, places, several=several)])
    return FaitsReste(
        repere=str(dict(document.facts)["repere"]),
        mention=NOTE,
        titre=document.left_title,
        nom=document.title,
        compte=f"{points} à régler avant que ce document soit définitif.",
        totaux=tuple(totals),
        auteurs=several,
        groupes=tuple(_finished(group, first) for group in groups),
    )


def _before_adoption(items: Sequence[Item]) -> Iterator[Item]:
    """Yield what those who adopt texts have to do before it, if anything."""
    adopting = {item.who for item in items if item.what is What.ADOPTER}
    yield from (one for one in items if one.who in adopting and one.what is not What.ADOPTER)


def _in_order(theirs: Sequence[Share]) -> Iterator[str]:
    """Yield the totals of one who has them: texts are adopted once the rest is settled."""
    later = [share for share in theirs if share.items[0].what is What.ADOPTER]
    sooner = [share for share in theirs if share not in later]
    if not (sooner and later):
        yield from (share.phrase for share in theirs)
        return
    yield from (share.phrase for share in sooner[:-1])
    yield f"{sooner[-1].phrase} d’abord, en gras"
    yield from (f"{share.phrase} ensuite" for share in later)


def _finished(group: GroupeReste, first: Set[str]) -> GroupeReste:
    """Return a group, pages told only where they are others than on the line above.

    No point ends on a short word alone. A line whose work is among `first` is `premier`.
    """
    pages = ["", *(line.pages for line in group.lignes)]
    lines = (
        line.model_copy(
            update={
                "pages": "" if own == above else own,
                "quoi": hold_end(line.quoi),
                "premier": line.qui in first,
            }
        )
        for line, (above, own) in zip(group.lignes, pairwise(pages), strict=True)
    )
    return group.model_copy(update={"lignes": tuple(lines)})


def _in_one_list(groups: Sequence[GroupeReste]) -> Sequence[GroupeReste]:
    """Return groups; as one without a title, where nearly all would have one line under theirs."""
    alone = [group for group in groups if len(group.lignes) == 1]
    if len(alone) < MOST_ALONE * len(groups):
        return groups
    lines = (line for group in groups for line in _naming_chapter(group))
    return [GroupeReste(titre="", lignes=tuple(lines))]


def _naming_chapter(group: GroupeReste) -> Iterator[LigneReste]:
    """Yield the lines of a group, which name its chapter."""
    title, is_named = escape_marks(group.titre), False
    for line in group.lignes:
        if line.quoi in (ITSELF, ALL_OF_IT):
            yield line.model_copy(update={"quoi": title})
        elif line.retrait or group.titre in (OPENING_PAGE, ANYWHERE):
            yield line
        elif line.quoi.startswith(f"{REMARK_LABEL}{COLON}"):
            if not is_named:
                yield line.model_copy(update={"quoi": title, "qui": ""})
            yield line.model_copy(update={"retrait": True})
            is_named = True
        else:
            yield line.model_copy(update={"quoi": f"{title}{COLON}{line.quoi}"})


def _groups(
    items: tuple[Item, ...], places: Mapping[str, PrintedPlace], *, several: bool
) -> Iterator[GroupeReste]:
    nowhere = PrintedPlace()
    placed = [(places.get(item.id, nowhere), item) for item in _counted_remarks(items)]
    placed.sort(key=lambda one: (one[0].pages[:1], one[0].rank))
    for titre, group in groupby(placed, key=lambda one: one[0].heading or ANYWHERE):
        lines, point, is_told = list[LigneReste](), titre, False
        for place, item in _below_their_points(sorted(group, key=_law_place)):
            name = " ".join(item.name.split())
            if item.code in TOLD_WHOLE:
                part = REMARK_NAME.sub(r"\1", name)
                if part not in ("", point):
                    lines.append(_line(place, escape_marks(_with_dash(part)), ""))
                    point, is_told = part, True
                below = bool(part) and is_told
                lines.append(_remark_line(place, item, several=several, below=below))
                continue
            is_whole = bool(name) and titre.endswith(name)
            point, is_told = titre if is_whole else name, True
            itself = ALL_OF_IT if name.endswith(Clause.absent) else ITSELF
            said = _with_dash(capital(item.name or prose(item.message)))
            what = itself if is_whole else escape_marks(said)
            lines.append(_line(place, what, _to_do(item, several=several)))
        yield GroupeReste(titre=_with_dash(titre), lignes=tuple(_by_article(lines)))


def _with_dash(name: str) -> str:
    return NUMBER.sub(rf"\g<0>{INSECABLE}–", name)


def _counted_remarks(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield items, the remarks of which a public sheet says nothing as one."""
    untold = [item for item in items if item.message == REMARK]
    yield from (item for item in items if item not in untold)
    if untold:
        many = counted(len(untold), *RESERVES["remarque"].split("|"))
        yield replace(untold[0], id="", name="", message=many)


def _law_place(placed: tuple[PrintedPlace, Item]) -> tuple[object, ...]:
    """Return what sorts a point on its page: an article by its code, its letter, its numbers."""
    place, item = placed
    cited = CITED.search(item.name)
    number, code = cited.groups() if cited else ("", "")
    return (
        place.pages[:1],
        place.rank,
        code,
        re.sub(r"\d.*", "", number),
        [*map(int, re.findall(r"\d+", number))],
    )


def _below_their_points(
    group: Sequence[tuple[PrintedPlace, Item]],
) -> list[tuple[PrintedPlace, Item]]:
    """Return the points of a chapter, each remark just below the point that it is on."""
    names = [item.name for _, item in group]

    def order(rank: int) -> tuple[int, bool]:
        item = group[rank][1]
        part = REMARK_NAME.sub(r"\1", item.name)
        below = item.code in TOLD_WHOLE and part in names
        return (names.index(part) if below else rank, below)

    return [group[rank] for rank in sorted(range(len(group)), key=order)]


def _by_article(lines: list[LigneReste]) -> Iterator[LigneReste]:
    """Yield lines, those of one article and the same pages as one, unless a remark is below."""
    by_key = dict[tuple[str, ...], LigneReste]()
    for rank, line in enumerate(lines):
        article, colon, rest = line.quoi.partition(COLON)
        is_alone = line.retrait or any(one.retrait for one in lines[rank + 1 : rank + 2])
        own = is_alone or not colon or not article.startswith(ARTICLE)
        key = (str(rank),) if own else (article, line.pages, line.qui)
        known = by_key.get(key)
        words = f"{known.quoi}{INSECABLE}; {rest}" if known else line.quoi
        by_key[key] = line.model_copy(update={"quoi": words})
    yield from by_key.values()


def _remark_line(place: PrintedPlace, item: Item, *, several: bool, below: bool) -> LigneReste:
    """Return the line of a remark, set back where it is `below` what it is on."""
    words = prose(item.message.removeprefix(item.name).lstrip(BLANKS))
    said = f"{REMARK_LABEL}{COLON}{escape_marks(words)}" if item.name else capital(words)
    line = _line(place, said, _to_do(item, several=several))
    return line.model_copy(update={"retrait": below})


def _to_do(item: Item, *, several: bool) -> str:
    """Return what there is to do about a point, and by whom where `several` have something."""
    return f"{item.who.accent}{INSECABLE}: {item.verb}" if several else item.verb


def _line(place: PrintedPlace, what: str, to_do: str) -> LigneReste:
    """Return the line of a point, on its first pages."""
    rows = list(_page_ranges(place.pages))
    shown = [*rows[:MAX_PAGES_TOLD], *("…" for _ in rows[MAX_PAGES_TOLD : MAX_PAGES_TOLD + 1])]
    pages = f"p.{INSECABLE}{', '.join(shown)}" if shown else ""
    return LigneReste(pages=pages, quoi=what, qui=to_do, retrait=False)


def _page_ranges(pages: Iterable[int]) -> Iterator[str]:
    """Yield pages in words, three in a row or more as one: « 1 à 12 »."""
    for _, run in groupby(enumerate(pages), lambda one: one[1] - one[0]):
        row = [page for _, page in run]
        if len(row) > 2:
            yield f"{row[0]} à{INSECABLE}{row[-1]}"
        else:
            yield from map(str, row)
