"""Taking a corrected Word file back from the command line (exemple fictif)."""

import json
import re
from pathlib import Path

import pytest

from docgen.rendering import limits
from tests.conftest import EXAMPLE, plain_blanks
from tests.corrections.word_edits import EditedWord
from tests.rendering.hostile.unbounded import case_files
from tests.support.projects.settle import SETTLED, check_law, settle_fiche

pytestmark = pytest.mark.usefixtures("shared_cache")

TERMINAL = Path(__file__).parents[2] / "docs/images/reprendre.txt"
NAME = "content/convention/complete.yaml"
WORD = "convention/document.docx"
MADE = "output/convention/convention-complete.docx"
FICHE = "content/fiche/action-4-1.yaml"
AMENDMENT = "content/convention/2026-avenant-1.yaml"


@pytest.fixture
def corrected(project, docgen_here):
    """The Word file of the invented convention, whose only change is a day of the week."""
    project.holding(EXAMPLE.read_bytes(), "complete.yaml")
    assert docgen_here("convention", "complete", "--format", "docx").code == 0
    word = EditedWord((project.root / MADE).read_bytes())
    word.track("le jeudi", "le mardi")
    return project.write(MADE, word.data)


def test_changes_are_told_and_nothing_is_written(project, docgen_here, corrected):
    answer = docgen_here("--project", str(project.root), "reprendre", str(corrected))
    assert answer.code == 0
    assert "« jeudi » → « mardi »" in answer.out.replace("\u00a0", " ")
    assert "Mme Exemple, le 20 novembre 2026" in answer.out.replace("\u00a0", " ")
    assert "Une fois écrit, de nouveau à l’état « propose » : action-1.1." in plain_blanks(
        answer.out
    )
    command = f'docgen --project {project.root} reprendre "{corrected}" --ecrire'
    assert command in answer.out
    assert (project.root / NAME).read_bytes() == EXAMPLE.read_bytes()


def test_changes_are_written_when_asked(project, docgen_here, corrected):
    word = EditedWord(corrected.read_bytes())
    word.reword("Exemple Fictif, sa", "Exemple Imaginé, sa")
    corrected.write_bytes(word.data)
    answer = docgen_here("reprendre", str(corrected), "--ecrire")
    assert answer.code == 0
    said = "l’exposé dit « Madame Exemple Imaginé », la signature « Madame Exemple Fictif »"
    assert said in plain_blanks(answer.err), "another place of the act says it too"
    assert "\nExposé des parties, représentation\n" in answer.out
    assert "le mardi" in (project.root / NAME).read_text("utf-8")
    again = docgen_here("reprendre", str(corrected))
    assert again.code == 0
    assert "dit la même chose" in again.out


def test_an_uncorrected_file_from_before_is_told(project, docgen_here):
    text = EXAMPLE.read_bytes()
    project.holding(text, "complete.yaml")
    assert docgen_here("convention", "complete", "--format", "docx").code == 0
    project.holding(text.replace(b"le jeudi", b"le mardi"), "complete.yaml")
    answer = docgen_here("reprendre", MADE)
    assert (answer.code, answer.err) == (0, "")
    assert f"rien n’y a été corrigé ; refait d’après {NAME}" in plain_blanks(answer.out)


def test_corrections_taken_from_a_proofread_text_are_told(project, docgen_here):
    settle_fiche(project.root / FICHE)
    check_law(project.workspace)
    for path in (project.root / "content").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(SETTLED, "2026-11-03"), "utf-8")
    docgen_here("sceller")
    assert docgen_here("fiche", "4.1", "--format", "docx").code == 0
    made = project.root / "output/fiche/fiche-action-4-1.docx"
    word = EditedWord(made.read_bytes())
    word.reword("Faire le diagnostic cyber de sa mairie", "Faire le diagnostic cyber de la mairie")
    made.write_bytes(word.data)
    assert "1 changement" in docgen_here("reprendre", str(made), "--ecrire").out
    again = plain_blanks(docgen_here("reprendre", str(made), "--ecrire").out)
    assert again.endswith(f" : ses corrections sont déjà dans {FICHE}, à relire de nouveau.\n")
    text = (project.root / FICHE).read_text("utf-8")
    project.write(FICHE, re.sub("controle:.*\n", "", text))
    again = plain_blanks(docgen_here("reprendre", str(made)).out)
    assert again.endswith(f" : ses corrections sont déjà dans {FICHE}, qui a changé depuis.\n")


