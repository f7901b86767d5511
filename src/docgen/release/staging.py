"""The staging folder of a release: what of its target may be replaced, and what may not."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.wording import counted, nombre
from docgen.output.disk_errors import UNTOUCHED, foreign_error, report_refusal
from docgen.output.edited_files import edit_of
from docgen.output.folder_exchange import FolderPolicy, Staging, make_output_folder, open_staging
from docgen.output.record import digest_of
from docgen.release.entries import FOLDERS, folder_of
from docgen.release.manifest.reading import (
    SUMS,
    communes_held,
    read_manifest,
    read_sums,
    unlisted_paths,
)
from docgen.release.request import ReleaseRequest
from docgen.workspace import READ_FOLDERS, real_path

ANOTHER: Final = (
    "une publication remplace tout son dossier : donnez-lui en un autre, vide ou nouveau, avec "
    "« --output DOSSIER », ou déplacez ce qui n’en est pas"
)

REPLACED: Final = "remplacement"
TO_REPLACE: Final = (
    "pour la garder, donnez un autre dossier : --output DOSSIER ; pour la remplacer : --oui"
)


@contextmanager
def open_release(target: Path, project: Path) -> Iterator[Staging]:
    """Open the staging folder of a release, locked; finish what a stopped run had promised.

    Where `target` is a link, what it leads to is replaced.  Raise WorkplaceError when the target
    holds anything else than a release, or the project, and for what `open_staging` refuses.
    """
    target = real_path(target)
    with report_refusal(target, UNTOUCHED):
        _check_release_only(target)
    if real_path(project).is_relative_to(target):
        raise foreign_error(target, "ce dossier contient le projet lui-même", ANOTHER)
    if any(target.is_relative_to(real_path(project / name)) for name in READ_FOLDERS):
        raise foreign_error(
            target, "ce dossier est parmi ce dont les documents sont faits", ANOTHER
        )
    policy = FolderPolicy(fingerprint, _check_release_only, (folder_of(Diffusion.INTERNE),))
    make_output_folder(target.parent)
    with open_staging(target, policy) as staging:
        yield staging


def fingerprint(release: Path) -> str:
    """Return the digest of a release's lists of digests; '' where there are none."""
    lists = sorted(release.glob(f"*/{SUMS}"))
    whole = hashlib.sha256()
    for path in lists:
        whole.update(f"{path.parent.name}\0".encode() + path.read_bytes())
    return whole.hexdigest() if lists else ""


def losses(target: Path, name: str, request: ReleaseRequest) -> Iterator[Problem]:
    """Yield what a release would lose of the one before it in the same folder, of that name.

    Files that people have edited are kept beside it, and none of these.
    """
    held = communes_held(target) if request.named else frozenset()
    if lost := held - {*request.communes}:
        message = f"la publication d’avant tient {counted(len(held), 'commune')},"
        message += f" dont {nombre(len(lost))} que celle-ci n’a pas"
        yield Problem(name, message, code=REPLACED, hint=TO_REPLACE)
    for folder in sorted(FOLDERS - set(map(folder_of, request.circles))):
        if (target / folder).is_dir():
            message = f"la publication d’avant tient le dossier « {folder} », que celle-ci n’a pas"
            hint = f"pour le refaire aussi : --interne ; {TO_REPLACE}"
            yield Problem(name, message, code=REPLACED, hint=hint)
    for folder in sorted(FOLDERS):
        for line in read_manifest(target / folder).get("fichiers", ()):
            path = target / folder / line["path"]
            if path.is_file() and digest_of(path) != line["sha256"] and not edit_of(path):
                message = "ce n’est plus le fichier publié : cette publication l’écraserait"
                place = f"{name}/{folder}/{line['path']}"
                hint = f"mettez-le ailleurs ; ou, {TO_REPLACE}"
                yield Problem(place, message, code=REPLACED, hint=hint)


def _check_release_only(target: Path) -> None:
    """Raise WorkplaceError for a folder that holds anything else than a release: it would go."""
    if target.exists() and not target.is_dir():
        raise foreign_error(target, "ce n’est pas un dossier", "choisissez « --output DOSSIER »")
    strangers = [path.relative_to(target).as_posix() for path in _strangers(target)]
    if strangers:
        quoted = ", ".join(f"« {name} »" for name in strangers[:3]) + "…" * (len(strangers) > 3)
        raise foreign_error(
            target, f"ce dossier contient autre chose qu’une publication : {quoted}", ANOTHER
        )


def _strangers(target: Path) -> Iterator[Path]:
    """Yield what a release does not hold: by its names, by its manifests, by its lists."""
    for path in sorted(target.iterdir()) if target.exists() else ():
        if path.name in FOLDERS and not path.is_symlink() and read_manifest(path):
            yield from unlisted_paths(path, read_sums(path))
        else:
            yield path
