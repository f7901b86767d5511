"""Blanks to fill in of a filled Word body."""

from docgen.rendering.docx.parts.blanks import set_word_blanks


def test_a_short_blank_to_fill_in_is_never_cut():
    """A long one is: a line could not hold it."""
    style = '<w:rStyle w:val="DGBlanc"/><w:u w:val="none"/>'
    run = f"<w:r><w:rPr>{style}</w:rPr><w:t>[{{}}]</w:t></w:r>"
    kept = run.replace("DGBlanc", "Autre").format("prénom et nom") + run.format("a b " * 17)
    held = set_word_blanks(run.format("prénom et nom") + kept, {"dg blanc": "DGBlanc"})
    assert held == run.format("prénom\u00a0et\u00a0nom") + kept
    assert set_word_blanks(kept, {}) == kept
