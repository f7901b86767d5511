"""The style sheet of a part: its rules keep to it, its pages bear its name."""

import pytest
from weasyprint import HTML

from docgen.rendering.html.css_scoping import bound_css, scope_of
from tests.support.documents import OUR_TEMPLATES

BASE = """\
@font-face { font-family: Commune; src: url(fonts/a.ttf) }
@page { size: A4; margin: 20mm }
@page projet { background: url(fig/bande.svg) }
@page :left { margin-left: 9mm }
.projet { page: projet }
p { margin: 0 }
"""


def sheet(css, base=BASE, **others):
    """Return the sheet of an invented kind, bound; blanks joined."""
    files = {"_commun/base.css": base, "essai/document.css": css, **others}
    return " ".join(bound_css("essai", files.__getitem__).split())


def test_rules_stand_inside_the_part_without_adding_weight():
    assert ":where(.relie-essai) { page: essai; " in sheet("h1 { color: red }")
    assert sheet("h1 { color: red }").endswith("h1 { color: red } }")
    assert scope_of("essai") == "relie-essai"


def test_rule_for_all_pages_applies_to_pages_of_the_kind():
    made = sheet("@page { margin: 5mm } @page livret { margin: 6mm } .a { page: livret }")
    assert "@page essai, essai-livret, essai-projet { margin: 5mm }" in made
    assert "@page essai-livret { margin: 6mm }" in made
    assert "page: essai-livret" in made


def test_pages_of_a_side_stay_on_their_side():
    made = sheet("@page :first { margin: 1mm } @page livret:left { margin: 2mm }")
    assert "essai:first" in made
    assert "@page essai-livret:left { margin: 2mm }" in made


def test_common_named_pages_are_repeated_for_the_kind():
    made = sheet("")
    assert "@page essai-projet { background: url(../_commun/fig/bande.svg) }" in made
    assert ".projet { page: essai-projet }" in made


def test_counter_styles_stand_outside_the_part():
    made = sheet('@counter-style rang { system: extends decimal; suffix: " " } li { color: red }')
    assert made.startswith("@counter-style rang { system: extends decimal")
    assert "li { color: red }" in made[made.index(":where") :]


def test_what_the_whole_document_has_already_is_not_said_again():
    made = sheet("")
    assert "@font-face" not in made
    assert "margin: 20mm" not in made
    assert "p { margin: 0 }" not in made


def test_a_sheet_brings_those_that_it_imports_in_their_place():
    for wording in (
        '"../_commun/plus.css"',
        "url(../_commun/plus.css)",
        "url('../_commun/plus.css')",
    ):
        made = sheet(f"@import {wording}; b {{ color: red }}", **{"_commun/plus.css": "a{top:0}"})
        assert made.index("a{top:0}") < made.index("b { color: red }")


def test_only_the_declaration_of_a_page_is_renamed():
    made = sheet(
        ".a { break-page: no; page : livret; color: red } .page { top: 0 } p.page:hover{top:1px}"
    )
    assert "page : essai-livret" in made
    assert "break-page: no" in made
    assert ".page { top: 0 }" in made
    assert "p.page:hover{top:1px}" in made


WEIGHTS = """\
<style>{css}</style><style>{own}</style>
<body><div class="relie relie-essai"><p class="a">part</p></div><p class="a">whole</p></body>
"""


def colours(css, own):
    """Return the colours of the paragraph of the part, and of the whole document's own."""
    pages = HTML(string=WEIGHTS.format(css=css, own=own)).render().pages
    boxes = (box for page in pages for box in page._page_box.descendants())
    return {
        box.text: tuple(round(255 * one) for one in box.style["color"].coordinates)
        for box in boxes
        if getattr(box, "text", "") in ("part", "whole")
    }


def test_scoped_rule_keeps_its_specificity_and_its_scope():
    css = sheet("p { color: #ff0000 } .a { color: #00ff00 }")
    assert colours(css, "") == {"part": (0, 255, 0), "whole": (0, 0, 0)}
    assert colours(css, "p.a { color: #0000ff }")["part"] == (0, 0, 255)


@pytest.mark.parametrize("kind", ["fiche", "infographie", "memento"])
def test_every_page_name_of_a_kind_has_a_rule(kind):
    made = bound_css(kind, OUR_TEMPLATES.text)
    assert f"@page {kind}" in made
    assert made.count("{") == made.count("}")
