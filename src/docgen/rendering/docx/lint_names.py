"""What the tags of a template name, checked against the facts before anything is filled.

The types of the facts say what exists: a field misspelt in a branch that no example takes is
found all the same.
"""

from __future__ import annotations

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
"""A fault: its code, what is wrong, what would mend it."""


class Relie:
    """A document that is bound into another, as its Word body: `{{p relie }}` places it."""


class Relies:
    """What a template calls `relies`: the documents bound into it, by the name of their place."""


SCALARS = (str, int, float, bool)
ALIKE = ("list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique")
"""Filters that give some of the things that they were given."""


class TemplateNames:
    """The names that a tag may use where it stands: the facts, then those of the loops around."""

    def __init__(self, facts: type[Facts], jinja: SandboxedEnvironment) -> None:
        self.jinja = jinja
        self.scopes: list[dict[str, Any]] = [
            {**_fields(facts), "document": Document, "version": str, "relies": Relies}
        ]

    def check(self, node: nodes.Node) -> tuple[Any, list[FaultText]]:
        """Return the type of an expression, Any when it cannot be told, and its faults."""
        reader = _ExpressionChecker(self)
        return reader.type_of(node), reader.faults

    def check_printed(self, node: nodes.Node) -> list[FaultText]:
        """Return the faults of an expression that is to be printed."""
        kind, faults = self.check(node)
        if not faults and (kind is bool or _element(kind) or _fields(kind)):
            faults = [
                ("valeur", "ce qui est imprimé n’est pas un texte", "nommez un de ses champs")
            ]
        return faults

    def enter(self, loop: nodes.For) -> list[FaultText]:
        """Enter a loop: its names exist until `leave`."""
        kind, faults = self.check(loop.iter)
        element = _element(kind)
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
        """Enter a loop that cannot be read: its names exist, and that is all."""
        self.scopes.append({"loop": Any, **dict.fromkeys(names, Any)})

    def leave(self) -> None:
        """Leave the innermost loop."""
        if len(self.scopes) > 1:
            self.scopes.pop()

    def name(self, name: str, kind: Any) -> None:
        """Give a name to something, as `{% set %}` does."""
        self.scopes[-1][name] = kind

    def known(self) -> dict[str, Any]:
        """Return every name and its type, the innermost first to be heard."""
        return {name: kind for scope in self.scopes for name, kind in scope.items()}


class _ExpressionChecker:
    """Reads one expression: what it is, and what is wrong in it."""

    def __init__(self, names: TemplateNames) -> None:
        self.names = names
        self.faults: list[FaultText] = []

    def type_of(self, node: nodes.Node) -> Any:
        """Return the type of an expression, and keep the faults found on the way."""
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        if read:
            return read(node)
        for child in node.iter_child_nodes():
            self.type_of(child)
        return Any

    def _name(self, node: nodes.Name) -> Any:
        known = self.names.known()
        if node.name not in known and not self._forbidden(node.name):
            self._unknown("champ", node.name, known)
        return known.get(node.name, Any)

    def _const(self, node: nodes.Const) -> Any:
        return type(node.value)

    def _getattr(self, node: nodes.Getattr) -> Any:
        return self._field(self.type_of(node.node), node.attr)

    def _getitem(self, node: nodes.Getitem) -> Any:
        kind = self.type_of(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(kind, node.arg.value)
        self.type_of(node.arg)
        element = _element(kind)
        return Any if element is None else element

    def _field(self, kind: Any, name: str) -> Any:
        if kind is Relies:
            return tuple[Relie, ...]
        if self._forbidden(name) or kind is Any:
            return Any
        fields = dict.fromkeys(dir(kind), Any) if kind in SCALARS else _fields(kind)
        if name not in fields:
            self._unknown("champ", name, fields)
        return fields.get(name, Any)

    def _filter(self, node: nodes.Filter) -> Any:
        kind = self.type_of(node.node) if node.node else Any
        for part in (*node.args, *node.kwargs):
            self.type_of(part)
        if node.name not in self.names.jinja.filters:
            self._unknown("filtre", node.name, self.names.jinja.filters)
        if node.name == "attr":
            self._forbidden("_attr")
        if node.name == "ligne_de_signature" and kind is not Any:
            self._signatory(kind)
        return _filtered(node.name, kind)

    def _signatory(self, kind: Any) -> None:
        """Report what has no line to sign on."""
        if not set(SIGNATORY) <= set(_fields(kind)):
            said = "« ligne_de_signature » demande un signataire, et ceci n’en est pas un"
            self.faults.append(("valeur", said, ""))

    def _test(self, node: nodes.Test) -> Any:
        self.type_of(node.node)
        for part in (*node.args, *node.kwargs):
            self.type_of(part)
        if node.name not in self.names.jinja.tests:
            self._unknown("test", node.name, self.names.jinja.tests)
        return bool

    def _condexpr(self, node: nodes.CondExpr) -> Any:
        self.type_of(node.test)
        kinds = [self.type_of(part) for part in (node.expr1, node.expr2) if part]
        return kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else Any

    def _compare(self, node: nodes.Compare) -> Any:
        left = self.type_of(node.expr)
        for operand in node.ops:
            right = self.type_of(operand.expr)
            self._never(node.expr, left, operand.expr)
            self._never(operand.expr, right, node.expr)
        return bool

    def _never(self, node: nodes.Expr, kind: Any, other: nodes.Expr) -> None:
        """Report a word that a field is compared with and never says."""
        if get_origin(kind) is not Literal:
            return
        for const in (other, *other.find_all(nodes.Const)):
            if isinstance(const, nodes.Const) and const.value not in get_args(kind):
                field = getattr(node, "attr", "") or getattr(node, "name", "")
                said = f"« {field} » n’est jamais « {const.value} »"
                known = [str(value) for value in get_args(kind)]
                hint = closest(str(const.value), known) or f"valeurs : {', '.join(known)}"
                self.faults.append(("valeur", said, hint))

    def _forbidden(self, name: str) -> bool:
        if not name.startswith("_"):
            return False
        hint = "un modèle n’imprime que les champs du document"
        self.faults.append(("interdit", f"opération interdite : « {name} »", hint))
        return True

    def _unknown(self, what: str, name: str, known: Iterable[str]) -> None:
        self.faults.append((what, f"{what} inconnu : « {name} »", closest(name, known)))


def _filtered(name: str, kind: Any) -> Any:
    """Return the type of what a filter makes of something."""
    element = _element(kind)
    if name in ("batch", "slice"):
        return list[list[element]] if element is not None else Any  # type: ignore[valid-type]  # a type made at run time
    if name in ("first", "last", "max", "min", "random"):
        return Any if element is None else element
    if name in ("count", "length"):
        return int
    return kind if name in ALIKE else Any


def _fields(kind: Any) -> dict[str, Any]:
    """Return the fields of a model and their types; nothing for what has none."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _certain(field.annotation) for name, field in kind.model_fields.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return {field.name: _certain(hints[field.name]) for field in dataclasses.fields(kind)}
    return {}


def _element(kind: Any) -> Any | None:
    """Return the type of the things in a list; None for what is no list."""
    origin = get_origin(kind)
    if not (isinstance(origin, type) and issubclass(origin, Sequence)):
        return None
    inside = {part for part in get_args(kind) if part is not ...}
    return _certain(inside.pop()) if len(inside) == 1 else Any


def _certain(kind: Any) -> Any:
    """Return a type less None; Any for what may be several things."""
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    parts = [part for part in get_args(kind) if part is not type(None)]
    return parts[0] if len(parts) == 1 else Any
