"""The sheet beside a draft: every point once, on the pages that print it, for the same readers."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest

from docgen.build.compose import wanted
from docgen.build.left import left_in
from docgen.build.left_sheet import PrintedPlace, left_sheets, sheet_facts
from docgen.build.pipeline import build
from docgen.build.render import render_documents
from docgen.build.sheet_pages import with_draft_pages
from docgen.conformity.pdf.text import letters, pages_with
from docgen.document import Diffusion
from docgen.errors import TemplateError
from docgen.format import Format
from docgen.kinds.memento.options import MementoOptions
from docgen.left import Item, What, Who, shares
from docgen.markup import escape_marks, plain
from docgen.request import Request
from tests.build.test_pipeline import PROPOSED
from tests.conftest import plain_blanks
from tests.kinds.commune_pack.packs import PUYGOUZON, Table, ours, project, shortened
from tests.kinds.memento.works import project as memento_project
from tests.kinds.memento.works import settle
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, laid_over, shipped
from tests.support.libreoffice import to_pdf
from tests.support.reading import pages_text
from tests.support.shared import folder_of_the_run

BOOKLET = "memento-livret"
COMMAND = ("commune-pack",)


@cache
def short():
    """Return our content, whose packs hold three fiches only."""
    return Table(shortened(project(folder_of_the_run())))


@cache
def pack_and_sheet():
    """Return Puygouzon's pack and the sheet beside it, as PDF."""
    made = wanted([short().composed(PUYGOUZON)], final=False)
    return render_documents(made, OUR_TEMPLATES, (Format.PDF,))


def rows(sheet):
    """Return the rows of a sheet: chapter, pages (where none are told, those above), what, who."""
    read = []
    for one in sheet.facts.groupes:
        pages = ""
        for line in one.lignes:
            assert line.pages != pages or not pages
            pages = line.pages or pages
            read.append((one.titre, pages, line.quoi, line.qui))
    return read


def split_lines(printed):
    """Return each point of rows as plain text, those of one article apart again."""
    articles = [what.partition(" : ") for what in printed]
    return [
        f"{article} : {one}" if article.startswith("Art.") else f"{article}{colon}{rest}"
        for article, colon, rest in articles
        for one in (rest.split(" ; ") if article.startswith("Art.") else [rest])
    ]


def said_in(name, what):
    """Whether a row, as plain text, says a point: alone, or among those of its article."""
    article, _, rest = name.partition(" : ")
    return what == name or (what.startswith(f"{article} : ") and rest in what)


def numbers(pages):
    return [int(number) for number in re.findall(r"\d+", pages)]


def test_the_sheet_has_each_point_of_its_draft_once():
    draft = short().pack(PUYGOUZON)
    _, sheet = pack_and_sheet()
    names = [
        plain_blanks(escape_marks(name[:1].upper() + name[1:]))
        for item in draft.left
        for name in [item.name or item.message]
    ]
    printed = [plain_blanks(what) for _, _, what, _ in rows(sheet.document)]
    assert Counter(split_lines(printed)) == Counter(names)


def test_rules_of_one_article_have_one_line():
    called = "Art. L. 252-4 du CSI"
    items = tuple(
        Item("droit.yaml", "à vérifier", code="droit", id=f"droit:{rest}", name=name, who=who)
        for rest, who in (("durée", Who.JURISTE), ("avis", Who.JURISTE), ("objet", Who.REDACTEUR))
        for name in [f"{called}\u00a0: {rest}"]
    )
    [group] = sheet_facts(replace(documents.document(BOOKLET), left=items)).groupes
    assert [plain_blanks(line.quoi) for line in group.lignes] == [
        f"{called} : durée ; avis",
        f"{called} : objet",
    ]


def test_points_of_law_of_a_page_go_code_by_code():
    called = [
        "art. R. 3 du CSI",
        "art. 40 du CPP",
        "loi n° 1",
        "art. L. 10 du CSI",
        "art. 9 du CPP",
    ]
    items = tuple(
        Item("droit.yaml", "x", code="droit", id=one, name=f"{one}\u00a0: x", who=Who.JURISTE)
        for one in called
    )
    [group] = sheet_facts(replace(documents.document(BOOKLET), left=items)).groupes
    said = [plain_blanks(line.quoi).partition(" :")[0].lower() for line in group.lignes]
    assert said == [called[rank].lower() for rank in (2, 4, 1, 3, 0)]


