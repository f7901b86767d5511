"""Names of French places with their articles, and INSEE codes of communes.

Invariant: an article is never guessed from the letters of a name; the TNCC gives it.  That of a
commune is part of its name, and keeps its capital in a sentence where it does not contract: « de
La Sauzière-Saint-Jean », « du Garric ».  That of a département is none: « de la Haute-Corse ».
Sources: INSEE, code officiel géographique, variable TNCC (type de nom en clair), values 0 to 8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NewType

from docgen.french.letters import folded
from docgen.french.rule import INSECABLE

CodeInsee = NewType("CodeInsee", str)
"""A commune's INSEE code, a text: ``"01004"``, ``"2A004"``, ``"81004"``, ``"97105"``."""

_CODE_INSEE: Final = re.compile(
    r"(?:(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])(?!000)\d{3}|97[1-8](?!00)\d{2}|98[4-9](?!00)\d{2})",
    re.ASCII,
)
_SIGNS: Final = re.compile(rf"[-’'() {INSECABLE}]+")


@dataclass(frozen=True, slots=True)
class _ArticleForms:
    """The forms of an article: of a name, of an area in a sentence, after « de », after « à »."""

    seul: str
    phrase: str
    de: str
    a: str


_ARTICLES: Final = (
    _ArticleForms("", "", "de ", "à "),
    _ArticleForms("", "", "d’", "à "),
    _ArticleForms("Le ", "le ", "du ", "au "),
    _ArticleForms("La ", "la ", f"de La{INSECABLE}", f"à La{INSECABLE}"),
    _ArticleForms("Les ", "les ", "des ", "aux "),
    _ArticleForms("L’", "l’", "de L’", "à L’"),
    # « Aux Marais » already is « à les »: INSEE gives « des Marais » and « aux Marais ».
    _ArticleForms("Aux ", "les ", "des ", "aux "),
    _ArticleForms("Las ", "las ", f"de Las{INSECABLE}", f"à Las{INSECABLE}"),
    _ArticleForms("Los ", "los ", f"de Los{INSECABLE}", f"à Los{INSECABLE}"),
)


@dataclass(frozen=True, slots=True)
class Toponyme:
    """A place name and its TNCC: ``Toponyme("Garric", 2).de`` → ``du Garric``."""

    nom: str
    """The name without its article: « Garric », « Albi »."""

    tncc: int
    """INSEE's type of name, 0 to 8: which article, and whether « de » elides."""

    def __post_init__(self) -> None:
        if isinstance(self.tncc, bool) or self.tncc not in range(len(_ARTICLES)):
            raise ValueError(f"TNCC {self.tncc!r} inconnu\u00a0: un entier de 0 à 8")
        if not self.nom.strip():
            raise ValueError("un toponyme ne peut pas être vide")

    @classmethod
    def from_libelle(cls, libelle: str, tncc: int) -> Toponyme:
        """Return the place that INSEE labels: ``"Le Garric", 2`` → ``Toponyme("Garric", 2)``."""
        article = cls(libelle, tncc)._article.seul
        label = _typographic(libelle)
        if not label.startswith(article):
            raise ValueError(f"TNCC {tncc}\u00a0: {libelle!r} devrait commencer par {article!r}")
        return cls(label.removeprefix(article), tncc)

    @property
    def seul(self) -> str:
        """The name, alone or within a sentence: ``Le Garric``."""
        return self._with_article(self._article.seul)

    @property
    def le(self) -> str:
        """An area within a sentence: ``le Tarn``, ``les Landes``; a commune is `seul` there too."""
        return self._with_article(self._article.phrase)

    @property
    def de(self) -> str:
        """The name after « de »: ``du Garric``, ``d’Albi``, ``de L’Haÿ-les-Roses``."""
        return self._with_article(self._article.de)

    @property
    def a(self) -> str:
        """The name after « à »: ``au Garric``, ``à Albi``, ``aux Cabannes``."""
        return self._with_article(self._article.a)

    @property
    def _article(self) -> _ArticleForms:
        return _ARTICLES[self.tncc]

    def _with_article(self, article: str) -> str:
        return f"{article}{_typographic(self.nom)}"

    def __str__(self) -> str:
        return self.seul


def _typographic(nom: str) -> str:
    """Return the name with French apostrophes (INSEE writes straight ones)."""
    return nom.replace("'", "’")


def departement_of(code: str) -> str:
    """Return the département of a commune's code: ``"81"``, ``"2A"``, ``"971"``."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def is_code_insee(text: str) -> bool:
    """Whether a text is an INSEE code."""
    return _CODE_INSEE.fullmatch(text) is not None


def code_insee(value: object) -> CodeInsee:
    """Return the value as an INSEE code: ``"81004"``, never 81004; raise ValueError otherwise."""
    if isinstance(value, str) and is_code_insee(value):
        return CodeInsee(value)
    message = (
        f"«\u00a0{value}\u00a0» n’est pas un code INSEE de commune\u00a0: cinq caractères "
        'entre guillemets, comme "81004", "01004" ou "2A004"'
    )
    if isinstance(value, str) and re.fullmatch(r"\d{5}", value):
        message += "\u202f; serait-ce un code postal\u202f?"
    raise ValueError(message)


def plain_name(text: str) -> str:
    """Return a name without capitals, accents or signs: ``L’Haÿ-les-Roses`` → ``l hay les roses``.

    Line ends are kept, so that a call can normalise many names.
    """
    return _SIGNS.sub(" ", folded(text).replace("œ", "oe").replace("æ", "ae")).strip()
