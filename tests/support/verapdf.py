"""veraPDF for tests: one Java machine judges files in memory.

Most of the files have one page: a machine that compiles less takes a fifth of the CPU less.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen.conformity.validators.verapdf import BrokenRule, JavaProcess, Verdict

__all__ = ["BrokenRule", "Verdict", "verapdf"]


def verapdf(
    files: Mapping[str, bytes], profiles: Mapping[str, Sequence[str]]
) -> dict[str, Verdict]:
    """Return veraPDF's verdict on each file, for the profiles asked of it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, f"{name}.pdf").write_bytes(data)
        with JavaProcess(quick=True) as machine:
            for name in files:
                machine.submit(Path(folder, f"{name}.pdf"), profiles[name])
            return {
                path.stem: verdict for path, verdict in machine.verdicts(lambda _: None).items()
            }
