"""What rules of law leave to do before a document that cites them may be final."""

from collections.abc import Iterable

from docgen.left import Item
from docgen.referential.droit.controle import law_item, left_to_check
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import Regle


def law_items(regles: Iterable[Regle], droit: Droit) -> tuple[Item, ...]:
    """Return an item for each rule of law that keeps a document from being final."""
    cited = tuple(dict.fromkeys(regles))
    stuck = (regle for regle in cited if regle.a_retirer)
    return (*left_to_check(droit, cited), *(_stuck(regle, droit) for regle in stuck))


def _stuck(regle: Regle, droit: Droit) -> Item:
    state = regle.change or "à vérifier"
    message = f"{state} : « {regle.cle} », qu’un texte cite sans pouvoir s’en passer"
    return law_item(droit, regle, message, "contrôlez-la, ou ne la citez plus")
