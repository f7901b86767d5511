"""Search of a text for figures of law: sums, durations, articles, classes, percentages.

Each figure should stand once, in `content/referentiel/droit/`, and texts refer to it by
`{droit:ma-cle}`.  Addresses and references are skipped.  A person reads the result: one harmless
« un jour » too many is better than a missed delay.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from docgen.french.numbers import IN_LETTERS
from docgen.french.wording import MOIS


class Sorte(StrEnum):
    """A sort of figure."""

    MONTANT = "montant"
    DUREE = "durée"
    ARTICLE = "article"
    CLASSE = "classe"
    POURCENTAGE = "pourcentage"
    TEXTE = "texte"
    MESURE = "mesure"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: its sort, its words, their first and last positions."""

    sorte: Sorte
    texte: str
    debut: int
    fin: int


_EN_LETTRES: Final = rf"(?<!\w){IN_LETTERS}"
_EN_CHIFFRES: Final = r"(?<![\w-])\d+(?:[\s.]\d{3})*(?:,\d+)?"
_NOMBRE: Final = rf"(?:{_EN_LETTRES}|{_EN_CHIFFRES})"
_CODE: Final = (
    r"(?:(?i:code)\s(?:pénal|civil|rural|forestier|général|d(?:e|u|es)\s)[\w’'\s]{0,50}?"
    r"|CPP|CPC|CPCE|CSI|CCH|CGCT|CRPA|CJA|CSP|CRPM|CGFP|RGPD|C\.\s?[a-zéû]+\.?)"
)
_ACTE: Final = (
    r"(?:loi|décret|ordonnance|circulaire|instruction|arrêté(?:\s\w+)?|directive|décision)"
)

_PATTERNS: Final = (
    (Sorte.MONTANT, rf"{_NOMBRE}\s?(?:(?:[kM]|Md)?€|(?:d[’']\s?)?euros?\b|centimes\b)"),
    (
        Sorte.DUREE,
        rf"{_NOMBRE}(?:\s\(?\d+\))?[\s-]"
        r"(?:jours?|semaines?|mois|trimestres?|semestres?|an(?:s|nées?)?|heures?)\b"
        r"(?!\ssur\s|\s?/)",
    ),
    (Sorte.DUREE, r"(?<![\w,])(?:2[4-9]|[3-9]\d|\d{3,})\s?h(?![\w/]|\s?\d|\s?/|\ssur\s)"),
    (Sorte.DUREE, r"(?<!\w)(?:huitaine|quinzaine|trentaine)\b(?:\sde\sjours)?"),
    (Sorte.ARTICLE, r"(?<![\w.])(?:LO|[LRD])(?:\.\s?|\s)?\d{1,4}(?:-\d+)+"),
    (Sorte.ARTICLE, r"(?<![\w.])(?:LO|[LRD])(?:\.\s?\d+|\s?\d{3,4})(?![\w-])"),
    (
        Sorte.ARTICLE,
        r"(?<!\w)(?i:articles?|art\.)\s?\d+(?:-\d+)*(?:er)?\b"
        r"(?!(?:\s?\([^)]*\))?,?\sde\s(?:la|cette|notre)\s(?:présente\s)?convention\b)",
    ),
    (Sorte.ARTICLE, rf"(?<!\w){_CODE}\s(?:art(?:icle|\.)\s?)?\d+(?:-\d+)*(?!\w)"),
    (Sorte.CLASSE, r"(?<!\w)[1-5]\s?(?:ère|ere|re|[èe]me|è|e)\sclasse\b"),
    (Sorte.CLASSE, r"(?<!\w)(?:première|deuxième|seconde|troisième|quatrième|cinquième)\sclasse\b"),
    (Sorte.POURCENTAGE, rf"{_NOMBRE}\s?(?:%|‰|pour\s?cents?\b)"),
    (
        Sorte.TEXTE,
        rf"(?<!\w){_ACTE}s?\s(?:(?:organique|ministériel|interministériel)\s)?"
        rf"(?:n°\s?\d[\d-]*|du\s(?:\d{{1,2}}|1er)\s(?:{'|'.join(MOIS)})\s\d{{4}})",
    ),
    (Sorte.TEXTE, r"(?<!\w)[A-Z]{4}\d{7}[A-Z](?!\w)"),
    (
        Sorte.MESURE,
        rf"(?i:{_NOMBRE})\s?"
        r"(?:mètres?(?:\scarrés?)?\b|habitants?\b|(?:c?m[²2]?|dB(?:\(A\))?)(?![\w’']))",
    ),
)
_EXACT: Final = {Sorte.ARTICLE, Sorte.MESURE}
"""The sorts that depend on case: « L. 541-3 » is no « l. 541 », « 5 M. » no length."""
_FINDERS: Final = tuple(
    (sorte, re.compile(pattern, 0 if sorte in _EXACT else re.IGNORECASE))
    for sorte, pattern in _PATTERNS
)
_SKIPPED: Final = re.compile(r"\{[^{}]*\}|https?://\S+|\b[\w.+-]{1,64}@[\w.-]+|\bwww\.\S+")


def find_legal_figures(text: str) -> list[Figure]:
    """Return the figures of law in `text`, in order and without overlap.

    Marks of emphasis are ignored: « **dix** jours » is found.
    """
    bare = _SKIPPED.sub(lambda found: "\x00" * len(found.group()), text)
    places = [place for place, char in enumerate(bare) if char != "*"]
    bare = bare.replace("*", "")
    spans = [
        (places[match.start()], places[match.end() - 1] + 1, sorte)
        for sorte, finder in _FINDERS
        for match in finder.finditer(bare)
    ]
    kept: list[Figure] = []
    for start, end, sorte in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1].fin:
            kept.append(Figure(sorte, text[start:end], start, end))
    return kept
