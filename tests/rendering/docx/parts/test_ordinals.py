"""Word's XML has the letters of its ordinals raised, each in a run dressed as its neighbours."""

from docgen.rendering.docx.filling import raise_word_ordinals

TEXT = '<w:t xml:space="preserve">'
UP = '<w:vertAlign w:val="superscript"/>'


def run(said, dress=""):
    """Return a run as our renderer writes it."""
    properties = f"<w:rPr>{dress}</w:rPr>" if dress else ""
    return f"<w:r>{properties}{TEXT}{said}</w:t></w:r>"


def test_letters_have_a_run_of_their_own():
    parts = run("le 1"), run("er", UP), run(" mai")
    assert raise_word_ordinals(run("le 1er mai")) == "".join(parts)
    assert raise_word_ordinals("".join(parts)) == "".join(parts)


def test_raised_letters_keep_run_properties_in_schema_order():
    bold, language = "<w:b/>", '<w:lang w:val="fr-FR"/>'
    found = raise_word_ordinals(run("2e fois", bold + language))
    assert run("e", bold + UP + language) in found
    assert run(" fois", bold + language) in found


def test_what_is_no_text_is_left():
    field = '<w:r><w:instrText xml:space="preserve"> HYPERLINK "1er" </w:instrText></w:r>'
    assert raise_word_ordinals(field) == field
