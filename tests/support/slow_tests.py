"""Which tests are slow: those whose code lays out pages, builds documents or starts programs."""

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
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    functions = [item.function, *(fixture.func for named in fixtures for fixture in named)]
    bare = map(inspect.unwrap, [*functions, *filter(callable, parameters)])
    return any(_reaches(function) for function in bare if isinstance(function, FunctionType))


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
        members = (getattr(member, "fget", None) or member for member in [*vars(value).values()])
        yield from filter(inspect.isfunction, map(inspect.unwrap, filter(callable, members)))
    if not isinstance(value, FunctionType):
        return
    names = set(_names(value.__code__))
    for name in names & value.__globals__.keys():
        used = value.__globals__[name]
        inside = names & vars(used).keys() if _ours(used) else ()
        values = [vars(used)[name] for name in inside] if _ours(used) else [used]
        bare = (inspect.unwrap(other) if callable(other) else other for other in values)
        yield from filter(_is_followed, bare)


def _is_followed(value: Any) -> bool:
    return isinstance(value, (FunctionType, ModuleType, type))


def _forks(value: Any) -> bool:
    return isinstance(value, FunctionType) and "fork" in _names(value.__code__)


def _ours(value: Any) -> bool:
    return isinstance(value, ModuleType) and value.__name__.startswith("tests")


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a piece of code and those inside it use."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
