"""What docgen must know of the kind `memento`."""

from docgen.kinds.kind import LIEU, LOIS, ROLES, Kind
from docgen.kinds.memento.composition import compose
from docgen.kinds.memento.content import Memento
from docgen.kinds.memento.options import MementoOptions
from docgen.kinds.memento.rules import check_across_files, left, rules

KIND = Kind(
    name="memento",
    label="Mémento",
    plural_label="Mémento",
    content=Memento,
    rules=rules,
    left=left,
    compose=compose,
    options=MementoOptions,
    check_across_files=check_across_files,
    collective=True,
    same_for_all_communes=True,
    names_proofreader=True,
    reads=(*LIEU, *LOIS, *ROLES, "modele/"),
)
