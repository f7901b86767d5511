"""A small project to release: the signed convention, shorter, and the figures of two communes."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.cache import Store, default_folder
from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.release.entries import ReleaseFile
from docgen.release.manifest.reading import read_manifest
from docgen.release.pipeline import ReleaseResult, make_release
from docgen.release.request import ReleaseRequest
from docgen.workspace import Workspace, open_workspace
from tests.conftest import SEAL
from tests.support.shared import folder_of_the_run, shared
from tests.support.territory import with_france

ROOT = Path(__file__).parents[2]
KEPT = ("infographie", "referentiel", "territoire")
LONGEST = re.compile(
    r"^  - (?:id: article-[24]$|sur: (?:article-[24]|action-|axe-|objectif-))"
    r".*?(?=^  - |^  # |^\S|\Z)",
    re.M | re.S,
)
"""The two articles of the convention that take most of its pages, and what is remarked of them."""
DAY = date(2027, 1, 15)
CODES = (CodeInsee("81218"), CodeInsee("81004"))
UNITS = """\
unites:
  - unite: Brigade d’Alban
    referent_elu:  # exemple fictif
      grade: Adjudante
      nom: Exemple
      telephone: 01 99 00 12 34
"""


@dataclass(frozen=True)
class Made:
    """A project, its release, and the cache of who made it."""

    workspace: Workspace
    folder: Path
    cache: Path


def project(folder: Path) -> Workspace:
    """Return a project of its own, small enough to be released again and again.

    Its base of crime is of France and knows no commune, so that pages are final.
    """
    for name in KEPT:
        shutil.copytree(ROOT / "content" / name, folder / "content" / name)
    (folder / "content/convention").mkdir()
    act = (ROOT / "content/convention/2026.yaml").read_text("utf-8")
    short = LONGEST.sub("", act).replace(SEAL.decode(), "")  # of the words of the whole act
    (folder / "content/convention/2026.yaml").write_text(short, "utf-8")
    here = open_workspace(folder, exact=True)
    with_france(here)
    return here


def released(workspace: Workspace, target: Path, **asked: object) -> ReleaseResult:
    """Release a project into a folder, in this process unless asked otherwise."""
    store = Store(default_folder())
    wanted = ReleaseRequest(**{"au": DAY, "communes": CODES, "store": store, **asked})
    return make_release(workspace, target, wanted, None, lambda *_: None)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its place."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def listed_files(release: Path) -> Iterator[ReleaseFile]:
    """Yield the files of a public folder as its manifest lists them."""
    folder = release / "publique"
    for line in read_manifest(folder)["fichiers"]:
        yield ReleaseFile(
            path=folder / line["path"], folder="publique", kind=line["kind"],
            key=line["key"], title=line["titre"], commune=line["commune"] or "",
            diffusion=Diffusion(line["diffusion"]), final=line["final"], format=line["format"],
            pages=line["pages"], sha256=line["sha256"], size=line["taille"],
        )  # fmt: skip


def tools_without_java(folder: Path) -> str:
    """Return a PATH that leads to the tools that a release runs, but not to Java."""
    for name in ("git", "sha256sum"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


@shared
def _release() -> Path:
    folder = folder_of_the_run()
    store = Store(folder / "cache")
    released(project(folder / "projet"), folder / "release", store=store)
    return folder


def copy_release(folder: Path) -> Made:
    """Copy a project, its release and its cache, which are made once in a run of the tests."""
    shutil.copytree(_release(), folder, dirs_exist_ok=True)
    project = open_workspace(folder / "projet", exact=True)
    return Made(project, folder / "release", folder / "cache")
