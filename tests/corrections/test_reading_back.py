"""A corrected Word file comes back into its text, word for word, or is told (exemple fictif)."""

from datetime import date

import pytest
import yaml
from lxml import etree

from docgen.content.source import parse_source
from docgen.corrections import acceptance, tried_edits
from docgen.corrections.acceptance import CLAUSE_GONE, NEW_CLAUSE, NEW_NUMBER
from docgen.corrections.changes import CONFLICT, Status
from docgen.corrections.edits import Edits, proposed_again
from docgen.corrections.printed import MOST_TAGS, STRICT, FormattedText, Paragraph, read_word
from docgen.corrections.proof import keeps_words
from docgen.corrections.reading_back import SIGNED, ClauseChoice, Correction
from docgen.corrections.wording import problems_to_see, write_clause
from docgen.errors import ContentError
from docgen.ooxml import W
from tests.corrections.conftest import NAME, TEXT
from tests.corrections.word_edits import EditedWord


def correction(here, word, named=""):
    path = here.root / "retour.docx"
    path.write_bytes(word.data)
    return Correction(here, path, named)


def written(here, word, choice=None):
    """Take a corrected file back, and return the text of the convention."""
    choice = choice or ClauseChoice()
    one = correction(here, word)
    one.write(one.read(choice), choice)
    return (here.root / NAME).read_text("utf-8")


def changes(here, word, choice=None):
    return correction(here, word).read(choice or ClauseChoice()).changes


def test_an_untouched_file_changes_nothing(here, word):
    found = correction(here, word).read(ClauseChoice())
    assert (found.changes, found.strange, found.generated) == ((), (), ())


def test_bold_of_a_whole_style_is_no_change(here, word):
    word.make_bold("Préambule")
    assert changes(here, word) == ()


def test_a_dash_typed_as_a_hyphen_is_no_change():
    said = [Paragraph((FormattedText(text),), "n") for text in ("Un – deux", "Un\u00a0- deux")]
    assert said[0].look == said[1].look


def test_a_page_number_filled_in_is_no_change(here, word):
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    code = "<w:r><w:instrText>PAGEREF page</w:instrText></w:r><w:r><w:t>13</w:t></w:r>"
    word.replace_xml(r"(le jeudi(?:(?!</w:p>).)*)</w:p>", rf"\1{begin}{code}{end}</w:p>")
    assert changes(here, word) == ()


def test_frames_are_read_before_all_else(word):
    word.frame("le jeudi")
    assert "le jeudi" in read_word(word.data).paragraphs[0].text


def test_what_stands_in_for_a_drawing_is_no_object(word):
    before = read_word(word.data).objects
    word.draw_twice()
    assert sum(read_word(word.data).objects) == sum(before) + 1


def test_a_sign_of_a_font_of_its_own_is_told(here, word):
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    word.replace_xml(r"(le jeudi(?:(?!</w:r>).)*</w:r>)", rf"\1{sign}")
    [change] = changes(here, word)
    assert change.status is Status.A_VOIR
    assert "U+F0E0" in change.why


def test_a_simple_field_says_words_unless_a_page(here, word):
    day, page = (
        f'<w:fldSimple w:instr="{code}"><w:r><w:t>{said}</w:t></w:r></w:fldSimple>'
        for code, said in (("DATE", " 12 mars"), ("PAGE", "13"))
    )
    word.replace_xml(r"(attendue\.(?:(?!</w:r>).)*</w:r>)", rf"\1{day}{page}")
    [change] = changes(here, word)
    assert change.after.endswith("attendue. 12 mars")


WHO = 'w:id="99" w:author="Mme Exemple" w:date="2026-11-20T10:00:00Z"'
BOLD = f"<w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>"
PARTED = '</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:t>'
TRACKED = {
    "bold": ("<w:r>(<w:t[^>]*>Chaque commune)", rf"<w:r>{BOLD}\1"),
    "parted": (
        '("BodyText"/>)(</w:pPr>(?:(?!</w:p>).)*une lettre[.]) (L’envoi)',
        rf"\1<w:rPr><w:ins {WHO}/></w:rPr>\2 {PARTED}\3",
    ),
    "joined": (
        '("DGCorpslie"/>)(</w:pPr>(?:(?!</w:p>).)*prend effet)',
        rf"\1<w:rPr><w:del {WHO}/></w:rPr>\2",
    ),
}


