"""What is wrong in a file of the memento, and between its files: all of it, at its place."""

import pytest

from docgen.content.source import parse_source
from docgen.kinds.memento.rules import left, rules
from tests.kinds.memento.works import change, problem_lines, problems, project

STEP = "{titre: Voir, texte: Voir., acteur: maire"


def findings(text):
    data = parse_source(text, "essai.yaml").data
    return [(one.steps, one.message) for one in rules(data)]


def steps(*etapes):
    return f"famille: {{procedures: [{{titre: P, etapes: [{', '.join(etapes)}]}}]}}"


PLACE = ("famille", "procedures", 0, "etapes", 0)


@pytest.mark.parametrize(
    ("delay", "where", "message"),
    [
        ("{valeur: 3}", "valeur", "délai sans unité"),
        ("{unite: jours}", "unite", "délai sans nombre"),
        ("{unite: jours, moment: demain}", None, "un délai se dit d’une seule façon"),
        ("{precision: au plus}", None, "un délai se dit d’une seule façon"),
        ("{moment: demain, droit: recours}", None, "un délai se dit d’une seule façon"),
    ],
)
def test_a_delay_is_said_in_one_way_and_whole(delay, where, message):
    [(place, told)] = findings(steps(f"{STEP}, delai: {delay}}}", f"{STEP}}}"))
    assert place == (*PLACE, "delai", *([where] if where else []))
    assert told == message


@pytest.mark.parametrize(
    "delay", ["{valeur: 3, unite: jours}", "{droit: recours}", "{moment: demain}"]
)
def test_each_way_of_saying_a_delay_is_right(delay):
    assert findings(steps(f"{STEP}, delai: {delay}}}", f"{STEP}}}")) == []


def test_only_the_last_step_ends_a_procedure():
    [(place, _)] = findings(steps(f"{STEP}, fin: oui}}", f"{STEP}, fin: oui}}"))
    assert place == (*PLACE, "fin")


def test_an_alternative_has_a_case_and_follows_a_step():
    first, other = (f"{STEP}, si: ici, ou: oui}}", f"{STEP}, ou: oui}}")
    assert [place[-2:] for place, _ in findings(steps(first, other))] == [(0, "ou"), (1, "ou")]
    assert findings(steps(f"{STEP}}}", first)) == []


@pytest.mark.parametrize(
    ("text", "place"), [("{}", ()), ("{famille: {}, ensemble: {}}", ("ensemble",))]
)
def test_a_file_says_a_family_or_the_whole(text, place):
    assert findings(text) == [(place, "un fichier du mémento dit une famille, ou l’ensemble")]


def test_family_is_left_until_proofread():
    unread = {"famille": {"numero": "2", "titre": "Dépôts"}}
    points = list(left(unread))
    assert [(one.name, one.code) for one in points] == [
        ("Relire\u00a0: 2. Dépôts", "controle"),
        ("Relire la ligne d’aide-mémoire\u00a0: 2. Dépôts", "controle"),
    ]
    assert [one.typed for one in points] == ["", "aide-memoire"]
    read = {"le": "2027-01-04"}
    assert list(left({"famille": {"controle": read, "aide_memoire": {"relecture": read}}})) == []
    assert len(list(left({"ensemble": {}}))) == 1
    assert list(left({"ensemble": {"relecture": read}})) == []


def test_a_right_memento_is_told_nothing(tmp_path):
    assert problems(project(tmp_path)) == ()


DEPOTS = "02-depots-sauvages.yaml"
LAW, NOTHING = "aucune règle de droit", "renvoi à ce qui n’existe pas :"
LAST = "décider avant la fin du délai"
"""Words of an ordinary sentence."""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[penal-r632-1]", "[penal-r632-2]", f"{LAW} « penal-r632-2 »"),
        ("{droit:bacs-classe.montant}", "{droit:bac.montant}", f"{LAW} « bac »"),
        ("droit: l541-3-observations, p", "droit: l541-delai, p", f"{LAW} « l541-delai »"),
        ("points: [point-2", "points: [point-20", f"{LAW} « point-20 »"),
        ("points: [point-2", "points: [recours", "« recours » n’est pas un point à contrôler"),
        ("droit: l541-3-observations", "droit: env-l541-3", "« env-l541-3 » n’est pas un délai"),
        ("[penal-r632-1]", "[ta-toulouse]", "« ta-toulouse » n’est pas un article"),
        ("qui: [ofb, dreal]", "qui: [ofbe, dreal]", "rôle inconnu : « ofbe »"),
        ("{role: pompiers-18", "{role: pompier-18", "rôle inconnu : « pompier-18 »"),
        ("actes: [rapport-de", "actes: [raport-de", "aucun modèle « raport-de-constat »"),
        (LAST, "voir {memento:epave}", f"{NOTHING} « {{memento:epave}} »"),
        (LAST, "voir {fiche:action-5-3}", f"{NOTHING} « {{fiche:action-5-3}} »"),
        (LAST, "voir {notes:epaves}", "genre de renvoi inconnu : « {notes:epaves} »"),
        ("l’agent qui constate. L’enlèvement", "l’agent {droit:ici", "renvoi mal écrit"),
    ],
)
def test_what_leads_nowhere_is_told_at_its_place(tmp_path, old, new, message):
    made = project(tmp_path)
    line = change(made, DEPOTS, (old, new))
    assert [one for one in problems(made) if message in one.message]
    place = {(one.line, bool(one.column)) for one in problems(made)}
    assert len(place) == 1
    [(told_line, has_column)] = place
    assert has_column
    assert line - 3 <= told_line <= line  # a text of several lines is told where it begins


