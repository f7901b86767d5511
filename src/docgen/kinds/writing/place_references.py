"""References to a commune and those who serve it, with a blank where nothing is known.

A reference has a genre and a form: `{commune:de}` is « du Garric », `{maire:appel}` « Monsieur le
Maire ».  A form that is not in `RENVOIS` is a mistake of the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from docgen.french.typography import prose
from docgen.french.wording import a, de
from docgen.left import Item
from docgen.markup import escape_marks, references
from docgen.referential.lieu import Lieu

NEUTRE: Final = "Madame ou Monsieur le Maire"
"""The form of address of a mayor whose sex is not known."""


@dataclass(frozen=True, slots=True)
class Renvoi:
    """A form: its words for a place, and the words used where they are not known."""

    dit: Callable[[Lieu], str]
    sinon: str = ""


def _part(name: str, words: str, form: Callable[[str], str] = str) -> Callable[[Lieu], str]:
    """Return a form of some words of a part of a place, where the part is known."""
    words_of = attrgetter(f"{name}.{words}")
    return lambda lieu: form(words_of(lieu)) if getattr(lieu, name) else ""


def _epci(lieu: Lieu, form: Callable[[str], str] = str) -> str:
    """Return a form of the intercommunalité of a commune, without a name where it has none."""
    known = lieu.epci.le if lieu.epci else "l’intercommunalité"
    return form(known) if lieu.commune else ""


BLANCS: Final = {
    "commune": "nom de la commune",
    "commune-de": "commune, avec «\u00a0de\u00a0»\u00a0ou\u00a0«\u00a0du\u00a0»",
    "commune-a": "commune, avec «\u00a0à\u00a0»\u00a0ou\u00a0«\u00a0au\u00a0»",
    "commune-adresse": "code postal et commune",
    "voie-mairie": "numéro et voie de la mairie",
    "departement": "département",
    "departement-de": "département, avec «\u00a0du\u00a0»\u00a0ou\u00a0«\u00a0de la\u00a0»",
    "departement-dans": "département, avec «\u00a0dans le\u00a0»\u00a0ou\u00a0«\u00a0en\u00a0»",
    "maire": "prénom et nom du maire",
    "unite": "nom de l’unité",
    "telephone": "numéro de téléphone",
    "epci": "nom de l’intercommunalité",
}
"""The labels of docgen’s own blanks, by name; a model may not declare these names."""

ABREGES: Final[Mapping[str, str]] = {
    "commune": "commune",
    "commune-de": "de\u00a0/\u00a0du\u00a0…",
    "commune-a": "à\u00a0/\u00a0au\u00a0…",
    "commune-adresse": "CP, commune",
    "voie-mairie": "numéro et voie",
    "departement-de": "du\u00a0/\u00a0de la\u00a0…",
    "unite": "unité",
    "telephone": "numéro",
    "epci": "nom",
}
"""What pages print of the labels that would leave no room to write beside them."""

RENVOIS: Final[Mapping[str, Mapping[str, Renvoi]]] = {
    "commune": {
        "nom": Renvoi(_part("commune", "toponyme.seul"), "{blanc:commune}"),
        "le": Renvoi(_part("commune", "toponyme.seul"), "{blanc:commune}"),
        "de": Renvoi(_part("commune", "toponyme.de"), "{blanc:commune-de}"),
        "a": Renvoi(_part("commune", "toponyme.a"), "{blanc:commune-a}"),
        "postal": Renvoi(lambda lieu: lieu.postal, "{blanc:commune-adresse}"),
    },
    "mairie": {
        "voie": Renvoi(lambda lieu: ", ".join(lieu.voie_mairie), "{blanc:voie-mairie}"),
        "telephone": Renvoi(
            lambda lieu: lieu.mairie.telephone if lieu.mairie else "", "{blanc:telephone}"
        ),
    },
    "departement": {
        "nom": Renvoi(_part("departement", "nom"), "{blanc:departement}"),
        "de": Renvoi(_part("departement", "de"), "{blanc:departement-de}"),
        "dans": Renvoi(_part("departement", "dans"), "{blanc:departement-dans}"),
        "titre": Renvoi(_part("departement", "titre"), "Département {blanc:departement-de}"),
    },
    "maire": {
        "nom": Renvoi(lambda lieu: lieu.maire, "{blanc:maire}"),
        "appel": Renvoi(lambda lieu: lieu.appel or "", NEUTRE),
        "titre": Renvoi(lambda lieu: lieu.titre),
        "de": Renvoi(lambda lieu: de(lieu.titre)),
        "a": Renvoi(lambda lieu: a(lieu.titre)),
        "signature": Renvoi(lambda lieu: lieu.titre.capitalize()),
    },
    "brigade": {
        "nom": Renvoi(
            _part("competence", "service"), "Brigade ou commissariat\u00a0: {blanc:unite}"
        ),
        "le": Renvoi(_part("competence", "le"), "la brigade ou le commissariat {blanc:unite}"),
        "de": Renvoi(_part("competence", "de"), "de la brigade ou du commissariat {blanc:unite}"),
        "a": Renvoi(_part("competence", "le", a), "à la brigade ou au commissariat {blanc:unite}"),
        "chef": Renvoi(
            _part("competence", "chef"),
            "le commandant de la brigade ou le chef du commissariat {blanc:unite}",
        ),
        "telephone": Renvoi(lambda lieu: lieu.telephone, "{blanc:telephone}"),
    },
    "epci": {
        "nom": Renvoi(_part("epci", "complet"), "{blanc:epci}"),
        "le": Renvoi(_epci, "l’intercommunalité {blanc:epci}"),
        "de": Renvoi(lambda lieu: _epci(lieu, de), "de l’intercommunalité {blanc:epci}"),
    },
}
"""All forms, by genre."""


def place_words(lieu: Lieu, genre: str, forme: str) -> str:
    """Return the words of a form for a place, as marked text; raise KeyError for an unknown one."""
    renvoi = RENVOIS[genre][forme]
    words = renvoi.dit(lieu)
    return escape_marks(prose(words)) if words else renvoi.sinon


def mayor_doubt(lieu: Lieu, text: str) -> Item | None:
    """Return what is to be checked of the mayor in a text: the name, or whom all forms suppose."""
    forms = {one.cle for one in references(text) if one.genre == "maire"}
    return lieu.maire_a_verifier if "nom" in forms or (forms and lieu.maire_contredit) else None
