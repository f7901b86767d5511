"""The operations that the printed French of an amendment says, by a closed grammar.

It shares no code with the wording: what it cannot read to the last sign is refused.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.avenant.act_text import ActText, AlineaText, ClauseText
from docgen.avenant.naming import HOLDERS, ClauseNames, nested_name, noun_of, with_article
from docgen.avenant.operations import (
    Alineas,
    EditWords,
    InsertAlineas,
    InsertClause,
    MoveClause,
    Operation,
    RenumberClause,
    RepealClause,
    ReplaceAlineas,
    RetitleClause,
    RewriteClause,
)
from docgen.avenant.word_edits import WordEdit
from docgen.french.rule import FINE, INSECABLE
from docgen.french.typography import fold_typography
from docgen.french.wording import en_lettres, small_initial
from docgen.markup import escape_marks

ORDINAL: Final = (
    r"(?:premier|(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz"
    r"|dix-sept|dix-huit|dix-neuv|vingt)ième|\d{2,3}e)"
)
STEMS: Final = (
    *("", "deux", "trois", "quatr", "cinqu", "six", "sept", "huit", "neuv", "dix", "onz", "douz"),
    *("treiz", "quatorz", "quinz", "seiz", "dix-sept", "dix-huit", "dix-neuv", "vingt"),
)
"""What stands before « ième », by the number less one."""
MOTS: Final = r"(?:les mots|le mot) : ⟦\d+⟧"
EDIT: Final = re.compile(
    rf"après {MOTS}, (?:sont insérés|est inséré) {MOTS}"
    rf"|{MOTS} (?:sont supprimés|est supprimé)"
    rf"|{MOTS} (?:sont remplacés|est remplacé) par {MOTS}"
)
LINES: Final = r"(?P<count>\S+(?: et \S+)?) alinéas? ainsi rédigés? :"
OF: Final = r"(?P<of> .+?)?"
HEADING: Final = re.compile(
    r"(?:(?:article|axe|objectif|action|section|partie|annexe|mesure|orientation|fiche|volet)"
    r"\s(?:n°\s)?(?:\d+(?:er|\.\d+)*|[IVX]+)"
    r"|\d+(?:\s[a-z]+)?(?:\.\d+)+)(?:\s[a-z]+)?(?: – .+)?",
    re.IGNORECASE,
)
"""The number of a clause, alone or with its title."""
CLAUSE_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"l’intitulé{OF} est ainsi rédigé : ⟦(?P<titre>\d+)⟧",
        rf"au (?P<rank>{ORDINAL}) alinéa{OF}, (?P<edits>(?:après )?les? mots? : .+)",
        rf"le (?P<first>{ORDINAL}) alinéa{OF} est (?:(?P<gone>supprimé)|(?P<one>ainsi rédigé :)"
        rf"|remplacé par {LINES})",
        rf"les (?P<first>{ORDINAL}) (?:et|à) (?P<last>{ORDINAL}) alinéas{OF} sont"
        rf" (?:(?P<gone>supprimés)|remplacés par {LINES})",
        rf"après le (?P<before>{ORDINAL}) alinéa{OF}, (?:il est inséré|sont insérés) {LINES}",
        rf"au (?P<start>début){OF}, (?:il est inséré|sont insérés) {LINES}",
    )
)
"""What may be said of one clause, alone (« de l’article 6 ») or under « est ainsi modifié »."""


class SentenceError(ValueError):
    """A sentence that the grammar does not know, or that names nothing of the act."""


def parse_modification(paragraphs: Sequence[str], parser: "Parser") -> list[Operation]:
    """Return the operations of one article of an amendment; raise SentenceError."""
    try:
        return list(parser.read(paragraphs))
    except (ValueError, IndexError) as error:
        raise SentenceError(f"« {paragraphs[0][:80]}… » : {error}") from error


class Parser:
    """Reads the articles of an amendment one after the other, against the act that they change."""

    def __init__(self, act: ActText) -> None:
        self._act = act
        self._names = ClauseNames(act)
        self._come = 0  # how many clauses came
        self._holders: dict[str, tuple[ClauseText, ...]] = {}  # what stands in their names

    def read(self, paragraphs: Sequence[str]) -> Iterator[Operation]:
        """Yield the operations of one article."""
        first, *lines = paragraphs
        sentence, quotes = _skeleton(first)
        if match := re.fullmatch(r"(.+?) est ainsi modifiée? :", sentence):
            clause = self._find(match[1], quotes)
            for point in _points(lines):
                yield self._own(point, clause)
        elif match := re.fullmatch(r"(.+?) est abrogée?\.", sentence):
            yield RepealClause(self._find(match[1], quotes))
        elif match := re.fullmatch(r"(.+?) devient (?:l’|la |le )(.+?)\.", sentence):
            yield RenumberClause(self._find(match[1], quotes), match[2])
        elif match := re.fullmatch(r"(.+?) est placée? (après|avant) (.+?)\.", sentence):
            clause, near = (self._find(name, quotes) for name in (match[1], match[3]))
            yield MoveClause(clause, match[2], near)
        elif match := re.fullmatch(
            r"(.+?), il est inséré une? (?!alinéa )(.+?) ainsi rédigée? :", sentence
        ):
            place, noun = (_fill_quotes(part, quotes) for part in match.groups())
            yield from self._insertions(small_initial(place), noun, lines)
        else:
            yield self._own(_without_end(paragraphs, "."), "")

    def _own(self, lines: Sequence[str], clause: str) -> Operation:
        """Return what is said of one clause, which the sentence names if it is not given."""
        sentence, quotes = _skeleton(lines[0])
        sentence = small_initial(sentence)
        quoted = _alineas(lines[1:]) if lines[1:] else ()
        for pattern in CLAUSE_PATTERNS:
            if match := pattern.fullmatch(sentence):
                parts = match.groupdict()
                if bool(parts["of"]) == bool(clause):
                    raise ValueError("la clause n’est pas nommée, ou l’est deux fois")
                where = clause or self._find(match["of"].strip(), quotes)
                _check_count(parts, quoted)
                return _operation(where, parts, quotes, quoted)
        return self._only(sentence, quotes, quoted, clause)

    def _only(self, sentence: str, quotes: list[str], quoted: Alineas, clause: str) -> Operation:
        """Return what is said of a clause as a whole, or of its only alinéa."""
        if match := re.fullmatch(rf"(?P<name>.+?) est complétée? par {LINES}", sentence):
            named = match["name"]
            if (named in ("il", "elle")) != bool(clause):
                raise ValueError("la clause n’est pas nommée, ou l’est deux fois")
            where = clause or self._find(named, quotes)
            _check_count(match.groupdict(), quoted)
            return InsertAlineas(where, len(self._act.by_id[where].alineas), quoted)
        if not clause and (match := re.fullmatch(r"(.+?) est ainsi rédigée? :", sentence)):
            return RewriteClause(self._find(match[1], quotes), quoted)
        if quoted:
            raise ValueError("formule inconnue")
        if not clause:
            match = re.fullmatch(r"((?:à|au) .+?), ((?:après )?les? mots? : .+)", sentence)
            if match is None:
                raise ValueError("formule inconnue")
            clause, sentence = self._find(match[1], quotes), match[2]
        if len(self._act.by_id[clause].alineas) != 1:
            raise ValueError("l’alinéa n’est pas dit")
        return EditWords(clause, 0, _edits(sentence, quotes))

    def _insertions(self, place: str, noun: str, lines: Sequence[str]) -> Iterator[Operation]:
        """Yield the insertion of a clause, whose name may be used from then on, and of its parts.

        A heading of another sort than all those above it begins a part of the last clause.
        """
        heading, *alineas = _alineas(lines)
        sort = _sort_of(heading.mots)
        parts = [rank for rank, one in enumerate(alineas) if _is_heading(one, beside=sort)]
        yield self._insertion(place, noun, heading, alineas[: parts[0] if parts else None])
        held = [(sort, f"+{self._come}")]
        for rank, start in enumerate(parts):
            end = parts[rank + 1] if rank + 1 < len(parts) else None
            numero, _, titre = alineas[start].mots.partition(" – ")
            sorts = [sort for sort, _ in held]
            where, level = "dans", len(held)
            if (sort := _sort_of(numero)) in sorts[1:]:
                where, level = "après", sorts.index(sort)
            near = held[level][1] if where == "après" else held[-1][1]
            self._come += 1
            held[level:] = [(sort, f"+{self._come}")]
            yield InsertClause(
                f"+{self._come}", where, near, numero, titre, tuple(alineas[start + 1 : end])
            )

    def _insertion(
        self, place: str, noun: str, heading: AlineaText, alineas: Sequence[AlineaText]
    ) -> Operation:
        """Return the insertion of a clause, without its parts."""
        where, _, name = place.partition(" ")
        if where not in ("après", "avant"):
            where, name = "dans", place
        near = self._names.find(name)
        numero, _, titre = heading.mots.partition(" – ")
        if fold_typography(noun) == fold_typography(noun_of("", heading.mots)):
            numero, titre = "", heading.mots
        elif fold_typography(noun) != fold_typography(noun_of(numero, titre)):
            raise ValueError(f"« {heading.mots} » n’est pas « {noun} »")
        self._come += 1
        come = f"+{self._come}"
        self._holders[come] = holders = self._holders_beside(near, inside=where == "dans")
        self._names.add(nested_name(with_article(noun), holders), come)
        return InsertClause(come, where, near, numero, titre, tuple(alineas))

    def _holders_beside(self, near: str, *, inside: bool) -> tuple[ClauseText, ...]:
        """Return the clauses that stand in the name of what is put beside one, or into it."""
        if near in self._holders:
            return self._holders[near]
        clause = self._act.by_id[near]
        above = (clause, *self._act.above(clause)) if inside else tuple(self._act.above(clause))
        return tuple(one for one in above if one.niveau in HOLDERS)

    def _find(self, name: str, quotes: Sequence[str]) -> str:
        return self._names.find(_fill_quotes(name, quotes))


def _operation(
    clause: str, said: dict[str, str | None], quotes: Sequence[str], quoted: Alineas
) -> Operation:
    """Return what the parts of a sentence on one clause say."""
    if titre := said.get("titre"):
        return RetitleClause(clause, _restore_quotes(quotes[int(titre)]))
    if rank := said.get("rank"):
        return EditWords(clause, _rank(rank), _edits(said["edits"] or "", quotes))
    if first := said.get("first"):
        last = said.get("last") or first
        return ReplaceAlineas(clause, _rank(first), _rank(last), quoted)
    before = said.get("before")
    return InsertAlineas(clause, _rank(before) + 1 if before else 0, quoted)


def _check_count(said: dict[str, str | None], quoted: Alineas) -> None:
    """Raise ValueError unless a sentence says how many alinéas follow it."""
    count = said.get("count")
    expected = "un" if said.get("one") else count
    if (en_lettres(len(quoted)) if quoted else None) != expected:
        raise ValueError(f"{len(quoted)} alinéas suivent")


def _rank(ordinal: str) -> int:
    """Return the rank, from 0, that an ordinal says."""
    if ordinal == "premier":
        return 0
    return (
        int(ordinal[:-1]) - 1 if ordinal[0].isdigit() else STEMS.index(ordinal.removesuffix("ième"))
    )


def _edits(said: str, quotes: Sequence[str]) -> tuple[WordEdit, ...]:
    """Return the edits that a sentence says one after the other."""
    edits: list[WordEdit] = []
    rest = said
    while match := EDIT.match(rest):
        words = [_restore_quotes(quotes[int(rank)]) for rank in re.findall(r"⟦(\d+)⟧", match[0])]
        edits.append(WordEdit(words[0], "".join(words[1:]), match[0].startswith("après")))
        rest = re.sub(r"^(?:, | et )(?=.)", "", rest[match.end() :])
    if rest or not edits:
        raise ValueError("formule inconnue")
    return tuple(edits)


def _points(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the points of « est ainsi modifié », each as its paragraphs without its end."""
    points: list[list[str]] = []
    for line in lines:
        number = f"{len(points) + 1}°{INSECABLE}"
        if line.startswith(number):
            points.append([line.removeprefix(number)])
        elif points and line.startswith("«"):
            points[-1].append(line)
        else:
            raise ValueError(f"« {line[:40]}… » : aucun point de ce numéro")
    for rank, point in enumerate(points, 1):
        yield _without_end(point, "." if rank == len(points) else f"{FINE};")


