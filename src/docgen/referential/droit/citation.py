"""Wording of the items of law that a text cites: `{droit:ma-cle}`, `{droit:ma-cle.ref}`."""

from docgen.errors import closest
from docgen.french.rule import INSECABLE
from docgen.markup import MarkError, Reference, references
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import Forme, Nature, Regle

GENRE = "droit"
"""The genre of a reference to the law."""


def cited_rules(text: str, droit: Droit) -> tuple[Regle, ...]:
    """Return the known items of law that a text cites, in order.

    Raise MarkError when a reference is malformed.
    """
    keys = (reference.cle for reference in references(text) if reference.genre == GENRE)
    return tuple(regle for cle in keys if (regle := droit.get(cle)))


def resolve_citation(reference: Reference, droit: Droit) -> tuple[Regle, str]:
    """Return the item of a reference and its wording; raise MarkError if it has none."""
    regle = droit.get(reference.cle)
    if regle is None:
        raise unknown_key(reference.cle, droit)
    if reference.forme and reference.forme not in list(Forme):
        hint = closest(reference.forme, Forme) or "formes admises : " + ", ".join(Forme)
        raise MarkError(f"forme inconnue : « {reference.forme} »", hint)
    try:
        return regle, wording_of(regle, Forme(reference.forme) if reference.forme else None, droit)
    except ValueError as error:
        raise MarkError(str(error), "citez-la sans forme, ou sous une autre") from None


def unknown_key(cle: str, droit: Droit) -> MarkError:
    """Return the error for an unknown key, with the nearest one."""
    hint = droit.nearest(cle) or "les clés : docgen droit"
    return MarkError(f"aucune règle de droit « {cle} »", hint)


def wording_of(regle: Regle, forme: Forme | None, droit: Droit) -> str:
    """Return an item in one of its forms; raise ValueError when it lacks that form.

    ``montant`` is the highest fine of a class, from the scale.
    """
    match forme:
        case None:
            return regle.dit
        case Forme.LETTRES:
            return regle.en_lettres
        case Forme.CHIFFRES:
            return regle.en_chiffres
        case Forme.MONTANT:
            return _highest_fine(regle, droit)
    return _reference(regle, forme)


def _reference(regle: Regle, forme: Forme) -> str:
    reference = regle.reference
    numbered = forme in (Forme.NUMERO, Forme.ABREGE)
    if reference is None or (numbered and not reference.article):
        what = "numéro d’article" if reference else "référence"
        raise ValueError(f"« {regle.cle} » n’a pas de {what}")
    forms = {
        Forme.REF: reference.dit,
        Forme.LONG: reference.long,
        Forme.COURT: reference.court,
        Forme.NUMERO: reference.numeros,
        Forme.ABREGE: f"{reference.numeros}{INSECABLE}{reference.code_abrege}",
    }
    return forms[forme]


def _highest_fine(regle: Regle, droit: Droit) -> str:
    highest = droit.maximum(int(regle.nombre)) if regle.nature is Nature.CLASSE else None
    if highest is None:
        raise ValueError(f"« {regle.cle} » n’est pas une classe du barème : pas de montant")
    return highest.dit
