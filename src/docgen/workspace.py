"""The folders of a project."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from docgen.errors import ContentError, Problem, TemplateError, WorkplaceError

CONTENT = "content"
"""The folder where people write; a project is a folder that holds it."""
TEMPLATES = "templates"
"""The folder of a project's own templates, which stand before docgen's."""
MAX_TEMPLATE_BYTES = 50_000_000
"""How many bytes a file of templates may have, for each is read whole; ours have 0.5 MB."""
READ_FOLDERS = (CONTENT, TEMPLATES)
"""The folders that documents are made from."""
REFERENTIEL = "referentiel"
"""The folder of `content/` that imports write."""
OUTPUT = "output"
GITIGNORE = ".gitignore"
NOTHING_IN_GIT = "# Écrit par docgen\u00a0: rien de ce dossier ne va dans git.\n*\n"
"""The text of a `.gitignore` that hides its folder, itself included."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project: the folder that holds `content/`, and the folder of its documents."""

    root: Path
    output: Path
    _real_root: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_real_root", os.path.realpath(self.root).rstrip("/") + "/")

    @property
    def content(self) -> Path:
        """The folder where people write."""
        return self.root / CONTENT

    @property
    def templates(self) -> tuple[Path, ...]:
        """The folders in which each template is looked for: the project's own, then docgen's."""
        own, shipped = self.root / TEMPLATES, shipped_templates()
        return (own, shipped) if own.is_dir() and own.resolve() != shipped else (shipped,)

    def texts(self, kind: str) -> list[Path]:
        """Return the content files of a kind, sorted by their keys."""
        folder = self.content / kind
        paths = (*folder.glob("[!.]*.yaml"), *folder.glob("[!.]*.yml"))
        return sorted(paths, key=lambda path: (f"{text_key(kind, path)}.", path.name))

    def same_keys(self, kind: str, paths: Iterable[Path]) -> Iterator[Problem]:
        """Yield a problem for each content file of a kind with the key of one before it."""
        first: dict[str, Path] = {}
        for path in paths:
            key = text_key(kind, path)
            if key in first:
                message = f"deux fichiers pour le document « {kind}-{key} »"
                message += f" (voir {self.name_of(first[key])})"
                hint = "gardez-en un, ou donnez à celui-ci un nom à lui"
                yield Problem(self.name_of(path), message, code="nom", hint=hint)
            first.setdefault(key, path)

    def name_of(self, path: Path) -> str:
        """Return the name of a path in messages: from the project's root where it is inside."""
        there, root = os.path.realpath(path), self._real_root
        return there.removeprefix(root) if there.startswith(root) else str(path)

    def find(self, path: Path) -> Path:
        """Return a path as typed, or from the project's root where messages name it so."""
        named = self.root / path
        meant = named.exists() and not path.exists() and ".." not in path.parts
        return named if meant else path


def text_key(kind: str, file: str | PurePath) -> str:
    """Return the key of a text, by its kind and its file: `2027` for `2027.yaml`.

    Also for `convention-2027.yaml`, the name of the source that a PDF carries.
    """
    return PurePath(file).stem.removeprefix(f"{kind}-")


def open_workspace(start: Path, output: Path | None = None, *, exact: bool) -> Workspace:
    """Return the project that `start` stands in (or is, when `exact`).

    Raise WorkplaceError when no folder on the way up holds `content/`; ContentError or
    TemplateError for what `outside_links` finds, before any file of it is opened.
    """
    start = real_path(start)
    for folder in (start,) if exact else (start, *start.parents):
        if (folder / CONTENT).is_dir():
            if refused := list(outside_links(folder)):
                in_content = any(problem.file.startswith(CONTENT) for problem in refused)
                raise (ContentError if in_content else TemplateError)(refused)
            return Workspace(folder, real_path(output or folder / OUTPUT))
    hint = "placez-vous dans le dossier du projet, ou donnez-le avec « --project DOSSIER »"
    raise WorkplaceError(
        [Problem(str(start), f"aucun dossier « {CONTENT} » ici", code="projet", hint=hint)]
    )


def outside_links(root: Path) -> Iterator[Problem]:
    """Yield what a project's folders hold that may not be opened.

    That is a link out of the project, what is neither file nor folder (a pipe or a device), and a
    file of templates that is too large to be read.
    """
    inside, seen = (real_path(root), shipped_templates()), set[Path]()
    pending = [root / name for name in READ_FOLDERS]
    while pending:
        path = pending.pop()
        target, name = real_path(path), path.relative_to(root).as_posix()
        if not any(target.is_relative_to(folder) for folder in inside):
            message = f"ce lien mène hors du projet : « {target} »"
            hint = "remplacez le lien par une copie de ce qu’il montre, ou supprimez-le"
            yield Problem(name, message, code="lien-dehors", hint=hint)
            continue
        mode, size = _mode_and_size(target)
        if stat.S_ISDIR(mode):
            if target not in seen:
                seen.add(target)
                pending += _entries_to_look_at(path)
        elif mode and not stat.S_ISREG(mode):
            message = "ce n’est ni un fichier ni un dossier : docgen ne l’ouvre pas"
            yield Problem(name, message, code="fichier-special", hint="supprimez-le")
        elif size > MAX_TEMPLATE_BYTES and name.startswith(f"{TEMPLATES}/"):
            message = (
                f"fichier trop gros pour un modèle : plus de {MAX_TEMPLATE_BYTES // 1_000_000} Mo"
            )
            yield Problem(name, message, code="modele-fichier", hint="réduisez-le")


def _mode_and_size(path: Path) -> tuple[int, int]:
    with suppress(OSError):  # whoever reads it will explain
        state = path.stat()
        return state.st_mode, state.st_size
    return 0, 0


def _entries_to_look_at(folder: Path) -> Iterator[Path]:
    """Yield the entries of a folder but its usual files, of which there are many."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            usual = entry.is_file(follow_symlinks=False)
            if not usual or entry.stat(follow_symlinks=False).st_size > MAX_TEMPLATE_BYTES:
                yield Path(entry.path)


def real_path(path: Path) -> Path:
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
