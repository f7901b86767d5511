"""What an act says of each commune, and when it may be final."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.build.compose import compose_all
from docgen.document import Diffusion
from docgen.french.typography import prose
from docgen.french.wording import elide
from docgen.kinds.kind import Scope
from docgen.kinds.modele.facts import FaitsArrete, FaitsLettre
from docgen.kinds.modele.kind import KIND
from docgen.kinds.writing.phrases import Morceau, pieces_of
from docgen.referential.droit.natinf import COLUMNS, NATINF_FILE
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.workspace import REFERENTIEL
from tests.conftest import plain_blanks
from tests.kinds.modele.acts import (
    COMMUNES,
    IDS,
    MODELS,
    OURS,
    act,
    merged,
    phrase_words,
    phrases,
    unchecked,
    whole,
)
from tests.support.projects.settle import check_models
from tests.support.territory import project, with_doubtful_mayor

UNCONTRACTED = re.compile(r"\b(?:(?:de|à) les?|de une?)\b(?! \w+(?:er|re|ir)\b)")
"""An article that should have contracted or elided; « de le céder » has none, but a pronoun."""

every_model = pytest.mark.parametrize("name", MODELS)


# The models that we keep


def test_the_models_are_those_that_the_memento_names():
    assert set(MODELS) == IDS


@every_model
def test_a_model_is_public_and_says_so(name):
    assert act(name).diffusion is Diffusion.PUBLIQUE


def test_a_short_word_beside_a_blank_ends_no_line():
    said = phrases(act("mise-en-demeure").facts)
    words = "".join(piece.texte for phrase in said for piece in phrase.morceaux)
    assert "présentée le\u00a0" in words
    assert " a\u00a0constaté" in words
    assert " qui\u00a0a\u00a0informé" in words


# Every commune is named right


@every_model
def test_an_act_is_right_french(name):
    for code in ("", *COMMUNES):
        text = whole(act(name, code))
        assert not UNCONTRACTED.search(text), code
        assert not re.search(r"\{|\}|\*\*|None|  |\bde (?:de|à|d’)\b", text), code
        for word, following in re.findall(r"\b(de|que|le) ([a-zà-ÿ’A-ZÀ-Ÿ-]+)", text):
            assert elide(word, following).startswith(f"{word} "), (code, word, following)


@every_model
def test_typography_has_nothing_to_add(name):
    for code in ("", *COMMUNES):
        texts = [
            "".join("\u00d7" if one.blanc else one.texte for one in phrase.morceaux)
            for phrase in phrases(act(name, code).facts)
        ]
        assert texts, code
        assert list(map(prose, texts)) == texts, code


@pytest.mark.parametrize(("code", "de"), COMMUNES.items())
def test_a_letter_names_its_commune(code, de):
    facts = act("lettre-l541-3", code).facts
    assert isinstance(facts, FaitsLettre)
    assert facts.organisme == f"Commune {de}"
    de = plain_blanks(de)
    assert phrase_words(facts.expediteur[0]) == f"Commune {de}"
    assert phrase_words(facts.qualite) in (f"Le maire {de},", f"La maire {de},")
    assert f"à la mairie {de} (" in plain_blanks(whole(act("lettre-l541-3", code)))


def test_an_order_speaks_in_the_name_of_its_mayor():
    facts = act("mise-en-demeure", "81045").facts
    assert isinstance(facts, FaitsArrete)
    assert phrase_words(facts.autorite) in ("Le maire des Cabannes,", "La maire des Cabannes,")
    assert phrase_words(facts.fait) == "Fait aux Cabannes, le [date]"
    assert [article.titre for article in facts.articles] == [
        f"Article\u00a0{number}" for number in ("1er", 2, 3, 4)
    ]
    assert all(phrase_words(one).startswith("Vu ") for one in facts.visas)
    assert all(phrase_words(one).startswith("Considérant que") for one in facts.considerants)


def test_a_list_of_articles_keeps_its_last_two_words_together():
    visas = act("mise-en-demeure").facts.visas
    lists = "".join(one.texte for visa in visas for one in visa.morceaux)
    assert "ses articles L.\u00a02212-1 et\u00a0L.\u00a02212-2\u202f;" in lists


def test_a_woman_who_is_mayor_is_not_called_a_man():
    text = whole(act("mise-en-demeure", "81004"))
    assert "La maire d’Albi," in text
    assert "Stéphanie Guiraud-Chaumeil" in text
    assert "le maire d’Albi" not in text.lower().replace("la maire", "")


def test_in_police_zone_no_act_names_a_brigade():
    for name in MODELS:
        assert "rigade" not in whole(act(name, "81004"))
        assert "commissariat de police d’Albi" in whole(act(name, "81004")).replace("C", "c")


def test_a_report_is_for_the_mayor_by_the_right_name():
    assert "À l’attention de Monsieur le Maire du Garric" in whole(
        act("rapport-de-constat", "81101")
    )
    assert "À l’attention de Madame ou Monsieur le Maire d’Ajaccio" in whole(
        act("rapport-de-constat", "2A004")
    )


def _offence_line(workspace):
    (report,) = merged(workspace, "rapport-de-constat", "81101")
    words = map(phrase_words, phrases(report.facts))
    return next(text for text in words if text.startswith("Infraction, et son numéro"))


def test_a_report_prints_the_numbers_of_known_offences(tmp_path):
    workspace = project(tmp_path)
    assert _offence_line(workspace) == "Infraction, et son numéro NATINF"
    rows = [
        ("91", "Contravention de 4ème classe", "EXEMPLE FICTIF", "", "ART.R.634-2 AL.1 C.PENAL."),
        ("7", "Contravention de 4ème classe", "EXEMPLE FICTIF", "", "ART.R.634-2 C.PENAL."),
        ("8", "Délit", "EXEMPLE FICTIF", "ART.R.635-8 C.PENAL.", "ART.R.635-8 C.ROUTE."),
    ]
    snapshot = Snapshot("natinf", Origine(jeu="x"), {NATINF_FILE: to_csv(COLUMNS, rows)})
    folder = workspace.content / REFERENTIEL / "natinf"
    folder.mkdir()
    for name, data in snapshot.all_files.items():
        (folder / name).write_bytes(data)
    assert _offence_line(workspace) == "Infraction, et son numéro NATINF (R. 634-2 : 91, 7)"


def test_the_closing_takes_up_the_form_of_address():
    facts = act("rappel-convocation", "81101").facts
    assert phrase_words(facts.appel) == "Madame, Monsieur,"
    assert ", Madame, Monsieur, " in phrase_words(facts.politesse)


def test_law_is_said_by_its_items():
    text = whole(act("lettre-l541-3", "81101"))
    assert "15 000 € au plus" in text
    assert "vous disposez de dix jours à compter" in text
    assert "L’article L. 541-3 du code de l’environnement me permet" in text


def test_without_a_commune_its_places_are_blank():
    document = act("lettre-l541-3")
    assert document.stem == "modele-lettre-l541-3"
    assert "Commune [de / du …]" in whole(document)
    assert document.facts.organisme == ""


def test_act_is_named_after_its_model_and_commune():
    assert act("arrete-epave", "2A004").stem == "modele-arrete-epave-2a004-ajaccio"
    assert [act(name).layout for name in ("lettre-l541-3", "arrete-epave", "rappel-rapport")] == [
        *("document", "arrete", "rapport")
    ]


def test_without_a_project_there_is_nothing_to_merge():
    path = OURS.content / "modele/arrete-epave.yaml"
    assert compose_all(OURS, KIND, [path]) == []


# Draft or final


@every_model
def test_a_model_that_no_one_checked_makes_a_draft(name):
    document = act(name, "81101")
    assert not document.final
    assert document.required_margin_words[0].startswith("PROJET")
    assert document.left
    numbers = [reste.numero for reste in document.facts.restes]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    marked = {n for one in phrases(document.facts) for n in one.numeros.split(",\u00a0") if n}
    unmarked = [one.quoi for one in document.facts.restes if one.numero not in marked]
    assert unmarked == ["Relecture du modèle"]


def test_what_is_checked_makes_a_final(tmp_path):
    workspace = check_models(project(tmp_path))
    for name in MODELS:
        [document] = merged(workspace, name, "81101")
        assert document.final, name
        assert document.required_margin_words == ()
        assert document.facts.restes == ()
        assert not any(phrase.note for phrase in phrases(document.facts))


def test_doubtful_mayor_keeps_an_act_a_draft(tmp_path):
    workspace = with_doubtful_mayor(check_models(project(tmp_path)), "81006")
    [document] = merged(workspace, "mise-en-demeure", "81006")
    assert not document.final
    assert [problem.code for problem in document.left] == ["a-verifier"]
    assert document.facts.nom.numeros == "1"
    [unnamed] = merged(workspace, "rapport-de-constat", "81006")
    assert unnamed.final


def test_optional_law_leaves_a_final_with_its_article(tmp_path):
    workspace = check_models(project(tmp_path))
    [whole_act] = merged(workspace, "arrete-epave", "81101")
    unchecked(workspace, "epave-publique-astreinte")
    [document] = merged(workspace, "arrete-epave", "81101")
    assert document.final
    assert "astreinte" in whole(whole_act)
    assert "astreinte" not in whole(document)
    numbers = [article.titre for article in document.facts.articles]
    assert numbers == [article.titre for article in whole_act.facts.articles][:-1]


def test_law_that_blocks_is_told_at_its_place(tmp_path):
    workspace = check_models(project(tmp_path))
    unchecked(workspace, "l541-3-amende")
    [document] = merged(workspace, "lettre-l541-3", "81101")
    assert not document.final
    [problem] = document.left
    assert problem.file.endswith("droit/environnement.yaml")
    [point] = document.facts.restes
    [marked] = [phrase for phrase in phrases(document.facts) if phrase.note]
    assert (marked.numeros, marked.note) == (point.numero, f"1. {point.quoi}")


class Moselle(Referential):
    """The referential of a project of the Moselle."""

    home = "57"


def test_article_that_local_law_excludes_keeps_an_act_draft(tmp_path):
    workspace = check_models(project(tmp_path))
    path = workspace.content / "modele/mise-en-demeure.yaml"

    def law_left():
        [(_, composed)] = compose_all(workspace, KIND, [path], Scope(Moselle(workspace)))
        return [one.id for one in composed.document.left if one.of_law]

    assert law_left() == ["droit:cgct-l2212-1", "droit:cgct-l2212-2"]
    text = path.read_text("utf-8").replace("cgct-l2212-1", "env-l541-1-1")
    path.write_text(text.replace("{droit:cgct-l2212-2.numero}", "L. 2542-3"), "utf-8")
    assert law_left() == []


def test_communes_are_merged_one_by_one():
    found = merged(OURS, "rappel-rapport", "81101", "81004")
    assert [one.key for one in found] == ["rappel-rapport-81101", "rappel-rapport-81004"]


words = st.text("ab é’,()", max_size=6)


@given(st.lists(words | st.sampled_from(["{blanc:b}", "{blanc:c-d}"]), max_size=8))
def test_the_pieces_of_a_text_are_the_text(parts):
    text = "".join(parts)
    pieces = list(pieces_of(text, lambda name: Morceau(texte=name, blanc=True)))
    again = (f"{{blanc:{one.texte}}}" if one.blanc else one.texte for one in pieces)
    assert "".join(again) == text
    assert all(one.texte for one in pieces)


def test_a_text_is_cut_where_its_blanks_are():
    pieces = [
        (one.texte, one.blanc)
        for one in pieces_of("a {blanc:b}{blanc:c} d", lambda n: Morceau(texte=n, blanc=True))
    ]
    assert pieces == [("a ", False), ("b", True), ("c", True), (" d", False)]


def test_no_act_prints_what_is_internal(tmp_path):
    workspace = project(tmp_path)
    secret = '{nom: Secret, telephone: "06 00 00 00 00", courriel: secret@exemple.fr}'
    unit = f"unites:\n  - {{unite: Brigade de Cagnac-les-Mines, referent_elu: {secret}}}\n"
    (workspace.content / "territoire/unites.yaml").write_text(unit, "utf-8")
    for name in MODELS:
        [document] = merged(workspace, name, "81101")
        assert not re.search("secret|06 00", document.facts.model_dump_json(), re.I)


def test_street_of_an_undated_copy_is_to_be_confirmed():
    made = act("lettre-l541-3", "81101")
    assert [one.code for one in made.notices] == ["adresse"]
    assert "Adresse de la mairie" in made.facts.sources
    assert act("lettre-l541-3").notices == ()
