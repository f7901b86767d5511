"""What docgen must know of the kind `bilan`."""

from collections.abc import Collection

from docgen.kinds.bilan.composition import compose, left_of_years_begun
from docgen.kinds.bilan.content import Bilan
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.bilan.rules import check_across_files, left, rules
from docgen.kinds.bilan.visites import FILE as VISITES
from docgen.kinds.bilan.visites import Visites
from docgen.kinds.kind import HOME, Kind, Scope


def asked_year(scope: Scope) -> Collection[str] | None:
    """Return the report of the year that is asked for; None for all."""
    annee = scope.options_of(BilanOptions).annee
    return None if annee is None else (str(annee),)


KIND = Kind(
    name="bilan",
    label="Bilan",
    plural_label="Bilans",
    content=Bilan,
    rules=rules,
    left=left,
    compose=compose,
    options=BilanOptions,
    left_unasked=left_of_years_begun,
    asked=asked_year,
    check_across_files=check_across_files,
    same_for_all_communes=True,
    side_files={VISITES: Visites},
    reads=(*HOME, "convention/", "fiche/", VISITES),
)
