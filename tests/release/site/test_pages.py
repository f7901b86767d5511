"""The pages of a release, in a real browser: heard, walked by keyboard, searched."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from docgen.document import Diffusion
from docgen.release.entries import ReleaseFile
from docgen.release.manifest.provenance import Provenance
from docgen.release.site.pages import ReleaseSummary, site_files
from docgen.release.site.rows import release_documents
from tests.conftest import plain_blanks
from tests.release import small
from tests.release.conftest import EVERYWHERE
from tests.support.chromium import browser

NOTHING_LEFT = ReleaseSummary((), (), {}, "", {})
PAGES = ("index.html", "rapport.html", "empreintes.html")


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
    page.resize(1280, 900)
    page.open(made.folder / "publique/index.html")
    return page


ROWS = (
    "[...document.querySelectorAll('li[data-ligne]')].filter((one) => one.checkVisibility()).length"
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("without", [(), ("recherche.js",)], ids=["searched", "no-script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_page_has_no_accessibility_fault(made, page, name, without, width):
    page.resize(width, 900)
    page.open(made.folder / "publique" / name, without=without)
    assert page.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_nothing_of_other_machines(made, page, name):
    page.open(made.folder / "publique" / name)
    page.evaluate("document.fonts.ready.then(() => 1)")
    base = (made.folder / "publique").as_uri()
    assert page.requests
    assert [one for one in page.requests if not one.startswith((base, "data:"))] == []


def test_page_uses_the_fonts_of_docgen(index):
    index.evaluate("document.fonts.ready.then(() => 1)")
    loaded = index.evaluate("[...document.fonts].filter((one) => one.status === 'loaded').length")
    assert loaded == 3


def test_links_lead_to_files_of_the_release(made, index):
    links = index.evaluate(
        "[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))"
    )
    files = [one for one in links if not one.startswith("#")]
    assert all((made.folder / "publique" / one.split("#")[0]).is_file() for one in files)
    anchors = [one[1:] for one in links if one.startswith("#")]
    assert all(index.evaluate(f"Boolean(document.getElementById('{one}'))") for one in anchors)
    listed = [one for one in files if one.startswith(("final/", "projet/"))]
    assert len(set(listed)) == 9


def test_each_link_says_by_itself_what_it_opens(index):
    told = index.evaluate("[...document.querySelectorAll('li a')].map((one) => one.textContent)")
    assert len(told) == len(set(told))
    assert "PDF\u00a0: Convention AMR81 – GGD81" in told
    assert "Word\u00a0: Page de chiffres, Albi" in told


def test_search_hides_other_rows_and_counts_the_rest(index):
    everything = index.evaluate(ROWS)
    index.evaluate("document.querySelector('#mots').focus()")
    index.type("PAGE DE CHIFFRES ALBI")
    assert index.evaluate(ROWS) == 1
    groups = "[...document.querySelectorAll('.groupe h3')].filter((one) => one.checkVisibility())"
    assert index.evaluate(f"{groups}.map((one) => one.textContent)") == ["Albi"]
    said = index.evaluate("document.querySelector('#trouve').textContent")
    assert said == f"1 document sur {everything}."
    index.evaluate("document.querySelector('#mots').select()")
    index.type("zibeline")
    assert index.evaluate(ROWS) == 0
    said = index.evaluate("document.querySelector('#trouve').textContent")
    assert said.startswith("Aucun document. Essayez un seul mot")
    assert index.axe() == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("81218", 1), ("81990", 1), ("81113", 1), ("labastide/dénat", 1), ("(puygouzon),", 1),
        ("définitifs", 3), ("projet", 1), ("echeances", 1),
    ],
)  # fmt: skip
def test_search_finds_codes_old_names_states_and_files(index, words, found):
    index.evaluate("document.querySelector('#mots').focus()")
    index.type(words)
    assert index.evaluate(ROWS) == found


def test_search_hides_rows_one_by_one_and_knows_saints(made, index):
    index.evaluate(
        "title = document.querySelector('#communes-P'); title.textContent = 'Saint-Juéry';"
        "list = title.parentElement.querySelector('ul');"
        "list.append(list.children[0].cloneNode(1));"
        "list.querySelector('a').textContent = 'Autre document'"
    )
    index.evaluate((made.folder / "publique/habillage/recherche.js").read_text("utf-8"))
    index.evaluate("document.querySelector('#mots').focus()")
    index.type("st-juery")
    assert index.evaluate(ROWS) == 2
    index.type(" autre")
    assert index.evaluate(ROWS) == 1


SEARCH = """
field = document.querySelector('#mots'); field.value = 'zibeline';
field.dispatchEvent(new Event('input'));
"""


@pytest.mark.parametrize("place", ["generaux", "communes-P"])
def test_link_of_the_page_ends_the_search(index, place):
    index.evaluate(SEARCH)
    assert index.evaluate(f"document.getElementById('{place}').checkVisibility()") is False
    index.evaluate(f"document.querySelector('nav a[href=\"#{place}\"]').click()")
    assert index.evaluate(f"document.getElementById('{place}').checkVisibility()") is True
    assert index.evaluate("field.value + document.querySelector('#trouve').textContent") == ""


def test_search_needs_no_selector_of_new_browsers(made):
    script = (made.folder / "publique/habillage/recherche.js").read_text("utf-8")
    assert ":has(" not in script


def test_enter_in_the_search_leads_nowhere_else(index):
    index.evaluate("document.querySelector('#mots').focus()")
    before = index.evaluate("location.href")
    index.press("Enter")
    assert index.evaluate("location.href") == before


def test_keyboard_reaches_everything_with_a_visible_focus(index):
    index.press("Tab")
    assert index.evaluate("document.activeElement.className") == "saut"
    assert index.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    index.press("Enter")
    assert index.evaluate("document.activeElement.id") == "documents"
    index.press("Tab")
    assert index.evaluate("document.activeElement.getAttribute('href')") == "rapport.html"
    index.press("Tab")
    assert index.evaluate("document.activeElement.id") == "mots"
    assert index.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_scripts_everything_is_there_but_the_search(made, page):
    page.resize(1280, 900)
    page.open(made.folder / "publique/index.html", scripts=False)
    assert page.evaluate("document.querySelector('.recherche').checkVisibility()") is False
    assert page.evaluate(ROWS) == 4
    text = plain_blanks(page.evaluate("document.body.innerText"))
    for said in ("Albi", "PROJET", "définitif", "15 janvier 2027"):
        assert said in text


def test_act_has_its_own_date_on_the_page(index):
    days = index.evaluate(
        "[...document.querySelectorAll('li[data-ligne]:has(.jour)')].map((row) =>"
        " [row.querySelector('.titre').textContent, row.querySelector('.jour').textContent])"
    )
    said = [[plain_blanks(text) for text in row] for row in days]
    assert said == [["Convention AMR81 – GGD81", "signé le 23 avril 2026"]]


def test_pages_tell_the_day_of_the_texts_and_copies_apart(made):
    """The day is that of the last commit, and a signed act is not said to bind no one."""
    text = plain_blanks((made.folder / "publique/index.html").read_text("utf-8"))
    assert "Textes au 15 janvier 2027" in text
    assert ">PROJET de copie</span>" in text
    assert "« PROJET de copie » : l’acte est signé" in text


def test_report_has_no_heading_over_nothing(made):
    summary = ReleaseSummary((), (), {}, "", {})
    provenance = Provenance(made.workspace, None, small.DAY)
    files = [*small.listed_files(made.folder)]
    report = site_files("publique", files, summary, provenance)["rapport.html"].decode()
    assert "Ce qui n’a pas été fait" not in report
    assert "#absents" not in report


def test_documents_of_one_title_differ_by_words(made):
    like = ReleaseFile(
        path=made.folder / "un.pdf", folder="publique", kind="convention", key="2026", title="Acte",
        commune="", diffusion=Diffusion.PUBLIQUE, final=False, format="pdf", pages=1, sha256="",
        size=1, apart="acte du 23 avril 2026",
    )  # fmt: skip
    other = replace(like, key="modele", apart="texte proposé aux parties")
    same = replace(like, key="2027", apart="texte proposé aux parties")
    assert [one.titre for one in release_documents([other, like])] == [
        "Acte (acte du 23 avril 2026)",
        "Acte (texte proposé aux parties)",
    ]
    assert {one.titre for one in release_documents([other, same])} == {
        "Acte (modele)",
        "Acte (2027)",
    }
    assert [one.titre for one in release_documents([like])] == ["Acte"]


@pytest.mark.parametrize("name", PAGES)
def test_no_line_can_end_inside_french_quotation_marks(made, name):
    text = (made.folder / "publique" / name).read_text("utf-8")
    assert not re.search(r"«\s(?<!\u00a0)|\s(?<![\u00a0\u202f])[»:;?!]", text)


def test_draft_is_marked_in_words_and_links_to_reasons(made, page):
    page.resize(390, 900)
    page.open(made.folder / "publique/index.html")
    width = page.evaluate("document.querySelector('.projet').getClientRects().length")
    assert width == 1
    place = page.evaluate("document.querySelector('.etat a').getAttribute('href')")
    assert place == "rapport.html#convention-2026"
    page.open(made.folder / "publique/rapport.html")
    assert page.evaluate("document.getElementById('convention-2026').textContent").startswith(
        "Conv"
    )


TARGETS = """
[...document.querySelectorAll('a, button, input, summary')].filter((one) => one.checkVisibility())
  .filter((one) => !one.closest('p:not(.titre, .etat), dl, .saut')).map((one) => [
    one.textContent, one.getBoundingClientRect().height, one.getBoundingClientRect().width])
  .filter(([, height, width]) => height < 44 || width < 44)
