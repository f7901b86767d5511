"""A document of invented figures, and the smallest templates that show them."""

import re
from collections.abc import Sequence
from pathlib import Path

from docgen.charts.specification import Carte, Colonnes, Courbe
from docgen.document import Diffusion, Document, Facts
from docgen.ooxml import drop_parts, read_package, write_package
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.html.templates import Templates
from docgen.workspace import shipped_templates
from tests.rendering.docx.docx_examples import BODY, template_bytes

Figure = Courbe | Colonnes | Carte
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1000"'
    ' w:bottom="1000" w:left="1000" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
)
HTML = """\
<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{{ document.title }}</title>
<link rel="stylesheet" href="../_commun/base.css"></head>
<body><h1>Essai fictif</h1>
{% for partie in parties %}
{% for figure in partie.figures %}<p>{{ figure|figure }}</p>{% endfor %}
{% endfor %}
</body></html>
"""
SHOWN = (
    "{%p for partie in parties %}",
    "{%p for figure in partie.figures %}",
    "{{r figure|figure }}",
    "{%p endfor %}",
    "{%p endfor %}",
)
"""The paragraphs of a Word template that shows the same figures."""


class Partie(Facts):
    """Figures, deep inside the facts of a document."""

    figures: tuple[Figure, ...]


class Figures(Facts):
    """The facts of a document that shows figures."""

    parties: tuple[Partie, ...]


def document(figures: Sequence[Figure]) -> Document:
    """Return a document that shows these figures."""
    return Document(
        kind="essai",
        key="figures",
        title="Essai fictif de figures",
        author="Exemple fictif",
        subject="Essai",
        facts=Figures(parties=(Partie(figures=tuple(figures)),)),
        diffusion=Diffusion.PUBLIQUE,
        final=False,
        sources=("essai.yaml",),
    )


SIMPLE = '<w:spacing w:line="240" w:lineRule="auto"/>'


def template(paragraphs: Sequence[str] = SHOWN, spacing: str = SIMPLE) -> bytes:
    """Return the shipped Word template with these paragraphs in place of its own."""
    bare = drop_parts(read_package(template_bytes()), lambda n: "header" in n or "footer" in n)
    dress = f"<w:pPr>{spacing}</w:pPr>"
    body = "".join(f"<w:p>{dress}<w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    text = re.sub(
        r"<w:body>.*</w:body>",
        f"<w:body>{body}{PAGE}</w:body>".replace("\\", r"\\"),
        bare[BODY].decode(),
        flags=re.DOTALL,
    )
    return write_package({**bare, BODY: text.encode()})


def templates(folder: Path, paragraphs: Sequence[str] = SHOWN, html: str = HTML) -> Templates:
    """Return the templates of a project whose only kind shows figures."""
    kind = folder / "templates/essai"
    kind.mkdir(parents=True, exist_ok=True)
    (kind / "document.docx").write_bytes(template(paragraphs))
    (kind / "document.html.j2").write_text(html, "utf-8")
    return Templates((folder / "templates", shipped_templates()))


def word_file(figures: Sequence[Figure], folder: Path, paragraphs: Sequence[str] = SHOWN) -> bytes:
    """Return the Word file that shows these figures."""
    return render_docx(document(figures), templates(folder, paragraphs)).data
