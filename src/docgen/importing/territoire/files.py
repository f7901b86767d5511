"""Writing of the files of `content/territoire/`.

A file whose content does not change keeps its bytes; another becomes canonical YAML, below the
comments at its head.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from docgen.content.model import Content
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import TERRITOIRE

HEAD = """\
# Ce que les fichiers ouverts ne disent pas : écrit par « docgen territoire importer ».
# Les commentaires du début du fichier sont gardés ; ceux du milieu ne le sont pas.
"""
EMPTY: tuple[Any, ...] = (None, [], {})
"""Empty values, which are not written."""


@dataclass(frozen=True, slots=True)
class TerritoryUpdate:
    """The changed files of `content/territoire/`, the warnings, a summary.

    The summary has a line for each unit and commune that changes; `communes` are their codes.
    """

    files: Mapping[PurePosixPath, bytes]
    notices: tuple[Problem, ...]
    summary: tuple[str, ...] = ()
    communes: tuple[CodeInsee, ...] = ()


Pages = Sequence[tuple[str, Sequence[Content], Sequence[Content]]]


def changed_files(referential: Referential, pages: Pages) -> TerritoryUpdate:
    """Return the files whose content changes: `pages` gives name, entries before, entries after."""
    files: dict[PurePosixPath, bytes] = {}
    notices: list[Problem] = []
    folder = referential.workspace.content / TERRITOIRE
    for name, old, new in pages:
        before, after = (
            [data for entry in part if len(data := to_data(entry)) > 1]  # more than its name
            for part in (old, new)
        )
        if sorted(map(repr, before)) == sorted(map(repr, after)):
            continue
        path = folder / name
        head, lost = _comments(path.read_text("utf-8-sig") if path.exists() else HEAD)
        files[PurePosixPath(name)] = canonical_yaml(head, name.partition(".")[0], after)
        if lost:
            lines = ", ".join(map(str, lost))
            message = f"commentaires du milieu du fichier non gardés (lignes : {lines})"
            named = referential.workspace.name_of(path)
            notices.append(
                Problem(
                    named, message, code="commentaire", hint="gardez-les en tête du fichier"
                ).as_warning()
            )
    return TerritoryUpdate(files, tuple(notices))


def _comments(text: str) -> tuple[str, list[int]]:
    lines = text.splitlines()
    is_comment = [line.lstrip().startswith("#") for line in lines]
    end = next(
        (n for n, line in enumerate(lines) if line.strip() and not is_comment[n]), len(lines)
    )
    head = "".join(f"{line}\n" for line in lines[:end])
    return head, [n for n in range(end + 1, len(lines) + 1) if is_comment[n - 1]]


def canonical_yaml(head: str, items: str, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the canonical YAML of a list of entries, below the comments at its head."""
    text = yaml.safe_dump({items: list(entries)}, allow_unicode=True, sort_keys=False, width=100)
    return (head + text).encode()


def to_data(entry: Content) -> dict[str, Any]:
    """Return an entry as plain values, without empty ones."""
    data: dict[str, Any] = _without_empty(entry.model_dump(mode="json"))
    return data


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        values = ((key, _without_empty(part)) for key, part in value.items())
        return {key: part for key, part in values if part not in EMPTY}
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
