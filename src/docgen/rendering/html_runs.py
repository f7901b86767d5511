"""Marked text as HTML: bold, italic, raised ordinals."""

from __future__ import annotations

from markupsafe import Markup, escape

from docgen.markup import Run, read_runs


def rich_html(text: str) -> Markup:
    """``"le **plan**"`` → ``le <strong>plan</strong>``, everything else escaped."""
    return Markup("").join(_dressed(run) for run in read_runs(text))


def _dressed(run: Run) -> Markup:
    made = escape(run.text)
    for tag, wanted in (("sup", run.raised), ("em", run.italic), ("strong", run.bold)):
        if wanted:
            made = Markup(f"<{tag}>") + made + Markup(f"</{tag}>")
    return made
