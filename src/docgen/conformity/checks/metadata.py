"""Title, language and page numbers, where page-validation says nothing or says it in many words."""

from collections.abc import Iterator

from docgen.conformity.pdf.objects import as_stream, as_text, number_tree
from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.pdf.xmp import read_properties
from docgen.errors import Problem

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def check_metadata(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for a title that is none, no language, and missing page numbers."""
    yield from _title(pdf)
    if not as_text(pdf.root.get("/Lang")):
        yield pdf.problem("langue", "langue du document absente : il serait lu à voix anglaise")
    labels = dict(number_tree(pdf.root.get("/PageLabels")))
    if 0 not in labels:
        message = "numéros de page absents (PageLabels) : le lecteur en inventera"
        yield pdf.problem("numeros-de-page", message)
    elif max(labels) >= len(pdf.pages):
        message = f"numéros pour des pages qui n’existent pas (PageLabels, page {max(labels) + 1})"
        yield pdf.problem("numeros-de-page", message)


def pdfa_part(pdf: OpenPdf) -> str:
    """Return the part of PDF/A that a file claims, or an empty text."""
    return _property(pdf, f"{PDFA}part")


def _title(pdf: OpenPdf) -> Iterator[Problem]:
    title = _property(pdf, f"{DC}title")
    information = pdf.reader.metadata
    other = as_text(information.get("/Title")) if information else ""
    if not title:
        yield pdf.problem("titre", "titre absent des métadonnées (dc:title)")
    elif not any(letter.isalpha() for letter in title) or title.casefold().endswith(".pdf"):
        yield pdf.problem("titre", f"« {title} » n’est pas un titre")
    if title and other and title != other:
        yield pdf.problem("titre", f"deux titres : « {title} » et « {other} »")


def _property(pdf: OpenPdf, name: str) -> str:
    """Return an XMP property, the items of a list joined; an empty text for none."""
    stream = as_stream(pdf.root.get("/Metadata"))
    properties = read_properties(b"" if stream is None else stream.get_data()) or ()
    return "".join(value for path, value in properties if path == (name,))
