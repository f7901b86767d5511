"""What people correct in a cell that holds one text, or in a line of several (exemple fictif)."""

import pytest
from lxml import etree

from docgen.corrections import tried_edits
from docgen.ooxml import W
from tests.conftest import plain_blanks
from tests.corrections.word_edits import EditedWord, R, T

pytestmark = pytest.mark.usefixtures("shared_cache")

FICHE = "content/fiche/article-4-information.yaml"
FACT = "affiche, retire, dit ce que les habitants en ont compris"


@pytest.fixture
def word(project, docgen_here):
    """The Word file of a fiche."""
    assert docgen_here("fiche", "article-4-information", "--format", "docx").code == 0
    return EditedWord((project.root / "output/fiche/fiche-article-4-information.docx").read_bytes())


@pytest.fixture
def taken_back(project, docgen_here):
    """Take a corrected file back, and return its text in one line."""

    def take(word):
        answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)), "--ecrire")
        assert answer.code == 0
        return " ".join((project.root / FICHE).read_text("utf-8").split())

    return take


def test_paragraph_added_in_a_cell_is_written_after_a_mark(word, taken_back, docgen_here):
    word.add_after("en ont compris", "Elle tient une liste.")
    assert f"{FACT} ¶ Elle tient une liste." in taken_back(word)
    assert "dit la même chose" in docgen_here("reprendre", "retour.docx").out


def test_paragraph_of_a_cell_is_parted_then_joined_again(project, word, taken_back, docgen_here):
    word.part("en ont compris", "affiche,")
    told = docgen_here("reprendre", str(project.write("retour.docx", word.data)))
    assert "alinéa coupé en deux après « affiche, »" in plain_blanks(told.out)
    assert "affiche, ¶ retire, dit" in taken_back(word)
    assert docgen_here("fiche", "article-4-information", "--format", "docx").code == 0
    made = project.root / "output/fiche/fiche-article-4-information.docx"
    again = EditedWord(made.read_bytes())
    for line in [one for one in again.root.iter() if one.tag.endswith("}br")]:
        line.getparent().remove(line)
    assert "affiche,retire, dit" in taken_back(again)


def test_text_that_a_person_proofread_is_corrected_as_any_other(project, docgen_here):
    signed = ("--par", "Exemple Fictif", "--le", "2026-11-20")
    assert docgen_here("relire", "fiche", "article-4-information", *signed).code == 0
    assert "empreinte" in (project.root / FICHE).read_text("utf-8")
    assert docgen_here("fiche", "article-4-information", "--format", "docx").code == 0
    made = project.root / "output/fiche/fiche-article-4-information.docx"
    word = EditedWord(made.read_bytes())
    word.reword(FACT, f"{FACT} vite")
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)), "--ecrire")
    assert (answer.code, answer.err) == (0, "")
    assert f"{FACT} vite" in " ".join((project.root / FICHE).read_text("utf-8").split())


def test_what_is_taken_out_goes_with_all_its_paragraphs(word, taken_back):
    word.remove("quand sa date est passée")
    word.remove("envoie un message court")
    row = next(word.paragraph("en ont compris").iterancestors(f"{W}tr"))
    row.getparent().remove(row)
    assert "etapes: - titre: Relire" in (text := taken_back(word))
    assert "Retirer" not in text
    assert "compte les envois} documents:" in text.replace('"', "")


def test_what_cannot_come_back_is_told_with_words_to_paste(project, word, docgen_here, monkeypatch):
    monkeypatch.setattr(tried_edits, "MOST_PROOFS", 0)
    word.reword(FACT, f"{FACT} vite")
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)))
    assert answer.code == 1
    assert f"{FICHE}:52:31, si c’est voulu : {FACT} vite" in plain_blanks(answer.out)


def test_words_of_docgen_are_told_near_a_text(project, word, docgen_here):
    word.reword("Indicateurs de", "Chiffres de")
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)), "--ecrire")
    assert answer.code == 1
    assert "docgen écrit ces mots lui-même" in answer.out
    assert f"près de {FICHE}:52:31" in answer.out
    assert "mais n’en viennent pas" in answer.err
    assert "à écrire" not in answer.out


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Téléphone", "Téléphone : 05 00 00 00 00", "docgen territoire exporter"),
        ("contacté", "appelé", "seul un avenant les change"),
    ],
)
def test_words_from_elsewhere_are_told_as_such(project, docgen_here, before, after, why):
    assert docgen_here("fiche", "action-4-2", "--format", "docx").code == 0
    made = project.root / "output/fiche/fiche-action-4-2.docx"
    word = EditedWord(made.read_bytes())
    word.reword(before, after)
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)))
    assert why in answer.out
    assert "à écrire" not in answer.out


def test_words_typed_over_a_state_are_told(project, word, docgen_here):
    [*_, mark] = [one for one in word.root.iter(T) if (one.text or "").strip() == "proposé"]
    mark.text = " convenu "
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)))
    assert (answer.code, "convenu" in answer.out) == (1, True)


@pytest.mark.parametrize(
    ("element", "said"),
    [("drawing", "une image ou un dessin"), ("footnoteReference", "une note de bas de page")],
)
def test_what_no_text_can_print_is_told(project, word, docgen_here, element, said):
    etree.SubElement(word.paragraph("en ont compris").find(R), f"{W}{element}")
    answer = docgen_here("reprendre", str(project.write("retour.docx", word.data)))
    assert (answer.code, f"{said} (1 de plus)" in answer.err) == (1, True)