def test_a_near_name_is_offered(tmp_path):
    made = project(tmp_path)
    change(made, DEPOTS, ("qui: [ofb, dreal]", "qui: [ofb, drea]"))
    [problem] = problems(made)
    assert problem.hint == "vouliez-vous dire « dreal » ?"


def test_a_step_without_an_actor_is_told(tmp_path):
    made = project(tmp_path)
    following = "        - titre: Informer"
    line = change(made, DEPOTS, (f"          acteur: commune\n{following}", following))
    [(_, told_line, message)] = problem_lines(made)
    assert message == "champ obligatoire absent"
    assert line - 5 < told_line < line


def test_two_families_share_neither_name_nor_number(tmp_path):
    made = project(tmp_path)
    change(
        made, "03-epaves.yaml", ("id: epaves", "id: depots-sauvages"), ("numero: 3", "numero: 02")
    )
    messages = [
        (name, line, message) for name, line, message in problem_lines(made) if "déjà" in message
    ]
    assert [message.partition(" (")[0] for *_, message in messages] == [
        "l’identifiant « depots-sauvages » est déjà pris",
        "le numéro « 2 » est déjà pris",
    ]
    assert {name for name, *_ in messages} == {"03-epaves.yaml"}


def test_one_file_and_no_more_says_the_whole(tmp_path):
    made = project(tmp_path)
    whole = made.content / "memento/00-ensemble.yaml"
    whole.with_name("99-autre.yaml").write_text(whole.read_text("utf-8"), "utf-8")
    assert [(name, message) for name, _, message in problem_lines(made)] == [
        ("99-autre.yaml", "l’ensemble est déjà dit par content/memento/00-ensemble.yaml")
    ]
    whole.unlink()
    whole.with_name("99-autre.yaml").unlink()
    assert [message for *_, message in problem_lines(made)] == ["aucun fichier ne dit l’ensemble"]


def test_everything_wrong_in_all_files_is_told_in_one_pass(tmp_path):
    made = project(tmp_path)
    change(made, DEPOTS, ("[penal-r632-1]", "[penal-r1]"), ("qui: [brigade]", "qui: [brigades]"))
    change(made, "06-bruit.yaml", ("[penal-r623-2]", "[penal-r2]"))
    assert {(name, message) for name, _, message in problem_lines(made)} == {
        (DEPOTS, "aucune règle de droit « penal-r1 »"),
        (DEPOTS, "rôle inconnu : « brigades »"),
        ("06-bruit.yaml", "aucune règle de droit « penal-r2 »"),
    }


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ("titre: '{droit:recours}', texte: Voir.", "titre"),
        (f"{STEP[1:]}, si: 'si {{droit:recours}}'", "si"),
    ],
)
def test_law_is_not_cited_where_no_mark_is_printed(step, field):
    assert findings(steps(f"{{{step}}}")) == [
        ((*PLACE, field), "une règle de droit ne se cite pas ici : « {droit:recours} »")
    ]


def test_a_sigle_that_has_two_meanings_is_refused():
    sigles = "[{sigle: DDT, sens: une}, {sigle: ARS, sens: agence}, {sigle: DDT, sens: deux}]"
    [(steps, message)] = findings(f"ensemble: {{sigles: {sigles}}}")
    assert (steps, "le sigle « DDT » déjà pris" in message) == (
        ("ensemble", "sigles", 2, "sigle"),
        True,
    )


def test_law_may_be_cited_in_the_title_of_a_procedure():
    text = "famille: {procedures: [{titre: 'La procédure {droit:env-l541-3.numero}', etapes: []}]}"
    assert findings(text) == []


@pytest.mark.parametrize(
    ("name", "fine"),
    [("02-depots-sauvages.yaml", "4"), ("06-bruit.yaml", "3"), ("04-brulage.yaml", "4")],
)
def test_reduced_fine_is_refused_beside_waste_noise_and_fire(name, fine, tmp_path):
    workspace = project(tmp_path)
    held = {"04-brulage.yaml": "vise toute autre personne"}.get(name, f"{{droit:forfait-{fine}}}")
    change(workspace, name, (held, f"{held}, minorée {{droit:forfait-minoree-{fine}}}"))
    [(file, _, message)] = problem_lines(workspace)
    assert (file, message) == (
        name,
        f"« forfait-minoree-{fine} » ne vaut que pour le code de la route, hors stationnement",
    )
