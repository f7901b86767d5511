"""The printed texts of letters and acts: phrases in pieces, with blanks between the words."""

from collections.abc import Callable, Iterator

from docgen.document import Facts
from docgen.kinds.writing.blanks import Largeur
from docgen.markup import references


class Morceau(Facts):
    """A piece of a text: words, or a blank with its label."""

    texte: str
    blanc: bool = False
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
