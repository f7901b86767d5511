"""The version that a person says to have read, beside those known (exemples fictifs)."""

from datetime import date

import pytest

from docgen.errors import ContentError
from docgen.french.wording import date_longue
from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.read_version import complete_checks, read_version
from docgen.referential.droit.comparison.validity import changed_since, validity_of
from docgen.referential.droit.controle import NewCheck
from docgen.referential.droit.regle import Controle
from tests.referential.droit.comparison.comparison_examples import DAY, rule, version
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

LE = date(2026, 11, 3)
TEXT = "Il a dix jours pour répondre."
ANNEX = EXEMPLE.replace("article: L. 1-1}", "article: L. 1-1, partie: annexe 1}", 1)


def test_version_known_by_its_dates_has_no_digest():
    read = read_version(rule(), "LEGIARTI000000000001", Articles([version("")]), LE, DAY)
    assert (read.identifier, read.texte, read.fault) == ("LEGIARTI000000000001", None, "")


def test_one_of_two_texts_in_force_may_be_named():
    both = Articles([version(TEXT), version("Autre.", rank=2)])
    read = read_version(rule(), "LEGIARTI000000000002", both, LE, DAY)
    assert (read.identifier, read.texte, read.fault) == ("LEGIARTI000000000002", None, "")


def test_version_of_an_article_is_not_that_of_its_annex():
    articles = Articles([version(TEXT), version("Deux.", "Annexe 1", rank=2)])
    droit = droit_of(ANNEX)
    rules = [droit.get(cle) for cle in ("exemple-amende", "exemple-delai")]
    check = NewCheck(LE, "A. Exemple", "exemple fictif", "LEGIARTI000000000001")
    with pytest.raises(ContentError) as caught:
        complete_checks(droit, articles, rules, check)
    [problem] = caught.value.problems
    assert problem.message.startswith("« exemple-amende » : « LEGIARTI000000000001 » ne dit")


def test_unread_second_article_leaves_the_version_to_tell():
    first, second = version(TEXT), version("Deux.", "L1-2", debut=LE, rank=2)
    fields = {"le": "2026-11-03", "par": "A. Exemple", "reference": "exemple fictif"}
    controle = Controle.model_validate({**fields, "version": first.id, "texte": "0" * 16})
    for articles, changed in ((Articles([first]), False), (Articles([first, second]), True)):
        seen = [validity_of("environnement", number, articles, DAY) for number in ("L1-1", "L1-2")]
        assert changed_since(controle, seen) is changed


def test_version_that_is_not_in_force_yet_is_refused():
    droit = droit_of(EXEMPLE)
    regle, unknown = droit.get("exemple-delai"), Articles([])
    to_come = "en vigueur depuis le 1er janvier 2027"
    assert not read_version(regle, "du 01/01/2020 au 01/01/2027", unknown, LE, DAY).fault
    fault = read_version(regle, to_come, unknown, LE, DAY).fault
    assert fault == f"« {to_come} » n’est pas encore en vigueur le {date_longue(LE)}"
    with pytest.raises(ContentError) as caught:
        complete_checks(droit, unknown, [regle], NewCheck(LE, "A. Exemple", to_come))
    assert fault in caught.value.problems[0].message
