"""How an amendment says its state, and shares its pages; what it amends is invented."""

import re

import pytest
from lxml import etree

from docgen.build.avenant import AmendmentRequest, read_amendment
from docgen.build.avenant_copy import write_copy
from docgen.kinds.convention.avenant import compose_avenant, compose_consolidated, compose_text
from docgen.kinds.convention.redline import compose_redline
from docgen.kinds.kind import ComposeRequest
from docgen.ooxml import BODY, W, read_package
from docgen.rendering.docx.parts.runs import bookmark_name
from docgen.rendering.docx.redline.renderer import render_word
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.fitting import number_contents
from tests.conftest import EXAMPLE, ROOT, plain_blanks
from tests.support.redlines.acts import SHIPPED
from tests.support.redlines.writer import ACCEPT, NOTHING, REJECT, describe_all

ACT = "content/convention/2031.yaml"
COPY = "content/convention/2031-avenant-1.yaml"
ACT_2026 = "content/convention/2026.yaml"


@pytest.fixture
def amendment(project):
    """Return what reads the amendment of a signed act, after changes to its copy."""
    text = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    project.write(ACT, text.replace("  lieu:", "  date: 2031-05-02\n  lieu:", 1))
    write_copy(project.workspace, project.root / ACT, None, None)
    copy = (project.root / COPY).read_text("utf-8").replace("L'essai n° 3", "L'essai n° 4", 1)
    state = "    titre: Objet fictif\n"
    project.write(COPY, copy.replace(state, f"{state}    etat: propose\n", 1))

    def read(*changes):
        text = (project.root / COPY).read_text("utf-8")
        for old, new in changes:
            text = text.replace(old, new, 1)
        project.write(COPY, text)
        request = AmendmentRequest(project.root / ACT, project.root / COPY)
        made, left = read_amendment(project.workspace, request)
        return made, ComposeRequest("2031-avenant-1", COPY, left)

    return read


def marks(document):
    facts = document.facts
    headings = [bloc.marque for bloc in facts.blocs if bloc.niveau]
    return (facts.titre_etat, facts.parties_etat, {*headings})


def test_one_state_of_all_its_clauses_is_told_once(amendment):
    document = compose_avenant(*amendment())
    assert marks(document) == ("proposé", "", {""})
    assert not any(bloc.barre for bloc in document.facts.blocs)


def test_states_that_differ_are_told_clause_by_clause(amendment):
    adopted = "    etat: adopte\n    adoption: {par: A, le: 2031-06-01}\n"
    document = compose_avenant(*amendment(("    etat: propose\n", adopted)))
    assert marks(document) == ("", "adopté", {"proposé"})
    assert any(bloc.barre for bloc in document.facts.blocs)


def test_an_amendment_is_tight_on_one_page_else_ample(amendment):
    document = compose_avenant(*amendment())
    assert document.densities == ("bref", "ample")
    tied = [bloc for bloc in document.facts.blocs if bloc.lie]
    assert tied[0].genre == "titre"
    assert sum(bloc.genre == "titre" for bloc in tied) == 2


def test_the_consolidated_text_says_below_its_title_what_it_amends(amendment):
    facts = compose_consolidated(*amendment()).facts
    assert plain_blanks(facts.sous_titre).endswith("– Intègre l’avenant n° 1, qui n’est pas signé")


def test_the_consolidated_text_says_whose_names_end_it(amendment):
    facts = compose_consolidated(*amendment()).facts
    assert plain_blanks(facts.remarque).endswith("L’avenant n° 1 n’est pas signé.")


def test_a_paragraph_that_an_amendment_changed_is_noted(amendment):
    facts = compose_consolidated(*amendment()).facts
    noted = [(bloc.genre, plain_blanks(bloc.note)) for bloc in facts.blocs if bloc.note]
    assert noted == [("paragraphe", "modifié par l’avenant n° 1")]


@pytest.fixture
def comparison(amendment):
    """Return the comparison of an act with a paragraph that changes, and one that comes."""
    said = "          - Le plan comprend"
    title = "        titre: Plan d'actions fictif\n"
    proposed = (title, f"{title}        etat: propose\n")
    one, request = amendment(proposed, (said, f"          - Un alinéa neuf.\n{said}"))
    [old] = compose_text(one.old, request)
    return compose_redline(one, old, compose_consolidated(one, request))


def test_a_comparison_ties_the_same_clauses_of_both_acts(comparison):
    compared = comparison.comparison
    tied = [
        {bloc.texte for bloc in act.document.facts.blocs if bloc.lie}
        for act in (compared.old, compared.new)
    ]
    assert tied[0]
    assert tied[0] == tied[1]


