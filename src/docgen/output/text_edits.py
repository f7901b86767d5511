"""Changes to the texts of a project, under the locks of their folders: all are written, or none."""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from docgen.errors import ContentError, Problem, Problems
from docgen.output.disk_errors import HERE, report_refusal
from docgen.output.publication import SameMode, folder_lock, publish, replace_file
from docgen.workspace import real_path

T = TypeVar("T")


def edit_file(path: Path, change: Callable[[str], tuple[str, T]]) -> T:
    """Replace the text of a file by the first that `change` returns, and return the second.

    Its folder is locked meanwhile, and a byte order mark stays; a file that is not there is empty.
    """
    with report_refusal(path, HERE), folder_lock(real_path(path).parent):
        data = path.read_bytes() if path.exists() else b""
        text, result = change(data.decode("utf-8-sig"))
        replace_file(path, BOM_UTF8 * data.startswith(BOM_UTF8) + text.encode())
    return result


def edit_files(changes: Mapping[Path, Callable[[str], str]], root: Path) -> None:
    """Replace the texts of files under `root` by what their changes return: all, or none.

    Raise DocgenError with the problems of every change.  A set that is interrupted after its
    commit is completed by the next run that opens the project.
    """
    if len(changes) == 1:
        [(path, change)] = changes.items()
        edit_file(path, lambda text: (change(text), None))
        return
    with ExitStack() as locked, report_refusal(root, HERE):
        problems, places = Problems(), dict[PurePosixPath, Path]()
        for path in changes:
            with problems.gather():
                places[_place(path, root)] = path
        problems.refuse()
        for folder in sorted({real_path(path).parent for path in changes} - {real_path(root)}):
            locked.enter_context(folder_lock(folder))

        @cache
        def changed() -> dict[Path, bytes]:
            """Return the new data of all files, under the lock of `root`, which `publish` takes."""
            files = dict[Path, bytes]()
            for path, change in changes.items():
                with problems.gather():
                    files[path] = _change_file(path, change)
            problems.refuse()
            return files

        files = {place: partial(_data_of, path, changed) for place, path in places.items()}
        publish(files, root, hint=HERE)


def _data_of(path: Path, files: Callable[[], Mapping[Path, bytes]]) -> bytes:
    return files()[path]


def _place(path: Path, root: Path) -> PurePosixPath:
    """Return the place of a file under a folder; raise ContentError for one elsewhere."""
    if not real_path(path).is_relative_to(real_path(root)):
        message = "ce fichier n’est pas dans le projet : il ne se change pas avec d’autres"
        hint = "recommencez en ne nommant que lui"
        raise ContentError([Problem(str(path), message, code="dehors", hint=hint)])
    return PurePosixPath(real_path(path).relative_to(real_path(root)).as_posix())


def _change_file(path: Path, change: Callable[[str], str]) -> bytes:
    data = path.read_bytes() if path.exists() else b""
    mark = BOM_UTF8 * data.startswith(BOM_UTF8)
    new = mark + change(data.decode("utf-8-sig")).encode()
    return SameMode(new) if path.exists() else new