def _without_end(lines: Sequence[str], end: str) -> list[str]:
    """Return paragraphs without the sign that ends them; after a quoted line no full stop is."""
    if len(lines) > 1 and end == ".":
        return list(lines)
    if not lines[-1].endswith(end):
        raise ValueError(f"la phrase ne finit pas par « {end.strip()} »")
    return [*lines[:-1], lines[-1].removesuffix(end)]


def _alineas(lines: Sequence[str]) -> Alineas:
    """Return quoted alinéas: guillemets open at each line, and close once."""
    opening, closing, dash = f"«{INSECABLE}", f"{INSECABLE}»", f"–{INSECABLE}"
    if not all(line.startswith(opening) for line in lines) or not lines[-1].endswith(closing):
        raise ValueError("les guillemets ne s’ouvrent pas à chaque alinéa, ou ne se ferment pas")
    words = [line.removeprefix(opening) for line in lines]
    words[-1] = words[-1].removesuffix(closing)
    words = [_restore_quotes(one) for one in words]
    return tuple(
        AlineaText(escape_marks(one.removeprefix(dash)), puce=one.startswith(dash)) for one in words
    )


def _is_heading(line: AlineaText, beside: str) -> bool:
    """Whether a quoted line is the number and title of a clause, of another sort than `beside`."""
    heads = not line.puce and HEADING.fullmatch(line.mots)
    return bool(heads) and _sort_of(line.mots) != beside


