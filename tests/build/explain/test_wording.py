"""`docgen why` on a screen: what is told of an explanation."""

from dataclasses import replace
from pathlib import Path

import pytest

from docgen.build.explain import Difference, Explanation, FileChange, Reason
from docgen.build.explain.wording import PARTS, change_lines, explanation_lines
from tests.conftest import plain_blanks

ABOUT = {"kind": "fiche", "key": "4-1", "title": "Un titre", "final": False, "pages": 2}
CHANGED = FileChange.MODIFIE
NOTHING = Difference({}, {}, {}, code=False)
TEXTS = {f"content/memento/{number:02}.yaml": CHANGED for number in range(15)}
MAYORS = "content/referentiel/maires/"
EXPLANATION = Explanation(
    path=Path("/projet/output/fiche/fiche-4-1.pdf"),
    sha256="a" * 64,
    about=ABOUT | {"diffusion": "interne"},
    project="/projet",
    recipe="b" * 64,
    sources=dict.fromkeys([*TEXTS, "content/adherents.yaml", "content/emetteurs.yaml"], "c" * 64),
    templates={"docgen/templates/fiche/document.css": "d" * 64},
    editions={"cog": "2026"},
    versions={"lxml": "6.1", "verapdf": ""},
    code="e" * 64,
    reason=Reason.RIEN,
    changes_since_build=NOTHING,
)
SCREEN = 25
"""How many lines people see at once."""


def told(explanation: Explanation, *, elsewhere: bool = False, whole: bool = False) -> str:
    """Return the lines of an explanation, with ordinary blanks."""
    lines = explanation_lines("a.pdf", explanation, elsewhere=elsewhere, whole=whole)
    return plain_blanks("\n".join(lines))


def listed(changes: Difference, *, whole: bool = False) -> list[str]:
    """Return the lines of changes, with ordinary blanks."""
    return [plain_blanks(line) for line in change_lines(changes, whole=whole)]


def test_answer_names_the_document_and_counts_its_files() -> None:
    lines = told(EXPLANATION).splitlines()
    assert lines[:3] == ["a.pdf", "Un titre", lines[2]]
    assert lines[2] == "Fiche « 4-1 », PROJET, 2 pages, interne : ne se remet pas."
    assert lines[4] == (
        "Rien n’a changé depuis qu’il a été fait : demandé de même, il ne serait pas refait."
    )
    assert lines[6].startswith("C’est le premier que docgen ait mis à cette place")
    assert "Fait de 17 textes et données : memento 15, content 2 ; 1 modèle ; éditions" in lines[8]
    assert lines[-1].endswith("docgen why a.pdf --complet")
    whole = told(EXPLANATION, whole=True)
    assert f"adherents.yaml ({'c' * 12}), emetteurs.yaml" in whole
    assert f"versions : lxml 6.1 ; docgen ({'e' * 12})" in whole


def test_answer_fits_a_screen_however_much_has_changed() -> None:
    many = replace(NOTHING, files=TEXTS, changed_parts=dict.fromkeys("abcdefghij", CHANGED))
    changed = replace(
        EXPLANATION, reason=Reason.TEXTES, changes_since_build=many, changes_at_build=many
    )
    answer = told(changed)
    assert len(answer.splitlines()) <= SCREEN
    assert "content/memento/ : 10 autres fichiers" in answer
    assert "il ne sera refait que s’il en dit autre chose" in answer
    assert "relancez la commande qui l’a fait" in answer
    assert "Refait la dernière fois parce que" in answer
    assert "content/memento/14.yaml : modifié" in told(changed, whole=True)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.MOYENS, "Il serait refait, car il se fabrique autrement"),
        (Reason.DISPARU, "Il ne peut plus être refait : le texte dont il est fait n’est plus là."),
        (Reason.PUBLIE, "rien n’a changé de ce qui peut être comparé"),
    ],
)
def test_answer_says_the_reason(reason: Reason, words: str) -> None:
    assert words in told(replace(EXPLANATION, reason=reason))


def test_project_is_named_from_elsewhere_and_when_gone() -> None:
    assert "Projet : /projet" in told(EXPLANATION, elsewhere=True)
    assert "Projet" not in told(EXPLANATION)
    gone = replace(EXPLANATION, reason=Reason.PROJET, changes_since_build=None)
    assert "son projet n’est plus là (/projet)" in told(gone, elsewhere=True)
    assert "Projet :" not in told(gone, elsewhere=True)


def test_data_are_told_by_their_editions() -> None:
    files = {f"{MAYORS}edition.yaml": CHANGED, f"{MAYORS}maires.csv": CHANGED}
    changes = replace(NOTHING, files=files)
    for editions, words in (
        ({"maires": ("2026-03-30", "2026-06-30")}, "édition 2026-03-30 → 2026-06-30"),
        ({"maires": ("2026-03-30", "")}, "modifiées"),
        ({"maires": ("", "2026-06-30")}, "modifiées, édition 2026-06-30"),
    ):
        told = listed(replace(changes, editions=editions))
        assert told == [f"  données « maires » : {words}"]
    gone = dict.fromkeys(files, FileChange.RETIRE)
    assert listed(replace(changes, files=gone)) == ["  données « maires » : retirées"]


def test_templates_and_libraries_are_named_while_few() -> None:
    styles = {f"templates/{name}/a.css": CHANGED for name in ("fiche", "memento")}
    pairs = {f"b{number}": ("1", "2") for number in range(4)}
    changes = replace(NOTHING, files=styles, versions=pairs, code=True)
    assert listed(changes) == ["  modèles : 2 fichiers ; 4 bibliothèques ; docgen lui-même"]
    assert listed(changes, whole=True)[1:] == [f"    {name} : modifié" for name in styles]
    few = replace(NOTHING, files={"templates/fiche/a.css": CHANGED}, versions={"b": ("", "2")})
    assert listed(few) == [
        "  modèle templates/fiche/a.css : modifié ; bibliothèques : b absent → 2"
    ]


def test_parts_beyond_the_first_are_counted() -> None:
    for count, more in ((PARTS, ""), (PARTS + 1, " et 1 autre"), (PARTS + 2, " et 2 autres")):
        parts = dict.fromkeys("abcdefgh"[:count], CHANGED)
        cause, words = listed(replace(NOTHING, changed_parts=parts))
        assert words == f"  dans le document : a, b, c, d, e, f{more}"
        assert "ce qui a été demandé (options, jour)" in cause
