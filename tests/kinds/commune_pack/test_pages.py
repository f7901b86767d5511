"""A finished pack, page by page: ways through, edges, parts kept whole, in both formats."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

import pypdfium2
import pytest
import zxingcpp
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from docgen.build.render import render
from docgen.document import Diffusion
from docgen.errors import RenderingError
from docgen.format import Format
from docgen.kinds.commune_pack.sommaire import OWN_PAGES
from docgen.rendering.fitting import fit_pages
from docgen.rendering.html.binding import anchor_of
from tests.charts.word.test_chart import UNKNOWN_TO_THE_VALIDATOR
from tests.conftest import NIGHT, plain_blanks
from tests.kinds.commune_pack.packs import ALBI, GARRIC, Table, ours, project, shortened
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.libreoffice import to_pdf
from tests.support.reading import (
    Element,
    bookmarks,
    heard,
    lines_by_page,
    links,
    low_in_html,
    low_in_word,
    pages_text,
    structure,
)

NAME = "commune-pack-81101-final"
CODES = {"https://monaide.cyber.gouv.fr", "https://mairesruraux81.fr"}
WRAPPERS = {"fiche": 2, "infographie": 3, "memento": 3}
"""How many boxes stand around a part: its own, that of its body, that of a section with a title."""
HAND = ("Vos notes", "Compte rendu de visite", "Suite et autres points")
"""Pages that are made to be written on."""
INVENTED = "PROJET, INTERNE – ne pas remettre – exemple fictif"
"""The longest mark of a pack."""
FICHE = "        - fiche: {}\n          raison: Une action de plus.\n"
NAMED = """\
unites:
  - unite: Brigade de Cagnac-les-Mines
    telephone: 05 99 00 00 00
    adresse: [1 avenue de la Gendarmerie-de-l’Exemple-Fictif, 00000 Exemple-en-Fictivemont]
    horaires:
      - "Lundi, mercredi et vendredi : 8 h à 12 h et 14 h à 18 h"
      - "Mardi et jeudi : 8 h à 12 h et 14 h à 19 h"
      - "Samedi : 9 h à 12 h et 14 h à 18 h"
      - "Dimanche et jours fériés : 9 h à 12 h et 15 h à 18 h"
    referent_elu: {nom: Personnage Inventé, telephone: 05 99 00 00 01, diffusion: partenaires}
