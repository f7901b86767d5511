"""Links of a text to an anchor that its document lacks are told, with what they could mean."""

import pytest

from docgen.content.dead_links import dead_links, inner_links
from docgen.content.source import parse_source
from tests.conftest import plain_blanks


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("#epave", "vouliez-vous dire « epaves » ?"),
        ("#sommaire", "retirez le lien, et laissez ses mots"),
        ("#epaves", None),
        ("https://tarn.fr/#epave", None),
    ],
)
def test_link_leads_to_an_anchor_of_its_document(address, hint):
    text = f"voir [là]({address})"
    source = parse_source(f"titre: Essai\ntexte: {text}\n", "essai.yaml")
    links, chapters = tuple(inner_links(source)), [{"ancre": "epaves", "texte": text}]
    told = [(one.line, plain_blanks(one.hint)) for one in dead_links(links, {"familles": chapters})]
    assert told == [(2, hint)] * (hint is not None)
    assert list(dead_links(links, {"familles": []})) == []
