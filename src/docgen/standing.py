"""What may stand in `output/` beside the files that were just made: companions, and other days'."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from docgen.document import Artifact, Filed, Format
from docgen.errors import Problem, Severity
from docgen.workspace import Workspace

COMPANIONS: Final = {Format.PDF: ("signatures.json",)}
"""The endings of the small files that a format may bring; one not brought this time is stale."""


def companions(artifacts: Iterable[Artifact | Filed]) -> set[PurePosixPath]:
    """Return the place of every small file that may stand beside one of the artifacts."""
    return {
        made.path.with_name(f"{made.document.stem}.{end}")
        for made in artifacts
        for end in COMPANIONS.get(made.format, ())
    }


def outdated(workspace: Workspace, artifacts: Collection[Artifact | Filed]) -> Iterator[Problem]:
    """Yield a warning for each file of another format that was made before, and not now."""
    made = {artifact.path for artifact in artifacts}
    for artifact in artifacts:
        for other in (artifact.path.with_suffix(f".{format}") for format in Format):
            path = workspace.output / other
            if other not in made and path.is_file():
                hint = f"refabriquez-le avec « --format {other.suffix[1:]} », ou supprimez-le"
                message = (
                    f"il date d’une autre fois ; seul « {artifact.path.name} » est d’aujourd’hui"
                )
                severity = Severity.AVERTISSEMENT
                name = workspace.named(path)
                yield Problem(name, message, code="perime", hint=hint, severity=severity)