"""
"""A unit of which all is known that its page may say (exemple fictif)."""
LETTERS = 480
"""How many letters any other page has at least."""


def pack():
    return documents.document(NAME)


@cache
def pages():
    return [" ".join(plain_blanks(text).split()) for text in pages_text(documents.pdf(NAME))]


@cache
def printed():
    return to_pdf(documents.docx(NAME))


def squeezed(text):
    return " ".join(plain_blanks(text).split())


def page_of(title):
    """Return the page, from 1, on which a title of the contents begins; the contents are page 2."""
    return next(rank for rank, text in enumerate(pages(), 1) if rank > 2 and title in text)


def plain(text):
    return plain_blanks(re.sub(r"\[(.*)\]\(.*\)", r"\1", text)).replace("\\", "")


# ---------- Ways through ----------


def entries():
    lines = [one for entry in pack().facts.sommaire for one in (entry, *entry.fiches)]
    return [(plain_blanks(str(one.numero)), plain(one.titre), one.ancre) for one in lines]


def test_contents_link_to_each_section_and_fiche():
    said = {" ".join(plain_blanks(text).split()) for _, text in heard(documents.pdf(NAME))}
    found = [link for link in links(documents.pdf(NAME)) if link.page == 1]
    assert len(found) == len(entries()) > 15
    starts = {
        anchor_of(part): pages[0] + 1
        for part, pages in zip(pack().bound, part_pages(), strict=True)
    }
    own = {
        f"section-{name.replace('_', '-')}": getattr(pack().facts.rubriques, name)
        for name in OWN_PAGES
    }
    for link, (number, title, anchor) in zip(found, entries(), strict=True):
        assert plain_blanks(link.says) == title
        page = starts.get(anchor) or page_of(plain_blanks(own[anchor].titre))
        assert link.to_page + 1 == page, title
        assert {f"{title} {page}", f"{number} {title} {page}"} & said


def test_the_reasons_lead_to_their_fiches():
    page = page_of("Pour vous protéger")
    found = [link for link in links(documents.pdf(NAME)) if link.page == page - 1]
    fiches = [part_pages()[rank][0] for rank, one in enumerate(pack().bound) if one.kind == "fiche"]
    assert list(dict.fromkeys(link.to_page for link in found)) == fiches


def test_no_link_leads_nowhere():
    for link in links(documents.pdf(NAME)):
        assert 0 <= link.to_page < len(pages())
        assert link.says


def test_bookmarks_are_the_contents_with_the_fiches_below_theirs():
    wanted = [(0, "Sommaire")]
    for entry in pack().facts.sommaire:
        wanted.append((0, plain(entry.titre)))
        wanted += [(1, plain(one.titre)) for one in entry.fiches]
    found = [(one.level, plain_blanks(one.title)) for one in bookmarks(documents.pdf(NAME))]
    assert found == wanted
    starts = [one.page for one in bookmarks(documents.pdf(NAME))]
    assert starts == sorted(starts)
    lines = [one for entry in pack().facts.sommaire for one in (entry, *entry.fiches)]
    assert [one.page - 1 for one in lines] == starts[1:]  # what Word shows first
    assert starts[1:] == [link.to_page for link in links(documents.pdf(NAME)) if link.page == 1]


# ---------- Edges ----------


def test_pack_has_16_to_24_pages_of_one_size():
    assert 16 <= len(pages()) <= 24
    sizes = {
        tuple(map(round, page.mediabox[2:]))
        for page in PdfReader(io.BytesIO(documents.pdf(NAME))).pages
    }
    assert sizes == {(595, 842)}


def test_every_page_names_commune_readers_and_partnership():
    total = len(pages())
    for number, text in enumerate(pages()[1:], 2):
        assert "Dossier de la commune – Le Garric" in text
        assert "Réservé aux élus et aux parties" in text
        assert "Partenariat AMR81 – GGD81, convention du 23 avril 2026." in text
        assert "confidentiel (article 9)" in text
        assert f"{number} / {total}" in text
    assert "Réservé aux élus et aux parties" in pages()[0]
    assert f"1 / {total}" not in pages()[0]


def test_no_page_is_nearly_empty():
    for text in pages()[1:]:
        assert len(text) > LETTERS or any(title in text for title in HAND), text
    for text in pages_text(printed())[1:]:
        assert len(text) > LETTERS or any(title in text for title in HAND), text


def lines_of(fitted):
    free = len(fitted.free_height)
    return (free - 12) // 8 if free > 35 else 0  # three lines, or none


def test_pages_to_write_on_have_as_many_lines_as_asked():
    html = documents.html(NAME)
    facts = pack().facts
    written = (*facts.notes, *facts.visite, *facts.compte_rendu, facts.dos)
    lines = [len(one.rangs) for one in written]
    lines += [lines_of(one) for one in bound_at_their_density()]
    assert html.count('<p class="ligne" data-hors-corps') == sum(lines) > 40


# ---------- Every part, whole ----------


def bound_at_their_density():
    return fit_pages(pack(), OUR_TEMPLATES).bound


@cache
def alone():
    """Return parts, each made alone: by day the first of each kind."""
    parts = [*bound_at_their_density()]
    found = {one.stem if NIGHT else one.kind: one for one in reversed(parts)}
    return {one.stem: renderer(Format.PDF)(one, OUR_TEMPLATES) for one in found.values()}


@cache
def part_pages():
    """Return the pages, from 0, on which each part stands: up to the next of the outline."""
    marks = {plain_blanks(one.title): one.page for one in bookmarks(documents.pdf(NAME))}
    starts = sorted({*marks.values(), len(pages())})
    found = []
    for part in pack().bound:
        title = {
            "infographie": "Les chiffres de la commune",
            "memento": "L’aide-mémoire environnement",
        }.get(part.kind) or plain_blanks(part.title.split(" – ", 1)[1])
        first = marks[title]
        found.append(range(first, starts[starts.index(first) + 1]))
    return found


def within(element, wanted):
    """Yield the topmost elements whose contents stand on these pages, and on no other."""
    found = {page for page, _ in element.contents()}
    if found and found <= wanted:
        yield element
    elif found & wanted:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from within(kid, wanted)


def roles(elements):
    return Counter(one.role for element in elements for one in element.walk())


def test_every_structure_element_of_a_part_is_kept():
    whole = structure(documents.pdf(NAME))
    for part, of_part in zip(pack().bound, part_pages(), strict=True):
        if part.stem not in alone():
            continue
        kids = structure(alone()[part.stem].data).kids
        wanted = roles(kid for kid in kids if isinstance(kid, Element))
        kept = roles(within(whole, {*of_part}))
        assert wanted - kept == Counter(), part.stem
        assert kept - wanted == Counter(Div=WRAPPERS[part.kind]), part.stem
        assert sum(wanted.values()) > 40, part.stem


def test_parts_and_own_pages_are_all_there_is():
    inside = {page for pages in part_pages() for page in pages}
    lengths = {one.stem: len(of) for one, of in zip(pack().bound, part_pages(), strict=True)}
    assert {stem: made.pages for stem, made in alone().items()}.items() <= lengths.items()
    more = len(pack().facts.notes) - 1 + 1  # of notes, and the back of the sheet to bring back
    assert len(pages()) - len(inside) == 2 + len(OWN_PAGES) + more  # the cover and the contents


# ---------- Sheets that are taken out ----------


TAKEN = {
    "Compte rendu de visite": "Suite et autres points",
    "Que faire, qui appeler": "Les bons gestes",
}
"""What is on the front and on the back of the sheets that are taken out of a pack."""


@pytest.mark.parametrize("front", TAKEN)
@pytest.mark.parametrize("made", [pages, lambda: [*map(squeezed, pages_text(printed()))]])
def test_removable_sheet_stands_alone(front, made):
    found = [rank for rank, text in enumerate(made(), 1) if rank > 2 and front in text]
    assert len(found) == 1
    assert found[0] % 2 == 1
    assert TAKEN[front] in made()[found[0]]


def test_word_begins_the_removable_sheet_on_a_front():
    with zipfile.ZipFile(io.BytesIO(documents.docx(NAME))) as package:
        body = package.read("word/document.xml").decode()
    *before, last = re.findall(r"<w:sectPr.*?</w:sectPr>", body, re.DOTALL)
    assert [one for one in before if "w:type " in one] == []
    assert '<w:type w:val="oddPage"/>' in last
    assert "Compte rendu de visite" in plain_blanks(body[body.index(before[-1]) :])


def test_every_section_has_its_number_and_title():
    for entry in pack().facts.sommaire:
        title = plain(entry.titre)
        name = re.escape(title)  # above the title of a bound part, whose number is before that
        number = re.compile(rf"(?:^| ){entry.numero} {name}|{name}.*? {entry.numero} ", re.I)
        assert [text for text in pages()[2:] if number.search(text)], title
        words = [" ".join(plain_blanks(text).split()) for text in pages_text(printed())[2:]]
        assert [text for text in words if number.search(text)], title


# ---------- Codes, Word ----------


def codes(data):
    with pypdfium2.PdfDocument(data) as document:
        picture = document[2].render(scale=3).to_pil()
    return {one.text for one in zxingcpp.read_barcodes(picture)}


def test_contact_codes_are_readable_on_the_printed_page():
    assert codes(documents.pdf(NAME)) == CODES


def test_the_codes_are_read_as_libreoffice_prints_the_word_file():
    assert codes(printed()) == CODES


def test_foot_stands_at_one_height_on_pages_of_word():
    pages_lines = lines_by_page(printed())[1:]
    feet = [max(y for y, text in one if "Partenariat" in text) for one in pages_lines]
    assert max(feet) - min(feet) < 1


def test_libreoffice_prints_the_word_file_on_as_many_pages():
    assert len(PdfReader(io.BytesIO(printed())).pages) == len(pages())


def test_the_word_file_is_one_that_office_takes(tmp_path, monkeypatch):
    # The place of each paragraph, which it tells, is counted from the first: thousands are here.
    monkeypatch.setattr("openxml_audit.context._sibling_position", lambda _: 1)
    path = tmp_path / "dossier.docx"
    path.write_bytes(documents.docx(NAME))
    found = [str(error) for error in OpenXmlValidator().validate(path).errors]
    assert [error for error in found if not error.endswith(UNKNOWN_TO_THE_VALIDATOR)] == []


def test_charts_stay_charts_in_word_each_with_its_figures():
    with zipfile.ZipFile(io.BytesIO(documents.docx(NAME))) as package:
        names = package.namelist()
        body = package.read("word/document.xml").decode()
    charts = [name for name in names if re.fullmatch(r"word/charts/chart[^/]*\.xml", name)]
    [page] = pack().parts["chiffres"]
    word = renderer(Format.DOCX)(page, OUR_TEMPLATES)
    with zipfile.ZipFile(io.BytesIO(word.data)) as package:
        wanted = [n for n in package.namelist() if re.fullmatch(r"word/charts/chart[^/]*\.xml", n)]
    assert len(charts) == len(wanted) > 2
    assert body.count("<c:chart ") == len(charts)
    assert len([name for name in names if name.endswith(".xlsx")]) == len(charts)


def test_links_across_parts_lead_to_bookmarks_that_exist_in_word():
    with zipfile.ZipFile(io.BytesIO(documents.docx(NAME))) as package:
        body = package.read("word/document.xml").decode()
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    anchors = re.findall(r'HYPERLINK \\l "([^"]+)"', body)
    assert len(marks) == len({*marks})
    assert {*anchors} <= {*marks}
    assert len(anchors) >= len(entries())


def test_lead_of_the_act_page_ends_on_two_words():
    """One line, in the gendarmerie's zone; that of the police fills two."""
    text = pages_text(documents.pdf(NAME))[page_of("s’engage") - 1]
    [line] = [line for line in map(plain_blanks, text.splitlines()) if "seul foi" in line]
    assert line.strip() == plain_blanks(pack().facts.convention.chapo)


