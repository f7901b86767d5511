"""The one Jinja recipe: where templates are, what they may do, and what they are told in French.

Templates are content of the project, not code that is trusted: the environment is sandboxed,
escapes what it prints, and an unknown name is an error, never a blank.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2 import (
    TemplateError as JinjaError,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from pydantic import BaseModel

from docgen import __version__
from docgen.document import Document
from docgen.errors import Problem, TemplateError, closest
from docgen.markup import plain
from docgen.rendering.anchors import anchor
from docgen.rendering.html_runs import rich_html
from docgen.rendering.jinja_in_french import (
    calculation_in_french,
    hint_in_french,
    syntax_in_french,
)

CALCULATION = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What Python raises when a template asks for a calculation that cannot be."""


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


class Templates:
    """Docgen's templates, with the project's own laid over them file by file."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots

    def find(self, name: str) -> Path:
        """Return the file of the template called `name`; raise TemplateError when there is none."""
        for root in self.roots:
            if (root / name).is_file():
                return root / name
        raise TemplateError([Problem(f"templates/{name}", "modèle introuvable", code="modele")])

    @cached_property
    def html(self) -> SandboxedEnvironment:
        """The environment in which HTML templates are filled."""
        made = environment()
        made.loader = FileSystemLoader([str(root) for root in self.roots])
        made.filters["riche"] = rich_html
        made.filters["ancre"] = anchor
        return made

    def fill_html(self, document: Document) -> str:
        """Return the HTML of a document; raise TemplateError, with the template's line."""
        return self.fill(f"{document.kind}/document.html.j2", told(document))

    def fill(self, name: str, said: Mapping[str, Any]) -> str:
        """Return a template filled with what is said; raise TemplateError, with its line."""
        with told_in_french(name, self.html.filters):
            return self.html.get_template(name).render(said)


LARGEST = 10_000
"""The largest number that a template may multiply by: no page needs more, and `'a' * 10**10`
would take the machine with it."""


class _Bounded(SandboxedEnvironment):
    """A sandbox in which nothing can be made so large that it takes the machine with it."""

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute a product; refuse powers, and products by a large number."""
        sizes = [abs(value) for value in (left, right) if isinstance(value, int | float)]
        if operator == "**" or max(sizes, default=0) > LARGEST:
            raise SecurityError("calcul trop grand")
        return super().call_binop(context, operator, left, right)


def environment() -> SandboxedEnvironment:
    """Return an environment in which templates can do no harm and hide no mistake."""
    made = _Bounded(autoescape=True, undefined=Unknown, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()  # no `cycler`, `lipsum`… : doors to Python's own attributes
    made.filters["simple"] = plain
    return made


def told(document: Document) -> dict[str, Any]:
    """Return what a template may name: the fields of the facts, and the document itself."""
    facts = {name: getattr(document.facts, name) for name in type(document.facts).model_fields}
    return {**facts, "document": document, "version": __version__}


@contextmanager
def told_in_french(name: str, filters: Iterable[str] = ()) -> Iterator[None]:
    """Turn whatever a template does wrong into a TemplateError with its file and line.

    `filters` are those that it may use, to find the one that was meant.
    """
    try:
        yield
    except TemplateNotFound as error:
        message = f"modèle introuvable : « {error.name} »"
        raise TemplateError([_at_line(name, error, message)]) from error
    except TemplateSyntaxError as error:
        file = _named(Path(error.name or name))
        message = f"erreur de syntaxe : {syntax_in_french(str(error.message), filters)}"
        raise TemplateError([Problem(file, message, error.lineno, code="modele")]) from error
    except SecurityError as error:
        message = "ce modèle tente une opération interdite"
        raise TemplateError([_at_line(name, error, message)]) from error
    except UndefinedError as error:
        raise TemplateError([_at_line(name, error, str(error.message))]) from error
    except JinjaError as error:
        message = syntax_in_french(str(error.message), filters)
        raise TemplateError([_at_line(name, error, message)]) from error
    except CALCULATION as error:
        message = f"calcul impossible : {calculation_in_french(error)}"
        raise TemplateError([_at_line(name, error, message)]) from error


def _at_line(name: str, error: Exception, message: str) -> Problem:
    """Return the problem at the line of the innermost template that the error went through."""
    frames = [
        (Path(frame.filename), frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".j2")
    ]
    if not frames:
        return Problem(f"templates/{name}", message, code="modele")
    path, line = frames[-1]
    return Problem(_named(path), message, line, code="modele")


def _named(path: Path) -> str:
    """Return a template's file as people know it: its kind's folder, its name."""
    return f"templates/{path.parent.name}/{path.name}"
