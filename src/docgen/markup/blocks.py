"""Blocks of a longer text: paragraphs, lists, steps and definitions, by how a line begins.

```
Le maire constate les faits.        a paragraph; a blank line ends it

- les déchets ;                     a bullet
1. Il informe l’auteur.             a step; steps are numbered 1, 2, 3…
dépôt :: tout objet abandonné.      a term and its definition
```

Any other line continues the block above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from docgen.markup.marks import MarkError
from docgen.markup.runs import read_runs

Genre: TypeAlias = Literal["paragraphe", "puce", "etape", "definition"]

START: Final = re.compile(
    r"(?P<puce>[-•])(?:\s+|$)"
    r"|(?P<etape>\d{1,2})\.(?:\s+|$)"
    r"|(?P<definition>(?:\S.*?\s)?)::(?:\s+|$)"
)
FIRST_STEP: Final = (None, "1")
"""Steps that may interrupt a paragraph: none, or the first."""
NAMES: Final = {
    "paragraphe": "alinéa",
    "puce": "puce",
    "etape": "étape",
    "definition": "définition",
}
HINT: Final = "« - une puce », « 1. une étape », « terme :: définition »"
QUOTED: Final = 40
"""How many letters of a block a message quotes."""


class Block(BaseModel):
    """A paragraph, or an item of a list, of steps or of definitions.

    `texte` and `terme` hold marks; `terme` is what a definition defines, `rang` the number of a
    step. Consecutive items of one genre form one list.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    genre: Genre
    texte: str
    terme: str = ""
    rang: int = 0

    def map_text(self, change: Callable[[str], str]) -> Block:
        """Return the block with `change` applied to its text and term."""
        terme = change(self.terme) if self.terme else ""
        return self.model_copy(update={"texte": change(self.texte), "terme": terme})


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text; raise MarkError for the first that is wrong."""
    blocks: list[Block] = []
    apart = True
    for line in map(str.strip, text.splitlines()):
        start = _start(line, blocks, apart)
        if start:
            blocks.append(_new_block(start, blocks))
        elif line and not apart:
            before = blocks[-1]
            blocks[-1] = before.model_copy(update={"texte": f"{before.texte} {line}".strip()})
        elif line:
            blocks.append(Block(genre="paragraphe", texte=line))
        apart = not line
    for block in blocks:
        _check_block(block)
    return tuple(blocks)


def _start(line: str, blocks: list[Block], apart: bool) -> re.Match[str] | None:
    """Return the match of a line that begins an item; « 10. » wrapped in a paragraph is none."""
    start = START.match(line)
    wrapped = (
        start and not apart and blocks[-1].genre != "etape" and start["etape"] not in FIRST_STEP
    )
    return None if wrapped else start


def _new_block(start: re.Match[str], blocks: list[Block]) -> Block:
    """Return the block that a line begins; raise MarkError for a step out of order."""
    texte = start.string[start.end() :]
    if start["puce"]:
        return Block(genre="puce", texte=texte)
    if start["etape"] is None:
        return Block(genre="definition", terme=start["definition"].strip(), texte=texte)
    rank, due = int(start["etape"]), 1 + (blocks[-1].rang if blocks else 0)
    if rank != due:
        hint = "les étapes se suivent : 1, 2, 3… ; un alinéa ne commence pas par « 4. »"
        raise MarkError(f"étape « {due}. » attendue, « {rank}. » trouvée", hint)
    return Block(genre="etape", rang=rank, texte=texte)


def _check_block(block: Block) -> None:
    if not block.texte:
        raise MarkError(f"{NAMES[block.genre]} sans texte", HINT)
    if block.genre == "definition" and not block.terme:
        raise MarkError(f"définition sans terme : « {_beginning(block)} »", HINT)
    for words in (block.terme, block.texte):
        try:
            read_runs(words)
        except MarkError as error:
            raise MarkError(f"{error}, dans « {_beginning(block)} »", error.hint) from None


def _beginning(block: Block) -> str:
    text = block.terme or block.texte
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()}…"
