"""The blanks to fill in of a filled Word body: their names are held on one line."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from docgen.french.rule import INSECABLE

BLANK: Final = "dg blanc"
"""The name of the style of a blank to fill in: « [prénom et nom] »."""
MAX_HELD: Final = 64
"""How many characters of a blank are held on one line at most."""


def set_word_blanks(xml: str, styles: Mapping[str, str]) -> str:
    """Return Word's XML whose blanks are never cut by the end of a line."""
    style = styles.get(BLANK, "")
    if not style:
        return xml
    return _short_name(style).sub(lambda one: one[1] + one[2].replace(" ", INSECABLE), xml)


@lru_cache(maxsize=16)
def _short_name(style: str) -> re.Pattern[str]:
    """Return what finds the name of a short blank."""
    run = rf'<w:rPr><w:rStyle w:val="{re.escape(style)}"/>(?:<w:[^<>]*/>)*</w:rPr>'
    return re.compile(rf"({run}<w:t(?: [^<>]*)?>)(\[[^<]{{1,{MAX_HELD}}})(?=</w:t>)")
