"""Whether the folder of a release still holds what it says: what differs, lacks, or is too much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from docgen.errors import ContentError, Problem, WorkplaceError
from docgen.release.manifest import NAME, read_manifest, read_sums
from docgen.release.yard import SUMS


def check_release(folder: Path) -> int:
    """Return how many files of a release, or of one of its folders, are as they should be.

    Raise ContentError with every file that is not, and WorkplaceError for what is no release.
    """
    folders = [one.parent for one in sorted(folder.glob(f"*/{SUMS}"))]
    folders = [folder] if (folder / SUMS).is_file() else folders
    if not folders:
        hint = "donnez le dossier que « docgen release » a rempli"
        message = f"ce dossier n’est pas une publication : aucun fichier {SUMS}"
        raise WorkplaceError([Problem(str(folder), message, code="absent", hint=hint)])
    problems = [problem for one in folders for problem in _faults(one)]
    strays = _strays(folder, folders) if folders != [folder] else iter(())
    problems += strays
    if problems:
        raise ContentError(problems)
    return sum(len(read_sums(one)) for one in folders)


def _faults(folder: Path) -> Iterator[Problem]:
    listed = read_sums(folder)
    found = {path.relative_to(folder).as_posix() for path in _files(folder)} - {SUMS}
    for name in sorted(listed.keys() - found):
        yield _problem(folder / name, "fichier manquant", "absent")
    for name in sorted(found - listed.keys()):
        yield _problem(folder / name, "fichier en trop", "en-trop")
    for name in sorted(listed.keys() & found):
        told = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if told != listed[name]:
            yield _problem(folder / name, "ce n’est plus le fichier publié", "different")
    yield from _against_manifest(folder, listed)


def _against_manifest(folder: Path, listed: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each file of which manifest and list of digests disagree."""
    told = read_manifest(folder)
    lines = [*told.get("fichiers", ()), *told.get("autres", ())]
    if not lines:
        yield _problem(folder / NAME, "manifeste absent ou illisible", "absent")
        return
    said = {str(line.get("path")): line.get("sha256") for line in lines}
    for name in sorted(said.keys() | (listed.keys() - {NAME})):
        if said.get(name) != listed.get(name):
            message = f"{NAME} et {SUMS} ne disent pas la même chose"
            yield _problem(folder / name, message, "different")


def _strays(release: Path, folders: list[Path]) -> Iterator[Problem]:
    """Yield a problem for each file that stands beside the folders of a release."""
    for path in _files(release):
        if not any(path.is_relative_to(one) for one in folders):
            yield _problem(path, "fichier en trop", "en-trop")


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(one for one in folder.rglob("*") if one.is_symlink() or one.is_file())


def _problem(path: Path, message: str, code: str) -> Problem:
    hint = "refaites la publication, ou reprenez-la à sa source"
    return Problem(str(path), message, code=code, hint=hint)
