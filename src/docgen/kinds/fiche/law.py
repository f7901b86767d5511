"""The law of a fiche as it is printed, code by code, and what is left to do before it is final."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end
from docgen.french.wording import capital, liste, small_initial
from docgen.kinds.fiche.facts import BaseLegale, OuvrageCite, ResteGroupe
from docgen.kinds.writing.references import LawCitations
from docgen.left import Item
from docgen.markup import escape_marks, mark_link
from docgen.referential.droit.reference import CODES
from docgen.referential.droit.regle import Regle

SORTS: Final = {"propose": "À adopter par les parties", "a-verifier": "À vérifier"}
"""What a draft says of each sort of point, by its code."""
READING: Final = "À relire"
"""What it says of the others: nobody read the fiche as it stands."""
OTHER_DEPARTEMENT: Final = "ce qui est d’un autre département"
"""What it says, once, of the points that have no name of their own."""


def group_by_code(regles: Iterable[Regle], laws: LawCitations) -> tuple[OuvrageCite, ...]:
    """Return items of law under the names of their codes, in the order of the first of each.

    `laws` records each with the words that print it.
    """
    listed = list(regles)
    order = list(dict.fromkeys(map(_code_of, listed)))
    listed.sort(key=lambda regle: order.index(_code_of(regle)))
    return tuple(
        OuvrageCite(nom=name, bases=tuple(_base(regle, laws) for regle in held))
        for name, held in groupby(listed, key=_code_of)
    )


def _code_of(regle: Regle) -> str:
    code = regle.reference.code if regle.reference and regle.reference.article else None
    return capital(CODES[code].nom) if code else ""


def _base(regle: Regle, laws: LawCitations) -> BaseLegale:
    reference = regle.reference
    official = reference.dit if reference else regle.libelle
    subject = regle.libelle if reference else ""
    laws.add([regle.cle], f"{INSECABLE}: ".join(filter(None, (official, subject))))
    numbers = reference.numeros if reference and _code_of(regle) else ""
    shown = f"art.{INSECABLE}{numbers}" if numbers else official
    link = reference.lien if reference else ""
    return BaseLegale(
        reference=mark_link(shown, link) if link else escape_marks(shown),
        objet=hold_end(escape_marks(subject)),
        a_verifier=regle.a_signaler,
    )


def left_by_sort(items: Iterable[Item], unchecked: Iterable[Regle]) -> Iterator[ResteGroupe]:
    """Yield what is left to do in a fiche by sort, then the items of law to check."""
    by_sort: dict[str, list[str]] = {}
    for item in items:
        name = small_initial(item.name) or OTHER_DEPARTEMENT
        by_sort.setdefault(SORTS.get(item.code, READING), []).append(name)
    for sort, names in by_sort.items():
        yield ResteGroupe(quoi=sort, liste=escape_marks(" ; ".join(dict.fromkeys(names))))
    articles: dict[str, dict[str, None]] = {}
    for regle in unchecked:
        reference = regle.reference
        if reference and _code_of(regle):
            articles.setdefault(reference.du_code, {})[reference.numeros] = None
        else:
            name = reference.dit if reference else small_initial(regle.enonce.rstrip("."))
            articles.setdefault("", {})[name] = None
    if articles:
        listed = (_articles(code, list(names)) for code, names in articles.items())
        yield ResteGroupe(quoi="Textes à vérifier", liste=escape_marks(" ; ".join(listed)))


def _articles(code: str, names: Sequence[str]) -> str:
    return f"art.{INSECABLE}{liste(*names)} {code}" if code else " ; ".join(names)
