"""The names in the tags of a template, checked against the facts before anything is filled.

The types of the facts say what exists, so that a misspelt field is found even in a branch that no
example takes.
"""

import dataclasses
import types
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

from docgen.document import Document, Facts
from docgen.errors import closest
from docgen.rendering.docx.parts.signature_line import SIGNATORY

FaultText = tuple[str, str, str]
"""A fault: its code, its message, its hint."""


class Relie:
    """A bound document, as its Word body: `{{p relie }}` prints it."""


class Relies:
    """The value of `relies` in a template: the bound documents, by the name of their place."""


SCALARS = (str, int, float, bool)
SAME_TYPE_FILTERS = (
    "list",
    "reject",
    "rejectattr",
    "reverse",
    "select",
    "selectattr",
    "sort",
    "unique",
)
"""Filters that return some of the items they are given."""


class TemplateNames:
    """The names that a tag may use: the facts, and those of the loops around it."""

    def __init__(self, facts: type[Facts], jinja: SandboxedEnvironment) -> None:
        self.jinja = jinja
        self.scopes: list[dict[str, Any]] = [
            {**_fields(facts), "document": Document, "version": str, "relies": Relies}
        ]

    def check(self, node: nodes.Node) -> tuple[Any, list[FaultText]]:
        """Return the type of an expression, Any when it is unknown, and its faults."""
        reader = _ExpressionChecker(self)
        return reader.type_of(node), reader.faults

    def check_printed(self, node: nodes.Node) -> list[FaultText]:
        """Return the faults of an expression that is printed."""
        kind, faults = self.check(node)
        if not faults and (kind is bool or _item_type(kind) or _fields(kind)):
            faults = [
                ("valeur", "ce qui est imprimé n’est pas un texte", "nommez un de ses champs")
            ]
        return faults

    def enter(self, loop: nodes.For) -> list[FaultText]:
        """Enter a loop; its names exist until `leave`."""
        kind, faults = self.check(loop.iter)
        element = _item_type(kind)
        if element is None and kind is not Any:
            faults.append(("valeur", "« for » demande une liste, et ceci n’en est pas une", ""))
        scope: dict[str, Any] = {"loop": Any}
        if isinstance(loop.target, nodes.Name):
            scope[loop.target.name] = Any if element is None else element
        else:
            scope |= {name.name: Any for name in loop.target.find_all(nodes.Name)}
        self.scopes.append(scope)
        if loop.test:
            faults += self.check(loop.test)[1]
        return faults

    def enter_unread(self, names: Iterable[str]) -> None:
        """Enter a loop that cannot be parsed; its names exist, with unknown types."""
        self.scopes.append({"loop": Any, **dict.fromkeys(names, Any)})

    def leave(self) -> None:
        """Leave the innermost loop."""
        if len(self.scopes) > 1:
            self.scopes.pop()

    def name(self, name: str, kind: Any) -> None:
        """Define a name, as `{% set %}` does."""
        self.scopes[-1][name] = kind

    def types(self) -> dict[str, Any]:
        """Return the type of every name; inner loops hide outer ones."""
        return {name: kind for scope in self.scopes for name, kind in scope.items()}


