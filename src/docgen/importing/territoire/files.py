"""What changes in the files of `content/territoire/`, and the one way to write them.

A file whose content stays keeps its bytes.  One that changes is canonical YAML, under the comments
of its head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from docgen.content.model import Content
from docgen.errors import Problem, Severity
from docgen.referential.referential import Referential
from docgen.referential.territoire.territoire import FOLDER

HEAD = """\
# Ce que les fichiers ouverts ne disent pas : écrit par « docgen territoire importer ».
# Les commentaires du début du fichier sont gardés ; ceux du milieu ne le sont pas.
"""
EMPTY: tuple[Any, ...] = (None, [], {})
"""What says nothing, and is not written."""


@dataclass(frozen=True, slots=True)
class TerritoryUpdate:
    """What a workbook came to: the files of `content/territoire/` that change, notices, a summary.

    The summary has a line for each unit and commune that changes.
    """

    files: Mapping[PurePosixPath, bytes]
    notices: tuple[Problem, ...]
    summary: tuple[str, ...] = ()


Pages = Sequence[tuple[str, Sequence[Content], Sequence[Content]]]


def changed_files(referential: Referential, pages: Pages) -> TerritoryUpdate:
    """Return the files whose content changes: name, entries before, entries after."""
    files: dict[PurePosixPath, bytes] = {}
    notices: list[Problem] = []
    folder = referential.workspace.content / FOLDER
    for name, old, new in pages:
        before, said = (
            [told for entry in part if len(told := to_data(entry)) > 1]  # more than its name
            for part in (old, new)
        )
        if sorted(map(repr, before)) == sorted(map(repr, said)):
            continue
        path = folder / name
        head, lost = _comments(path.read_text("utf-8-sig") if path.exists() else HEAD)
        files[PurePosixPath(name)] = canonical_yaml(head, name.partition(".")[0], said)
        if lost:
            lines = ", ".join(map(str, lost))
            message = f"commentaires du milieu du fichier non gardés (lignes : {lines})"
            told_of = (referential.workspace.named(path), message)
            severity = Severity.AVERTISSEMENT
            notices.append(Problem(*told_of, code="commentaire", severity=severity))
    return TerritoryUpdate(files, tuple(notices))


def _comments(text: str) -> tuple[str, list[int]]:
    """Return the comments at the head of a file, and the lines of those further down."""
    lines = text.splitlines()
    is_comment = [line.lstrip().startswith("#") for line in lines]
    end = next(
        (n for n, line in enumerate(lines) if line.strip() and not is_comment[n]), len(lines)
    )
    head = "".join(f"{line}\n" for line in lines[:end])
    return head, [n for n in range(end + 1, len(lines) + 1) if is_comment[n - 1]]


def canonical_yaml(head: str, items: str, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the one way to write a list of entries below the comments at its head."""
    text = yaml.safe_dump({items: list(entries)}, allow_unicode=True, sort_keys=False, width=100)
    return (head + text).encode()


def to_data(entry: Content) -> dict[str, Any]:
    """Return what an entry says as plain values, with nothing that says nothing."""
    told: dict[str, Any] = _plain(entry.model_dump(mode="json"))
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: said for key, part in value.items() if (said := _plain(part)) not in EMPTY}
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
