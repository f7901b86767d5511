"""The environment memento for mayors: a booklet and a two-page sheet, from the same families."""

from docgen.kinds.kind import Kind
from docgen.kinds.memento.across import across
from docgen.kinds.memento.composition import compose
from docgen.kinds.memento.content import Memento
from docgen.kinds.memento.facts import FaitsAideMemoire, FaitsLivret
from docgen.kinds.memento.rules import left, remarks, rules

KIND = Kind(
    name="memento",
    content=Memento,
    rules=rules,
    left=left,
    remarks=remarks,
    compose=compose,
    across=across,
    collective=True,
)

__all__ = ["KIND", "FaitsAideMemoire", "FaitsLivret", "Memento"]
