"""Names of intercommunalités, from the labels of the DGCL.

« CA de l'Albigeois (C2A) » → « de l’Albigeois »: abbreviations are removed, ligatures and the
accents of capitals restored.  Nothing else changes.
"""

import re

_ACCENTS = {
    "Coeur": "Cœur",
    "Ecrins": "Écrins",
    "Egletons": "Égletons",
    "Eloy": "Éloy",
    "Emeraude": "Émeraude",
    "Emilionnais": "Émilionnais",
    "Epernay": "Épernay",
    "Epinal": "Épinal",
    "Etangs": "Étangs",
    "Evian": "Évian",
    "Evreux": "Évreux",
    "Ile": "Île",
    "Soeurs": "Sœurs",
}
"""The words of the edition of 2026 that lack a ligature, or the accent of their capital."""

_SIGLE = re.compile(r"\s*\([A-Z0-9 ]+\)$")
_QUOTED = re.compile(r"(?:\"|'')(.+?)(?:\"|'')")
_LOOSE = re.compile(r"(?<=\w)- (?=\w)")
_WORD = re.compile(rf"\b(?:{'|'.join(_ACCENTS)})\b")


def printed_name(label: str, nature: str) -> str:
    """Return the name of an EPCI without its nature; empty when the label holds no name.

    ``"CC Coeur d'Yvelines", "CC"`` → ``Cœur d’Yvelines``.
    """
    name = " ".join(label.removeprefix(f"{nature} ").split())
    name = _SIGLE.sub("", name)
    whole = _QUOTED.fullmatch(name)
    name = whole.group(1) if whole else _QUOTED.sub("« \\1 »", name)
    name = _LOOSE.sub("-", name).replace(" - ", " – ").replace("'", "’")
    return _WORD.sub(lambda match: _ACCENTS[match.group()], name)
