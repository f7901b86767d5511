"""The JSON of `docgen why`: keys may be added, and none is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docgen.build.explain import Difference, Explanation

ABOUT: Final = ("kind", "key", "title", "diffusion", "final", "pages")
ANSWERS: Final = {"rien": "non", "disparu": "non", "moyens": "oui", "textes": "peut-etre"}
"""Whether a file would be made again, by the reason."""


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON; the keys of what is no longer told are empty."""
    return {
        "file": str(explanation.path),
        "sha256": explanation.sha256,
        "document": {name: explanation.about.get(name) for name in ABOUT},
        "project": explanation.project or None,
        "options": None,
        "again": ANSWERS.get(explanation.reason, "inconnu"),
        "known": str(explanation.reason),
        "would_say": [],
        "faults": [],
        "recipe": explanation.recipe,
        "sources": dict(explanation.sources),
        "templates": dict(explanation.templates),
        "editions": dict(explanation.editions),
        "versions": dict(explanation.versions),
        "code": explanation.code,
        "since": _difference(explanation.changes_at_build),
        "until_now": _difference(explanation.changes_since_build),
        "copy_of": explanation.copy_of or None,
        "put_back": False,
        **({"release": dict(explanation.release)} if explanation.release else {}),
    }


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "said": difference.changed_parts,
        "files": difference.files,
        "versions": difference.versions,
        "code": difference.code or difference.toolchain,
        "other_templates": {},
        "editions": difference.editions,
        "options": {},
        "final": None,
        "fields": {},
        "drawn": [],
        "unknown": difference.unknown,
    }
