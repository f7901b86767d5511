"""Stage 4, keeper of `templates/`: documents become files, or a plain account of why not."""

from docgen.rendering.formats import Renderer, frame_builder, renderer
from docgen.rendering.html.templates import Templates

__all__ = ["Renderer", "Templates", "frame_builder", "renderer"]
