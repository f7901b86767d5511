"""Who writes for a party: its address, its town, how it is named and called (`emetteurs.yaml`).

What the act says (names of parties, who signs, in which office) is never written again here.  An
address or a town that nobody gave is a line to fill in by hand, and the letter is a draft until it
is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Liste, Prose, Texte, one_of
from docgen.content.source import Source, read_source
from docgen.content.validation import Finding, check_source, find_duplicates, problem_at
from docgen.errors import Problem, Severity
from docgen.referential.referential import Referential
from docgen.referential.territoire.values import Telephone

FILE = "emetteurs.yaml"


class SexeSignataire(StrEnum):
    """The sex of who signs, where it decides how one is addressed."""

    FEMME = "femme"
    HOMME = "homme"


class Emetteur(Content):
    """A party as it writes: without an entry, all of it is left to fill in."""

    partie: Identifiant = Field(description="La partie, telle que la convention la nomme.")
    designation: Prose = Field(description="Avec son article : « l’Association des… ».")
    adresse: Annotated[Liste[Texte], Field(max_length=3)] = Field(
        (), description="Voie, complément ; vide : une ligne à remplir, et la lettre est un projet."
    )
    ville: Texte | None = Field(None, description="Code postal et commune ; vide : un projet.")
    telephone: Telephone | None = None
    courriel: Texte | None = None
    site: Texte | None = None
    sexe: Annotated[SexeSignataire, one_of(SexeSignataire)] | None = Field(
        None, description="De qui signe ; absent : la forme neutre."
    )
    appel: Prose | None = Field(None, description="Comme cette personne veut être appelée.")


class Emetteurs(Content):
    """The file."""

    emetteurs: tuple[Emetteur, ...] = Field((), description="Les parties, chacune une fois.")


def read_emetteurs(referential: Referential) -> Mapping[str, Emetteur]:
    """Return who writes, by party; none without the file.

    Raise ContentError with all that is wrong in it.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    if not path.is_file():
        return {}
    read = check_source(read_source(path, workspace.named(path)), Emetteurs, _rules)
    return {one.partie: one for one in read.emetteurs}


def unwritten(referential: Referential, partie: str) -> Problem | None:
    """Return that the address or the town of a party is not written, and where it is to be.

    None when both are written.  Where the file has no entry for it, or there is no file, the place
    is the file's own.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    entry = read_emetteurs(referential).get(partie)
    what = [name for name in ("adresse", "ville") if entry is None or not getattr(entry, name)]
    if not what:
        return None
    message = (
        f"sans adresse, une lettre reste un projet ; à écrire pour « {partie} » : "
        f"{' et '.join(what)}"
    )
    told = " et ".join(f"« {name}: »" for name in what)
    if entry is None:
        hint = f"donnez-y à « {partie} » une entrée avec {told}"
        name, severity = workspace.named(path), Severity.AVERTISSEMENT
        return Problem(name, message, code="manquant", hint=hint, severity=severity)
    source = read_source(path, workspace.named(path))
    rank = next(rank for rank, one in enumerate(_listed(source)) if one == partie)
    finding = Finding(
        ("emetteurs", rank, what[0]), "manquant", message, f"remplissez {told} une fois pour toutes"
    )
    return replace(problem_at(source, finding), severity=Severity.AVERTISSEMENT)


def _listed(source: Source) -> tuple[str, ...]:
    """Return the parties of the file, in its order."""
    listed = source.data["emetteurs"] if isinstance(source.data, dict) else ()
    return tuple(str(one["partie"]).strip() for one in listed)


def _rules(data: object) -> Iterator[Finding]:
    yield from find_duplicates(data, "partie", "la partie")