def test_head_of_a_table_says_where_it_goes_on():
    items = tuple(
        Item("a.yaml", f"{rank}", code="x", id=f"{rank}", name=f"Point {rank}", who=Who.PARTIES)
        for rank in range(60)
    )
    [sheet] = left_sheets(replace(documents.document("memento-aide-memoire"), left=items))
    [made] = render_documents([sheet], OUR_TEMPLATES, (Format.PDF,))
    assert [text.count("(suite)") for text in pages_text(made.data)] == [0, 1]


def test_word_says_where_a_group_goes_on_as_the_pdf():
    items = tuple(
        Item("a.yaml", f"{rank}", code="x", id=f"{rank}", name=f"Point {rank}", who=Who.PARTIES)
        for rank in range(60)
    )
    [sheet] = left_sheets(replace(documents.document("convention-modele"), left=items))
    pdf, word = (render_documents([sheet], OUR_TEMPLATES, (one,))[0] for one in Format)
    pages = [pages_text(data) for data in (pdf.data, to_pdf(word.data))]
    starts = [[re.search(r"Point \d+", text)[0] for text in one] for one in pages]
    assert starts[0] == starts[1]
    assert [text.count("(suite)") for text in pages[1]] == [0, 1]


def test_a_title_is_not_repeated_by_its_points():
    title = "ARTICLE 1er Objet"
    items = tuple(
        Item("a.yaml", f"{name} : choisir", code=code, id=code, name=name, who=Who.PARTIES)
        for code, name in (("adoption", title[-5:]), ("remarque", f"À décider ({title})"))
    )
    draft = replace(documents.document(BOOKLET), left=items)
    places = {one.id: PrintedPlace((1,), title) for one in items}
    [group] = sheet_facts(draft, places).groupes
    assert [plain_blanks(line.quoi) for line in group.lignes] == ["Son texte", "Remarque : choisir"]


def in_chapters(*points):
    """Return the groups of the sheet of an act, given the chapter and the name of each point."""
    codes = ["remarque" if name.startswith("À décider") else "adoption" for _, name in points]
    items = tuple(
        Item("a.yaml", f"{name} : choisir", code=code, id=f"{rank}", name=name, who=Who.PARTIES)
        for rank, (code, (_, name)) in enumerate(zip(codes, points, strict=True))
    )
    places = {
        f"{rank}": PrintedPlace((1,), title, int(title[-1]))
        for rank, (title, _) in enumerate(points)
    }
    return sheet_facts(replace(documents.document(BOOKLET), left=items), places).groupes


def said(group):
    """Return the lines of a group as plain text, those set back after « > »."""
    return [f"{'> ' * line.retrait}{plain_blanks(plain(line.quoi))}" for line in group.lignes]


MANY = (("ARTICLE 1", "1.1 Objet"), ("ARTICLE 1", "1.2 BIS Durée"))


def test_a_remark_alone_under_its_title_is_not_set_back():
    many, group = in_chapters(*MANY, ("ARTICLE 6", "À décider (ARTICLE 6)"))
    assert said(many) == ["1.1 – Objet", "1.2 BIS – Durée"]
    assert (group.titre, said(group)) == ("ARTICLE 6", ["Remarque : choisir"])


def test_chapters_of_one_point_each_are_one_list():
    points = ("ARTICLE 2", "ARTICLE 2"), ("ARTICLE 3", "À décider (ARTICLE 3)")
    [group] = in_chapters(*points, ("ARTICLE 4", "4.1 Suivi"))
    assert group.titre == ""
    assert said(group) == [
        "ARTICLE 2",
        "ARTICLE 3",
        "> Remarque : choisir",
        "ARTICLE 4 : 4.1 – Suivi",
    ]
    assert [bool(line.qui) for line in group.lignes] == [True, False, True, True]
    assert [one.titre for one in in_chapters(*MANY, *points)] == [
        "ARTICLE 1",
        "ARTICLE 2",
        "ARTICLE 3",
    ]


def test_an_untitled_article_lacks_its_title_and_its_text():
    title = "ARTICLE 1 Titre non fourni"
    first = Item("a.yaml", "x", code="original", id="x", name=title, who=Who.PARTIES)
    items = (first, replace(first, id="y", name="1.1"))
    places = {one.id: PrintedPlace((2,), title) for one in items}
    facts = sheet_facts(replace(documents.document(BOOKLET), left=items), places)
    assert said(facts.groupes[0]) == ["Son titre et son texte", "1.1"]
    assert facts.totaux[0].startswith("À faire par les parties")


