"""The files that a PDF carries: its own source, and its editable Word version (ISO 19005-3).

They bear no date (nothing tells the time here) and a type that does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pydyf
from weasyprint import Attachment

from docgen.document import Attached

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


def settle_attachments(pdf: pydyf.PDF, attached: Sequence[Attached]) -> None:
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