def test_endless_template_of_a_project_is_ended(project, docgen_here, corrected, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 1)
    project.write(f"templates/{WORD}", case_files("word-loops-9")[WORD])
    answer = docgen_here("reprendre", str(corrected))
    assert answer.code == 3
    assert "secondes de calcul" in answer.err


def test_typography_of_other_lines_is_told_when_the_state_falls(project, docgen_here):
    text = EXAMPLE.read_text("utf-8")
    line = "      - Elus fictifs.\n"
    above = "      - >-\n        Les messages"
    project.holding(text.replace(above, line + above).encode(), "complete.yaml")
    assert docgen_here("convention", "complete", "--format", "docx").code == 0
    word = EditedWord((project.root / MADE).read_bytes())
    word.reword("chaque jour à 20:30", "chaque nuit à 20:30")
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)), "--ecrire")
    assert "notre typographie : « Elus » → « Élus »" in plain_blanks(answer.out)
    assert line in (project.root / NAME).read_text("utf-8")


def test_terminal_reads_as_the_picture_of_the_docs(project, docgen_here, corrected):
    word = EditedWord(corrected.read_bytes())
    word.reword("18\xa0h\xa045", "19\xa0h")
    word.add_after("à la fontaine", "signer le registre.")
    word.reword("d’un an", "de trois ans")
    word.add_heading_after("pendant cette période ni après", "ARTICLE 3 bis\tEssai")
    word.comment("Les messages imaginaires", "Cette heure convient-elle à tous ?", about="à 20:30")
    project.write("retour.docx", word.data)
    answer = docgen_here("reprendre", "retour.docx")
    assert answer.code == 1
    assert f"$ docgen reprendre retour.docx\n{answer.out}" == TERMINAL.read_text("utf-8")


def test_changes_are_data_with_json(docgen_here, corrected):
    [change] = json.loads(docgen_here("reprendre", str(corrected), "--json").out)["changes"]
    assert (change["clause"], change["file"], change["status"]) == ("action-1.1", NAME, "exact")
    assert (change["author"], change["date"]) == ("Mme Exemple", "2026-11-20")
    assert change["after"] == change["before"].replace("jeudi", "mardi")


def test_a_signed_act_names_its_amendment(project, docgen_here, corrected):
    text = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe")
    signed = text.replace("exemplaires: 2", "exemplaires: 2\n  date: 2026-03-01")
    project.write(NAME, signed)
    answer = docgen_here("reprendre", str(corrected), "--ecrire")
    assert answer.code == 1
    assert "docgen avenant complete --nouveau" in answer.err
    assert (project.root / NAME).read_text("utf-8") == signed


def test_a_final_act_names_the_clauses_corrected_beside_it(docgen_here, corrected):
    answer = docgen_here("convention", "complete", "--final", "--format", "docx")
    said = answer.out.replace("\u00a0", " ")
    assert answer.code == 0
    assert f"{MADE} dit autre chose que le texte : action-1.1." in said
    assert f'docgen reprendre "{MADE}"' in said
    assert corrected.read_bytes()


def test_a_final_act_has_nothing_to_tell_without_correction(docgen_here, corrected):
    assert docgen_here("reprendre", str(corrected), "--ecrire").code == 0
    answer = docgen_here("convention", "complete", "--final", "--format", "docx")
    assert "reprendre" not in answer.out


def test_what_is_to_be_seen_holds_nothing_back(project, docgen_here, corrected):
    word = EditedWord(corrected.read_bytes())
    word.reword("ARTICLE\u00a04", "ARTICLE\u00a07")
    corrected.write_bytes(word.data)
    told = docgen_here("reprendre", str(corrected))
    assert told.code == 1
    assert "--ecrire --malgre article-4" in told.out
    answer = docgen_here("reprendre", str(corrected), "--ecrire")
    assert answer.code == 1
    assert "--malgre article-4" in answer.err
    assert "docgen convention complete" in answer.out
    text = (project.root / NAME).read_text("utf-8")
    assert "le mardi" in text
    assert "ARTICLE 4" in text


def test_what_cannot_be_written_is_no_success(project, docgen_here, corrected):
    text = EXAMPLE.read_text("utf-8").replace("L'envoi est fait le jeudi", "Il est fait le lundi")
    project.write(NAME, text)
    answer = docgen_here("reprendre", str(corrected), "--ecrire", "--malgre", "action-1.1")
    assert answer.code == 1
    assert "pas écrit, à voir d’abord" in plain_blanks(answer.err)
    assert "docgen reprendre" not in answer.out
    assert (project.root / NAME).read_text("utf-8") == text