@pytest.mark.parametrize("added", [6, 12])
def test_act_page_holds_more_commitments_by_closer_rows(tmp_path, added):
    """The model of the next act has six actions more, and amendments add others."""
    made = shortened(project(tmp_path))
    dossier = made.content / "commune-pack/dossier.yaml"
    line = "        - {clause: action-6.2, texte: Une action de plus.}\n"
    text = dossier.read_text("utf-8")
    last = "        - {clause: article-5, "
    assert text.count(last) == 1
    dossier.write_text(text.replace(last, line * added + last), "utf-8")
    act = Table(made, visite=date(2026, 12, 3)).pack(ALBI)
    shown = pages_text(renderer(Format.PDF)(act, OUR_TEMPLATES).data)
    [page] = [one for one in map(plain_blanks, shown) if "Jusqu’à quand" in one]
    assert page.count("Une action de plus.") == added
    assert "Le jour de la visite" in page


def test_contacts_stay_on_one_page_when_a_gendarme_is_named(tmp_path):
    """Where no directory is imported, in a département of a long name: most lines are filled in."""
    made = shortened(project(tmp_path))
    roles = made.content / "territoire/roles.yaml"
    longer = re.sub("(?:du |, )Tarn", "des Alpes-de-Haute-Provence", roles.read_text("utf-8"))
    roles.write_text(longer, "utf-8")
    (made.content / "territoire/unites.yaml").write_text(NAMED, "utf-8")
    act = Table(made, circle=Diffusion.PARTENAIRES).pack(GARRIC)
    shown = pages_text(renderer(Format.PDF)(act, OUR_TEMPLATES).data)
    [page] = [one for one in map(plain_blanks, shown) if "réservés aux élus" in one]
    assert page.count("Téléphone :") == 5
    assert "Numéros : annuaire" in page


