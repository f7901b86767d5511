"""Documents as PDF/A and PDF/UA-1: HTML laid out by WeasyPrint, checked once finished.

What WeasyPrint would only log (a missing font or picture, a character that no font has, a style
sheet it cannot read) is an error of the document.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import unquote, urljoin, urlsplit
from weakref import WeakSet

import pydyf
from pypdf.errors import LimitReachedError
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document as Layout
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from docgen.document import Artifact, Document, LaidBlock, PageLayout
from docgen.errors import Problem, RenderingError, TemplateError, UnsignableError
from docgen.format import Format
from docgen.rendering.html.anchors import doubled_anchors
from docgen.rendering.html.css_scoping import SCOPED_QUERY, bound_css
from docgen.rendering.html.templates import OutsideError, Templates
from docgen.rendering.limits import CRASH, HINT
from docgen.rendering.memory_errors import lacks_memory, normalize_memory_errors
from docgen.rendering.pdf.attachments import (
    WITH_FILES,
    WITHOUT_FILES,
    attachments,
    check_attachments_size,
    declare_both_standards,
    normalize_attachments,
)
from docgen.rendering.pdf.finished import check_finished, check_overflow
from docgen.rendering.pdf.form_fields import FONT_FILE, add_form_font, form_entries, has_text_fields
from docgen.rendering.pdf.note_pages import complete_booklet, end_bars, unmark_first_heads
from docgen.rendering.pdf.pages import check_pages
from docgen.rendering.pdf.painted_order import paint_in_tag_order
from docgen.rendering.pdf.signature_fields import check_fields, fields_json
from docgen.rendering.pdf.tagging import PX, write_own_tags
from docgen.rendering.pdf.text_operators import FontTable, drop_null_moves

LINKS = ("https", "mailto", "tel")
"""The schemes that a link of a document may have."""
LOGGERS = ("weasyprint", "fontTools")
"""The loggers whose warnings fail a document."""
IN_SOURCE = ("signature", "page-vide", "pages", "poids", "renvoi")
"""The codes of problems that are reported at the content, not at the template."""
MAX_ADDRESS_SHOWN = 200
"""How many characters of an address are shown: some hold a whole picture."""
UNREAD_PICTURE = re.compile(
    r"Failed to (?:load image at|render SVG image) (['\"]?)(?P<url>.+?)\1(?::\s|:?$)"
)
"""WeasyPrint's message about a picture that it cannot draw."""
SIZES = (ArithmeticError, SyntaxError, ValueError)
"""The errors of WeasyPrint about sizes and selectors."""
LAYOUT_KEY = "layout"
"""The key of a layout made for its page numbers, in the state kept with the templates."""
SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SHEETS_KEY: Final = "sheets"
"""The key of the style sheets read, in the state kept with the templates."""
OUTSIDE_TEMPLATES = "accès refusé hors des modèles du projet"

for _library in (ffi.fontconfig, ffi.pango, ffi.pangoft2):
    # An extra reference keeps Python from unloading them at exit: a thread of Pango may still be
    # running in them, and the process would crash after all its files were made.
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(_library))
_OPENED_FONTS: Final[WeakSet[FontConfiguration]] = WeakSet()


def open_fonts() -> FontConfiguration:
    """Return fonts, none yet, whose files are removed when this process ends, if not before."""
    fonts = FontConfiguration()
    _OPENED_FONTS.add(fonts)
    return fonts


@atexit.register
def _leave_pages() -> None:
    """Let Python end without taking pages apart, box by box: a tenth of a command.

    What WeasyPrint would do then, remove the files of fonts, is done here.
    """
    for fonts in _OPENED_FONTS:
        fonts.__del__()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """The layout of an HTML text of templates in a folder, and what WeasyPrint warned of."""

    html: str
    folder: str
    layout: Layout
    warnings: list[str]
    fetcher: TemplateFetcher
    blocks: tuple[LaidBlock, ...]


def render_pdf(document: Document, templates: Templates) -> Artifact:
    """Return a document as PDF; raise RenderingError unless the file is a faithful one."""
    _raise_problems(document, [*check_attachments_size(document.attached)], UnsignableError)
    html = templates.fill_html(document)
    _raise_problems(document, [*doubled_anchors(html)])
    variant = WITH_FILES if document.attached else WITHOUT_FILES
    laid_out = _take_layout(document, html, templates)
    layout, fetcher = laid_out.layout, laid_out.fetcher
    with collect_warnings() as warnings:
        warnings.extend(laid_out.warnings)
        _raise_problems(document, [*_warning_problems(warnings, fetcher), *forbidden_links(layout)])
        declare_both_standards(layout.metadata)
        layout.fonts = FontTable()
        explained = explain_layout_errors(document, templates)
        with explained, paint_in_tag_order(), write_own_tags() as drawn:
            data = layout.write_pdf(
                pdf_variant=variant,
                attachments=attachments(document.attached),
                finisher=lambda _, pdf: _finish(pdf, document, templates),
            )
    sizes = [(page.width * PX, page.height * PX) for page in layout.pages]
    _raise_problems(document, [*check_fields(drawn.fields, sizes)], UnsignableError)
    name = f"{document.stem}.pdf"
    side_files = {"signatures.json": fields_json(name, drawn.fields)} if drawn.fields else {}
    with explain_layout_errors(document, templates, (LimitReachedError,)):
        pages = check_pages(data, document, *side_files.values())
        finished = [*check_finished(data, layout), *pages]
    _raise_problems(document, [*_warning_problems(warnings, fetcher), *finished])
    _raise_problems(document, [*check_overflow(drawn.drawn, sizes)])
    return Artifact(document, Format.PDF, data, len(layout.pages), side_files)


