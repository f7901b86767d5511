"""The facts of a letter about the deadlines of a convention."""

from docgen.document import Facts, PageFacts
from docgen.kinds.writing.phrases import FaitsMention, Phrase


class FaitsSignature(Facts):
    """A signature: the office and the name; `accord` is the agreement above it.

    An officer is named above the ink, with the office on a line of its own, `fonction`: `nom` is
    empty.
    """

    accord: str
    qualite: str
    fonction: str
    nom: str


class FaitsJalon(Facts):
    """A row of the days of a note."""

    jour: Phrase
    effet: Phrase


class FaitsChampRecepisse(Facts):
    """A label of the receipt; `hauteur` is the height of its row."""

    libelle: str
    hauteur: str


class FaitsRenewal(PageFacts):
    """A letter; `organisme` runs at the head of its pages.

    `serre` sets a note closer, to keep its choices on its page.
    """

    organisme: str
    expediteur: tuple[Phrase, ...]
    destinataire: tuple[Phrase, ...]
    objet: Phrase
    mentions: tuple[FaitsMention, ...]
    fait: Phrase
    appel: str
    jalons: tuple[FaitsJalon, ...]
    corps: tuple[Phrase, ...]
    politesse: str
    champs: tuple[FaitsChampRecepisse, ...]
    serre: bool
    signatures: tuple[FaitsSignature, ...]
    restes_titre: str
    restes: tuple[str, ...]
