"""What is asked for is made, or it is told why not: nothing asked for ends in silence."""

import re
from dataclasses import replace
from datetime import date

import pytest

from docgen.build.compose import absent_files, asked_files, compose_all
from docgen.errors import ContentError, Severity
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.kind import Scope
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.referential.referential import Referential
from docgen.rendering.formats import FORMATS
from tests.kinds.renewal.letters import words_of
from tests.support.documents import HERE

AU = date(2027, 3, 1)
CODES = (CodeInsee("81101"), CodeInsee("81004"))
SEEDS = {
    "whole": {},
    "no-file": {"content/renewal/{letter}.yaml": None},
    "no-quote": {
        "content/renewal/avenant.yaml": ("un accord écrit entre", "un accord oral entre"),
        "content/renewal/rappel.yaml": ("{clause:reconduction}", "{clause:modification}"),
        "content/convention/2026.yaml": ("accord écrit entre", "accord entre"),
    },
    "members-of-nobody": {"content/adherents.yaml": ("partie: amr81", "partie: amr31")},
    "members-unsaid": {"content/adherents.yaml": ("partie: amr81\n", "")},
    "no-renewal": {"content/convention/2026.yaml": (r"  reconduction: .*\n", "")},
    "no-notice": {"content/convention/2026.yaml": (r"  preavis_\w+: .*\n", "")},
    "ended": {"content/convention/2026.yaml": ("\nvie:\n", "\nvie:\n  fin: 2027-04-23\n")},
    "unsigned": {"content/convention/2026.yaml": None},
}
"""What may be wrong with a project, as changes of its files."""


def seed(project, name, letter):
    """Make a project wrong."""
    for place, change in SEEDS[name].items():
        path = project.root / place.format(letter=letter)
        if change is None:
            path.unlink()
        else:
            path.write_text(re.sub(*change, path.read_text("utf-8")), "utf-8")


def ask(kind, workspace, scope):
    """Return the documents of a request, composed, or its errors."""
    absent = [*absent_files(workspace, kind, scope)]
    try:
        paths = asked_files(workspace, kind, scope)
        return [one.document for _, one in compose_all(workspace, kind, paths, scope)], absent
    except ContentError as error:
        return [], [one for one in error.problems if one.severity is Severity.ERREUR]


@pytest.mark.parametrize("letter", [*GenreLettre])
@pytest.mark.parametrize("name", SEEDS)
def test_each_letter_is_made_or_told(project, name, letter):
    seed(project, name, letter)
    courrier = Courrier(AU if letter != "rappel" else date(2027, 1, 10), (letter,), "amr81")
    scope = Scope(Referential(project.workspace), CODES, RenewalOptions(courrier))
    made, told = ask(KINDS["renewal"], project.workspace, scope)
    assert made or told
    assert {one.key.partition("-")[0] for one in made} <= {letter}
    assert "non-fait" not in {one.code for one in told}, "its cause is not told"
    if letter == "circulaire":
        assert told or {one.place for one in made} == {*CODES}
    if name == "whole":
        assert not (told and letter != "denonciation")


THREE = (
    (r"    - id: ggd81\n", "    - {id: tiers, sigle: TIERS, nom: Tiers fictif}\n    - id: ggd81\n"),
    (
        r"    - partie: ggd81\n",
        "    - {partie: tiers, nom: Madame Tiers FICTIVE, qualite: directrice}\n"
        "    - partie: ggd81\n",
    ),
)
"""Changes of an act that make a third party sign it."""


@pytest.mark.parametrize("letter", [*GenreLettre])
def test_each_letter_names_every_other_party(project, letter):
    path = project.root / "content/convention/2026.yaml"
    text = path.read_text("utf-8")
    for change in THREE:
        text = re.sub(*change, text)
    project.write("content/convention/2026.yaml", text)
    day = date(2027, 1, 10) if letter in ("rappel", "denonciation") else AU
    options = RenewalOptions(Courrier(day, (letter,), "amr81"))
    scope = Scope(Referential(project.workspace), CODES, options)
    made, told = ask(KINDS["renewal"], project.workspace, scope)
    assert not told
    if letter == "circulaire":
        assert {one.place for one in made} == {*CODES}
        assert all("Tiers fictif et le Groupement" in words_of(one.facts) for one in made)
    else:
        keys = {f"{letter}-2026-amr81-{other}" for other in ("tiers", "ggd81")}
        assert {one.key for one in made} == keys
        assert len({one.distinguishing_label for one in made}) == 2


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_made_of_each_text_and_commune(name):
    kind = KINDS[name]
    options = RenewalOptions(Courrier(AU, ("recepisse",), "amr81"))
    scope = Scope(Referential(HERE), CODES, options if name == "renewal" else kind.options())
    made, told = ask(kind, HERE, scope)
    assert not told
    places = {one.place for one in made}
    assert places in ({""}, {*CODES})


@pytest.mark.parametrize("name", ["fiche", "modele", "infographie"])
def test_whatever_a_kind_forgets_is_told(name):
    scope = Scope(Referential(HERE), CODES)
    lazy = replace(KINDS[name], compose=lambda *_: ())
    _, told = ask(lazy, HERE, scope)
    assert {one.code for one in told} == {"non-fait"}
    assert {one.file for one in told} == {HERE.name_of(p) for p in asked_files(HERE, lazy, scope)}
    compose = KINDS[name].compose
    forgetful = replace(
        lazy, compose=lambda *asked: [one for one in compose(*asked) if one.place == CODES[0]]
    )
    _, told = ask(forgetful, HERE, scope)
    assert all(CODES[1] in one.message for one in told)
    assert told


def test_each_format_has_its_writer():
    assert {*FORMATS} == {*Format}
