"""From the differences between two acts to the document that shows them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from docgen.avenant.act_text import AlineaText, RowText
from docgen.avenant.differences import ActDifferences, Change, ClauseDifference, RowDifference
from docgen.avenant.word_changes import changed_parts, has_one_word, tokens_of
from docgen.document import ActComparison, ActVersion, Document
from docgen.french.rule import INSECABLE
from docgen.french.typography import texte_signe
from docgen.french.wording import counted, date_longue, small_initial
from docgen.kinds.actes.amendment import Amendment
from docgen.kinds.convention.avenant import name_of_avenant
from docgen.kinds.convention.composition import LINES_WITH_SIGNATURES, hold_long, tie_last_lines
from docgen.kinds.convention.facts import (
    MOVED,
    SORTS,
    Bloc,
    BlocCompare,
    FaitsConvention,
    FaitsRedline,
    Genre,
    LigneDeChangement,
    MorceauCompare,
    Sort,
)
from docgen.markup import escape_marks, read_runs

TITLE: Final = "Version comparée"
UNTITLED, NOT_SUPPLIED = "Titre non fourni", "Texte non fourni."
SINCE: Final = "à compter du ".replace(" ", INSECABLE)
MAX_QUOTED: Final = 8
"""The most words of a change that the table quotes."""
FEW_LINES: Final = 12
"""The most lines of changes that a page of Word lists in large."""
FIRST_PAGE, GAP, PARTIES = 24, 3, 9
"""The lines that this page has for them and what is above clauses: boxes, parties two abreast."""
LINE: Final = 58
"""The letters of a line there."""
CHANGE_ANCHOR: Final = "-change"
"""What the anchor of a change adds to that of its clause."""
Token = tuple[str, bool, bool]
"""A word, a sign or a blank, and whether it is bold and italic."""


def compose_redline(amendment: Amendment, old: Document, new: Document) -> Document:
    """Return the comparison of two texts, given their documents, on pages and in Word.

    Its Word file becomes the new one when all changes are accepted, the old one when rejected.
    """
    avenant = amendment.avenant
    facts = new.facts
    assert isinstance(facts, FaitsConvention)
    name = name_of_avenant(avenant)
    since = f" {SINCE}{date_longue(avenant.effet)}" if avenant.effet else ""
    redline = FaitsRedline(
        projet=not new.final,
        intitule=facts.intitule,
        repere=_page_head(facts, final=new.final),
        mention=facts.mention,
        titre=TITLE,
        sous_titre=f"{facts.intitule}, et ce que l’{small_initial(name)} y change{since}",
        changements=table_rows(amendment.differences),
        blocs=touched_blocks(redline_blocks(amendment.differences)),
    )
    compared = _as_compared(old, new, redline, amendment.differences)
    before, after = (ActVersion(one, _clauses_of(one)) for one in compared)
    paged = new if _has_room_for_text(redline.changements, facts) else None
    return replace(
        new,
        key=f"{amendment.cle}-compare",
        title=f"{facts.intitule} – {TITLE.lower()}",
        subject=TITLE,
        facts=redline,
        layout="redline",
        contents=(),
        canonical="",
        required_margin_words=(redline.repere, redline.mention),
        distinguishing_label=f"{TITLE.lower()}, {small_initial(name)}",
        comparison=ActComparison(before, after, new.author, avenant.signature.date, paged),
    )


def _as_compared(
    old: Document, new: Document, redline: FaitsRedline, differences: ActDifferences
) -> Iterator[Document]:
    """Yield both acts with the heads, feet and marks of their comparison.

    Only the words of the parties are compared: a head that changed would be shown on each page,
    and a clause tied to the signatures in one act alone as changed.  The table of what changes
    comes first, for some programs do not show tracked changes.
    """
    facts, before = new.facts, old.facts
    assert isinstance(facts, FaitsConvention)
    assert isinstance(before, FaitsConvention)
    tied = _tied_clauses(facts)
    added = {one.id for one in differences.clauses if one.old is None}
    shown = {
        **{name: getattr(redline, name) for name in ("repere", "mention", "titre", "sous_titre")},
        "organismes": (),
        **dict.fromkeys(("surtitre", "remarque"), ""),
        "sommaire": False,
        "changements": tuple(map(lead_to_heading, redline.changements)),
        "peu": _lines_of(redline.changements) <= FEW_LINES,
        "ensemble": _has_room_for_text(redline.changements, facts),
        **{name: getattr(facts, name) for name in ("projet", "a_signer", "signe", "fictif")},
    }
    for document, printed, side in ((old, before, "old"), (new, facts, "new")):
        changes = {
            place: change
            for one in differences.clauses
            for place, change in _changed_places(one, side)
        }
        ranks = Counter[str]()
        blocs: list[Bloc] = []
        for bloc, (clause, _) in zip(printed.blocs, printed.clauses, strict=True):
            change = changes.get((clause, ranks[clause]), Change.KEPT)
            # What both acts have may say that it changes; a clause that comes brings its note.
            noted = change is Change.CHANGED or (clause in added and ranks[clause] == 1)
            ranks[clause] += 1
            update = {
                "texte": bloc.texte if change is Change.KEPT else _freed(bloc.texte),
                "note": SORTS[change] * noted,
                "lie": clause in tied,
                "suit": bloc.texte.endswith(":"),  # the end of a list may be another
                "barre": False,
            }
            blocs.append(bloc.model_copy(update=update))
        yield replace(document, facts=printed.model_copy(update={**shown, "blocs": tuple(blocs)}))


def _freed(text: str) -> str:
    """Return a text whose end is not held: blanks that differ would be shown as changes."""
    return texte_signe(text.replace(INSECABLE, " "))


def _changed_places(
    difference: ClauseDifference, side: str
) -> Iterator[tuple[tuple[str, int], Change]]:
    """Yield what changes in an act, and how: the heading, 0, and alinéas by their rank."""
    old, new = difference.old, difference.new
    if old and new and (old.numero, old.titre) != (new.numero, new.titre):
        yield (difference.id, 0), Change.CHANGED
    here = getattr(difference, side)
    held = [one.change for one in difference.alineas if getattr(one, side)]
    first = 1 + bool(here and here.manquant)  # the box of a missing text comes first
    for rank, change in enumerate(held, first):
        if change is not Change.KEPT:
            yield (difference.id, rank), change


def _tied_clauses(facts: FaitsConvention) -> set[str]:
    """Return the clauses of the last lines, which stand on the page of the signatures."""
    free = tuple(bloc.model_copy(update={"lie": False}) for bloc in facts.blocs)
    blocs = tie_last_lines(free, LINES_WITH_SIGNATURES)
    return {clause for (clause, _), bloc in zip(facts.clauses, blocs, strict=True) if bloc.lie}


def lead_to_heading(row: LigneDeChangement) -> LigneDeChangement:
    """Return a row for Word: its clause, in marked text, leads to its heading if it is there."""
    anchor = "" if row.change == SORTS[Change.REMOVED] else row.ancre.removesuffix(CHANGE_ANCHOR)
    clause = escape_marks(row.clause)
    shown = f"[{clause}](#{anchor})" if anchor else clause
    return row.model_copy(update={"ancre": anchor, "clause": shown})


def _has_room_for_text(rows: Sequence[LigneDeChangement], facts: FaitsConvention) -> bool:
    """Whether the page that lists changes has room for what is above the clauses of an act."""
    above = GAP * len(facts.avant) + PARTIES * -(-len(facts.parties) // 2)
    return _lines_of(rows) + above <= FIRST_PAGE


def _lines_of(rows: Sequence[LigneDeChangement]) -> int:
    """Return how many lines a list of changes takes in Word, at least one blank a row."""
    alineas = [alinea for row in rows for alinea in row.alineas]
    lengths = [sum(len(piece.texte) for piece in alinea) for alinea in alineas]
    lengths += [len(row.change) for row in rows]
    return len(rows) + sum(1 + length // LINE for length in lengths)


def _page_head(facts: FaitsConvention, *, final: bool) -> str:
    draft, example = "" if final else "PROJET", "exemple fictif" if facts.fictif else ""
    return " – ".join(filter(None, (draft, f"{TITLE}, sans valeur d’acte", example)))


def _clauses_of(document: Document) -> tuple[tuple[str, str], ...]:
    assert isinstance(document.facts, FaitsConvention)
    return document.facts.clauses


def touched_blocks(blocs: Sequence[BlocCompare]) -> tuple[BlocCompare, ...]:
    """Return the clauses that change, whole, under the headings above them."""
    starts = [rank for rank, bloc in enumerate(blocs) if bloc.genre == "titre"]
    touched = [bloc for bloc in blocs[: starts[0] if starts else None] if bloc.sort]
    above: list[BlocCompare] = []
    for start, end in pairwise((*starts, len(blocs))):
        heading = blocs[start]
        above = [one for one in above if one.niveau < heading.niveau]
        if any(bloc.sort for bloc in blocs[start:end]):
            touched += (*above, *blocs[start:end])
            above = []
        else:
            above.append(heading)
    return tuple(touched)


def redline_blocks(differences: ActDifferences) -> tuple[BlocCompare, ...]:
    """Return the blocks of both acts in the order of reading, with what became of each."""
    return tuple(_blocks(differences))


def _blocks(differences: ActDifferences) -> Iterator[BlocCompare]:
    titles = zip(differences.old.titre, differences.new.titre, strict=True)
    yield from (_block("paragraphe", *map(escape_marks, title)) for title in titles if any(title))
    yield from _row_blocks("Parties", "parties", differences.parties)
    depth = 0
    for difference in differences.clauses:
        depth = min(difference.either.niveau, depth + 1)  # headings never skip a level
        yield from _clause_blocks(difference, depth)
    yield from _row_blocks("Signataires", "signataires", differences.signataires)


def _clause_blocks(difference: ClauseDifference, depth: int = 1) -> Iterator[BlocCompare]:
    """Yield the heading of a clause, then its alinéas.

    A clause that comes or goes has one bar from its heading to its last line, and one word beside
    its first alinéa.
    """
    blocs = list(_heading_and_alineas(difference, depth))
    whole = bool(blocs[0].sort) and None in (difference.old, difference.new)
    for rank, bloc in enumerate(blocs):
        said = rank == min(1, len(blocs) - 1) if whole else bool(bloc.sort)
        suite = whole and rank < len(blocs) - 1
        yield bloc.model_copy(update={"mot": bloc.sort if said else "", "suite": suite})


def _heading_and_alineas(difference: ClauseDifference, depth: int) -> Iterator[BlocCompare]:
    yield _heading(difference, depth)
    changed = _anchor_of_change(difference)
    for old, new in _alineas(difference):
        bullet = (new or old or AlineaText("")).puce
        held = hold_long if None in (old, new) else str  # blanks that differ are no changes
        texts = (held(one.texte) if one else None for one in (old, new))
        bloc = _block("puce" if bullet else "paragraphe", *texts)
        yield bloc.model_copy(update={"ancre": changed}) if bloc.sort else bloc
        changed = "" if bloc.sort else changed


def _anchor_of_change(difference: ClauseDifference) -> str:
    """Return the anchor of the first alinéa that changes in a clause whose heading stays."""
    return "" if _heading(difference, 1).sort else f"{difference.id}{CHANGE_ANCHOR}"


def _alineas(difference: ClauseDifference) -> Iterator[tuple[AlineaText | None, AlineaText | None]]:
    """Yield the alinéas of a clause in pairs; the words of a missing text are said to be so."""
    unknown = [
        AlineaText(NOT_SUPPLIED) if one and one.manquant else None
        for one in (difference.old, difference.new)
    ]
    if any(unknown):
        yield unknown[0], unknown[1]
    yield from ((one.old, one.new) for one in difference.alineas)


def _heading(difference: ClauseDifference, depth: int) -> BlocCompare:
    old, new = difference.old, difference.new
    sort = SORTS[difference.change]
    if sort == "modifié" and old and new and (old.numero, old.titre) == (new.numero, new.titre):
        sort = ""
    return BlocCompare(
        genre="titre",
        morceaux=_pieces(*(_title(one.titre) if one else None for one in (old, new))),
        sort=MOVED if difference.moved else sort,
        niveau=depth,
        etiquette=_pieces(*(escape_marks(one.numero) if one else None for one in (old, new))),
        ancre=difference.id,
    )


def _title(titre: str) -> str:
    return escape_marks(titre or UNTITLED)


def _row_blocks(title: str, anchor: str, rows: Sequence[RowDifference]) -> Iterator[BlocCompare]:
    """Yield a table of the act as paragraphs, if it changed."""
    if all(row.change is Change.KEPT for row in rows):
        return
    heading = (MorceauCompare(texte=title),)
    yield BlocCompare(genre="titre", morceaux=heading, niveau=1, ancre=anchor)
    for row in rows:
        yield _block("paragraphe", _row_text(row.old), _row_text(row.new))


def _row_text(row: RowText | None) -> str | None:
    return escape_marks(", ".join(filter(None, row.cells))) if row else None


def _block(genre: Genre, old: str | None, new: str | None) -> BlocCompare:
    change = Change.KEPT if old == new else Change.CHANGED
    if old is None or new is None:
        change = Change.INSERTED if old is None else Change.REMOVED
    sort = SORTS[change]
    return BlocCompare(genre=genre, morceaux=_pieces(old, new), sort=sort, mot=sort)


def _pieces(old: str | None, new: str | None) -> tuple[MorceauCompare, ...]:
    """Return the words of two marked texts, None for no text at all."""
    before, after = _tokens(old or ""), _tokens(new or "")
    pieces: list[MorceauCompare] = []
    here = 0
    for change in changed_parts(before, after, _has_one_word):
        pieces += _join_words(before[here : change.old_start], "")
        pieces += _alone(before[change.old_start : change.old_end], "supprimé")
        pieces += _alone(after[change.new_start : change.new_end], "ajouté")
        here = change.old_end
    return (*pieces, *_join_words(before[here:], ""))


def _tokens(text: str) -> list[Token]:
    return [
        (token, run.bold, run.italic) for run in read_runs(text) for token in tokens_of(run.text)
    ]


def _has_one_word(tokens: Sequence[Token]) -> bool:
    return has_one_word(token for token, _, _ in tokens)


def _alone(tokens: Sequence[Token], sort: Sort) -> Iterator[MorceauCompare]:
    """Yield words that come or go, blanks around them apart."""
    start, end = (len(tokens) > 1 and tokens[rank][0].isspace() for rank in (0, -1))
    yield from _join_words(tokens[:start], "")
    yield from _join_words(tokens[start : len(tokens) - end], sort)
    yield from _join_words(tokens[len(tokens) - end :], "")


def _join_words(tokens: Sequence[Token], sort: Sort) -> Iterator[MorceauCompare]:
    """Yield neighbours of one style as one piece."""
    for (bold, italic), alike in groupby(tokens, key=itemgetter(1, 2)):
        text = "".join(words for words, _, _ in alike)
        yield MorceauCompare(texte=text, sort=sort, gras=bold, italique=italic)


def table_rows(differences: ActDifferences) -> tuple[LigneDeChangement, ...]:
    """Return the rows of the table of changes, in the order of reading."""
    return tuple(
        LigneDeChangement(
            clause=one.either.heading or UNTITLED,
            ancre=_anchor_of_change(one) or one.id,
            change=_change_in_words(one),
            alineas=tuple(_listed_alineas(one)),
        )
        for one in differences.clauses
        if one.change is not Change.KEPT or one.moved
    )


def _listed_alineas(difference: ClauseDifference) -> Iterator[tuple[MorceauCompare, ...]]:
    """Yield what changes in a clause; the heading of one that comes or goes is its row's name."""
    blocs = [bloc for bloc in _clause_blocks(difference) if bloc.sort]
    named = None in (difference.old, difference.new) and len(blocs) > 1
    yield from (bloc.morceaux for bloc in blocs[named:])


