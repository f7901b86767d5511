"""What a fiche says: of the act to the letter, of the law by name, of a commune by its own."""

from dataclasses import replace

import pytest

from docgen.content.source import Source, read_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.acte import Acte
from docgen.kinds.fiche.composition import printed_citations
from docgen.kinds.fiche.content import Citation
from docgen.kinds.fiche.kind import KIND
from docgen.kinds.fiche.law import left_by_sort
from docgen.kinds.kind import ComposeRequest
from docgen.left import Item
from tests.conftest import plain_blanks
from tests.kinds.fiche.cards import composed, files
from tests.support.projects.settle import check_law
from tests.support.projects.settle import settle_fiche as settle

CLAUSE = {
    "id": "clause",
    "texte": [
        "Un premier engagement, pour tous. Un second, qui suit. À ce titre, l’AMR81 agit par :",
        {"liste": ["un conseil ;", "une visite ;", "Une lettre (si besoin)."]},
        "La fin dit « oui ». Puis elle s’arrête",
    ],
}
OTHER = {"id": "autre", "texte": ["Autre clause, sans fin"]}
ALBAN, ALBI = CodeInsee("81003"), CodeInsee("81004")


@pytest.fixture
def facts(project):
    return lambda name: composed(project.workspace, name)[name].facts


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, child in value.items():
            if key != "citations":
                yield from texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child)


# What is shipped


def test_no_fiche_is_final_and_no_one_has_checked_any(project):
    made = composed(project.workspace).values()
    assert {document.final for document in made} == {False}
    assert all(one.facts.mention.endswith(" – non encore relue.") for one in made)


def test_our_fiches_are_public_and_name_no_internal_tool(project):
    made = composed(project.workspace)
    assert made.keys() == {path.stem for path in files(project.workspace)}
    for document in made.values():
        assert document.diffusion is Diffusion.PUBLIQUE
        said = document.facts.model_dump_json()
        assert "BI4" not in said
        assert "Institutionnel" not in said


def test_no_reference_is_left_unanswered(project):
    words = ["".join(texts(one.facts.model_dump())) for one in composed(project.workspace).values()]
    assert min(map(len, words)) > 100
    assert not [text for text in words if "{" in text]


# What a page says


def test_an_action_has_its_number_and_a_commitment_its_article(facts):
    action, commitment = facts("action-4-1"), facts("article-4-4-3")
    assert (action.genre, action.numero, action.surtitre) == (
        "Action",
        "4.1",
        "Objectif 4 – Soutenir les élus",
    )
    assert plain_blanks(commitment.numero) == "4 g"
    assert commitment.genre == "Engagement de l’AMR81"
    assert plain_blanks(commitment.surtitre) == "Article 4.3 – Engagements de l’AMR81"
    assert facts("article-5").genre == "Engagement commun"
    assert (facts("article-5").article, facts("article-5").rang) == ("art.", "5")
    assert commitment.article == ""
    assert facts("article-3-reunions").genre == "Engagement du GGD81"


def test_a_commitment_keeps_the_whole_number_of_its_article(facts, project):
    act = project.root / "content/convention/2026.yaml"
    text = act.read_text("utf-8").replace("ARTICLE 5\n", "ARTICLE 5 septies\n")
    act.write_text(text.replace("  empreinte:", "  # empreinte:"), "utf-8")
    held = facts("article-5")
    assert [*map(plain_blanks, (held.numero, held.surtitre))] == [
        "5 septies",
        "Article 5 septies – Communication",
    ]


def test_the_head_of_a_draft_marks_doubts_where_there_are(facts):
    assert facts("action-6-1").repere == "Fiche\N{NBSP}6.1 · PROJET – ▲ à vérifier avant diffusion"
    assert (
        facts("article-5").repere
        == "Fiche\N{NBSP}art.\N{NBSP}5 · PROJET – à vérifier avant diffusion"
    )


@pytest.mark.parametrize(("readers", "said"), [("interne", True), ("partenaires", False)])
def test_head_says_that_a_fiche_is_internal(project, readers, said):
    [path] = files(project.workspace, "article-5")
    text = path.read_text("utf-8")
    path.write_text(text.replace("diffusion: publique", f"diffusion: {readers}"), "utf-8")
    [document] = composed(project.workspace, "article-5").values()
    state = " · PROJET – à vérifier avant diffusion"
    assert (
        document.facts.repere
        == f"Fiche\N{NBSP}art.\N{NBSP}5{' · INTERNE – ne pas remettre' * said}{state}"
    )
    assert document.required_margin_words[0] == document.facts.repere


