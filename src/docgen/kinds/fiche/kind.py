"""What docgen must know of the kind `fiche`."""

from docgen.kinds.fiche.composition import compose
from docgen.kinds.fiche.content import Fiche
from docgen.kinds.fiche.options import FicheOptions
from docgen.kinds.fiche.rules import check_across_files, left, rules
from docgen.kinds.kind import LIEU, LOIS, ROLES, Kind

KIND = Kind(
    name="fiche",
    label="Fiche",
    plural_label="Fiches action",
    content=Fiche,
    rules=rules,
    left=left,
    compose=compose,
    options=FicheOptions,
    check_across_files=check_across_files,
    same_for_all_communes=True,
    names_proofreader=True,
    reads=(*LIEU, *LOIS, *ROLES),
)
