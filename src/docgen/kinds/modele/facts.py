"""The facts of an act; its texts hold marks of emphasis and links."""

from docgen.document import Facts, PageFacts
from docgen.kinds.writing.phrases import FaitsMention, Phrase


class FaitsPoint(Facts):
    """A point that is left to check, with the number that the margins of the act print."""

    numero: str
    quoi: str


class FaitsArticle(Facts):
    """An article: « Article 1er », its paragraphs."""

    titre: str
    textes: tuple[Phrase, ...]


class FaitsReleve(Facts):
    """A table to fill in: its columns, and its numbered empty lines."""

    colonnes: tuple[str, ...]
    lignes: tuple[int, ...]


class FaitsChamp(Facts):
    libelle: Phrase
    lignes: tuple[int, ...]


class FaitsRubrique(Facts):
    titre: str
    textes: tuple[Phrase, ...]
    champs: tuple[FaitsChamp, ...]
    releve: FaitsReleve | None


class FaitsActe(PageFacts):
    """The facts of every act.

    `organisme` runs at the head of the pages; `mairie` heads the sheet for the town hall, which
    holds `conseils` and `restes`, or else lines for notes.
    """

    organisme: str
    titre: str
    fait: Phrase
    qualite: Phrase
    nom: Phrase
    mairie: str
    conseils: tuple[Phrase, ...]
    restes: tuple[FaitsPoint, ...]
    sources: str


class FaitsLettre(FaitsActe):
    expediteur: tuple[Phrase, ...]
    destinataire: tuple[Phrase, ...]
    objet: Phrase
    mentions: tuple[FaitsMention, ...]
    appel: Phrase
    corps: tuple[Phrase, ...]
    politesse: Phrase


class FaitsArrete(FaitsActe):
    """An order; visas and considerations begin with their word."""

    entete: tuple[Phrase, ...]
    numero: Phrase
    objet: Phrase
    autorite: Phrase
    visas: tuple[Phrase, ...]
    considerants: tuple[Phrase, ...]
    articles: tuple[FaitsArticle, ...]
    recours: tuple[Phrase, ...]
    suites: tuple[Phrase, ...]


class FaitsRapport(FaitsActe):
    entete: tuple[Phrase, ...]
    numero: Phrase
    objet: Phrase
    destinataire: Phrase
    rubriques: tuple[FaitsRubrique, ...]
