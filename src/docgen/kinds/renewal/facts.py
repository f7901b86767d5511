"""All that a letter about a convention's deadlines may print."""

from __future__ import annotations

from docgen.document import Facts
from docgen.kinds.writing.left_to_do import ResteAFaire
from docgen.kinds.writing.phrases import FaitsMention, Phrase


class FaitsSignature(Facts):
    """Who signs: in which office, under which name; `accord` says that it agrees."""

    accord: str
    qualite: str
    nom: str


class FaitsChampRecepisse(Facts):
    """A label of a receipt; `hauteur` says how high its row is."""

    libelle: str
    hauteur: str


class FaitsRenewal(Facts):
    """A letter; `organisme`, `repere` and `mention` run at the head and foot of its pages."""

    projet: bool
    organisme: str
    repere: str
    mention: str
    expediteur: tuple[Phrase, ...]
    destinataire: tuple[Phrase, ...]
    objet: Phrase
    mentions: tuple[FaitsMention, ...]
    fait: Phrase
    appel: str
    corps: tuple[Phrase, ...]
    politesse: str
    champs: tuple[FaitsChampRecepisse, ...]
    signatures: tuple[FaitsSignature, ...]
    restes_titre: str
    restes: tuple[ResteAFaire, ...]


class FaitsLiasse(Facts):
    """Letters bound for the printer: all that they say is theirs."""

    projet: bool
    repere: str
    mention: str
