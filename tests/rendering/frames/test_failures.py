"""A document that cannot be made leaves nothing behind for those that come after it."""

from dataclasses import replace

import pytest

from docgen.errors import RenderingError
from docgen.rendering import Templates
from docgen.rendering.framed import FRAMES_KEY, render_pdf
from docgen.rendering.frames.frame_cache import FrameCache
from docgen.rendering.frames.frame_set import FrameSet
from tests.rendering.frames.light import framed, pack
from tests.support.documents import OUR_TEMPLATES, laid_over, shipped

DOSSIER = "commune-pack/document.html.j2"
CUNEIFORM = "\U00012000"
"""A sign that none of our fonts holds."""


def unprintable(code):
    """Return a pack that says what cannot be printed."""
    document = pack(code)
    told = {"notes_chapo": f"{document.facts.notes_chapo} {CUNEIFORM}"}
    return replace(document, facts=document.facts.model_copy(update=told))


def test_pack_has_the_same_bytes_after_a_failed_one():
    templates = Templates(OUR_TEMPLATES.roots)
    render_pdf(pack("81218"), templates)
    with pytest.raises(RenderingError, match="U\\+12000"):
        render_pdf(unprintable("81218"), templates)
    made = render_pdf(pack("81004"), templates)
    assert (made.frame_refusal, made.data) == ("", framed("81004").data)


def test_warning_in_a_frame_fails_every_pack_using_it(tmp_path):
    html = shipped(DOSSIER).replace(
        "{{ notes_chapo }}", '<b style="couleur: rouge">{{ notes_chapo }}</b>'
    )
    templates = laid_over(tmp_path, {DOSSIER: html})
    for code in ("81218", "81004"):
        with pytest.raises(RenderingError, match="couleur"):
            render_pdf(pack(code), templates)


def test_whatever_fails_in_frames_is_laid_out_whole():
    templates = Templates(OUR_TEMPLATES.roots)
    spoiled = FrameSet(templates, FrameCache(None, ""))
    del spoiled._fetcher
    templates.renderer_state[FRAMES_KEY] = spoiled
    made = render_pdf(pack("81004"), templates)
    assert "_fetcher" in made.frame_refusal
    assert made.transient
    assert templates.renderer_state == {}
