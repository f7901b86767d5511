"""Disk errors as problems, with the path and a remedy."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from docgen.errors import Problem, WorkplaceError, reason_of
from docgen.workspace import in_the_way

UNTOUCHED: Final = "rien n’a été changé"
REMEDY: Final = "{remède}"
"""The part of a hint that `with_remedy` replaces by the remedy."""
HERE: Final = f"{UNTOUCHED} ; {REMEDY}"
CHOOSE_ANOTHER: Final = f"{HERE}, ou choisissez « --output DOSSIER »"

TEMPORARY_PREFIX: Final = ".docgen-"
"""How the names begin of what is written beside a file before it takes its place."""
FREE_SPACE: Final = "libérez de la place"
RIGHTS: Final = "vérifiez vos droits à cet endroit"
DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The errors of a full disk."""
REMEDIES: Final = {
    errno.ENOSPC: FREE_SPACE,
    errno.EDQUOT: FREE_SPACE,
    errno.EFBIG: "choisissez un disque qui admet de plus gros fichiers",
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EROFS: "rendez ce disque inscriptible",
    errno.ENAMETOOLONG: "raccourcissez ce nom",
    errno.ELOOP: "corrigez ce lien",
    errno.EISDIR: "déplacez ce dossier",
    errno.EBUSY: "fermez ce qui l’occupe",
    errno.EMFILE: "fermez d’autres programmes",
    errno.EXDEV: "mettez tout le dossier de sortie sur un même disque",
    errno.EIO: "vérifiez l’état de ce disque",
    errno.ENODEV: "vérifiez l’état de ce disque",
}
"""The remedy for each error."""
UNKNOWN: Final = "vérifiez la place qui reste et vos droits à cet endroit"


@contextmanager
def report_refusal(place: Path, hint: str) -> Iterator[None]:
    """Raise WorkplaceError, with the place, for a disk error in the context."""
    try:
        yield
    except OSError as error:
        raise refusal_error(error, place, hint) from error


@contextmanager
def report_disk_errors(name: str) -> Iterator[None]:
    """Raise WorkplaceError, for the document of that name, for a disk error in a library.

    Libraries write into the temporary folder only: if a disk is full, it is that one.
    """
    try:
        yield
    except OSError as error:
        where = error.filename or (gettempdir() if error.errno in DISK_FULL else "")
        message = f"lecture ou écriture impossible : {reason_of(error)}"
        message += f" ({where})" if where else ""
        hint = with_remedy(f"{REMEDY}, puis relancez : ce qui est déjà en place y reste", error)
        raise WorkplaceError([Problem(name, message, code="disque", hint=hint)]) from error


def refusal_error(error: OSError, place: Path, hint: str) -> WorkplaceError:
    """Return the error for people; REMEDY in the hint is replaced by the remedy."""
    where = str(error.filename2 or error.filename or place)
    refused = error.errno == errno.ENOTDIR or (error.errno == errno.EEXIST and where == str(place))
    blocked = in_the_way(Path(where)) if refused else ""
    above, reason = Path(where).parent, reason_of(error)
    if error.errno == errno.ENOENT and above.is_dir():  # as /proc answers
        reason = f"« {above} » n’accepte pas de fichier"
    if Path(where).name.startswith(TEMPORARY_PREFIX):
        where = str(place)
    message = blocked or f"écriture impossible : {reason}"
    hint = hint.replace(REMEDY, "déplacez ce fichier") if blocked else with_remedy(hint, error)
    return WorkplaceError([Problem(where, message, code="disque", hint=hint)])


def foreign_error(place: Path, message: str, hint: str) -> WorkplaceError:
    """Return the error for something at a place that is not docgen's."""
    return WorkplaceError([Problem(str(place), message, code="etranger", hint=hint)])


def with_remedy(hint: str, error: BaseException | None) -> str:
    """Return a hint with the remedy for an error in the place of REMEDY."""
    number = error.errno if isinstance(error, OSError) else None
    return hint.replace(REMEDY, REMEDIES.get(number or 0, UNKNOWN))


def error_of(request: Callable[[], None]) -> int:
    """Return the error number of a system call, 0 for success."""
    try:
        request()
    except OSError as error:
        return error.errno or 0
    return 0
