"""Values in French words: a date, a number, a sum, a name after its preposition, a list.

Invariant: the result is typographically right; `prose` leaves it unchanged.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, 3e éd., as reported.
Names of communes are worded by `territory.Toponyme`, which knows their article.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from docgen.french.rule import FINE, INSECABLE

JOURS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
"""The days, as `date.weekday` counts them."""

MOIS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
"""The months, in lower case as French writes them."""

BIS: Final = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)"
"""The words that follow the number of what is inserted, « 5 bis », as a pattern."""

_UNITES: Final = (
    "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
)
_DIZAINES: Final = "vingt|trente|quarante|cinquante|soixante|soixante|quatre-vingt|quatre-vingt"

_HEURE: Final = re.compile(
    r"(?<![\d:])([01]?\d|2[0-4])(?:[ \xa0]?[hH](?:[ \xa0]?([0-5]\d))?|:([0-5]\d))"
    r"(?!/(?:24|7)|[\d:\w])"
)
_HEURE_DITE: Final = r"\d\d?\xa0h(?:\xa0\d\d)?(?!\d)"
_ENTRE_HEURES: Final = r"([ \xa0]*[-–/][ \xa0]*|[ \xa0]+à[ \xa0]+)"
_HEURES_DE_SUITE: Final = re.compile(rf"(?<!\d){_HEURE_DITE}(?:{_ENTRE_HEURES}{_HEURE_DITE})+")
H_ASPIRE: Final = r"""
habanera hâbl hach hack haddock hadj hagard haie haillon haine hainaut haï(?!t) haire haka halage
halal haler\b halet halls?\b halle hallier halos?\b halte hâl hamac hambourg hamburger hameau hammam
hampe hamster hanap hanche hand hangar hanneton hanovr hant[eéi] happe haque hara-kiri harangue
haras harc[eè]l hard\b hardes?\b hardi(?!n) hardware harem hareng harfang hargne haricot harki
harnach harnais haro\b harpe harpi harpon\b harponn haschi hasard hât hauban hausse haut havane
havre hayon heaume hein\b henn[éi] héraut hères?\b hériss hernie héron héros\b herse hêtre heurt
hibou hic\b hideu hiérarchi high hip-hop hippie hippy hiss hits?\b hobb hobereau hoch hockey hold
holland homard homes?\b honduras hong\W?kong hongr honni honte hooligan hoquet horde horion hormis
hors hot\W hotte houblon houe houille houle houpp hourra houspill housse houx hub\b hublot huch huée
huer\b huguenot huis\b huit(?!r) hulott hulul huns?\b hupp[eé] hurl huron husky hussard hutte
"""
"""Beginnings of words whose h forbids elision; every other h is mute (l’herbe, l’hôtel)."""

NON_ELIDES: Final = "onze onzième oui ouistiti uhlan ululement"
"""Words that begin with a vowel and forbid elision all the same."""

ELIDABLES: Final = "de le la que je me te se ne jusque lorsque puisque quoique"
"""Words that lose their last letter; not « ce », which becomes « cet » before a noun."""

_WORD = re.compile(r"[^\W_]{3,}['’][^\W_]+|[^\W_]+")
_IN_SENTENCE = re.compile(r"[a-zà-öø-ÿœ,](?:[’']|\s)(?:[«“(]\s?)*$")
_H_ASPIRE = re.compile("|".join(H_ASPIRE.split()), re.IGNORECASE)
_CODE = re.compile(r"(?:[IVXL]+|\w)(?:-\w+)?|(?!\d+(?:ER|RE|ÈME)$).*[\d.].*")
# y is a vowel before a consonant (Ypres), in a noun or two, and in old names of places.
_VOYELLE = re.compile(
    r"[aàâäæeéèêëiîïoôöœuùûüh]|y(?![aàâeéèêëiîïoôuùûü])|yeu(?:x|se|\b)"
    r"|yainv|yauc|yébl|yè[brv]|yenne|yer[mrv]|yo(?:n[cnv]|let|ux)|yutz",
    re.IGNORECASE,
)


def date_longue(jour: date) -> str:
    """Return ``1er␣mai 2026``: a line may end before the year, not before the month."""
    return f"{_quantieme(jour)}{INSECABLE}{MOIS[jour.month - 1]} {jour.year}"


def date_semaine(jour: date) -> str:
    """Return ``jeudi 23␣avril 2026``."""
    return f"{JOURS[jour.weekday()]} {date_longue(jour)}"


def _quantieme(jour: date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def en_lettres(n: int, feminin: bool = False) -> str:
    """Return a number, 0 to 9999, in words as usually spelt: 171 → ``cent soixante et onze``."""
    if not 0 <= n <= 9999:
        raise ValueError(f"{n} ne s’écrit pas ici en lettres\u00a0: de 0 à 9999 seulement")
    centaines, rest = divmod(n % 1000, 100)
    words = (_milliers(n // 1000), _centaines(centaines, rest == 0), _moins_de_cent(rest))
    number = " ".join(filter(None, words)) or _jusqu_a_seize(0)
    return re.sub(r"\bun$", "une", number) if feminin else number


def _jusqu_a_seize(n: int) -> str:
    return _UNITES.split("|")[n]


def _milliers(n: int) -> str:
    return "" if n == 0 else "mille" if n == 1 else f"{_jusqu_a_seize(n)} mille"


def _centaines(n: int, round_: bool) -> str:
    """Return the hundreds: ``cent``, ``deux cents`` if nothing follows, else ``deux cent``."""
    if n < 2:
        return "cent" * n
    return f"{_jusqu_a_seize(n)} cent{'s' if round_ else ''}"


def _moins_de_cent(n: int) -> str:
    if n <= 16:
        return _jusqu_a_seize(n) if n else ""
    if n < 20:
        return f"dix-{_jusqu_a_seize(n - 10)}"
    if n == 80:
        return "quatre-vingts"
    dizaine, rest = _DIZAINES.split("|")[n // 10 - 2], n % 10
    if n // 10 in {7, 9}:
        rest += 10
    if rest == 0:
        return dizaine
    joint = " et " if rest in {1, 11} and n < 80 else "-"
    return f"{dizaine}{joint}{_moins_de_cent(rest)}"


def ordinal(n: int, feminin: bool = False) -> str:
    """Return ``1er``, ``1re`` or ``2e``."""
    if n < 1:
        raise ValueError(f"{n} n’est pas un rang\u00a0: un entier à partir de 1")
    if n == 1:
        return "1re" if feminin else "1er"
    return f"{n}e"


def nombre(n: int | Decimal) -> str:
    """Return a quantity, never a year nor an order number: ``1725`` → ``1⍽725``, ``3,5``."""
    exact = Decimal(n)
    if not exact.is_finite():
        raise ValueError(f"{n} n’est pas un nombre fini")
    # A minus sign, not a hyphen: a line must not end between it and its number.
    return f"{exact:,f}".replace(",", FINE).replace(".", ",").replace("-", "−")


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return a number and its noun, in agreement: ``2, "autre"`` → ``2 autres``."""
    several = plural or " ".join(f"{word}s" for word in singular.split())
    return f"{nombre(count)} {several if count > 1 else singular}"


