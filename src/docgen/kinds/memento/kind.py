"""What docgen must know of the kind `memento`."""

from __future__ import annotations

from docgen.kinds.kind import LIEU, LOIS, ROLES, Kind
from docgen.kinds.memento.across import across
from docgen.kinds.memento.composition import compose
from docgen.kinds.memento.content import Memento
from docgen.kinds.memento.options import MementoOptions
from docgen.kinds.memento.rules import left, rules

KIND = Kind(
    name="memento",
    called="Mémento",
    several="Mémento",
    content=Memento,
    rules=rules,
    left=left,
    compose=compose,
    options=MementoOptions,
    across=across,
    collective=True,
    alike=True,
    reads=(*LIEU, *LOIS, *ROLES, "modele/"),
)
