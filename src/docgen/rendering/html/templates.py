"""The one Jinja recipe: where templates are, what they may do, and what they are told in French.

Templates are content of the project, not code that is trusted: what they may do is in `sandbox`,
and no file that they name, or that a link leads to, is read outside of the templates' folders.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError

from docgen import __version__
from docgen.cache import Store
from docgen.document import Document
from docgen.errors import Problem, TemplateError
from docgen.rendering.html.binding import bound_parts, bound_sheets
from docgen.rendering.html.figures import html_figure
from docgen.rendering.html.jinja_errors import calculation_in_french, syntax_in_french
from docgen.rendering.html.ordinals import raise_html_ordinals
from docgen.rendering.html.runs import rich_html
from docgen.rendering.html.sandbox import Sandbox, environment
from docgen.rendering.html.signature_anchors import anchor

CALCULATION = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What Python raises when a template asks for a calculation that cannot be."""


class OutsideError(TemplateError):
    """A name or a link leads out of the templates' folders."""


class Templates:
    """Docgen's templates, with the project's own laid over them file by file."""

    def __init__(self, roots: tuple[Path, ...], store: Store | None = None) -> None:
        self.roots = roots
        self.store = store  # where renderers keep what they would make again
        self.renderer_state: dict[
            str, object
        ] = {}  # what a renderer keeps of them while they are open
        self._last: tuple[Document, str] | None = None

    def find(self, name: str) -> Path:
        """Return the file called `name`, links followed; raise TemplateError when there is none.

        Raise OutsideError when a link, `..` or an absolute name leads out of the templates.
        """
        found = self._found(name)
        if found is None:
            raise TemplateError([Problem(f"templates/{name}", "modèle introuvable", code="modele")])
        return found

    def _found(self, name: str) -> Path | None:
        folders = [Path(os.path.realpath(root)) for root in self.roots]
        for root in folders:
            path = Path(os.path.realpath(root / name))
            if not any(path.is_relative_to(folder) for folder in folders):
                message = f"modèle introuvable : « {name} » mène hors des modèles du projet"
                raise OutsideError([Problem(f"templates/{name}", message, code="modele")])
            if path.is_file():
                return path
        return None

    def _load(self, name: str) -> tuple[str, str, None] | None:
        """Return what Jinja wants of a template: its text, its file, and no watch over it."""
        path = self._found(name)
        return (path.read_text("utf-8"), str(path), None) if path else None

    @cached_property
    def html(self) -> Sandbox:
        """The environment in which HTML templates are filled."""
        made = environment()
        made.loader = FunctionLoader(self._load)
        made.filters["riche"] = rich_html
        made.filters["ancre"] = anchor
        made.filters["figure"] = html_figure
        return made

    def fill_html(self, document: Document) -> str:
        """Return the HTML of a document; raise TemplateError, with the template's line.

        The last is kept: what lays it out and what proves its words ask for the same.
        """
        if self._last is None or self._last[0] is not document:
            self._last = document, raise_html_ordinals(self._filled_html(document))
        return self._last[1]

    def _filled_html(self, document: Document) -> str:
        parts = bound_parts(document, self._filled_html)
        said = template_context(document, relies=parts, feuilles=bound_sheets(document))
        return self.fill(document.html_template, said)

    def text(self, name: str) -> str:
        """Return the text of a file; raise TemplateError when there is none."""
        return self.find(name).read_text("utf-8")

    def fill(self, name: str, said: Mapping[str, Any]) -> str:
        """Return a template filled with what is said; raise TemplateError, with its line."""
        with translate_template_errors(name, self.html.filters):
            return self.html.get_template(name).render(said)


def template_context(document: Document, **ours: Any) -> dict[str, Any]:
    """Return what a template may name: the fields of the facts, the document itself, and `ours`.

    Raise ValueError when a fact has a name of ours: it would not be printed, and no one would see.
    """
    facts = {name: getattr(document.facts, name) for name in type(document.facts).model_fields}
    given = {"document": document, "version": __version__, **ours}
    if hidden := sorted(facts.keys() & given.keys()):
        raise ValueError(f"facts named as what every template is given: {', '.join(hidden)}")
    return {**facts, **given}


@contextmanager
def translate_template_errors(name: str, filters: Iterable[str] = ()) -> Iterator[None]:
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
    except OutsideError as error:
        [refused] = error.problems
        raise OutsideError([_at_line(name, error, refused.message)]) from error
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
