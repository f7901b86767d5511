"""What a template may do: name fields, call its own macros, and use a dozen filters.

Everything that is not listed here is refused: a list of dangerous things would grow old with every
version of Python, pydantic and Jinja, whose objects templates hold.
"""

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
    (str, ("endswith", "startswith")),  # they only return booleans
    (LoopContext, ("changed", "cycle", "depth", "depth0", "first", "index", "index0")),
    (LoopContext, ("last", "length", "nextitem", "previtem", "revindex", "revindex0")),
    (BlockReference, ("super",)),
)
"""The attributes that a template may name on objects other than models."""
JINJA_FILTERS = ("default", "first", "join", "last", "length", "list", "lower", "trim", "upper")
"""The filters of Jinja that stay; `batch`, `format` and docgen's own are added."""

MAX_FACTOR = 10_000
"""The largest number that a template may multiply; no page needs more."""
NARROW_FORMAT = re.compile(r"%(?:%|(?:\(\w+\))?[-+ 0#]*\d{0,2}(?:\.\d{1,2})?[dfs])")
"""What `format` may contain: numbers or texts at most 99 wide."""


class FrenchUndefined(StrictUndefined):
    """An undefined name; to print or test it is an error with a French message."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return hint_in_french(str(self._undefined_hint))
        if self._undefined_obj is missing:
            return f"« {self._undefined_name} » n’existe pas dans ce document"
        fields: list[str] = []
        if isinstance(self._undefined_obj, BaseModel):
            fields = list(type(self._undefined_obj).model_fields)
        elif isinstance(self._undefined_obj, Mapping):
            fields = [str(key) for key in self._undefined_obj]
        near = closest(str(self._undefined_name), fields)
        return f"champ inconnu : « {self._undefined_name} »" + (f" ; {near}" if near else "")


class Sandbox(SandboxedEnvironment):
    """An environment in which a template only names data.

    No single step makes much out of little: texts are not multiplied, widths and numbers are small.
    Time and memory of a whole template are limited by `rendering/limits.py`.
    """

    intercepted_binops = frozenset(["%", "*", "**"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may name this attribute: only those listed."""
        return super().is_safe_attribute(obj, attr, value) and attr in _allowed_names(obj)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call this: macros, blocks, loops, and listed methods.

        An undefined name passes, so that it is reported as undefined.
        """
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext | str):
            return getattr(obj, "__name__", "") in _allowed_names(owner)
        return isinstance(obj, BlockReference | LoopContext | Macro | Undefined)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj.attribute`; a forbidden attribute is not even read."""
        if isinstance(obj, BaseModel) and attribute in _model_fields(type(obj)):
            return getattr(obj, attribute)
        if self._forbids(obj, attribute):
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return `obj[argument]`, which for a model is `obj.argument`."""
        if isinstance(obj, BaseModel):
            return self.getattr(obj, argument)
        if not isinstance(obj, dict) and self._forbids(obj, argument):
            return self.unsafe_undefined(obj, argument)
        return super().getitem(obj, argument)

    def _forbids(self, obj: Any, name: Any) -> bool:
        """Whether a name exists and is forbidden; reading a property might run code."""
        if not isinstance(name, str) or self.is_safe_attribute(obj, name, None):
            return False
        return getattr_static(obj, name, None) is not None

    def wrap_str_format(self, value: Any) -> None:
        """Return None, so that `str.format` is refused as any other method."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute a product or a remainder of small numbers; refuse powers and texts."""
        operands = [operand for operand in (left, right) if not isinstance(operand, Undefined)]
        small = all(
            isinstance(operand, int | float) and abs(operand) <= MAX_FACTOR for operand in operands
        )
        if operator == "**" or not small:
            raise SecurityError("calcul trop grand")
        return super().call_binop(context, operator, left, right)


def environment() -> Sandbox:
    """Return an environment in which templates are harmless and errors are not hidden."""
    sandbox = Sandbox(
        autoescape=True, undefined=FrenchUndefined, trim_blocks=True, lstrip_blocks=True
    )
    sandbox.globals.clear()  # `cycler`, `lipsum`… give access to Python's attributes
    sandbox.filters = {name: FILTERS[name] for name in JINJA_FILTERS}
    sandbox.filters |= {"batch": batches, "format": format_values, "simple": plain}
    return sandbox


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield items in lists of `size`; Jinja's own would also fill the last, however large."""
    return do_batch(items, size)


def format_values(pattern: str, *values: Any, **named: Any) -> str:
    """Return a pattern filled as with `%`; refuse one that would print very wide."""
    if "%" in NARROW_FORMAT.sub("", pattern):
        raise SecurityError("format trop large")
    return do_format(pattern, *values, **named)


@lru_cache(maxsize=512)
def _model_fields(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(name for name in model.model_fields if not name.startswith("_"))


def _allowed_names(obj: Any) -> Collection[str]:
    if isinstance(obj, BaseModel):
        return type(obj).model_fields
    if isinstance(obj, TemplateModule):  # from `{% import %}`: the macros of a template
        return vars(obj)
    return [name for kind, names in NAMES if isinstance(obj, kind) for name in names]
