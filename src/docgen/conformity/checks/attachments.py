"""The files that a PDF carries: each says what it is to the document, and of which type it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.conformity.pdf.objects import (
    as_dictionary,
    as_list,
    as_stream,
    as_text,
    name_tree,
    number_of,
    resolved,
)
from docgen.conformity.pdf.reading import Reading
from docgen.conformity.wording import quoted
from docgen.errors import Problem

RELATIONSHIPS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
MEDIA_TYPE = re.compile(r"/[\w.+-]+/[\w.+-]+")


def check_attachments(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the files carried (ISO 19005-3, 6.8)."""
    names = as_dictionary(reading.root.get("/Names"))
    carried = {number_of(one): one for _, one in name_tree(names.get("/EmbeddedFiles"))}
    linked = {number_of(one): one for one in as_list(reading.root.get("/AF"))}
    for number, one in (carried | linked).items():
        file = as_dictionary(one)
        name = as_text(file.get("/UF")) or as_text(file.get("/F"))
        told = f"pièce jointe {quoted(name)}" if name else "pièce jointe"
        for fault in _faults(file):
            yield reading.problem("piece-jointe", f"{told} {fault}")
        if number not in linked:
            yield reading.problem("piece-jointe", f"{told} non rattachée au document (AF)")
        if number not in carried:
            yield reading.problem("piece-jointe", f"{told} absente de la liste des fichiers joints")


def _faults(file: object) -> Iterator[str]:
    """Yield what one file lacks."""
    entries = as_dictionary(file)
    if not (as_text(entries.get("/F")) and as_text(entries.get("/UF"))):
        yield "sans nom (F et UF)"
    if not as_text(entries.get("/Desc")):
        yield "sans description (Desc)"
    if resolved(entries.get("/AFRelationship")) not in RELATIONSHIPS:
        yield "sans lien dit avec le document (AFRelationship)"
    stream = as_stream(as_dictionary(entries.get("/EF")).get("/F"))
    if stream is None or not stream.get_data():
        yield "vide"
    elif not MEDIA_TYPE.fullmatch(str(resolved(stream.get("/Subtype", "")))):
        yield "sans type de contenu (Subtype)"
