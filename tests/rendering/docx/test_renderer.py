import hashlib
import io
import re
import statistics
import time
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from openxml_audit import OpenXmlValidator

from docgen.charts.word.marks import DOT
from docgen.content.repertoire import PRINTABLE
from docgen.errors import TemplateError
from docgen.format import Format
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_title
from docgen.kinds.convention.facts import Bloc
from docgen.ooxml import W, read_package, write_package
from docgen.rendering.docx.fonts import FACES, LICENCE, face_key
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.parity.words import docx_words, first_drift, html_words
from tests.conftest import run_elsewhere
from tests.rendering.docx.docx_examples import (
    CONVENTIONS,
    PARTIES,
    SHIPPED,
    body_of,
    clauses,
    composed,
    document,
    edited,
    facts,
    final_facts,
    laid_over,
    opened,
    rendered,
    signed_facts,
    signers,
    template_bytes,
    texts_of,
    with_paragraph,
)

VARIANTS = {
    "draft": facts(),
    "final": final_facts(),
    "signed": signed_facts(),
    "signed by three": signed_facts(signataires=signers(3)),
    "three parties": final_facts(parties=(*PARTIES, PARTIES[0]), signataires=signers(3)),
    "no statement of parties": facts(parties=(), avant=(clauses()[10],) * 2, titre_etat="manquant"),
    "one article": facts(blocs=clauses(articles=1, sentences=1)),
    "no heading": facts(blocs=()),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_word_would_have_nothing_to_repair(name: str, tmp_path: Path) -> None:
    path = tmp_path / "document.docx"
    path.write_bytes(rendered(VARIANTS[name]))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_word_would_have_nothing_to_repair_in_the_template() -> None:
    path = SHIPPED.find("convention/document.docx")
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@pytest.mark.parametrize("path", CONVENTIONS, ids=lambda path: path.stem)
def test_real_conventions_are_valid_and_match_their_pdf(path: Path, tmp_path: Path) -> None:
    told = composed(path)
    made = tmp_path / "document.docx"
    made.write_bytes(render_docx(told, SHIPPED).data)
    assert [str(error) for error in OpenXmlValidator().validate(made).errors] == []
    said = html_words(SHIPPED.fill_html(told)), docx_words(made.read_bytes())
    assert first_drift(told, *said) is None


def test_the_artifact_says_what_it_is() -> None:
    made = render_docx(document(), SHIPPED)
    assert (made.format, made.pages, str(made.path)) == (
        Format.DOCX,
        None,
        "convention/convention-essai.docx",
    )


def test_bytes_depend_neither_on_the_process_nor_on_its_surroundings() -> None:
    code = (
        "import hashlib; from tests.rendering.docx.docx_examples import rendered;"
        "print(hashlib.sha256(rendered()).hexdigest())"
    )
    assert run_elsewhere(code) == hashlib.sha256(rendered()).hexdigest()


def test_the_zip_is_in_order_and_tells_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered())) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None
        names = package.namelist()
    assert names == ["[Content_Types].xml", *sorted(names[1:])]


def test_properties_say_what_the_document_is_and_nothing_more() -> None:
    told = opened(rendered()).core_properties
    assert told.title == "Convention d’essai & d’exemple"
    assert (told.author, told.subject, told.language) == ("AFMV – GFTV", "Projet", "fr-FR")
    assert (told.keywords, told.comments, told.category) == ("convention", "", "")
    assert (told.last_modified_by, told.revision) == ("", 1)
    assert (told.created, told.modified) == (None, None)


def test_the_text_is_french_for_the_spelling_checker() -> None:
    styles = read_package(rendered())["word/styles.xml"].decode()
    assert '<w:lang w:val="fr-FR"' in styles.partition("</w:docDefaults>")[0]


