"""What keeps the drafts of a release from being final.

Readers get it document by document, without files, lines or what to type; writers file by file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from docgen.errors import Problem, Severity
from docgen.french.typography import hold_signs
from docgen.french.wording import capital
from docgen.kinds import KINDS
from docgen.left import REMARK, Item
from docgen.release.entries import DocumentKey
from docgen.release.site.facts import PointPublie, Restant, Sujet
from docgen.release.site.rows import ReleaseDocument, count, plural_name

FEW: Final = 3
"""Up to how many things that lack the same are listed one by one."""
MANY: Final = 40
"""Up to how many are named rather than counted."""


def remaining(
    documents: Sequence[ReleaseDocument], left: Mapping[DocumentKey, Sequence[Item]]
) -> Iterator[Restant]:
    """Yield each draft with what it lacks; those of communes of one kind together.

    What a document takes over from those that it binds is listed with them alone.
    """
    drafts = [one for one in documents if not one.first.final and left.get(one.document_key)]
    for key, group in groupby(drafts, key=lambda document: document.document_key):
        alike = [*group]
        first, items = alike[0], left[key]
        whole = not key[1]
        own = [one for one in items if not _is_taken_over(one, key, left)]
        many = count(len({one.first.commune for one in alike}), "commune")
        yield Restant(
            ancre=first.anchor,
            titre=f"{plural_name(first)} ({many})" if whole else first.titre,
            sorte="" if whole else first.kind_name,
            lie=len(own) < len(items),
            points=tuple(_points(own, by_commune=whole)),
            fichiers=() if whole else first.fichiers,
        )


def _is_taken_over(
    item: Item, key: DocumentKey, left: Mapping[DocumentKey, Sequence[Item]]
) -> bool:
    """Whether an item of a document is one of those that it binds."""
    kind = KINDS.get(key[0])
    bound = kind.binds if kind else ()
    if not bound:
        return False
    others = (one.id for other, items in left.items() if other[0] in bound for one in items)
    written = PurePosixPath(item.file).parent.name in bound
    return written or item.of_law or item.id in others


def _points(items: Sequence[Item], *, by_commune: bool = False) -> Iterator[PointPublie]:
    """Yield what a document lacks, each once; unchecked rules of law and remarks are counted.

    A message is « what : why », or is given as it is.  Where many things lack the same, the reason
    is given once.
    """
    law = [item for item in items if item.of_law]
    reasons: dict[str, dict[str, str]] = {}
    remarks = [item for item in items if item.message == REMARK]
    for item in items:
        if item in law or item in remarks:
            continue
        cut = item.message.partition if by_commune else item.message.rpartition
        what, colon, why = cut(" : ")
        nouns = reasons.setdefault(why if colon else item.message, {})
        if colon:
            noun = "commune" if by_commune and not _is_passage(item) else "passage"
            nouns[what] = noun
    for why, nouns in reasons.items():
        yield from _sentences(why, nouns)
    if remarks:
        yield PointPublie(texte=count(len(remarks), "remarque") + " à régler")
    if law:
        many = "s" * (len(law) > 1)
        rules = f"{count(len(law), 'règle')} de droit citée{many}"
        text = f"{rules}, qu’une personne doit encore vérifier"
        yield PointPublie(texte=text)


def _sentences(why: str, nouns: Mapping[str, str]) -> Iterator[PointPublie]:
    said = hold_signs(capital(why.rstrip(".")))
    if not nouns:
        yield PointPublie(texte=hold_signs(capital(why)))
    elif len(nouns) > MANY:
        many = (count(number, noun) for noun, number in Counter(nouns.values()).items())
        yield PointPublie(texte=f"{said}, pour {' et '.join(many)}")
    elif len(nouns) > FEW:
        details = tuple(hold_signs(capital(noun)) for noun in nouns)
        yield PointPublie(texte=hold_signs(f"{said} :"), details=details)
    else:
        texts = (hold_signs(capital(f"{one} : {why}")) for one in nouns)
        yield from (PointPublie(texte=text) for text in texts)


def _is_passage(problem: Problem) -> bool:
    """Whether a problem is in a text that people write, and not in the data of communes."""
    return PurePosixPath(problem.file).parent.name in KINDS


def missing(problems: Sequence[Problem]) -> Iterator[PointPublie]:
    """Yield what could not be made, or has no text."""
    for problem in sorted(problems, key=lambda one: one.order):
        if problem.severity is Severity.ERREUR or problem.code == "absent":
            yield PointPublie(texte=hold_signs(capital(problem.message)))


def for_writers(problems: Sequence[Problem]) -> Iterator[Sujet]:
    """Yield all problems, file by file, with line and hint."""
    by_file: dict[str, list[PointPublie]] = defaultdict(list)
    for problem in sorted(problems, key=lambda one: one.order):
        line = f"ligne {problem.line} : " if problem.line else ""
        hint = f" → {problem.hint}" if problem.hint else ""
        by_file[problem.file].append(
            PointPublie(texte=hold_signs(f"{line}{problem.message}{hint}"))
        )
    for file, points in by_file.items():
        yield Sujet(fichier=file, points=tuple(points))
