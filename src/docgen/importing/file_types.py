"""What people give in place of a text: an archive, a workbook, a web page; told by its first bytes.

Read as a text, such a file would be refused all the same, for columns that it never had.
Sources: APPNOTE 4.3.6 (ZIP), MS-CFB 2.2 (workbooks of old, or locked by a password), RFC 2781.
"""

from __future__ import annotations

from typing import Final

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

LOCKED: Final = "classeur protégé par un mot de passe, ou d’un ancien format (.xls)"
_ORIGINAL: Final = "donnez le fichier d’origine, sans l’enregistrer dans un autre programme"
_WIDE: Final = "texte en UTF-16 (« Texte Unicode » d’un tableur)"
_KNOWN: Final = {
    COMPOUND: (LOCKED, _ORIGINAL),
    b"\xff\xfe": (_WIDE, _ORIGINAL),
    b"\xfe\xff": (_WIDE, _ORIGINAL),
    b"%PDF": ("c’est un PDF", _ORIGINAL),
    b"<": (
        "c’est une page web, et non le fichier",
        "le téléchargement a échoué : ouvrez l’adresse dans un navigateur, puis recommencez",
    ),
}
"""What a file is that begins so, and what to do."""


def describe_foreign(data: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no text, and what to give instead; None when it may be one."""
    bare = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not bare:
        return "fichier vide", "téléchargez-le encore"
    if bare.startswith(ZIP):
        return _packed(bare)
    if known := [told for mark, told in _KNOWN.items() if bare.startswith(mark)]:
        return known[0]
    damaged = "ce n’est pas un fichier de texte, ou il est abîmé"
    return (damaged, _ORIGINAL) if b"\0" in bare else None


def _packed(data: bytes) -> tuple[str, str]:
    """Tell a workbook, which is an archive too, from one that only holds a file."""
    if b"xl/workbook.xml" in data or b"opendocument.spreadsheet" in data[:200]:
        return "c’est un classeur, et non le fichier d’origine", _ORIGINAL
    return "c’est une archive ZIP", "ouvrez-la, et donnez le fichier qu’elle contient"
