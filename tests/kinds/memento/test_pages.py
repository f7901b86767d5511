"""The pages of the memento: the same words in both formats, two pages for the sheet, conform."""

import io
import re
import shutil
from dataclasses import replace
from functools import cache
from itertools import chain

import pypdfium2
import pytest
from pypdf import PdfReader

from docgen.format import Format
from docgen.importing.imports import import_official
from docgen.importing.input_file import ImportOptions
from docgen.kinds.memento.facts import FaitsAideMemoire, FaitsLivret
from docgen.markup import plain
from docgen.ooxml import read_package
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.fitting import fit_pages
from docgen.rendering.parity.proof import prove_templates
from tests.importing.trial_import import DAY, table
from tests.kinds.memento.works import OURS, drafts, project, settle, works
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.libreoffice import to_pdf
from tests.support.projects.complete import copy_complete_project
from tests.support.reading import pages_text, structure

LAYOUTS = {"livret": FaitsLivret, "aide-memoire": FaitsAideMemoire}

COLUMNS = (
    *("code_commune", "libelle_commune", "institution", "id_service", "service"),
    *("code_postal", "codes_postaux"),
)
GUINGAMP = "22070"
"""A commune whose intercommunalité has one of the longest names."""
NUMBER = "05\u00a063\u00a000\u00a000\u00a010"
"""The number given to services (exemple fictif)."""
TELEPHONE = re.compile(r"(?m)^ +telephone: .*\n")
HEAD, FOOT = 57, 42
"""The margins above and below the text of the booklet, in points."""

every_layout = pytest.mark.parametrize("key", LAYOUTS)


@pytest.fixture(scope="module")
def finals(tmp_path_factory):
    """The memento once all is checked and read (exemple fictif)."""
    made = project(tmp_path_factory.mktemp("relu"))
    settle(made)
    return works(made)


def pdf(key):
    return documents.pdf(f"memento-{key}")


@cache
def pages(data):
    return [" ".join(text.split()) for text in pages_text(data)]


def flat(outline):
    for one in outline:
        yield from flat(one) if isinstance(one, list) else [one]


def fullness(data):
    """Return what part of the height of each page the text takes, between head and foot."""
    with pypdfium2.PdfDocument(data) as document:
        return [_fullness(page) for page in document]


def _fullness(page):
    text, height = page.get_textpage(), page.get_height()
    top, foot = height - HEAD, FOOT
    lows = [text.get_rect(rank)[1] for rank in range(text.count_rects())]
    return (top - min([low for low in lows if low > foot], default=top)) / (top - foot)


@every_layout
def test_the_word_template_says_only_what_the_memento_says(key):
    name = drafts()[key].docx_template
    assert lint_docx(OUR_TEMPLATES.find(name), LAYOUTS[key], name) == []


def test_both_formats_say_the_same_words_as_drafts():
    assert prove_templates(OUR_TEMPLATES, drafts().values()) == []


def test_both_formats_say_the_same_words_as_finals(finals):
    assert {document.final for document in finals.values()} == {True}
    assert prove_templates(OUR_TEMPLATES, finals.values()) == []


def test_both_formats_say_the_same_words_for_a_commune():
    assert prove_templates(OUR_TEMPLATES, works(OURS, "81218").values()) == []


@pytest.mark.parametrize("commune", ["81218", "81004", "81105"])
def test_the_sheet_of_a_commune_has_two_pages(commune):
    assert renderer(Format.PDF)(two_page_sheet(OURS, commune), OUR_TEMPLATES).pages == 2


@pytest.mark.parametrize(
    ("force", "unit"),
    [
        ("GN", "Gendarmerie - Brigade territoriale autonome de Saint-Exemple-de-la-Salanque"),
        ("PN", "Circonscription de police nationale de Saint-Exemple de La Réunion"),
        ("PN", "CPN Saint-Exemple de La Réunion"),
    ],
)
def test_the_sheet_has_two_pages_with_the_longest_names(tmp_path, force, unit):
    made = project(tmp_path)
    cog = "content/referentiel/cog"
    shutil.copytree(OURS.root / cog, tmp_path / cog)
    path = tmp_path / "competence.csv"
    cells = (GUINGAMP, "Guingamp", force, "999001" * (force == "GN"), unit, "22200", "22200")
    path.write_text(table(COLUMNS, [f'"{cell}"' for cell in cells]), "utf-8")
    import_official(made, "competence", [path], ImportOptions(DAY.edition, "exemple fictif"))
    assert page_counts(two_page_sheet(made, GUINGAMP)) == (2, 2)


