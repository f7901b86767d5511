"""The inputs of a build, by name and digest: content, templates, code, libraries.

Two builds of the same inputs make the same bytes.  Names are paths from the project's root, and
`docgen/…` for docgen's own templates.
"""

import ctypes
import ctypes.util
import hashlib
import json
import os
import platform
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from docgen.content.reading import read_regular
from docgen.workspace import Workspace

CODE: Final = Path(__file__).parents[1]
"""The folder of docgen's own code."""
LIBRARIES: Final = (
    *("brotli", "cffi", "cssselect2", "docxtpl", "duckdb", "fonttools", "icalendar", "jinja2"),
    *("lxml", "markupsafe", "pillow", "pydantic", "pydantic-core", "pydyf", "pypdf", "pypdfium2"),
    *(
        "pyphen",
        "python-dateutil",
        "python-docx",
        "pyyaml",
        "segno",
        "tinycss2",
        "tinyhtml5",
        "tzdata",
    ),
    *("uritools", "weasyprint", "webencodings", "zopfli"),
)
"""The libraries whose version may change a byte; a test names the others, and why they may not."""
EDITION: Final = re.compile(rb"^edition: *(?:\"|')?([^\"'\r\n]+)", re.MULTILINE)
"""The edition of a snapshot in its manifest, as `referential/snapshot.py` writes it."""
NOT_INTERNAL: Final = re.compile(rb"^diffusion: *[\"']?(?:publique|partenaires)\b", re.MULTILINE)
"""The line of a manifest whose data are not internal: their edition may be told."""
SNAPSHOT: Final = re.compile(r"content/referentiel/([^/]+)/edition\.yaml")
ABSENT: Final = "absent"


@dataclass(frozen=True)
class Inputs:
    """Digests of files by name, editions by snapshot, versions by library, the digest of the code.

    Digests are SHA-256, in hexadecimal.
    """

    files: Mapping[str, str]
    editions: Mapping[str, str]
    versions: Mapping[str, str]
    code: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recipe:
    """The digest of all that the files of a document are made from, and its parts.

    `toolchain` is the digest of templates, code and libraries.  `content_digests` are short digests
    of what the document says: one for each field of its facts, one for each part that is bound into
    it, and `document` for the rest.  `kinds` are the kinds whose content and templates it is made
    from, `sources` the content files of the document and its parts.
    """

    digest: str
    toolchain: str
    content_digests: Mapping[str, str]
    kinds: tuple[str, ...]
    sources: tuple[str, ...]


def read_inputs(workspace: Workspace, more: Iterable[Path] = ()) -> Inputs:
    """Return what a build of a project may read; `more` are files outside of the project.

    Raise OSError for one that cannot be read.
    """
    files, editions = {}, {}
    for name, path in sorted(_input_files(workspace, more).items()):
        if name.startswith("docgen/"):
            files[name] = _shipped_digest(path)
            continue
        data = read_regular(path)
        files[name.encode(errors="backslashreplace").decode()] = hashlib.sha256(data).hexdigest()
        snapshot = SNAPSHOT.fullmatch(name)
        if snapshot and (edition := EDITION.search(data)) and NOT_INTERNAL.search(data):
            editions[snapshot[1]] = edition[1].decode(errors="replace").strip()
    return Inputs(files, editions, versions(), code_digest())


def read_marks(workspace: Workspace, more: Iterable[Path] = ()) -> dict[str, tuple[int, int, int]]:
    """Return the number and times of each input, which show that it was written to and restored.

    Raise OSError for one that is missing.
    """
    stats = {name: path.stat() for name, path in _input_files(workspace, more).items()}
    return {name: (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns) for name, stat in stats.items()}


def _input_files(workspace: Workspace, more: Iterable[Path]) -> dict[str, Path]:
    named = {workspace.name_of(path): path for path in (*files_below(workspace.content), *more)}
    for root in workspace.templates:
        own, start = root.is_relative_to(workspace.root), len(f"{root}/")
        prefix = "templates/" if own else "docgen/templates/"
        named |= {f"{prefix}{str(path)[start:]}": path for path in files_below(root)}
    return named


def files_below(folder: Path, ending: str = "") -> Iterator[Path]:
    """Yield the files below a folder, without Python's caches; links are followed, each once."""
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [one for one in folders if one != "__pycache__"]
        if (known := os.path.realpath(place)) in seen:
            folders[:] = []
            continue
        seen.add(known)
        yield from (Path(place, file) for file in files if file.endswith(ending))


@lru_cache(maxsize=512)
def _shipped_digest(path: Path) -> str:
    """Return the digest of a template of docgen's own, which is read once, as its code is."""
    return hashlib.sha256(read_regular(path)).hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return the digest of docgen's own code."""
    whole = hashlib.sha256()
    for path in code_files():
        whole.update(f"{path.relative_to(CODE).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def code_files() -> list[Path]:
    """Return docgen's source files, in the same order on any machine."""
    return sorted(files_below(CODE, ".py"))


def versions() -> dict[str, str]:
    """Return the version of each library that a file depends on."""
    return dict(_versions())


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    libraries = {name: version(name) for name in LIBRARIES}
    system = {name: _system_version(*library) for name, library in SYSTEM.items()}
    others = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return tuple(sorted({**libraries, **system, **others}.items()))


def _system_version(file: str, read: Callable[[ctypes.CDLL], str]) -> str:
    name = file.removeprefix("lib").partition(".so")[0]
    with suppress(OSError):
        return read(ctypes.CDLL(file))
    with suppress(OSError):  # finding a library by its name needs a compiler
        return read(ctypes.CDLL(ctypes.util.find_library(name) or file))
    return ABSENT


def _dotted_version(number: int) -> str:
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _freetype(library: ctypes.CDLL) -> str:
    opened, numbers = ctypes.c_void_p(), [ctypes.c_int() for _ in range(3)]
    if library.FT_Init_FreeType(ctypes.byref(opened)):
        return ABSENT
    library.FT_Library_Version(opened, *map(ctypes.byref, numbers))
    library.FT_Done_FreeType(opened)
    return ".".join(str(number.value) for number in numbers)


def _fribidi(library: ctypes.CDLL) -> str:
    """Return the version of FriBidi, which is in a text: « (GNU FriBidi) 1.0.16 … »."""
    text = ctypes.c_char_p.in_dll(library, "fribidi_version_info").value or b""
    number = re.search(rb"\d[\d.]*", text)
    return number[0].decode() if number else ABSENT


def _harfbuzz(library: ctypes.CDLL) -> str:
    library.hb_version_string.restype = ctypes.c_char_p
    text: bytes = library.hb_version_string()
    return text.decode()


SYSTEM: Final[Mapping[str, tuple[str, Callable[[ctypes.CDLL], str]]]] = {
    "fontconfig": ("libfontconfig.so.1", lambda library: _dotted_version(library.FcGetVersion())),
    "freetype": ("libfreetype.so.6", _freetype),
    "fribidi": ("libfribidi.so.0", _fribidi),
    "harfbuzz": ("libharfbuzz.so.0", _harfbuzz),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", _harfbuzz),
    "pango": ("libpango-1.0.so.0", lambda library: _dotted_version(library.pango_version())),
}
"""The file of each library of the system, and how its version is read; Word files need no Pango."""
