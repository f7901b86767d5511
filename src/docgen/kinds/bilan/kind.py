"""What docgen must know of the kind `bilan`."""

from docgen.kinds.bilan.across import check_across_files
from docgen.kinds.bilan.composition import compose
from docgen.kinds.bilan.content import Bilan
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.bilan.rules import left, rules
from docgen.kinds.kind import ROLES, Kind

KIND = Kind(
    name="bilan",
    label="Bilan",
    plural_label="Bilans",
    content=Bilan,
    rules=rules,
    left=left,
    compose=compose,
    options=BilanOptions,
    check_across_files=check_across_files,
    same_for_all_communes=True,
    reads=(*ROLES, "convention/", "fiche/"),
)
