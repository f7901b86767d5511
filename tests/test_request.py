"""What is said of documents when they are asked for is remembered as it was said."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from docgen.build.explain.options import GIVEN, SAID, options
from docgen.cli.main import docgen
from docgen.document import Diffusion
from docgen.kinds import NAMES
from docgen.request import BESIDE, Courrier, Wish, spoken, understood

FULL = Wish(
    final=True,
    anchors="yousign",
    communes=("81218", "Albi"),
    annee=2024,
    interne=True,
    layout="aide-memoire",
    circle=Diffusion.INTERNE,
    visite=date(2026, 12, 3),
    complet=True,
    courrier=Courrier(date(2027, 1, 10), ("rappel",), "amr81", date(2027, 1, 12), True, True),
    framed=True,
)
"""Everything that may be wished for."""


def test_what_was_spoken_is_understood_and_what_is_plain_need_not_be_spoken() -> None:
    assert spoken(Wish()) == {}
    assert understood(spoken(FULL)) == FULL
    assert understood({}) == Wish()
    assert spoken(FULL).keys() == {one.name for one in fields(Wish)} - {*BESIDE}


def test_every_option_is_one_that_a_command_takes() -> None:
    known = {
        option
        for name in NAMES
        for param in docgen.commands[name].params
        for option in getattr(param, "opts", [])
    }
    told = {*GIVEN.values(), *(one.split()[0] for one in SAID.values()), "--aide-memoire"}
    assert told <= known
    assert {*options("commune-pack", spoken(Wish()))} == {"--rendu"} <= known


def test_options_are_told_as_they_are_typed() -> None:
    assert options("renewal", spoken(FULL)) == {
        "--anchors": "yousign",
        "--annee": "2024",
        "--diffusion": "interne",
        "--visite": "2026-12-03",
        "--au": "2027-01-10",
        "--type": "rappel",
        "--de": "amr81",
        "--recu-le": "2027-01-12",
        "--final": "oui",
        "--interne": "oui",
        "--memento complet": "oui",
        "--subsidiaire": "oui",
        "--aide-memoire": "oui",
    }
