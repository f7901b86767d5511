"""What may stand in `output/` beside the files that were just made: companions, and other days'."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.document import Artifact, Filed, Format
from docgen.errors import Problem, Severity
from docgen.output.edited_files import CHANGED, CORRECTED, SIGNED, Original, original_of
from docgen.workspace import Workspace

HINTS: Final[Mapping[str, str]] = {
    CORRECTED: "reportez la correction dans le texte YAML, puis supprimez ce fichier",
    SIGNED: "rangez-le avec vos actes, ailleurs : ce dossier est à docgen",
    CHANGED: "gardez-en ce qui vous sert, ailleurs, puis supprimez-le",
}
"""What to do with a file that was kept, by the word in its name."""


def companions(artifacts: Iterable[Artifact | Filed]) -> set[PurePosixPath]:
    """Return the place of every small file that may stand beside one of the artifacts."""
    return {
        made.path.with_name(f"{made.document.stem}.{end}")
        for made in artifacts
        for end in made.format.traits.companions
    }


def kept_files(
    output: Path, artifacts: Iterable[Artifact | Filed]
) -> dict[PurePosixPath, Original]:
    """Return the files that people retouched at the places of artifacts, kept beside them.

    Each with the place that it had.
    """
    made = tuple(artifacts)
    places = {one.path for one in made} | companions(made)
    found: dict[PurePosixPath, Original] = {}
    for folder in sorted({place.parent for place in places}):
        with suppress(FileNotFoundError):
            for name in sorted(path.name for path in (output / folder).iterdir()):
                told = original_of(folder / name)
                if told and told.place in places:
                    found[folder / name] = told
    return found


def warn_of_leftovers(
    workspace: Workspace, artifacts: Collection[Artifact | Filed]
) -> Iterator[Problem]:
    """Yield a warning for each file that stands beside artifacts and is not of today's making."""
    yield from _outdated(workspace, artifacts)
    for place, of in kept_files(workspace.output, artifacts).items():
        yield warn_of_kept(workspace.name_of(workspace.output / place), of)


def warn_of_kept(name: str, of: Original) -> Problem:
    """Return the warning for a file that is kept under a name: what it was, what to do with it."""
    message = f"c’était « {of.place.name} », {of.word} ; docgen l’a gardé sous ce nom"
    message += " au lieu de l’écraser"
    severity = Severity.AVERTISSEMENT
    return Problem(name, message, code="garde", hint=HINTS[of.word], severity=severity)


def _outdated(workspace: Workspace, artifacts: Collection[Artifact | Filed]) -> Iterator[Problem]:
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
                name = workspace.name_of(path)
                yield Problem(name, message, code="perime", hint=hint, severity=severity)
