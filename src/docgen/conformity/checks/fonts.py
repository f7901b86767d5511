"""Fonts: inside the file, and readable as text."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import DictionaryObject

from docgen.conformity.pdf.objects import as_dictionary, as_list, as_stream, number_under, resolved
from docgen.conformity.pdf.reading import Reading
from docgen.errors import Problem

FILES = ("/FontFile", "/FontFile2", "/FontFile3")
DEEPEST = 12
"""How many forms inside forms are looked into."""


def check_fonts(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each font that is not embedded, or whose text cannot be read out."""
    for page, font in _fonts(reading):
        name = str(resolved(font.get("/BaseFont", "/sans nom")))[1:].rstrip(",")
        kind = resolved(font.get("/Subtype"))
        inner = as_dictionary((as_list(font.get("/DescendantFonts")) or [font])[0])
        descriptor = as_dictionary(inner.get("/FontDescriptor"))
        if kind != "/Type3" and not any(as_stream(descriptor.get(key)) for key in FILES):
            yield reading.problem("police", f"police non incorporée : {name}", page)
        if as_stream(font.get("/ToUnicode")) is None and not _says_letters(font):
            message = f"police dont le texte n’est pas lisible (ToUnicode absent) : {name}"
            yield reading.problem("police-illisible", message, page)


def _says_letters(font: DictionaryObject) -> bool:
    """Whether a simple font says by its encoding which letters it draws."""
    encoding = resolved(font.get("/Encoding"))
    base = as_dictionary(encoding).get("/BaseEncoding", encoding)
    return resolved(font.get("/Subtype")) not in ("/Type0", "/Type3") and base in (
        "/WinAnsiEncoding",
        "/MacRomanEncoding",
    )


def _fonts(reading: Reading) -> Iterator[tuple[int, DictionaryObject]]:
    """Yield each font once, with the page that it is first met on."""
    seen: set[int] = set()
    for page, holder in enumerate(reading.pages):
        waiting = [(as_dictionary(holder.get("/Resources")), DEEPEST)]
        for one in as_list(holder.get("/Annots")):
            shown = as_stream(as_dictionary(as_dictionary(one).get("/AP")).get("/N"))
            if shown is not None:
                waiting.append((as_dictionary(shown.get("/Resources")), DEEPEST))
        while waiting:
            resources, depth = waiting.pop()
            fonts = as_dictionary(resources.get("/Font"))
            yield from ((page, as_dictionary(fonts[key])) for key in _new(fonts, seen))
            for kind in ("/XObject", "/Pattern"):
                drawn = as_dictionary(resources.get(kind))
                for key in _new(drawn, seen) if depth else ():
                    waiting.append(
                        (as_dictionary(as_dictionary(drawn[key]).get("/Resources")), depth - 1)
                    )


def _new(named: DictionaryObject, seen: set[int]) -> list[str]:
    """Return the names of objects that were not met before, and note them."""
    found = []
    for key in named:
        number = number_under(named, key)
        if number == -1 or number not in seen:
            seen.add(number)
            found.append(key)
    return found
