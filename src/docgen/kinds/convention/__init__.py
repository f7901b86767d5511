"""The partnership convention: an act of two parties, signed or to be signed."""

from docgen.kinds.convention.composition import compose
from docgen.kinds.convention.content import Convention
from docgen.kinds.convention.facts import (
    Bloc,
    FaitsConvention,
    FaitsPartie,
    FaitsSignataire,
    Reste,
)
from docgen.kinds.convention.rules import left, remarks, rules
from docgen.kinds.kind import Kind

KIND = Kind(
    name="convention",
    called="Convention",
    several="Conventions",
    content=Convention,
    rules=rules,
    left=left,
    remarks=remarks,
    compose=compose,
)

__all__ = [
    "KIND",
    "Bloc",
    "Convention",
    "FaitsConvention",
    "FaitsPartie",
    "FaitsSignataire",
    "Reste",
]
