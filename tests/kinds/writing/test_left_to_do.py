"""What rules of law leave to do before a document may be final."""

from docgen.kinds.writing.left_to_do import law_items
from docgen.left import What, Who
from tests.conftest import plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DROIT = droit_of(EXEMPLE)


def test_each_rule_of_law_is_one_item_of_the_jurist():
    regle = DROIT.get("exemple-delai")
    [only] = law_items([regle, regle], DROIT)
    assert (only.id, only.who, only.what) == ("droit:exemple-delai", Who.JURISTE, What.VERIFIER)
    assert only.command in only.hint
    assert only.line == DROIT.place("exemple-delai").mark.line
    assert "délai laissé pour répondre" in only.message
    assert "dix jours francs" in plain_blanks(only.message)
