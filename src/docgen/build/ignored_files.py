"""Files of `content/` that nothing reads, for their name or their place."""

from collections.abc import Iterator
from itertools import chain

from docgen.errors import Problem, closest
from docgen.kinds import KINDS
from docgen.referential.territoire.local_files import COMMUNES, TERRITOIRE, UNITES
from docgen.referential.territoire.roles import ROLES_FILE
from docgen.workspace import CONTENT, REFERENTIEL, Workspace

LAW = f"{REFERENTIEL}/droit"
SINGLE = frozenset(
    chain(
        (f"{TERRITOIRE}/{name}" for name in (UNITES, COMMUNES, ROLES_FILE)),
        *(kind.side_files for kind in KINDS.values()),
    )
)
"""The files that are read by their names."""


def ignored_files(workspace: Workspace) -> Iterator[Problem]:
    """Yield a warning for each file of `content/` that docgen does not read."""
    for path in sorted(workspace.content.rglob("[!.]*")):
        place = path.relative_to(workspace.content).as_posix()
        folder, _, name = place.rpartition("/")
        imported = place.startswith(f"{REFERENTIEL}/") and folder != LAW
        hidden = any(part.startswith(".") for part in place.split("/"))
        if _is_read(folder, name) or imported or hidden or path.suffix == ".md":
            continue
        if path.is_file():
            hint = _hint(workspace, folder, name)
            message = "docgen ne lit pas ce fichier"
            yield Problem(f"{CONTENT}/{place}", message, code="ignore", hint=hint).as_warning()


def _is_read(folder: str, name: str) -> bool:
    if folder in KINDS:
        return name.endswith((".yaml", ".yml"))
    return f"{folder}/{name}".lstrip("/") in SINGLE or (folder == LAW and name.endswith(".yaml"))


def _hint(workspace: Workspace, folder: str, name: str) -> str:
    meant = f"{name.partition('.')[0]}.yaml"
    if not _is_read(folder, meant):
        names = [place.rpartition("/")[2] for place in SINGLE if place.rpartition("/")[0] == folder]
        near = closest(meant, names) or closest(folder, KINDS)
        return near or f"sortez-le de {CONTENT}/, ou donnez-lui un nom que docgen lit"
    if (workspace.content / folder / meant).exists():
        return f"« {meant} » est lu : sortez cette copie de {CONTENT}/"
    return f"renommez-le « {meant} »"
