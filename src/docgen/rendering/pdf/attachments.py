"""The files that a PDF carries: its own source, and its editable Word version (ISO 19005-3).

They bear no date (nothing tells the time here) and a type that does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pydyf
from weasyprint import Attachment

from docgen.document import Attached
from docgen.errors import Problem

MAX_BYTES = 50_000_000
"""The most that a PDF may carry: signature services take no file above 50 MB."""
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""A date for WeasyPrint, which wants one; it is taken out of the file afterwards."""


def attachments(attached: Sequence[Attached]) -> list[Attachment]:
    """Return files as WeasyPrint wants them."""
    return [
        Attachment(
            string=file.data,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=NEVER,
            modified=NEVER,
        )
        for file in attached
    ]


def check_attachments_size(attached: Sequence[Attached]) -> Iterator[Problem]:
    """Yield a problem when a PDF would carry more than services take."""
    weight = sum(len(file.data) for file in attached)
    if weight > MAX_BYTES:
        heaviest = max(attached, key=lambda file: len(file.data))
        message = (
            f"les fichiers joints sont trop gros : {weight // 1_000_000} Mo, pour "
            f"{MAX_BYTES // 1_000_000} au plus"
        )
        hint = f"allégez « {heaviest.name} » : les images de son modèle, sans doute"
        yield Problem("", message, code="poids", hint=hint)


def normalize_attachments(pdf: pydyf.PDF, attached: Sequence[Attached]) -> None:
    """Give the embedded files their types, take their dates out, and list each of them once."""
    streams = [
        found
        for found in pdf.objects
        if isinstance(found, pydyf.Stream) and found.extra.get("Type") == "/EmbeddedFile"
    ]
    for stream, file in zip(streams, attached, strict=True):
        stream.extra["Subtype"] = "/" + file.media_type.replace("/", "#2f")
        for date in ("CreationDate", "ModDate"):
            del stream.extra["Params"][date]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