def test_page_that_holds_too_much_is_named_as_such(tmp_path):
    made = shortened(project(tmp_path))
    dossier = made.content / "commune-pack/dossier.yaml"
    line = "        - {role: ddetspp}\n"
    dossier.write_text(dossier.read_text("utf-8").replace(line, line * 6), "utf-8")
    with pytest.raises(RenderingError) as refused:
        renderer(Format.PDF)(Table(made).pack(GARRIC), OUR_TEMPLATES)
    [told] = refused.value.problems
    assert (told.field, "la page d’avant déborde" in told.message) == ("page 4", True)


def test_page_of_actions_holds_eighteen_fiches(tmp_path):
    """All of ours, and the actions that an amendment or the next act adds."""
    made = project(tmp_path)
    dossier = made.content / "commune-pack/dossier.yaml"
    text = re.sub(r"\n +quand: {.*", "", dossier.read_text("utf-8"))
    for rank in "abc":
        more = made.content / f"fiche/action-4-1-{rank}.yaml"
        words = more.with_stem("action-4-1").read_text("utf-8")
        words = words.replace("id: cyber", f"id: cyber{rank}")
        name = f"id: {more.stem}\nindice: {rank}"
        more.write_text(words.replace("id: action-4-1", name), "utf-8")
        text = text.replace("      fiches:\n", f"      fiches:\n{FICHE.format(more.stem)}", 1)
    dossier.write_text(text, "utf-8")
    act = Table(made).pack(GARRIC)
    assert len(act.parts["fiches"]) == 18
    shown = pages_text(renderer(Format.PDF)(act, OUR_TEMPLATES).data)
    [page] = [one for one in map(plain_blanks, shown) if "Chaque fiche tient sur une page" in one]
    assert len(re.findall(r"p\. \d+\b", page)) == 18


