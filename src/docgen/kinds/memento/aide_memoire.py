"""The two-page sheet: a row for each family, then the good reflexes and the numbers."""

from __future__ import annotations

from docgen.french.typography import prose
from docgen.kinds.memento.content import Famille
from docgen.kinds.memento.facts import FaitsAideMemoire, FaitsContact, LigneAide
from docgen.kinds.memento.ouvrage import Ouvrage, Tirage, common_facts, dated, number_facts
from docgen.kinds.memento.wording import MementoWording
from docgen.markup import plain


def sheet_facts(ouvrage: Ouvrage, tirage: Tirage, saying: MementoWording) -> FaitsAideMemoire:
    """Return all that the two-page sheet prints."""
    whole, words = ouvrage.ensemble, ouvrage.ensemble.aide_memoire
    return FaitsAideMemoire(
        **common_facts(ouvrage, tirage, saying),
        mention=dated(words.mention, whole),
        numeros=number_facts(words.numeros, saying),
        surtitre=plain(words.surtitre),
        titre=plain(words.titre),
        chapo=saying.say(words.chapo),
        lignes=tuple(_row(famille, saying) for famille in ouvrage.familles),
        titre_gestes=plain(words.titre_gestes),
        chapo_gestes=saying.say(words.chapo_gestes),
        reste_dit=_left(tirage),
    )


def _row(famille: Famille, saying: MementoWording) -> LigneAide:
    line = famille.aide_memoire
    return LigneAide(
        icone=famille.icone,
        situation=saying.words(line.situation),
        geste=saying.say(line.geste),
        appeler=prose(
            " ; ".join(dict.fromkeys(_called(saying.contact(one)) for one in line.appeler))
        ),
        sanction=saying.say(line.sanction),
    )


def _left(tirage: Tirage) -> str:
    """Return, in a draft, that something is left: two pages have no room for the list."""
    if not tirage.projet:
        return ""
    return "Projet : des points restent à vérifier ; le mémento en donne la liste, à sa fin."


def _called(contact: FaitsContact) -> str:
    """Return whom to call in a few words: « 17 (flagrant délit) »."""
    return f"{contact.court} ({contact.quand})" if contact.quand else contact.court
