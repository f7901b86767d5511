"""Ready models of acts for a mayor, merged with what the project knows of the commune."""

from docgen.kinds.kind import Kind
from docgen.kinds.modele.across import across
from docgen.kinds.modele.composition import compose
from docgen.kinds.modele.content import Modele
from docgen.kinds.modele.facts import FaitsArrete, FaitsLettre, FaitsRapport
from docgen.kinds.modele.rules import left, remarks, rules

KIND = Kind(
    name="modele",
    content=Modele,
    rules=rules,
    left=left,
    remarks=remarks,
    compose=compose,
    across=across,
)

__all__ = ["KIND", "FaitsArrete", "FaitsLettre", "FaitsRapport", "Modele"]