def test_a_remark_that_no_page_prints_is_below_its_point():
    first = Item("a.yaml", "titre", code="original", id="t", name="Titre", who=Who.PARTIES)
    other = replace(first, id="p", name="Exposé des parties")
    remark = replace(first, field="note", code="remarque", id="r", name="À décider (Titre)")
    remark = replace(remark, message="À décider (Titre) : choisir le titre.")
    draft = replace(documents.document(BOOKLET), left=(first, other, remark))
    pdf = pack_and_sheet()[0].data
    facts = with_draft_pages(next(left_sheets(draft)), draft, pdf).facts
    assert [plain_blanks(line.quoi) for line in facts.groupes[0].lignes][:2] == [
        "Titre",
        "Remarque : choisir le titre.",
    ]


def test_the_sheet_tells_the_totals_of_the_command():
    items, _ = left_in(short().scope.referential, COMMAND, (PUYGOUZON,), None)
    facts = pack_and_sheet()[1].document.facts
    assert plain_blanks(facts.compte).startswith(f"{len(items)} points à régler avant ")
    told = [line.partition(" : ")[2] for line in facts.totaux]
    assert " ; ".join(told) == " ; ".join(share.phrase for share in shares(items))
    assert len({line.partition(" : ")[0] for line in facts.totaux}) == len(told)


def test_what_comes_before_adoption_is_first_and_bold():
    seat = Item("a.yaml", "x", code="siege", id="s", name="Siège", who=Who.PARTIES)
    seats = [replace(seat, what=What.REMPLIR), replace(seat, what=What.ADOPTER, code="adoption")]
    sheets = [
        sheet_facts(replace(documents.document(BOOKLET), left=left))
        for left in (tuple(seats), tuple(seats[1:]))
    ]
    assert [line.premier for one in sheets for line in one.groupes[0].lignes] == [
        True,
        False,
        False,
    ]
    first, then = sheets[0].totaux[0].split(" ; ")
    assert first.endswith(" d’abord, en gras")
    assert then.endswith(" à adopter ensuite")
    assert sheets[1].totaux[0].endswith(" à adopter")


def test_only_who_adopts_has_points_in_bold():
    seat = Item("a.yaml", "x", code="siege", id="s", name="Siège", who=Who.PARTIES)
    text = replace(seat, what=What.ADOPTER, code="adoption", id="t")
    other = replace(seat, id="o", who=Who.DONNEES, what=What.IMPORTER, code="chiffres")
    for left, bold in (((text, other), 0), ((seat, text, other), 1)):
        facts = sheet_facts(replace(documents.document(BOOKLET), left=left))
        lines = [line for group in facts.groupes for line in group.lignes]
        assert sum(line.premier for line in lines) == bold
        assert sum("en gras" in total for total in facts.totaux) == bold


def test_points_are_in_the_order_of_the_pages():
    first = [numbers(pages)[0] for _, pages, _, _ in rows(pack_and_sheet()[1].document)]
    assert first == sorted(first)
    assert first[-1] == 12  # the second page of the two on the environment


def test_a_point_of_a_fiche_is_on_its_page():
    pack, sheet = pack_and_sheet()
    told = {plain_blanks(what): (title, pages) for title, pages, what, _ in rows(sheet.document)}
    title, pages = told["Les deux adresses publiées du service MonAideCyber"]
    [page] = numbers(pages)
    assert title in " ".join(pages_text(pack.data)[page - 1].split())
    assert title == "Faire le diagnostic cyber de sa mairie avec MonAideCyber"


def test_law_is_on_the_pages_that_print_it():
    draft = documents.document(BOOKLET)
    [sheet] = left_sheets(draft)
    paged = with_draft_pages(sheet, draft, documents.pdf(BOOKLET))
    texts = [letters(text) for text in pages_text(documents.pdf(BOOKLET))]
    told = [(plain_blanks(plain(what)), numbers(pages)) for _, pages, what, _ in rows(paged)]
    law = [item for item in draft.left if item.who is Who.JURISTE]
    sentences = {f"droit:{one.key}": one.sentence for one in draft.laws}
    found = [
        {page for what, pages in told if said_in(name, what) for page in pages}
        & set(pages_with(sentences[item.id], texts))
        for item in law
        if item.id in sentences
        for name in [plain_blanks(item.name[:1].upper() + item.name[1:])]
    ]
    assert len(found) > 300
    assert sum(map(bool, found)) > 0.9 * len(found)


