"""The formulas of an amendment, sign for sign; blanks that are no-break are shown as plain ones."""

from dataclasses import replace

import pytest

from docgen.avenant.act_text import ClauseText
from docgen.avenant.application import why_unproved
from docgen.avenant.differences import find_differences
from docgen.avenant.drafting import draft
from docgen.avenant.word_edits import WordEdit, carry_out_edits, choose_edits
from docgen.markup import plain
from tests.avenant.texts import ACT, alineas, changed, with_clause, without
from tests.conftest import plain_blanks

DURATION = [one.mots for one in ACT.by_id["article-2"].alineas]


def said(new, old=ACT):
    """Return the paragraphs of an amendment, one article after the other."""
    articles = draft(find_differences(old, new))
    return [plain_blanks(plain(one)) for article in articles for one in article.paragraphs]


def duration(*words):
    return changed("article-2", alineas=alineas(*words))


def secret(*words):
    return changed("article-3", alineas=alineas(*words))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            secret("Les parties se taisent toujours."),
            ["À l’article 3, après le mot : « taisent », est inséré le mot : « toujours »."],
        ),
        (
            duration("La convention dure deux ans.", DURATION[1]),
            [
                "Au premier alinéa de l’article 2, les mots : « un an » sont remplacés par les mots"
                " : « deux ans »."
            ],
        ),
        (duration(DURATION[0]), ["Le deuxième alinéa de l’article 2 est supprimé."]),
        (
            duration(*DURATION, "Elle se relit.", "– chaque année."),
            [
                "L’article 2 est complété par deux alinéas ainsi rédigés :",
                "« Elle se relit.",
                "« – chaque année. »",
            ],
        ),
        (
            duration("Nouveau.", *DURATION),
            ["Au début de l’article 2, il est inséré un alinéa ainsi rédigé :", "« Nouveau. »"],
        ),
        (
            changed("article-2", titre="Délais"),
            ["L’intitulé de l’article 2 est ainsi rédigé : « Délais »."],
        ),
        (
            changed("article-2", titre="Délais", alineas=alineas(DURATION[1])),
            [
                "L’article 2 est ainsi modifié :",
                "1° L’intitulé est ainsi rédigé : « Délais » ;",
                "2° Le premier alinéa est supprimé.",
            ],
        ),
        (
            secret("Chacune agit au grand jour.", "Rien ne demeure caché."),
            [
                "L’article 3 est ainsi rédigé :",
                "« Chacune agit au grand jour.",
                "« Rien ne demeure caché. »",
            ],
        ),
        (without("article-3"), ["L’article 3 est abrogé."]),
        (without("action-1.1", "objectif-1"), ["L’objectif 1 du 1.1 de l’article 1er est abrogé."]),
        (
            with_clause(
                ClauseText("b", 1, "", "ARTICLE 2 bis", "Suivi", alineas("Un comité.")), "article-2"
            ),
            [
                "Après l’article 2, il est inséré un article 2 bis ainsi rédigé :",
                "« ARTICLE 2 bis – Suivi",
                "« Un comité. »",
            ],
        ),
        (changed("article-3", numero="ARTICLE 4"), ["L’article 3 devient l’article 4."]),
        (changed("article-3", numero="AXE III"), ["L’article 3 devient l’axe III."]),
        (changed("article-3", numero="FICHE 4.A"), ["L’article 3 devient la fiche 4.A."]),
        (
            replace(ACT, clauses=(*ACT.clauses[:-2], ACT.clauses[-1], ACT.clauses[-2])),
            ["L’article 2 est placé après l’article 3."],
        ),
    ],
)
def test_each_change_has_its_formula(new, expected):
    assert said(new) == expected


def test_a_clause_that_holds_others_is_not_completed():
    lines = (*ACT.by_id["article-1"].alineas, *alineas("Et d’autres."))
    assert said(changed("article-1", alineas=lines)) == [
        "Après le troisième alinéa de l’article 1er, il est inséré un alinéa ainsi rédigé :",
        "« Et d’autres. »",
    ]


