"""Pages of sentences: those of a PDF of the cache, and none where there is none."""

from dataclasses import replace

import pytest

from docgen.build.named_documents import compose_named
from docgen.build.printed_pages import PrintedPages, tell_nobody, with_pages
from docgen.cache import Store
from docgen.referential.referential import Referential
from tests.support.documents import HERE


@pytest.fixture(scope="module")
def memento():
    [composed] = compose_named(Referential(HERE), ["memento aide-memoire"])[0]
    return composed


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A cache in which what one test lays out is there for another."""
    return Store(tmp_path_factory.mktemp("cache"))


def test_every_citation_of_a_sheet_has_its_page(memento, store):
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


def test_what_is_left_has_the_page_that_prints_it(memento, store):
    pages = PrintedPages(HERE, store, lay_out=True)
    found = list(with_pages(memento.document.left, [memento], pages, tell_nobody))
    assert [one.id for one in found] == [one.id for one in memento.document.left]
    assert {one.page for one in found if one.id.startswith("droit:")} == {1, 2}
    elsewhere = [replace(one, id="x") for one in found[:1]]
    assert list(with_pages(elsewhere, [memento], pages, tell_nobody)) == elsewhere


def test_clause_is_told_by_its_page_not_by_the_contents(tmp_path):
    pages = PrintedPages(HERE, Store(tmp_path), lay_out=True)
    [act] = compose_named(Referential(HERE), ["convention modele"])[0]
    left = [one for one in act.document.left if one.code == "propose"]
    found = [one.page for one in with_pages(left, [act], pages, tell_nobody)]
    assert found == sorted(found), "the clauses stand in their order"
    for item, page in zip(left[2:], found[2:], strict=True):  # after the title and the parties
        heading = item.message.partition(" : ")[0]
        assert page in pages.of(act.document, heading), heading
        assert page != 1, f"{heading}: in the table of contents"