def test_document_carries_our_characters_of_each_face_it_uses() -> None:
    parts = read_package(rendered())
    by_key = {str(face_key(name)).upper(): name for _, files in FACES.values() for name in files}
    keys = re.findall(r'w:fontKey="{(.*?)}"', parts["word/fontTable.xml"].decode())
    names = [by_key[key] for key in keys]
    assert "SourceSerif4-Regular" in names
    assert "SourceSerif4-Bold" not in names  # words are set in the semibold family
    assert sorted(name for name in parts if "/fonts/" in name) == [
        f"word/fonts/font{number}.odttf" for number in range(1, len(names) + 1)
    ]
    for number, name in enumerate(names, 1):
        font = parts[f"word/fonts/font{number}.odttf"]
        key = face_key(name).bytes[::-1] * 2
        plain = bytes(a ^ b for a, b in zip(font, key, strict=False)) + font[32:]
        shipped = SHIPPED.find(f"_commun/fonts/{name}.ttf").read_bytes()
        whole, own = (TTFont(io.BytesIO(data), lazy=True) for data in (shipped, plain))
        ours = set(map(ord, {*PRINTABLE, DOT}))
        assert set(own.getBestCmap()) == ours & set(whole.getBestCmap())
        shipped_widths = widths_of(whole)
        assert widths_of(own) == {code: shipped_widths[code] for code in own.getBestCmap()}
        for line in (*FAMILY, LICENCE):
            assert own["name"].getDebugName(line) == whole["name"].getDebugName(line)
        assert len(plain) < 60_000


FAMILY = (0, 1, 2, 4)
"""The names of a face: its author, its family, its style, both."""


def widths_of(font: TTFont) -> dict[int, int]:
    """Return the width of each character of a font."""
    metrics = font["hmtx"]
    return {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}


def test_nothing_of_the_template_s_history_travels(tmp_path: Path) -> None:
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = read_package(template_bytes())
    types = parts["[Content_Types].xml"].decode()
    rels = parts["_rels/.rels"].decode()
    thumbnail = rels.replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{links}/thumbnail" Target="docProps/thumbnail.jpeg"/>'
        "</Relationships>",
    )
    jpeg = '<Default Extension="jpeg" ContentType="image/jpeg"/><Override'
    polluted = write_package(
        {
            **parts,
            "docProps/thumbnail.jpeg": b"someone's screen",
            "word/fonts/font99.odttf": b"Liberation",
            "_rels/.rels": thumbnail.encode(),
            "[Content_Types].xml": types.replace("<Override", jpeg, 1).encode(),
        }
    )
    made = rendered(templates=laid_over(tmp_path, polluted))
    assert set(read_package(made)) == set(read_package(rendered()))


def test_template_of_the_project_replaces_ours(tmp_path: Path) -> None:
    mine = laid_over(tmp_path, edited("Sommaire", "Table des matières"))
    assert "Table des matières" in texts_of(rendered(templates=mine))
    mine = laid_over(tmp_path, edited("Sommaire", "Plan"))
    assert "Plan" in texts_of(rendered(templates=mine))


def test_a_missing_template_is_told() -> None:
    with pytest.raises(TemplateError, match="modèle introuvable"):
        render_docx(document(kind="essai"), SHIPPED)


def test_draft_is_marked_on_every_page() -> None:
    made = rendered()
    section = opened(made).sections[0]
    for header in (section.first_page_header, section.header):
        assert "PROJET – ne vaut pas signature – exemple fictif" in header.paragraphs[0].text
    texts = texts_of(made)
    assert {"PROJET", hold_title("EXEMPLE FICTIF")} <= set(texts)


def test_incomplete_copy_says_so() -> None:
    mark = "PROJET de copie – texte incomplet"
    words = {"repere": mark, "surtitre": "PROJET DE COPIE"}
    made = rendered(facts(signe=True, **words))
    section = opened(made).sections[0]
    for header in (section.first_page_header, section.header):
        assert mark in header.paragraphs[0].text
    texts = texts_of(made)
    assert hold_title("PROJET DE COPIE") in texts
    assert "PROJET" not in texts


