"""Communes of every odd kind have a pack that is right in both formats, and fits its pages."""

import re

import pypdfium2
import pytest

from docgen.format import Format
from docgen.importing.imports import import_official
from docgen.importing.input_file import ImportOptions
from docgen.kinds.commune_pack.facts import FaitsDossier
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.fitting import fit_pages
from docgen.rendering.parity.proof import prove_same_words
from docgen.rendering.parity.words import html_words
from docgen.statistics.indicators import INDICATEURS
from tests.conformity.finished import finished_problems
from tests.conftest import NIGHT, plain_blanks
from tests.importing.trial_import import DAY, table
from tests.kinds.commune_pack.packs import GARRIC, PUYGOUZON, Table, ours, project, shortened
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.reading import pages_text
from tests.support.territory import YEARS, with_communes

ODD = {
    "80829": "the shortest name of all, Y",
    "51513": "the longest name of all",
    "81235": "the longest name of the Tarn",
    "55039": "no inhabitant, no mayor that is known",
    "98411": "no postal code, no population, no figure, no département that has any",
    "97502": "overseas, no intercommunalité",
    "85113": "an island, an apostrophe, no intercommunalité",
    "64015": "accents everywhere",
    "05006": "an article, an apostrophe, accents",
    "2A004": "a code with a letter",
    "75056": "two million people",
    "81004": "police zone, a town",
    "81233": "merged since, with five delegated communes",
    "81006": "a mayor whose name is in doubt",
    "97411": "overseas, another département",
}
"""Communes that exist, and what is odd about each."""
HIDDEN, EMPTY, STORM = GARRIC, PUYGOUZON, "81079"
"""Communes of an invented project, whose unit has a name that overflows its box: all figures
hidden; only zeros; a mayor whose name is as hard as a name may be."""
UNIT = "Brigade de proximité d'Exemple-Fictif-lès-Fictions"
INVENTED = {
    HIDDEN: "every figure is hidden, a unit whose name overflows its box",
    EMPTY: "every figure is zero",
    STORM: "a mayor with apostrophes, accents and hyphens",
}
RISKIEST = ("51513", HIDDEN, *(["98411"] if NIGHT else []))
"""Those that are laid out: the longest words, hidden figures; at night no data at all."""
IN_WORD = (*ODD, *INVENTED) if NIGHT else (*RISKIEST, "98411", "81004", "2A004")
"""Those whose Word file is made: by day the riskiest, a town of the police, another département."""
MARGIN = 14 * 72 / 25.4
"""What a page keeps white on each side at least, in points; a draft has its band there."""
LETTERS = 480
"""How many letters a page has at least that is not made to be written on."""
BROKEN = re.compile(r"\b(?:None|nan)\b|[{}]|\(\)| ,|, ,|\bde (?:de|du) | d’ ")
"""What a text that lacks a value, or is badly joined, would say."""
HAND = ("Vos notes", "Compte rendu de visite", "Suite et autres points")
COLUMNS = (
    *("code_commune", "libelle_commune", "institution", "id_service", "service"),
    *("code_postal", "codes_postaux"),
)


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """A project of odd things that no real commune has, and of short packs (exemple fictif)."""
    mayor = (
        "{nom: D'Exemple-Fictif de l'Ÿ, prenom: Anne-Œdipe, verifie_le: 2026-04-23, verifie_par: X}"
    )
    made = project(
        tmp_path_factory.mktemp("inventé"),
        f'code_insee: "{STORM}", appel: Madame la Maire, maire: {mayor}',
    )
    hidden = {
        (HIDDEN, one.cle, year): None for one in INDICATEURS for year in YEARS if not one.retire
    }
    with_communes(made, {HIDDEN: 1302, EMPTY: 3548}, hidden)
    rows = [
        (f'"{code}"', '"exemple fictif"', '"GN"', '"999001"', f'"Gendarmerie - {UNIT}"', *FILLED)
        for code in INVENTED
    ]
    path = made.root / "gn-competence-exemple-fictif.csv"
    path.write_text(table(COLUMNS, *rows), "utf-8")
    import_official(made, "competence", [path], ImportOptions(DAY.edition, "exemple fictif"))
    return Table(shortened(made))


