"""Operations carried out on an act, and the proof that an amendment says the whole change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docgen.avenant.act_text import ActText, AlineaText, ClauseText
from docgen.avenant.operations import (
    EditWords,
    InsertAlineas,
    InsertClause,
    MoveClause,
    Operation,
    OwnOperation,
    RenumberClause,
    RepealClause,
    ReplaceAlineas,
    RetitleClause,
    RewriteClause,
)
from docgen.avenant.parsing import Parser, SentenceError, parse_modification
from docgen.avenant.word_edits import carry_out_edits
from docgen.french.typography import fold_typography
from docgen.markup import escape_marks, plain


def why_unproved(old: ActText, new: ActText, articles: Iterable[Sequence[str]]) -> str:
    """Return why printed articles of an amendment do not make the new act of the old one.

    '' when they do.  Their paragraphs have marks of emphasis; only their words are read.
    """
    parser = Parser(old)
    operations: list[Operation] = []
    try:
        for paragraphs in articles:
            operations += parse_modification([plain(one) for one in paragraphs], parser)
        result = carry_out(old, operations)
    except SentenceError as error:
        return f"phrase illisible : {error}"
    except ValueError as error:
        return f"phrase inapplicable : {error}"
    pairs = zip(_words_of(result), _words_of(new), strict=False)
    for (got, wanted), clause in zip(pairs, new.clauses, strict=False):
        if got != wanted:
            name = clause.heading or clause.id
            return f"une fois appliqué, il donne une autre clause que « {name} », ou d’autres mots"
    if len(result.clauses) != len(new.clauses):
        return "une fois appliqué, il ne donne pas le même nombre de clauses"
    return ""


def _words_of(act: ActText) -> list[tuple[object, ...]]:
    """Return all that an amendment can change: each clause at its place, with its words."""
    return [
        (
            *(one.niveau, fold_typography(one.numero).casefold(), one.heading_words[1]),
            *(one.preambule, one.manquant),
            one.words,
        )
        for one in act.clauses
    ]


def carry_out(act: ActText, operations: Sequence[Operation]) -> ActText:
    """Return an act with operations carried out; every place is one of the act as it was.

    Clauses come, move and go in the order of the operations, but for repeals, which come last.
    Raise ValueError for what cannot be carried out.
    """
    own: defaultdict[str, list[OwnOperation]] = defaultdict(list)
    placing: list[InsertClause | MoveClause | RenumberClause] = []
    repealed: list[str] = []
    for operation in operations:
        match operation:
            case RepealClause(clause):
                repealed.append(clause)
            case InsertClause() | MoveClause() | RenumberClause():
                placing.append(operation)
            case _:
                own[operation.clause].append(operation)
    tree = _Tree(
        {
            clause.id: _with_own_changes(clause, own[clause.id]) if clause.id in own else clause
            for clause in act.clauses
        }
    )
    for placed in placing:
        tree.place(placed)
    for clause in repealed:
        tree.remove(clause)
    return replace(act, clauses=tuple(tree.clauses()))


def _with_own_changes(clause: ClauseText, operations: Sequence[OwnOperation]) -> ClauseText:
    """Return a clause with its title and alinéas changed, each change once."""
    lines = _AlineasInChange(clause)
    titre = clause.titre
    for operation in operations:
        match operation:
            case RetitleClause():
                titre = operation.titre
            case RewriteClause():
                lines.replace(0, len(clause.alineas) - 1, operation.alineas)
            case EditWords():
                lines.replace(operation.rank, operation.rank, (lines.edited(operation),))
            case ReplaceAlineas():
                lines.replace(operation.first, operation.last, operation.alineas)
            case InsertAlineas():
                lines.insert(operation.rank, operation.alineas)
    return replace(clause, titre=titre, alineas=lines.result())


class _AlineasInChange:
    """The alinéas of a clause while they change."""

    def __init__(self, clause: ClauseText) -> None:
        self._old = clause.alineas
        self._instead: dict[int, tuple[AlineaText, ...]] = {}
        self._before: dict[int, tuple[AlineaText, ...]] = {}

    def edited(self, operation: EditWords) -> AlineaText:
        if operation.rank >= len(self._old):
            raise ValueError("un alinéa n’existe pas")
        old = self._old[operation.rank]
        return AlineaText(escape_marks(carry_out_edits(old.mots, operation.edits)), old.puce)

    def replace(self, first: int, last: int, alineas: tuple[AlineaText, ...]) -> None:
        ranks = range(first, last + 1)
        if not 0 <= first <= last < len(self._old) or self._instead.keys() & set(ranks):
            raise ValueError("un alinéa n’existe pas, ou change deux fois")
        self._instead |= {**dict.fromkeys(ranks, ()), first: alineas}

    def insert(self, rank: int, alineas: tuple[AlineaText, ...]) -> None:
        if not 0 <= rank <= len(self._old) or rank in self._before:
            raise ValueError("un alinéa n’existe pas, ou deux insertions s’y font")
        self._before[rank] = alineas

    def result(self) -> tuple[AlineaText, ...]:
        made: list[AlineaText] = []
        for rank, old in enumerate(self._old):
            made += self._before.get(rank, ())
            made += self._instead.get(rank, (old,))
        return (*made, *self._before.get(len(self._old), ()))


@dataclass
class _Tree:
    """The clauses of an act while they come, move and go; in the order of reading."""

    known: dict[str, ClauseText]

    def __post_init__(self) -> None:
        self._parts: dict[str, list[str]] = defaultdict(list)
        for clause in self.known.values():
            self._parts[clause.parent].append(clause.id)

    def place(self, operation: InsertClause | MoveClause | RenumberClause) -> None:
        """Carry one operation out."""
        clause = self._clause(operation.clause) if operation.clause in self.known else None
        match operation:
            case RenumberClause(numero=numero):
                assert clause
                self.known[clause.id] = replace(clause, numero=numero)
            case MoveClause(where=where, near=near):
                assert clause
                self._parts[clause.parent].remove(clause.id)
                self._put(clause, where, near)
            case InsertClause(where=where, near=near):
                new = ClauseText(
                    *(operation.clause, 0, "", operation.numero, operation.titre), operation.alineas
                )
                self._put(new, where, near)

    def _put(self, clause: ClauseText, where: str, near: str) -> None:
        beside = self._clause(near)
        inside = where == "dans"
        niveau = beside.niveau + 1 if inside else beside.niveau
        if clause.niveau not in (0, niveau) or (inside and self._parts[near]):
            raise ValueError(f"« {clause.heading} » ne peut pas se placer là")
        parent = near if inside else beside.parent
        row = self._parts[parent]
        rank = 0 if inside else row.index(near) + (where == "après")
        row.insert(rank, clause.id)
        self.known[clause.id] = replace(clause, niveau=niveau, parent=parent)

    def remove(self, clause_id: str) -> None:
        """Take a clause out, with all that it still holds."""
        self._parts[self._clause(clause_id).parent].remove(clause_id)

    def _clause(self, clause_id: str) -> ClauseText:
        if clause_id not in self.known:
            raise ValueError(f"aucune clause « {clause_id} »")
        return self.known[clause_id]

    def clauses(self, parent: str = "") -> list[ClauseText]:
        """Return the clauses of the act, or those under one, in the order of reading."""
        made: list[ClauseText] = []
        for clause_id in self._parts[parent]:
            made += (self.known[clause_id], *self.clauses(clause_id))
        return made