@pytest.mark.parametrize("code", [GARRIC, ALBI])
def test_page_of_actions_holds_reasons_of_two_lines(tmp_path, code):
    """As those that a rise of offences gives, with the numbers compared."""
    made = project(tmp_path)
    dossier = made.content / "commune-pack/dossier.yaml"
    longer = f"{'et la mairie le sait bien avant ' * 3}la visite"
    text = re.sub(r"(raison: .*)\.\n", rf"\1 {longer}.\n", dossier.read_text("utf-8"))
    dossier.write_text(text, "utf-8")
    act = Table(made).pack(code)
    shown = pages_text(renderer(Format.PDF)(act, OUR_TEMPLATES).data)
    [page] = [one for one in map(plain_blanks, shown) if "Chaque fiche tient sur une page" in one]
    assert len(re.findall(r"p\. \d+\b", page)) == len(act.parts["fiches"])


# ---------- Running heads, the cover ----------


def heights(data):
    """Return where the words of each page of a PDF begin and end, in points from its top."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(rank) for rank in range(text.count_chars())]
            top = page.get_height()
            seen = [(top - upper, top - lower) for _, lower, _, upper in boxes if upper > lower]
            yield min(one for one, _ in seen), max(one for _, one in seen)


def test_running_heads_and_feet_are_at_one_height():
    _, *inside = heights(documents.pdf(NAME))
    heads, feet = zip(*inside, strict=True)
    assert max(heads) - min(heads) < 3  # the page of figures is full: its head is 0.8 mm higher
    assert max(feet) - min(feet) < 5  # its foot is 1.5 mm lower
    assert min(heads) > 28  # 10 mm, which any printer reaches
    assert max(feet) < 842 - 28


def begun(booklet):
    """Return a booklet of one family, which no index names."""
    only = {"familles": booklet.facts.familles[:1], "index": ()}
    return replace(booklet, facts=booklet.facts.model_copy(update=only))


def test_the_longest_mark_is_whole_on_every_page(tmp_path):
    """On two lines in the memento, whose covers say what they said before they were bound.

    By day of three fiches and of the first family, whose pages are like those of the others.
    """
    bound = ours(complet=True) if NIGHT else Table(shortened(project(tmp_path)), complet=True)
    pack, mark = bound.pack("81218"), INVENTED
    facts = pack.facts.model_copy(update={"repere": mark})
    marked = replace(pack, facts=facts, required_margin_words=(mark,))
    if not NIGHT:
        marked = replace(marked, parts={**pack.parts, "memento": (begun(*pack.parts["memento"]),)})
    shown = [*map(squeezed, pages_text(renderer(Format.PDF)(marked, OUR_TEMPLATES).data))]
    assert len(shown) > (70 if NIGHT else 20)
    front = next(rank for rank, text in enumerate(shown) if "maires du Tarn Reconnaître" in text)
    without = [rank for rank, text in enumerate(shown) if mark not in text]
    assert len(without) == 2
    assert without[0] == front
    assert all("PROJET" in shown[rank] for rank in without)


def test_word_running_heads_share_height_and_width():
    _, *inside = heights(printed())
    heads = [top for top, _ in inside]
    assert max(heads) - min(heads) < 0.5
    with pypdfium2.PdfDocument(printed()) as document:
        for page in [*document][1:]:
            found = page.get_textpage()
            boxes = [found.get_charbox(rank) for rank in range(found.count_chars())]
            head = max(right for _, lower, right, _ in boxes if lower > 842 - 60)
            assert abs(595.3 - head - 20 * 72 / 25.4) < 1.5


def test_word_cover_has_no_head_and_the_visit_below():
    [cover, *_] = pages_text(printed())
    words = " ".join(plain_blanks(cover).split())
    assert plain_blanks(pack().facts.intitule) not in words
    assert plain_blanks(pack().facts.mention) not in words
    with pypdfium2.PdfDocument(printed()) as document:
        text = document[0].get_textpage()
        found = text.search("Avec").get_next()
        assert found is not None
        _, lower, _, _ = text.get_charbox(found[0])
        assert 40 < lower < 200


def test_ordinals_of_renewals_are_superscript_in_both_formats(tmp_path):
    later = Table(shortened(project(tmp_path)), visite=date(2027, 6, 1)).pack("81101")
    assert "(1re reconduction)" in plain_blanks(later.facts.convention.termes[-1].texte)
    assert low_in_html(OUR_TEMPLATES.fill_html(later)) == []
    [word] = render(later, OUR_TEMPLATES, [Format.DOCX])
    assert low_in_word(word.data) == []
