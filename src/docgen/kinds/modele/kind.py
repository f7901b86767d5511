"""What docgen must know of the kind `modele`."""

from docgen.kinds.kind import LIEU, LOIS, ROLES, Kind
from docgen.kinds.modele.composition import compose
from docgen.kinds.modele.content import Modele
from docgen.kinds.modele.rules import check_across_files, left, rules

KIND = Kind(
    name="modele",
    label="Modèle d’acte",
    plural_label="Modèles d’actes",
    content=Modele,
    rules=rules,
    left=left,
    compose=compose,
    check_across_files=check_across_files,
    same_for_all_communes=True,
    names_proofreader=True,
    reads=(*LIEU, *LOIS, *ROLES, "convention/"),
)
