"""The JSON of `docgen why`: keys may be added, and none is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.build.explain import Difference, Explanation
    from docgen.release.manifest.published_file import ChangesSince, PublishedFile

ABOUT = ("kind", "key", "title", "diffusion", "final", "pages")


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON; the keys of what is no longer known are empty."""
    about = {name: explanation.about.get(name) for name in ABOUT}
    return {
        "file": str(explanation.path),
        "sha256": explanation.sha256,
        "document": about if explanation.about else None,
        "project": str(explanation.root) if explanation.root else explanation.home or None,
        "options": None if explanation.options is None else dict(explanation.options),
        "again": str(explanation.verdict.again),
        "known": str(explanation.verdict.known),
        "would_say": list(explanation.verdict.said),
        "faults": list(explanation.verdict.faults),
        "recipe": explanation.recipe.digest,
        "sources": dict(explanation.sources),
        "templates": dict(explanation.templates),
        "editions": explanation.editions,
        "versions": dict(explanation.inputs.versions),
        "code": explanation.inputs.code,
        "since": _difference(explanation.since),
        "until_now": _difference(explanation.until_now),
        "copy_of": explanation.copy or None,
        "put_back": explanation.put_back,
    }


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "said": {name: str(change) for name, change in difference.said.items()},
        "files": {name: str(change) for name, change in difference.files.items()},
        "versions": {name: list(pair) for name, pair in difference.versions.items()},
        "code": difference.code,
        "other_templates": {name: str(change) for name, change in difference.others.items()},
        "editions": {name: list(pair) for name, pair in difference.editions.items()},
        "options": {name: list(pair) for name, pair in difference.options.items()},
        "final": difference.final,
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