def test_a_comparison_notes_what_both_acts_have(comparison):
    compared = comparison.comparison
    for act, number in ((compared.old, "n° 3"), (compared.new, "n° 4")):
        noted = [bloc for bloc in act.document.facts.blocs if bloc.note]
        assert [bloc.note for bloc in noted] == ["modifié"]
        assert f"L’essai {number}" in plain_blanks(noted[0].texte)


def test_note_overlaps_no_line_of_a_small_heading(amendment):
    title = "        titre: Plan d'actions fictif\n"
    words = ("          - Le plan comprend", "          - Le plan entier comprend")
    one, request = amendment((title, f"{title}        etat: propose\n"), words)
    [old] = compose_text(one.old, request)
    compared = compose_redline(one, old, compose_consolidated(one, request)).comparison
    act = compared.new.document
    assert [bloc.note for bloc in act.facts.blocs if bloc.note] == ["modifié"] * 2
    body = read_package(render_docx(act, SHIPPED, marked=False).data)[BODY]
    assert b'w:y="-120"' not in body  # above its line, as under the large heading of an article


def test_note_pushes_no_heading_right_below_it(amendment):
    title = "                titre: Peupler la vallée\n"
    changed = "                titre: Orner la vallée\n                etat: propose\n"
    one, request = amendment((title, changed))
    body = read_package(render_docx(compose_consolidated(one, request), SHIPPED).data)[BODY]
    root = etree.fromstring(body)
    notes = [one for one in root.iter(f"{W}p") if "".join(one.itertext()).startswith("modifié par")]
    style = f"{W}pPr/{W}pStyle[@{W}val]"
    below = [one.getnext().find(style).get(f"{W}val") for one in notes]
    framed = [one.find(f"{W}pPr/{W}framePr") is not None for one in notes]
    # a frame would stand where the number of a heading does
    assert list(zip(below, framed, strict=True)) == [("BodyText", True), ("Heading5", False)]


def test_a_clause_that_comes_brings_its_note(amendment):
    new = "  - {id: neuf, numero: ARTICLE bis, titre: Neuf, etat: propose, texte: [Neuf.]}\n"
    one, request = amendment(("\narticles:\n", f"\narticles:\n{new}"))
    [old] = compose_text(one.old, request)
    compared = compose_redline(one, old, compose_consolidated(one, request)).comparison
    noted = [
        [(bloc.note, bloc.genre) for bloc in act.document.facts.blocs if bloc.note == "ajouté"]
        for act in (compared.old, compared.new)
    ]
    assert noted == [[], [("ajouté", "paragraphe")]]


def test_words_that_come_have_no_bar_but_that_of_word(comparison):
    assert not any(bloc.barre for bloc in comparison.comparison.new.document.facts.blocs)


def test_added_alinea_changes_no_style_of_the_one_above(amendment):
    title, sections = "    titre: Actions imaginaires\n", "    sections:\n"
    one, request = amendment(
        (title, f"{title}    etat: propose\n"), (sections, f"      - Un ajout.\n{sections}")
    )
    [old] = compose_text(one.old, request)
    body = render_word(compose_redline(one, old, compose_consolidated(one, request)), SHIPPED)
    assert b">Un ajout.<" in read_package(body.data)[BODY]
    assert b"pPrChange" not in read_package(body.data)[BODY]


def test_words_added_at_an_end_leave_the_word_before_them(amendment):
    title, end = "    titre: Actions imaginaires\n", "plus de deux par mois"
    one, request = amendment((title, f"{title}    etat: propose\n"), (end, f"{end}, ni par an"))
    [old] = compose_text(one.old, request)
    word = render_word(compose_redline(one, old, compose_consolidated(one, request)), SHIPPED)
    gone = re.findall(rb"<w:delText[^>]*>([^<]*)", read_package(word.data)[BODY])
    assert not [words for words in gone if b"mois" in words]


def test_axis_of_a_comparison_stands_on_a_light_tint(comparison):
    parts = read_package(render_word(comparison, SHIPPED).data)
    [axis] = [
        one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        for one in etree.fromstring(parts[BODY]).iter(f"{W}p")
        if "MIEUX IMAGINER" in plain_blanks("".join(one.itertext()))
    ]
    style = etree.fromstring(parts["word/styles.xml"]).find(f"{W}style[@{W}styleId='{axis}']")
    # Word and LibreOffice choose the colour of what changes: on a blue band it cannot be read
    fill = style.find(f"{W}pPr/{W}shd").get(f"{W}fill")
    assert min(bytes.fromhex(fill)) >= 0xE0


def test_page_of_changes_is_set_large_when_they_are_few(amendment, comparison):
    assert comparison.comparison.new.document.facts.peu
    said = "          - Le plan comprend"
    one, request = amendment((said, f"          - {'Un alinéa bien long. ' * 50}\n{said}"))
    [old] = compose_text(one.old, request)
    long = compose_redline(one, old, compose_consolidated(one, request))
    assert not long.comparison.new.document.facts.peu