@pytest.mark.parametrize(("commune", "known"), [("81317", 0), ("81317", 3), ("81218", 5)])
def test_the_sheet_has_two_pages_when_services_have_numbers(tmp_path, commune, known):
    """The fewer blanks, the more room each has: the page decides, not how many there are."""
    here = copy_complete_project("81", tmp_path / "projet")
    units, roles = (here.content / f"territoire/{one}.yaml" for one in ("unites", "roles"))
    units.write_text(re.sub(TELEPHONE, "", units.read_text("utf-8")), "utf-8")
    text = re.sub(TELEPHONE, "", roles.read_text("utf-8"))
    for service in ("ddt", "dreal", "ofb", "onf", "ddetspp")[:known]:
        text = re.sub(
            rf"(?m)^(  - id: {service}\n(?:    .*\n)*)", rf"\1    telephone: {NUMBER}\n", text
        )
    roles.write_text(text, "utf-8")
    sheet = two_page_sheet(here, commune)
    assert [one.numero for one in sheet.facts.numeros.contacts].count(NUMBER) == known
    assert page_counts(sheet) == (2, 2)


def two_page_sheet(here, commune):
    """Return the two-page sheet of a commune, at its density."""
    [sheet] = [one for one in works(here, commune).values() if one.layout == "aide-memoire"]
    return fit_pages(sheet, OUR_TEMPLATES)


def page_counts(sheet):
    """Return how many pages a document has as a PDF, and in Word."""
    word = renderer(Format.DOCX)(sheet, OUR_TEMPLATES).data
    return renderer(Format.PDF)(sheet, OUR_TEMPLATES).pages, len(pages(to_pdf(word)))


def test_the_sheet_has_two_pages_in_both_formats():
    word = documents.docx("memento-aide-memoire")
    assert len(pages(pdf("aide-memoire"))) == len(pages(to_pdf(word))) == 2


@pytest.mark.parametrize(("key", "size"), [("livret", (420, 595)), ("aide-memoire", (595, 842))])
def test_the_booklet_is_a5_and_the_sheet_a4(key, size):
    for page in PdfReader(io.BytesIO(pdf(key))).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@every_layout
def test_every_page_of_a_draft_says_so(key):
    assert [text for text in pages(pdf(key)) if "PROJET" not in text] == []


def test_no_final_says_draft_and_its_sheet_has_two_pages(finals):
    assert "PROJET" not in "".join(map(OUR_TEMPLATES.fill_html, finals.values()))
    shown = pages(renderer(Format.PDF)(finals["aide-memoire"], OUR_TEMPLATES).data)
    assert [("PROJET" in text) for text in shown] == [False, False]


def test_each_family_begins_a_page_that_the_contents_name():
    told = pages(pdf("livret"))
    for family in drafts()["livret"].facts.familles:
        title = re.escape(" ".join(family.titre.split()))
        number = int(re.search(rf"{title}[ .]+(\d+)", told[1])[1])
        words = " ".join(plain(family.chapo.texte).split()[:4])
        assert words in told[number - 1]
        assert words not in told[number - 2]


def test_the_index_leads_to_the_page_of_each_offence():
    told = pages(pdf("livret"))
    last = next(
        rank for rank, text in enumerate(told) if "Index des infractions" in text and rank > 5
    )
    index = " ".join(told[last : last + 3])
    for part in drafts()["livret"].facts.familles:
        for one in part.qualifications:
            number = int(
                re.search(
                    rf"{re.escape(' '.join(one.fait.split()))} \(.*?\)[ ▲]+[ .]*(\d+)(?= [A-ZÉ]|$)",
                    index,
                )[1]
            )
            assert " ".join(one.fait.split()[:2]) in told[number - 1]


