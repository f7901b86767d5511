"""What was made of what, in an output folder: a batch that starts again knows what is done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from docgen.document import Document, Filed, Format
from docgen.workspace import Workspace

NAME: Final = ".docgen-lot.json"
"""The file that says it, beside the files that it speaks of."""


Stands = Callable[[PurePosixPath, str], bool]
"""Whether the file at a place is that of a digest."""


class Ledger:
    """By file: the digest of what it was made from, its own, its pages.

    It is only a memory: a file that it does not know, or that is not as it says, is made again.
    Who writes it adds what it has learnt to what others have written meanwhile.
    """

    def __init__(self, workspace: Workspace, kind: str) -> None:
        self.place = PurePosixPath(kind, NAME)
        self._output = workspace.output
        self._lines = self._on_disk()
        self._changed: set[str] = set()
        self._waiting = 0

    def kept(
        self,
        document: Document,
        made_from: str,
        formats: Iterable[Format],
        stands: Stands | None = None,
    ) -> list[Filed]:
        """Return the files of a document that stand as they would be made; none unless all do.

        Without `stands`, who asks wants them read.
        """
        found = [self._kept(document, made_from, one) for one in formats]
        whole = [one for one in found if one and (stands or self._read)(one.path, one.sha256)]
        return whole if len(whole) == len(found) else []

    def _on_disk(self) -> dict[str, Any]:
        """Return the lines that stand in the output folder."""
        try:
            read = json.loads((self._output / self.place).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}

    def _kept(self, document: Document, made_from: str, format: Format) -> Filed | None:
        line = self._lines.get(f"{document.stem}.{format}")
        if not isinstance(line, dict) or line.get("fait_de") != made_from:
            return None
        direct = str(line.get("direct", ""))
        return Filed(document, format, line.get("pages"), str(line.get("sha256")), direct)

    def _read(self, place: PurePosixPath, sha256: str) -> bool:
        try:
            data = (self._output / place).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(data).hexdigest() == sha256

    def take(self, filed: Iterable[Filed], digests: Mapping[str, str]) -> None:
        """Take files in, made from what `digests` says of their documents."""
        for one in filed:
            self._lines[one.path.name] = {
                "fait_de": digests[one.document.stem],
                "sha256": one.sha256,
                "pages": one.pages,
                **({"direct": one.whole} if one.whole else {}),
            }
            self._changed.add(one.path.name)
            self._waiting += 1

    def learn(self, name: str, made_from: str, sha256: str, pages: object) -> None:
        """Take in a file that stands as another memory tells, unless it is known already."""
        if name not in self._lines:
            self._lines[name] = {"fait_de": made_from, "sha256": sha256, "pages": pages}
            self._changed.add(name)

    def forget(self, names: Iterable[str]) -> None:
        """Leave files out, of which it is no longer sure what they were made from."""
        for name in names:
            self._changed.add(name)
            self._waiting += self._lines.pop(name, None) is not None

    def made_from(self, name: str) -> str:
        """Return the digest of what a file was made from; '' for one that is not known."""
        line = self._lines.get(name)
        return str(line.get("fait_de", "")) if isinstance(line, dict) else ""

    @property
    def due(self) -> bool:
        """Whether to write it now: each time while it is short, then once for every hundredth.

        Thirty-five thousand lines, written each time, would be as many as all the documents.
        """
        return self._waiting > len(self._lines) / 100

    @property
    def pending(self) -> bool:
        """Whether it holds what is not written yet."""
        return self._waiting > 0

    def written(self) -> bytes:
        """Return it as it is kept; to be asked while no other docgen writes there."""
        others = self._on_disk().items()
        own = {name: line for name, line in self._lines.items() if name in self._changed}
        self._lines = {name: line for name, line in others if name not in self._changed} | own
        self._waiting = 0
        return json.dumps(self._lines, indent=0, sort_keys=True).encode()
