"""A request is written as JSON, read back, and told as it was typed."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from docgen.cli.main import docgen
from docgen.document import Diffusion, Format
from docgen.kinds import KINDS, NAMES
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.infographie.options import InfographieOptions
from docgen.kinds.memento.options import MementoOptions
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.request import BESIDE, OPTION, Options, Request, from_json, typed

COURRIER = Courrier(date(2027, 1, 10), ("rappel",), "amr81", date(2027, 1, 12), True, True)
FULL: tuple[Options, ...] = (
    BilanOptions(2024),
    InfographieOptions(2024, True),
    MementoOptions("aide-memoire"),
    PackOptions(Diffusion.INTERNE, date(2026, 12, 3), True, True),
    RenewalOptions(COURRIER, "liasse"),
)
"""The options of each kind that has any, none of them at its default."""


def full(options: Options) -> Request:
    """Return a request of which everything is asked."""
    return Request((Format.PDF,), True, "yousign", ("81218", "Albi"), options, True, True)


def test_full_options_are_of_every_kind_that_has_any() -> None:
    assert {type(one) for one in FULL} == {kind.options for kind in KINDS.values()} - {Options}


@pytest.mark.parametrize("options", FULL)
def test_from_json_reads_what_to_json_writes(options: Options) -> None:
    request, plain = full(options), Request()
    kept = Request(plain.formats, True, "yousign", ("81218", "Albi"), options, True)
    assert from_json(request.to_json(), type(options)) == kept
    own = {one.name for one in (*fields(Request), *fields(options))}
    assert request.to_json().keys() == own - {*BESIDE}


def test_to_json_leaves_defaults_out() -> None:
    assert Request().to_json() == {}
    assert from_json({}, Options) == Request()


@pytest.mark.parametrize("data", [{"autre": 1}, {"annee": "hier"}])
def test_from_json_refuses_what_no_request_holds(data: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        from_json(data, BilanOptions)


def test_every_option_is_one_of_its_command() -> None:
    for name in NAMES:
        known = {option for one in docgen.commands[name].params for option in one.opts}
        owners = (*fields(KINDS[name].options), *(fields(Courrier) if name == "renewal" else ()))
        told = {one.metadata[OPTION].split()[0] for one in owners if OPTION in one.metadata}
        told |= {option for option, _ in KINDS[name].options().typed(framed=False)}
        assert told <= known, name


def test_typed_names_what_differs_from_the_defaults() -> None:
    assert typed(Request()) == {}
    assert typed(Request(options=PackOptions())) == {"--rendu": "direct"}
    assert typed(full(FULL[3])) == {
        "--anchors": "yousign",
        "--diffusion": "interne",
        "--visite": "2026-12-03",
        "--final": "oui",
        "--memento complet": "oui",
    }
    assert typed(full(FULL[4])) == {
        "--anchors": "yousign",
        "--au": "2027-01-10",
        "--type": "rappel",
        "--de": "amr81",
        "--recu-le": "2027-01-12",
        "--final": "oui",
        "--subsidiaire": "oui",
    }
    assert list(typed(full(FULL[2]))) == ["--anchors", "--final", "--aide-memoire"]