def test_page_of_signatures_has_no_box_for_initials() -> None:
    """A white frame lies over them on the page of « Fait à … », whichever that is."""
    [frame] = body_of(rendered(final_facts())).iter(f"{W}framePr")
    paragraph = frame.getparent().getparent()
    assert paragraph.find(f"{W}pPr/{W}shd").get(f"{W}fill") == "FFFFFF"
    assert "".join(paragraph.getnext().itertext()).startswith("Fait à")
    assert not list(body_of(rendered(facts(signe=True))).iter(f"{W}framePr"))


def test_bar_of_what_is_proposed_stands_beside_its_titles() -> None:
    clauses = (
        Bloc(genre="titre", niveau=niveau, texte="Titre", etat=etat, barre=True)
        for niveau in range(1, 6)
        for etat in ("", "absent")
    )
    bars = [
        frame.getparent().getparent()
        for frame in body_of(rendered(facts(signe=True, blocs=tuple(clauses)))).iter(f"{W}framePr")
    ]
    styles = [bar.getnext().find(f"{W}pPr/{W}pStyle").get(f"{W}val") for bar in bars]
    assert styles == ["Heading2", "Heading4", "Heading5"]


def test_act_ready_to_sign_has_no_draft_words() -> None:
    parts = read_package(rendered(final_facts()))
    stories = [
        name for name in parts if re.fullmatch(r"word/(document|header.|footer.)\.xml", name)
    ]
    shown = " ".join(parts[name].decode() for name in stories)
    assert len(stories) == 5
    for word in ("PROJET", "exemple fictif", "EXEMPLE", "proposé", "manquant"):
        assert word not in shown


def test_no_trace_of_a_tag_is_left() -> None:
    parts = read_package(rendered())
    for name in ("document", "header1", "header2", "footer1", "footer2"):
        said = parts[f"word/{name}.xml"].decode()
        assert [mark for mark in ("{{", "}}", "{%", "%}", "DGConsigne") if mark in said] == []


def test_no_paragraph_stands_empty_in_the_text() -> None:
    empty = [
        paragraph
        for paragraph in opened(rendered()).paragraphs
        if not paragraph.text.strip() and paragraph.style.name != "DG Fin"
    ]
    assert empty == []


def test_the_last_lines_hold_to_the_signatures() -> None:
    word = opened(rendered(final_facts()))
    names = [p.style.name for p in word.paragraphs if p.style.name != "DG Fin"]
    tail = names[names.index("DG Fait") - 3 : names.index("DG Fait") + 1]
    assert tail == ["DG Corps lié", "DG Puce liée", "DG Puce liée", "DG Fait"]
    styles = {style.name: style for style in word.styles}
    for name in (*tail, "DG Signature", "heading 1".title()):
        assert styles[name].paragraph_format.keep_with_next