def euros(montant: int | Decimal) -> str:
    """Return a sum, with cents only if it has some: ``15⍽000␣€``, ``12,50␣€``."""
    exact = Decimal(montant)
    if not exact.is_finite() or exact != round(exact, 2):
        message = f"{montant} n’est pas un montant en euros et centimes\u00a0: rien ne s’arrondit"
        raise ValueError(message)
    whole = exact == exact.to_integral_value()
    return f"{nombre(round(exact) if whole else round(exact, 2))}{INSECABLE}€"


def heures(text: str) -> str:
    """Return a text with its hours as we write them: ``8h00-12h30`` → ``8␣h␣à␣12␣h␣30``.

    No dash: a line may end after one. Hours in a row are ranges, two by two: ``8h-12h/14h-18h`` →
    ``8␣h␣à␣12␣h et 14␣h␣à␣18␣h``.
    """
    said = _HEURE.sub(_heure, text)
    has_dash = any(re.search("[-–]", row[0]) for row in _HEURES_DE_SUITE.finditer(said))
    return _HEURES_DE_SUITE.sub(lambda row: _plages(row[0], has_dash), said)


def _plages(row: str, has_dash: bool) -> str:
    """Return hours in a row as ranges; where their number or a bar leaves a doubt, as written."""
    first, *rest = re.split(_ENTRE_HEURES, row)
    marks, hours = rest[::2], rest[1::2]
    is_choice = has_dash and [mark.strip() for mark in marks] == ["/"]
    if is_choice or len(marks) % 2 == 0:
        return row
    for rank, (mark, hour) in enumerate(zip(marks, hours, strict=True)):
        until = mark if "à" in mark else f"{INSECABLE}à{INSECABLE}"
        first += f"{' et ' if rank % 2 else until}{hour}"
    return first


