"""Small documents of the tests' own, printed by docgen's own renderer in a project of their own."""

import io
import tempfile
from pathlib import Path

from PIL import Image

from docgen.document import Attached, Diffusion, Document, Facts
from docgen.rendering.pdf.renderer import render_pdf
from tests.support.documents import laid_over


def _picture() -> bytes:
    """Return a PNG of two pixels by two."""
    made = io.BytesIO()
    Image.new("RGB", (2, 2), "#336699").save(made, "PNG")
    return made.getvalue()


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)
CARRIED = (
    Attached("essai.yaml", "Texte source", "Source", "text/yaml", b"titre: Essai\n"),
    Attached("essai.txt", "Version en texte", "Alternative", "text/plain", b"Essai\n"),
)


def printed(
    body: str, css: str = "", *, title: str = "Essai fictif", attached: tuple[Attached, ...] = ()
) -> bytes:
    """Return a body of HTML as PDF."""
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
            "essai/image.png": _picture(),
        }
        return render_pdf(document, laid_over(Path(folder), files)).data