@pytest.mark.parametrize("way", TRACKED)
def test_what_is_tracked_is_told_with_its_author_alone(here, word, way):
    word.replace_xml(*TRACKED[way])
    [change] = changes(here, word)
    assert (change.author, change.untracked) == ("Mme Exemple", False)


@pytest.mark.parametrize("track", [False, True])
def test_a_changed_word_comes_back_and_other_lines_stay(here, word, track):
    change = word.track if track else word.reword
    change("une période d’un an", "une période de deux ans")
    text = written(here, word)
    assert "une période de deux ans" in " ".join(text.split())
    others = [line for line in TEXT.splitlines() if line not in text.splitlines()]
    assert len(others) <= 3 + 3  # the words, and the state that falls


def test_the_author_of_a_tracked_change_is_told(here, word):
    word.track("le jeudi", "le mardi")
    [change] = changes(here, word)
    assert (change.author, change.day, change.untracked) == ("Mme Exemple", "2026-11-20", False)
    assert (change.place.clause, change.place.file) == ("action-1.1", NAME)
    assert change.status is Status.EXACT


def test_a_change_without_tracking_beside_a_tracked_one_is_told(here, word):
    word.track("le jeudi", "le mardi")
    word.reword("jamais\u00a0attendue", "toujours attendue")
    [change] = changes(here, word)
    assert change.untracked


def test_a_new_point_and_a_new_paragraph_come_back(here, word):
    word.add_after("se retrouver à la fontaine", "rire à 19 h.")
    word.add_after("Le plan comprend un seul axe", "Il est revu chaque année imaginaire.")
    text = written(here, word)
    assert "à 18 h 45.\n          - rire à 19 h.\n" in text
    assert "une seule action.\n          - Il est revu chaque année imaginaire.\n" in text


def test_a_new_paragraph_is_told_in_its_clause_beside_others(here, word):
    word.reword("vallée imaginaire", "vallée inventée")
    word.add_after("La présente convention fictive prend effet", "Elle se relit.")
    assert [one.place.steps[:2] for one in changes(here, word)] == [
        ("titre", "sous_titre"),
        ("articles", 0),
    ]


def test_a_first_paragraph_comes_below_its_heading(here, word):
    words = "Cet axe imaginaire se lit le soir, au coin du feu."
    word.add_after("Le plan comprend", words)
    word.paragraph("MIEUX IMAGINER").addnext(word.paragraph(words))
    assert (
        f"ÉLUS FICTIFS\n            etat: propose\n            texte:\n              - {words}\n"
        in written(here, word)
    )


def test_who_deleted_a_paragraph_is_told(here, word):
    word.replace_xml(
        r"<w:r>((?:(?!</w:r>).)*)<w:t([^>]*)>"
        r"(se retrouver à la fontaine(?:(?!</w:t>).)*)</w:t></w:r>",
        rf"<w:del {WHO}><w:r>\1<w:delText\2>\3</w:delText></w:r></w:del>",
    )
    [change] = changes(here, word)
    assert (change.after, change.author, change.day) == ("", "Mme Exemple", "2026-11-20")
    assert not change.untracked


def test_a_point_that_is_gone_is_taken_out(here, word):
    word.remove("se retrouver à la fontaine")
    text = written(here, word)
    assert "fontaine" not in text
    assert "# Laissé vide exprès" in text


def test_a_paragraph_parted_in_two_and_one_joined_come_back(here, word):
    other = EditedWord(word.data)
    word.part("Le plan comprend un seul axe", "un seul axe,")
    assert "Le plan comprend un seul axe,\n" in written(here, word)
    (here.root / NAME).write_text(TEXT, "utf-8")
    other.join("compter les nuages")
    assert "dès 8 h 30 ; tenir à jour le" in " ".join(written(here, other).split())


def test_bold_comes_back(here, word):
    bold = "<w:rPr><w:b/></w:rPr>"
    word.replace_xml(
        r"<w:r>(?:<w:rPr[^>]*/>)?<w:t([^>]*)>La présente convention fictive prend effet",
        rf"<w:r>{bold}<w:t\1>La</w:t></w:r><w:r><w:t\1> présente convention fictive prend effet",
    )
    assert "**La** présente convention" in written(here, word)


def test_an_adopted_clause_that_changes_is_proposed_again(here, word):
    word.reword("ni pendant cette période\u00a0ni\u00a0après", "pendant cette période")
    text = written(here, word)
    article = text[text.index("- id: article-3") : text.index("- id: article-4")]
    assert "etat: propose\n" in article
    assert "adoption" not in article