def _change_in_words(difference: ClauseDifference) -> str:
    old, new = difference.old, difference.new
    if old is None or new is None:
        return SORTS[difference.change]
    parts: list[str] = [MOVED] if difference.moved else []
    parts += ["numéro modifié"] if old.numero != new.numero else []
    parts += ["intitulé modifié"] if old.titre != new.titre else []
    for change in (Change.CHANGED, Change.INSERTED, Change.REMOVED):
        count = sum(one.change is change for one in difference.alineas)
        parts += [counted(count, f"alinéa {SORTS[change]}")] if count else []
    return ", ".join(parts) + _quoted_words(difference) or SORTS[difference.change]


def _quoted_words(difference: ClauseDifference) -> str:
    """Return the words that become others, where they are few and all that changes."""
    changed = [one for one in difference.alineas if one.change is not Change.KEPT]
    if len(changed) != 1 or not (changed[0].old and changed[0].new):
        return ""
    pieces = [one for one in _pieces(changed[0].old.texte, changed[0].new.texte) if one.sort]
    words = [one.texte.strip() for one in pieces]
    alone = [one.sort for one in pieces] == ["supprimé", "ajouté"] and len(set(words)) == len(words)
    if not alone or any(len(one.split()) > MAX_QUOTED for one in words):
        return ""
    going, coming = (f"«{INSECABLE}{one}{INSECABLE}»" for one in words)
    return f"{INSECABLE}: {going} devient {coming}"
