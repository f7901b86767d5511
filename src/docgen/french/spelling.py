"""Rules of spelling for our own words: capitals, ligatures, ordinals, ellipses.

Invariant: a rule corrects only what is certain out of context, and never a signed act. Proper names
are not in the tables: Eric, Elodie or Lecoeur are spelt as their bearers do.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, 3e éd., as reported.
"""

import re
import unicodedata
from typing import Final

from docgen.french.rule import FINE, Rule

A_PREPOSITION: Final = """
la ce cet cette ces chaque aucun aucune quel quelle quels quelles qui quoi tout toute toutes tous
mon ma mes notre nos votre vos son sa ses leur leurs nous vous
cause charge compter condition côté court date défaut destination disposition distance droite
échéance effet fin force gauche hauteur huis lire long mesure mi moins moyen noter nouveau part
partir peine pied propos proximité raison retenir savoir signaler terme titre travers vérifier
Monsieur Madame Mesdames Messieurs Mme
"""
"""Words after which « A » at the head of a sentence is certainly the preposition « À ».

« point A », « plan A » are not at the head of one; « A Albi » is uncertain and is left."""

ACCENTUES: Final = """
Âge Âgé Âme Écart Échange Échanger Échantillon Échéance Échéancier Échec Échelle Échelon Éclairage
Éclairer Écluse École Écologie Écologique Économe Économie Économique Économiser Écoute Écouter
Écran Écrire Écrit Écriture Édifice Édile Éditer Éditeur Édition Éditorial Éducatif Éducation Égal
Également Égalitaire Égalité Égard Église Élaboration Élaborer Élargir Élargissement Électeur
Élection Électoral Électricien Électricité Électrique Électronique Élément Élémentaire Élevage
Élève Élevé Éleveur Éligible Éloignement Élu Élue Élues Élus Émetteur Émettre Émission Énergétique
Énergie Énoncé Énorme Énumération Éolien Épargne Épidémie Époque Époux Épreuve Épuration Équestre
Équilibre Équipage Équipe Équipement Équiper Équitable Équité Équivalent Établir Établissement
Étage Étang Étant Étape État Étatique Été Étendre Étendue Éthique Étiquette Étranger Étrangère Être
Étroit Étude Étudiant Étudier Évacuation Évacuer Évaluation Évaluer Éveil Événement Évènement
Éventualité Éventuel Éventuelle Éventuellement Évêque Évidemment Évidence Éviter Évocation
Évolution Évoluer Évoquer Île Îlot Ôter
"""
"""Words whose capital carries an accent, right as they stand here."""

LIGATURES: Final = (
    r"(?:man|dés)?oeuvr",
    r"(?:ran|contre|ac)?coeur",
    r"(?:demi-)?soeur",
    r"oeil",
    r"oeufs?\b",
    r"voeux?\b",
    r"noeuds?\b",
    r"boeufs?\b",
    r"moeurs\b",
    r"choeurs?\b",
    r"foetus\b",
    r"oecumén",
    r"oedèm",
)
"""Beginnings of words where « oe » is the one letter œ."""


def _accented_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for word in ACCENTUES.split():
        for right in (word, word.upper()):
            words[unicodedata.normalize("NFD", right[0])[0] + right[1:]] = right
    # Three capitals are too often an acronym: AGE, ILE, ELU.
    return {wrong: words[wrong] for wrong in words if not (wrong.isupper() and len(wrong) == 3)}


_ACCENTED: Final = _accented_words()


_WRONG_CAPITAL: Final = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_ACCENTED, key=len, reverse=True))})(e?s?|E?S?)(?!\w)"
)

_WRONG_BEGINNING: Final = "|".join(sorted({word[:2] for word in _ACCENTED}))

_HEAD_A: Final = re.compile(
    r"((?:^|[.!?…:]\s|[«“(\"]\s?|^(?:[-–•*]|#{1,6}|\d+[.)])\s)\**)"
    rf"A(?=\s(?i:l['’]|M\.\s|(?:{'|'.join(A_PREPOSITION.split())})(?!\w)))"
)


def _accent(word: re.Match[str]) -> str:
    return _ACCENTED[word.group(1)] + word.group(2)


SPELLING: Final = (
    Rule(
        "etc.",
        re.compile(r"(?<![\w/.])([eE]tc)(?:\s?(?:\.{2,}|…)|\.)?(?![\w/.…])"),
        r"\1.",
        "etc. already says that the list goes on",
        needs="tc",
    ),
    Rule(
        "ellipsis",
        re.compile(r"(?<![./\\])(?:\.{3,}|(?<=[\w)\]»”*])\.\.(?!\w))(?![/\\.])"),
        "…",
        "three points are one sign; ../ is a path and a..b a range",
        needs=r"\.\.",
    ),
    Rule(
        "en dash",
        re.compile(r"(?<=[^\s:;.]\s)--?(?=\s[^\s\d])"),
        "–",
        "a hyphen joins words",
        needs=r"\s-",
    ),
    Rule(
        "en dash before a number",
        re.compile(r"(?<=[^\s:;.\d]\s)--?(?=\s\d)"),
        "–",
        "9 - 12 stays: a range or a subtraction",
        needs=r"\s-",
    ),
    Rule(
        "1re",
        re.compile(r"(?<![\w,.])(1|I)(?i:i?[èeé]re(s?))\b"),
        lambda rank: f"{rank[1]}re{rank[2].lower()}",
        "1re, never 1ère",
        needs="[1I]",
    ),
    Rule("2d", re.compile(r"(?<![\w,.])2nd(e?s?)\b"), r"2d\1", "2d, 2de, never 2nd", needs="2nd"),
    Rule(
        "2e",
        re.compile(r"(?<![\w,.])(\d+(?:\s(?=[èe]me))?|[IVXLC]+)(?i:i?[èeé]me(s?))\b"),
        lambda rank: f"{rank[1].rstrip()}e{rank[2].lower()}",
        "2e, never 2ème",
        needs=r"(?i)[\dIVXLC]\s?i?[èeé]m",
    ),
    Rule(
        "no 3",
        re.compile(r"(?<![\w°])([nN])(?:o|º)\.?\s?(?=\d)"),
        r"\1° ",
        "n° is the sign",
        needs="[nN][oº]",
    ),
    Rule(
        "N° 3",
        re.compile(r"(?<=[a-zà-ÿ]\s)N°"),
        "n°",
        "within a sentence it is no capital",
        needs="N°",
    ),
    Rule(
        "Mr",
        re.compile(r"(?<![\w.])Mr\.?(?=\s(?:le\b|[A-ZÀ-Ý]))"),
        "M.",
        "Mr is English; M. is Monsieur",
        needs="Mr",
    ),
    Rule("À", _HEAD_A, r"\1À", "a capital keeps its accent", needs=r"A\s"),
    Rule("É", _WRONG_CAPITAL, _accent, "a capital keeps its accent", needs=_WRONG_BEGINNING),
    Rule(
        "œ",
        re.compile(rf"\b(?:{'|'.join(LIGATURES)})", re.IGNORECASE),
        lambda word: re.sub("O[Ee]", "Œ", word.group()).replace("oe", "œ"),
        "one letter",
        needs="[oO][eE]",
    ),
    Rule(
        "amount",
        re.compile(r"(?<![\w.,])(?:[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{3,})(?=(?:,\d+)?\s?€)"),
        lambda amount: f"{int(amount.group().replace('.', '')):,}".replace(",", FINE),
        "15 000 €, never 15.000 €",
        needs="€",
    ),
)
"""The rules of spelling, in order: points come before the capitals that follow them."""
