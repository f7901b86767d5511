"""Files in `output/` beside those just made: companions, kept files, files of other runs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.document import LEFT_SHEET, Artifact, Filed
from docgen.errors import Problem
from docgen.format import Format
from docgen.output.edited_files import CHANGED, CORRECTED, SIGNED, Original, original_of
from docgen.workspace import Workspace

HINTS: Final[Mapping[str, str]] = {
    CORRECTED: "« docgen reprendre FICHIER --ecrire » le reporte dans le YAML ; puis supprimez-le",
    SIGNED: "rangez-le avec vos actes, ailleurs : ce dossier est à docgen",
    CHANGED: "gardez-en ce qui vous sert, ailleurs, puis supprimez-le",
}
"""The hint for a kept file, by the word in its name."""


def companions(artifacts: Iterable[Artifact | Filed]) -> set[PurePosixPath]:
    """Return the places of the small files that may stand beside artifacts."""
    return {made.place_beside(end) for made in artifacts for end in made.format.traits.companions}


def finished_sheets(artifacts: Iterable[Artifact | Filed]) -> set[PurePosixPath]:
    """Return where the sheets of what was left of final artifacts may stand."""
    return {
        made.path.with_name(f"{made.document.stem}-{LEFT_SHEET}.{format}")
        for made in artifacts
        if made.document.final
        for format in Format
    }


def kept_files(
    output: Path, artifacts: Iterable[Artifact | Filed]
) -> dict[PurePosixPath, Original]:
    """Return the edited files that were kept beside artifacts, each with the place that it had."""
    made = tuple(artifacts)
    places = {one.path for one in made} | companions(made)
    kept: dict[PurePosixPath, Original] = {}
    for folder in sorted({place.parent for place in places}):
        with suppress(FileNotFoundError):
            for name in sorted(path.name for path in (output / folder).iterdir()):
                original = original_of(folder / name)
                if original and original.place in places:
                    kept[folder / name] = original
    return kept


def warn_of_leftovers(
    workspace: Workspace, artifacts: Collection[Artifact | Filed]
) -> Iterator[Problem]:
    """Yield a warning for each file beside artifacts that this run did not make."""
    yield from _warn_of_other_formats(workspace, artifacts)
    for place, of in kept_files(workspace.output, artifacts).items():
        yield warn_of_kept(workspace.name_of(workspace.output / place), of)


def warn_of_former(workspace: Workspace, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield a warning for each file that a command put in place before, and makes no more."""
    for path in paths:
        message = "il date d’une autre fois ; cette commande ne le fait plus"
        hint = "supprimez-le, s’il n’est plus à garder"
        yield Problem(workspace.name_of(path), message, code="perime", hint=hint).as_warning()


def warn_of_kept(name: str, of: Original) -> Problem:
    """Return the warning for a kept file: what it was, and what to do with it."""
    message = f"c’était « {of.place.name} », {of.word} ; docgen l’a gardé sous ce nom"
    message += " au lieu de l’écraser"
    hint = HINTS[of.word].replace("FICHIER", f'"{name}"')
    return Problem(name, message, code="garde", hint=hint).as_warning()


def _warn_of_other_formats(
    workspace: Workspace, artifacts: Collection[Artifact | Filed]
) -> Iterator[Problem]:
    made = {artifact.path for artifact in artifacts}
    for artifact in artifacts:
        for other in map(artifact.place_beside, Format):
            path = workspace.output / other
            if other not in made and path.is_file():
                hint = f"refabriquez-le avec « --format {other.suffix[1:]} », ou supprimez-le"
                message = (
                    f"il date d’une autre fois ; seul « {artifact.path.name} » est d’aujourd’hui"
                )
                name = workspace.name_of(path)
                yield Problem(name, message, code="perime", hint=hint).as_warning()
