"""What is checked of a file against its name, other files, and what the project knows."""

import pytest

from docgen.content.source import parse_source
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.cross_checks import (
    find_duplicate_names,
    find_misnaming,
    find_reduced_fines,
    find_refused_references,
    unknown_name,
)
from docgen.markup import MarkError
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT

CONNU = Corpus(Referential(Workspace(ROOT, ROOT / "output")))


def source(text, name="content/fiche/essai.yaml"):
    return parse_source(text, name)


@pytest.mark.parametrize("text", ["- rien\n", "rien\n"])
def test_a_file_that_holds_no_keys_is_looked_at_too(text):
    assert list(find_misnaming(source(text), "fiche", "la fiche")) == []


def test_identifier_is_the_file_name_without_prefix():
    assert list(find_misnaming(source("id: essai\n"), "fiche", "la fiche")) == []
    taken_out = source("id: essai\n", "reprise/fiche-essai.yaml")
    assert list(find_misnaming(taken_out, "fiche", "la fiche")) == []
    [found] = find_misnaming(source("id: autre\n"), "fiche", "la fiche")
    assert (found.steps, found.message) == (
        ("id",),
        "la fiche « autre » est dans le fichier « essai »",
    )


def test_unknown_name_is_reported_with_the_nearest():
    assert list(unknown_name(("a",), "role", " brigade ", CONNU)) == []
    assert list(unknown_name(("a",), "droit", "env-l541-3", CONNU)) == []
    [role] = unknown_name(("a",), "role", "brigad", CONNU)
    [law] = unknown_name(("a",), "droit", "env-l541-33", CONNU)
    assert (role.hint, law.hint) == (
        "vouliez-vous dire « brigade » ?",
        "vouliez-vous dire « env-l541-3 » ?",
    )


def test_every_refused_reference_is_reported_and_bad_marks_ignored():
    def answer(reference):
        if reference.cle != "oui":
            raise MarkError(f"non : {reference}", "oui")

    said = [(("a",), "{droit:oui} {droit:non}"), (("b",), "{droit:"), (("c",), "{role:non}")]
    found = [
        (one.steps, one.message, one.hint) for one in find_refused_references(said, answer, CONNU)
    ]
    assert found == [(("a",), "non : {droit:non}", "oui"), (("c",), "non : {role:non}", "oui")]


def test_duplicate_name_is_reported_with_its_first_place():
    one, other = source("id: un\nde: un\n", "a.yaml"), source("\nid: un\n", "b.yaml")
    named = [(one, ("id",), "un"), (one, ("de",), "un"), (other, ("id",), "un")]
    told = [(p.file, p.line, p.message) for p in find_duplicate_names(named, "l’identifiant")]
    assert told == [
        ("a.yaml", 2, "l’identifiant « un » est déjà pris (a.yaml, ligne 1)"),
        ("b.yaml", 2, "l’identifiant « un » est déjà pris (a.yaml, ligne 1)"),
    ]
    assert list(find_duplicate_names([named[0]], "l’identifiant")) == []


REDUCED = "minorée {droit:forfait-minoree-4}"


@pytest.mark.parametrize(
    "group",
    [
        {"base": ["penal-r634-2"], "note": REDUCED},  # waste
        {"texte": f"{{droit:tapage-classe}}, {REDUCED}"},  # noise
        {"base_legale": ["for-r163-2"], "lignes": [{"texte": "un feu"}, REDUCED]},
        {"base": ["route-r417-12"], "note": REDUCED},  # parking, which has no reduced fine
        {"base": ["route-l325-1", "penal-r634-2"], "note": REDUCED},
        {"note": REDUCED},
    ],
)
def test_reduced_fine_stands_beside_offences_of_the_road_only(group):
    [found] = find_reduced_fines({"qualifications": [group]}, CONNU)
    assert (found.steps[:2], found.code) == (("qualifications", 0), "minoree")
    road = {"base": ["route-l325-1"], "note": REDUCED}
    assert list(find_reduced_fines({"qualifications": [road]}, CONNU)) == []