def page_layout(document: Document, html: str, templates: Templates) -> PageLayout:
    """Return what the Word file of a document takes from its layout, which is kept for its PDF."""
    laid_out = templates.renderer_state[LAYOUT_KEY] = _lay_out(document, html, templates)
    pages = laid_out.layout.pages
    page_of = {anchor: number for number, page in enumerate(pages, 1) for anchor in page.anchors}
    heads = frozenset(
        anchor
        for page in pages
        for anchor, (_, top, *_) in page.anchors.items()
        if top <= page._page_box.content_box_y()
    )
    return PageLayout(page_of, laid_out.blocks, heads)


def _take_layout(document: Document, html: str, templates: Templates) -> _LaidOut:
    """Return the layout of a document, that of its page numbers if it was made; it serves once."""
    held = templates.renderer_state.pop(LAYOUT_KEY, None)
    if isinstance(held, _LaidOut) and (held.html, held.folder) == (html, document.template_folder):
        return held
    return _lay_out(document, html, templates)


def _lay_out(document: Document, html: str, templates: Templates) -> _LaidOut:
    """Return a document laid out, the same whatever files it will carry."""
    fetcher = TemplateFetcher(templates)
    base = fetcher.base_url(document.template_folder)
    with collect_warnings() as warnings, explain_layout_errors(document, templates):
        styles = read_style_sheets(html, base, templates)
        source = HTML(string=styles.without_links(html), base_url=base, url_fetcher=fetcher)
        layout = source.render(pdf_variant=WITHOUT_FILES, **styles.options)
        blocks = complete_booklet(layout)
        unmark_first_heads(layout.pages)
        end_bars(layout.pages)
    return _LaidOut(html, document.template_folder, layout, warnings, fetcher, blocks)


@dataclass(slots=True)
class StyleSheets:
    """The style sheets that a document links, with their fonts: reading them takes half a layout.

    `pictures` are for layouts that are only measured.
    """

    sheets: list[CSS] = field(default_factory=list)
    fonts: FontConfiguration = field(default_factory=open_fonts)
    counters: CounterStyle = field(default_factory=CounterStyle)
    pictures: dict[str, Any] = field(default_factory=dict)

    def without_links(self, html: str) -> str:
        """Return HTML without the links to these style sheets."""
        return SHEET.sub("", html) if self.sheets else html

    @property
    def shared(self) -> dict[str, Any]:
        """What each of them is read with, and the layout that uses them."""
        return {"font_config": self.fonts, "counter_style": self.counters}

    @property
    def options(self) -> dict[str, Any]:
        """The options that give them to a layout."""
        return {"stylesheets": self.sheets, **self.shared}


def read_style_sheets(html: str, base: str, templates: Templates) -> StyleSheets:
    """Return the style sheets that a document links, read once while its templates are open.

    There are none where a project has templates of its own: WeasyPrint then reads them as any page
    may link them, and what is wrong with them is reported for each document.
    """
    if not templates.shipped_only:
        return StyleSheets()
    known = cast(
        "dict[tuple[str, ...], StyleSheets]", templates.renderer_state.setdefault(SHEETS_KEY, {})
    )
    addresses = tuple(urljoin(base, sheet) for sheet in SHEET.findall(html))
    if addresses in known:
        return known[addresses]
    styles, fetcher = StyleSheets(), TemplateFetcher(templates)
    with collect_warnings() as warnings:
        styles.sheets += (CSS(url=one, url_fetcher=fetcher, **styles.shared) for one in addresses)
    if not warnings:
        known[addresses] = styles
    return styles


@contextmanager
def explain_layout_errors(
    document: Document, templates: Templates, errors: tuple[type[Exception], ...] = SIZES
) -> Iterator[None]:
    """Raise RenderingError for what a project asks for that WeasyPrint, or pypdf, cannot take."""
    try:
        yield
    except errors as error:
        if templates.shipped_only:
            raise  # a bug
        problem = _with_file(document, Problem("", CRASH, code="rendu", hint=HINT))
        raise RenderingError([problem]) from error


class TemplateFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Gives WeasyPrint the files of the templates' folders, and refuses all others."""

    def __init__(self, templates: Templates) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self.templates = templates
        self.refused: list[Problem] = []
        self._root = templates.roots[-1].resolve()

    def base_url(self, folder: str) -> str:
        """Return the base URL of the templates of a folder."""
        return f"{self._root.as_uri()}/{folder}/"

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file at `url`; raise ValueError, and keep a problem, when it is refused."""
        if urlsplit(url).scheme == "data":
            return super().fetch(url, headers)
        try:
            path = self._template_file(url)
            if urlsplit(url).query == SCOPED_QUERY:
                return self._scoped_sheet(url)
            with normalize_memory_errors():
                response = super().fetch(path.as_uri(), headers)
        except MemoryError:
            logging.getLogger(LOGGERS[0]).warning(url)  # for a font, WeasyPrint would log nothing
            raise
        except (OSError, TemplateError, ValueError) as error:
            outside = isinstance(error, OutsideError | ValueError)
            message = OUTSIDE_TEMPLATES if outside else "fichier introuvable"
            self.refused.append(Problem("", f"{message} : « {self.shown(url)} »", code="ressource"))
            raise ValueError(url) from error
        response.url = url  # relative URLs in a project's file may lead to one of docgen's
        return response

    def shown(self, url: str) -> str:
        """Return an address as people wrote it."""
        return unquote(url.removeprefix(f"{self._root.as_uri()}/")).replace("\0", "")[
            :MAX_ADDRESS_SHOWN
        ]

    def _scoped_sheet(self, url: str) -> URLFetcherResponse:
        address, _, _ = url.partition("?")
        sheet = bound_css(Path(urlsplit(address).path).parent.name, self.templates.text)
        return URLFetcherResponse(address, sheet.encode(), {"Content-Type": "text/css"})

    def _template_file(self, url: str) -> Path:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            raise ValueError(url)
        path = Path(unquote(parts.path)).resolve()
        if not path.is_relative_to(self._root):
            raise ValueError(url)
        return self.templates.find(path.relative_to(self._root).as_posix())


def _finish(pdf: pydyf.PDF, document: Document, templates: Templates) -> None:
    """Clean up what WeasyPrint wrote; add page labels and the font of text fields."""
    if has_text_fields(pdf):
        font = add_form_font(pdf, templates.find(FONT_FILE).read_bytes())
        pdf.catalog["AcroForm"].update(form_entries(font))
    normalize_attachments(pdf, document.attached)
    drop_null_moves(pdf)
    for part in pdf.objects:  # for tools that cannot decompress, as PDF/A advises
        if isinstance(part, pydyf.Stream) and part.extra.get("Type") == "/Metadata":
            part.compress = False
    if document.recto:
        pdf.catalog["ViewerPreferences"]["Duplex"] = "/Simplex"
    pdf.catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
    )


@contextmanager
def collect_warnings() -> Iterator[list[str]]:
    """Collect warnings of WeasyPrint and fontTools; raise MemoryError if memory ran out."""
    messages: list[str] = []
    handler = _WarningHandler(messages)
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield messages
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
        if handler.out_of_memory:  # whatever else was reported
            raise MemoryError


class _WarningHandler(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages
        self.out_of_memory = False

    def emit(self, record: logging.LogRecord) -> None:
        self.out_of_memory |= lacks_memory(sys.exc_info()[1])
        self.messages.append(record.getMessage())


def _warning_problems(warnings: list[str], fetcher: TemplateFetcher) -> Iterator[Problem]:
    """Yield the refusals of the fetcher, or else the warnings, which would only repeat them."""
    yield from fetcher.refused
    for line in () if fetcher.refused else warnings:
        picture = UNREAD_PICTURE.match(line)
        message = f"avertissement de WeasyPrint : {line}"
        if picture:
            message = f"image illisible, ou trop compliquée : « {fetcher.shown(picture['url'])} »"
        yield Problem("", message, code="rendu")


def forbidden_links(layout: Layout) -> Iterator[Problem]:
    """Yield a problem for each link with another scheme, and for attachments of templates."""
    attached = bool(layout.metadata.attachments)
    for page in layout.pages:
        for kind, target, _, _ in page.links:
            attached |= kind == "attachment"
            if kind == "external" and urlsplit(target).scheme not in LINKS:
                yield Problem("", f"lien refusé : « {target} »", code="lien")
    if attached:
        hint = 'retirez « rel="attachment" »'
        yield Problem("", "un modèle ne joint pas de fichier au PDF", code="lien", hint=hint)


def _raise_problems(
    document: Document, problems: list[Problem], error_class: type[RenderingError] = RenderingError
) -> None:
    unique = dict.fromkeys(_with_file(document, problem) for problem in problems)
    if unique:
        raise error_class(unique)


def _with_file(document: Document, problem: Problem) -> Problem:
    if problem.file:
        return problem  # that of a document bound into this one
    template = f"templates/{document.html_template}"
    source = document.sources[0] if document.sources else template
    file = source if problem.code in IN_SOURCE else template
    return replace(problem, file=file)
