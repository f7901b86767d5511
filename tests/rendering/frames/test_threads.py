"""Threads of one process, which share the patches that frames put on WeasyPrint."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import weasyprint.document

from docgen.rendering import Templates
from docgen.rendering.framed import render_pdf
from tests.rendering.frames.light import framed, pack, whole
from tests.support.documents import OUR_TEMPLATES


def test_packs_made_in_threads_are_those_made_one_after_another():
    before = vars(weasyprint.document).copy()
    templates = Templates(OUR_TEMPLATES.roots)
    target_pages = [pack("81218"), replace(pack("81004"), framed=False), pack("81004")]
    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(partial(render_pdf, templates=templates), target_pages))
    assert [one.frame_refusal for one in made] == [""] * 3
    assert [one.data for one in made] == [
        framed("81218").data, whole("81004"), framed("81004").data,
    ]  # fmt: skip
    assert vars(weasyprint.document) == before
