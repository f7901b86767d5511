"""The law of docgen, item by item."""

import re
from datetime import date

import pytest

from docgen.content.legal_figures import Sorte, find_legal_figures
from docgen.french.typography import prose
from docgen.referential.droit.citation import wording_of
from docgen.referential.droit.controle import NewCheck, record_checks
from docgen.referential.droit.law_files import read_droit
from docgen.referential.droit.mesure import UniteDeMesure
from docgen.referential.droit.reference import compact
from docgen.referential.droit.regle import Bareme, Confiance, Forme, Nature, SiNonVerifie
from tests.conftest import ROOT
from tests.referential.droit.droit_examples import EXEMPLE, droit_of
from tests.referential.droit.droit_facts import DOUBTFUL, OLD_FIGURES, OPEN_POINTS

FOLDER = ROOT / "content/referentiel/droit"
DROIT = read_droit(FOLDER, "content/referentiel/droit").whole
FACTS = ROOT.parent / "shared/facts"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the fact files are not here")

OFFICIAL = re.compile(
    r"art\.\xa0(?:[LRD]\.\xa0)?\d+(?:-\d+)*(?: à [LRD.\d\xa0-]+)?(?: \([^()]+\))? du code [\w’ ]+"
)
FOUND_AS = {
    Nature.MONTANT: Sorte.MONTANT,
    Nature.DELAI: Sorte.DUREE,
    Nature.DUREE: Sorte.DUREE,
    Nature.CLASSE: Sorte.CLASSE,
    Nature.ARTICLE: Sorte.ARTICLE,
}


# What is shipped


def test_item_wording_is_typographically_right():
    said_so = [words for regle in DROIT.items for words in (regle.dit, regle.libelle)]
    assert all(said_so)
    assert [words for words in said_so if prose(words) != words] == []


def test_values_of_every_item_are_found_as_legal_figures():
    missed = [
        regle.cle
        for regle in DROIT.items
        if (sorte := FOUND_AS.get(regle.nature)) and regle.unite is not UniteDeMesure.MINUTES
        if sorte not in {figure.sorte for figure in find_legal_figures(regle.dit)}
    ]
    assert missed == []


def test_item_of_a_code_has_a_form_and_a_link():
    references = [r.reference for r in DROIT.items if r.reference and r.reference.code]
    assert [one.dit for one in references if not OFFICIAL.fullmatch(one.dit)] == []
    for one in references:
        assert one.lien.startswith("https://www.legifrance.gouv.fr/search/code?")
        assert one.lien.endswith(f"query={compact(one.article)}")


def test_key_of_an_article_is_its_code_and_number():
    prefixes = {}
    for regle in DROIT.items:
        if regle.nature is Nature.ARTICLE:
            prefix, _, number = regle.cle.partition("-")
            assert number == compact(regle.reference.article).lower()
            assert prefixes.setdefault(prefix, regle.reference.code) == regle.reference.code
    assert len(set(prefixes.values())) == len(prefixes)


def test_every_article_of_a_figure_has_an_item():
    articles = {
        (r.reference.code, compact(r.reference.article))
        for r in DROIT.items
        if r.nature is Nature.ARTICLE
    }
    referred = {
        (r.reference.code, compact(r.reference.article))
        for r in DROIT.items
        if r.reference and r.reference.code
    }
    assert referred <= articles


def test_uncertain_item_says_what_to_check_or_its_source():
    for regle in DROIT.items:
        assert not regle.incertaine or regle.a_controler or regle.source or regle.page


def test_what_is_known_from_memory_says_what_to_read():
    memory = [regle for regle in DROIT.items if regle.confiance is Confiance.C]
    assert memory
    assert [regle.cle for regle in memory if not regle.a_controler] == []


def test_rule_is_no_surer_than_the_text_that_was_read(tmp_path):
    (tmp_path / "sources.yaml").write_text(
        "sources:\n  - {cle: vieux, nom: un code, etat: mai 2015, marque: V17}\n", "utf-8"
    )
    text = EXEMPLE.replace("page: exemple fictif", "source: vieux", 1)
    (tmp_path / "exemple.yaml").write_text(text, "utf-8")
    problems = read_droit(tmp_path, "droit").problems
    assert [(one.file, one.line, one.code) for one in problems] == [
        ("droit/exemple.yaml", 4, "confiance")
    ]
    assert "mai 2015" in problems[0].message
    (tmp_path / "exemple.yaml").write_text(
        text.replace("confiance: V\n", "confiance: V17\n", 1), "utf-8"
    )
    assert read_droit(tmp_path, "droit").problems == ()


