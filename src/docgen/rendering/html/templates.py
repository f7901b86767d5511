"""The Jinja setup: where templates are, what they may do, and their errors in French.

Templates are content of the project and not trusted: `sandbox` limits what they may do, and no file
outside of the templates' folders is read, whatever they name or a link leads to.
"""

import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from docgen.rendering.html.sandbox import Sandbox, environment
from docgen.rendering.html.signature_anchors import anchor
from docgen.rendering.html.typography import (
    breakable_address,
    hold_html_names,
    hold_html_titles,
    raise_html_ordinals,
    rich_html,
)

CALCULATION = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What Python raises when a calculation in a template fails."""


class OutsideError(TemplateError):
    """A name or a link leads out of the templates' folders."""


class Templates:
    """Docgen's templates; a file of the project replaces the one of the same name."""

    def __init__(self, roots: tuple[Path, ...], store: Store | None = None) -> None:
        self.roots = roots
        self.store = store  # the cache of renderers
        self.renderer_state: dict[str, object] = {}  # what renderers keep while templates are open
        self.on_open: Callable[[str], None] = lambda name: None  # called with each name filled
        self._last: tuple[Document, str] | None = None

    @property
    def shipped_only(self) -> bool:
        """Whether a project has none of its own."""
        return len(self.roots) == 1

    def find(self, name: str) -> Path:
        """Return the path of a file, links followed; raise TemplateError when there is none.

        Raise OutsideError when a link, `..` or an absolute name leads out of the templates.
        """
        path = self._resolve(name)
        if path is None:
            raise TemplateError([Problem(f"templates/{name}", "modèle introuvable", code="modele")])
        return path

    def _resolve(self, name: str) -> Path | None:
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
        """Return text and path of a template for Jinja; it is never reloaded."""
        path = self._resolve(name)
        return (path.read_text("utf-8"), str(path), None) if path else None

    @cached_property
    def html(self) -> Sandbox:
        """Return the environment in which HTML templates are filled."""
        sandbox = environment()
        sandbox.loader = FunctionLoader(self._load)
        sandbox.filters["riche"] = rich_html
        sandbox.filters["adresse"] = breakable_address
        sandbox.filters["noms"] = hold_html_names
        sandbox.filters["ancre"] = anchor
        sandbox.filters["figure"] = html_figure
        return sandbox

    def fill_html(self, document: Document) -> str:
        """Return the HTML of a document; raise TemplateError with the template's line.

        The last result is kept, for the layout and the comparison of words both ask for it.
        """
        if self._last is None or self._last[0] is not document:
            html = hold_html_titles(self._fill_with_parts(document))
            self._last = document, raise_html_ordinals(html)
        return self._last[1]

    def _fill_with_parts(self, document: Document) -> str:
        parts = bound_parts(document, self._fill_with_parts)
        context = template_context(document, relies=parts, feuilles=bound_sheets(document))
        return self.fill(document.html_template, context)

    def text(self, name: str) -> str:
        """Return the text of a file; raise TemplateError when there is none."""
        return self.find(name).read_text("utf-8")

    def fill(self, name: str, context: Mapping[str, Any]) -> str:
        """Return a filled template; raise TemplateError with its line."""
        self.on_open(name)
        with translate_template_errors(name, self.html.filters):
            return self.html.get_template(name).render(context)


def template_context(document: Document, **ours: Any) -> dict[str, Any]:
    """Return what a template may name: the facts, the document, `version`, and `ours`.

    Raise ValueError when a fact has one of these names, for it would silently not be printed.
    """
    facts = {name: getattr(document.facts, name) for name in type(document.facts).model_fields}
    others = {"document": document, "version": __version__, **ours}
    if hidden := sorted(facts.keys() & others.keys()):
        raise ValueError(f"facts named as what every template is given: {', '.join(hidden)}")
    return {**facts, **others}


@contextmanager
def translate_template_errors(name: str, filters: Iterable[str] = ()) -> Iterator[None]:
    """Turn any error of a template into a TemplateError with its file and line.

    `filters` are those it may use, among which the nearest is suggested.
    """
    try:
        yield
    except TemplateNotFound as error:
        message = f"modèle introuvable : « {error.name} »"
        raise TemplateError([_at_line(name, error, message)]) from error
    except TemplateSyntaxError as error:
        file = shown_path(Path(error.name or name))
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
    frames = [
        (Path(frame.filename), frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".j2")
    ]
    if not frames:
        return Problem(f"templates/{name}", message, code="modele")
    path, line = frames[-1]
    return Problem(shown_path(path), message, line, code="modele")


def shown_path(path: Path) -> str:
    """Return where problems say that a template stands: its kind's folder and its name."""
    return f"templates/{path.parent.name}/{path.name}"
