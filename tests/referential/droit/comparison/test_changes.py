"""Checks that an article overtook: they count no more, and are warned of (exemples fictifs)."""

from datetime import date

import pytest

from docgen.content.source import Mark
from docgen.errors import Severity
from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.changes import without_overtaken_checks
from docgen.referential.droit.controle import checks_to_redo
from docgen.referential.droit.law_files import Droit, LawPlace
from tests.referential.droit.comparison.comparison_examples import DAY, rule, version

TEXT = "Il a dix jours pour répondre."
READ = {"le": "2026-01-10", "par": "A. Exemple", "reference": "exemple fictif"}


def _read(*versions, **fields):
    law = Droit([(rule(**fields), LawPlace("exemple.yaml", Mark(3, 5)))])
    return without_overtaken_checks(law, Articles(versions), DAY)


def _warned(*versions, **fields):
    law = _read(*versions, **fields)
    return [(one.message, one.severity) for one in checks_to_redo(law, law.items, DAY)]


def test_a_repealed_or_reworded_article_is_warned_about():
    repealed = version(TEXT, fin=date(2026, 3, 1), etat="ABROGE")
    said = "« exemple » : l’article L.\xa01-1 est abrogé depuis le 1er\xa0mars 2026"
    assert _warned(repealed, controle=READ) == [(said, Severity.AVERTISSEMENT)]
    [(message, _)] = _warned(version(TEXT, debut=date(2026, 3, 1)), controle=READ)
    assert message.endswith("article changé depuis le contrôle du 10\xa0janvier 2026")


@pytest.mark.parametrize("controle", [None, READ, {**READ, "empreinte": "0" * 16}])
def test_what_nobody_checked_or_nothing_changed_is_not_told(controle):
    assert _warned(version(TEXT), controle=controle) == []
    assert _warned(controle=controle) == []


def test_an_overtaken_check_no_longer_verifies_its_item():
    checked = rule(controle=READ)
    assert (checked.verifie, checked.change) == (True, "")
    [overtaken] = _read(version(TEXT, debut=date(2026, 3, 1)), controle=READ).items
    assert (overtaken.verifie, overtaken.bloquante) == (False, True)
    assert overtaken.change == "article changé depuis le contrôle du 10\xa0janvier 2026"
    assert overtaken.jugement == checked.controle


def test_what_was_checked_as_repealed_stays_checked():
    repealed = version(TEXT, fin=date(2025, 3, 1), etat="ABROGE")
    assert _warned(repealed, controle=READ)
    assert _warned(repealed, controle={**READ, "version": repealed.id}) == []