@pytest.mark.parametrize("count", [2, 3, 5])
def test_each_signatory_has_a_whole_box_of_45_millimetres(count: int) -> None:
    made = body_of(rendered(final_facts(signataires=signers(count))))
    rows = list(list(made.iter(f"{W}tbl"))[-1].iter(f"{W}tr"))
    heights = [height.get(f"{W}val") for row in rows for height in row.iter(f"{W}trHeight")]
    assert heights == ["2552"] * ((count + 1) // 2)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    said = "".join(row_text for row in rows for row_text in row.itertext())
    assert said.count("Date, signature et cachet") == count
    boxes = [cell for row in rows for cell in row.iter(f"{W}tc") if _framed(cell)]
    assert len(boxes) == count


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_signed_act_names_signatories_without_signature_lines(count: int) -> None:
    made = rendered(signed_facts(signataires=signers(count)))
    table = list(body_of(made).iter(f"{W}tbl"))[-1]
    assert len(table.findall(f"{W}tr")) == (count + 1) // 2
    assert not [cell for cell in table.iter(f"{W}tc") if _framed(cell)]
    assert not list(table.iter(f"{W}trHeight"))
    said = texts_of(made)
    assert [f"Madame Signataire {rank}," in said for rank in range(1, count + 1)] == [True] * count
    assert "Date, signature et cachet" not in said


@pytest.mark.parametrize("count", [1, 2, 3])
def test_only_what_is_not_signed_yet_has_boxes_for_initials(count: int) -> None:
    people = signers(count)
    for told, boxes in ((final_facts, 2 if count == 2 else 1), (signed_facts, 0)):
        parts = read_package(rendered(told(signataires=people)))
        for name in ("word/footer1.xml", "word/footer2.xml"):
            footer = etree.fromstring(parts[name])
            [row] = footer.iter(f"{W}tr")
            assert len([cell for cell in row.iter(f"{W}tc") if _framed(cell)]) == boxes
            said = "".join(text.text or "" for text in row.iter(f"{W}t"))
            assert said.startswith("Texte en attente d’accord")
            assert ("Paraphes" in said) == (boxes > 0)
            pages = [text.text.strip() for text in row.iter(f"{W}instrText")]
            assert pages == ["PAGE", "NUMPAGES"]
            spans = [span.get(f"{W}val") for span in row.iter(f"{W}gridSpan")]
            assert len(row.findall(f"{W}tc")) + sum(int(span) - 1 for span in spans) == 7


def _framed(cell: object) -> bool:
    left = cell.find(f"{W}tcPr/{W}tcBorders/{W}left")  # type: ignore[attr-defined]
    return left is not None and left.get(f"{W}val") == "single"


def test_empty_seat_and_date_are_lines_to_fill_in() -> None:
    made = rendered()
    assert "Fait à Valclair, en deux exemplaires, le \t" in texts_of(made)
    assert texts_of(made).count("dont le siège est \t") == 1
    assert "dont le siège est 1, place de l’Exemple, à Valclair-le-Fictif," in texts_of(made)
    dated = rendered(facts(fait="Fait à Valclair, le 23 avril 2026", date_a_remplir=False))
    assert "Fait à Valclair, le 23 avril 2026" in texts_of(dated)


def test_the_seat_of_a_party_stands_before_who_represents_it() -> None:
    texts = texts_of(rendered())
    for rank, party in enumerate(PARTIES):
        place = texts.index(f"{party.designation},")
        seat = f"dont le siège est {party.siege}," if party.siege else "dont le siège est \t"
        after = [seat, f"{party.representation},", party.appellation]
        assert texts[place + 1 : place + 4] == after, rank


@pytest.mark.parametrize(
    ("tied", "name"), [(False, "DG Puce finale"), (True, "DG Puce liée finale")]
)
def test_a_paragraph_after_a_list_stands_off_it(tied: bool, name: str) -> None:
    kinds = ("puce", "puce", "paragraphe", "puce", "titre", "puce")
    told = [{"genre": kind, "texte": f"bloc {kind}", "niveau": 1, "lie": tied} for kind in kinds]
    blocs = tuple(Bloc.model_validate(bloc) for bloc in told)
    word = opened(rendered(facts(blocs=blocs)))
    names = [p.style.name for p in word.paragraphs if p.text == "bloc puce"]
    other = "DG Puce liée" if tied else "List Bullet"
    assert names == [other, name, other, other]
    assert word.styles[name].paragraph_format.space_after.pt == 6
    assert word.styles[name].base_style.name == other


def test_emphasis_wears_the_styles_of_the_template() -> None:
    runs = [run for p in opened(rendered()).paragraphs for run in p.runs]
    dressed = {(run.style.name, run.text) for run in runs}
    assert {("Strong", "chacun"), ("Emphasis", "précis")} <= dressed
    assert ("DG État proposé", "\u2007proposé\u2007") in dressed
    raised = [run.text for run in runs if run._element.find(f"{W}rPr/{W}position") is not None]
    assert "er" in raised


def test_formatting_of_a_tag_applies_to_its_text(tmp_path: Path) -> None:
    tag = '<w:r><w:t xml:space="preserve">{{r bloc.texte|riche }}</w:t>'
    parts = read_package(template_bytes())
    underlined = tag.replace(
        "<w:t ", '<w:rPr><w:lang w:val="en-US"/><w:u w:val="single"/></w:rPr><w:t '
    )
    said = parts["word/document.xml"].decode().replace(tag, underlined)
    mine = laid_over(tmp_path, write_package({**parts, "word/document.xml": said.encode()}))
    made = rendered(templates=mine)
    runs = [run for p in opened(made).paragraphs for run in p.runs if run.text == "chacun"]
    assert [(run.style.name, run.font.underline) for run in runs] == [("Strong", True)]
    assert b"en-US" not in read_package(made)["word/document.xml"]


STRANGE = [
    "{{ 7 + 7 }}",
    "{% raw %}",
    "{_{ x }_}",
    "{%p endif %}",
    "un & deux < trois > quatre",
    "</w:t></w:r></w:p>",
    "“‘’” et 'simple' et \"double\"",
]


@pytest.mark.parametrize("value", STRANGE)
def test_what_people_write_is_printed_to_the_letter(value: str) -> None:
    made = rendered(facts(sous_titre=value, blocs=_saying(value), organismes=(value,)))
    held = hold_title(value)  # the lines under the title hold their words
    assert [text for text in texts_of(made) if text.replace(INSECABLE, " ") == value] == [
        value,
        held,
        value,
    ]


@pytest.mark.parametrize("blank", ["\n", "\t", "\f", "\a", "\v", "\r", "\x00", "\u2028", "\ud800"])
def test_no_character_makes_a_page_or_a_paragraph(blank: str) -> None:
    value = f"avant{blank}après"
    made = rendered(facts(sous_titre=value, blocs=_saying(value), intitule=value))
    held = hold_title("avant après")
    said = [text for text in texts_of(made) if text.replace(INSECABLE, " ") == "avant après"]
    assert said == [held, "avant après"]
    assert len(texts_of(made)) == len(texts_of(rendered(facts(blocs=_saying("simple")))))
    assert not list(body_of(made).iter(f"{W}br"))


def _saying(value: str) -> tuple[object, ...]:
    said = clauses()[2]
    return (said.model_copy(update={"texte": value}),)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ cycler.__init__.__globals__ }}",
        "{{ titre.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ titre|attr('__class__') }}",
        "{{ document['__class__'] }}",
        "{{ lipsum.__globals__ }}",
        "{{ self.__init__ }}",
    ],
)
def test_a_hostile_template_is_stopped_and_named(tag: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as told:
        rendered(templates=laid_over(tmp_path, with_paragraph(tag)))
    problem = told.value.problems[0]
    assert problem.file == "templates/convention/document.docx"
    assert problem.message.startswith("paragraphe 1 (« {{")


def test_error_while_filling_names_its_paragraph(tmp_path: Path) -> None:
    mine = laid_over(tmp_path, with_paragraph("Soit {{ organismes[5] }}"))
    with pytest.raises(TemplateError) as told:
        rendered(templates=mine)
    assert str(told.value).startswith(
        "templates/convention/document.docx : paragraphe 1 (« Soit {{ organismes[5] }} »)"
    )


def test_a_template_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="ce n’est pas un fichier Word"):
        rendered(templates=laid_over(tmp_path, b"%PDF-1.7"))


def test_rendering_takes_under_100_ms_once_warm() -> None:
    render_docx(document(), SHIPPED)
    times = []
    for _ in range(5):
        start = time.process_time()
        render_docx(document(), SHIPPED)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.1
