"""Rules of law by their keys or by an article, however people write it."""

import pytest

from docgen.errors import ContentError
from docgen.referential.droit.choosing import chosen_rules
from docgen.referential.droit.reference import CODES, compact
from docgen.referential.referential import Referential
from tests.referential.droit.droit_examples import EXEMPLE, droit_of
from tests.support.documents import HERE

LAW = droit_of(EXEMPLE.replace("{code: penal, article: 1-1}", "{code: penal, article: L. 1-1}"))
OF_THE_ENVIRONMENT = ["exemple-amende", "exemple-delai"]


@pytest.mark.parametrize(
    "asked",
    [
        "environnement L1-1",
        "Code de l'environnement, art. L. 1-1".replace("'", "’"),
        "C. env. l. 1-1",
        " ENVIRONNEMENT article L1-1",
        "art. L. 1-1 (I) du code de l’environnement",
        "Article L1-1 du code de l'environnement",
    ],
)
def test_article_is_known_however_it_is_written(asked):
    assert [one.cle for one in chosen_rules(LAW, (), [asked])] == OF_THE_ENVIRONMENT


def test_rule_named_twice_is_chosen_once():
    chosen = chosen_rules(LAW, ["exemple-delai", "exemple-loi"], ["environnement L1-1"])
    assert [one.cle for one in chosen] == ["exemple-delai", "exemple-loi", "exemple-amende"]


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("L1-1", "plusieurs textes", '--article "environnement L1-1"'),
        ("L1-9", "aucune règle ne cite", "vouliez-vous dire « L1-1 » ?"),
        ("rural L1-1", "aucune règle ne cite", "« environnement L1-1 »"),
        ("", "aucune règle ne cite", "« penal R610-5 »"),
    ],
)
def test_article_of_none_or_of_several_codes_is_refused(asked, message, hint):
    with pytest.raises(ContentError) as error:
        chosen_rules(LAW, (), [asked])
    [problem] = error.value.problems
    assert message in problem.message
    assert hint in problem.hint


def test_every_article_of_the_law_is_chosen_as_proposed():
    droit = Referential(HERE).droit
    cited = {one.reference for one in droit.items if one.reference and one.reference.article}
    wrong = []
    for reference in cited:
        number = compact(reference.article)
        text = " ".join(filter(None, (reference.texte, reference.numero)))
        names = [reference.code, *CODES[reference.code][:2]] if reference.code else [text]
        for asked in [f"{name} {number}" for name in names]:
            try:
                found = chosen_rules(droit, (), [asked])
            except ContentError:
                found = ()
            articles = {(one.reference.code, one.reference.article) for one in found}
            if articles != {(reference.code, reference.article)}:
                wrong.append(asked)
    assert wrong == []
    assert len(cited) > 100
