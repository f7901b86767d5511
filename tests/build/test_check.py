"""All content and templates are checked, and no page is laid out."""

import shutil

import pytest

from docgen.build.check import _outside_home, check_all
from docgen.cache import Store
from docgen.errors import ContentError, Severity
from docgen.referential.referential import Referential
from docgen.rendering.parity.proof import PROOFS
from tests.build.test_pipeline import PROPOSED, WRONG, built, overlaid
from tests.conftest import EXAMPLE, plain_blanks
from tests.kinds.convention.act import ACT


def test_all_is_checked_without_a_page_being_laid_out(project):
    before = project.files
    outcome = check_all(project.workspace)
    assert {problem.severity for problem in outcome.problems} == {Severity.AVERTISSEMENT}
    assert {problem.code for problem in outcome.problems} == {"adresse", "remarque"}
    left = {
        "original",
        "manquant",
        "propose",
        "a-verifier",
        "controle",
        "chiffres",
        "siege",
        "remarque",
    }
    assert {item.code for item in outcome.left} == left
    assert project.files == before


def test_text_is_read_by_no_more_than_its_act(project):
    act = project.root / "content/convention/2026.yaml"
    text = act.read_text("utf-8").replace("diffusion: publique", "diffusion: interne", 1)
    act.write_text(text, "utf-8")
    fiche = project.root / "content/fiche/action-5-2.yaml"
    line = fiche.read_text("utf-8").split("\n").index('convention: "2026"') + 1
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace, [fiche])
    [problem] = [one for one in refused.value.problems if one.code == "diffusion"]
    assert (problem.file, problem.line) == ("content/fiche/action-5-2.yaml", line)
    fiche.write_text(
        fiche.read_text("utf-8").replace("diffusion: publique", "diffusion: interne", 1), "utf-8"
    )
    check_all(project.workspace, [fiche])


AMENDMENT = """
avenant:
  modifie: "2026"
  numero: 1
  effet: 2026-12-10
  parties: {liste: [{id: amr81, sigle: A, nom: Mairies}, {id: ggd81, sigle: G, nom: Gendarmerie}]}
  preambule: {id: avenant-preambule, titre: Préambule, texte: [Vu.]}
  articles:
    - {id: avenant-objet, titre: Objet, texte: [Il modifie.]}
    - {id: avenant-effet, titre: Effet, texte: [Le 10 décembre 2026.]}
  signature:
    {lieu: Albi, date: 2026-12-10, exemplaires: 2, signataires: [
      {partie: amr81, nom: Mme A, qualite: a}, {partie: ggd81, nom: M. B, qualite: b}]}
"""


@pytest.mark.parametrize("name", ["fiche/action-4-2", "bilan/2026", "renewal/circulaire"])
def test_text_is_read_by_no_more_than_an_amendment(name, project):
    public = (project.root / "content/convention/2026.yaml").read_text("utf-8") + AMENDMENT
    amended = "content/convention/2026-avenant-1.yaml"
    project.write(amended, public.replace("diffusion: publique", "diffusion: interne", 1))
    path = project.root / f"content/{name}.yaml"
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace, [path])
    [problem] = refused.value.problems
    assert "« 2026-avenant-1 » (« interne »), qui modifie sa convention" in problem.message
    assert (problem.file, bool(problem.line)) == (f"content/{name}.yaml", True)
    assert problem.hint == f"changez « diffusion » ici, ou dans {amended}"
    project.write(amended, public)
    check_all(project.workspace, [path])


def test_text_names_none_that_its_readers_may_not_read(project):
    model = project.root / "content/modele/rapport-de-constat.yaml"
    secret = model.read_text("utf-8").replace("diffusion: publique", "diffusion: interne", 1)
    model.write_text(secret, "utf-8")
    fiche = project.root / "content/fiche/action-5-2.yaml"
    said = fiche.read_text("utf-8")
    assert said.count("\ncout: Gratuit.\n") == 1
    cost = "\ncout: Gratuit, comme {modele:rapport-de-constat}.\n"
    fiche.write_text(said.replace("\ncout: Gratuit.\n", cost), "utf-8")
    memento = project.root / "content/memento/02-depots-sauvages.yaml"
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace, [fiche, memento])
    told = [one for one in refused.value.problems if one.code == "diffusion"]
    assert {one.file for one in told} == {
        "content/fiche/action-5-2.yaml",
        "content/memento/02-depots-sauvages.yaml",
    }
    assert all("content/modele/rapport-de-constat.yaml" in one.hint for one in told)


def test_link_that_leads_nowhere_is_told_at_its_line(project):
    path = project.root / "content/fiche/action-4-1.yaml"
    before, after = path.read_text("utf-8").split("prestataire informatique.", 1)
    path.write_text(f"{before}[prestataire](#etapes) informatique.{after}", "utf-8")
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace, [path])
    [problem] = refused.value.problems
    assert (problem.line, problem.code) == (before.count("\n") + 1, "lien-mort")


def test_link_to_a_clause_is_sound_in_both_formats(project):
    project.holding(ACT.replace("texte: [Un an.]", 'texte: ["[Un an](#article-1)."]'))
    assert check_all(project.workspace).problems == ()
    assert len(built(project).artifacts) == 2


def test_check_fills_only_templates_of_a_project(project, tmp_path):
    project.holding(ACT)
    store = Store(tmp_path / "cache")
    check_all(project.workspace, store=store)
    assert not list(store.folder.rglob(f"*{PROOFS}*"))
    overlaid(project, "_commun/page.html.j2", ("<title>", "<title> "))
    check_all(project.workspace, store=store)
    assert list(store.folder.rglob(f"*{PROOFS}*"))


