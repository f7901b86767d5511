"""What the disk refuses, told with its place and what people may do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from docgen.errors import Problem, WorkplaceError, reason_of
from docgen.workspace import in_the_way

UNTOUCHED: Final = "rien n’a été changé"
ROOM: Final = "libérez de la place"
ELSEWHERE: Final = f"{UNTOUCHED} ; {ROOM} ou choisissez « --output DOSSIER »"


@contextmanager
def explained(place: Path, hint: str) -> Iterator[None]:
    """Turn a refusal of the disk into a WorkplaceError that names the place."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, place, hint) from error


def unwritable(error: OSError, place: Path, hint: str) -> WorkplaceError:
    """Return what a refusal of the disk says to people; a file in the way is to be moved."""
    where = str(error.filename2 or error.filename or place)
    refused = error.errno == errno.ENOTDIR or (error.errno == errno.EEXIST and where == str(place))
    blocked = in_the_way(Path(where)) if refused else ""
    message = blocked or f"écriture impossible : {reason_of(error)}"
    if blocked:
        hint = hint.replace(ROOM, "déplacez ce fichier")
    if error.errno == errno.EXDEV:
        hint = f"tout le dossier de sortie doit être sur un même disque ; {hint}"
    return WorkplaceError([Problem(where, message, code="disque", hint=hint)])
