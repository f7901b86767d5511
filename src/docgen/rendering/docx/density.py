"""The density of a page in Word: styles whose name ends with it stand in for those without."""

import re
from collections.abc import Mapping
from typing import Final

STYLE: Final = re.compile(r'(<w:[pr]Style w:val=")([^"]+)(")')
"""The style of a paragraph or a run, in the XML of a body."""


def with_density(body: str, styles: Mapping[str, str], density: str) -> str:
    """Return a filled body at a density; « DG Fiche étape normale » replaces « DG Fiche étape ».

    `styles` are the identifiers of styles by their names in lower case.
    """
    if not density:
        return body
    dense = {
        identifier: styles[f"{name} {density}"]
        for name, identifier in styles.items()
        if f"{name} {density}" in styles
    }
    return STYLE.sub(lambda one: f"{one[1]}{dense.get(one[2], one[2])}{one[3]}", body)
