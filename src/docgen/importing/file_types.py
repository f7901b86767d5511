"""Recognition of files that are not text: archives, workbooks, web pages, by their first bytes.

Read as text, such a file would be refused with a misleading message about its columns.
Sources: APPNOTE 4.3.6 (ZIP), MS-CFB 2.2 (old or encrypted workbooks), RFC 2781.
"""

import re
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
"""First bytes, the type of file, what to do."""
_XML: Final = re.compile(rb"<(?:\?xml|[A-Z_]{5,}[\s>])")
"""How a file in XML begins, perhaps without its declaration, as one of the base LEGI."""
_PUBLISHED: Final = (
    "donnez le fichier tel qu’il est publié : de LEGI, l’archive .tar.gz elle-même, ou le JSON"
    " de l’API"
)


def describe_foreign(data: bytes) -> tuple[str, str] | None:
    """Return what a file is and what to do, when it is not text; None when it may be text."""
    bare = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not bare:
        return "fichier vide", "téléchargez-le encore"
    if bare.startswith(ZIP):
        return _describe_zip(bare)
    if _XML.match(bare) and b"<html" not in bare[:1000].lower():
        alone = b"LEGIARTI" in bare
        what = "un article de la base LEGI, seul, en XML" if alone else "un fichier XML"
        return f"c’est {what}, et non le fichier attendu", _PUBLISHED
    for mark, description in _KNOWN.items():
        if bare.startswith(mark):
            return description
    damaged = "ce n’est pas un fichier de texte, ou il est abîmé"
    return (damaged, _ORIGINAL) if b"\0" in bare else None


def _describe_zip(data: bytes) -> tuple[str, str]:
    if b"xl/workbook.xml" in data or b"opendocument.spreadsheet" in data[:200]:
        return "c’est un classeur, et non le fichier d’origine", _ORIGINAL
    return "c’est une archive ZIP", "ouvrez-la, et donnez le fichier qu’elle contient"
