"""The printed texts of letters and acts: phrases in pieces, with blanks to fill in by hand."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose, one_of
from docgen.document import Facts
from docgen.markup import references


class Largeur(StrEnum):
    """The width of a blank: a long one is a whole line, a double one two, `lignes` four or two.

    In Word, whose names of blanks stand in the line, `fin` goes to the end of its line.
    """

    COURT = "court"
    MOYEN = "moyen"
    FIN = "fin"
    LONG = "long"
    DOUBLE = "double"
    LIGNES = "lignes"


class Blanc(Content):
    """A blank: its label and its width.

    The label names the content control in Word, which takes no longer name.
    """

    id: Identifiant
    libelle: Annotated[Prose, Field(max_length=64)]
    largeur: Annotated[Largeur, one_of(Largeur)] = Largeur.MOYEN


class Morceau(Facts):
    """A piece of a text: words, or a blank with its label; `champ` is its whole name."""

    texte: str
    blanc: bool = False
    champ: str = ""
    largeur: Largeur = Largeur.MOYEN


class Phrase(Facts):
    """A text in pieces, with a note of what is not verified, and its numbers on the sheet."""

    morceaux: tuple[Morceau, ...]
    note: str = ""
    numeros: str = ""


class FaitsMention(Facts):
    """A line under the object of a letter."""

    nom: str
    texte: Phrase


def pieces_of(text: str, blank: Callable[[str], Morceau]) -> Iterator[Morceau]:
    """Yield the pieces of a text whose only references left are blanks."""
    done = 0
    for reference in references(text):
        if reference.position > done:
            yield Morceau(texte=text[done : reference.position])
        yield blank(reference.cle)
        done = reference.position + len(str(reference))
    if done < len(text):
        yield Morceau(texte=text[done:])
