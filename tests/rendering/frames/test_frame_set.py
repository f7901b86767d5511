from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from docgen.conformity.gate import check_pdf
from docgen.rendering import Templates
from docgen.rendering.framed import render_pdf
from docgen.rendering.frames.frame_set import FrameSet
from tests.kinds.infographie.specimens import PAGES, page
from tests.rendering.frames.light import ODD, ORDINARY, afresh, framed, pack, whole
from tests.support.alike import differences
from tests.support.documents import OUR_TEMPLATES, laid_over, shipped

PAGE = "_commun/page.html.j2"
DOSSIER = "commune-pack/document.html.j2"


@pytest.mark.parametrize("code", ODD)
def test_a_pack_in_frames_is_the_pack_laid_out_whole(code):
    made = framed(code)
    assert made.frame_refusal == ""
    assert list(differences(whole(code), made.data)) == []


@pytest.mark.parametrize("name", ["complete", "departement", "noms-longs", "a-verifier", "interne"])
def test_page_of_figures_in_frames_equals_the_direct_page(name):
    alone = page(PAGES[name])
    made = render_pdf(replace(alone, framed=True), OUR_TEMPLATES)
    assert made.frame_refusal == ""
    assert list(differences(render_pdf(alone, OUR_TEMPLATES).data, made.data)) == []


def test_pages_of_figures_share_frames():
    made, codes = Templates(OUR_TEMPLATES.roots), ("81218", "81032", "81271", "81317")
    for code in codes:
        [alone] = [one for one in pack(code).bound if one.kind == "infographie"]
        assert render_pdf(replace(alone, framed=True), made).frame_refusal == ""
    frame_set = made.renderer_state["frames"]
    assert isinstance(frame_set, FrameSet)
    assert frame_set.built < len(codes)


def test_the_charts_of_a_commune_belong_to_no_frame():
    made = Templates(OUR_TEMPLATES.roots)
    [alone] = [one for one in pack("81004").bound if one.kind == "infographie"]
    assert render_pdf(replace(alone, framed=True), made).frame_refusal == ""
    [family] = made.renderer_state["frames"]._families.values()
    [frame] = family.frames
    assert frame.own[1]
    assert set(frame.own[1]) == {None}


def test_no_file_moves_its_letters_by_nothing():
    for data in (whole("81075"), framed("81075").data):
        shown = b"".join(one.get_contents().get_data() for one in PdfReader(io.BytesIO(data)).pages)
        assert b"] TJ" in shown
        assert not re.search(rb"[<>]0[<>\]]", shown)


def test_pack_has_the_same_bytes_in_any_order():
    codes = ["81235", "81004"]
    there, back = afresh(*codes), afresh(*reversed(codes))
    assert there == back[::-1]
    assert there == [framed(code).data for code in codes]


def test_a_pack_in_frames_passes_the_gate():
    for code in ("81075", "81004"):
        assert check_pdf(framed(code).data, code) == []


def test_few_frames_serve_many_packs():
    codes = (*ODD, *ORDINARY)
    for code in codes:
        framed(code)
    frame_set = OUR_TEMPLATES.renderer_state["frames"]
    assert isinstance(frame_set, FrameSet)
    sections = 10 * len(codes)
    assert frame_set.built < sections / 2


def test_a_cell_beside_a_cell_belongs_to_no_frame():
    made, codes = Templates(OUR_TEMPLATES.roots), ("81218", "81004")
    for code in codes:
        render_pdf(pack(code), made)
    frame_set = made.renderer_state["frames"]
    assert isinstance(frame_set, FrameSet)
    owned = {
        word
        for family in frame_set._families.values()
        for frame in family.frames
        for word in frame.own[0]
        if word
    }
    said = {cell.valeur for code in codes for cell in cells(code)}
    assert len(said) > len(codes)
    assert not said & owned


def cells(code):
    """Return what the page of figures says first of a commune, side by side."""
    [page] = [one for one in pack(code).bound if one.kind == "infographie"]
    return page.facts.cles


REFUSED = {
    "no-section": (DOSSIER, "<!-- section -->", "", "aucune section"),
    "style-of-its-own": (PAGE, "</head>", "<style>p { margin: 0 }</style></head>", "feuille"),
    "note": (DOSSIER, "{{ notes_chapo }}", '<i style="float: footnote">n</i>', "un compteur"),
    "running-text": (
        DOSSIER, "{{ notes_chapo }}", '<b style="string-set: repere content()">x</b>', "en-tête",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_document_is_laid_out_directly_with_a_reason(name, tmp_path):
    template, before, after, why = REFUSED[name]
    assert before in shipped(template)
    changed = laid_over(tmp_path, {template: shipped(template).replace(before, after)})
    made = render_pdf(pack("81004"), changed)
    assert why in made.frame_refusal
    assert not made.transient  # words of ours, for what frames will always refuse


def test_refused_pack_equals_the_direct_pack(tmp_path):
    template, before, after, _ = REFUSED["note"]
    changed = laid_over(tmp_path, {template: shipped(template).replace(before, after)})
    made = render_pdf(pack("81004"), changed)
    assert made.frame_refusal
    assert made.data == render_pdf(replace(pack("81004"), framed=False), changed).data
