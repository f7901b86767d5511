"""What is left: each item once, whose it is, in three totals and in shares of work."""

from dataclasses import replace

from docgen.errors import Problem, Severity
from docgen.left import (
    DUTIES,
    Duty,
    What,
    Who,
    each_once,
    item_of,
    of_document,
    shares,
    text_item,
    texts_to_name,
    totals,
)


def item(id, who=Who.PARTIES, what=What.ADOPTER):
    """Return something left to do."""
    return item_of(Problem("a.yaml", f"{id} : à faire", 3, 5, "etat"), Duty(who, what), id=id)


def test_an_item_is_a_warning_known_by_its_place():
    found = item_of(
        Problem("a.yaml", "à faire", 3, field="etat", code="propose"), DUTIES["propose"]
    )
    assert (found.id, found.severity) == ("a.yaml#etat", Severity.AVERTISSEMENT)
    assert (found.who, found.what) == (Who.PARTIES, What.ADOPTER)


def test_an_item_that_documents_share_counts_once():
    fiche = of_document([item("droit:a"), item("droit:a"), item("b")], "fiche-1")
    pack = of_document([item("droit:a")], "pack-1")
    assert [one.id for one in fiche] == ["droit:a", "b"]
    whole = each_once((*fiche, *pack))
    assert [one.documents for one in whole] == [("fiche-1", "pack-1"), ("fiche-1",)]
    assert whole[0].as_item_data()["document"] == "fiche-1"


def test_three_totals_are_of_law_texts_and_data():
    law = [item(f"droit:{rank}", Who.JURISTE, What.VERIFIER) for rank in range(2)]
    texts = [item("a"), item("b", Who.REDACTEUR, What.RELIRE)]
    data = [item("c", Who.DONNEES, What.IMPORTER)]
    settled = [replace(item(code), code=code) for code in ("remarque", "siege")]
    assert list(totals((*law, *texts, *settled, *data))) == [
        "2 règles de droit à vérifier",
        "2 textes à adopter, à relire ou à compléter",
        "2 remarques et sièges vides à régler",
        "1 donnée ou contact à compléter",
    ]
    assert list(totals(())) == []


def test_every_duty_has_its_share_of_the_work():
    every = [item(f"{who}{what}", who, what) for who in Who for what in What]
    known = [item(code, duty.who, duty.what) for code, duty in DUTIES.items()]
    assert sum(len(share.items) for share in shares(known)) == len(DUTIES)
    long = [share.items[0].what is not What.ATTENDRE for share in shares(every)]
    assert [share.minutes > 0 for share in shares(every)] == long
    [share] = shares([item("a"), item("b")])
    assert (share.phrase, share.minutes) == ("2 textes à adopter", 2)


def test_a_rule_and_a_text_to_correct_are_two_tasks():
    wrong = [item(one, Who.REDACTEUR, What.CORRIGER) for one in ("droit:a", "b")]
    assert [share.phrase for share in shares(wrong)] == [
        "1 texte jugé faux à corriger",
        "1 règle jugée fausse, à corriger",
    ]
    assert {one.as_item_data()["quoi"] for one in wrong} == {"corriger"}


def test_what_is_of_one_sort_is_called_so():
    both = [
        replace(item(code, Who.PARTIES, What.VERIFIER), code=code) for code in ("remarque", "siege")
    ]
    phrases = [share.phrase for share in shares(both)]
    phrases += [share.phrase for one in both for share in shares([one, replace(one, id="x")])]
    assert phrases == [
        *("2 remarques et sièges vides à régler", "2 remarques à régler"),
        "2 sièges vides à remplir",
    ]


def awaited(*texts, code="controle"):
    """Return what is left to read of some texts, as the work of one person."""
    found = [
        text_item(Problem(" ".join(text), "à relire", code=code), text, "", refused=False)
        for text in texts
    ]
    [share] = shares(found)
    return share


def test_command_names_texts_or_else_documents():
    fiches = ("fiche", "4.2"), ("aide-memoire",), ("fiche", "5.1")
    said = ' --par "NOM" --le JJ/MM/AAAA'
    assert awaited(*fiches).command() == f"docgen relire aide-memoire fiche 4.2 5.1{said}"
    many = awaited(*fiches, ("fiche", "6.1"))
    assert many.command() == f"docgen relire --pour fiche --pour memento{said}"
    assert many.command(["--pour", "fiche 4"]) == f"docgen relire --pour 'fiche 4'{said}"


def test_command_on_files_names_no_text():
    missing = awaited(("bilan", "2026"), ("fiche", "4.2"), code="manquant")
    assert missing.command() == "docgen check bilan 2026"
    assert texts_to_name(missing.items) == ()
