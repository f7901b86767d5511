"""Pages of sentences: those of a PDF of the cache, and none where there is none."""

import pytest

from docgen.build.named_documents import compose_named
from docgen.build.printed_pages import PrintedPages
from docgen.cache import Store
from docgen.referential.referential import Referential
from tests.support.documents import HERE


@pytest.fixture(scope="module")
def memento():
    [composed] = compose_named(Referential(HERE), ["memento aide-memoire"])[0]
    return composed


def test_every_citation_of_a_sheet_has_its_page(memento, tmp_path):
    store = Store(tmp_path)
    laid_out = PrintedPages(HERE, store, lay_out=True)
    laid_out.add(memento)
    found = [laid_out.of(memento.document, one.sentence) for one in memento.document.laws]
    assert {page for pages in found for page in pages} == {1, 2}
    assert all(found)
    kept = PrintedPages(HERE, store, lay_out=False)
    kept.add(memento)
    assert [kept.of(memento.document, one.sentence) for one in memento.document.laws] == found


def test_page_is_not_known_without_a_pdf(memento):
    pages = PrintedPages(HERE, None, lay_out=False)
    pages.add(memento)
    assert pages.of(memento.document, memento.document.laws[0].sentence) == ()