def test_a_clause_of_the_signed_words_that_changes_is_proposed(here, word):
    word.reword("chaque jour à 20:30", "chaque nuit à 20:30")
    text = written(here, word)
    assert "titre: Correspondance fictive\n    etat: propose\n" in text


def test_a_signed_act_refuses_all(here, word):
    signed = TEXT.replace("acte: projet", "acte: signe")
    signed = signed.replace("exemplaires: 2", "exemplaires: 2\n  date: 2026-03-01")
    (here.root / NAME).write_text(signed, "utf-8")
    word.reword("le jeudi", "le mardi")
    [change] = changes(here, word)
    assert (change.status, change.why) == (Status.A_VOIR, SIGNED)


def test_a_text_that_moved_on_keeps_its_words(here, word):
    now = TEXT.replace("L'envoi est fait le jeudi", "L'envoi est fait le lundi")
    (here.root / NAME).write_text(now, "utf-8")
    word.reword("une période d’un an", "une période de deux ans")
    text = written(here, word)
    assert "le lundi" in text
    assert "de deux ans" in " ".join(text.split())


def test_a_paragraph_changed_on_both_sides_is_a_conflict(here, word):
    now = TEXT.replace("L'envoi est fait le jeudi", "L'envoi est fait le lundi")
    (here.root / NAME).write_text(now, "utf-8")
    word.reword("le jeudi", "le mardi")
    [change] = changes(here, word)
    assert (change.status, change.why) == (Status.A_VOIR, CONFLICT)


def test_two_people_come_back_one_after_the_other(here, word):
    other = EditedWord(word.data)
    word.reword("le jeudi", "le mardi")
    other.reword("une période d’un an", "une période de deux ans")
    written(here, word)
    text = " ".join(written(here, other).split())
    assert "le mardi" in text
    assert "de deux ans" in text


def test_a_clause_that_is_gone_waits_for_a_word(here, word):
    for words in ("Objet fictif", "La présente convention fictive prend", "porte sur les signes"):
        word.remove(words)
    [change] = changes(here, word)
    assert (change.status, change.why) == (Status.PROPOSE, CLAUSE_GONE)
    word.reword("le jeudi", "le mardi")
    one, choice = correction(here, word), ClauseChoice()
    found = one.read(choice)
    [asked] = problems_to_see(found, choice)
    assert "--malgre article-1" in asked.hint
    one.write(found, choice)
    text = (here.root / NAME).read_text("utf-8")
    assert "le mardi" in text
    assert "id: article-1\n" in text
    assert "id: article-1" not in written(here, word, ClauseChoice(malgre=("article-1",)))


def test_a_new_heading_and_a_new_number_are_told(here, word):
    other = EditedWord(word.data)
    word.add_after("Les messages imaginaires", "Elle dure : un an.")
    word.add_heading_after("Les messages imaginaires", "ARTICLE 5\tReprise fictive")
    [new] = changes(here, word)
    assert (new.status, new.why) == (Status.A_VOIR, NEW_CLAUSE)
    lines = list(write_clause(new.new))
    assert yaml.safe_load("\n".join(lines)) == [
        {
            **{"id": "article-5", "etat": "propose", "numero": "ARTICLE 5"},
            **{"titre": "Reprise fictive", "texte": ["Elle dure : un an."]},
        }
    ]
    other.reword("ARTICLE\u00a04", "ARTICLE\u00a07")
    other.reword("Correspondance fictive", "Courrier fictif")
    [number] = changes(here, other)
    assert (number.status, number.why) == (Status.PROPOSE, NEW_NUMBER)
    text = written(here, other, ClauseChoice(malgre=("article-4",)))
    assert "numero: ARTICLE 7\n    titre: Courrier fictif\n" in text


LIFE = "\nvie:\n  duree: {valeur: 1, unite: ans, clause: article-3}\n"


def test_refused_words_hold_no_others_of_their_paragraph_back(here, word):
    (here.root / NAME).write_text(TEXT + LIFE, "utf-8")
    word.reword("une période d’un an", "une durée de deux ans")
    word.reword("ni pendant cette période", "ni durant cette période")
    taken, rest = changes(here, word)
    assert taken.status is Status.EXACT
    assert "ni durant cette période" in taken.after
    assert "d’un an" in taken.after
    line = TEXT.count("\n") + 3
    assert "tapez sous « vie: » : duree: {valeur: 2" in rest.why
    assert f"({NAME}:{line}), puis recommencez" in rest.why
    assert "de deux ans" in rest.after


