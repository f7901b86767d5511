"""What docgen must know of the kind `bilan`."""

from __future__ import annotations

from docgen.kinds.bilan.across import across
from docgen.kinds.bilan.composition import compose
from docgen.kinds.bilan.content import Bilan
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.bilan.rules import left, rules
from docgen.kinds.kind import ROLES, Kind

KIND = Kind(
    name="bilan",
    called="Bilan",
    several="Bilans",
    content=Bilan,
    rules=rules,
    left=left,
    compose=compose,
    options=BilanOptions,
    across=across,
    alike=True,
    reads=(*ROLES, "convention/", "fiche/"),
)
