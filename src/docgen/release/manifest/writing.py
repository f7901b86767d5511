"""What a folder of a release says of itself: `manifest.json`, and `SHA256SUMS` for any tool."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docgen.document import Diffusion
from docgen.release.entries import ARCHIVAL, Piece
from docgen.release.manifest.provenance import Provenance
from docgen.release.manifest.reading import VERSION
from docgen.release.site.pages import Account


def manifest(
    folder: str,
    pieces: Sequence[Piece],
    others: Mapping[str, bytes],
    whence: Provenance,
    account: Account,
) -> bytes:
    """Return the manifest of a folder: its documents, and the `others` that stand beside them.

    An internal one names all the folders of the release: who checks it then finds one that is gone.
    A public one does not say that there is another, and is the same with and without it.  What
    changes how documents are made from the same is told: that none was to be made in frames.
    """
    verapdf = account.verapdf
    inner = folder != Diffusion.PUBLIQUE
    told = {
        "version": VERSION,
        **whence.told(verapdf, folder),
        **({} if account.framed else {"rendu": "direct"}),
        **({"dossiers": sorted(account.folders)} if inner else {}),
        "fichiers": [_told(one, whence, verapdf) for one in in_order(pieces)],
        "autres": [
            {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "taille": len(data)}
            for name, data in sorted(others.items())
        ],
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces of a folder by their places."""
    return sorted(pieces, key=lambda one: str(one.place))


def _told(one: Piece, whence: Provenance, verapdf: str) -> dict[str, Any]:
    checked = one.format in ARCHIVAL
    return {
        "path": str(one.place),
        "sha256": one.sha256,
        "taille": one.size,
        "pages": one.pages,
        "kind": one.kind,
        "key": one.key,
        "titre": one.title,
        "commune": one.commune or None,
        "diffusion": str(one.diffusion),
        "final": one.final,
        "format": one.format,
        "conformite": {"docgen": True, "verapdf": bool(verapdf)} if checked else None,
        "sources": whence.sources(one.kind, one.sources, one.folder),
        "fait_de": one.made_from,
    }


def sums(digests: Mapping[str, str]) -> bytes:
    """Return the list of digests of a folder, as `sha256sum --check` reads it."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
