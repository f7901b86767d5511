"""What a report may have kept of the year before by mistake: it is begun as a copy of that one."""

from collections.abc import Iterable, Iterator
from typing import Final

from docgen.content.validation import Finding
from docgen.french.wording import counted
from docgen.kinds.bilan.content import Bilan

MIN_SAME_NUMBERS: Final = 3
"""The least numbers that are no chance when all are those of the year before."""


def carried_over(bilan: Bilan, former: Bilan | None) -> Iterator[Finding]:
    """Yield that most texts of a report, or all its numbers, are those of a former one."""
    if former is None:
        return
    texts, numbers = _same(_texts(bilan), _texts(former)), _same(_numbers(bilan), _numbers(former))
    old = [
        said
        for said, (same, known) in (
            ("texte", texts if 2 * texts[0] > texts[1] else (0, 0)),
            ("nombre", numbers if numbers[0] == numbers[1] >= MIN_SAME_NUMBERS else (0, 0)),
        )
        for said in ([f"{counted(same, said)} sur {known}"] if same else ())
    ]
    if old:
        message = f"{' et '.join(old)} : les mêmes que dans le bilan {former.annee}"
        hint = f"si c’est sa copie, videz-les, puis écrivez ce qui a été fait en {bilan.annee}"
        yield Finding(("annee",), "copie", message, hint)


def _same(ours: Iterable[object], theirs: Iterable[object]) -> tuple[int, int]:
    """Return how many of what is written are the same in both, and how many are written."""
    known, former = {*ours}, {*theirs}
    return len(known & former), len(known)


def _texts(bilan: Bilan) -> Iterator[tuple[str, str]]:
    """Yield what was written of the year, each with its place."""
    yield from (("", one) for one in (*bilan.marquants, bilan.suite) if one)
    yield from ((one.fiche, one.fait) for one in bilan.actions if one.fait)


def _numbers(bilan: Bilan) -> Iterator[tuple[str, int]]:
    values = (value for action in bilan.actions for value in action.valeurs)
    yield from ((one.indicateur, one.valeur) for one in values if one.valeur is not None)
