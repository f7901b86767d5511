"""Names that sign, and those that sign nothing (exemples fictifs)."""

import pytest

from docgen.content.signing import name_fault, words_fault


@pytest.mark.parametrize("name", ["M. X", "Dominique Exemple", 'Mme « X » : "Y" # z', "Comité"])
def test_a_name_may_sign(name):
    assert name_fault(name) == ("", "")


@pytest.mark.parametrize("name", ["", "…", "x", "Inconnu", "néant", " personne "])
def test_nobody_may_not_sign(name):
    assert name_fault(name)[0] == "ne nomme personne"


@pytest.mark.parametrize("words", ["M. X *", "{version}", "[Y](http://x)", "\u0007", " "])
def test_words_that_no_file_may_hold_are_refused(words):
    message, hint = words_fault(words)
    assert message
    assert hint
