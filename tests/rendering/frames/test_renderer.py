"""A document that cannot be made leaves nothing behind for those that come after it."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pypdfium2
import pytest
import weasyprint.document

from docgen.conformity.checks.references import FOLIO
from docgen.conformity.pdf.references import read_references
from docgen.errors import RenderingError
from docgen.rendering import Templates
from docgen.rendering.frames.frame_cache import FrameCache
from docgen.rendering.frames.frame_set import FrameSet
from docgen.rendering.frames.renderer import FRAMES_KEY, render_pdf
from tests.rendering.frames.light import figures, framed_figures, pack, whole_figures
from tests.support.documents import OUR_TEMPLATES, laid_over, shipped

PAGE = "infographie/document.html.j2"
CUNEIFORM = "\U00012000"
"""A sign that none of our fonts holds."""


def unprintable(name):
    """Return a page of figures that says what cannot be printed."""
    document = figures(name)
    place = f"{document.facts.lieu} {CUNEIFORM}"
    return replace(document, facts=document.facts.model_copy(update={"lieu": place}))


def test_page_has_the_same_bytes_after_a_failed_one():
    templates = Templates(OUR_TEMPLATES.roots)
    render_pdf(figures("complete"), templates)
    with pytest.raises(RenderingError, match="U\\+12000"):
        render_pdf(unprintable("complete"), templates)
    assert FRAMES_KEY not in templates.renderer_state
    made = render_pdf(figures("complete"), templates)
    assert made.fallback_reason == ""
    assert made.data == framed_figures("complete").data


def test_page_has_same_bytes_after_one_of_a_longer_foot():
    document, templates = figures("complete"), Templates(OUR_TEMPLATES.roots)
    mention = f"{document.facts.mention} {document.facts.mention}"
    longer = replace(document, facts=document.facts.model_copy(update={"mention": mention}))
    assert render_pdf(longer, templates).fallback_reason == ""
    made = render_pdf(document, templates)
    assert templates.renderer_state[FRAMES_KEY].built == 1
    assert made.data == framed_figures("complete").data


def test_warning_in_a_frame_fails_every_page_using_it(tmp_path):
    html = shipped(PAGE).replace("{{ lieu }}", '<b style="couleur: rouge">{{ lieu }}</b>')
    templates = laid_over(tmp_path, {PAGE: html})
    for name in ("complete", "autre-edition"):
        with pytest.raises(RenderingError, match="couleur"):
            render_pdf(figures(name), templates)


def test_whatever_fails_in_frames_is_laid_out_whole():
    templates = Templates(OUR_TEMPLATES.roots)
    spoiled = FrameSet(templates, FrameCache(None, ""))
    del spoiled._fetcher
    templates.renderer_state[FRAMES_KEY] = spoiled
    made = render_pdf(figures("complete"), templates)
    assert "_fetcher" in made.fallback_reason
    assert made.transient
    assert FRAMES_KEY not in templates.renderer_state


def test_pages_made_in_threads_are_those_made_one_after_another():
    before = vars(weasyprint.document).copy()
    templates = Templates(OUR_TEMPLATES.roots)
    direct = replace(figures("interne"), framed=False)
    documents = [figures("complete"), direct, figures("interne")]
    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(partial(render_pdf, templates=templates), documents))
    assert [artifact.fallback_reason for artifact in made] == [""] * 3
    alone = [framed_figures("complete").data, whole_figures("interne")]
    alone.append(framed_figures("interne").data)
    assert [artifact.data for artifact in made] == alone
    assert vars(weasyprint.document) == before


def test_page_whose_content_was_read_is_not_read_again(monkeypatch):
    opened = []
    get_page = pypdfium2.PdfDocument.get_page

    def count(pdf, number):
        opened.append(number)
        return get_page(pdf, number)

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", count)
    templates = Templates(OUR_TEMPLATES.roots)
    read = []
    for code in ("81060", "81144"):
        opened.clear()
        made = render_pdf(pack(code), templates)
        assert made.fallback_reason == ""
        read.append(len(opened))
    assert read[0] == made.pages > read[1]
    kept = read_references(made.data)
    read_references(framed_figures("complete").data)
    whole = read_references(made.data)
    assert (kept.links, kept.outline, kept.anchors) == (whole.links, whole.outline, whole.anchors)
    names = "Carmaux|Lescure-d’Albigeois"
    for text, known in zip(whole.pages, kept.pages, strict=True):
        assert re.sub(names, "", FOLIO.sub("", text)) == re.sub(names, "", FOLIO.sub("", known))
