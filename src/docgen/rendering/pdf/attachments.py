"""The files attached to a PDF: its source, and its editable Word version (ISO 19005-3).

They have no date, and a media type that does not depend on the machine.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pydyf
from weasyprint import Attachment

from docgen.document import Attached
from docgen.errors import Problem

MAX_BYTES = 50_000_000
"""The limit of attachments: signature services take no file above 50 MB."""
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The date that WeasyPrint requires; it is removed from the file afterwards."""


def attachments(attached: Sequence[Attached]) -> list[Attachment]:
    """Return files as WeasyPrint's attachments."""
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
    """Yield a problem when attachments are larger than services take."""
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
    """Set the types of embedded files, remove their dates, and list each of them once."""
    streams = [
        stream
        for stream in pdf.objects
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Type") == "/EmbeddedFile"
    ]
    for stream, file in zip(streams, attached, strict=True):
        stream.extra["Subtype"] = "/" + file.media_type.replace("/", "#2f")
        for date in ("CreationDate", "ModDate"):
            del stream.extra["Params"][date]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
