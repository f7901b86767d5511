"""The two-page sheet: a row for each family, then the good reflexes and the numbers."""

import re
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.kinds.memento.content import Famille
from docgen.kinds.memento.facts import FaitsAideMemoire, FaitsContact, LigneAide, TexteCite
from docgen.kinds.memento.ouvrage import (
    Ouvrage,
    PrintContext,
    common_facts,
    dated_line,
    number_facts,
)
from docgen.kinds.memento.wording import MementoWording, hold_short
from docgen.markup import escape_marks, plain

HELD: Final = re.compile(r"\de(?:</?sup>)? classe|: \d|par (?:mètre )?\w+")
"""What one reads at a glance, and what a line must not end inside."""
PARTS: Final = (re.compile(r"(?<=;) "), re.compile(r"(?<=[;,]) "))
"""Where a line of sanctions had better end: after one of them, or else after a part of it."""
LONGEST: Final = 31
"""The characters of the longest part that the narrowest column holds on one line."""
SHORT: Final = re.compile(r"\d{2,3}")
"""A number that all know by heart."""
UNIT: Final = re.compile(r"^(brigade|commissariat) d.+")
"""A unit with its place, which a row leaves to the list of numbers."""
BOLD: Final = "**"
"""About an emergency's number: rows that hold one come first."""


def sheet_facts(
    ouvrage: Ouvrage, context: PrintContext, wording: MementoWording
) -> FaitsAideMemoire:
    """Return the facts of the two-page sheet."""
    whole, words = ouvrage.ensemble, ouvrage.ensemble.aide_memoire
    rows = (_row(famille, wording) for famille in ouvrage.familles)
    return FaitsAideMemoire(
        **common_facts(ouvrage, context, wording),
        mention=dated_line(words.mention, whole),
        numeros=number_facts(words.numeros, wording),
        surtitre=plain(words.surtitre),
        titre=plain(words.titre),
        chapo=wording.say(words.chapo),
        lignes=tuple(sorted(rows, key=lambda one: BOLD not in one.appeler)),
        titre_gestes=plain(words.titre_gestes),
        chapo_gestes=wording.say(words.chapo_gestes),
        reste_dit=_left(context),
    )


def _row(famille: Famille, wording: MementoWording) -> LigneAide:
    line = famille.aide_memoire
    return LigneAide(
        icone=famille.icone,
        situation=wording.words(line.situation),
        geste=wording.say(line.geste),
        appeler=prose(
            " ; ".join(
                dict.fromkeys(_contact_in_words(wording.contact(one)) for one in line.appeler)
            )
        ),
        sanction=_hold_together(wording.say(line.sanction)),
    )


def _hold_together(sanction: TexteCite) -> TexteCite:
    """Return a sanction whose short parts, and whose first figures, no end of line cuts."""
    longest = LONGEST - 3 if sanction.etat else LONGEST  # the sign of a doubt follows
    words = HELD.sub(lambda found: hold_short(found[0], LONGEST), sanction.texte)
    for ends in PARTS:
        parts = ends.split(words)
        words = " ".join(hold_short(one, longest) for one in parts)
    return sanction.model_copy(update={"texte": words})


def _left(context: PrintContext) -> str:
    """Return, in a draft, that something is left: a sheet beside it has the list."""
    if not context.projet:
        return ""
    return prose(
        "Projet : des points restent à vérifier ; la feuille « Reste à faire » en donne la liste."
    )


def _contact_in_words(contact: FaitsContact) -> str:
    """Return a contact as a row names it, with its number where that is of an emergency."""
    words = [escape_marks(UNIT.sub(r"\1", contact.court))]
    if SHORT.fullmatch(number := contact.joindre):
        words = [*(one for one in words if one != number), f"{BOLD}{number}{BOLD}"]
    name = INSECABLE.join(words)
    return f"{name} ({escape_marks(contact.quand)})" if contact.quand else name
