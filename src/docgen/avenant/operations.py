"""What an amendment does to an act, one change at a time; every place is one of the old act.

A clause is known by its identifier, an alinéa by its rank from 0.
"""

from dataclasses import dataclass

from docgen.avenant.act_text import AlineaText
from docgen.avenant.word_edits import WordEdit

Alineas = tuple[AlineaText, ...]


@dataclass(frozen=True, slots=True)
class EditWords:
    """Words of an alinéa change."""

    clause: str
    rank: int
    edits: tuple[WordEdit, ...]


@dataclass(frozen=True, slots=True)
class ReplaceAlineas:
    """The alinéas from `first` to `last` become others, or go when there are no others."""

    clause: str
    first: int
    last: int
    alineas: Alineas


@dataclass(frozen=True, slots=True)
class InsertAlineas:
    """Alinéas come before the one of this rank, or after the last."""

    clause: str
    rank: int
    alineas: Alineas


@dataclass(frozen=True, slots=True)
class RewriteClause:
    """A clause gets other alinéas, whatever it had."""

    clause: str
    alineas: Alineas


@dataclass(frozen=True, slots=True)
class RetitleClause:
    """A clause gets another title."""

    clause: str
    titre: str


@dataclass(frozen=True, slots=True)
class RepealClause:
    """A clause goes, with all that it holds."""

    clause: str


@dataclass(frozen=True, slots=True)
class InsertClause:
    """A clause comes right before or after another, or into one that holds none.

    `where` is « avant », « après » or « dans »; `near` is the other clause, which may be one that
    was inserted before.
    """

    clause: str
    where: str
    near: str
    numero: str
    titre: str
    alineas: Alineas


@dataclass(frozen=True, slots=True)
class MoveClause:
    """A clause goes right before or after another, with all that it holds."""

    clause: str
    where: str
    near: str


@dataclass(frozen=True, slots=True)
class RenumberClause:
    """A clause gets another number."""

    clause: str
    numero: str


Operation = (
    EditWords
    | ReplaceAlineas
    | InsertAlineas
    | RewriteClause
    | RetitleClause
    | RepealClause
    | InsertClause
    | MoveClause
    | RenumberClause
)
OwnOperation = EditWords | ReplaceAlineas | InsertAlineas | RewriteClause | RetitleClause
"""What changes the words of one clause."""
