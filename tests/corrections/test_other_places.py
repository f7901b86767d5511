"""Words that a text prints at several places, and changes that have none (exemple fictif)."""

from docgen.corrections.changes import Status
from docgen.corrections.reading_back import ClauseChoice
from docgen.corrections.wording import problems_to_see, report_lines
from docgen.ooxml import W
from docgen.rendering.docx.renderer import render_docx
from tests.conftest import plain_blanks
from tests.corrections.test_reading_back import changes, correction, written
from tests.corrections.word_edits import EditedWord, T
from tests.kinds.bilan.test_visites import VISITS
from tests.kinds.bilan.years import report
from tests.kinds.bilan.years import written as filled_in
from tests.support.documents import OUR_TEMPLATES

PARTY, RENAMED = "Groupement fictif", "Groupement neuf"
NEW = f"{RENAMED} de tranquillité"


def test_words_of_several_places_are_proposed_with_them(here, word):
    word.reword(PARTY, RENAMED)
    one = correction(here, word)
    found = one.read(ClauseChoice())
    told = plain_blanks("\n".join(report_lines(found)))
    assert "À confirmer : ces mots viennent de" in told
    assert "et changeraient aussi 1 autre endroit du document : « le Groupement fictif de" in told
    assert f"si c’est voulu : le {NEW} de Valclair (GFTV)\n" in f"{told}\n"
    [problem] = problems_to_see(found, ClauseChoice())
    assert problem.hint.startswith("« --malgre gftv » l’écrit")
    assert one.write(found, ClauseChoice()).texts == ()
    text = written(here, word, ClauseChoice(malgre=("gftv",)))
    assert f"designation: le {NEW} de Valclair (GFTV)\n" in text


def test_words_corrected_wherever_they_are_come_back(here, word):
    word.reword(PARTY, RENAMED)
    word.reword(PARTY, RENAMED)
    assert {one.status for one in changes(here, word)} == {Status.EXACT}
    assert f"designation: le {NEW} de Valclair (GFTV)\n" in written(here, word)


def test_what_is_filled_in_a_report_goes_to_the_notebook(project):
    project.write("content/visites.yaml", VISITS)
    made = render_docx(report(project.workspace, 2026), OUR_TEMPLATES)
    word = EditedWord(made.data)
    word.reword("POUR LES PARTENAIRES", "POUR EUX")
    word.add_after("Faits marquants", "Douze mairies visitées")
    filled, visit = changes(project.workspace, word)
    assert "docgen cahier exporter cahier.xlsx --pour bilan" in filled.why
    assert filled.place is None
    assert (visit.place.file, visit.place.line) == ("content/visites.yaml", 6)


def test_figure_of_a_report_is_told_by_its_row(project):
    filled_in(project.root, 2026)
    made = render_docx(report(project.workspace, 2026), OUR_TEMPLATES)
    word = EditedWord(made.data)
    cell = word.paragraph("Réunions tenues").getparent().getparent().findall(f"{W}tc")[-1]
    [text] = cell.iter(T)
    text.text = "555"
    one = correction(project.workspace, word).read(ClauseChoice())
    [change] = one.changes
    assert (change.place, "cahier exporter" in change.why) == (None, True)
    assert "Après « Réunions tenues, GGD81 »" in "\n".join(report_lines(one))


def test_words_of_two_fields_are_told_one_by_one(here, word):
    word.reword("Fictif, en deux", "Neuf, en trois")
    told = plain_blanks("\n".join(report_lines(correction(here, word).read(ClauseChoice()))))
    assert "« Fictif » → « Neuf » ; « deux » → « trois »" in told
    assert "si c’est voulu : Fait à" not in told


def test_words_taken_out_with_others_elsewhere_are_proposed(here, word):
    word.remove("Pour le Groupement fictif")
    [change] = changes(here, word)
    assert (change.status, change.typed) == (Status.PROPOSE, "")
    assert "autre endroit du document" in plain_blanks(change.why)