def test_a_doubt_is_marked_beside_its_text_in_a_draft(facts):
    said = facts("action-6-1")
    assert [step.a_verifier for step in said.etapes] == [False, False, True, True, False, False]
    assert said.alerte.a_verifier


def test_text_is_marked_when_its_law_is_not_verified(facts):
    constat = next(step for step in facts("action-5-2").etapes if "judiciaire" in step.texte)
    assert constat.a_verifier  # CPP, art. 16: read in a text of 2017
    assert not facts("action-6-2").etapes[-1].a_verifier  # CSI: read in a text of 2025


def test_delays_of_the_law_and_ours_have_one_wording(facts):
    assert facts("action-4-1").etapes[3].texte.startswith("La commune, sous six mois, mène les six")
    said = [plain_blanks(step.texte) for step in facts("article-3-reunions").etapes]
    assert said[2].startswith("L’AMR81, 6 semaines avant la date, écrit au GGD81 et aux maires")
    assert said[3].startswith("Le GGD81, sous 2 semaines, désigne l’intervenant")


def test_step_that_is_a_sentence_follows_a_colon(project):
    [path] = files(project.workspace, "article-5")
    text = path.read_text("utf-8").replace("texte: classe l’article", "texte: Classer l’article")
    path.write_text(text, "utf-8")
    [document] = composed(project.workspace, "article-5").values()
    assert plain_blanks(document.facts.etapes[3].texte).startswith("L’AMR81 : Classer l’article")


def test_other_fiches_and_roles_are_named_within_sentences(facts):
    assert plain_blanks(facts("action-6-1-video").numero) == "6.1 bis"
    assert "voir fiche 4.2" in plain_blanks(facts("action-6-1-video").etapes[0].texte)
    assert "la brigade ou le référent\u00a0élu" in facts("action-5-2").etapes[2].texte


def test_a_box_tells_how_to_get_a_fiche_it_lacks(project):
    asked = "(fiche 6.1 bis). Cette fiche se demande à l’AMR81."
    for beside, end in ((), asked), (("action-6-1-video",), "(fiche 6.1 bis)."):
        [fiche] = composed(project.workspace, "action-4-2", beside=beside).values()
        assert plain_blanks(fiche.facts.alerte.texte).endswith(end)


def test_item_of_law_has_a_link_and_its_check(facts):
    said = facts("action-6-2")
    [code] = said.ouvrages
    assert code.nom == "Code de la sécurité intérieure"
    assert all("](https://www.legifrance.gouv.fr/" in base.reference for base in code.bases)
    assert plain_blanks(code.bases[0].reference).startswith("[art. L. 512-4](")
    assert plain_blanks(said.sources).startswith("convention du 23 avril 2026, action 6.2 ; ")
    section = plain_blanks(facts("article-4-4-3").sources)
    assert section.startswith("convention du 23 avril 2026, article 4, 4.3")
    assert "texte de travail" not in section


def test_unknown_number_is_a_line_to_fill_in(facts):
    found = {one.nom: one for one in facts("action-4-1").contacts}
    assert found["Référent\u00a0élu"].a_remplir
    assert found["Référent\u00a0élu"].voies == ("à joindre par la brigade",)
    assert not found["ANSSI en Occitanie"].a_remplir


def test_last_word_is_held_when_it_ends_what_acronym_means(facts):
    found = {one.nom: one for one in facts("article-5").contacts}
    assert found["AMR81"].sens.endswith(" ruraux\u00a0du\u00a0Tarn")


def test_last_words_of_a_role_are_held_together(facts):
    roles = {one.acteur: one.fait for one in facts("action-6-2").parts}
    assert roles["Police municipale"].endswith(" compte\u00a0au\u00a0maire")


def test_emergency_numbers_come_before_other_contacts(facts):
    numbers = [contact.numero for contact in facts("action-5-2").contacts]
    assert numbers[:2] == ["17", "18"]
    assert len(numbers) == 3


def test_emergency_number_stands_under_whom_it_reaches(facts):
    first, second, _ = facts("action-5-2").contacts
    assert (first.nom, plain_blanks(first.sens)) == (
        "Police ou gendarmerie",
        "Urgence, jour et nuit",
    )
    assert second.nom == "Sapeurs-pompiers"


def test_draft_lists_what_is_left_by_sort_and_code(facts):
    said = {one.quoi: plain_blanks(one.liste) for one in facts("action-6-1-video").restes}
    assert list(said) == [
        "À vérifier",
        "À adopter par les parties",
        "À relire",
        "Textes à vérifier",
    ]
    assert said["À adopter par les parties"] == "qui fait quoi ; indicateurs de l’année"
    assert said["Textes à vérifier"].startswith("art. R. 252-15, R. 252-3, L. 252-4, ")
    assert said["Textes à vérifier"].endswith(" et R. 253-6 du CSI")


