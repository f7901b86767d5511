"""What `docgen why --json` says: every key stays, and new ones may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.build.explain import Difference, Explanation
    from docgen.release.manifest.origin import ChangesSince, PublishedFile

ABOUT = ("kind", "key", "title", "diffusion", "final", "pages")


def explanation_data(told: Explanation) -> dict[str, Any]:
    """Return what is remembered of a file."""
    about = {name: told.about.get(name) for name in ABOUT}
    return {
        "file": str(told.path),
        "sha256": told.sha256,
        "document": about if told.about else None,
        "project": str(told.root) if told.root else told.home or None,
        "options": None if told.options is None else dict(told.options),
        "again": str(told.verdict.again),
        "known": str(told.verdict.known),
        "would_say": list(told.verdict.said),
        "faults": list(told.verdict.faults),
        "recipe": told.recipe.digest,
        "sources": dict(told.sources),
        "templates": dict(told.templates),
        "editions": told.editions,
        "versions": dict(told.inputs.versions),
        "code": told.inputs.code,
        "since": _difference(told.since),
        "until_now": _difference(told.until_now),
        "copy_of": told.copy or None,
        "put_back": told.put_back,
    }


def _difference(told: Difference | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "said": {name: str(change) for name, change in told.said.items()},
        "files": {name: str(change) for name, change in told.files.items()},
        "versions": {name: list(pair) for name, pair in told.versions.items()},
        "code": told.code,
        "other_templates": {name: str(change) for name, change in told.others.items()},
        "editions": {name: list(pair) for name, pair in told.editions.items()},
        "options": {name: list(pair) for name, pair in told.options.items()},
        "final": told.final,
        "fields": {},
        "drawn": [],
    }


def origin_data(file: PublishedFile, changes: ChangesSince | None) -> dict[str, Any]:
    """Return what a release says of a file, under the same names; the release's own beside.

    What a manifest does not give is empty.
    """
    line, manifest = file.line, file.manifest
    about = {name: line.get("titre" if name == "title" else name) for name in ABOUT}
    return {
        "file": str(file.path),
        "sha256": line["sha256"],
        "document": about,
        "recipe": line["fait_de"],
        "release": {
            "folder": str(file.folder),
            "date": manifest["date"],
            "commit": manifest["commit"],
            "final": line["final"],
        },
        "sources": file.sources,
        "templates": {},
        "editions": file.editions,
        "versions": manifest["versions"],
        "code": "",
        "since": None,
        "copy_of": None,
        "put_back": False,
        "until_now": changes
        and {
            "said": {},
            "files": {name: str(change) for name, change in changes.files.items()},
            "editions": {name: list(pair) for name, pair in changes.editions.items()},
            "versions": {name: list(pair) for name, pair in changes.versions.items()},
            "code": changes.means,
            "unknown": list(changes.unknown),
            "fields": {},
        },
    }