"""


@pytest.mark.parametrize("name", ["index.html", "rapport.html"])
def test_what_a_finger_opens_is_as_large_as_a_finger(made, page, name):
    page.resize(390, 900)
    page.open(made.folder / "publique" / name)
    assert page.evaluate(TARGETS) == []
    signs = "[...document.querySelectorAll('summary')].map((one) => getComputedStyle(one).display)"
    assert set(page.evaluate(signs)) <= {"list-item"}


@pytest.mark.parametrize("name", PAGES)
def test_page_can_be_read_in_the_dark(made, page, name):
    page.resize(390, 900)
    page.prefer_dark(True)
    page.open(made.folder / "publique" / name)
    papers = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    faults = page.axe()
    page.prefer_dark(False)
    assert papers == "rgb(20, 26, 34)"
    assert faults == []


def test_state_is_said_once_where_all_share_it(index):
    states = index.evaluate(
        "[...document.querySelectorAll('.etat')].map((one) =>"
        " [one.parentElement.querySelector('h2, h3, .titre').textContent,"
        "  one.querySelector('span').textContent])"
    )
    assert [[plain_blanks(text) for text in state] for state in states] == [
        ["Conventions", "PROJET de copie"],
        ["Agenda", "définitif"],
        ["Communes", "définitif"],
    ]


def test_documents_of_all_have_the_picture_of_their_first_page(made, index):
    index.evaluate("document.querySelectorAll('img').forEach((one) => { one.loading = 'eager' })")
    sizes = (
        "Promise.all([...document.images].map((one) => one.decode().then(() => one.naturalWidth)))"
    )
    assert index.evaluate(sizes) == [160]
    place = index.evaluate("document.images[0].getAttribute('src')")
    assert (made.folder / "publique" / place).stat().st_size < 20_000


REPORT = "document.querySelector('section[aria-labelledby=restes]')"


def test_report_is_by_document_and_by_file(made, page):
    page.resize(1280, 900)
    page.open(made.folder / "publique/rapport.html")
    links = page.evaluate(
        f"[...{REPORT}.querySelectorAll('a')].map((one) => one.getAttribute('href'))"
    )
    assert "projet/convention/convention-2026.pdf" in links
    assert all((made.folder / "publique" / one.split("#")[0]).is_file() for one in links)
    told = plain_blanks(page.evaluate(f"{REPORT}.textContent"))
    assert "Texte manquant :TitreExposé des partiesPréambuleARTICLE 1" in told
    for inner in (".yaml", "ligne ", "article-1", "→"):
        assert inner not in told
    writers = page.evaluate(
        "document.querySelector('section[aria-labelledby=redacteurs]').textContent"
    )
    assert "content/convention/2026.yaml" in writers
    assert "ligne\u00a023" in writers or "ligne 23" in writers
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.axe() == []


def test_page_of_a_calendar_alone_names_no_word_version(made):
    calendar = [one for one in small.listed_files(made.folder) if one.kind == "echeances"]
    provenance = Provenance(made.workspace, None, small.DAY)
    alone = site_files("publique", calendar, NOTHING_LEFT, provenance)["index.html"].decode()
    assert "Agenda" in alone
    assert "Word" not in alone
    assert "Word" in (made.folder / "publique/index.html").read_text("utf-8")


def test_page_gives_editions_with_age_and_judges(index):
    text = index.evaluate("document.body.innerText").replace("\u00a0", " ").replace("\u202f", " ")
    assert "communes de France : édition 2026" in text
    assert "jours" in text
    assert "PDF/A et PDF/UA-1, tous vérifiés par docgen" in text


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (-1, ", postérieure au jour de la publication"),
        (0, ", du jour"),
        (1, ", 1 jour"),
        (2, ", 2 jours"),
    ],
)
def test_page_tells_how_old_data_is_that_day(made, late, said):
    known = [one.edition for one in Provenance(made.workspace, None, small.DAY).donnees("publique")]
    newest = max(one for one in known if re.fullmatch(r"\d{4}-\d\d-\d\d", one))
    provenance = Provenance(made.workspace, None, date.fromisoformat(newest) + timedelta(days=late))
    page = site_files("publique", [], NOTHING_LEFT, provenance)["index.html"].decode()
    assert f"édition {newest}{said}<" in plain_blanks(page)


def test_page_counts_several_judged_pdfs_without_an_s(made):
    files = [*small.listed_files(made.folder)]
    summary = replace(NOTHING_LEFT, verapdf="1.28", judged=frozenset(files))
    provenance = Provenance(made.workspace, None, small.DAY)
    page = site_files("publique", files, summary, provenance)["index.html"].decode()
    assert f"sur {len(files)} PDF." in plain_blanks(page)


def test_page_without_a_label_is_found(index):
    index.evaluate("document.querySelector('label').remove()")
    assert any(one.startswith("label") for one in index.axe())