class _ExpressionChecker:
    def __init__(self, names: TemplateNames) -> None:
        self.names = names
        self.faults: list[FaultText] = []

    def type_of(self, node: nodes.Node) -> Any:
        """Return the type of an expression, adding its faults."""
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        if read:
            return read(node)
        for child in node.iter_child_nodes():
            self.type_of(child)
        return Any

    def _name(self, node: nodes.Name) -> Any:
        names = self.names.types()
        if node.name not in names and not self._check_forbidden(node.name):
            self._report_unknown("champ", node.name, names)
        return names.get(node.name, Any)

    def _const(self, node: nodes.Const) -> Any:
        return type(node.value)

    def _getattr(self, node: nodes.Getattr) -> Any:
        return self._field(self.type_of(node.node), node.attr)

    def _getitem(self, node: nodes.Getitem) -> Any:
        kind = self.type_of(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(kind, node.arg.value)
        self.type_of(node.arg)
        element = _item_type(kind)
        return Any if element is None else element

    def _field(self, kind: Any, name: str) -> Any:
        if kind is Relies:
            return tuple[Relie, ...]
        if self._check_forbidden(name) or kind is Any:
            return Any
        fields = dict.fromkeys(dir(kind), Any) if kind in SCALARS else _fields(kind)
        if name not in fields:
            self._report_unknown("champ", name, fields)
        return fields.get(name, Any)

    def _filter(self, node: nodes.Filter) -> Any:
        kind = self.type_of(node.node) if node.node else Any
        for part in (*node.args, *node.kwargs):
            self.type_of(part)
        if node.name not in self.names.jinja.filters:
            self._report_unknown("filtre", node.name, self.names.jinja.filters)
        if node.name == "attr":
            self._check_forbidden("_attr")
        if node.name == "ligne_de_signature" and kind is not Any:
            self._check_signatory(kind)
        return _filter_type(node.name, kind)

    def _check_signatory(self, kind: Any) -> None:
        if not set(SIGNATORY) <= set(_fields(kind)):
            message = "« ligne_de_signature » demande un signataire, et ceci n’en est pas un"
            self.faults.append(("valeur", message, ""))

    def _test(self, node: nodes.Test) -> Any:
        self.type_of(node.node)
        for part in (*node.args, *node.kwargs):
            self.type_of(part)
        if node.name not in self.names.jinja.tests:
            self._report_unknown("test", node.name, self.names.jinja.tests)
        return bool

    def _condexpr(self, node: nodes.CondExpr) -> Any:
        self.type_of(node.test)
        kinds = [self.type_of(part) for part in (node.expr1, node.expr2) if part]
        return kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else Any

    def _compare(self, node: nodes.Compare) -> Any:
        left = self.type_of(node.expr)
        for operand in node.ops:
            right = self.type_of(operand.expr)
            self._check_comparison(node.expr, left, operand.expr)
            self._check_comparison(operand.expr, right, node.expr)
        return bool

    def _check_comparison(self, node: nodes.Expr, kind: Any, other: nodes.Expr) -> None:
        """Report a word that a field is compared with and never has."""
        if get_origin(kind) is not Literal:
            return
        for const in (other, *other.find_all(nodes.Const)):
            if isinstance(const, nodes.Const) and const.value not in get_args(kind):
                field = getattr(node, "attr", "") or getattr(node, "name", "")
                message = f"« {field} » n’est jamais « {const.value} »"
                values = [str(value) for value in get_args(kind)]
                hint = closest(str(const.value), values) or f"valeurs : {', '.join(values)}"
                self.faults.append(("valeur", message, hint))

    def _check_forbidden(self, name: str) -> bool:
        if not name.startswith("_"):
            return False
        hint = "un modèle n’imprime que les champs du document"
        self.faults.append(("interdit", f"opération interdite : « {name} »", hint))
        return True

    def _report_unknown(self, what: str, name: str, types: Iterable[str]) -> None:
        self.faults.append((what, f"{what} inconnu : « {name} »", closest(name, types)))


def _filter_type(name: str, kind: Any) -> Any:
    element = _item_type(kind)
    if name in ("batch", "slice"):
        return list[list[element]] if element is not None else Any  # type: ignore[valid-type]  # a type made at run time
    if name in ("first", "last", "max", "min", "random"):
        return Any if element is None else element
    if name in ("count", "length"):
        return int
    return kind if name in SAME_TYPE_FILTERS else Any


def _fields(kind: Any) -> dict[str, Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _without_none(field.annotation) for name, field in kind.model_fields.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return {field.name: _without_none(hints[field.name]) for field in dataclasses.fields(kind)}
    return {}


def _item_type(kind: Any) -> Any | None:
    origin = get_origin(kind)
    if not (isinstance(origin, type) and issubclass(origin, Sequence)):
        return None
    inside = {part for part in get_args(kind) if part is not ...}
    return _without_none(inside.pop()) if len(inside) == 1 else Any


def _without_none(kind: Any) -> Any:
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    parts = [part for part in get_args(kind) if part is not type(None)]
    return parts[0] if len(parts) == 1 else Any
