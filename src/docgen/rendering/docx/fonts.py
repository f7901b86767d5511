"""The fonts embedded in every Word document, so that it looks the same everywhere.

Fonts that a template brings along are removed: LibreOffice embeds every font it has seen. Of each
face that words or their styles ask for, the glyphs of our characters are embedded, obfuscated as
ECMA-376 (part 4, § 17.8.1) requires; HarfBuzz makes the subset, as it makes those of PDFs
(`docs/decisions/0078-word-files-embed-our-characters.md`).
"""

import ctypes
import re
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from docgen.charts.word.marks import DOT
from docgen.content.repertoire import PRINTABLE
from docgen.ooxml import (
    CONTENT_TYPES,
    OFFICE_RELATIONS,
    PACKAGE_RELATIONS,
    STYLES,
    CompressedPart,
    Part,
    W,
    as_bytes,
    compress,
    drop_parts,
)
from docgen.rendering.html.templates import Templates

FACES = {
    "Source Sans 3": ("swiss", ("SourceSans3-Regular", "SourceSans3-Bold", "SourceSans3-It")),
    "Source Sans 3 Semibold": ("swiss", ("SourceSans3-Semibold",)),
    "Source Serif 4": ("roman", ("SourceSerif4-Regular", "SourceSerif4-Bold", "SourceSerif4-It")),
    "Source Serif 4 Semibold": ("roman", ("SourceSerif4-Semibold",)),
    "Source Serif 4 Display Semibold": ("roman", ("SourceSerif4Display-Semibold",)),
}
"""Each family: its class, and the files of its regular, bold and italic faces.

Those of titles have one face, under the names by which Word and LibreOffice know them.
"""
SLOTS = {"Regular": "", "Bold": "<w:b/>", "Italic": "<w:i/>"}
"""Each face of a family, and what asks for it beside the name of the family."""
WORDS: Final = re.compile(r"word/(document|header\d*|footer\d*|numbering|charts/chart\d+)\.xml")
"""The parts that hold words, or the marks of lists."""
STYLE: Final = re.compile(r'<w:style [^>]*?w:styleId="([^"]+)".*?</w:style>', re.DOTALL)
STYLE_REFERENCE: Final = re.compile(r'<w:(?:pStyle|rStyle|tblStyle|basedOn|link) w:val="([^"]+)"')
MAIN = W[1:-1]
OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TABLE = "word/fontTable.xml"
LIBRARY: Final = "libharfbuzz-subset.so.0"
NAMES, FEATURES = 4, 6
"""The sets of names and of features among the inputs (hb_subset_sets_t)."""
LICENCE: Final = 14
"""The last of the names of a face that tell its author and its licence."""
KERN: Final = int.from_bytes(b"kern", "big")
FLAGS: Final = 0x1 | 0x40 | 0x200
"""No hinting, the glyph of missing characters drawn, no glyphs that no character names."""


class _Pointer(ctypes.c_void_p):
    """An address that stays a pointer when a function returns it."""


def with_fonts(parts: Mapping[str, Part], templates: Templates) -> dict[str, Part]:
    """Return the parts of a document with a font table and our fonts."""
    texts = {name: as_bytes(part) for name, part in parts.items() if WORDS.fullmatch(name)}
    faces = _faces_in_use(texts.values(), as_bytes(parts[STYLES]).decode())
    changed = {
        name: text for name, text in texts.items() if not isinstance(parts[name], CompressedPart)
    }
    result: dict[str, Part] = {**parts, **changed, **_tables(faces)}
    for number, name in enumerate(faces, 1):
        path = templates.find(f"_commun/fonts/{name}.ttf")
        result[f"word/fonts/font{number}.odttf"] = _face(path, path.stat().st_mtime_ns)
    default = f'<Default Extension="odttf" ContentType="{OBFUSCATED}"/><Default '
    types = as_bytes(parts[CONTENT_TYPES]).decode()
    result[CONTENT_TYPES] = types.replace("<Default ", default, 1).encode()
    return result


