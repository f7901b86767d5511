"""The check of a release that was made: files that differ, are missing, or are too much.

Nothing in its folder is trusted: neither the lists, nor where a name leads.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, WorkplaceError, reason_of
from docgen.output.record import digest_of
from docgen.release.entries import FINAL, FOLDERS, folder_of
from docgen.release.manifest.reading import (
    NAME,
    SUMS,
    FolderCounts,
    read_manifest,
    read_sums,
    unlisted_paths,
    why_unreadable,
)
from docgen.release.manifest.writing import sums
from docgen.workspace import real_path


def check_release(folder: Path) -> list[FolderCounts]:
    """Return the counts of the folders of a release, or of one of them.

    Raise ContentError with every file that is wrong, WorkplaceError for a folder of no release.
    """
    folders = [folder / name for name in sorted(FOLDERS) if (folder / name / SUMS).is_file()]
    folders = [folder] if (folder / SUMS).is_file() else folders
    if not folders:
        hint = "donnez le dossier que « docgen release » a rempli"
        places = " ou ".join(f"« {name} »" for name in sorted(FOLDERS))
        message = f"ce dossier n’est pas une publication : pas de {SUMS}, ni là ni dans {places}"
        if not folder.is_dir():
            message = "ce dossier n’existe pas"
        raise WorkplaceError([Problem(str(folder), message, code="absent", hint=hint)])
    problems = [problem for one in folders for problem in _folder_problems(one)]
    if folders != [folder]:
        problems += [*_wrong_folders(folder, folders), *_unlisted_beside(folder, folders)]
    if problems:
        raise ContentError(problems)
    return [FolderCounts.of(one) for one in folders]


def _folder_problems(folder: Path) -> Iterator[Problem]:
    listed, manifest = read_sums(folder), read_manifest(folder)
    lines = (*manifest.get("fichiers", ()), *manifest.get("autres", ()))
    by_name = {line["path"]: line for line in lines}
    digests = {name: line["sha256"] for name, line in by_name.items()}
    yield from (
        _problem(one, "fichier en trop", "en-trop") for one in unlisted_paths(folder, listed)
    )
    for name in sorted((*listed, SUMS)):
        said = {one.get(name) for one in (listed, digests)} - {None}
        if fault := _fault(folder, name, said):
            yield _problem(folder / name, *fault)
        elif (line := by_name.get(name)) and (what := _untrue(folder, line)):
            message = f"{NAME} ne dit pas vrai de « {name} » : {what}"
            yield _problem(folder / NAME, message, "different")
    yield from _disagreements(folder, listed, digests)


def _fault(folder: Path, name: str, digests: set[str | None]) -> tuple[str, str] | None:
    """Return a message and a code for a file that is wrong, as any link is; else None."""
    path = folder / name
    if name.startswith("/") or real_path(path) != real_path(folder) / name:
        return "un lien mène à un autre fichier que celui qui a été publié", "different"
    if not path.is_file():
        return "fichier manquant", "absent"
    try:
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"fichier illisible : {reason_of(error)}", "absent"
    wrong = digests and actual not in digests
    return ("ce n’est plus le fichier publié", "different") if wrong else None


def _untrue(folder: Path, line: dict[str, Any]) -> str:
    """Return, in French, what the manifest says of a file that its place or its size denies."""
    state, readers = line["path"].partition("/")[0], str(line.get("diffusion"))
    if line.get("taille") not in (None, (folder / line["path"]).stat().st_size):
        return "ce n’est pas sa taille"
    if "final" in line and (state == FINAL) is not line["final"]:
        return "il est définitif, ou projet, d’après son dossier"
    name = real_path(folder).name
    if readers in [*Diffusion] and name in FOLDERS and folder_of(Diffusion(readers)) != name:
        return "ce ne sont pas les lecteurs de son dossier"
    return ""


def _disagreements(
    folder: Path, listed: dict[str, str], digests: dict[str, str]
) -> Iterator[Problem]:
    """Yield a problem for each file on which the manifest and the list of digests disagree."""
    if why := why_unreadable(folder):
        yield _problem(folder / NAME, why, "absent")
        return
    for name in sorted(digests.keys() | (listed.keys() - {NAME})):
        if digests.get(name) != listed.get(name):
            message = f"{NAME} et {SUMS} ne disent pas la même chose de « {name} »"
            yield _problem(folder / SUMS, message, "different")
    if (folder / SUMS).read_bytes() != sums(listed):
        yield _problem(folder / SUMS, "ce n’est plus la liste publiée", "different")


def _wrong_folders(release: Path, folders: list[Path]) -> Iterator[Problem]:
    """Yield a problem for each folder of the release that is missing, or of another release.

    Only an internal folder names the others: nobody can know that it is itself missing.
    """
    for folder in folders:
        others = read_manifest(folder).get("avec", {})
        for name in sorted(FOLDERS & others.keys()):
            listed = release / name / SUMS
            if not listed.is_file():
                hint = f"si vous n’avez reçu que « {folder.name} », vérifiez ce dossier seul"
                yield Problem(str(release / name), "dossier manquant", code="absent", hint=hint)
            elif digest_of(listed) != others[name]:
                message = f"ce n’est pas le dossier qui a été publié avec « {folder.name} »"
                yield _problem(release / name, message, "different")


def _unlisted_beside(release: Path, folders: list[Path]) -> Iterator[Problem]:
    for path in sorted(release.iterdir()):
        if path not in folders:
            yield _problem(path, "fichier en trop", "en-trop")
        elif path.is_symlink():
            yield _problem(
                path, "un lien mène à un autre dossier que celui qui a été publié", "different"
            )


def _problem(path: Path, message: str, code: str) -> Problem:
    hint = "refaites la publication, ou reprenez-la à sa source"
    if code == "en-trop":
        hint = "retirez-le : il n’est pas de cette publication"
    return Problem(str(path), message, code=code, hint=hint)
