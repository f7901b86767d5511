"""The progress of a long command in a log: a line a step, then its count from time to time."""

import time

import pytest

from docgen.cli.progress import LOG_SECONDS, steps


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_log_counts_documents_at_a_modest_pace(clock, capsys):
    with steps(logged=True) as step:
        for done in range(32):
            clock[0] += LOG_SECONDS / 4
            step("memento, fabrication", done, 31)
    lines = capsys.readouterr().err.replace("\N{NBSP}", " ").splitlines()
    assert lines[:2] == ["memento, fabrication, 31 à faire…", "memento, fabrication : 4 / 31"]
    assert lines[-1] == "memento, fabrication : 28 / 31"
    assert len(lines) == 8


def test_log_is_silent_unless_asked_for(clock, capsys):
    with steps(logged=False) as step:
        step("memento, fabrication", 1, 31)
    assert capsys.readouterr().err == ""
