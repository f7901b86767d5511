"""veraPDF as the tests ask it: files in memory, one Java machine for all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen.conformity.verapdf import Broken, Verdict, judged

__all__ = ["Broken", "Verdict", "verapdf"]


def verapdf(
    files: Mapping[str, bytes], profiles: Mapping[str, Sequence[str]]
) -> dict[str, Verdict]:
    """Return veraPDF's verdict on each file, for the profiles asked of it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, f"{name}.pdf").write_bytes(data)
        asked = {Path(folder, f"{name}.pdf"): profiles[name] for name in files}
        return {path.stem: verdict for path, verdict in judged(asked).items()}
