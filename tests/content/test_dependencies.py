"""Questions are heard once, each by who must hear it; what is read by none counts whole."""

from pathlib import Path

import pytest

from docgen.content.dependencies import Answers, answered, read_whole, unheard

MAYORS = Path("/ici/content/referentiel/maires/maires.csv")
HERE, THERE = "81101", "81218"


class Register:
    """Answers as one of the project's own readers does: it reads its file at the first question."""

    def __init__(self, name="maires"):
        self.name, self.mayors = name, {HERE: "Durand", THERE: "Dupont"}

    @answered("{self.name}/of")
    def of(self, code):
        read_whole(MAYORS)
        return self.mayors.get(code)

    @answered("maires/both")
    def both(self):
        return self.of(HERE), self.of(THERE)

    @answered("maires/none")
    def none(self):
        raise LookupError("personne")


@pytest.fixture
def answers():
    return Answers()


def test_a_question_about_the_commune_is_its_own_and_any_other_is_everybody_s(answers):
    with answers.about(HERE) as own:
        Register().of(HERE)
        Register().of(THERE)
    assert [*own] == ['["maires/of", "81101"]']
    assert [*answers.shared] == ['["maires/of", "81218"]']


def test_what_is_asked_of_no_commune_is_everybody_s(answers):
    with answers.listening():
        Register().of(HERE)
    assert [*answers.shared] == ['["maires/of", "81101"]']
    Register().of(THERE)  # nobody listens
    assert len(answers.shared) == 1


def test_another_answer_has_another_digest(answers):
    register, told = Register(), []
    for name in ("Durand", "Durand", "Martin"):
        register.mayors[HERE] = name
        with answers.about(HERE) as own:
            register.of(HERE)
        told += own.values()
    assert told[0] == told[1] != told[2]


def test_what_a_question_asks_and_reads_for_its_answer_is_not_heard(answers):
    with answers.about(HERE) as own:
        assert Register().both() == ("Durand", "Dupont")
    assert (own, [*answers.shared]) == ({}, ['["maires/both"]'])


def test_a_question_that_fails_is_heard_too(answers):
    with answers.about(HERE), pytest.raises(LookupError):
        Register().none()
    assert [*answers.shared] == ['["maires/none"]']


def test_a_file_that_is_read_by_no_question_counts_whole_and_for_all(answers):
    with answers.about(HERE) as own:
        read_whole(MAYORS)
        read_whole(Path("/ici/content/fiche/action-4-1.yaml"))
        with unheard():
            read_whole(Path("/ici/content/adherents.yaml"))
    assert (own, [*answers.shared]) == ({}, ['["maires/tout"]'])


def test_files_that_count_as_they_are_are_not_asked_about(answers):
    with answers.about(HERE) as own:
        Register("cog").of(HERE)
    assert not own
    assert not answers.shared
