"""A Word template's XML as Jinja source, and that source filled with a document.

docxtpl reads the tags; reading and compiling happen once per template, for they take longer than
all the rest.
"""

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from docgen.rendering.docx.parts.ordinals import raise_word_ordinals

RICH_TAG: Final = re.compile(
    r"(<w:r(?: [^>]*)?><w:rPr>((?:(?!</w:rPr>)[^'])*)</w:rPr><w:t[^>]*>[^<]*</w:t></w:r>)"
    r"\{\{ ([^}]*?) \}\}"
)
"""A tag `{{r … }}` as docxtpl leaves it: after the run that it was in, with its properties."""
EMPTY_RUN: Final = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr/>|<w:rPr>(?:<w:[^<>]*/>)*</w:rPr>)?"
    r"(?:<w:t(?: [^<>]*)?(?:/>|></w:t>))?</w:r>"
)
"""An empty run; docxtpl leaves two around a tag."""
BETWEEN: Final = re.compile(r">\n+<")
"""The line breaks that `patched_xml` adds between paragraphs."""


@lru_cache(maxsize=64)
def patched_xml(xml: str) -> str:
    """Return docxtpl's reading of a part, one paragraph per line, for its regexes are slow."""
    source = DocxTemplate.patch_xml(None, re.sub(r"<w:p([ >])", r"\n<w:p\1", xml))
    return RICH_TAG.sub(r"\1{{ (\3)|habit('\2') }}", source)


@lru_cache(maxsize=64)
def body_source(xml: str) -> str:
    """Return docxtpl's reading of a body, without the empty runs that its tags leave."""
    return EMPTY_RUN.sub("", patched_xml(xml))


def fill_source(source: str, context: Mapping[str, Any], jinja: SandboxedEnvironment) -> str:
    """Return a source filled; an error gets a note with the line that it occurred at.

    docxtpl is not used here: it would read « {_{ », tabs and breaks inside values as marks.
    """
    try:
        xml = _compiled(source, jinja).render(context)
    except Exception as error:
        error.add_note(_line_of(error, source))
        raise
    return raise_word_ordinals(BETWEEN.sub("><", xml))


@lru_cache(maxsize=64)
def _compiled(source: str, jinja: SandboxedEnvironment) -> Template:
    return jinja.from_string(source)


def _line_of(error: Exception, source: str) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == "<template>"]
    number = error.lineno if isinstance(error, TemplateSyntaxError) else (lines or [0])[-1]
    return re.sub(r"<[^>]*>", "", (["", *source.split("\n")])[number])
