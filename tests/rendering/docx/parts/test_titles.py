"""Titles in a filled Word body."""

from docgen.rendering.docx.parts.titles import hold_word_titles, set_blanks_upright

STYLES = {
    "heading 1": "Titre1",
    "dg fiche chapeau": "DGFicheChapeau",
    "body text": "Corps",
    "dg étape titre": "Etape",
}


def paragraph(style, *texts):
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def test_titles_and_lead_paragraphs_are_held_across_runs():
    filled = "".join(paragraph(style, "Appeler ", "le maire") for style in STYLES.values())
    held = hold_word_titles(filled, STYLES)
    assert held == (
        paragraph("Titre1", "Appeler\u00a0", "le\u00a0maire")
        + paragraph("DGFicheChapeau", "Appeler\u00a0", "le\u00a0maire")
        + paragraph("Corps", "Appeler ", "le maire")
        + paragraph("Etape", "Appeler ", "le maire")
    )
    assert hold_word_titles(filled, {}) == filled


def test_a_character_written_as_xml_counts_once():
    held = hold_word_titles(paragraph("Titre1", "Le cas &lt;lié&gt; et &#34;double&#34;"), STYLES)
    assert held == paragraph("Titre1", 'Le\u00a0cas &lt;lié&gt;\u00a0et\u00a0"double"')


def test_no_break_spaces_are_upright_in_italic_styles():
    styles = {"dg fiche citation": "Citation", "dg condition": "Condition", "body text": "Corps"}
    kept = paragraph("Corps", "a\u00a0b") + "<w:r><w:rPr/><w:t>a\u00a0b</w:t></w:r>"
    blank = '<w:r><w:rPr>{}<w:i w:val="0"/></w:rPr><w:t xml:space="preserve">\u00a0</w:t></w:r>'
    upright = set_blanks_upright(kept + paragraph("Citation", "«\u00a0le maire"), styles)
    pieces = [f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("«", "le maire")]
    start = '<w:p><w:pPr><w:pStyle w:val="Citation"/></w:pPr>'
    assert upright == f"{kept}{start}{blank.format('').join(pieces)}</w:p>"
    style = '<w:rStyle w:val="Condition"/>'
    run = f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{{}}</w:t></w:r>'
    parted = blank.format(style).join(run.format(word) for word in ("si", "rien"))
    assert set_blanks_upright(run.format("si\u00a0rien"), styles) == parted
    assert set_blanks_upright(run.format("si\u00a0rien"), {}) == run.format("si\u00a0rien")