def test_folios_of_contents_and_index_stand_in_one_column():
    """Each leader ends at the same right edge, whatever precedes it or the lines it takes."""
    ends = set()
    with pypdfium2.PdfDocument(pdf("livret")) as document:
        for page in document:
            text = page.get_textpage()
            words = text.get_text_range()
            for found in re.finditer(r"(?<= \. )\d+(?=\s)", words):
                ends.add(round(text.get_charbox(found.end() - 1, loose=True)[2]))
    assert len(ends) == 1, ends


def test_powers_of_a_mayor_stand_on_one_page():
    told = pages(pdf("livret"))
    for family in drafts()["livret"].facts.familles:
        powers = [" ".join(plain(one.texte).split()[:5]) for one in family.pouvoirs]
        assert any(all(one in page for one in powers) for page in told), powers


def test_chart_is_cut_between_its_blocks_only_and_named_again():
    told = pages(pdf("livret"))
    charts = [one for family in drafts()["livret"].facts.familles for one in family.procedures]
    assert len(charts) > 20
    for chart in charts:
        blocks = [[" ".join(plain(one.titre).split()) for one in block] for block in chart.blocs]
        assert sum(map(len, blocks)) < 6 or min(len(blocks[0]), len(blocks[-1])) >= 3
        title = " ".join(plain(chart.titre.texte).split())
        blocks[0].insert(0, title)
        for kept in blocks:
            assert any(all(one in page for one in kept) for page in told), kept
        whole = any(all(one in page for one in chain(*blocks)) for page in told)
        assert any(f"{title} (suite)" in page for page in told) is not whole, title


@pytest.mark.parametrize("final", [False, True])
def test_chart_is_whole_if_last_short_or_asked(final, finals):
    facts = (finals if final else drafts())["livret"].facts
    whole = {
        plain(chart.titre.texte)
        for family in facts.familles
        for chart in family.procedures
        if chart.entiere and chart != family.procedures[-1] and len(chart.blocs) > 1
    }
    assert bool(whole) is final


def test_final_booklet_folds_and_leaves_room_only_after_parts(finals):
    """Sheets of four pages; a page under 60 % full is the last of a part, and ruled for notes."""
    data = renderer(Format.PDF)(finals["livret"], OUR_TEMPLATES).data
    reader = PdfReader(io.BytesIO(data))
    begun = {reader.get_destination_page_number(one) for one in flat(reader.outline)}
    filled = fullness(data)
    assert len(filled) % 4 == 0
    assert len(filled) < 60
    parts = filled[1 : max(begun)]
    assert [
        rank for rank, part in enumerate(parts, 1) if part < 0.6 and rank + 1 not in begun
    ] == []


def test_procedure_chart_is_tagged_as_a_list():
    roles = [element.role for element in structure(pdf("livret")).walk()]
    assert roles.count("L") > 14 * 5
    assert "Figure" not in roles


def test_each_link_of_the_word_file_has_a_target():
    body = read_package(documents.docx("memento-livret"))["word/document.xml"].decode()
    places = set(re.findall(r'<w:bookmarkStart [^>]*w:name="(dg_\w+)"', body))
    led = set(re.findall(r'HYPERLINK \\l "(dg_\w+)"', body))
    assert len(led) > 50
    assert led <= places


def test_chapters_in_word_begin_pages_that_their_heads_name():
    """No heading undoes the page break of its style, or a head would name the next chapter."""
    body = read_package(documents.docx("memento-livret"))["word/document.xml"].decode()
    families = drafts()["livret"].facts.familles
    assert body.count('<w:pStyle w:val="Heading1"/>') > len(families)
    assert '<w:pageBreakBefore w:val="0"/>' not in body


def test_cover_cuts_no_name_of_a_departement():
    draft = drafts()["livret"]
    facts = draft.facts.model_copy(update={"titre": "Mémento des maires de la Haute-Garonne"})
    html = OUR_TEMPLATES.fill_html(replace(draft, facts=facts))
    assert '<span class="tenu">Haute-Garonne</span></h1>' in html
