"""Signatures never stand alone: wherever the end of an act falls on its page."""

import io
import itertools
import json

import pytest
from pypdf import PdfReader

from docgen.conformity import check_pdf
from docgen.errors import RenderingError
from docgen.kinds.convention.facts import Bloc
from docgen.rendering.pdf.finished import MM, AnchorBox, check_overflow, check_signatures
from docgen.rendering.pdf.renderer import render_pdf
from docgen.rendering.pdf.signature_fields import DrawnBox
from tests.conformity.printing import printed
from tests.conftest import NIGHT
from tests.rendering.docx.docx_examples import document, facts
from tests.support.documents import MINIMAL, OUR_TEMPLATES, composed, laid_over, shipped
from tests.support.reading import lines_by_page, pages_text

CSS = "convention/document.css"
BODY_TOP = 66
SENTENCE = "Chaque partie informe l'autre sans délai de ce qui touche à la vallée imaginaire."
ENDS = {
    "one line": ["Une ligne."],
    "two lines": [f"{SENTENCE} Elle le fait par écrit."],
    "a long paragraph": [" ".join([SENTENCE] * 12)],
    "a list": [{"liste": ["un premier point ;", *["un autre ;"] * 5, "un dernier."]}],
    "a list of long points": [{"liste": [f"{SENTENCE} {SENTENCE}"] * 4}],
    "three short paragraphs": ["Premier.", "Deuxième.", "Troisième."],
    "a paragraph and a list": [SENTENCE, {"liste": ["un point."]}],
    "nothing but a title": [],
}
"""How the last clause of an act may end."""


@pytest.fixture
def act(tmp_path):
    """Compose an act whose end falls where the text before it says."""

    def composed_with(filler: list[str], end: list, signatories: int = 2):
        source = tmp_path / "essai.yaml"
        parties = [f"partie-{rank}" for rank in range(1, signatories + 1)]
        data = yaml(
            parties=[
                {"id": one, "sigle": one.upper(), "nom": f"La {one}", "siege": "Albi"}
                for one in parties
            ],
            signers=[{"partie": one, "nom": f"Madame {one}", "qualite": "élue"} for one in parties],
            filler=filler,
            end=end,
        )
        source.write_text(data)
        return composed(source)

    return composed_with


def yaml(parties, signers, filler, end) -> str:
    def said(value):
        return json.dumps(value, ensure_ascii=False)

    head, rest = MINIMAL.split("parties:\n")
    signature = rest[rest.index("signature:") : rest.index("  signataires:")]
    return (
        f"{head}parties: {said({'liste': parties})}\n"
        "articles:\n"
        f"  - {{id: article-1, numero: ARTICLE 1er, titre: Objet, texte: {said(filler)}}}\n"
        f"  - {{id: article-2, numero: ARTICLE 2, titre: Fin, texte: {said(end)}}}\n"
        f"{signature}  signataires: {said(signers)}\n"
    )


def filler(lines: int) -> list[str]:
    """Return paragraphs of one line, and one of some more, so that every height is met."""
    return ["Une ligne."] * lines + [" ".join([SENTENCE] * (1 + lines % 3))]


def signature_block(data: bytes):
    """Return what stands above the signatures on their page, and the places to sign."""
    lines = lines_by_page(data)
    [(number, height)] = [
        (number, height)
        for number, page in enumerate(lines)
        for height, text in page
        if text.startswith("Fait à Valclair")
    ]
    above = [text for place, text in lines[number] if BODY_TOP < place < height]
    reader = PdfReader(io.BytesIO(data))
    fields = [field.get_object() for field in reader.root_object["/AcroForm"]["/Fields"]]
    pages = {reader.get_page_number(field["/P"].get_object()) for field in fields}
    return number, above, pages, [field["/Rect"] for field in fields]


TURNS = {2: (28, 35, 42), 3: (14, 21, 28), 4: (12, 20, 28)}
"""How many lines before the last clause bring the signatures of so many people to a new page."""
MANY = ("one line", "a long paragraph", "a list", "nothing but a title")


@pytest.mark.parametrize(
    ("end", "signatories"),
    [
        *((end, 2) for end in (ENDS if NIGHT else MANY[1:])),
        ("a list", 3),
        *((end, 4) for end in (MANY if NIGHT else MANY[2:3])),
    ],
)
def test_signatures_stand_together_below_the_last_clause(end, signatories, act):
    met = set()
    for lines in TURNS[signatories]:
        made = render_pdf(act(filler(lines), ENDS[end], signatories), OUR_TEMPLATES)
        page, above, pages, places = signature_block(made.data)
        met.add(page)
        assert len(above) >= 2, f"{lines} lines before: {above}"
        assert pages == {page}
        assert len(places) == signatories
        assert all(top - bottom >= 35 * MM for _, bottom, _, top in places)
    assert len(met) > 1, "no page was turned: the heights of the test are wrong"


def test_boxes_do_not_overlap(act):
    _, _, _, places = signature_block(render_pdf(act(filler(2), ["Fin."], 4), OUR_TEMPLATES).data)
    for (left, bottom, right, top), other in itertools.combinations(places, 2):
        assert right <= other[0] or other[2] <= left or top <= other[1] or other[3] <= bottom


