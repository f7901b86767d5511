"""What is wrong in a model of act is told at once, at its place, with what would mend it."""

import pytest

from docgen.build.compose import compose_all
from docgen.content.source import parse_source
from docgen.errors import ContentError
from docgen.kinds.kind import Scope
from docgen.kinds.modele.kind import KIND
from docgen.kinds.modele.rules import left, rules
from docgen.referential.referential import Referential
from tests.support.territory import project

LETTRE = """\
id: essai-fictif
nature: lettre
titre: Lettre d'essai (exemple fictif)
pour: personne
blancs:
  - {id: date, libelle: date}
lettre:
  expediteur: ["Commune {commune:de}"]
  destinataire: [Exemple Fictif]
  objet: Essai
  fait: Fait {commune:a}, le {blanc:date}
  appel: Madame, Monsieur
  corps: [Un texte.]
  politesse: Je vous salue, {acte:appel}, bien.
  signature: {qualite: "{maire:signature},", nom: "{maire:nom}"}
conseils: [Rien.]
sources: [exemple fictif]
"""


def findings(text):
    source = parse_source(text, "essai-fictif.yaml")
    return [(one.steps, one.code, one.message, one.hint) for one in rules(source.data)]


def changed(before, after):
    assert before in LETTRE
    return findings(LETTRE.replace(before, after))


def refused(folder, text, name="essai-fictif"):
    workspace = project(folder)
    path = workspace.content / f"modele/{name}.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError) as error:
        compose_all(workspace, KIND, [path], Scope(Referential(workspace)))
    return error.value.problems


def test_an_offence_is_named_by_a_rule_that_exists(tmp_path):
    text = LETTRE.replace("objet: Essai", "objet: Essai{natinf:penal-r634-22}")
    (problem,) = refused(tmp_path, text)
    assert (problem.code, problem.line) == ("renvoi", 10)
    assert "« penal-r634-2 »" in problem.hint


def test_a_model_that_is_right_has_nothing_against_it():
    assert findings(LETTRE) == []


@pytest.mark.parametrize(
    ("asked", "code", "hint"),
    [
        ("{comune:de}", "renvoi", "vouliez-vous dire « commune » ?"),
        ("{commune:dee}", "renvoi", "vouliez-vous dire « de » ?"),
        ("{maire:apel}", "renvoi", "vouliez-vous dire « appel » ?"),
        ("{brigade:telefone}", "renvoi", "vouliez-vous dire « telephone » ?"),
        ("{maire:xyz}", "renvoi", "formes de « maire » : nom, appel, titre, de, a, signature"),
        ("{commune:de.ref}", "renvoi", "« {commune:de} »"),
        ("{blanc:dates}", "blanc", "vouliez-vous dire « date » ?"),
        ("{blanc:lieu}", "blanc", "déclarez-le dans « blancs: », avec son libellé"),
        ("{acte:appel}", "renvoi", "« {acte:appel} » ne se met que dans « politesse: »"),
    ],
)
def test_a_reference_to_nothing_is_told_with_the_nearest(asked, code, hint):
    [(steps, said, message, mending)] = changed("Un texte.", f'"Le {asked} va."')
    assert steps == ("lettre", "corps", 0)
    assert (said, mending) == (code, hint)
    assert asked[1:-1].partition(":")[2].partition(".")[0] in message


@pytest.mark.parametrize(
    "after", ["titre: {commune:de}", "pour: {maire:a}", "sources: {blanc:date}"]
)
def test_a_heading_refers_to_nothing(after):
    field = after.partition(":")[0]
    line = next(one for one in LETTRE.splitlines() if one.startswith(field))
    made = (
        f'{field}: ["{after.partition(" ")[2]}"]'
        if field == "sources"
        else f'{field}: "{after.partition(" ")[2]}"'
    )
    assert [one[1] for one in changed(line, made)] == ["renvoi"]


def test_a_blank_is_placed_and_declared_once():
    assert [one[2] for one in changed("{blanc:date}", "10 mai")] == [
        "aucun texte ne pose le blanc « date »"
    ]
    twice = "  - {id: date, libelle: date}\n"
    assert [one[1] for one in changed(twice, twice * 2)] == ["doublon"]
    [(_, code, message, _)] = changed(twice, twice + "  - {id: commune, libelle: commune}\n")[:1]
    assert (code, message) == ("blanc", "« commune » est un blanc que docgen pose lui-même")


@pytest.mark.parametrize("text", ["**Le {blanc:date} va.**", "*{commune:nom}*"])
def test_nothing_is_open_around_a_blank(text):
    told = changed("Un texte.", f'"{text}"')
    assert [one[1] for one in told] == ["balise"]


def test_the_form_of_address_is_taken_up_once():
    for closing in ("bien.", "{acte:appel}, {acte:appel}."):
        told = changed("{acte:appel}, bien.", closing)
        assert [one[:2] for one in told] == [(("lettre", "politesse"), "appel")]


def test_a_model_holds_the_words_of_its_nature_alone():
    told = changed("nature: lettre", "nature: rapport")
    assert [one[2] for one in told] == [
        "« nature: rapport » sans « rapport: »",
        "« lettre: » dans un modèle de nature « rapport »",
    ]


def test_a_doubt_is_said_before_it_is_left_out():
    told = changed("[Rien.]", "[{texte: Rien., si_non_verifie: retirer}]")
    assert [one[1] for one in told] == ["a-verifier"]


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    text = (
        LETTRE.replace("{commune:a}", "{commune:au}")
        .replace("[Un texte.]", '["Un **texte.", "Le {maire:nm}.", "Le {droit:}."]')
        .replace("libelle: date", "libele: date")
        .replace("nature: lettre", "nature: letre")
    )
    problems = refused(tmp_path, text)
    assert [(one.line, one.column, one.code) for one in problems] == [
        (2, 9, "valeur"),
        (6, 16, "extra_forbidden"),
        (11, 14, "renvoi"),
        (13, 15, "balise"),
        (13, 30, "renvoi"),
        (13, 48, "balise"),
    ]
    assert all(one.file == "content/modele/essai-fictif.yaml" for one in problems)


def test_law_that_is_not_known_is_told_with_the_nearest(tmp_path):
    text = LETTRE.replace("Un texte.", '"{droit:env-l541-33}, {droit:env-l541-3.reff}"')
    told = [(one.line, one.message, one.hint) for one in refused(tmp_path, text)]
    assert told == [
        (13, "aucune règle de droit « env-l541-33 »", "vouliez-vous dire « env-l541-3 » ?"),
        (13, "forme inconnue : « reff »", "vouliez-vous dire « ref » ?"),
    ]


def test_a_model_has_the_name_of_its_file(tmp_path):
    [problem] = refused(tmp_path, LETTRE, "autre-nom")
    assert (problem.line, problem.code) == (1, "nom")


def test_left_is_the_doubts_then_the_proofreading():
    text = LETTRE.replace("[Rien.]", "[{texte: Rien., a_verifier: à voir}]")
    told = [(one.code, one.name) for one in left(parse_source(text, "essai.yaml").data)]
    assert told == [("a-verifier", "à voir"), ("controle", "Relecture du modèle")]