FILLED = ('"81000"', '"81000-81990"')


def pack(code, invented):
    """Return the pack of an odd commune."""
    return (invented if code in INVENTED else ours()).pack(code)


def laid_out(code, invented):
    """Return a pack whose pages are looked at: by day one of three fiches."""
    return ours().pack(code) if NIGHT and code in ODD else invented.pack(code)


def test_there_are_enough_of_them():
    assert len(ODD) + len(INVENTED) >= 12
    assert {*RISKIEST} <= {*ODD, *INVENTED}


@pytest.mark.parametrize("code", [*ODD, *INVENTED], ids=[*ODD.values(), *INVENTED.values()])
def test_a_pack_says_the_same_words_in_both_formats(code, invented):
    document = pack(code, invented)
    html = OUR_TEMPLATES.fill_html(document)
    if code in IN_WORD:
        word = renderer(Format.DOCX)(document, OUR_TEMPLATES)
        assert list(prove_same_words(document, OUR_TEMPLATES, [word])) == []
    assert document.facts.couverture.nom
    assert document.facts.couverture.nom in document.title
    assert BROKEN.findall(" ".join(html_words(html))) == []


def test_pack_with_whole_memento_has_the_same_words():
    document = ours(complet=True).pack(PUYGOUZON)
    word = renderer(Format.DOCX)(document, OUR_TEMPLATES)
    assert list(prove_same_words(document, OUR_TEMPLATES, [word])) == []


def test_the_word_template_says_only_what_packs_say():
    name = "commune-pack/document.docx"
    assert lint_docx(OUR_TEMPLATES.find(name), FaitsDossier, name) == []


def test_a_unit_whose_name_overflows_is_named_whole(invented):
    unit = pack(HIDDEN, invented).facts.contacts.groupes[0].contacts[0]
    assert unit.nom == UNIT.replace("'", "’")


def test_a_hidden_figure_is_no_figure(invented):
    [page] = pack(HIDDEN, invented).parts["chiffres"]
    assert "51,2" not in page.facts.model_dump_json()
    groups = pack(HIDDEN, invented).facts.actions.groupes
    reasons = [one.raison for group in groups for one in group.fiches]
    assert not any(" faits de " in reason for reason in reasons)


def front_of_the_sheet(data):
    """Return the page, from 1, on which the sheet to bring back begins."""
    found = [rank for rank, text in enumerate(pages_text(data), 1) if HAND[1] in plain_blanks(text)]
    return found[-1]  # the contents name it too


@pytest.mark.parametrize("code", RISKIEST, ids=[(ODD | INVENTED)[one] for one in RISKIEST])
def test_pages_of_the_riskiest_communes_overflow_nowhere(code, invented):
    made = renderer(Format.PDF)(fit_pages(laid_out(code, invented), OUR_TEMPLATES), OUR_TEMPLATES)
    assert (14 if NIGHT and code in ODD else 8) <= made.pages <= 24
    assert finished_problems(made.data, f"{code}.pdf") == []
    sheet = front_of_the_sheet(made.data)
    assert sheet % 2 == 1
    with pypdfium2.PdfDocument(made.data) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            words = plain_blanks(text.get_text_range())
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            left, bottom, right, top = zip(*boxes, strict=True)
            wide, high = page.get_size()
            assert MARGIN < min(left) < max(right) < wide - MARGIN, number
            assert 0 < min(bottom) < max(top) < high, number
            before = number == sheet - 1  # blank where figures take two pages, for the front
            if number > 1 and not before and not any(title in words for title in HAND):
                assert len(words) > LETTERS, (number, words)