def test_clauses_that_repeat_a_duration_change_together(here, word):
    life = LIFE.replace("valeur: 1", "valeur: 2").replace("-3}", "-3, aussi: [article-4]}")
    (here.root / NAME).write_text(TEXT + life, "utf-8")
    word.reword("une période d’un an", "une période de deux ans")
    word.reword("Correspondance fictive", "{lien} **")  # is refused, and stands between them
    word.reword("chaque jour à 20:30", "pendant deux ans, à 20:30")
    found = changes(here, word)
    assert [one.status for one in found].count(Status.EXACT) == len(found) - 1 == 2


def test_why_a_part_cannot_go_is_told(here, word):
    word.remove("Présidente imaginaire")
    [change] = changes(here, word)
    assert (change.status, change.place.line) == (Status.A_VOIR, 116)
    assert "docgen le refuserait : champ obligatoire absent" in change.why


def test_words_that_agree_with_a_life_changed_before_are_taken(here, word):
    (here.root / NAME).write_text(TEXT + LIFE.replace("1", "2"), "utf-8")
    word.reword("une période d’un an", "une période de deux ans")
    assert "de deux ans" in " ".join(written(here, word).split())


def test_a_clause_may_be_left(here, word):
    word.reword("le jeudi", "le mardi")
    word.reword("une période d’un an", "une période de deux ans")
    text = written(here, word, ClauseChoice(sauf=("3",)))
    assert "le mardi" in text
    assert "d'un an" in text


def test_a_clause_that_has_no_change_is_no_choice(here, word):
    word.reword("le jeudi", "le mardi")
    with pytest.raises(ContentError, match=r"action-1\.1"):
        changes(here, word, ClauseChoice(sauf=("article-9",)))


def test_text_alone_is_enough(here, word):
    word.reword("le jeudi", "le mardi")
    word.drop_marks()
    with pytest.raises(ContentError, match="--de"):
        correction(here, word)
    [change] = correction(here, word, "convention-complete").read(ClauseChoice()).changes
    assert change.status is Status.EXACT


def test_another_text_is_refused(here, word):
    for paragraph in list(word.root[0])[:-1]:
        word.root[0].remove(paragraph)
    with pytest.raises(ContentError, match="autre texte"):
        correction(here, word)


def test_a_comment_a_table_and_an_underline_are_told(here, word):
    word.comment("Les messages imaginaires", "À revoir.", about="à 20:30")
    word.add_table("Les messages imaginaires")
    word.replace_xml(
        r"<w:r>(?:<w:rPr[^>]*/>)?<w:t([^>]*)>Le plan",
        r'<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t\1>Le plan',
    )
    found = correction(here, word).read(ClauseChoice())
    [comment] = found.comments
    said = (comment.author, comment.text, comment.about)
    assert said == ("M. Juriste", "À revoir.", "à 20:30")
    assert found.strange[0].startswith("un tableau")
    said = "Le plan comprend un seul axe, un seul objectif et une seule…"
    assert found.strange[1] == f"du texte souligné : « {said} »"


def test_words_that_word_shows_in_capitals_are_told(here, word):
    word.replace_xml("<w:r>(<w:t[^>]*>Chaque commune)", r"<w:r><w:rPr><w:caps/></w:rPr>\1")
    [strange] = correction(here, word).read(ClauseChoice()).strange
    assert strange.startswith("du texte mis en capitales : « Chaque commune")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "mot de passe"),
        (b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\3\4 word/vbaProject.bin", "macros"),
        (b"PK\3\4 tronque", "incomplet"),
        (b"PK\3\4 PK\5\6", "pas un fichier Word"),
        (b"", "pas un fichier Word"),
    ],
)
def test_a_file_that_is_no_word_file_is_refused(here, data, said):
    path = here.root / "retour.docx"
    path.write_bytes(data)
    with pytest.raises(ContentError, match=said):
        Correction(here, path)


def test_a_strict_file_is_told_how_to_save(here, word):
    data = etree.tostring(word.root).replace(W[1:-1].encode(), STRICT)
    word.root = etree.fromstring(data)
    with pytest.raises(ContentError, match="Open XML strict") as error:
        correction(here, word)
    assert "Document Word (.docx)" in error.value.problems[0].hint


