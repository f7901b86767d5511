"""The style sheet of a kind, scoped to its documents where they are bound into another.

Every rule stands inside `:where(.relie-<kind>)`, which adds no specificity, so that the cascade
within a part does not change. Page rules are renamed: a rule for all pages becomes one for the
pages `<kind>`, and the page `projet` becomes `<kind>-projet`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any, Final

import tinycss2

SCOPED_QUERY: Final = "relie"
"""The query that asks for a scoped style sheet: `document.css?relie`."""
COMMON_SHEET: Final = "_commun/base.css"
URL: Final = re.compile(r"url\((?=[\w-]+/)")
"""The URL of a file in a folder next to the sheet."""
ADDRESS: Final = re.compile(r"\s*(?:url\(\s*)?[\"']?([^\"')\s]+)")
"""The URL of an import."""
PAGE: Final = re.compile(r"(?<![\w.#-])page(\s*:\s*)([\w-]+)")
"""The declaration that puts an element on named pages."""


@dataclass(frozen=True, slots=True)
class _PageRule:
    """A page rule: names and pseudo-classes of its pages, and its declarations."""

    names: tuple[tuple[str, str], ...]
    declarations: str


def scope_of(kind: str) -> str:
    """Return the CSS class of bound parts of a kind."""
    return f"{SCOPED_QUERY}-{kind}"


def bound_css(kind: str, read: Callable[[str], str]) -> str:
    """Return the scoped style sheet of a kind.

    `read` returns the text of a template file. The common sheet applies to the whole document
    already, except its rules for named pages, which are repeated for the pages of this kind.
    """
    common = "\n".join(rule.serialize() for rule in _rules(read(COMMON_SHEET)))
    named_pages, page_rules = _split_page_rules(_rules(URL.sub("url(../_commun/", common)))
    own = [*_rules_with_imports(f"{kind}/document.css", read)]
    own_pages, own_rules = _split_page_rules(own)
    page_rules = [rule for rule in page_rules if PAGE.search(rule)]
    names = {name for pages in (*named_pages, *own_pages) for name, _ in pages.names}
    general = [page for page in own_pages if ("", "") in page.names]
    common_named = [page for page in named_pages if all(name for name, _ in page.names)]
    named = [page for page in own_pages if page not in general]
    pages = (_scoped_page_rule(kind, page, names) for page in (*general, *common_named, *named))
    rules = (PAGE.sub(rf"page\1{kind}-\2", rule) for rule in (*page_rules, *own_rules))
    inside = "\n".join((f"page: {kind};", *rules))
    counters = (rule.serialize() for rule in own if _is_at_rule(rule, "counter-style"))
    return "\n".join((*counters, *pages, f":where(.{scope_of(kind)}) {{\n{inside}\n}}\n"))


def _rules_with_imports(name: str, read: Callable[[str], str]) -> Iterator[Any]:
    for rule in _rules(read(name)):
        if _is_at_rule(rule, "import"):
            address = ADDRESS.match(tinycss2.serialize(rule.prelude))
            yield from (
                _rules_with_imports(normpath(join(dirname(name), address[1])), read)
                if address
                else ()
            )
        else:
            yield rule


def _split_page_rules(rules: Iterable[Any]) -> tuple[list[_PageRule], list[str]]:
    pages, others = [], []
    for rule in rules:
        if rule.type == "qualified-rule":
            others.append(rule.serialize())
        elif _is_at_rule(rule, "page"):
            pages.append(_PageRule(tuple(_page_selectors(rule)), tinycss2.serialize(rule.content)))
    return pages, others


def _is_at_rule(rule: Any, keyword: str) -> bool:
    return bool(rule.type == "at-rule" and rule.lower_at_keyword == keyword)


def _page_selectors(rule: Any) -> Iterator[tuple[str, str]]:
    """Yield the pages of a rule as name and pseudo-class: « livret:left » → `livret`, `:left`."""
    for selector in tinycss2.serialize(rule.prelude).split(","):
        name, colon, pseudo = selector.strip().partition(":")
        yield name, colon + pseudo


def _scoped_page_rule(kind: str, pages: _PageRule, names: Iterable[str]) -> str:
    """Return a page rule for the pages of a kind; one without a name is for all of them."""
    selectors = [
        f"{'-'.join(filter(None, (kind, name)))}{pseudo}"
        for own_name, pseudo in pages.names
        for name in (sorted({"", *names}) if not own_name else (own_name,))
    ]
    return f"@page {', '.join(selectors)} {{{pages.declarations}}}"


def _rules(sheet: str) -> Iterable[Any]:
    yield from tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
