"""What a page says of the check of the texts that it cites, and what is left to check of them."""

from collections.abc import Collection, Iterable
from typing import Final

from docgen.french.letters import folded
from docgen.french.rule import INSECABLE
from docgen.french.wording import counted, date_longue, liste
from docgen.left import Item
from docgen.markup import escape_marks
from docgen.referential.droit.controle import law_item, left_to_check
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import Regle

LEGIFRANCE: Final = "legifrance"
"""What the reference of a check names of the site where it was made, without accents."""
MAX_TEXTS_NAMED: Final = 3
"""How many texts a page names; the others are counted."""
FULL_LIST: Final = "liste de ce qui reste à faire"
"""Where all are named: the sheet beside a draft."""
FULL_LIST_OF_MODEL: Final = "points restant à vérifier"
"""The same for a model: on its last page, under these words."""


def checked_texts(regles: Iterable[Regle], *, final: bool, where: str = FULL_LIST) -> str:
    """Return marked words, without full stop: « Textes vérifiés sur Légifrance le 4 janvier 2027 ».

    Of many texts to check it says `where` all are named.
    The day is that of the oldest check, the place one that checks name.  A final document leaves
    out what may go unchecked.
    """
    cited = [regle for regle in regles if not (final and regle.a_retirer)]
    unchecked = dict.fromkeys(_name(regle) for regle in cited if regle.a_verifier)
    if unchecked:
        return escape_marks(
            f"Textes à vérifier{INSECABLE}: {_shorten_list(tuple(unchecked), where)}"
        )
    on_legifrance = [regle for regle in cited if _is_read_there(regle)]
    others = [regle for regle in cited if not _is_read_there(regle)]
    days = (
        _day("Textes vérifiés sur Légifrance", on_legifrance),
        _day("Autres sources vérifiées" if on_legifrance else "Textes vérifiés", others),
    )
    return ". ".join(filter(None, days))


def _is_read_there(regle: Regle) -> bool:
    """Whether Légifrance holds an item, and its check says that it was read there."""
    held = regle.reference and regle.reference.lien
    return bool(held and regle.controle and LEGIFRANCE in folded(regle.controle.reference))


def _name(regle: Regle) -> str:
    return regle.reference.court if regle.reference else regle.enonce.rstrip(".")


def _shorten_list(names: Collection[str], where: str) -> str:
    first = list(names)[:MAX_TEXTS_NAMED]
    others = len(names) - len(first)
    rest = [f"{counted(others, 'autre')} ({where})"] if others else []
    return liste(*first, *rest)


def _day(words: str, regles: Iterable[Regle]) -> str:
    days = [regle.controle.le for regle in regles if regle.controle and regle.verifie]
    return f"{words} le {date_longue(min(days))}" if days else ""


def law_items(regles: Iterable[Regle], droit: Droit) -> tuple[Item, ...]:
    """Return an item for each rule of law that keeps a document from being final."""
    cited = tuple(dict.fromkeys(regles))
    stuck = (regle for regle in cited if regle.a_retirer)
    return (*left_to_check(droit, cited), *(_stuck(regle, droit) for regle in stuck))


def _stuck(regle: Regle, droit: Droit) -> Item:
    state = regle.change or "à vérifier"
    message = f"{state} : « {regle.cle} », qu’un texte cite sans pouvoir s’en passer"
    return law_item(droit, regle, message, "contrôlez-la, ou ne la citez plus")
