"""« […] » stands where a sentence of the act is cut, and nowhere else."""

import pytest

from docgen.content.source import Source
from docgen.kinds.actes.acte import Acte
from docgen.kinds.fiche.citations import printed_citations
from docgen.kinds.fiche.content import Citation
from tests.conftest import plain_blanks

CLAUSE = {
    "id": "clause",
    "texte": [
        "Un premier engagement, pour tous. Un second, qui suit. À ce titre, l’AMR81 agit par :",
        {"liste": ["un conseil ;", "une visite ;", "Une lettre (si besoin)."]},
        "La fin dit « oui ». Puis elle s’arrête",
    ],
}
OTHER = {"id": "autre", "texte": ["Autre clause, sans fin"]}


@pytest.fixture
def acte():
    """Return an act of two clauses (exemple fictif)."""
    return Acte(Source("exemple.yaml", {"articles": [CLAUSE, OTHER]}, {}))


MARKED = {
    "a whole sentence": (["Un second, qui suit."], ["Un second, qui suit."]),
    "a sentence that ends in quotes": (["La fin dit « oui »."], ["La fin dit « oui »."]),
    "one that ends in brackets": (["Une lettre (si besoin)."], ["Une lettre (si besoin)."]),
    "the last words of the clause": (["Puis elle s’arrête"], ["Puis elle s’arrête"]),
    "the middle of a sentence": (["qui suit."], ["[…] qui suit."]),
    "its beginning": (["Un premier engagement,"], ["Un premier engagement, […]"]),
    "an item of a list": (["une visite ;"], ["[…] une visite ; […]"]),
    "words that follow each other": (
        ["l’AMR81 agit par :", "un conseil ;"], ["[…] l’AMR81 agit par :", "un conseil ; […]"],
    ),
    "words with a gap, which is marked once": (
        ["Un premier engagement,", "l’AMR81 agit par :", "une visite ;"],
        ["Un premier engagement,", "[…] l’AMR81 agit par :", "[…] une visite ; […]"],
    ),
    "a sentence further on, which does not say that one is cut": (
        ["Un premier engagement,", "Un second, qui suit."],
        ["Un premier engagement, […]", "Un second, qui suit."],
    ),
    "words that stand before": (
        ["une visite ;", "un conseil ;"], ["[…] une visite ; […]", "[…] un conseil ; […]"],
    ),
    "words that are in no clause": (["rien de tel"], ["rien de tel"]),
}  # fmt: skip


def printed(said, acte):
    return [plain_blanks(one).replace("\\", "") for one in printed_citations(said, "clause", acte)]


@pytest.mark.parametrize("name", MARKED)
def test_what_is_cut_is_marked(name, acte):
    said, wanted = MARKED[name]
    assert printed([Citation(texte=one) for one in said], acte) == wanted


def test_citation_of_another_clause_does_not_replace_the_mark(acte):
    said = [Citation(texte="un conseil ;"), Citation(texte="sans fin", clause="autre")]
    assert printed(said, acte) == ["[…] un conseil ; […]", "[…] sans fin"]
