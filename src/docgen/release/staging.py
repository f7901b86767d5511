"""The staging folder of a release: what of its target may be replaced, and what may not."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from docgen.document import Diffusion
from docgen.output.disk_errors import UNTOUCHED, foreign_error, report_refusal
from docgen.output.folder_exchange import FolderPolicy, Staging, make_output_folder, open_staging
from docgen.release.entries import folder_of
from docgen.release.manifest.reading import SUMS, read_manifest, read_sums, unlisted_paths
from docgen.workspace import READ, real

FOLDERS: Final = {folder_of(circle) for circle in Diffusion}
"""The folders of a release, each with its lists."""
ANOTHER: Final = (
    "une publication remplace tout son dossier : donnez-lui en un autre, vide ou nouveau, avec "
    "« --output DOSSIER », ou déplacez ce qui n’en est pas"
)


@contextmanager
def open_release(target: Path, project: Path) -> Iterator[Staging]:
    """Open the staging folder of a release, locked; finish what a stopped run had promised.

    Where `target` is a link, what it leads to is replaced.  Raise WorkplaceError when the target
    holds anything else than a release, or the project, and for what `open_staging` refuses.
    """
    target = real(target)
    with report_refusal(target, UNTOUCHED):
        _check_release_only(target)
    if real(project).is_relative_to(target):
        raise foreign_error(target, "ce dossier contient le projet lui-même", ANOTHER)
    if any(target.is_relative_to(real(project / name)) for name in READ):
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
