"""What a template may do: name fields, call its own macros, and use a dozen filters.

Everything is refused but what is listed here: a list of what is dangerous would grow old with
every version of Python, pydantic and Jinja, whose objects templates hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from inspect import getattr_static
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, do_batch, do_format
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from pydantic import BaseModel

from docgen.document import Document
from docgen.errors import closest
from docgen.markup import plain
from docgen.rendering.html.jinja_errors import hint_in_french

NAMES: tuple[tuple[type, Collection[str]], ...] = (
    (Document, ("stem", *(field.name for field in fields(Document)))),
    (str, ("endswith", "startswith")),  # they only answer yes or no
    (LoopContext, ("changed", "cycle", "depth", "depth0", "first", "index", "index0")),
    (LoopContext, ("last", "length", "nextitem", "previtem", "revindex", "revindex0")),
    (BlockReference, ("super",)),
)
"""What may be named of what is no model; of all else, nothing."""
FILTERS_KEPT = ("default", "first", "join", "last", "length", "list", "lower", "trim", "upper")
"""Jinja's own filters, as they are; beside them stand `batch`, `format` and docgen's own."""

LARGEST = 10_000
"""The largest number that a template may multiply: no page needs more."""
NARROW = re.compile(r"%(?:%|(?:\(\w+\))?[-+ 0#]*\d{0,2}(?:\.\d{1,2})?[dfs])")
"""What `format` fills: a number or a text, at most 99 wide."""


class Unknown(StrictUndefined):
    """A name that no document holds; to print or test it is an error, told in French."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return hint_in_french(str(self._undefined_hint))
        if self._undefined_obj is missing:
            return f"« {self._undefined_name} » n’existe pas dans ce document"
        known: list[str] = []
        if isinstance(self._undefined_obj, BaseModel):
            known = list(type(self._undefined_obj).model_fields)
        elif isinstance(self._undefined_obj, Mapping):
            known = [str(key) for key in self._undefined_obj]
        near = closest(str(self._undefined_name), known)
        return f"champ inconnu : « {self._undefined_name} »" + (f" ; {near}" if near else "")


class Sandbox(SandboxedEnvironment):
    """An environment in which a template names data, and no more.

    No single step makes much out of little: texts are not multiplied, widths are narrow, numbers
    are small.  The time and the memory that a whole template takes are not bounded: loops are as
    long as the data, but may stand inside each other; a text may be doubled, or joined by itself,
    again and again.
    """

    intercepted_binops = frozenset(["%", "*", "**"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may name this of that: only what is listed."""
        return super().is_safe_attribute(obj, attr, value) and attr in _names(obj)

    def is_safe_callable(self, obj: Any) -> bool:
        """Say whether a template may call this: macros, blocks, loops, and what `_names` lists.

        An unknown name passes, to be told as what it is.
        """
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext | str):
            return getattr(obj, "__name__", "") in _names(owner)
        return isinstance(obj, BlockReference | LoopContext | Macro | Undefined)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj.attribute`; what may not be named is not even looked at."""
        if isinstance(obj, BaseModel) and attribute in _fields(type(obj)):
            return getattr(obj, attribute)
        if self._forbids(obj, attribute):
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return `obj[argument]`, which for a model is `obj.argument`."""
        if not isinstance(obj, dict) and self._forbids(obj, argument):
            return self.unsafe_undefined(obj, argument)
        return super().getitem(obj, argument)

    def _forbids(self, obj: Any, name: Any) -> bool:
        """Say whether a name exists and may not be used: a warning could hide in a property."""
        if not isinstance(name, str) or self.is_safe_attribute(obj, name, None):
            return False
        return getattr_static(obj, name, None) is not None

    def wrap_str_format(self, value: Any) -> None:
        """Let `str.format` be refused as any other method: Jinja would hand out one of its own."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute a product or a remainder of small numbers; refuse powers, and texts."""
        known = [one for one in (left, right) if not isinstance(one, Undefined)]
        small = all(isinstance(one, int | float) and abs(one) <= LARGEST for one in known)
        if operator == "**" or not small:
            raise SecurityError("calcul trop grand")
        return super().call_binop(context, operator, left, right)


def environment() -> Sandbox:
    """Return an environment in which templates can do no harm and hide no mistake."""
    made = Sandbox(autoescape=True, undefined=Unknown, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()  # no `cycler`, `lipsum`… : doors to Python's own attributes
    made.filters = {name: FILTERS[name] for name in FILTERS_KEPT}
    made.filters |= {"batch": in_batches, "format": in_format, "simple": plain}
    return made


def in_batches(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Return things by so many; Jinja's own would also fill the last batch, however large."""
    return do_batch(things, size)


def in_format(pattern: str, *values: Any, **named: Any) -> str:
    """Return a pattern filled as Python's `%` would; refuse what would print very wide."""
    if "%" in NARROW.sub("", pattern):
        raise SecurityError("format trop large")
    return do_format(pattern, *values, **named)


@lru_cache(maxsize=512)
def _fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the fields of a model that a template may name: of a thousand names, nearly all."""
    return frozenset(name for name in model.model_fields if not name.startswith("_"))


def _names(thing: Any) -> Collection[str]:
    """Return the names that a template may use of a thing."""
    if isinstance(thing, BaseModel):
        return type(thing).model_fields
    if isinstance(thing, TemplateModule):  # what `{% import %}` gives: a template's own macros
        return vars(thing)
    return [name for kind, names in NAMES if isinstance(thing, kind) for name in names]
