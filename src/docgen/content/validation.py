"""From a source to a content model, or to the whole list of what to mend, in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from docgen.content.model import Content
from docgen.content.source import Source, Steps
from docgen.errors import ContentError, Problem, closest, nearest

C = TypeVar("C", bound=Content)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a kind's own rules have against a value, seen across the whole file."""

    steps: Steps
    code: str
    message: str
    hint: str = ""


Rules = Callable[[object], Iterable[Finding]]
"""A kind's rules across fields.  They read the raw values, so that what they find is told in
the same pass as what the types find."""

FRENCH_MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("champ obligatoire absent", ""),
    "extra_forbidden": ("champ inconnu ici", ""),
    "string_pattern_mismatch": (
        "identifiant mal formé : « {input} »",
        "minuscules sans accent, chiffres, tirets et points : « action-4.1 »",
    ),
    "string_too_long": ("trop long : {max_length} caractères au plus", ""),
    "model_type": ("groupe de clés attendu", "mettez « clé: valeur » à la ligne, en retrait"),
    "tuple_type": ("liste attendue", "chaque élément à la ligne, après un tiret et une espace"),
    "too_short": ("il en faut au moins {min_length}", ""),
    "too_long": ("il en faut au plus {max_length}", ""),
    "greater_than_equal": ("doit être au moins {ge}", ""),
    "less_than_equal": ("doit être au plus {le}", ""),
}
"""What pydantic can complain of in our models, in French: message, hint.  A test proves that
no other complaint can come (our own errors carry their own words)."""


def check_source(source: Source, model: type[C], rules: Rules) -> C:
    """Return `source` as a `model`; raise ContentError with all its problems at once."""
    form = {(problem.line, problem.column) for problem in source.problems}
    problems = [problem_at(source, finding) for finding in rules(source.data)]
    content: C | None = None
    try:
        content = model.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        meant = set(_meant(model, details))
        told = (one for one in details if not _echo(one) and (one["type"], one["loc"]) not in meant)
        problems += [_worded(source, model, detail) for detail in told]
    problems = [p for p in problems if (p.line, p.column) not in form] + source.problems
    if problems or content is None:
        raise ContentError(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))
    return content


def _echo(detail: ErrorDetails) -> bool:
    """Whether a list is only called too short because some of it is wrong, which is told."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _meant(
    model: type[Content], details: Iterable[ErrorDetails]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield, for each key that is badly written, that the one that is meant is missing."""
    for one in details:
        if one["type"] == "extra_forbidden":
            *above, key = one["loc"]
            yield "missing", (*above, nearest(str(key), _fields(model, one["loc"])))


def problem_at(source: Source, finding: Finding) -> Problem:
    """Return what was found in a source as a problem at its place."""
    known, mark = source.place(finding.steps)
    return Problem(
        source.name,
        finding.message,
        mark.line,
        mark.column,
        field_name(known),
        finding.code,
        finding.hint,
    )


def _worded(source: Source, model: type[Content], detail: ErrorDetails) -> Problem:
    """Return pydantic's complaint as a problem at its place."""
    kind = detail["type"]
    message, hint = _words(detail)
    asked = tuple(detail["loc"])
    known, mark = source.place(asked)
    if kind == "extra_forbidden":
        mark = source.key_place(asked)
        hint = _nearest_field(model, asked)
    if kind == "missing":
        known = (*known, asked[-1])
    return Problem(
        source.name,
        message,
        mark.line,
        mark.column,
        field_name(known),
        kind,
        hint,
    )


def _words(detail: ErrorDetails) -> tuple[str, str]:
    """Return in French what pydantic complains of, and a hint; our own errors carry theirs."""
    context = detail.get("ctx", {})
    if detail["type"] not in FRENCH_MESSAGES:
        return str(context["said"]), str(context["hint"])
    message, hint = FRENCH_MESSAGES[detail["type"]]
    return message.format(**context, input=detail["input"]), hint


def field_name(steps: Steps) -> str:
    """Return a path as people write it: ``articles[3].titre``."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return name.lstrip(".")


def _nearest_field(model: type[Content], steps: Steps) -> str:
    """Return what may stand where an unknown key stands: the nearest name, or all names."""
    fields = _fields(model, steps)
    return closest(str(steps[-1]), fields) or "champs admis : " + ", ".join(fields)


def _fields(model: type[Content], steps: Steps) -> list[str]:
    """Return the names of what may stand where the last of `steps` does, in their order."""
    return sorted({name for found in models_at(model, steps[:-1]) for name in found.model_fields})


def models_at(model: type[BaseModel], steps: Steps) -> Iterator[type[BaseModel]]:
    """Yield the models that may stand at the end of `steps` below `model`."""
    here: set[type[BaseModel]] = {model}
    for step in steps:
        if isinstance(step, str):
            fields = [m.model_fields[step].annotation for m in here if step in m.model_fields]
            here = {found for annotation in fields for found in _models_in(annotation)} or here
    yield from here


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def mappings(data: object, steps: Steps = ()) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield every group of keys in raw values, the outer before the inner, with its path."""
    if isinstance(data, dict):
        yield steps, data
    children = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for step, value in children:
        yield from mappings(value, (*steps, step))


def find_duplicates(data: object, key: str, what: str) -> Iterator[Finding]:
    """Yield a finding for each value of `key` that stands twice in the file."""
    seen: dict[str, Steps] = {}
    for steps, group in mappings(data):
        value = group.get(key)
        if not isinstance(value, str):
            continue
        if value in seen:
            first = field_name(seen[value])
            yield Finding((*steps, key), "doublon", f"{what} « {value} » déjà pris par {first}")
        seen.setdefault(value, steps)


def file_key(stem: str) -> str | None:
    """Return the key that a file's name gives its document, or None when it cannot be one."""
    return stem if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem) else None
