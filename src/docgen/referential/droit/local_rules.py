"""Rules that do not hold in the département of a project.

They are a prefect's of another, as copied, or national ones that a local law excludes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docgen.errors import Problem
from docgen.left import LOCAL_LAW
from docgen.referential.droit.controle import REMOVE, REPLACE
from docgen.referential.droit.reference import Genre

if TYPE_CHECKING:
    from docgen.referential.communes.france import Communes
    from docgen.referential.droit.law_files import Droit
    from docgen.referential.droit.regle import Regle

WORDS: Final = re.compile("[a-z0-9-]+")
"""What the key of a rule of law is among, in a file."""
ALSACE_MOSELLE: Final = ("57", "67", "68")
"""The départements whose communes have a law of their own."""
EXCLUDED: Final = re.compile(
    r"\bL(?:\.\s?)?(?:2212-[1-4]|2213-(?:[6-9]|21|26|27)|2214-[34]|2215-[14])(?!-?\d)"
)
"""The articles of the CGCT that its article L. 2542-1 excludes there, one by one.

It names neither L. 2212-2-1 nor L. 2212-2-2, which hold there.
"""
EXCLUDED_THERE: Final = "en Alsace-Moselle, l’article L. 2542-1 du CGCT l’écarte"


def with_rules_elsewhere(droit: Droit, home: str, communes: Callable[[], Communes]) -> Droit:
    """Return the law, where no check counts of a rule that does not hold in `home`."""
    return droit.with_items(_as_held_in(home, regle, communes) for regle in droit.items)


def _as_held_in(home: str, regle: Regle, communes: Callable[[], Communes]) -> Regle:
    if regle.departement and regle.departement != home:
        return regle.held_elsewhere(_whose(regle, regle.departement, communes()), REMOVE)
    if home in ALSACE_MOSELLE and _is_excluded(regle):
        return regle.held_elsewhere(EXCLUDED_THERE, REPLACE)
    return regle


def _is_excluded(regle: Regle) -> bool:
    cited = regle.reference
    return bool(cited and cited.code == "cgct" and any(map(EXCLUDED.fullmatch, cited.articles)))


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
        hint = regle.instead.replace(citing, places)
        message = f"« {regle.cle} » : {regle.elsewhere}"
        yield droit.place(regle.cle).problem(message, LOCAL_LAW, hint).as_warning()


def _lines(path: Path) -> list[set[str]]:
    text = path.read_bytes().decode(errors="replace")
    return [set(WORDS.findall(line)) for line in text.splitlines()]
