"""Stage 4, the only reader of `templates/`: documents become files, or problems."""

from docgen.rendering.formats import FORMATS, renderer, writer_of
from docgen.rendering.html.templates import Templates

__all__ = ["FORMATS", "Templates", "renderer", "writer_of"]
