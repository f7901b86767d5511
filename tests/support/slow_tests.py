"""Which tests are slow: those whose code lays out pages, builds documents or starts programs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

SLOW = (
    *("subprocess", "multiprocessing", "distributed", "concurrent.futures"),  # other processes
    *("tests.support.libreoffice", "tests.support.chromium"),
    *("docgen.conformity.validators", "openxml_audit"),
    *(
        "docgen.rendering.pdf.renderer",
        "docgen.rendering.frames.renderer",
        "docgen.rendering.formats",
    ),  # pages
    *("docgen.rendering.parity.proof", "weasyprint"),
    *("docgen.build", "docgen.release", "docgen.cli"),  # documents
)
"""The modules whose use makes a test slow: `make quick` leaves these tests out."""


def is_slow(item: pytest.Function) -> bool:
    """Whether a test, a fixture or a parameter of it uses these modules, if only by a helper."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    functions = [item.function, *(one.func for several in fixtures for one in several)]
    bare = map(inspect.unwrap, [*functions, *filter(callable, given)])
    return any(_reaches(one) for one in bare if isinstance(one, FunctionType))


@cache
def _reaches(function: FunctionType) -> bool:
    seen: set[Any] = set()
    waiting: list[Any] = [function]
    while waiting:
        used = waiting.pop()
        if used in seen:
            continue
        seen.add(used)
        if _module(used).startswith(SLOW) or _forks(used):
            return True
        if _module(used).startswith("tests"):
            waiting += _used(used)
    return False


def _module(value: Any) -> str:
    """Return the name of the module that a value is, or comes from."""
    return value.__name__ if isinstance(value, ModuleType) else value.__module__ or ""


def _used(value: Any) -> Iterator[Any]:
    """Yield the functions, classes and modules that a function or a class names in its code."""
    if inspect.isclass(value):
        parts = (getattr(one, "fget", None) or one for one in [*vars(value).values()])
        yield from (inspect.unwrap(one) for one in parts if inspect.isfunction(inspect.unwrap(one)))
    if not isinstance(value, FunctionType):
        return
    names = set(_names(value.__code__))
    for name in names & value.__globals__.keys():
        used = value.__globals__[name]
        inside = [vars(used)[one] for one in names & vars(used).keys()] if _ours(used) else [used]
        bare = (inspect.unwrap(one) if callable(one) else one for one in inside)
        yield from (one for one in bare if isinstance(one, (FunctionType, ModuleType, type)))


def _forks(value: Any) -> bool:
    return isinstance(value, FunctionType) and "fork" in _names(value.__code__)


def _ours(value: Any) -> bool:
    return isinstance(value, ModuleType) and value.__name__.startswith("tests")


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a piece of code and those inside it use."""
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _names(one)
