"""What docgen must know of the kind `fiche`."""

from __future__ import annotations

from docgen.kinds.fiche.across import across
from docgen.kinds.fiche.composition import compose
from docgen.kinds.fiche.content import Fiche
from docgen.kinds.fiche.rules import left, rules
from docgen.kinds.kind import LIEU, LOIS, ROLES, Kind

KIND = Kind(
    name="fiche",
    called="Fiche",
    several="Fiches action",
    content=Fiche,
    rules=rules,
    left=left,
    compose=compose,
    across=across,
    alike=True,
    reads=(*LIEU, *LOIS, *ROLES),
)
