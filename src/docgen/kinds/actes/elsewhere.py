"""Short names of parties from another département than the project's, as a copied text has them."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from docgen.content.raw import as_group, texts, texts_of
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, problem_at
from docgen.errors import ContentError, Problem
from docgen.kinds.actes.project import project_acts
from docgen.referential.referential import Referential

SIGLE: Final = re.compile(r"\b(?!R[DN]\d|CD\d)[A-Z]{2,}(97\d|98\d|2[AB]|\d\d)\b")
"""A short name that ends in the code of its département, « AMR81 », and no road, « RN88 »."""


def warn_of_parties_elsewhere(referential: Referential) -> Iterator[Problem]:
    """Yield a warning for each party to an act of the project that is of another département."""
    for acte in project_acts(referential).readable:
        parties = as_group(acte.source.data).get("parties")
        for rank, sigle in texts_of(parties, "liste", "sigle"):
            steps = ("parties", "liste", rank, "sigle")
            yield from sigles_elsewhere(acte.source, steps, sigle, referential)


def warn_of_texts_elsewhere(kind: str) -> Callable[[Referential], Iterator[Problem]]:
    """Return what warns of each such name in the texts of a kind, where it stands first."""

    def warn(referential: Referential) -> Iterator[Problem]:
        workspace, first = referential.workspace, dict[str, Problem]()
        for path in sorted((workspace.content / kind).glob("*.yaml")):
            with suppress(ContentError):  # told by the check of the text
                source = read_source(path, workspace.name_of(path))
                for steps, text in texts(source.data):
                    for problem in sigles_elsewhere(source, steps, text, referential):
                        first.setdefault(problem.message, problem)
        yield from first.values()

    return warn


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