def test_quotations_in_a_quotation_have_other_guillemets():
    old = secret("Le «\u00a0référent élu\u00a0» se tait.")
    new = secret("Le «\u00a0maire\u00a0» se tait.")
    assert said(new, old) == [
        "À l’article 3, les mots : « référent élu » sont remplacés par le mot : « maire »."
    ]
    new = secret("Le maire se tait.")
    assert said(new, old) == [
        "À l’article 3, les mots : « “référent élu” » sont remplacés par le mot : « maire »."
    ]


def test_a_feminine_clause_agrees():
    assert said(changed("action-1.1", alineas=alineas("Rien."), titre="Voir"))[0] == (
        "L’action 1.1 du 1.1 de l’article 1er est ainsi modifiée :"
    )


def test_a_clause_that_comes_brings_those_it_holds():
    new = ACT
    for clause, after in (
        (ClauseText("a", 3, "section-1.1", "AXE 2", "Voir"), "axe-1"),
        (ClauseText("o", 4, "a", "Objectif 2", "Lire", alineas("Deux actions.")), "a"),
        (ClauseText("p", 5, "o", "Action 2.1", "Ouvrir", alineas("– un livre ;")), "o"),
        (ClauseText("q", 5, "o", "Action 2.2", "", alineas("Se taire.")), "p"),
        (ClauseText("r", 4, "a", "Objectif 3", "Dire"), "q"),
    ):
        new = with_clause(clause, after, act=new)
    assert said(new) == [
        "Après l’axe 1 du 1.1 de l’article 1er, il est inséré un axe 2 ainsi rédigé :",
        "« AXE 2 – Voir",
        "« Objectif 2 – Lire",
        "« Deux actions.",
        "« Action 2.1 – Ouvrir",
        "« – un livre ;",
        "« Action 2.2",
        "« Se taire.",
        "« Objectif 3 – Dire »",
    ]
    printed = [one.paragraphs for one in draft(find_differences(ACT, new))]
    assert why_unproved(ACT, new, printed) == ""


@pytest.mark.parametrize(
    "numero",
    [
        *("2 bis.1", "2.1", "2.1 bis", "Section 1", "Action 2.1 bis"),
        *("Mesure 1", "FICHE 12", "Orientation II", "Action n° 3"),
    ],
)
def test_number_of_a_part_that_comes_is_read_again(numero):
    outer = ClauseText("m", 1, "", "ARTICLE 2 bis", "Suivi")
    inner = ClauseText("n", 2, "m", numero, "Comité", alineas("Un comité."))
    new = with_clause(inner, "m", act=with_clause(outer, "article-2"))
    printed = [one.paragraphs for one in draft(find_differences(ACT, new))]
    assert why_unproved(ACT, new, printed) == ""


def test_a_new_neighbour_is_named_as_in_the_act():
    new = changed("section-1.1", numero="1.9")
    for name, above in (("AXE 2", "axe-1"), ("AXE 3", "AXE 2")):
        new = with_clause(ClauseText(name, 3, "section-1.1", name, "Voir"), above, act=new)
    assert said(new)[2].startswith("Après l’axe 2 du 1.1 de l’article 1er, il est inséré un axe 3")
    printed = [one.paragraphs for one in draft(find_differences(ACT, new))]
    assert why_unproved(ACT, new, printed) == ""


def test_a_clause_that_is_not_proved_is_named():
    words = alineas("Des points :", "Action 1.2 – Ouvrir", "Rien de plus.")
    new = with_clause(ClauseText("m", 1, "", "ARTICLE 2 bis", "Suivi", words), "article-2")
    printed = [one.paragraphs for one in draft(find_differences(ACT, new))]
    why = "une fois appliqué, il donne une autre clause que « ARTICLE 2 bis – Suivi », ou d’autres"
    assert why_unproved(ACT, new, printed).startswith(why)


