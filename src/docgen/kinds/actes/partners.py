"""The two partners by their short names, as their convention gives them: « AMR81 – GGD81 »."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Final

from docgen.content.source import Source, read_source
from docgen.errors import ContentError
from docgen.french.typography import texte_signe
from docgen.kinds.actes.signed import FOLDER
from docgen.markup import MarkError, plain
from docgen.referential.referential import Referential

UNNAMED: Final = "Partenariat"
"""Where no convention names its parties."""


def sigles(source: Source) -> str:
    """Return the short names of the parties to an act, in its order.

    Read from the raw values: what is wrong in them is told by the act's own check.
    """
    return " – ".join(_sigles(source)) or UNNAMED


def partenariat(referential: Referential) -> str:
    """Return the short names of the parties to the last signed act, or to the last act."""
    acts = sorted(_acts(referential), key=_signed)
    return sigles(acts[-1]) if acts else UNNAMED


def acts_read(referential: Referential) -> tuple[str, ...]:
    """Return the names of the acts that the partners are named from: any might be the last."""
    return tuple(act.name for act in _acts(referential))


@lru_cache(maxsize=1)
def _acts(referential: Referential) -> tuple[Source, ...]:
    """Return the acts of a project that can be read, in the order of their files."""
    workspace = referential.workspace
    folder = workspace.content / FOLDER
    found = []
    for path in sorted([*folder.glob("[!.]*.yaml"), *folder.glob("[!.]*.yml")]):
        with suppress(ContentError):  # told by the act's own check
            found.append(read_source(path, workspace.named(path)))
    return tuple(found)


def _signed(source: Source) -> bool:
    return isinstance(source.data, dict) and source.data.get("acte") == "signe"


def _sigles(source: Source) -> Iterator[str]:
    parties = source.data.get("parties") if isinstance(source.data, dict) else None
    listed = parties.get("liste") if isinstance(parties, dict) else None
    for one in listed if isinstance(listed, list) else ():
        said = one.get("sigle") if isinstance(one, dict) else None
        if isinstance(said, str) and said.strip():
            try:
                yield plain(texte_signe(said))
            except MarkError:  # told by the act's own check
                continue
