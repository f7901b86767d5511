"""What is typed in Word at a blank line of an act comes back into its value (exemple fictif)."""

import pytest

from docgen.corrections.changes import Status
from docgen.corrections.reading_back import ClauseChoice
from docgen.corrections.wording import problems_to_see
from tests.conftest import plain_blanks
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