def _heure(read: re.Match[str]) -> str:
    minutes = read[2] or read[3] or "00"
    return f"{int(read[1])}{INSECABLE}h" + f"{INSECABLE}{minutes}" * (minutes != "00")


def elide(word: str, following: str) -> str:
    """Return two words with elision where French has it: ``que``, ``elle`` → ``qu’elle``."""
    if word.lower() not in ELIDABLES.split() or not _begins_with_vowel_sound(following):
        return f"{word} {following}"
    return f"{word[:-1]}’{following}"


def _begins_with_vowel_sound(word: str) -> bool:
    bare = word.lstrip('*«“" ' + INSECABLE)
    first = re.split(r"[\s’'-]", bare, maxsplit=1)[0]
    if first.lower() in NON_ELIDES.split() or not _VOYELLE.match(bare):
        return False
    return not _H_ASPIRE.match(bare)


def de(nom: str) -> str:
    """Return « de » and a name or a noun: ``d’Albi``, ``du maire``, ``des élus``, ``de l’AMR81``.

    Only an article in lower case contracts: that « Le » is one, « Le Garric » does not show.
    """
    return _contract(nom, "du", "des") or elide("de", nom)


def a(nom: str) -> str:
    """Return « à » and a name or a noun: ``à Albi``, ``au maire``, ``aux élus``."""
    return _contract(nom, "au", "aux") or f"à {nom}"


def _contract(nom: str, singulier: str, pluriel: str) -> str:
    article, _, noun = nom.partition(" ")
    contracted = {"le": singulier, "les": pluriel}.get(article)
    return f"{contracted} {noun}" if contracted and noun else ""


def liste(*elements: str, conjonction: str = "et") -> str:
    """Return an enumeration: ``a, b et c``."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} {conjonction} {elements[-1]}"


def shorten_list(names: Sequence[str], most: int = 6) -> str:
    """Return the first names of a list and the number of the others: « a, b, c et 12 autres »."""
    more, first = len(names) - most, ", ".join(names[:most])
    return f"{first} et {counted(more, 'autre')}" if more > 0 else first


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def small_noun(numero: str) -> str:
    """Return the number of a clause with its noun in small letters: ``AXE III`` → ``axe III``.

    Numerals, letters and codes keep their capitals; of other words, those written in capitals only.
    """

    def small(word: re.Match[str]) -> str:
        keeps = _CODE.fullmatch(word[0]) or (word.start() and not numero.isupper())
        return word[0] if keeps else word[0].lower()

    return re.sub(r"\S+", small, numero)


def small_initial(text: str) -> str:
    """Return a text without a capital at its beginning."""
    return text[:1].lower() + text[1:]


def line_of_contents(title: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a title as contents list it: without a colon at its end, never all in capitals.

    `names` are the words that keep capitals, by `names_in`; so does one that holds a number.
    """
    kept = title.rstrip(f"{INSECABLE}{FINE} :")
    if not kept.isupper():
        return kept

    def small(word: re.Match[str]) -> str:
        has_number = any(map(str.isdecimal, word[0]))
        return word[0] if has_number else _cased(word[0], names.get(_key(word[0]), ""))

    said = _WORD.sub(small, kept)
    return re.sub(r"[^\W\d_]", lambda letter: letter[0].upper(), said, count=1)


def names_in(texts: Iterable[str]) -> dict[str, str]:
    """Return the words that have capitals within sentences, and there alone, each by its key."""
    seen = [one for text in texts if not text.isupper() for one in _WORD.finditer(text)]
    small = {_key(one[0]) for one in seen if one[0].islower()}
    inside = (one[0] for one in seen if _IN_SENTENCE.search(_before(one)))
    names = Counter(word for word in inside if not word.islower() and _key(word) not in small)
    return {_key(word): word for word, _ in reversed(names.most_common())}


def _before(word: re.Match[str]) -> str:
    return word.string[max(0, word.start() - 8) : word.start()]


def _key(word: str) -> str:
    return word.casefold().replace("'", "’")


def _cased(word: str, as_written: str) -> str:
    """Return a word in the letters of another that differs by capitals alone, or in small ones."""
    if len(as_written) != len(word):
        return word.lower()
    pairs = zip(word, as_written, strict=True)
    return "".join(known if known.isalpha() else sign for sign, known in pairs)
