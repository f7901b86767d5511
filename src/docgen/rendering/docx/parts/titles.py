"""The last words of titles and lead paragraphs of a filled Word body, which lines hold together.

The no-break spaces that hold words are upright in italic styles.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_title_parts

NAME: Final = re.compile(r"title$|heading \d|(?!dg étape).*(?:titre|chapeau)")
"""The names of the styles of titles and lead paragraphs; a step of a chart names who acts too."""
TEXT: Final = re.compile(r"(?<=>)([^<]+)(?=</w:t>)")

SLANTED: Final = re.compile(r"dg (?:fiche citation|étape si|condition)")
"""The names of the styles of which all words are italic."""
RUN: Final = re.compile(
    r"(<w:r>(?:<w:rPr>(<w:rStyle [^<>]*/>)?(?:<w:[^<>]*/>)*</w:rPr>)?)"
    rf"<w:t(?: [^<>]*)?>([^<]*{INSECABLE}[^<]*)</w:t></w:r>"
)
"""A run whose text has a no-break space: its start, its style and its text."""
SPACED_TEXT: Final = '<w:t xml:space="preserve">{}</w:t></w:r>'


def set_blanks_upright(xml: str, styles: Mapping[str, str]) -> str:
    """Return Word's XML whose italic styles have upright no-break spaces.

    LibreOffice draws an italic one half as wide again.
    """
    return _slanted(tuple(styles.items())).sub(lambda one: RUN.sub(_part_blanks, one[0]), xml)


@lru_cache(maxsize=64)
def _slanted(styles: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    ids = "|".join(re.escape(identifier) for name, identifier in styles if SLANTED.match(name))
    style = rf'Style w:val="(?:{ids or "(?!)"})"/>'
    return re.compile(rf"<w:p{style}.*?</w:p>|<w:r><w:rPr><w:r{style}.*?</w:r>", re.S)


def _part_blanks(run: re.Match[str]) -> str:
    start, style, text = run.groups(default="")
    upright = f'<w:r><w:rPr>{style}<w:i w:val="0"/></w:rPr>{SPACED_TEXT.format(INSECABLE)}'
    return upright.join(start + SPACED_TEXT.format(piece) for piece in text.split(INSECABLE))


def hold_word_titles(xml: str, styles: Mapping[str, str]) -> str:
    """Return Word's XML whose titles leave no word alone on their last line.

    `styles` are the identifiers of styles by name.
    """
    return _paragraphs(tuple(styles.items())).sub(_hold, xml)


@lru_cache(maxsize=64)
def _paragraphs(styles: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Return what finds a paragraph of a title, from the name of its style on."""
    ids = "|".join(re.escape(identifier) for name, identifier in styles if NAME.match(name))
    return re.compile(rf'<w:pStyle w:val="(?:{ids or "(?!)"})"/>.*?</w:p>', re.S)


def _hold(match: re.Match[str]) -> str:
    pieces = TEXT.split(match.group())
    texts = [html.unescape(piece) for piece in pieces[1::2]]  # lengths are those of what is read
    pieces[1::2] = [html.escape(text, quote=False) for text in hold_title_parts(texts)]
    return "".join(pieces)
