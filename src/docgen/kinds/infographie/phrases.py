"""The last years or months of an indicator in a sentence, as it would be said to a mayor."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from docgen.charts.specification import EtatValeur, PointGraphique
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import MOIS, de, nombre
from docgen.kinds.infographie.facts import FaitsCourbe
from docgen.kinds.infographie.points import cell
from docgen.referential.figures.activite import Ligne
from docgen.statistics.indicators import Indicateur, UniteDeCompte

Noun = Callable[[int], str]
"""What is counted, in agreement with a number: « cambriolages de logement »."""
PEOPLE: Final = {
    UniteDeCompte.VICTIME: ("victime", "victimes"),
    UniteDeCompte.VICTIME_ENTENDUE: ("victime", "victimes"),
    UniteDeCompte.MIS_EN_CAUSE: ("mis en cause", "mis en cause"),
}
"""Who is counted, one and several, where an indicator counts people."""
LINKS: Final = {
    *("à", "au", "aux", "avec", "contre", "dans", "de", "des", "du", "en", "par", "pour", "sans"),
    *("sous", "sur"),
}
"""The words after which a name does not agree with its number."""
ELIDED: Final = ("d’", "l’")
INVARIABLE: Final = {
    *("abus", "accès", "bris", "cas", "colis", "décès", "excès", "mis", "permis", "procès"),
    *("refus", "secours"),
}
"""The words in -s that are the same when there is one."""
PLAIN: Final = re.compile(r"[A-ZÀ-Ý][a-zà-ÿœ]+(?:[\s‑’-][a-zà-ÿœ]+)*")
"""A name without a sign or an acronym: « Vols à la roulotte »."""
LONGEST_NOUN: Final = 14
"""How long a name may be to be said again in the sentence under it; of others, the first word."""
NOT_ALONE: Final = {
    *("autres", "divers", "diverses", "faux", "grands", "grandes", "jeunes", "mis", "mises"),
    *("nouvelles", "petits", "petites"),
}
"""The words that say nothing without the next."""


def noun_of(indicateur: Indicateur) -> Noun:
    """Return what an indicator counts: « 2 victimes d’escroqueries », « 1 vol de véhicule »."""
    name = f"{indicateur.court[0].lower()}{indicateur.court[1:]}"
    singular = _singular(name)

    def noun(number: int) -> str:
        if people := PEOPLE.get(indicateur.unite):
            link = " pour " if indicateur.unite is UniteDeCompte.MIS_EN_CAUSE else " "
            named = name if link == " pour " else de(name)
            return f"{people[number > 1]}{link}{named}"
        return name if number > 1 else singular

    return noun


def noun_of_line(name: str) -> Noun | None:
    """Return what a line of the form counts, None where its name agrees with no number."""
    words = name.split()
    agreeing = words[: _head(words)]
    plain = PLAIN.fullmatch(name) and not {"et", "ou"} & {*words}
    if not (plain and agreeing and all(word.endswith("s") for word in agreeing)):
        return None
    plural = f"{name[0].lower()}{name[1:]}"
    if len(name) > LONGEST_NOUN and plural.split(maxsplit=1)[0] not in NOT_ALONE:
        plural = plural.split(maxsplit=1)[0]
    singular = _singular(plural)
    return lambda number: plural if number > 1 else singular


def _singular(name: str) -> str:
    """Return a name of several things as one of them: « vol lié aux véhicules »."""
    words = name.split()
    head = _head(words)
    said = (word if word in INVARIABLE else word.removesuffix("s") for word in words[:head])
    return " ".join([*said, *words[head:]])


def _head(words: Sequence[str]) -> int:
    """Return how many words of a name agree with its number: « vols liés », then « aux »."""
    linked = (rank for rank, word in enumerate(words) if word in LINKS or word.startswith(ELIDED))
    return next(linked, len(words))


def months_in_words(line: Ligne, month: date) -> str:
    """Return the last month and the year until then, against the year before.

    « 4 cambriolages en octobre, 31 depuis janvier, contre 27 à la même date. »
    """
    noun, name = noun_of_line(line.indicateur), MOIS[month.month - 1]
    if line.cumul is None or month.month == 1:
        then = f"en {name}{INSECABLE}{month.year - 1}"
        if line.mois is None:
            return prose(f"Chiffre {de(name)} non disponible.")
        sentence = f"{_counted(line.mois, noun)} en {name}"
        return prose(f"{sentence}{_against(line.mois, line.mois_precedent, then)}.")
    sentence = f"{_counted(line.cumul, noun)} depuis janvier"
    if line.cumul and line.mois is not None:
        since = f"{nombre(line.cumul)}{INSECABLE}depuis janvier"
        sentence = f"{_counted(line.mois, noun)} en {name}, {since}"
    then = "à la même date".replace(" ", INSECABLE)
    return prose(f"{sentence}{_against(line.cumul, line.cumul_precedent, then)}.")


def _counted(number: int, noun: Noun | None) -> str:
    if noun is None:
        return nombre(number)
    return f"{nombre(number)}{INSECABLE}{noun(number)}" if number else f"Pas {de(noun(0))}"


def _against(now: int, before: int | None, then: str) -> str:
    """Return a comparison with the year before, nothing where it is not known."""
    if before is None:
        return ""
    return f", autant qu’{then}" if now == before else f", contre{INSECABLE}{nombre(before)} {then}"


def curve_in_words(points: Sequence[PointGraphique], unit: str, noun: Noun | None) -> str:
    """Return the last two years: « 17 cambriolages en 2025, contre 15 en 2024. ».

    Without a noun, values are rates rounded to a tenth, of which 0,0 is not nothing:
    « 4,1 pour 1 000 habitants en 2025, contre moins de 0,1 en 2024. »  A series without any number
    above zero is said as a whole.
    """
    if not any(point.valeur for point in points):
        return prose(_nothing_in_words(points, "" if noun else f"Moins de 0,1 {unit}"))
    *_, before, last = (None, None, *points)
    if last is None or last.valeur is None:
        return prose(_unknown_in_words(last, points))
    said = f"{_value(last, unit, noun)} en{INSECABLE}{last.libelle}"
    if before is None or before.valeur is None:
        return prose(f"{said}.")
    if before.valeur == last.valeur:
        alike = f"comme en{INSECABLE}{before.libelle}{'' if noun else ' au dixième près'}"
        return prose(f"{said}, {alike}.")
    return prose(f"{said}, contre {_number(before, noun)} en{INSECABLE}{before.libelle}.")


def undrawn_in_words(curves: Sequence[FaitsCourbe]) -> str:
    """Return the years of curves that are not drawn, those of the same words named together."""
    named: dict[str, list[str]] = {}
    for curve in curves:
        named.setdefault(curve.phrase, []).append(curve.titre)
    sentences = []
    for phrase, titles in named.items():
        first, *others = titles
        names = ", ".join([first, *(f"{one[0].lower()}{one[1:]}" for one in others)])
        sentences.append(f"{names} : {phrase[0].lower()}{phrase[1:]}")
    return prose(" ".join(sentences))


def _value(point: PointGraphique, unit: str, noun: Noun | None) -> str:
    number = _number(point, noun)
    if noun is None:
        return f"{number[0].upper()}{number[1:]} {unit}"
    count = int(point.valeur or 0)
    return f"{number} {noun(count)}" if count else "Aucun fait enregistré"


def _number(point: PointGraphique, noun: Noun | None) -> str:
    if noun is None and point.valeur == 0:
        return "moins de 0,1"
    return cell(point, 0 if noun else 1).texte


def _nothing_in_words(points: Sequence[PointGraphique], rate: str) -> str:
    """Return what a series without a number above zero says; `rate` is what a rate of 0,0 is."""
    years = [point.libelle for point in points]
    span = f"de {years[0]} à {years[-1]}" if len(years) > 1 else f"en{INSECABLE}{''.join(years)}"
    states = {point.etat for point in points}
    if states == {EtatValeur.DIFFUSE}:
        return f"{rate or 'Aucun fait enregistré'} {span}."
    if EtatValeur.DIFFUSE not in states:
        return f"Non {'communiqué' if EtatValeur.CACHE in states else 'disponible'} {span}."
    if rate:
        return f"{rate}, ou chiffre non disponible, {span}."
    return f"Selon les années, aucun fait, ou un chiffre non communiqué, {span}."


def _unknown_in_words(last: PointGraphique | None, points: Sequence[PointGraphique]) -> str:
    state = "non communiqué" if last and last.etat is EtatValeur.CACHE else "non disponible"
    known = [point for point in points if point.valeur is not None]
    year = last.libelle if last else ""
    return f"Chiffre de {year} {state} ; le dernier connu est de {known[-1].libelle}."