def test_points_without_a_name_are_told_once_in_words():
    item = Item("content/fiche/a.yaml", "« AMR81 » n’est pas ici", code="ailleurs", id="a")
    [said] = left_by_sort([item, replace(item, id="b")], [])
    assert (said.quoi, said.liste) == ("À relire", "ce qui est d’un autre département")


# In a commune


def test_in_a_commune_roles_have_their_own_names(project):
    project.write(
        "content/territoire/unites.yaml",
        "unites:\n  - unite: Brigade d'Alban\n    telephone: 01 99 00 00 00\n"
        "    referent_elu: {nom: Exemple Fictif, telephone: 01 99 00 00 01}\n",
    )
    made = composed(project.workspace, "article-4-sip", communes=(ALBAN, ALBI))
    assert list(made) == ["article-4-sip-81003", "article-4-sip-81004"]
    alban, albi = (document.facts for document in made.values())
    assert alban.intitule.endswith("· Alban")
    assert "L’élu va à la brigade d’Alban" in alban.etapes[0].texte
    assert "L’élu va au commissariat de police d’Albi" in albi.etapes[0].texte
    found = {
        one.nom: plain_blanks(" | ".join(filter(None, (one.sens, one.numero, *one.voies))))
        for one in alban.contacts
    }
    assert found["Brigade d’Alban"] == "01 99 00 00 00"
    assert found["Référent\u00a0élu"] == "à joindre par la brigade | 01 99 00 00 00"
    assert "Fictif" not in alban.model_dump_json()


def test_a_short_name_of_an_actor_ends_no_line(project):
    garric, sulpice = CodeInsee("81101"), CodeInsee("81271")
    made = composed(project.workspace, "article-4-sip", communes=(garric, sulpice))
    said = [document.facts.parts[1].acteur for document in made.values()]
    assert said == ["Brigade de Cagnac\u2011les\u2011Mines", "Brigade de Saint-Sulpice-la-Pointe"]


def test_no_line_ends_within_a_telephone_number(project):
    project.write(
        "content/territoire/unites.yaml",
        "unites:\n  - unite: Brigade d'Alban\n    telephone: 01 99 00 00 00\n",
    )
    made = composed(project.workspace, "article-4-sip", communes=(ALBAN,))
    said = made["article-4-sip-81003"].facts.model_dump_json()
    assert "01\u00a099\u00a000\u00a000\u00a000" in said
    assert "01 99" not in said


def test_without_a_project_nothing_is_made(project):
    [path] = files(project.workspace, "article-5")
    fiche = check_source(read_source(path, path.name), KIND.content, KIND.rules)
    assert list(KIND.compose(fiche, ComposeRequest("article-5", "article-5.yaml"))) == []


# Final


def test_fiche_is_final_when_law_is_checked_and_parts_agreed(project):
    [path] = files(project.workspace, "action-6-2")
    settle(path)
    assert not composed(project.workspace, "action-6-2")["action-6-2"].final
    check_law(project.workspace)
    made = composed(project.workspace, "action-6-2")["action-6-2"]
    assert made.final
    assert made.facts.restes == ()
    assert (made.facts.etat_parts, made.facts.etat_suivi) == ("", "")
    mention = plain_blanks(made.facts.mention)
    assert mention == "Fiche 6.2 – version du 4 janvier 2027, relue par Exemple Fictif."
    assert 'a_verifier":true' not in made.facts.model_dump_json()


def test_optional_text_is_marked_in_drafts_and_absent_from_finals(project, facts):
    when = next(bloc for bloc in facts("action-4-1").reperes if bloc.titre == "Quand")
    assert when.mots[0].a_verifier
    [path] = files(project.workspace, "action-4-1")
    settle(path)
    check_law(project.workspace)
    law = project.root / "content/referentiel/droit/programmes.yaml"
    text = law.read_text("utf-8")
    start = text.index("  - cle: mac-duree")
    end = text.index("  - cle: fipd-minimum")
    item = "\n".join(x for x in text[start:end].split("\n") if "controle:" not in x)
    law.write_text(text[:start] + item + text[end:], "utf-8")
    made = composed(project.workspace, "action-4-1")["action-4-1"]
    assert made.final
    assert "Quand" not in [bloc.titre for bloc in made.facts.reperes]


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
