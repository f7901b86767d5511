"""PDFs with the fields of a pack, as people fill them in (exemple fictif)."""

import io
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

PACK = "commune-pack-81218--"
REPORT = f"{PACK}compte-rendu-"
FILLED = {
    f"{PACK}visite-le": "12/05/2026",
    f"{PACK}visite-par": "Adj. Exemple (exemple fictif)",
    f"{PACK}notes-1": "PRIVÉ (exemple fictif)",
    f"{REPORT}demandes": "Un passage *le soir* {ici}\r\n\r\nUn conseil – « sûreté » à 25 €",
    f"{REPORT}suites": "",
}
"""The fields of the pack of a commune, whose report was filled in (exemple fictif)."""


def form(values: Mapping[str, str]) -> bytes:
    """Return a PDF with text fields, as they were filled in."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    fields = ArrayObject()
    for name, value in values.items():
        field = DictionaryObject(
            {
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/TU"): TextStringObject(f"Champ {name.rpartition('-')[2]}"),
                NameObject("/V"): TextStringObject(value),
                NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            }
        )
        fields.append(writer._add_object(field))
    page[NameObject("/Annots")] = fields
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