def test_an_amendment_comes_back_into_the_text_that_holds_it(project, docgen_here):
    assert docgen_here("avenant", "2026", "--nouveau").code == 0
    name, title = "content/convention/2026-avenant-1.yaml", "    titre: Durée de la convention\n"
    text = (project.root / name).read_text("utf-8")
    changed = title.replace("Durée", "La durée") + "    etat: propose\n"
    project.write(name, text.replace(title, changed))
    assert docgen_here("avenant", "2026", "2026-avenant-1", "--format", "docx").code == 0
    made = (project.root / "output/avenant/avenant-2026-1-consolide.docx").read_bytes()
    refused, word = EditedWord(made), EditedWord(made)
    refused.track("deux mois au moins", "trois mois au moins")  # « vie: » says two
    answer = docgen_here("reprendre", str(project.write("retour.docx", refused.data)))
    assert answer.code == 1
    assert "docgen le refuserait" in answer.out
    word.track("fera annuellement", "fera chaque année")
    back = str(project.write("retour.docx", word.data))
    assert docgen_here("reprendre", back, "--ecrire").code == 0
    assert "fera chaque année" in " ".join((project.root / name).read_text("utf-8").split())


def test_a_text_as_amended_comes_back_with_a_state(project, docgen_here):
    assert docgen_here("avenant", "2026", "--nouveau").code == 0
    assert docgen_here("convention", "2026-avenant-1", "--format", "docx").code == 0
    made = project.root / "output/convention/convention-2026-avenant-1.docx"
    word = EditedWord(made.read_bytes())
    word.reword("élus\u00a0au\u00a0SIP", "élus et agents au SIP")
    back = str(project.write("retour.docx", word.data))
    assert docgen_here("reprendre", back, "--ecrire").code == 0
    text = (project.root / "content/convention/2026-avenant-1.yaml").read_text("utf-8")
    assert "titre: Engagements de l'AMR81\n    etat: propose" in text
    assert "des élus et agents au SIP" in " ".join(text.split())


@pytest.fixture
def amended(project, docgen_here):
    """The project where an amendment changes the title of article 6, made."""
    assert docgen_here("avenant", "2026", "--nouveau").code == 0
    text, title = (
        (project.root / AMENDMENT).read_text("utf-8"),
        "    titre: Durée de la convention\n",
    )
    changed = title.replace("Durée", "La durée") + "    etat: propose\n"
    project.write(AMENDMENT, text.replace(title, changed))
    assert docgen_here("avenant", "2026", "2026-avenant-1", "--format", "docx").code == 0
    return project


def test_clause_left_by_an_amendment_comes_back_with_a_state(amended, docgen_here):
    word = EditedWord((amended.root / "output/avenant/avenant-2026-1-consolide.docx").read_bytes())
    word.reword("élus\u00a0au\u00a0SIP", "élus et agents au SIP")
    back = str(amended.write("retour.docx", word.data))
    assert docgen_here("reprendre", back, "--ecrire").code == 0
    text = (amended.root / AMENDMENT).read_text("utf-8")
    assert "titre: Engagements de l'AMR81\n    etat: propose" in text


def test_words_of_an_amending_article_are_told_of_their_clause(amended, docgen_here):
    word = EditedWord((amended.root / "output/avenant/avenant-2026-1.docx").read_bytes())
    word.reword("est ainsi rédigé", "devient")
    answer = docgen_here("reprendre", str(amended.write("retour.docx", word.data)))
    assert "\narticle-6 : ARTICLE 2 Modification de l’article 6\n" in plain_blanks(answer.out)


def test_title_to_write_by_hand_is_without_its_number(amended, docgen_here):
    word = EditedWord((amended.root / "output/avenant/avenant-2026-1-compare.docx").read_bytes())
    word.reword("Propriété intellectuelle", "Propriété des textes")
    back = str(amended.write("retour.docx", word.data))
    answer = docgen_here("reprendre", back, "--de", "avenant-2026-1-compare")
    assert "si c’est voulu : Propriété des textes\n" in plain_blanks(answer.out)


def test_act_compared_with_its_amendment_is_named(amended, docgen_here):
    made = amended.root / "output/avenant/avenant-2026-1-compare.docx"
    answer = docgen_here("reprendre", str(amended.write("retour.docx", made.read_bytes())))
    assert answer.code == 1
    assert "--de avenant-2026-1-compare" in plain_blanks(answer.err)
    answer = docgen_here("reprendre", str(made), "--de", "convocation")
    assert "aucun document « convocation »" in plain_blanks(answer.err)
