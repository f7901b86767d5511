"""The kind `infographie`: the figures of a commune or a département, on a page."""

from docgen.kinds.infographie.composition import compose, left_of_communes
from docgen.kinds.infographie.content import Infographie
from docgen.kinds.infographie.options import InfographieOptions
from docgen.kinds.infographie.rules import rules
from docgen.kinds.kind import CHIFFRES, LIEU, ROLES, Due, Kind

KIND = Kind(
    name="infographie",
    label="Page de chiffres",
    plural_label="Pages de chiffres",
    content=Infographie,
    rules=rules,
    compose=compose,
    left_of_communes=left_of_communes,
    options=InfographieOptions,
    due=Due.COMMUNE,
    reads=(*LIEU, *CHIFFRES, *ROLES, "convention/"),
)
