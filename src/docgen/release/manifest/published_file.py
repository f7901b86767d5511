"""What a release says of one of its files, by the manifest in its folder, wherever that is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from docgen import __version__
from docgen.build.explain import Difference, Explanation, Reason
from docgen.build.explain.differences import changed_editions, changes, pairs
from docgen.build.explain.explanation import read_digest
from docgen.cache.fingerprint import read_inputs
from docgen.errors import ContentError, Problem
from docgen.kinds import KINDS
from docgen.release.manifest.provenance import LAW
from docgen.release.manifest.public_digests import DIGESTS_KEY, public_digest
from docgen.release.manifest.reading import NAME, SUMS, read_manifest, why_unreadable
from docgen.rendering import Templates
from docgen.rendering.recipe import toolchain_digest
from docgen.workspace import CONTENT, REFERENTIEL, Workspace

DATA: Final = f"{CONTENT}/{REFERENTIEL}"
"""The folder of snapshots in a project."""


def explain_published(path: Path, here: Workspace | None) -> Explanation | None:
    """Return a file as the release that holds it describes it; None for a file of no release.

    It is compared with the project `here`.  Raise ContentError for a file in a release that is none
    of those published there, and for a release whose manifest this docgen does not read.
    """
    folder = next((one for one in path.parents if (one / NAME).is_file()), None)
    manifest = read_manifest(folder) if folder else {}
    if folder and not manifest and (folder / SUMS).is_file():
        hint = "demandez-le au docgen qui a fait cette publication, ou refaites-la"
        raise ContentError(
            [Problem(str(folder / NAME), why_unreadable(folder), code="lecture", hint=hint)]
        )
    if folder is None or not manifest:
        return None
    line = _line(path, path.relative_to(folder).as_posix(), manifest)
    release = {"folder": str(folder), "final": line["final"]}
    return Explanation(
        path=path,
        sha256=line["sha256"],
        about={**line, "title": line.get("titre")},
        project=str(here.root) if here else "",
        recipe=line["fait_de"],
        sources={source["fichier"]: source["sha256"] for source in line["sources"]},
        templates={},
        editions=_editions(manifest),
        versions=manifest["versions"],
        code="",
        reason=Reason.PUBLIE,
        changes_since_build=_changes(line, manifest, here) if here else None,
        release=release | {name: manifest[name] for name in ("date", "commit")},
    )


def _line(path: Path, place: str, manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the line of a file in its manifest; raise ContentError unless it is as published."""
    line: Mapping[str, Any] | None = next(
        (one for one in manifest["fichiers"] if one["path"] == place), None
    )
    code = "inconnu"
    if line:
        if read_digest(path) == line["sha256"]:
            return line
        code, message = "different", "ce n’est plus le fichier publié : il a été modifié depuis"
        hint = "reprenez-le à sa source, ou refaites la publication"
    elif place in {NAME, SUMS, *(one["path"] for one in manifest["autres"])}:
        message = "ce fichier décrit la publication elle-même : il est fait de tous ses documents"
        hint = "demandez l’origine d’un document : un fichier de « final » ou de « projet »"
    else:
        message = "ce fichier n’est pas de cette publication"
        hint = "« docgen release --check DOSSIER » dit ce qui y est en trop"
    raise ContentError([Problem(str(path), message, code=code, hint=hint)])


def _editions(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {data["nom"]: data["edition"] for data in manifest["donnees"]}


def _changes(
    line: Mapping[str, Any], manifest: Mapping[str, Any], here: Workspace
) -> Difference | None:
    """Return what differs in a project; None where it cannot be read.  New files are not sought."""
    try:
        inputs = read_inputs(here)
    except OSError:
        return None
    then = _digests(line, manifest)
    both = then.keys() & inputs.files.keys()
    now = {name: then[name] and inputs.files[name] for name in both}
    if DIGESTS_KEY in manifest:
        texts = (name for name in both if then[name] and not _is_data(name))
        now |= {name: public_digest(here.root / name, name) for name in texts}
    files = changes(then, now)
    former = manifest["versions"]
    current = {"docgen": __version__, **inputs.versions}
    common = former.keys() & current.keys()
    versions = pairs(*({name: of[name] for name in common} for of in (former, current)))
    other = manifest["moyens"] != toolchain_digest(Templates(here.templates))
    return Difference(
        files=files,
        versions=versions,
        editions=changed_editions(_editions(manifest), inputs.editions, files),
        code=False,
        toolchain=other and not versions,
        unknown=tuple(sorted(name for name in both if not then[name])),
    )


def _is_data(name: str) -> bool:
    return name.startswith(f"{DATA}/") and not name.startswith(f"{CONTENT}/{LAW}/")


def _digests(line: Mapping[str, Any], manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the digest of each file that it may be made from, '' where none is given."""
    own = KINDS.get(line["kind"])
    kinds = (own, *(KINDS[name] for name in own.binds)) if own else ()
    reads = tuple(f"{CONTENT}/{place}" for kind in kinds for place in kind.reads)
    folders = {f"{CONTENT}/{LAW}": manifest["droit"]}
    folders |= {f"{DATA}/{data['nom']}": data["fichiers"] for data in manifest["donnees"]}
    files = {f"{room}/{name}": one for room in folders for name, one in folders[room].items()}
    named = {source["fichier"]: source["sha256"] for source in line["sources"]}
    return {name: one for name, one in files.items() if name.startswith(reads)} | named