def test_words_whose_hiding_is_switched_off_are_there(here, word):
    start = ">La présente convention fictive prend effet"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr>'
    word.replace_xml(f"<w:r>(?:<w:rPr[^>]*/>)?<w:t([^>]*){start}", rf"{shown}<w:t\1{start}")
    assert changes(here, word) == ()


def test_a_file_of_a_million_paragraphs_is_refused(here, word):
    body = word.root[0]
    body.extend([etree.Element(body[0].tag) for _ in range(MOST_TAGS)])
    with pytest.raises(ContentError, match="démesuré"):
        correction(here, word)


def test_no_more_is_proved_than_one_can_wait_for(here, word, monkeypatch):
    monkeypatch.setattr(tried_edits, "MOST_PROOFS", 0)
    word.reword("le jeudi", "le mardi")
    [change] = changes(here, word)
    assert (change.status, change.why) == (Status.A_VOIR, acceptance.TOO_MANY)


def test_signs_that_control_a_terminal_are_never_printed(here, word):
    word.reword("le jeudi", "le \x9b2Jmar\u202edi")
    word.comment("Les messages imaginaires", "À \x9b2J revoir.")
    found = correction(here, word).read(ClauseChoice())
    [change], [comment] = found.changes, found.comments
    assert (change.status, comment.text) == (Status.EXACT, "À 2J revoir.")
    assert "le 2Jmardi" in change.after


def test_texts_are_those_of_the_day(here, word):
    path = here.root / "retour.docx"
    path.write_bytes(word.data)
    assert Correction(here, path, today=date(2031, 1, 1))
    with pytest.raises(ContentError, match="pas encore venu"):
        Correction(here, path, today=date(2020, 1, 1))


@pytest.mark.parametrize(("group", "falls"), [("articles", True), ("familles", False)])
def test_what_parties_never_agree_to_has_no_state(group, falls):
    source = parse_source(f"{group}:\n  - {{id: a, numero: 1, titre: Fictif}}\n", NAME)
    edits = Edits({(NAME, (group, 0, "titre")): "Inventé"})
    assert bool(proposed_again(edits, {NAME: source}).proposed) is falls


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("convention-completee", "vouliez-vous dire « complete »"),
        ("convention-complete-reste-a-faire", "corrigez le document dont elle parle"),
        ("commune-pack-81218", "rendez la fiche ; un compte rendu de visite se recopie"),
        ("renewal-circulaire-2026-liasse", "corrigez une des lettres"),
        ("infographie-81218", "ses phrases sont dans content/infographie/textes.yaml"),
    ],
)
def test_what_does_not_come_home_by_itself_is_refused(here, word, named, said):
    with pytest.raises(ContentError, match=said):
        correction(here, word, named)


def test_document_of_a_renamed_text_is_found_by_its_beginning(here, word):
    folder = here.content / "fiche"
    folder.mkdir()
    for name in ("action-4-1-cyber", "action-6-1"):
        (folder / f"{name}.yaml").touch()
    with pytest.raises(ContentError, match="vouliez-vous dire « action-4-1-cyber »"):
        correction(here, word, "fiche-action-4-1")


def test_a_clause_copied_twice_is_told_whole(here, word):
    word.add_after("Les messages imaginaires", "Les messages imaginaires se lisent.")
    word.add_heading_after("messages imaginaires se lisent à", "ARTICLE 4\tCorrespondance fictive")
    [told] = changes(here, word)
    assert (told.status, len(told.new)) == (Status.A_VOIR, 2)


def test_typography_that_a_state_brings_changes_no_words():
    signed, ours, other = (
        (Paragraph((FormattedText(text),), "normal"),)
        for text in ("Elus, écoles..", "Élus, écoles…", "Élus, collèges…")
    )
    assert keeps_words(signed, ours, ["Elus, écoles.."])
    assert not keeps_words(signed, other, ["Elus, écoles.."])


def test_words_beside_the_texts_may_change_with_a_state():
    final, draft, emptied = (
        (Paragraph((FormattedText(text),), "normal"),)
        for text in ("Sources : Essai. Textes vérifiés.", "Sources : Essai.", "Textes à vérifier.")
    )
    assert keeps_words(final, draft, ["Essai"])
    assert not keeps_words(final, emptied, ["Essai"])
