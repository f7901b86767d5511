"""The entries of the JSON file of the directory, one at a time: the file has 270 MB."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import IO, Any, Final

CHUNK: Final = 1 << 20
LARGEST_ENTRY: Final = 8_000_000
"""The longest entry, in characters; one takes some thousands."""
OPENING: Final = re.compile(r'\s*(?:\{\s*"service"\s*:\s*)?\[')
SEPARATOR: Final = re.compile(r"[\s,]*")
SCAN: Final = json.JSONDecoder().raw_decode


class DamagedJsonError(Exception):
    """A file that is not that of the directory, or that is cut, and why."""


def json_entries(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the objects of `{"service": [ … ]}`, or of a bare list.

    Raise DamagedJsonError for another file, and at the end of one that is cut.
    """
    try:
        yield from _entries(_decode(file))
    except UnicodeDecodeError as error:
        message = "ce n’est pas du texte en UTF-8, ou il est abîmé"
        raise DamagedJsonError(message) from error


def _decode(file: IO[bytes]) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8-sig")()
    while data := file.read(CHUNK):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _entries(chunks: Iterator[str]) -> Iterator[dict[str, Any]]:
    text = next(chunks)
    opening = OPENING.match(text)
    if opening is None:
        message = "ce n’est pas la base de l’annuaire : « service » n’y est pas"
        raise DamagedJsonError(message)
    at = opening.end()
    while True:
        at = _skip(text, at)
        if at < len(text) and text[at] == "]":
            return
        try:
            entry, at = SCAN(text, at)
        except RecursionError as error:
            message = "une fiche y est emboîtée sans mesure"
            raise DamagedJsonError(message) from error
        except ValueError as error:
            more = next(chunks, "") if len(text) - at < LARGEST_ENTRY else ""
            if not more:
                message = "le fichier est coupé, ou abîmé"
                raise DamagedJsonError(message) from error
            text, at = text[at:] + more, 0
            continue
        if not isinstance(entry, dict):
            message = "une fiche n’y est pas un objet JSON"
            raise DamagedJsonError(message)
        yield entry


def _skip(text: str, at: int) -> int:
    match = SEPARATOR.match(text, at)
    return match.end() if match else at
