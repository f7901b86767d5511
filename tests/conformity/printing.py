"""Small documents of the tests' own, printed by docgen's own renderer in a project of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from docgen.document import Attached, Diffusion, Document, Facts
from docgen.rendering.pdf import render_pdf
from tests.documents import laid_over, shipped

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00\xfd\xd4"
    b"\x9as\x00\x00\x00\x10IDATx\x9cc\x90s\xf6c\x80a\x06\x06\x06\x00\x11\x14\x02\x0b"
)
"""Two pixels by two; made whole below, where its checksums are computed."""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)
CARRIED = (
    Attached("essai.yaml", "Texte source", "Source", "text/yaml", b"titre: Essai\n"),
    Attached("essai.txt", "Version en texte", "Alternative", "text/plain", b"Essai\n"),
)


def printed(
    body: str,
    css: str = "",
    *,
    title: str = "Essai fictif",
    page: str = "",
    attached: tuple[Attached, ...] = (),
) -> bytes:
    """Return a body of HTML as PDF; `page` stands in for the page that all documents share."""
    document = Document(
        kind="essai",
        key="1",
        title=title,
        author="Autrice fictive",
        subject="Exemple fictif",
        facts=Facts(),
        diffusion=Diffusion.PUBLIQUE,
        final=True,
        sources=(),
        attached=attached,
    )
    template = f'{{% extends "_commun/page.html.j2" %}}\n{{% block corps %}}{body}{{% endblock %}}'
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {
            "essai/document.html.j2": template,
            "essai/document.css": css,
            "essai/dessin.svg": DRAWING,
            "_commun/page.html.j2": page or shipped("_commun/page.html.j2"),
        }
        return render_pdf(document, laid_over(Path(folder), files)).data