def test_a_clause_that_only_gains_alineas_is_not_rewritten():
    come = [f"Chaque partie tient le registre numéro {number}." for number in range(4)]
    assert said(secret("Les parties se taisent.", *come))[0] == (
        "L’article 3 est complété par quatre alinéas ainsi rédigés :"
    )


def test_blanks_that_become_no_break_change_no_word():
    new = duration(DURATION[0].replace(" ", "\u00a0"), "Elle se relit.")
    assert said(new) == said(duration(DURATION[0], "Elle se relit."))


def test_two_clauses_that_come_follow_each_other():
    bis = ClauseText("b", 1, "", "ARTICLE 2 bis", "Un", alineas("Un."))
    ter = ClauseText("t", 1, "", "ARTICLE 2 ter", "Deux", alineas("Deux."))
    act = with_clause(ter, "b", act=with_clause(bis, "article-2"))
    assert said(act)[3] == ("Après l’article 2 bis, il est inséré un article 2 ter ainsi rédigé :")


@pytest.mark.parametrize(
    ("old", "new", "quoted"),
    [
        ("Elle dure deux mois pleins.", "Elle dure trois mois pleins.", "deux mois"),
        ("Selon l’article 6 de la loi.", "Selon l’article 7 de la loi.", "l’article 6"),
        ("Dès le 3 avril 2026 au soir.", "Dès le 3 avril 2027 au soir.", "avril 2026"),
        ("Dans l’essai n° 3 du lieu.", "Dans l’essai n° 4 du lieu.", "n° 3"),
        ("Selon l’article L. 132-5 du code.", "Selon l’article L. 132-6 du code.", "L. 132-5"),
        ("Selon l’article L. 132-5 du code.", "Selon l’article R. 132-5 du code.", "L. 132-5"),
        ("Les L. 132-5 et L. 132-50.", "Les L. 132-6 et L. 132-50.", "L. 132-5"),
        ("Il appelle le 17.", "Il appelle le 18.", "appelle le 17"),
        ("Les élus de là, les élus d’ici.", "Les maires de là, les élus d’ici.", "Les élus"),
        ("Il voit la mairie du lieu.", "Il voit le maire du lieu.", "la mairie"),
    ],
)
def test_a_quotation_stands_once_and_reads_well(old, new, quoted):
    [edit] = choose_edits(old, new)
    assert edit.old == quoted
    assert carry_out_edits(old, [edit]) == new


def test_a_quotation_never_opens_guillemets_alone():
    old = "Un « référent élu » est nommé."
    new = "Un « référent du maire » est nommé."
    [edit] = choose_edits(old, new)
    assert edit.old.count("«") == edit.old.count("»")


def test_two_changes_whose_quotations_overlap_are_one():
    old = "La convention est conclue pour une durée d’un an à compter de sa signature."
    new = "La convention y est conclue et pour une durée d’un an à compter de sa signature."
    [edit] = choose_edits(old, new)
    assert edit.new == "y est conclue et pour une durée"


def test_more_than_twenty_alineas_are_counted_and_read_back():
    new = duration(*DURATION, *(f"Phrase numéro {rank}." for rank in range(21)))
    first, *lines = said(new)
    assert first == "L’article 2 est complété par vingt et un alinéas ainsi rédigés :"
    assert len(lines) == 21
    articles = [one.paragraphs for one in draft(find_differences(ACT, new))]
    assert why_unproved(ACT, new, articles) == ""


@pytest.mark.parametrize("words", ["absent", "élus", "Les élus et"])
def test_words_that_do_not_stand_once_are_refused(words):
    text = "Les élus et les élus se voient."
    edits = [WordEdit(words, "maires"), WordEdit("et les", "puis les")]
    with pytest.raises(ValueError, match=r"n’y est pas|deux fois|recouvrent"):
        carry_out_edits(text, edits)