def without_fonts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a template without its fonts; its font table stays, empty."""
    bare = drop_parts(parts, lambda name: name.endswith(".odttf") or name.startswith("word/fonts/"))
    bare.pop("word/_rels/fontTable.xml.rels", None)
    if TABLE in bare:
        bare[TABLE] = f'{DECLARATION}<w:fonts xmlns:w="{MAIN}"/>'.encode()
    return bare


def _faces_in_use(parts: Iterable[bytes], styles: str) -> tuple[str, ...]:
    """Return the files of the faces that parts with words, and the styles that they name, ask for.

    The style sheet is in force without a name up to its list, and in its default styles.
    """
    by_name = {found[1]: found[0] for found in STYLE.finditer(styles)}
    texts = [*(part.decode() for part in parts), styles.partition("<w:style ")[0]]
    texts += (style for style in by_name.values() if ' w:default="1" ' in style)
    waiting = {name for text in texts for name in STYLE_REFERENCE.findall(text)}
    while names := waiting & by_name.keys():
        asked = [by_name.pop(name) for name in names]
        waiting = {name for style in asked for name in STYLE_REFERENCE.findall(style)}
        texts += asked
    whole = "".join(texts)
    signs = [sign for sign in SLOTS.values() if sign in whole]
    return tuple(
        name
        for family, (_, files) in FACES.items()
        if f'"{family}"' in whole
        for sign, name in zip(SLOTS.values(), files, strict=False)
        if sign in signs
    )


def face_key(name: str) -> uuid.UUID:
    """Return the key that obfuscates a font; it depends on the name only."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"docgen:{name}")


@lru_cache(maxsize=12)
def _face(path: Path, mtime: int) -> CompressedPart:
    font = _subset(path.read_bytes())
    key = face_key(path.stem).bytes[::-1] * 2
    return compress(bytes(a ^ b for a, b in zip(font, key, strict=False)) + font[len(key) :])


def _subset(face: bytes) -> bytes:
    """Return a face with the glyphs of our characters; whole where HarfBuzz cannot make it."""
    library = _library()
    if library is None:
        return face
    blob = library.hb_blob_create(face, len(face), 1, None, None)
    whole, wanted = library.hb_face_create(blob, 0), library.hb_subset_input_create_or_fail()
    characters = library.hb_subset_input_unicode_set(wanted)
    for character in {*PRINTABLE, DOT}:
        library.hb_set_add(characters, ord(character))
    features = library.hb_subset_input_set(wanted, FEATURES)
    library.hb_set_clear(features)
    library.hb_set_add(features, KERN)
    library.hb_set_add_range(library.hb_subset_input_set(wanted, NAMES), 0, LICENCE)
    library.hb_subset_input_set_flags(wanted, FLAGS)
    part = library.hb_subset_or_fail(whole, wanted)
    made, size = library.hb_face_reference_blob(part), ctypes.c_uint()
    data = ctypes.string_at(library.hb_blob_get_data(made, ctypes.byref(size)), size.value)
    for buffer in (made, blob):
        library.hb_blob_destroy(buffer)
    for buffer in (part, whole):
        library.hb_face_destroy(buffer)
    library.hb_subset_input_destroy(wanted)
    return data or face


@lru_cache(maxsize=1)
def _library() -> Any:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    for name in ("blob_create", "face_create", "face_reference_blob", "blob_get_data"):
        getattr(library, f"hb_{name}").restype = _Pointer
    for name in ("input_create_or_fail", "input_unicode_set", "input_set", "or_fail"):
        getattr(library, f"hb_subset_{name}").restype = _Pointer
    return library


@lru_cache(maxsize=12)
def _tables(faces: tuple[str, ...]) -> dict[str, CompressedPart]:
    table, links, number = "", "", 0
    for family, (kind, files) in FACES.items():
        if not any(name in faces for name in files):
            continue
        table += f'<w:font w:name="{family}"><w:charset w:val="00"/><w:family w:val="{kind}"/>'
        table += '<w:pitch w:val="variable"/>'
        for slot, name in zip(SLOTS, files, strict=False):
            if name not in faces:
                continue
            number += 1
            key = f"{{{str(face_key(name)).upper()}}}"
            table += f'<w:embed{slot} r:id="rId{number}" w:fontKey="{key}"/>'
            links += f'<Relationship Id="rId{number}" Type="{OFFICE_RELATIONS}/font"'
            links += f' Target="fonts/font{number}.odttf"/>'
        table += "</w:font>"
    fonts = f'<w:fonts xmlns:w="{MAIN}" xmlns:r="{OFFICE_RELATIONS}">{table}</w:fonts>'
    relations = f'<Relationships xmlns="{PACKAGE_RELATIONS}">{links}</Relationships>'
    return {
        TABLE: compress(f"{DECLARATION}{fonts}".encode()),
        "word/_rels/fontTable.xml.rels": compress(f"{DECLARATION}{relations}".encode()),
    }
