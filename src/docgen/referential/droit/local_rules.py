"""Rules that hold in one département only, in a project of another: a prefect's act, as copied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docgen.errors import Problem
from docgen.left import LOCAL_LAW
from docgen.referential.droit.controle import REMOVE
from docgen.referential.droit.reference import Genre

if TYPE_CHECKING:
    from docgen.referential.communes.france import Communes
    from docgen.referential.droit.law_files import Droit
    from docgen.referential.droit.regle import Regle

WORDS: Final = re.compile("[a-z0-9-]+")
"""What the key of a rule of law is among, in a file."""


def with_rules_elsewhere(droit: Droit, home: str, communes: Communes) -> Droit:
    """Return the law, where no check counts of a rule of another département than `home`."""
    return droit.with_items(
        regle.held_elsewhere(_whose(regle, regle.departement, communes))
        if regle.departement and regle.departement != home
        else regle
        for regle in droit.items
    )


def _whose(regle: Regle, code: str, communes: Communes) -> str:
    known = communes.departement(code)
    where = known.de if known else f"d’un autre département ({code})"
    prefect = regle.reference and regle.reference.texte is Genre.ARRETE_PREFECTORAL
    return f"règle du préfet {where}" if prefect and known else f"règle {where}"


def warn_of_rules_elsewhere(
    droit: Droit, regles: Iterable[Regle], texts: Iterable[tuple[str, Path]]
) -> Iterator[Problem]:
    """Yield a warning for each such rule, with the lines of named texts that cite it."""
    held = [regle for regle in regles if regle.elsewhere]
    lines = [(name, _lines(path)) for name, path in texts] if held else []
    for regle in held:
        cited = [
            f"{name}:{rank}"
            for name, words in lines
            for rank, line in enumerate(words, 1)
            if regle.cle in line
        ]
        citing = ", avec les phrases qui la citent"
        places = f"{citing} ({' ; '.join(cited)})" if cited else ""
        hint = REMOVE.replace(citing, places)
        message = f"« {regle.cle} » : {regle.elsewhere}"
        yield droit.place(regle.cle).problem(message, LOCAL_LAW, hint).as_warning()


def _lines(path: Path) -> list[set[str]]:
    text = path.read_bytes().decode(errors="replace")
    return [set(WORDS.findall(line)) for line in text.splitlines()]
