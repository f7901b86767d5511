"""The options of the memento."""

from dataclasses import dataclass

from docgen.request import Options


@dataclass(frozen=True, slots=True)
class MementoOptions(Options):
    """`layout` is the only layout to make, by the name of its template."""

    layout: str = ""
