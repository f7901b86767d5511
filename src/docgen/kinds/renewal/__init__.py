"""The letters of a convention's life: reminder, renewal, denunciation, termination, and so on."""

from docgen.kinds.kind import LIEU, Kind
from docgen.kinds.renewal.across import across
from docgen.kinds.renewal.composition import compose
from docgen.kinds.renewal.content import Genre, Lettre
from docgen.kinds.renewal.facts import FaitsLiasse, FaitsRenewal
from docgen.kinds.renewal.rules import left, rules
from docgen.kinds.writing.editorial import no_remarks

KIND = Kind(
    name="renewal",
    called="Lettre",
    several="Lettres",
    content=Lettre,
    rules=rules,
    left=left,
    remarks=no_remarks,
    compose=compose,
    across=across,
    alike=True,
    reads=(*LIEU, "adherents.yaml", "emetteurs.yaml"),
)

__all__ = ["KIND", "FaitsLiasse", "FaitsRenewal", "Genre", "Lettre"]