def test_check_needs_one_kind_in_a_project(project):
    path = project.holding(ACT)
    assert check_all(project.workspace).problems == ()
    shutil.rmtree(path.parent)
    with pytest.raises(ContentError, match=r"content/convention : aucun texte"):
        check_all(project.workspace)


def test_an_empty_folder_is_the_same_as_none(project):
    project.holding(ACT)
    (project.root / "content/bilan").mkdir()
    assert check_all(project.workspace).problems == ()


def test_check_reports_content_templates_and_drafts_at_once(project):
    project.holding(PROPOSED, "2027.yaml")
    project.write("content/convention/2028.yaml", WRONG)
    overlaid(project, "_commun/page.html.j2", ("<title>", "<title>{{ nulle_part }}"))
    with pytest.raises(ContentError) as told:
        check_all(project.workspace)
    assert {"nombre"} <= {problem.code for problem in told.value.problems}


def test_a_misspelt_day_is_told_alone(project):
    signed = project.root / "content/convention/2026.yaml"
    text = signed.read_text("utf-8")
    assert text.count("date: 2026-04-23") == 1
    wrong_day = text.replace("date: 2026-04-23", "date: 04-23-2026")
    project.write("content/convention/2026.yaml", wrong_day)
    with pytest.raises(ContentError) as told:
        check_all(project.workspace)
    assert "ancien-acte" not in {one.code for one in told.value.problems}
    [wrong] = [one for one in told.value.problems if one.severity is Severity.ERREUR]
    assert (wrong.file, wrong.field) == ("content/convention/2026.yaml", "signature.date")


def test_one_file_can_be_checked_alone(project):
    path = project.write("content/convention/seul.yaml", EXAMPLE.read_bytes())
    project.write("content/convention/faux.yaml", "acte: rien\n")
    told = check_all(project.workspace, [path]).problems
    assert {problem.file for problem in told} == {"content/convention/seul.yaml"}


SHARED = [
    *(f"territoire/{name}.yaml" for name in ("communes", "unites", "roles")),
    *("emetteurs.yaml", "adherents.yaml", "referentiel/droit/bareme.yaml"),
]


def test_shared_files_are_checked_without_the_texts_beside(project):
    project.write("content/convention/faux.yaml", "acte: rien\n")
    paths = [project.workspace.content / name for name in SHARED]
    problems = check_all(project.workspace, paths).problems
    assert {problem.file for problem in problems} <= {f"content/{name}" for name in SHARED}


def test_wrong_shared_files_are_told_with_a_wrong_text(project):
    paths = [project.workspace.content / name for name in SHARED]
    beside = project.write("content/convention/faux.yaml", "acte: rien\n")
    for path in paths:
        path.write_text(path.read_text("utf-8") + "intrus: oui\n", "utf-8")
    with pytest.raises(ContentError) as raised:
        check_all(project.workspace, [*paths, beside])
    wrong = [one for one in raised.value.problems if one.severity is Severity.ERREUR]
    shared = {f"content/{name}" for name in SHARED}
    assert {one.file for one in wrong if one.field == "intrus"} == shared
    assert {one.file for one in wrong} == {*shared, "content/convention/faux.yaml"}


def reworded(project, name, *changes):
    """Change words of a file of the content, and return the text that it then holds."""
    path = project.workspace.content / f"{name}.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    project.write(f"content/{name}.yaml", text)
    return text


def test_names_of_another_departement_are_told_once_at_their_line(project):
    for name in ("memento/00-ensemble", "commune-pack/dossier"):
        reworded(project, name, ("AMR81", "AMR31"), ("GGD81", "RN88"))
    reworded(project, "convention/2026", ("sigle: GGD81", "sigle: GGD31"))
    reworded(project, "referentiel/droit/textes", ("81-2025", "12-2025"))
    changes = ('commune: "81004"', 'commune: "31555"'), ("biodiversité, Tarn", "biodiversité, Ain")
    reworded(project, "territoire/roles", *changes)
    problems = [*_outside_home(Referential(project.workspace))]
    assert {one.severity for one in problems} == {Severity.AVERTISSEMENT}
    elsewhere = [one for one in problems if one.code == "ailleurs"]
    places = [(one.file.removeprefix("content/"), one.line, one.column) for one in elsewhere]
    names = [plain_blanks(one.message).split()[1] for one in elsewhere]
    assert sorted(zip(names, places, strict=True)) == [
        ("12-2025-05-28-00008", ("referentiel/droit/textes.yaml", 74, 52)),
        ("12-2025-166", ("referentiel/droit/textes.yaml", 74, 103)),
        ("AMR31", ("commune-pack/dossier.yaml", 31, 29)),
        ("AMR31", ("memento/00-ensemble.yaml", 9, 11)),
        ("Ain", ("territoire/roles.yaml", 201, 52)),
        ("GGD31", ("convention/2026.yaml", 36, 14)),
    ]
    services = [one for one in problems if one.code == "departement"]
    assert [plain_blanks(one.message) for one in services] == [
        "31555 est Toulouse (Haute-Garonne), hors du département de la convention"
    ] * 2
    assert all(one.field.endswith("commune") and one.line for one in services)


def test_former_code_of_a_role_gets_its_present_one(project):
    reworded(project, "territoire/roles", ('commune: "81004"', 'commune: "48122"'))
    [first, *_] = (
        one for one in _outside_home(Referential(project.workspace)) if one.code == "commune"
    )
    assert plain_blanks(first.message) == "« 48122 » n’est plus le code d’une commune"
    assert "48146 (Gorges du Tarn Causses)" in first.hint


def test_project_of_an_unknown_departement_is_told(project):
    shutil.rmtree(project.root / "content/referentiel/competence")
    [warning] = _outside_home(Referential(project.workspace))
    assert warning.file == "content/referentiel/competence"
    assert "docgen data import competence FICHIER" in warning.hint
