"""Compile the French catalogue of click's words: `docgen.po` gives `docgen.mo`."""

import ast
import struct
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "src/docgen/locale/fr/LC_MESSAGES/docgen.po"


def read_messages(text: str) -> dict[str, str]:
    """Return each translated message; the forms of a plural are joined by a null character."""
    messages = {}
    for paragraph in text.split("\n\n"):
        fields: list[str] = []
        for line in paragraph.splitlines():
            if line.startswith("msg"):
                fields.append("")
            if not line.startswith("#"):
                fields[-1] += ast.literal_eval(line[line.index('"') :])
        if not fields:
            continue
        originals = paragraph.count("\nmsgid") + paragraph.startswith("msgid")
        messages["\0".join(fields[:originals])] = "\0".join(fields[originals:])
    return messages


def compiled(messages: dict[str, str]) -> bytes:
    """Return the bytes of the `.mo` file: header, table of originals, table of translations."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    strings = [key for key, _ in pairs] + [value for _, value in pairs]
    size = len(pairs)
    offset = 28 + 16 * size
    tables = b""
    for string in strings:
        tables += struct.pack("<2I", len(string), offset)
        offset += len(string) + 1
    header = struct.pack("<7I", 0x950412DE, 0, size, 28, 28 + 8 * size, 0, 28 + 16 * size)
    return header + tables + b"".join(string + b"\0" for string in strings)


if __name__ == "__main__":
    catalogue = compiled(read_messages(CATALOGUE.read_text(encoding="utf-8")))
    CATALOGUE.with_suffix(".mo").write_bytes(catalogue)
    print(f"{CATALOGUE.with_suffix('.mo').name} : {len(catalogue)} octets")
