"""Stage 4, keeper of `templates/`: documents become files, or a plain account of why not."""

from docgen.rendering.formats import FORMATS, renderer, writer_of
from docgen.rendering.html.templates import Templates

__all__ = ["FORMATS", "Templates", "renderer", "writer_of"]
