"""The kind `commune-pack`: the documents of a commune, bound into one."""

from docgen.kinds.commune_pack.composition import compose
from docgen.kinds.commune_pack.content import Dossier
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.commune_pack.rules import check_across_files, left, rules
from docgen.kinds.kind import CHIFFRES, LIEU, LOIS, ROLES, Due, Kind

KIND = Kind(
    name="commune-pack",
    label="Dossier de commune",
    plural_label="Dossiers de commune",
    content=Dossier,
    rules=rules,
    left=left,
    compose=compose,
    options=PackOptions,
    due=Due.COMMUNE,
    check_across_files=check_across_files,
    binds=("infographie", "fiche", "memento"),
    reads=(*LIEU, *CHIFFRES, *LOIS, *ROLES),
)