def test_word_tells_the_pages_of_the_pdf(tmp_path):
    source = tmp_path / "essai.yaml"
    source.write_text(PROPOSED, "utf-8")
    draft = documents.composed(source)
    made = [
        render_documents([draft, *left_sheets(draft)], OUR_TEMPLATES, (format,))
        for format in Format
    ]
    assert [{one.format for one in files} for files in made] == [{format} for format in Format]
    [(*_, pdf), (*_, word)] = made
    assert rows(word.document)
    assert word.document.facts == pdf.document.facts
    with ZipFile(BytesIO(word.data)) as parts:
        assert b'"DGTableauserrecourt"' in parts.read("word/document.xml")


@pytest.mark.parametrize("circle", Diffusion)
def test_the_sheet_is_for_the_readers_of_its_draft(circle):
    draft = ours(circle=circle).pack(PUYGOUZON)
    [sheet] = left_sheets(draft)
    assert sheet.diffusion is circle
    assert sheet.stem == f"{draft.stem}-reste-a-faire"
    assert sheet.facts.repere == draft.facts.repere


def test_what_is_left_is_not_bound_into_a_draft():
    pack, _ = pack_and_sheet()
    text = " ".join(pages_text(pack.data))
    assert "Reste à faire" not in text
    assert "content/" not in text
    assert pack.pages == 14


def test_the_sheet_of_a_draft_that_fails_tells_nothing(tmp_path):
    broken = shipped("commune-pack/document.html.j2").replace("{{ convention.chapo }}", "{{ o }}")
    made = wanted([short().composed(PUYGOUZON)], final=False)
    templates = laid_over(tmp_path, {"commune-pack/document.html.j2": broken})
    with pytest.raises(TemplateError) as raised:
        render_documents(made, templates, (Format.PDF,))
    assert len(raised.value.problems) == 1


def test_a_final_takes_the_sheet_of_its_draft_away(tmp_path):
    here = memento_project(tmp_path)
    request = Request(formats=(Format.DOCX,), options=MementoOptions("aide-memoire"))
    names = ["memento-aide-memoire.docx", "memento-aide-memoire-reste-a-faire.docx"]
    made = build(here, "memento", (), request)
    assert [one.path.name for one in made.artifacts] == names
    assert made.artifacts[1].document.final is False
    settle(here)
    made = build(here, "memento", (), replace(request, final=True))
    assert [one.path.name for one in made.artifacts] == names[:1]
    assert [one.name for one in (here.output / "memento").iterdir()] == names[:1]


def test_no_sheet_is_told_where_finals_are_asked_for(tmp_path):
    request = Request(formats=(Format.DOCX,), options=MementoOptions("aide-memoire"), final=True)
    made = build(memento_project(tmp_path), "memento", (), request)
    assert made.artifacts == ()
    assert [name.partition(" ")[0] for name in made.withheld] == ["memento-aide-memoire"]


def test_remark_stands_under_its_point_for_one_sort_of_people():
    file = "content/convention/2027.yaml"
    action = Item(file, "à adopter", code="propose", id="a", name="Action 1.1", who=Who.PARTIES)
    called = "À décider ({})"
    remarks = [
        Item(file, f"{called.format(on)} : Fixer", code="remarque", id=on, name=called.format(on))
        for on in ("Action 1.1", "Action 4.1")
    ]
    items = (
        replace(action, what=What.ADOPTER),
        *(replace(one, who=Who.PARTIES) for one in remarks),
    )
    [group] = sheet_facts(replace(documents.document(BOOKLET), left=items)).groupes
    assert [plain_blanks(line.quoi) for line in group.lignes] == [
        "Action 1.1",
        "Remarque : Fixer",
        "Action 4.1",
        "Remarque : Fixer",
    ]
    assert [(line.retrait, line.qui) for line in group.lignes] == [
        (False, "adopter"),
        (True, "décider"),
        (False, ""),
        (True, "décider"),
    ]


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        (range(1, 13), "p. 1 à 12"),
        ((2, 3, 5), "p. 2, 3, 5"),
        ((3, 7, 8, 9, 14), "p. 3, 7 à 9, 14"),
        ((1, 3, 5, 7, 9), "p. 1, 3, 5, 7, …"),
    ],
)
def test_pages_in_a_row_are_told_as_one(pages, told):
    item = Item("a.yaml", "x", code="adoption", id="x", name="Un point", who=Who.PARTIES)
    draft = replace(documents.document(BOOKLET), left=(item,))
    [group] = sheet_facts(draft, {"x": PrintedPlace(tuple(pages), "Un chapitre")}).groupes
    assert [plain_blanks(line.pages) for line in group.lignes] == [told]
