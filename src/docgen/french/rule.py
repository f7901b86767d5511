"""A rule of typography: its name, its pattern, its replacement, and why.

Invariant: a rule is pure and matches nothing in its own output.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

INSECABLE: Final = "\u00a0"
"""The no-break space, drawn ␣ in the tests."""

FINE: Final = "\u202f"
"""The narrow no-break space, drawn ⍽ in the tests."""

PLACEHOLDER: Final = "\ue000"
"""The private character that stands for a protected span (URL, code, hour…)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One named correction: ``Rule("ponts", re.compile("--"), "–", "…").apply("--")`` → ``–``.

    `needs` is a faster pattern, which matches any text that `pattern` matches: it lets most texts
    be skipped.
    """

    name: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    why: str
    needs: str = ""
    may_match: Callable[[str], object] = field(init=False, repr=False, compare=False)
    """Whether the rule may match a text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "may_match", re.compile(self.needs).search)

    def apply(self, text: str) -> str:
        """Return the text with each match of this rule replaced."""
        return self.pattern.sub(self.replacement, text) if self.may_match(text) else text


def apply_all(rules: Iterable[Rule], text: str) -> str:
    """Return the text corrected by each rule in turn."""
    for rule in rules:
        if rule.may_match(text):  # as in `apply`, but without a call for each of forty rules
            text = rule.pattern.sub(rule.replacement, text)
    return text