SPOILT = {
    "a page break before the place and date": (
        ".fait { break-before: page }",
        "les signatures sont seules page",
    ),
    "a page break after the place and date": (
        ".signatures { break-before: page }",
        "les signatures ne sont pas toutes sur la même page",
    ),
    "a page break between the signatures": (
        ".paire + .paire { break-before: page }",
        "les signatures ne sont pas toutes sur la même page",
    ),
    "boxes too small": (".champ { height: 30mm }", "moins de 35 mm pour une signature"),
    "boxes too tall for a page": (".champ { height: 240mm }", "sur la même page"),
    "a last clause of one line on its page": (
        ".fin > p:nth-last-of-type(2) { break-before: page }",
        "les signatures sont seules page",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_template_that_spoils_the_signatures_makes_nothing(name, act, tmp_path):
    rules, said = SPOILT[name]
    templates = laid_over(tmp_path, {CSS: f"{shipped(CSS)}\n{rules}"})
    with pytest.raises(RenderingError) as told:
        render_pdf(act(["Une ligne."], ["Premier.", "Deuxième.", "Dernier."], 3), templates)
    assert said in str(told.value)
    assert all(problem.file.endswith("essai.yaml") for problem in told.value.problems)


def test_a_page_that_holds_nothing_is_told(act, tmp_path):
    blank = f"{shipped(CSS)}\n.sommaire {{ break-before: page; height: 260mm; visibility: hidden }}"
    with pytest.raises(RenderingError, match="page 2 vide"):
        render_pdf(act(["Une ligne."], ["Fin."]), laid_over(tmp_path, {CSS: blank}))


def test_blank_page_before_a_front_is_accepted(act, tmp_path):
    front = f"{shipped(CSS)}\n.sommaire {{ break-before: recto }}"
    document = act(["Une ligne."], ["Fin."])
    made = render_pdf(document, laid_over(tmp_path, {CSS: front}))
    assert made.pages > render_pdf(document, OUR_TEMPLATES).pages
    texts = pages_text(made.data)
    assert "Une ligne." not in texts[1]
    assert check_pdf(made.data, "essai.pdf") == []


def test_line_below_a_narrow_margin_is_body_text():
    css = "@page { margin: 10mm 20mm } p { margin: 0 }"
    assert printed('<p>Une ligne.</p><p style="break-before: page">Une autre.</p>', css)


# ---------- The rule itself ----------

HEAD = AnchorBox(1, 200, 214)
BOX = AnchorBox(1, 260, 260 + 40 * MM)


def said(lines, **marks):
    return [problem.message for problem in check_signatures(lines, marks)]


def boxes(*marks):
    return {f"signature-{rank}": mark for rank, mark in enumerate(marks)}


def test_two_lines_above_are_enough_and_one_is_not():
    marks = {"fait": HEAD, **boxes(BOX, BOX)}
    assert said([[100], [150, 165, 205]], **marks) == []
    assert said([[100], [165, 205]], **marks) == [
        "les signatures sont seules page 2 : 1 ligne de texte avec elles"
    ]
    assert said([[100, 120], [205]], **marks) == [
        "les signatures sont seules page 2 : 0 ligne de texte avec elles"
    ]


def test_lines_below_the_place_and_date_do_not_count():
    assert said([[100], [165, 205, 230, 245]], fait=HEAD, **boxes(BOX))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_part_of_the_block_is_on_one_page(place):
    parts = [HEAD, BOX, BOX]
    parts[place] = AnchorBox(2, parts[place].top, parts[place].bottom)
    lines = [[100], [150, 165], [150, 165]]
    [message] = said(lines, fait=parts[0], **boxes(*parts[1:]))
    assert message == "les signatures ne sont pas toutes sur la même page"


def test_thirty_five_millimetres_are_enough_and_less_is_not():
    lines = [[100], [150, 165]]
    enough, less = (AnchorBox(1, 260, 260 + height * MM) for height in (35.01, 34.9))
    assert said(lines, fait=HEAD, **boxes(enough)) == []
    assert said(lines, fait=HEAD, **boxes(enough, less)) == [
        "moins de 35 mm pour une signature à l’encre"
    ]


def test_a_document_without_signatures_has_nothing_to_keep_together():
    assert said([[100]], titre=HEAD) == []


def test_text_that_overflows_its_page_is_quoted():
    drawn = [
        DrawnBox(0, (50, 700, 500, 712), "", "dans la page"),
        DrawnBox(1, (50, 700, 640, 712), "", "motbeaucouptroplong"),
    ]
    [problem] = check_overflow(drawn, [(595, 842), (595, 842)])
    assert "page 2" in problem.message
    assert "motbeaucouptroplong" in problem.message


def test_articles_of_one_paragraph_share_the_pages_between_them():
    blocks = [
        block
        for rank in range(40)
        for block in (
            Bloc(genre="titre", niveau=1, etiquette=f"ARTICLE {rank}", texte=f"Sujet {rank}"),
            *[Bloc(genre="paragraphe", texte=SENTENCE * 4)] * (1 if rank % 5 else 4),
        )
    ]
    made = render_pdf(document(facts(blocs=(*blocks,), signataires=())), OUR_TEMPLATES)
    _, *inside, _ = map(len, pages_text(made.data))
    assert min(inside) > 0.7 * max(inside)
