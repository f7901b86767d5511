import hashlib
import os
import pickle
import zlib

import pytest
from weasyprint.layout import LayoutContext

from docgen.cache import Store
from docgen.cache.store import MARK
from docgen.rendering import Templates
from docgen.rendering.frames.frame_cache import NAMESPACE, FrameCache
from docgen.rendering.frames.frame_set import FrameSet
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.renderer import FRAMES_KEY, render_pdf
from docgen.rendering.frames.serialization import unpack_frame
from docgen.rendering.recipe import toolchain_digest
from tests.rendering.frames.light import LAID_OUT, PARTENAIRES, framed, pack
from tests.support.documents import OUR_TEMPLATES

ONE_MORE = ("81271", PARTENAIRES)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Return a cache in which packs were made, in the order opposite to that of `expected`."""
    made = Store(tmp_path_factory.mktemp("cadres") / "docgen")
    assert packs(made, *reversed(LAID_OUT))[0][::-1] == expected(*LAID_OUT)
    return made


def packs(store, *asked):
    """Return packs made in frames of a cache, and the edition that made them."""
    templates = Templates(OUR_TEMPLATES.roots, store)
    made = [render_pdf(pack(*one), templates) for one in asked]
    assert [one.fallback_reason for one in made] == [""] * len(asked)
    return [one.data for one in made], templates.renderer_state["frames"]


def expected(*asked):
    return [framed(*one).data for one in asked]


def entries(store):
    return [path for path in (store.folder / "v1" / NAMESPACE).rglob("*") if path.is_file()]


def test_pack_bytes_equal_in_any_order_and_from_kept_frames(store):
    made, frame_set = packs(store, *LAID_OUT)
    assert made == expected(*LAID_OUT)
    assert frame_set.built == 0


def test_frames_least_used_are_dropped_and_read_again(store):
    templates = Templates(OUR_TEMPLATES.roots, store)
    frame_set = FrameSet(
        templates, FrameCache(store, toolchain_digest(templates)), most=10
    )  # a pack has more
    templates.renderer_state[FRAMES_KEY] = frame_set
    made = [render_pdf(pack(*one), templates).data for one in LAID_OUT]
    assert made == expected(*LAID_OUT)
    assert frame_set.frame_count <= 10


def test_kept_frames_take_words_that_they_never_held(store):
    made, frame_set = packs(store, ONE_MORE)
    assert made == expected(ONE_MORE)
    assert frame_set.built < 8


def test_damaged_frame_is_built_again(store):
    cut_short, no_frame, *_ = sorted(entries(store))
    cut_short.write_bytes(cut_short.read_bytes()[:-40])
    said = b"not a frame"
    no_frame.write_bytes(MARK + hashlib.sha256(said).hexdigest().encode() + b"\n" + said)
    asked = (*reversed(LAID_OUT), ONE_MORE)  # as they were made at first
    made, frame_set = packs(store, *asked)
    assert made == expected(*asked)
    assert frame_set.built == 2
    assert packs(store, *asked)[1].built == 0


def test_a_kept_frame_runs_nothing(tmp_path):
    class Evil:
        def __init__(self, place):
            self.place = place

        def __reduce__(self):
            return os.mkdir, (str(self.place),)

    said = pickle.dumps((Evil(tmp_path / "made"), None))
    context = LayoutContext(None, print, None, None, None)
    assert unpack_frame(zlib.compress(said), context, Fonts()) is None
    assert not (tmp_path / "made").exists()
