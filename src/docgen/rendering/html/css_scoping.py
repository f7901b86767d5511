"""The style sheet of a kind made to dress its documents where they are bound into another.

Every rule keeps to the part: it stands inside `:where(.relie-<kind>)`, which adds no weight, so
that the rules of a part beat one another as they do alone.  Pages keep their look by name: what
a part says of all pages is said of the pages `<kind>`, and its page `projet` becomes
`<kind>-projet`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any, Final

import tinycss2

BOUND: Final = "relie"
"""The query of an address which asks for a style sheet in this form: `document.css?relie`."""
COMMON: Final = "_commun/base.css"
URL: Final = re.compile(r"url\((?=[\w-]+/)")
"""The address of a file in a folder beside a sheet."""
ADDRESS: Final = re.compile(r"\s*(?:url\(\s*)?[\"']?([^\"')\s]+)")
"""The sheet that an import names."""
PAGE: Final = re.compile(r"(?<![\w.#-])page(\s*:\s*)([\w-]+)")
"""The declaration that puts an element on pages of a name."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """A rule for pages: the names and the pseudo-classes it is for, and what it says."""

    names: tuple[tuple[str, str], ...]
    said: str


def scope_of(kind: str) -> str:
    """Return the class of what is bound of a kind."""
    return f"{BOUND}-{kind}"


def bound_css(kind: str, read: Callable[[str], str]) -> str:
    """Return a kind's style sheet for parts that are bound into a document.

    `read` gives the text of a file of the templates.  What all kinds share the whole document has
    already, but for what is said of pages by name: it is said again, for the pages of this kind.
    """
    common = "\n".join(rule.serialize() for rule in _rules(read(COMMON)))
    named_pages, page_rules = _sorted(_rules(URL.sub("url(../_commun/", common)))
    own_pages, own_rules = _sorted(_imported(f"{kind}/document.css", read))
    page_rules = [rule for rule in page_rules if PAGE.search(rule)]
    names = {name for pages in (*named_pages, *own_pages) for name, _ in pages.names}
    general = [page for page in own_pages if ("", "") in page.names]
    kept = [page for page in named_pages if all(name for name, _ in page.names)]
    named = [page for page in own_pages if page not in general]
    pages = (_page_rule(kind, page, names) for page in (*general, *kept, *named))
    rules = (_renamed(kind, rule) for rule in (*page_rules, *own_rules))
    inside = "\n".join((f"page: {kind};", *rules))
    return "\n".join((*pages, f":where(.{scope_of(kind)}) {{\n{inside}\n}}\n"))


def _imported(name: str, read: Callable[[str], str]) -> Iterator[Any]:
    """Yield the rules of a sheet, those of the sheets that it imports in their place."""
    for rule in _rules(read(name)):
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            found = ADDRESS.match(tinycss2.serialize(rule.prelude))
            yield from _imported(normpath(join(dirname(name), found[1])), read) if found else ()
        else:
            yield rule


def _sorted(rules: Iterable[Any]) -> tuple[list[_Pages], list[str]]:
    """Return what rules say of pages, and the others; fonts are the whole document's."""
    pages, others = [], []
    for rule in rules:
        if rule.type == "qualified-rule":
            others.append(rule.serialize())
        elif rule.type == "at-rule" and rule.lower_at_keyword == "page":
            pages.append(_Pages(tuple(_selectors(rule)), tinycss2.serialize(rule.content)))
    return pages, others


def _selectors(rule: Any) -> Iterator[tuple[str, str]]:
    """Yield the pages that a rule is for: « livret:left » → `livret`, `:left`."""
    for selector in tinycss2.serialize(rule.prelude).split(","):
        name, colon, pseudo = selector.strip().partition(":")
        yield name, colon + pseudo


def _page_rule(kind: str, pages: _Pages, names: Iterable[str]) -> str:
    """Return a rule for pages said of this kind's: of all its names, when it had none."""
    wanted = [
        f"{'-'.join(filter(None, (kind, name)))}{pseudo}"
        for asked, pseudo in pages.names
        for name in (sorted({"", *names}) if not asked else (asked,))
    ]
    return f"@page {', '.join(wanted)} {{{pages.said}}}"


def _renamed(kind: str, rule: str) -> str:
    """Return a rule in which pages bear this kind's names."""
    return PAGE.sub(rf"page\1{kind}-\2", rule)


def _rules(sheet: str) -> Iterable[Any]:
    yield from tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
