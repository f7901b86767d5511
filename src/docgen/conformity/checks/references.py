"""What refers to a page says the right one: contents, index, outline, folios.

A page number is printed by a style sheet after the words of its link; it is what the link's element
shows beyond the words of the link.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.pdf.references import Heading, PageReference, PageReferences
from docgen.conformity.wording import quoted
from docgen.errors import Problem

CONTENTS: Final = ("sommaire", "tabledesmatières")
"""The titles, without blanks, above the links that bear the titles of what they lead to."""
UNPRINTED: Final = re.compile(r"[\s\-\u2010\u2011\u00ad\u0002\ufffe]+")
"""What a line break may add to words, or take from them."""
NUMBER: Final = re.compile(r"\d+")
FOLIO: Final = re.compile(r"(?<!\d)(\d+)\u202f/\u202f(\d+)(?!\d)")
"""A page number and the number of pages, as the style sheets write them: 24/7 is none."""
TEAR_OFF_SHEET: Final = "feuilleàpart,ànepasjoindre"
"""The words, without blanks, of a sheet after the pages of an act, which its count leaves out."""
TOLERANCE: Final = 2.0
"""How far above its destination a heading may begin, in points."""


def check_references(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for whatever refers to another page than it says."""
    for page, message in reference_faults(pdf.references):
        hint = "refaites le fichier depuis sa source, ou signalez-le aux développeurs"
        yield pdf.problem("renvoi", message, page, hint)


def reference_faults(references: PageReferences) -> Iterator[tuple[int, str]]:
    """Yield the page, from 0, and the message of each wrong reference."""
    for link in references.links:
        yield from ((link.page, message) for message in _link_faults(link, references))
    for heading in references.outline:
        if heading.target is None:
            yield 0, f"signet {quoted(heading.title)} qui ne mène nulle part"
        elif not _is_on_page(heading.title, references.pages[heading.target.page]):
            message = f"signet {quoted(heading.title)}, qui n’est pas un titre de cette page"
            yield heading.target.page, message
    yield from _folio_faults(references)


def _link_faults(link: PageReference, references: PageReferences) -> Iterator[str]:
    number = printed_number(link)
    if number is None:
        return
    if link.target is None:
        yield f"{quoted(link.words)}, page {number} : ne mène nulle part"
    elif link.target.page + 1 != number:
        yield f"{quoted(link.words)}, page {number} : mène à la page {link.target.page + 1}"
    elif is_in_contents(link, references):
        heading = _first_heading(link, references)
        if heading is None or not _same_title(link, heading):
            led = f"mène au titre {quoted(heading.title)}" if heading else "ne mène à aucun titre"
            yield f"{quoted(link.words)}, page {number} : {led}"


def printed_number(link: PageReference) -> int | None:
    """Return the page number that is printed after the words of a link, None without one."""
    printed, words = _plain(link.printed), _plain(link.words)
    numbers = NUMBER.findall(printed.removeprefix(words)) if printed.startswith(words) else []
    return int(numbers[-1]) if numbers else None


def is_in_contents(link: PageReference, references: PageReferences) -> bool:
    """Whether a link stands below the title of the contents."""
    place = link.page, -link.height
    above = [
        heading.title
        for heading in references.outline
        if heading.target and (heading.target.page, -heading.target.height) <= place
    ]
    return bool(above) and _plain(above[-1]) in CONTENTS


def _first_heading(link: PageReference, references: PageReferences) -> Heading | None:
    """Return the first heading at or below the destination of a link, on its page."""
    below = (
        (-heading.target.height, rank, heading)
        for rank, heading in enumerate(references.outline)
        if heading.target
        and link.target
        and heading.target.page == link.target.page
        and heading.target.height <= link.target.height + TOLERANCE
    )
    return min(below, default=(0, 0, None))[2]


def _same_title(link: PageReference, heading: Heading) -> bool:
    """Whether one begins or ends with the other, and not beside a digit: article 1 is not 10."""
    short, long = sorted((_plain(link.words), _plain(heading.title)), key=len)
    before, after = long.removesuffix(short), long.removeprefix(short)
    return bool(short) and (
        short == long
        or (before != long and not before[-1].isdigit())
        or (after != long and not after[0].isdigit())
    )


def _is_on_page(title: str, text: str) -> bool:
    """Whether every word of a title stands in a text; a number may stand apart from its title."""
    plain = _plain(text)
    return all(_plain(word) in plain for word in title.split())


def _folio_faults(references: PageReferences) -> Iterator[tuple[int, str]]:
    apart = (page for page, text in enumerate(references.pages) if TEAR_OFF_SHEET in _plain(text))
    total = str(next(apart, len(references.pages)))
    for page, text in enumerate(references.pages):
        folios = FOLIO.findall(text)
        if folios and (str(page + 1), total) not in folios:
            shown = " / ".join(folios[-1])
            yield page, f"numéro « {shown} » sur la page {page + 1} de {total}"


@lru_cache(maxsize=256)  # a page is asked for each of its headings
def _plain(text: str) -> str:
    return UNPRINTED.sub("", text).casefold()
