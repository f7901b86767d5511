"""The lists that are written into a folder: `manifest.json`, and `SHA256SUMS` for any tool."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from docgen.release.entries import ARCHIVAL, ReleaseFile
from docgen.release.manifest.provenance import Provenance
from docgen.release.manifest.reading import VERSION
from docgen.release.site.pages import ReleaseSummary


def manifest(
    folder: str,
    files: Sequence[ReleaseFile],
    others: Mapping[str, bytes],
    provenance: Provenance,
    summary: ReleaseSummary,
) -> bytes:
    """Return the manifest of a folder: its documents, and the `others` that stand beside them.

    An internal one names the folders written before it, with the digests of their lists: a check
    finds one that is missing, or of another release.  A public one, which is the first, is the same
    with and without an internal folder.
    """
    data = {
        "version": VERSION,
        **provenance.as_data(summary.verapdf, folder),
        **({} if summary.framed else {"rendu": "direct"}),
        **({"avec": {**summary.before}} if summary.before else {}),
        "fichiers": [
            _line(file, provenance, file in summary.judged)
            for file in sorted(files, key=lambda file: str(file.place))
        ],
        "autres": [
            {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "taille": len(data)}
            for name, data in sorted(others.items())
        ],
    }
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def _line(file: ReleaseFile, provenance: Provenance, judged: bool) -> dict[str, Any]:
    checked = file.format in ARCHIVAL
    return {
        "path": str(file.place),
        "sha256": file.sha256,
        "taille": file.size,
        "pages": file.pages,
        "kind": file.kind,
        "key": file.key,
        "titre": file.title,
        "commune": file.commune or None,
        "diffusion": str(file.diffusion),
        "final": file.final,
        "format": file.format,
        "conformite": {"docgen": True, "verapdf": judged} if checked else None,
        "sources": provenance.sources(file.kind, file.sources, file.folder),
        "fait_de": file.recipe,
    }


def sums(digests: Mapping[str, str]) -> bytes:
    """Return the list of digests of a folder, as `sha256sum --check` reads it."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
