"""What is left: each item once, whose it is, in three totals and in shares of work."""

from docgen.errors import Problem, Severity
from docgen.left import DUTIES, Duty, What, Who, each_once, item_of, of_document, shares, totals


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
    assert list(totals((*law, *texts, *data))) == [
        "2 règles de droit à vérifier",
        "2 textes à adopter, à relire ou à compléter",
        "1 donnée ou contact à compléter",
    ]
    assert list(totals(())) == []


def test_every_duty_has_its_share_of_the_work():
    every = [item(f"{who}{what}", who, what) for who in Who for what in What]
    known = [item(code, duty.who, duty.what) for code, duty in DUTIES.items()]
    assert sum(len(share.items) for share in shares(known)) == len(DUTIES)
    assert all(share.minutes > 0 for share in shares(every))
    [share] = shares([item("a"), item("b")])
    assert (share.phrase, share.minutes) == ("2 textes à adopter", 2)


def test_command_names_texts_or_else_documents():
    def awaited(*texts):
        found = [
            item_of(
                Problem("a.yaml", text),
                Duty(Who.REDACTEUR, What.RELIRE, f"docgen relire {text} --le X"),
                id=text,
            )
            for text in texts
        ]
        [share] = shares(found)
        return share

    assert awaited("fiche 4.2", "aide-memoire", "fiche 5.1").command() == (
        "docgen relire aide-memoire fiche 4.2 5.1 --le X"
    )
    many = awaited("fiche 4.2", "fiche 5.1", "aide-memoire", "fiche 6.1")
    assert many.command() == "docgen relire --pour fiche --pour memento --le X"
    assert many.command(["--pour", "fiche 4"]) == "docgen relire --pour 'fiche 4' --le X"
