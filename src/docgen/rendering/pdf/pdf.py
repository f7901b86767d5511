"""Documents as PDF/A and PDF/UA-1: HTML laid out by WeasyPrint, checked once finished.

Whatever WeasyPrint would only log (a missing font or picture, a character that no font holds, a
stylesheet it cannot read) fails the document: a plain page must never pass for a right one.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pydyf
from weasyprint import HTML
from weasyprint.document import Document as Layout
from weasyprint.text import ffi
from weasyprint.urls import URLFetcher, URLFetcherResponse

from docgen.document import Artifact, Document, Format
from docgen.errors import Problem, RenderingError, TemplateError, UnsignableError
from docgen.rendering.html.css_scoping import BOUND, bound_css
from docgen.rendering.html.templates import OutsideError, Templates
from docgen.rendering.memory_errors import lacks_memory, normalize_memory_errors
from docgen.rendering.pdf.attachments import (
    attachments,
    check_attachments_size,
    normalize_attachments,
)
from docgen.rendering.pdf.finished import PX, check_finished, check_overflow
from docgen.rendering.pdf.identification import WITH_FILES, WITHOUT_FILES, declare_both_standards
from docgen.rendering.pdf.signature_fields import check_fields, fields_json
from docgen.rendering.pdf.tagging import write_own_tags
from docgen.rendering.pdf.text_operators import drop_null_moves

LINKS = ("https", "mailto", "tel")
"""The schemes that a link of a document may have."""
LOGGERS = ("weasyprint", "fontTools")
"""Who only logs what should fail a document."""
OUTSIDE = "accès refusé hors des modèles du projet"

for _library in (ffi.fontconfig, ffi.pango, ffi.pangoft2):
    # One reference too many: Python would unload them as it ends, and a thread that Pango has
    # begun may still be running in them.  The process then died of it, all its files made.
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(_library))


def render_pdf(document: Document, templates: Templates) -> Artifact:
    """Return a document as PDF; raise RenderingError unless the file is a faithful one."""
    _refuse(document, [*check_attachments_size(document.attached)], UnsignableError)
    html = templates.fill_html(document)
    fetcher = TemplateFetcher(templates)
    variant = WITH_FILES if document.attached else WITHOUT_FILES
    with collect_warnings() as said:
        layout = HTML(
            string=html, base_url=fetcher.base(document.kind), url_fetcher=fetcher
        ).render(pdf_variant=variant)
        _refuse(document, [*_logged(said, fetcher), *forbidden_links(layout)])
        declare_both_standards(layout.metadata)
        with write_own_tags() as placed:
            data = layout.write_pdf(
                pdf_variant=variant,
                attachments=attachments(document.attached),
                finisher=lambda _, pdf: _finish(pdf, document),
            )
    sizes = [(page.width * PX, page.height * PX) for page in layout.pages]
    _refuse(document, [*check_fields(placed.fields, sizes)], UnsignableError)
    _refuse(document, [*_logged(said, fetcher), *check_finished(data, layout)])
    _refuse(document, [*check_overflow(placed.drawn, sizes)])
    file = f"{document.stem}.pdf"
    beside = {"signatures.json": fields_json(file, placed.fields)} if placed.fields else {}
    return Artifact(document, Format.PDF, data, len(layout.pages), beside)


class TemplateFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Gives WeasyPrint the files of the templates' folders, and refuses anything else by name."""

    def __init__(self, templates: Templates) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self.templates = templates
        self.refused: list[Problem] = []
        self._root = templates.roots[-1].resolve()

    def base(self, kind: str) -> str:
        """Return the address that a kind's templates stand at."""
        return f"{self._root.as_uri()}/{kind}/"

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands at `url`, or keep a problem and refuse."""
        if urlsplit(url).scheme == "data":
            return super().fetch(url, headers)
        try:
            path = self._file(url)
            if urlsplit(url).query == BOUND:
                return self._bound(url)
            with normalize_memory_errors():
                response = super().fetch(path.as_uri(), headers)
        except MemoryError:
            logging.getLogger(LOGGERS[0]).warning(url)  # of a font, it would say nothing
            raise
        except (OSError, TemplateError, ValueError) as error:
            outside = isinstance(error, OutsideError | ValueError)
            said = OUTSIDE if outside else "fichier introuvable"
            shown = unquote(url.removeprefix(f"{self._root.as_uri()}/")).replace("\0", "")
            self.refused.append(Problem("", f"{said} : « {shown} »", code="ressource"))
            raise ValueError(url) from error
        response.url = url  # what a project's own file names may well be one of docgen's
        return response

    def _bound(self, url: str) -> URLFetcherResponse:
        """Return the style sheet of a kind as its documents wear it where they are bound."""
        plain, _, _ = url.partition("?")
        sheet = bound_css(Path(urlsplit(plain).path).parent.name, self.templates.text)
        return URLFetcherResponse(plain, sheet.encode(), {"Content-Type": "text/css"})

    def _file(self, url: str) -> Path:
        """Return the template file that an address names; raise ValueError outside of them."""
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            raise ValueError(url)
        path = Path(unquote(parts.path)).resolve()
        if not path.is_relative_to(self._root):
            raise ValueError(url)
        return self.templates.find(path.relative_to(self._root).as_posix())


def _finish(pdf: pydyf.PDF, document: Document) -> None:
    """Settle what WeasyPrint leaves; add page labels, the printed numbers, it has no word for."""
    normalize_attachments(pdf, document.attached)
    drop_null_moves(pdf)
    for part in pdf.objects:  # readable by tools that know no PDF, as PDF/A advises
        if isinstance(part, pydyf.Stream) and part.extra.get("Type") == "/Metadata":
            part.compress = False
    if document.recto:
        pdf.catalog["ViewerPreferences"]["Duplex"] = "/Simplex"
    pdf.catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
    )


@contextmanager
def collect_warnings() -> Iterator[list[str]]:
    """Gather what WeasyPrint and fontTools would only log; raise MemoryError for want of memory."""
    said: list[str] = []
    gatherer = _WarningHandler(said)
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addHandler(gatherer)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(gatherer)
        if gatherer.starved:  # whatever was made of it, or told of it
            raise MemoryError


class _WarningHandler(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said
        self.starved = False

    def emit(self, record: logging.LogRecord) -> None:
        self.starved |= lacks_memory(sys.exc_info()[1])
        self.said.append(record.getMessage())


def _logged(said: list[str], fetcher: TemplateFetcher) -> Iterator[Problem]:
    """Yield what the fetcher refused; else what was logged, which would only be its echo."""
    yield from fetcher.refused
    if not fetcher.refused:
        yield from (
            Problem("", f"avertissement de WeasyPrint : {line}", code="rendu") for line in said
        )


def forbidden_links(layout: Layout) -> Iterator[Problem]:
    """Yield a problem for each link whose scheme could run something, and for files taken in."""
    carried = bool(layout.metadata.attachments)
    for page in layout.pages:
        for kind, target, _, _ in page.links:
            carried |= kind == "attachment"
            if kind == "external" and urlsplit(target).scheme not in LINKS:
                yield Problem("", f"lien refusé : « {target} »", code="lien")
    if carried:
        hint = 'retirez « rel="attachment" »'
        yield Problem("", "un modèle ne joint pas de fichier au PDF", code="lien", hint=hint)


def _refuse(
    document: Document, problems: list[Problem], failure: type[RenderingError] = RenderingError
) -> None:
    """Raise an error if there are problems, told of the document's own source."""
    named = dict.fromkeys(_named(document, problem) for problem in problems)
    if named:
        raise failure(named)


def _named(document: Document, problem: Problem) -> Problem:
    """Return a problem of the rendering, told of the document's own source."""
    template = f"templates/{document.html_template}"
    source = document.sources[0] if document.sources else template
    file = source if problem.code in ("signature", "page-vide", "poids") else template
    return Problem(file, problem.message, code=problem.code, hint=problem.hint)