def test_the_scale_of_contraventions_is_whole():
    assert [DROIT.maximum(classe).dit for classe in range(1, 6)] == [
        "38\u00a0€",
        "150\u00a0€",
        "450\u00a0€",
        "750\u00a0€",
        "1\u202f500\u00a0€",
    ]
    assert DROIT.maximum(6) is None
    morale = [r for r in DROIT.items if r.bareme is Bareme.PERSONNE_MORALE]
    assert [r.nombre for r in morale] == [5 * DROIT.maximum(r.classe).nombre for r in morale]
    assert len(morale) == 5


def test_every_class_can_say_its_highest_fine():
    classes = [regle for regle in DROIT.items if regle.nature is Nature.CLASSE]
    assert all(wording_of(regle, Forme.MONTANT, DROIT) for regle in classes)
    assert len(classes) > 25


# What is not verified


@pytest.mark.parametrize("point", OPEN_POINTS)
def test_every_open_question_is_present_and_uncertain(point):
    numbered = [regle.cle for regle in DROIT.items if regle.point == point]
    assert {f"point-{point}", *OPEN_POINTS[point]} <= set(numbered)
    assert all(DROIT.get(cle).incertaine for cle in numbered)


@pytest.mark.parametrize("cle", DOUBTFUL)
def test_item_that_was_not_found_is_uncertain(cle):
    regle = DROIT.get(cle)
    assert regle is not None
    assert regle.incertaine


@needs_facts
def test_every_article_of_an_open_question_is_uncertain():
    text = (FACTS / "a-verifier.md").read_text("utf-8").partition("## 2.")[0]
    text = re.sub(r"(?m)^\| 11 .*$|^\| 12 .*$", "", text)
    named = set(re.findall(r"\b[LR]\d{2,4}(?:-\d+)+\b|\bR49\b", text)) - {"R635-8", "L415-3"}
    unsure = {compact(r.reference.article) for r in DROIT.items if r.incertaine and _article(r)}
    assert named
    assert named <= unsure


def _article(regle):
    return regle.reference is not None and regle.reference.article is not None


@needs_facts
@pytest.mark.parametrize("name", ["memento.md", "fiches.md", "lettres.md"])
def test_every_article_of_the_facts_is_there(name):
    text = (FACTS / name).read_text("utf-8")
    named = set(re.findall(r"(?<![\w-])[LRD]\d{2,4}(?:-\d+)+(?![\w-])", text))
    known = {
        compact(number)
        for r in DROIT.items
        if _article(r)
        for number in (r.reference.article, r.reference.jusqu_au)
        if number
    }
    assert named - known - OLD_FIGURES == set()


@needs_facts
@pytest.mark.parametrize("name", ["memento.md", "fiches.md"])
def test_every_sum_and_delay_of_the_facts_is_there(name):
    text = (FACTS / name).read_text("utf-8").replace("**", "")
    known = {
        f"{r.nombre.normalize():f} {r.unite.removesuffix('-d-age')}"
        for r in DROIT.items
        if r.unite and r.nature is not Nature.ARTICLE
    }
    told = set()
    for number, unit in re.findall(
        r"(?<![\w,.])(\d{1,3}(?: \d{3})+|\d+(?:,\d+)?) (€|jours|mois|ans|an)(?![\w-])", text
    ):
        plain = number.replace(" ", "").replace(",", ".")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        told.add(f"{plain} {dict.fromkeys(['an'], 'ans').get(unit, unit).replace('€', 'euros')}")
    assert told - known - OLD_FIGURES == set()


# What a check changes


def test_only_a_check_by_a_person_verifies():
    check = NewCheck(date(2027, 3, 1), "A (exemple fictif)", "le texte")
    text = record_checks(EXEMPLE, "exemple.yaml", {"exemple-amende": check})
    before, after = (droit_of(one).get("exemple-amende") for one in (EXEMPLE, text))
    assert (before.a_verifier, before.a_signaler, before.bloquante) == (True, True, True)
    assert (after.a_verifier, after.a_signaler, after.bloquante) == (False, False, False)
    assert (after.verifie, after.confiance) == (True, Confiance.V2)


def test_item_read_in_the_text_blocks_but_is_not_marked():
    delay = droit_of(EXEMPLE).get("exemple-delai")
    assert (delay.a_verifier, delay.a_signaler, delay.bloquante) == (True, False, True)


def test_optional_item_blocks_nothing():
    article = droit_of(EXEMPLE).get("exemple-article")
    assert article.si_non_verifie is SiNonVerifie.RETIRER
    assert (article.a_retirer, article.bloquante) == (True, False)
