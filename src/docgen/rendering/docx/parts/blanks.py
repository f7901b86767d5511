"""The blanks to fill in of a filled Word body: held on one line, as wide as templates say."""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from docgen.charts.lettering import width
from docgen.french.rule import INSECABLE

BLANK: Final = "dg blanc"
"""The name of the style of a blank to fill in: « [prénom et nom] »."""
MAX_HELD: Final = 64
"""How many characters of a blank are held on one line at most."""
SIZE: Final = 8.0
"""The size of the letters of a blank's name, in points."""
TWIPS: Final = 20
"""How many units of spacing a point has."""
LEAST_RULE: Final = 120
"""How far the rule goes on after a long name, in these units."""


def set_word_blanks(xml: str, styles: Mapping[str, str]) -> str:
    """Return Word's XML whose blanks are never cut by the end of a line, each as wide as told.

    A template tells the width of the whole as the spacing of the no-break space after the name.
    """
    style = styles.get(BLANK, "")
    if not style:
        return xml
    named, ruled = _patterns(style)
    held = named.sub(lambda one: one[1] + one[2].replace(" ", INSECABLE), xml)
    return ruled.sub(lambda one: f"{one[1]}{_rest(one[2], int(one[3]))}{one[4]}", held)


@lru_cache(maxsize=16)
def _patterns(style: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the name of a short blank, and a name with the spacing after it."""
    run = rf'<w:rPr><w:rStyle w:val="{re.escape(style)}"/>'
    name = rf"{run}(?:<w:[^<>]*/>)*</w:rPr><w:t(?: [^<>]*)?>"
    rest = rf'</w:t></w:r><w:r>{run}<w:spacing w:val="'
    return (
        re.compile(rf"({name})(\[[^<]{{1,{MAX_HELD}}})(?=</w:t>)"),
        re.compile(rf'({name}(\[[^<]*){rest})(\d+)("/>)'),
    )


def _rest(name: str, whole: int) -> int:
    """Return the spacing after a name that makes the whole as wide as told."""
    printed = TWIPS * width(html.unescape(name) + INSECABLE, SIZE)
    return max(round(whole - printed), LEAST_RULE)
