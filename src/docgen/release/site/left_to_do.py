"""What keeps the drafts of a release from being final, told to their readers and to their writers.

Readers are told document by document, without files, lines or what to type; writers file by file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from docgen.errors import Problem, Severity
from docgen.french.typography import hold_signs
from docgen.kinds import KINDS
from docgen.referential.droit.warnings import LAW
from docgen.release.entries import Of
from docgen.release.site.facts import Point, Restant, Sujet
from docgen.release.site.rows import Work, count, several

UNTITLED: Final = re.compile(r" ?sans titre \([^)]*\)")
"""What only those who write know a passage by."""
FEW: Final = 3
"""How many things that lack the same are told one by one."""
MANY: Final = 40
"""How many are told by their names, and not by how many they are."""


def remaining(works: Sequence[Work], left: Mapping[Of, Sequence[Problem]]) -> Iterator[Restant]:
    """Yield each draft with what it lacks; those of communes that are of one kind together.

    What a document that binds others takes over from them is told of them alone.
    """
    drafts = [work for work in works if not work.first.final and left.get(work.of)]
    for of, found in groupby(drafts, key=lambda work: work.of):
        alike = [*found]
        first, own = alike[0], left[of]
        whole = not of[1]
        kept = [one for one in own if not _is_taken_over(one, of, left)]
        many = count(len(alike), "commune")
        yield Restant(
            ancre=first.anchor,
            titre=f"{several(first)} ({many})" if whole else first.titre,
            sorte="" if whole else first.called,
            lie=len(kept) < len(own),
            points=tuple(_points(kept, by_commune=whole)),
            fichiers=() if whole else first.fichiers,
        )


def _is_taken_over(problem: Problem, of: Of, left: Mapping[Of, Sequence[Problem]]) -> bool:
    """Whether what a document lacks is told of those that it binds."""
    kind = KINDS.get(of[0])
    bound = kind.binds if kind else ()
    others = (one for other, one in left.items() if other[0] in bound)
    if not bound:
        return False
    written = PurePosixPath(problem.file).parent.name in bound
    return written or _is_law(problem) or any(problem in one for one in others)


def _points(problems: Sequence[Problem], *, by_commune: bool = False) -> Iterator[Point]:
    """Yield what a document lacks, each once; rules of law that nobody has checked are counted.

    A message is « what : why », in this order, or is told as it is.  Where many lack the same, why
    is said once.
    """
    law = [one for one in problems if _is_law(one)]
    told: dict[str, dict[str, str]] = {}
    for one in problems:
        if _is_law(one):
            continue
        cut = one.message.partition if by_commune else one.message.rpartition
        what, colon, why = cut(" : ")
        named = told.setdefault(why if colon else one.message, {})
        if colon:
            counted = "commune" if by_commune and not _is_passage(one) else "passage"
            named[UNTITLED.sub("", what) or "un passage sans titre"] = counted
    for why, named in told.items():
        yield from (Point(texte=hold_signs(one)) for one in _said(why, named))
    rules = len({(one.file, one.line) for one in law})
    if rules:
        many = "s" * (rules > 1)
        said = f"{count(rules, 'règle')} de droit citée{many}, qu’une personne doit encore vérifier"
        yield Point(texte=said)


def _said(why: str, named: Mapping[str, str]) -> Iterator[str]:
    """Yield that things lack the same, in as few words as can be; `named` says what each is."""
    if not named:
        yield _capital(why)
    elif len(named) > MANY:
        many = (count(number, noun) for noun, number in Counter(named.values()).items())
        yield f"{_capital(why.rstrip('.'))}, pour {' et '.join(many)}"
    elif len(named) > FEW:
        yield f"{_capital(why.rstrip('.'))} : {' ; '.join(named)}"
    else:
        yield from (_capital(f"{one} : {why}") for one in named)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_passage(problem: Problem) -> bool:
    """Whether something lacks in a text that people write, and not in what is known of communes."""
    return PurePosixPath(problem.file).parent.name in KINDS


def _is_law(problem: Problem) -> bool:
    return problem.code == "a-verifier" and LAW in f"/{problem.file}"


def missing(problems: Sequence[Problem]) -> Iterator[Point]:
    """Yield what could not be made, or has no text, for those who look for it."""
    for one in sorted(problems, key=lambda problem: problem.order):
        if one.severity is Severity.ERREUR or one.code == "absent":
            yield Point(texte=hold_signs(_capital(one.message)))


def for_writers(problems: Sequence[Problem]) -> Iterator[Sujet]:
    """Yield all that is told, file by file, with its line and what mends it."""
    by_file: dict[str, list[Point]] = defaultdict(list)
    for one in sorted(problems, key=lambda problem: problem.order):
        line = f"ligne {one.line} : " if one.line else ""
        hint = f" → {one.hint}" if one.hint else ""
        by_file[one.file].append(Point(texte=hold_signs(f"{line}{one.message}{hint}")))
    for file, points in by_file.items():
        yield Sujet(fichier=file, points=tuple(points))
