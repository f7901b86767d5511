"""`docgen why` on a screen: would it be made again, why it was, by option, field, edition."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.build.explain import Difference
from docgen.build.explain.wording import PARTS, by_folder, reasons
from docgen.cache import Store
from docgen.cache.entries import Entries
from docgen.output.record import INPUTS, STANDING
from tests.conftest import ROOT, Command, Project, plain_blanks
from tests.kinds.commune_pack import packs

SHEET = "output/memento/memento-aide-memoire.docx"
BOOKLET = "output/memento/memento-livret.docx"
PACK = "output/commune-pack/commune-pack-81218.docx"
CARD = "output/fiche/fiche-action-4-1.docx"
LETTER = "output/renewal/renewal-rappel-2026-amr81.docx"
WATER = "content/memento/05-eau.yaml"
SECRET = """\
communes:
  - code_insee: "{code}"
    maire:
      nom: Exemple
      prenom: Camille
      verifie_le: 2026-04-23
      verifie_par: Exemple Fictif
    referent_elu:
      nom: Exemple Fictif
      telephone: 01 99 00 00 01
"""
SCREEN = 25
"""How many lines people see at once."""

Said = Callable[..., str]
Told = Callable[..., dict[str, Any]]


@pytest.fixture
def said(docgen_here: Command) -> Said:
    """Return what the command tells people, in ordinary blanks."""

    def ask(*words: str, **where: Any) -> str:
        answer = docgen_here("why", *words, **where)
        assert answer.code == 0, answer.raw
        return plain_blanks(answer.out)

    return ask


@pytest.fixture
def told(docgen_here: Command) -> Told:
    """Return what the command tells programs."""

    def ask(*words: str, **where: Any) -> dict[str, Any]:
        answer = docgen_here("why", *words, "--json", **where)
        assert answer.code == 0, answer.raw
        [found] = json.loads(answer.out)["why"]
        return dict(found)

    return ask


def made(docgen_here: Command, *words: str) -> None:
    """Have Word files made."""
    answer = docgen_here(*words, "--format=docx")
    assert answer.code == 0, answer.raw


def changed(project: Project, name: str, before: str, after: str) -> int:
    """Put other words into a file of a project, once; return on which line."""
    text = (project.root / name).read_text("utf-8")
    assert before in text
    project.write(name, text.replace(before, after, 1))
    return text[: text.index(before)].count("\n") + 1


def test_answer_fits_a_screen_and_names_the_document(
    docgen_here: Command, project: Project, said: Said
) -> None:
    made(docgen_here, "memento", "--aide-memoire")
    answer = said(SHEET)
    lines = answer.splitlines()
    assert len(lines) <= SCREEN
    assert "Mémento « aide-memoire », PROJET, public." in lines
    assert "Demandé avec : --aide-memoire" in lines
    assert "memento 15" in answer
    assert f"docgen why {SHEET} --complet" in answer
    assert "05-eau.yaml" not in answer
    assert "05-eau.yaml" in said(SHEET, "--complet")
    for path in (project.root / "content/memento").iterdir():
        project.write(str(path), path.read_text("utf-8").replace("titre: ", "titre: Exemple de "))
    assert len(said(SHEET).splitlines()) <= SCREEN


def test_changed_text_may_or_may_not_make_it_again(
    docgen_here: Command, project: Project, said: Said, told: Told
) -> None:
    made(docgen_here, "memento", "--aide-memoire")
    changed(project, WATER, "les gendarmes ;", "les gendarmes aussi ;")
    answer = " ".join(said(SHEET).split())
    assert f"{WATER} : modifié" in answer
    assert "il ne sera refait que s’il en dit autre chose" in answer
    assert f"docgen why {SHEET} --essai" in answer
    assert (told(SHEET)["again"], told(SHEET)["known"]) == ("peut-etre", "textes")
    assert told(SHEET, "--essai")["again"] == "oui"
    made(docgen_here, "memento")
    changed(project, WATER, "les gendarmes aussi ;", "les gendarmes ;")
    made(docgen_here, "memento")
    booklet = told(BOOKLET)
    assert booklet["since"]["files"] == {WATER: "modifié"}
    assert (booklet["since"]["fields"], booklet["since"]["drawn"]) == ({}, [])
    assert (booklet["again"], booklet["known"]) == ("non", "rien")


def test_trial_says_whether_it_would_be_made_again(
    docgen_here: Command, project: Project, told: Told, said: Said
) -> None:
    made(docgen_here, "fiche", "4.1")
    before = project.files
    project.write("content/territoire/communes.yaml", SECRET.format(code="81004"))
    assert told(CARD)["again"] == "peut-etre"
    assert (told(CARD, "--essai")["again"], told(CARD, "--essai")["known"]) == ("non", "meme")
    changed(project, "content/fiche/action-4-1.yaml", "titre: ", "titre: Exemple de ")
    tried = told(CARD, "--essai")
    assert (tried["again"], tried["known"]) == ("oui", "dit")
    assert "titre" in tried["would_say"]
    assert "Il serait refait, car il dirait autre chose." in said(CARD, "--essai")
    changed(project, "content/fiche/action-4-1.yaml", "titre: ", "tire: ")
    assert told(CARD, "--essai")["known"] == "fautes"
    place = "(« docgen check »), content/fiche/action-4-1.yaml:11"
    assert f"un texte est à corriger {place}" in said(CARD, "--essai")
    assert project.files == before


def test_changed_option_is_told(
    docgen_here: Command, project: Project, told: Told, said: Said
) -> None:
    letter = ("renewal", "--type=rappel", "--au")
    made(docgen_here, *letter, "2027-01-10")
    made(docgen_here, *letter, "2027-01-11")
    since = told(LETTER)["since"]
    assert (since["options"], since["files"]) == ({"--au": ["2027-01-10", "2027-01-11"]}, {})
    answer = said(LETTER)
    assert "option --au : 2027-01-10 → 2027-01-11" in answer
    assert "interne : ne se remet pas" in answer
    assert "Pour un autre jour que --au 2027-01-11, il serait refait" in answer
    changed(project, "content/renewal/rappel.yaml", "objet: ", "objet: Exemple de ")
    assert "Exemple de" not in said(LETTER, "--complet")
    assert told(LETTER, "--essai")["again"] == "oui"


def test_final_option_is_no_reason(docgen_here: Command, project: Project, told: Told) -> None:
    project.holding((ROOT / "tests/exemples/convention/complete.yaml").read_bytes())
    place = "output/convention/convention-essai.docx"
    made(docgen_here, "convention")
    changed(project, "content/convention/essai.yaml", "intitule: ", "intitule: Exemple de ")
    made(docgen_here, "convention", "--final")
    found = told(place)
    assert found["options"] == {"--final": "oui"}
    assert (found["since"]["options"], found["document"]["final"]) == ({}, True)


def test_pack_is_composed_on_trial_for_its_own_commune(
    docgen_here: Command, project: Project, told: Told, said: Said
) -> None:
    packs.shortened(project.workspace)
    pack = ("commune-pack", "--insee=81218")
    made(docgen_here, *pack)
    project.write("content/territoire/communes.yaml", SECRET.format(code="81004"))
    found = told(PACK)
    assert (found["again"], found["known"]) == ("peut-etre", "textes")
    assert told(PACK, "--essai")["known"] == "meme"
    both = SECRET.format(code="81004") + SECRET.format(code="81218").partition("\n")[2]
    project.write("content/territoire/communes.yaml", both)
    assert told(PACK)["again"] == "peut-etre"
    assert told(PACK, "--essai")["again"] == "oui"
    made(docgen_here, *pack, "--visite=2026-12-03")
    since = told(PACK)["since"]
    assert since["options"] == {"--visite": ["", "2026-12-03"]}
    answer = said(PACK, "--complet")
    assert "option --visite : sans → 2026-12-03" in answer
    assert "Fictif" not in answer
    assert "01 99" not in answer


def test_another_edition_of_the_data_is_told_by_both(
    docgen_here: Command, project: Project, told: Told, said: Said
) -> None:
    made(docgen_here, "fiche", "4.1")
    manifest = "content/referentiel/maires/edition.yaml"
    changed(project, manifest, "edition: '2026-03-30'", "edition: '2026-06-30'")
    assert told(CARD)["until_now"]["editions"] == {"maires": ["2026-03-30", "2026-06-30"]}
    assert "données « maires » : édition 2026-03-30 → 2026-06-30" in said(CARD)
    changed(project, manifest, "diffusion: publique", "diffusion: interne")
    assert told(CARD)["until_now"]["editions"] == {"maires": ["2026-03-30", ""]}
    assert "2026-06-30" not in said(CARD)
    assert "données « maires » : modifiées\n" in said(CARD)  # nothing of an edition is known
    (project.root / manifest).unlink()
    assert "données « maires » : retirées\n" in said(CARD)


def test_templates_have_it_made_again_even_those_of_other_documents(
    docgen_here: Command, project: Project, told: Told, said: Said
) -> None:
    made(docgen_here, "fiche", "4.1")
    for place in ("templates/fiche/document.docx", "templates/convention/document.css"):
        project.write(place, (ROOT / place).read_bytes())
    found = told(CARD)
    assert (found["again"], found["known"]) == ("oui", "moyens")
    assert found["until_now"]["files"] == {"templates/fiche/document.docx": "ajouté"}
    assert found["until_now"]["other_templates"] == {"templates/convention/document.css": "ajouté"}
    assert "modèles : 2 fichiers" in said(CARD)
    (project.root / "templates/fiche/document.docx").unlink()
    assert "modèle templates/convention/document.css : ajouté" in said(CARD)
    assert told(CARD, "--essai")["again"] == "oui"


def test_a_library_of_another_version_is_told_by_both(
    docgen_here: Command, project: Project, told: Told, said: Said, cache: Path
) -> None:
    made(docgen_here, "fiche", "4.1")
    entries = Entries(Store(cache))
    digest = entries.read(
        STANDING, str(project.root / CARD), lambda one: str(one["last"]["inputs"])
    )
    inputs = entries.read(INPUTS, digest or "", dict) or {}
    entries.write(INPUTS, digest or "", inputs | {"versions": inputs["versions"] | {"lxml": "1.0"}})
    found = told(CARD)
    assert (found["again"], found["known"]) == ("oui", "moyens")
    assert found["until_now"]["versions"]["lxml"][0] == "1.0"
    assert "bibliothèques : lxml 1.0 → " in said(CARD)


def test_a_file_of_another_project_is_compared_with_its_own(
    docgen_here: Command, project: Project, told: Told, said: Said, tmp_path: Path
) -> None:
    made(docgen_here, "fiche", "4.1")
    other = tmp_path / "autre"
    shutil.copytree(project.root / "content", other / "content")
    changed(Project(other), "content/fiche/action-4-1.yaml", "titre: ", "titre: Exemple de ")
    file = str(project.root / CARD)
    for where in (other, tmp_path):
        found = told(file, cwd=where)
        assert (found["again"], found["project"]) == ("non", str(project.root))
        assert f"Projet : {project.root}" in said(file, cwd=where)
    assert "Projet" not in said(file)
    assert told(file, f"--project={other}", cwd=tmp_path)["again"] == "peut-etre"
    (project.root / "content").rename(project.root / "parti")
    found = told(file, cwd=other)
    assert (found["again"], found["known"], found["until_now"]) == ("inconnu", "projet", None)
    assert f"son projet n’est plus là ({project.root})" in said(file, cwd=other)


def test_text_outside_the_project_is_not_gone(
    docgen_here: Command, project: Project, told: Told, tmp_path: Path
) -> None:
    text = tmp_path / "ailleurs.yaml"
    shutil.copy(ROOT / "tests/exemples/convention/complete.yaml", text)
    made(docgen_here, "convention", str(text))
    place = "output/convention/convention-ailleurs.docx"
    assert told(place)["again"] == "non"
    text.write_text(text.read_text("utf-8") + "# une remarque\n", "utf-8")
    assert told(place)["until_now"]["files"] == {str(text): "modifié"}
    assert told(place, "--essai")["again"] in ("oui", "non")


def test_newly_signed_act_may_change_a_letter(
    docgen_here: Command, project: Project, told: Told
) -> None:
    made(docgen_here, "renewal", "--type=rappel", "--au=2027-01-10")
    changed(project, "content/convention/modele.yaml", "acte: projet", "acte:   projet")
    assert told(LETTER)["again"] == "non"
    signed = (project.root / "content/convention/2026.yaml").read_text("utf-8")
    project.write("content/convention/2027.yaml", signed)
    found = told(LETTER)
    assert found["again"] == "peut-etre"
    assert found["until_now"]["files"] == {"content/convention/2027.yaml": "ajouté"}


def test_file_without_its_text_cannot_be_made_again(
    docgen_here: Command, project: Project, told: Told, said: Said
) -> None:
    made(docgen_here, "fiche", "4.1")
    (project.root / "content/fiche/action-4-1.yaml").unlink()
    assert (told(CARD)["again"], told(CARD)["known"]) == ("non", "disparu")
    answer = said(CARD)
    assert "Il ne peut plus être refait : le texte dont il est fait n’est plus là." in answer
    assert "content/fiche/action-4-1.yaml : retiré" in answer


def test_texts_outside_the_folders_are_counted() -> None:
    names = ["content/adherents.yaml", "content/emetteurs.yaml", "content/fiche/a.yaml"]
    assert by_folder(names) == "content 2, fiche 1"


def test_what_is_left_out_is_counted_in_words() -> None:
    nothing = Difference({}, (), {}, {}, {}, code=False, editions={}, options={})
    for count, more in ((PARTS, ""), (PARTS + 1, " et 1 autre"), (PARTS + 2, " et 2 autres")):
        [told] = reasons(nothing, whole=False, said=tuple("abcdefgh"[:count]))
        assert told == f"  dans le document\u00a0: a, b, c, d, e, f{more}"
