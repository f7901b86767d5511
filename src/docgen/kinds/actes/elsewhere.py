"""Short names of parties from another département than the project's, as a copied text has them."""

import re
from collections.abc import Iterator
from typing import Final

from docgen.content.raw import as_group, texts_of
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import Problem
from docgen.kinds.actes.project import project_acts
from docgen.referential.referential import Referential

SIGLE: Final = re.compile(r"\b[A-Z]{2,}(97\d|98\d|2[AB]|\d\d)\b")
"""A short name that ends in the code of its département: « AMR81 »."""


def warn_of_parties_elsewhere(referential: Referential) -> Iterator[Problem]:
    """Yield a warning for each party to an act of the project that is of another département."""
    for acte in project_acts(referential).readable:
        parties = as_group(acte.source.data).get("parties")
        for rank, sigle in texts_of(parties, "liste", "sigle"):
            steps = ("parties", "liste", rank, "sigle")
            yield from sigles_elsewhere(acte.source, steps, sigle, referential)


def sigles_elsewhere(
    source: Source, steps: Steps, text: str, referential: Referential
) -> Iterator[Problem]:
    """Yield a warning for each short name in a text that ends in another département's code."""
    names = {match[0]: match[1] for match in SIGLE.finditer(text)}
    home = referential.home if names else None
    if home is None or referential.snapshot("cog") is None:
        return
    departement = referential.communes.departement
    ours = departement(home)
    for name, code in names.items():
        if ours and code != home and departement(code):
            message = f"« {name} » n’est pas {ours.dans}, le département de ce projet"
            hint = "écrivez-y vos parties : ce texte vient d’un autre projet"
            yield problem_at(source, Finding(steps, "ailleurs", message, hint)).as_warning()
