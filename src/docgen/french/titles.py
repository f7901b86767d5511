"""The lines of titles and texts: what none ends within, and how the last one is no word alone."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.wording import MOIS

LEADING: Final = (
    "à au aux avec ce ces chez d’un d’une dans de des du en et la le les leur leurs l’on ou par "
    "pour que qui sans ses sous sur un une"
)
"""Words that end no line of a title."""
MIN_LAST_LINE: Final = 12
"""How many characters the last line has at least, where it can and no comma is before it."""
MIN_LAST_WORD: Final = 10
"""How many characters a word has that may be the second line of a title: « municipale »."""
MAX_HELD: Final = 25
"""How many characters are held together at most, a first « à » aside: narrow columns hold them."""
MIN_END: Final = 12
"""How many characters end a text together, « de conjoints. »; a word alone has three more."""
MAX_END: Final = 26
"""How many are held there at most: a third of a line of eighty, the line above keeps the rest."""
LINE_START: Final = re.compile(r"(?<!(?<![\w-])\w)(?<!(?<![\w-])\w\w)(?<!NOR.:) ")
"""The blank before a last line: no short word, nor « NOR : », ends the line above."""
LAST_BRACKET: Final = re.compile(r"\([^()]*\)$")
"""What ends a text in brackets: « (eau, forêt, urbanisme) »."""
MARKS: Final = re.compile(r"\]\(\S+?\)|[*\[]")
"""The signs of links and bold, which are not printed."""
HARD_HYPHEN: Final = "\u2011"
WORD: Final = re.compile(r"[^ \n]+")
MAX_NAME: Final = 30
"""How many letters a name has at most that no line ends within."""
NAME: Final = re.compile(
    rf"(?<![\w.@/-])(?=[\w’-]{{3,{MAX_NAME}}}(?![\w’-]|[.@/]\w))[A-ZÀ-Ý][\w’]*(?:-[\w’]+)+"
)
"""A name of several words, « Corse-du-Sud », short enough for no line to end within it."""
TENS: Final = re.compile(
    r"\b(dix|vingt|trente|quarante|cinquante|soixante)-(?=(?:sept|huit|neuf|deux|trois|quatre)\b)"
)
"""The first word of a number of several, with its hyphen."""
YEAR: Final = re.compile(r" (?=(?:19|20)\d\d\b)")
"""The blank before a year."""
DATE: Final = re.compile(rf" (?=(?:\d\d?(?:er)?[ {INSECABLE}])?(?:{'|'.join(MOIS)})\b)")
"""The blank before a date, « 25 juin 2026 » or « juin 2026 », and that before its month."""


def hold_title(text: str) -> str:
    """Return a title with its short and last words held: `avant de dépenser` → `avant␣de␣dépenser`.

    Each blank stays one character, so that places in the text stay as they are.
    """
    words = [*WORD.finditer(text)]
    letters = list(text)
    length = 0  # of the words that are held together, from this one on
    is_last = True
    for before, word in zip(words[-2::-1], words[:0:-1], strict=True):
        length = length or len(word[0])
        alone = word is words[-1] and INSECABLE not in word[0]
        is_short = length < MIN_LAST_LINE and not before[0].endswith(",")
        wanted = before[0].lower() in LEADING.split() or (is_last and (alone or is_short))
        length += 1 + len(before[0])
        most = MAX_HELD + 2 * (len(before[0]) == 1)
        if wanted and length <= most and word.start() - before.end() == 1:
            letters[before.end()] = INSECABLE
        else:
            length, is_last = 0, False
    return "".join(letters)


def balance_title(text: str, widest: int) -> str:
    """Return a title of two lines, each of `widest` signs at most, cut nearest to its middle."""
    ends = [blank.start() for blank in re.finditer(" ", hold_title(text))]
    if len(last := text.rpartition(" ")[2]) >= MIN_LAST_WORD:
        ends.append(len(text) - len(last) - 1)
    if len(text) <= widest or not ends:
        return text
    middle = min(ends, key=lambda end: abs(2 * end - len(text)))
    lines = [one.replace(" ", INSECABLE) for one in (text[:middle], text[middle + 1 :])]
    return " ".join(lines) if max(map(len, lines)) <= widest else text


def hold_end(text: str, least: int = MIN_END) -> str:
    """Return a text whose last line has `least` printed signs or more, where few have to be held.

    A word that is alone there has three more. Where words are long, fewer are held: the line above
    stays nearly whole. No line ends within a short bracket at the end.
    """
    whole = {0, *(blank.end() for blank in LINE_START.finditer(text))}

    def merit(start: int) -> tuple[bool, bool, int]:
        alone = 3 * (" " not in text[start:])
        is_long = len(MARKS.sub("", text[start:])) >= least + alone
        return is_long, start in whole, start if is_long else -start

    starts = [0, *(blank.end() for blank in re.finditer(" ", text))]
    held = [start for start in starts if len(MARKS.sub("", text[start:])) <= MAX_END]
    start = max(held, key=merit, default=len(text))
    if (bracket := LAST_BRACKET.search(text)) and len(bracket[0]) <= MAX_HELD:
        start = min(start, bracket.start())
    return text[:start] + text[start:].replace(" ", INSECABLE)


def hold_numbers(text: str) -> str:
    """Return a text of which no line ends within a number: `dix-huit` has a hard hyphen."""
    return TENS.sub(rf"\1{HARD_HYPHEN}", text)


def hold_line(text: str) -> str:
    """Return a text that stays on one line: `Quercy – Bouriane` → `Quercy␣– Bouriane`.

    A line may end after a dash whatever follows it: the next one begins with no blank.
    """
    return text.replace(" ", INSECABLE).replace(f"–{INSECABLE}", "– ")


def hold_names(text: str, longest: int = MAX_NAME) -> str:
    """Return a text of which no line ends within a name: `Carmausin-Ségala` has hard hyphens.

    A longer name than `longest` ends a line at its hyphens, where the column is narrow.
    """

    def hold(name: re.Match[str]) -> str:
        return name[0] if len(name[0]) > longest else name[0].replace("-", HARD_HYPHEN)

    return NAME.sub(hold, text)


def hold_years(text: str) -> str:
    """Return a text of which no line begins with a year."""
    return YEAR.sub(INSECABLE, text)


def hold_dates(text: str) -> str:
    """Return a text of which no line begins with a year or a date, nor ends within a date."""
    return hold_years(DATE.sub(INSECABLE, text))


def hold_title_parts(parts: Sequence[str]) -> list[str]:
    """Return the parts of one title, held as a whole."""
    held = hold_title("".join(parts))
    ends = [sum(map(len, parts[:rank])) for rank in range(len(parts) + 1)]
    return [held[start:end] for start, end in pairwise(ends)]