def _sort_of(heading: str) -> str:
    """Return what clauses of one rank have in common: « objectif », or the dots of « 5.1 »."""
    numero = heading.partition(" – ")[0].casefold()
    first = numero.split(maxsplit=1)[0]
    return first if first.isalpha() else "." * numero.count(".")


def _skeleton(line: str) -> tuple[str, list[str]]:
    """Return a sentence with ⟦0⟧, ⟦1⟧… for what it quotes, and what it quotes."""
    sentence, quotes, depth, start = "", list[str](), 0, 0
    for place, sign in enumerate(line):
        depth += (sign == "«") - (sign == "»" and depth > 0)
        if sign == "«" and depth == 1:
            start = place + 2
        elif sign == "»" and depth == 0 and start:
            sentence += f"⟦{len(quotes)}⟧"
            quotes.append(line[start : place - 1])
            start = 0
        elif not depth:
            sentence += " " if sign == INSECABLE else sign
    if depth:
        raise ValueError("des guillemets ne se ferment pas")
    return sentence, quotes


def _restore_quotes(quoted: str) -> str:
    """Return what is quoted with its own guillemets, which are “ and ” in a quotation."""
    return quoted.replace("“", f"«{INSECABLE}").replace("”", f"{INSECABLE}»")


def _fill_quotes(said: str, quotes: Sequence[str]) -> str:
    """Return a part of a skeleton with what it quotes."""
    filled = said
    for rank, words in enumerate(quotes):
        filled = filled.replace(f"⟦{rank}⟧", f"«{INSECABLE}{words}{INSECABLE}»")
    return filled
