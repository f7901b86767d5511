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

from docgen.markup import cut_ordinals
from docgen.markup.runs import ORDINAL

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
TEXT: Final = re.compile(
    r"(?P<head><w:r(?: [^<>]*)?>(?:<w:rPr>(?:<w:[^<>]*/>)*</w:rPr>)?)"
    r"<w:t(?: [^<>]*)?>(?P<text>[^<]*)</w:t></w:r>"
)
"""A run with one text, and its properties."""
VERT_ALIGN_PLACE: Final = re.compile(
    r"(?=(?:<w:(?:rtl|cs|em|lang|eastAsianLayout|specVanish)\b[^<>]*/>)*</w:rPr>)"
)
"""The place of `w:vertAlign` among the properties of a run, which are ordered."""
RAISED: Final = "<w:vertAlign"


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


def raise_word_ordinals(xml: str) -> str:
    """Return Word's XML with the letters of ordinals raised, in runs of their own."""
    return TEXT.sub(_split_run, xml)


def _split_run(run: re.Match[str]) -> str:
    head, text = run["head"], run["text"]
    if RAISED in head or not ORDINAL.search(text):
        return run[0]
    return "".join(
        f'{_raise(head) if raised else head}<w:t xml:space="preserve">{piece}</w:t></w:r>'
        for piece, raised in cut_ordinals(text)
        if piece
    )


def _raise(head: str) -> str:
    if "<w:rPr>" not in head:
        return f'{head}<w:rPr>{RAISED} w:val="superscript"/></w:rPr>'
    return VERT_ALIGN_PLACE.sub(f'{RAISED} w:val="superscript"/>', head, count=1)
