"""The folders of a project."""

import os
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import Problem, WorkplaceError

CONTENT = "content"
"""The folder where people write; a project is a folder that holds it."""
TEMPLATES = "templates"
"""The folder of a project's own templates, which stand before docgen's."""
READ = (CONTENT, TEMPLATES)
"""The folders that documents are made from."""
REFERENTIEL = "referentiel"
"""The folder of `content/` that imports write."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project: the folder that holds `content/`, and the folder of its documents."""

    root: Path
    output: Path

    @property
    def content(self) -> Path:
        """The folder where people write."""
        return self.root / CONTENT

    @property
    def templates(self) -> tuple[Path, ...]:
        """The folders in which each template is looked for: the project's own, then docgen's."""
        own, shipped = self.root / TEMPLATES, shipped_templates()
        return (own, shipped) if own.is_dir() and own.resolve() != shipped else (shipped,)

    def name_of(self, path: Path) -> str:
        """Return the name of a path in messages: from the project's root where it is inside."""
        try:
            return real(path).relative_to(real(self.root)).as_posix()
        except ValueError:
            return str(path)


def open_workspace(start: Path, output: Path | None = None, *, exact: bool = False) -> Workspace:
    """Return the project that `start` stands in (or is, when `exact`).

    Raise WorkplaceError when no folder on the way up holds `content/`.
    """
    start = real(start)
    for folder in (start,) if exact else (start, *start.parents):
        if (folder / CONTENT).is_dir():
            return Workspace(folder, real(output or folder / "output"))
    hint = "placez-vous dans le dossier du projet, ou donnez-le avec « --project DOSSIER »"
    raise WorkplaceError(
        [Problem(str(start), f"aucun dossier « {CONTENT} » ici", code="projet", hint=hint)]
    )


def real(path: Path) -> Path:
    """Return the absolute path behind links, that of the link itself for a link to itself."""
    return Path(os.path.realpath(path))


def in_the_way(folder: Path) -> str:
    """Return why a folder cannot be made, in French; '' when nothing stands in its way."""
    above = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if above.is_dir():
        return ""
    return f"dossier impossible à créer : « {above} » n’est pas un dossier"


def shipped_templates() -> Path:
    """Return docgen's own templates: inside the wheel, or at the top of the source tree."""
    package = Path(__file__).resolve().parent
    inside = package / TEMPLATES
    return inside if inside.is_dir() else package.parent.parent / TEMPLATES
