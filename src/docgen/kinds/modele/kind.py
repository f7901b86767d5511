"""What docgen must know of the kind `modele`."""

from __future__ import annotations

from docgen.kinds.kind import LIEU, LOIS, Kind
from docgen.kinds.modele.across import across
from docgen.kinds.modele.composition import compose
from docgen.kinds.modele.content import Modele
from docgen.kinds.modele.rules import left, rules

KIND = Kind(
    name="modele",
    called="Modèle d’acte",
    several="Modèles d’actes",
    content=Modele,
    rules=rules,
    left=left,
    compose=compose,
    across=across,
    alike=True,
    reads=(*LIEU, *LOIS, "convention/"),
)
