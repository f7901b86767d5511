"""Texts and parts as people name them: by number, name or file, and what is ambiguous is told."""

import pytest

from docgen.build.stamping.choosing import Chooser
from docgen.build.stamping.places import StampAction
from docgen.errors import ContentError

CLAUSE = "content/convention/essai.yaml"


def chosen(project, act, words, *, everything=False):
    """Return the names of what words name, by the name of the text."""
    found = Chooser(project.workspace, act, everything=everything).choose(words.split())
    return {text.path.stem: [place.name for place in places] for text, places in found.items()}


def problem(project, act, words, **options):
    """Return the only problem of words."""
    with pytest.raises(ContentError) as error:
        chosen(project, act, words, **options)
    [told] = error.value.problems
    return told


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("4.2", {"action-4-2": [""]}),
        ("Fiche 4.2 5-1", {"action-4-2": [""], "action-5-1": [""]}),
        ("FICHES action-4-2", {"action-4-2": [""]}),
        ("mémento 2 Fiche 4.2", {"02-depots-sauvages": [""], "action-4-2": [""]}),
        ("Mémento ÉPAVES", {"03-epaves": [""]}),
        ("memento 03-epaves", {"03-epaves": [""]}),
        ("modèle lettre-l541-3", {"lettre-l541-3": [""]}),
        ("lettre rappel", {"rappel": [""]}),
        ("fiche 6.1 6.1-video", {"action-6-1": [""], "action-6-1-video": [""]}),
        ("fiche 4c 6.1bis", {"article-4-sip": [""], "action-6-1-video": [""]}),
        ("fiche 4 c 5", {"article-4-sip": [""], "article-5": [""]}),
        ("dossier", {"dossier": [""]}),
        ("4.2 coût Etapes.1", {"action-4-2": ["cout", "etapes.1"]}),
        ("4.2 cout 4.1 alerte", {"action-4-2": ["cout"], "action-4-1": ["alerte"]}),
    ],
)
def test_text_to_proofread_is_named_as_people_type_it(project, words, found):
    assert chosen(project, StampAction.RELIRE, words) == found


def test_file_names_its_text(project, monkeypatch):
    monkeypatch.chdir(project.root)
    asked = "content/fiche/action-4-2.yaml cout"
    assert chosen(project, StampAction.RELIRE, asked) == {"action-4-2": ["cout"]}


def test_file_outside_the_project_is_refused(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fiche")
    for name in ("action-4-2.yaml", "action-4-1.yaml"):
        (folder / name).write_bytes((project.root / "content/fiche" / name).read_bytes())
    with pytest.raises(ContentError) as error:
        chosen(project, StampAction.ADOPTER, f"{folder}/action-4-2.yaml {folder}/action-4-1.yaml")
    assert [(one.file, one.message) for one in error.value.problems] == [
        (f"{folder}/action-4-2.yaml", "ce fichier n’est pas dans le projet"),
        (f"{folder}/action-4-1.yaml", "ce fichier n’est pas dans le projet"),
    ]


def test_a_whole_kind_is_named_with_everything(project):
    found = chosen(project, StampAction.RELIRE, "memento", everything=True)
    assert len(found) == 15
    assert set(map(tuple, found.values())) == {("", "aide-memoire"), ("aide-memoire",)}
    assert "docgen relire memento --tout" in problem(project, StampAction.RELIRE, "memento").hint


def test_two_page_sheet_is_named_by_itself(project):
    found = chosen(project, StampAction.RELIRE, "Aide-mémoire 4.2")
    assert found.pop("action-4-2") == [""]
    assert len(found) == 15
    assert set(map(tuple, found.values())) == {("aide-memoire",)}


def test_everything_of_a_text_is_the_text_and_its_points(project):
    found = chosen(project, StampAction.RELIRE, "4.2", everything=True)
    assert found == {"action-4-2": ["", "cout", "etapes.1", "etapes.4"]}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fiche 4.2", {"action-4-2": ["qui_fait_quoi", "suivi"]}),
        (
            "fiche 4.2 Suivi 5.1",
            {"action-4-2": ["suivi"], "action-5-1": ["qui_fait_quoi", "suivi"]},
        ),
        ("fiche article-3-assemblees etapes", {"article-3-assemblees": ["etapes"]}),
    ],
)
def test_parts_of_fiches_are_adopted(project, words, found):
    assert chosen(project, StampAction.ADOPTER, words) == found


CONVENTION = """\
acte: projet
intitule: Convention fictive
titre: {texte: Convention, etat: propose}
parties:
  liste: [{id: a, sigle: A, nom: A}, {id: b, sigle: B, nom: B}]
articles:
  - id: article-77
    numero: ARTICLE 77
    titre: Un
    sections:
      - {id: article-77-4, numero: "77.4", titre: Deux, etat: propose}
      - {id: action-4.2, numero: Action 4.2, titre: Trois, etat: propose}
      - {id: autre-4.2, numero: "4.2", titre: Quatre, etat: propose}
signature:
  lieu: Valclair
  exemplaires: 2
  signataires: [{partie: a, nom: A, qualite: a}, {partie: b, nom: B, qualite: b}]
"""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("77.4", ["article-77-4"]),
        ("convention essai 77.4 Titre", ["article-77-4", "titre"]),
        ("essai action-4.2", ["action-4.2"]),
        ("essai Autre-4.2", ["autre-4.2"]),
    ],
)
def test_clause_is_named_by_number_or_identifier(project, words, names):
    project.write(CLAUSE, CONVENTION)
    assert chosen(project, StampAction.ADOPTER, words) == {"essai": names}


def test_number_of_a_fiche_and_of_clauses_is_ambiguous(project):
    project.write(CLAUSE, CONVENTION)
    hint = problem(project, StampAction.ADOPTER, "4.2").hint
    for command in ("fiche 4.2", "convention essai action-4.2", "convention essai autre-4.2"):
        assert f"docgen adopter {command}" in hint
    told = problem(project, StampAction.ADOPTER, "convention essai 4.2")
    assert "docgen adopter convention essai autre-4.2" in told.hint


@pytest.mark.parametrize(
    ("act", "words", "message", "hint"),
    [
        (
            StampAction.RELIRE,
            "convention 2026",
            "ne se relit pas",
            "fiche, memento, modele, renewal",
        ),
        (StampAction.ADOPTER, "memento 2", "n’est pas adopté", "convention, fiche"),
        (StampAction.ADOPTER, "convention 2026", "cet acte est signé", "avenant"),
        (StampAction.RELIRE, "memento 00-ensemble", "ne se relit pas en entier", "aide-memoire"),
        (StampAction.RELIRE, "fiche 4.9", "aucun texte « 4.9 »", "6.1bis (action-6-1-video), 6.1 "),
        (
            StampAction.RELIRE,
            "fiche 4.2 etapes.2",
            "aucun point à vérifier « etapes.2 »",
            "vouliez-vous",
        ),
        (StampAction.ADOPTER, "fiche 4.2 cout", "aucune clause « cout »", "connus"),
    ],
)
def test_what_cannot_be_stamped_is_told(project, act, words, message, hint):
    told = problem(project, act, words)
    assert message in told.message
    assert hint in told.hint


def test_names_and_everything_contradict(project):
    assert "--tout" in problem(project, StampAction.RELIRE, "4.2 cout", everything=True).message
