"""The words that people are asked to sign, as documents print them.

They come from the raw values of a text: its references are answered, its roles and its rules of law
named, its marks taken out; what stands for a place is a blank with its label.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from docgen.content.raw import as_text, groups_of
from docgen.content.source import Steps
from docgen.content.stamp import NO_WORDS
from docgen.french.typography import prose
from docgen.kinds.writing.corpus import partial_corpus_of
from docgen.kinds.writing.place_references import BLANCS, RENVOIS
from docgen.kinds.writing.references import answer
from docgen.markup import MarkError, Reference, escape_marks, plain, replace_references
from docgen.referential.droit.regle import Regle
from docgen.referential.referential import Referential

UNPRINTED: Final = NO_WORDS - {"a_verifier"} | {
    *("id", "diffusion", "empreinte", "par", "convention", "clause", "version", "pour"),
    *("blancs", "largeur", "lignes", "points", "icone", "hauteur", "signe", "zone", "fin"),
    *("hausse", "hausse_minimale", "participation_citoyenne", "police_municipale"),
    "videoprotection",
}
"""The fields that hold no words of a text; a doubt is what its reader is asked about."""
ROLES: Final = ("acteur", "contacts", "qui", "role", "roles", "source", "urgences", "visiteur")
"""The fields that name roles."""
LAW: Final = ("base", "base_legale", "droit")
"""The fields that name rules of law."""
TITLED: Final = {"actes": "modele", "fiche": "fiche"}
"""The fields that name documents, by their kind."""
MOST: Final = 32_000
"""How many letters a cell shows; a spreadsheet holds 32,767."""
BLANK: Final = re.compile(r"\{blanc:([\w-]+)\}")


class PrintedWords:
    """The printed words of the texts of a project, for no place in particular."""

    def __init__(self, referential: Referential) -> None:
        self._corpus = partial_corpus_of(referential)

    def of(self, value: object, blanks: Mapping[str, str] | None = None) -> str:
        """Return the words below a raw value, a line for each; `blanks` has labels by name."""
        labels = {**BLANCS, **(blanks or {})}
        lines = "\n".join(filter(None, self._lines(value, (), labels)))
        return lines if len(lines) <= MOST else f"{lines[:MOST].rstrip()} […]"

    def _lines(self, value: object, steps: Steps, labels: Mapping[str, str]) -> Iterator[str]:
        if isinstance(value, dict):
            held = ((key, child) for key, child in value.items() if key not in UNPRINTED)
            lines = [
                line for key, child in held for line in self._lines(child, (*steps, key), labels)
            ]
            yield from [" ".join(lines)] if steps[-1:] == ("delai",) else lines
        elif isinstance(value, list):
            for rank, child in enumerate(value):
                yield from self._lines(child, (*steps, rank), labels)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            field = next((step for step in reversed(steps) if isinstance(step, str)), "")
            yield self._words(field, str(value), labels)

    def _words(self, field: str, text: str, labels: Mapping[str, str]) -> str:
        if field in ROLES and (role := self._corpus.roles.get(text)):
            return role.libelle
        if field in LAW and (regle := self._corpus.droit.get(text)):
            return _statement(regle)
        if field in TITLED:
            return self._corpus.titres(TITLED[field]).get(text, text)
        try:
            marked = replace_references(text, self._answer)
            words = plain(BLANK.sub(lambda one: _blank(labels.get(one[1], one[1])), marked))
        except MarkError:  # reported by the check of that file
            words = text
        return prose(f"à vérifier : {words}" if field == "a_verifier" else words)

    def _answer(self, reference: Reference) -> str:
        if reference.genre in RENVOIS:
            known = RENVOIS[reference.genre].get(reference.cle)
            return (known and known.sinon) or _blank(reference.genre)
        match reference.genre:
            case "blanc":
                return str(reference)
            case "natinf":  # the numbers of a list, which may not be imported
                return ""
            case "acte":
                return _blank("formule d’appel")
            case _:
                return escape_marks(answer(reference, self._corpus))


def _blank(label: str) -> str:
    return escape_marks(f"[{label}]")


def _statement(regle: Regle) -> str:
    reference = regle.reference
    shown = reference.dit if reference else ""
    return prose(" : ".join(filter(None, (shown, regle.libelle))))


def blanks_of(data: object) -> dict[str, str]:
    """Return the labels of the blanks that a text declares, by name."""
    return {
        as_text(one.get("id")): as_text(one.get("libelle")) for _, one in groups_of(data, "blancs")
    }
