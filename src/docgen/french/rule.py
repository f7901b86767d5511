"""Hold one correction of a text: its name, what it finds, what it writes, and why.

Law: a rule is pure and finds nothing more in what it has itself written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

INSECABLE: Final = "\u00a0"
"""The no-break space, drawn ␣ in the tests."""

FINE: Final = "\u202f"
"""The narrow no-break space, drawn ⍽ in the tests."""

PLACEHOLDER: Final = "\ue000"
"""The private character that stands for a span no rule may touch (URL, code, hour…)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One named correction: ``Rule("ponts", re.compile("--"), "–", "…").apply("--")`` → ``–``.

    `needs` is a pattern that finds something wherever `pattern` does, in less time: most texts
    are passed over by it.
    """

    name: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    why: str
    needs: str = ""
    concerns: Callable[[str], object] = field(init=False, repr=False, compare=False)
    """Whether a text may hold what the rule finds."""

    def __post_init__(self) -> None:
        """Compile what a text needs to hold."""
        object.__setattr__(self, "concerns", re.compile(self.needs).search)

    def apply(self, text: str) -> str:
        """Return the text with each find of this rule put right."""
        return self.pattern.sub(self.replacement, text) if self.concerns(text) else text


def apply_all(rules: Iterable[Rule], text: str) -> str:
    """Return the text after each rule, in their order."""
    for rule in rules:
        if rule.concerns(text):  # as `apply` asks, without a call for each of forty rules
            text = rule.pattern.sub(rule.replacement, text)
    return text
