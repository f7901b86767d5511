"""Stage 4, the only reader of `templates/`: documents become files, or problems."""

from docgen.rendering.formats import FORMATS, writer_of
from docgen.rendering.html.templates import Templates

__all__ = ["FORMATS", "Templates", "writer_of"]
