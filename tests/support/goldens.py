"""Golden files: what docgen made when a person last looked, beside what it makes now.

Texts are compared to the letter; pages, which are greyscale PNG, with a small tolerance, and all
of them.  What differs is left in `tests/results/`: the new text, or one picture of the old page,
the new page and where they differ.
"""

import difflib
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops

SHADE = 48
"""How much a pixel may change, of 255: less is another way to smooth the same letter."""
PIXELS = 10
"""How many pixels of a page may change more than that: a letter at 60 dpi has twice as many."""


class Golden:
    """Compares by name; call it with one file's content, or with all the pages of a document."""

    def __init__(self, expected: Path, results: Path, accept: bool = False) -> None:
        self.expected, self.results, self.accept = expected, results, accept

    def __call__(self, name: str, content: bytes | str | Sequence[bytes]) -> None:
        """Fail unless `content` is what `name` holds: a file, or a folder of pages in order."""
        if isinstance(content, bytes | str):
            self._compare({name: content})
        else:
            pages = {f"{name}/page-{rank}.png": page for rank, page in enumerate(content, 1)}
            self._compare(pages, self._accepted_pages(name))

    def _accepted_pages(self, name: str) -> set[str]:
        pages = (self.expected / name).glob("page-*.png")
        return {path.relative_to(self.expected).as_posix() for path in pages}

    def _compare(self, files: dict[str, bytes | str], names: set[str] = frozenset()) -> None:
        data = {
            name: text.encode() if isinstance(text, str) else text for name, text in files.items()
        }
        if self.accept:
            self._write(data, names)
            return
        differences = [self._difference(name, new) for name, new in data.items()]
        differences += [f"{name} : n’est plus produit" for name in sorted(names - data.keys())]
        if any(differences):
            hint = "regardez tests/results/, puis « pytest --accept »"
            pytest.fail("\n".join([*filter(None, differences), hint]), pytrace=False)

    def _write(self, data: dict[str, bytes], names: set[str]) -> None:
        for name in names - data.keys():
            (self.expected / name).unlink()
        for name, new in data.items():
            _put(self.expected / name, new)

    def _difference(self, name: str, new: bytes) -> str:
        """Return what differs in a file, or nothing; leave what differs among the results."""
        path, result = self.expected / name, self.results / name
        if not path.is_file():
            _put(result, new)
            return f"{name} : pas encore de fichier de référence"
        old = path.read_bytes()
        if old == new:
            return ""
        if path.suffix == ".png":
            return _pixels(name, old, new, result)
        _put(result, new)
        return _lines(name, old, new)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _lines(name: str, old: bytes, new: bytes) -> str:
    texts = [data.decode(errors="replace").splitlines() for data in (old, new)]
    lines = [*difflib.unified_diff(*texts, f"{name} (référence)", f"{name} (produit)", lineterm="")]
    return "\n".join(lines[:60]) or f"{name} : les fins de ligne diffèrent"


def _pixels(name: str, old: bytes, new: bytes, result: Path) -> str:
    before, after = (Image.open(io.BytesIO(data)).convert("L") for data in (old, new))
    if before.size != after.size:
        _put(result, new)
        return f"{name} : {after.size} au lieu de {before.size}"
    difference = ImageChops.difference(before, after)
    count = sum(difference.histogram()[SHADE + 1 :])
    if count <= PIXELS:
        return ""
    width, height = before.size
    picture = Image.new("L", (3 * width, height))
    for rank, page in enumerate((before, after, ImageChops.invert(difference))):
        picture.paste(page, (rank * width, 0))
    result.parent.mkdir(parents=True, exist_ok=True)
    picture.save(result)
    return f"{name} : {count} pixels diffèrent (avant | après | différence dans {result})"
