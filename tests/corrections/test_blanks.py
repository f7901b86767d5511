"""What is typed in Word at a blank line of an act comes back into its value (exemple fictif)."""

import pytest

from docgen.corrections.changes import Status
from docgen.corrections.reading_back import ClauseChoice
from docgen.corrections.wording import problems_to_see
from tests.conftest import plain_blanks
from tests.corrections.conftest import NAME, TEXT
from tests.corrections.test_reading_back import changes, correction, written

SEAT = "en mairie de Valclair (81999)"


@pytest.mark.parametrize("comma", ["", ","])
def test_a_seat_typed_at_its_blank_comes_back(here, word, comma):
    word.reword("dont le siège est", f"dont le siège est {SEAT}{comma}")
    [change] = changes(here, word)
    assert (change.status, change.place.said) == (Status.EXACT, "Exposé des parties, siège")
    assert f"\n      siege: {SEAT}\n" in written(here, word)


def test_a_seat_that_cannot_be_printed_is_told(here, word):
    word.reword("dont le siège est", f"dont le siège est {SEAT}")
    word.make_bold("dont le siège est")
    one = correction(here, word)
    [problem] = problems_to_see(one.read(ClauseChoice()), ClauseChoice())
    assert problem.line == 32
    assert plain_blanks(problem.hint).endswith(f"si c’est voulu : {SEAT}")


def test_a_seat_is_refused_for_the_contradiction_that_was_there(here, word):
    term = "vie:\n  duree: {valeur: 2, unite: ans, clause: article-3}\n\nremarques:"
    (here.root / NAME).write_text(TEXT.replace("remarques:", term), "utf-8")
    word.reword("dont le siège est", f"dont le siège est {SEAT}")
    [change] = changes(here, word)
    assert plain_blanks(change.why).startswith(
        "docgen le refuserait : « article-3 » ne dit pas « deux ans »"
    )
