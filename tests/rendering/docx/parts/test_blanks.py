"""Blanks to fill in of a filled Word body."""

import re

from docgen.charts.lettering import width
from docgen.rendering.docx.parts.blanks import set_word_blanks


def test_a_short_blank_to_fill_in_is_never_cut():
    """A long one is: a line could not hold it."""
    style = '<w:rStyle w:val="DGBlanc"/><w:position w:val="4"/>'
    run = f"<w:r><w:rPr>{style}</w:rPr><w:t>[{{}}]</w:t></w:r>"
    kept = run.replace("DGBlanc", "Autre").format("prénom et nom") + run.format("a b " * 17)
    held = set_word_blanks(run.format("prénom et nom") + kept, {"dg blanc": "DGBlanc"})
    assert held == run.format("prénom\u00a0et\u00a0nom") + kept
    assert set_word_blanks(kept, {}) == kept


def test_blanks_are_as_wide_as_told_whatever_their_names():
    style = '<w:rPr><w:rStyle w:val="DGBlanc"/>'
    rest = (
        f'<w:r>{style}<w:spacing w:val="2948"/></w:rPr><w:t xml:space="preserve">\u00a0</w:t></w:r>'
    )
    for name in ("[date]", "[nom\u00a0et\u00a0qualité\u00a0de\u00a0l’agent]"):
        filled = f'<w:r>{style}<w:position w:val="5"/></w:rPr><w:t>{name}</w:t></w:r>{rest}'
        made = set_word_blanks(filled, {"dg blanc": "DGBlanc"})
        spacing = int(re.search(r'spacing w:val="(\d+)"', made)[1])
        assert abs(spacing + 20 * width(f"{name}\u00a0", 8) - 2948) < 1


def test_rule_goes_on_after_a_name_longer_than_told():
    style = '<w:rPr><w:rStyle w:val="DGBlanc"/>'
    rest = f'<w:r>{style}<w:spacing w:val="300"/></w:rPr><w:t>\u00a0</w:t></w:r>'
    filled = f"<w:r>{style}</w:rPr><w:t>[prénom\u00a0et\u00a0nom]</w:t></w:r>{rest}"
    assert 'spacing w:val="120"' in set_word_blanks(filled, {"dg blanc": "DGBlanc"})