@pytest.fixture
def unknown_parties(project):
    """Return the documents of an amendment that adds a clause to an act without its first pages."""
    act, copy = (project.root / f"content/convention/2026{end}.yaml" for end in ("", "-avenant-1"))
    project.write(act.relative_to(project.root), (ROOT / ACT_2026).read_text("utf-8"))
    write_copy(project.workspace, act, None, None)
    clause = (
        "  - id: article-5-bis\n    numero: ARTICLE 5 bis\n    titre: Neuf\n    etat: propose\n"
    )
    after = "  - id: article-6\n"
    text = f"{clause}    texte:\n      - Un alinéa neuf.\n\n{after}"
    copy.write_text(copy.read_text("utf-8").replace(after, text, 1), "utf-8")
    made, left = read_amendment(project.workspace, AmendmentRequest(act, copy))
    request = ComposeRequest("2026-avenant-1", copy.name, left)
    [old] = compose_text(made.old, request)
    consolidated = compose_consolidated(made, request)
    return consolidated, compose_redline(made, old, consolidated)


def test_word_comparison_begins_pages_where_its_consolidated_text_does(unknown_parties):
    heads = number_contents(unknown_parties[0], SHIPPED).contents_heads
    word = render_word(number_contents(unknown_parties[1], SHIPPED), SHIPPED)
    paragraphs = etree.fromstring(read_package(word.data)[BODY]).findall(f".//{W}p")
    marked = {
        mark.get(f"{W}name"): one for one in paragraphs for mark in one.iter(f"{W}bookmarkStart")
    }
    begun = [marked[bookmark_name(anchor)] for anchor in heads]
    # Few changes leave room for the rest of the first page of the act.
    broken = [one for one in paragraphs if one.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert broken == begun[:1]
    # A rule there would stand right below those of the running head.
    tops = [one.find(f"{W}pPr/{W}pBdr/{W}top") for one in begun]
    assert all(top.get(f"{W}val") == "nil" or top.get(f"{W}color") == "FFFFFF" for top in tops)


def test_libreoffice_gives_both_acts_of_a_noted_comparison(comparison):
    compared = comparison.comparison
    before, after = (
        render_docx(act.document, SHIPPED, marked=False).data
        for act in (compared.old, compared.new)
    )
    redline = render_word(comparison, SHIPPED).data
    jobs = [(before, NOTHING), (after, NOTHING), (redline, REJECT), (redline, ACCEPT)]
    # A reference says its page only once the changes are resolved.
    old, new, *results = (
        [re.sub(r"\|(→|\d)$", "", line) for line in one] for one in describe_all(jobs)
    )
    assert results == [old, new]


@pytest.fixture
def comparison_with_a_clause(amendment):
    """Return the comparison of an act with a clause that comes before all others."""
    new = "  - {id: neuf, numero: ARTICLE bis, titre: Neuf, etat: propose, texte: [Neuf.]}\n"
    one, request = amendment(("\narticles:\n", f"\narticles:\n{new}"))
    [old] = compose_text(one.old, request)
    return compose_redline(one, old, compose_consolidated(one, request))


def test_libreoffice_gives_both_acts_when_a_clause_is_added_first(comparison_with_a_clause):
    compared = comparison_with_a_clause.comparison
    acts = [
        render_docx(act.document, SHIPPED, marked=False).data
        for act in (compared.old, compared.new)
    ]
    redline = render_word(comparison_with_a_clause, SHIPPED).data
    jobs = [*((act, NOTHING) for act in acts), (redline, REJECT), (redline, ACCEPT)]
    old, new, *results = (
        [re.sub(r"\|(→|\d)$", "", line) for line in one] for one in describe_all(jobs)
    )
    assert results == [old, new]


def test_the_heading_of_an_added_clause_looks_added_in_pdf(comparison_with_a_clause):
    html = SHIPPED.fill_html(comparison_with_a_clause)
    heading = re.search(r'<h2 id="neuf".*?</h2>', html, re.DOTALL)[0]
    assert re.findall(r'<ins class="neuf">(.*?)</ins>', heading) == ["ARTICLE\u00a0bis", "Neuf"]


def test_the_parties_have_the_second_colour_of_authors(comparison):
    body = read_package(render_word(comparison, SHIPPED).data)[BODY].decode()
    authors = re.findall(r'<w:(\w+) [^>]*w:author="([^"]+)"', body)
    # The first of LibreOffice is an ochre that a grey copy hardly shows.
    assert authors[0] == ("rPrChange", "docgen")
    assert "docgen" not in {name for _, name in authors[1:]}
