"""An invented rule and invented articles (exemples fictifs), and their comparison."""

from datetime import date

from docgen.referential.droit.articles import Articles, ArticleVersion
from docgen.referential.droit.comparison.comparison import compare_rules
from docgen.referential.droit.regle import Regle

DAY = date(2026, 11, 28)
RULE = {
    "cle": "exemple",
    "enonce": "délai pour répondre",
    "nature": "delai",
    "valeur": "10",
    "unite": "jours",
    "reference": {"code": "environnement", "article": "L. 1-1"},
    "confiance": "V",
}
FINE = {"nature": "montant", "unite": "euros", "enonce": "amende encourue : réponse"}
PRISON = {"nature": "duree", "unite": "ans", "enonce": "emprisonnement encouru : réponse"}
CLASSE = {"nature": "classe", "unite": None, "enonce": "réponse"}


def rule(**fields):
    return Regle.model_validate({**RULE, **fields})


def version(text, number="L1-1", *, debut=date(2020, 1, 1), fin=None, etat="VIGUEUR", rank=1):
    return ArticleVersion("environnement", number, f"LEGIARTI{rank:012}", etat, debut, fin, text)


def compared(text, *others, **fields):
    """Return the comparison of one rule with one text."""
    rules = [rule(**fields), *others]
    return compare_rules(rules, Articles([version(text)]), DAY)[0]
