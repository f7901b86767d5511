"""The pages of a release, in a real browser: heard, walked by keyboard, searched."""

import pytest

from tests.chromium import browser
from tests.release.conftest import EVERYWHERE

PAGES = ("index.html", "rapport.html")


@pytest.fixture(scope="module")
def page():
    """A browser."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", EVERYWHERE)
        with browser() as running:
            yield running


@pytest.fixture
def index(made, page):
    """The list of documents, open in a browser, as wide as a desktop."""
    page.sized(1280, 900)
    page.open(made.folder / "publique/index.html")
    return page


ROWS = (
    "[...document.querySelectorAll('tr[data-ligne]')].filter((one) => one.checkVisibility()).length"
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("without", [(), ("recherche.js",)], ids=["searched", "no-script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_keeps_anyone_from_a_page(made, page, name, without, width):
    page.sized(width, 900)
    page.open(made.folder / "publique" / name, without=without)
    assert page.axe() == []
    assert page.tell("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_any_other_machine(made, page, name):
    page.open(made.folder / "publique" / name)
    page.tell("document.fonts.ready.then(() => 1)")
    base = (made.folder / "publique").as_uri()
    assert page.asked
    assert [one for one in page.asked if not one.startswith((base, "data:"))] == []


def test_the_page_is_in_the_letters_of_the_house(index):
    index.tell("document.fonts.ready.then(() => 1)")
    loaded = index.tell("[...document.fonts].filter((one) => one.status === 'loaded').length")
    assert loaded == 3


def test_every_link_leads_to_a_file_of_the_release(made, index):
    links = index.tell("[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))")
    files = [one for one in links if not one.startswith("#")]
    assert all((made.folder / "publique" / one).is_file() for one in files)
    anchors = [one[1:] for one in links if one.startswith("#")]
    assert all(index.tell(f"Boolean(document.getElementById('{one}'))") for one in anchors)
    listed = [one for one in files if one.startswith(("final/", "projet/"))]
    assert len(set(listed)) == 7


def test_each_link_says_by_itself_what_it_opens(index):
    told = index.tell("[...document.querySelectorAll('td a')].map((one) => one.textContent)")
    assert len(told) == len(set(told))
    assert "PDF : " in " ".join(told)


def test_a_search_hides_what_is_not_looked_for_and_says_how_many_are_left(index):
    everything = index.tell(ROWS)
    index.tell("document.querySelector('#mots').focus()")
    index.type("PAGE DE CHIFFRES ALBI")
    assert index.tell(ROWS) == 1
    said = index.tell("document.querySelector('#trouve').textContent")
    assert said == f"1 document sur {everything}."
    index.tell("document.querySelector('#mots').select()")
    index.type("zibeline")
    assert index.tell(ROWS) == 0
    assert index.tell("document.querySelector('#trouve').textContent") == "Aucun document."
    assert index.axe() == []


def test_enter_in_the_search_leads_nowhere_else(index):
    index.tell("document.querySelector('#mots').focus()")
    before = index.tell("location.href")
    index.press("Enter")
    assert index.tell("location.href") == before


def test_the_keyboard_reaches_everything_and_shows_where_it_is(index):
    index.press("Tab")
    assert index.tell("document.activeElement.className") == "saut"
    assert index.tell("document.activeElement.getBoundingClientRect().left") >= 0
    index.press("Enter")
    assert index.tell("document.activeElement.id") == "documents"
    index.press("Tab")
    assert index.tell("document.activeElement.getAttribute('href')") == "rapport.html"
    index.press("Tab")
    assert index.tell("document.activeElement.id") == "mots"
    assert index.tell("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_scripts_everything_is_there_but_the_search(made, page):
    page.sized(1280, 900)
    page.open(made.folder / "publique/index.html", scripts=False)
    assert page.tell("document.querySelector('.recherche').checkVisibility()") is False
    assert page.tell(ROWS) == 4
    text = page.tell("document.body.innerText")
    for said in ("Albi", "PROJET", "définitif", "15/01/2027"):
        assert said in text


def test_the_page_says_data_editions_with_their_age_and_who_judged(index):
    text = index.tell("document.body.innerText").replace("\u00a0", " ").replace("\u202f", " ")
    assert "communes de France : édition 2026" in text
    assert "jours" in text
    assert "PDF/A et PDF/UA-1, vérifiés par docgen" in text


def test_a_page_without_a_label_would_be_found(index):
    index.tell("document.querySelector('label').remove()")
    assert any(one.startswith("label") for one in index.axe())
