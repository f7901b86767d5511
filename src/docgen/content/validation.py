"""Validation of a source against a content model; all problems are reported at once."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from docgen.content.model import Content
from docgen.content.raw import gaps_in, repeats_of, texts
from docgen.content.source import SOURCES, Source, Steps
from docgen.errors import ContentError, Problem, closest, nearest
from docgen.french.letters import folded
from docgen.markup import MarkError, references

C = TypeVar("C", bound=Content)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a kind's own rules find in a value, by its path."""

    steps: Steps
    code: str
    message: str
    hint: str = ""
    words: str = ""
    """The words of the text that are wrong, when it may have several lines."""


Rules = Callable[[object], Iterable[Finding]]
"""A kind's rules across fields.  They read the raw values, so that their findings are reported
in the same pass as those of the types."""

FRENCH_MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("champ obligatoire absent", "ajoutez-le, avec sa valeur"),
    "extra_forbidden": ("champ inconnu ici", ""),
    "string_pattern_mismatch": (
        "identifiant mal formé : « {input} »",
        "minuscules sans accent, chiffres, tirets et points : « {identifier} »",
    ),
    "string_too_long": ("trop long : {max_length} caractères au plus", "raccourcissez-le"),
    "model_type": ("groupe de clés attendu", "mettez « clé: valeur » à la ligne, en retrait"),
    "tuple_type": ("liste attendue", "chaque élément à la ligne, après un tiret et une espace"),
    "too_short": ("il en faut au moins {min_length}", "ajoutez ce qui manque"),
    "too_long": ("il en faut au plus {max_length}", "retirez-en"),
    "less_than": ("doit être plus petit que {lt}", "corrigez ce nombre"),
    "greater_than_equal": ("doit être au moins {ge}", "corrigez ce nombre"),
    "less_than_equal": ("doit être au plus {le}", "corrigez ce nombre"),
}
"""French message and hint for each error of pydantic that our models can raise, as a test proves
(our own errors carry their words)."""
EMPTIED_LIST = "remplissez-la, ou retirez-la avec ce qu’elle vide : un objectif, un axe"
"""The hint of a list in which nothing is left."""


COMMA: Final = (
    "la virgule coupe ce nombre : arrondissez-le ; un décimal, s’il est admis, veut un point"
)
"""The hint for a key of digits, as `{valeur: 12,5}` makes one."""


def check_source(source: Source, model: type[C], rules: Rules) -> C:
    """Return `source` as a `model`; raise ContentError with all its problems."""
    return cast("C", _check_model(source, model, rules))


@lru_cache(maxsize=SOURCES)
def _check_model(source: Source, model: type[Content], rules: Rules) -> Content:
    form = {(problem.line, problem.column) for problem in source.problems}
    findings = chain(rules(source.data), () if model.answers else _references(source.data))
    problems = [problem_at(source, finding) for finding in findings]
    content: Content | None = None
    try:
        content = model.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        meant = set(_missing_by_misspelling(model, details))
        problems += [
            _problem(source, model, detail)
            for detail in details
            if not _is_echo(detail) and (detail["type"], detail["loc"]) not in meant
        ]
    problems = [p for p in problems if (p.line, p.column) not in form] + source.problems
    if problems or content is None:
        raise ContentError(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))
    return content


def _references(data: object) -> Iterator[Finding]:
    """Yield each reference in texts whose references nothing answers."""
    for steps, text in texts(data):
        with suppress(MarkError):  # reported by the type of the field
            for reference in references(text):
                message = f"renvoi refusé ici : « {reference} »"
                yield Finding(steps, "renvoi", message, "écrivez le mot", str(reference))


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because some of its items are invalid."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _missing_by_misspelling(
    model: type[Content], details: Iterable[ErrorDetails]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield the error type and place of each key that is missing because it is misspelt."""
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *above, key = detail["loc"]
            yield "missing", (*above, nearest(str(key), _fields(model, detail["loc"])))


def find_gaps(data: object, *notes: str) -> Iterator[Finding]:
    """Yield what stands in the place of a text in raw values, but for the fields `notes`."""
    for steps, text in texts(data):
        for gap in gaps_in(text) if set(notes).isdisjoint(steps) else ():
            message = f"« {gap} » tient lieu d’un texte, et s’imprimerait"
            yield Finding(steps, "vide", message, "écrivez le texte, ou laissez la place vide", gap)


def problem_at(source: Source, finding: Finding) -> Problem:
    """Return a finding as a problem at its place in the source."""
    known, mark = (
        source.place(finding.steps)[0],
        source.place_of_words(finding.steps, finding.words),
    )
    return Problem(
        source.name,
        finding.message,
        mark.line,
        mark.column,
        field_name(known),
        finding.code,
        finding.hint,
    )


def _problem(source: Source, model: type[Content], detail: ErrorDetails) -> Problem:
    kind = detail["type"]
    message, hint = _message_and_hint(detail)
    steps = tuple(detail["loc"])
    known, mark = source.place(steps)
    if kind == "extra_forbidden":
        mark = source.key_place(steps)
        hint = COMMA if str(steps[-1]).isdecimal() else _nearest_field(model, steps)
    if words := detail.get("ctx", {}).get("words"):
        mark = source.place_of_words(steps, words)
    if kind == "missing":
        known = (*known, steps[-1])
    return Problem(source.name, message, mark.line, mark.column, field_name(known), kind, hint)


def _message_and_hint(detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if detail["type"] not in FRENCH_MESSAGES:
        return str(context["message"]), str(context["hint"])
    message, hint = FRENCH_MESSAGES[detail["type"]]
    emptied = detail["type"] == "tuple_type" and not detail["input"]
    if detail["type"] in ("greater_than_equal", "less_than_equal") and detail["loc"][-1] == "annee":
        hint = "écrivez l’année en entier, comme « 2026 »"
    if detail["type"] == "string_pattern_mismatch":
        hint = hint.format(identifier=_identifier_near(detail["input"]))
    return message.format(**context, input=detail["input"]), EMPTIED_LIST if emptied else hint


def _identifier_near(text: str) -> str:
    """Return the identifier nearest to a text, ``amr2a`` for « AMR2A », or one as an example."""
    words = re.findall(r"[a-z0-9]+(?:[.][a-z0-9]+)*", folded(text))
    return "-".join(words) or "action-4.1"


def field_name(steps: Steps) -> str:
    """Return a path as people write it: ``articles[3].titre``."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return name.lstrip(".")


def _nearest_field(model: type[Content], steps: Steps) -> str:
    fields = _fields(model, steps)
    return closest(str(steps[-1]), fields) or "champs admis : " + ", ".join(fields)


def _fields(model: type[Content], steps: Steps) -> list[str]:
    return sorted({name for part in models_at(model, steps[:-1]) for name in part.model_fields})


def models_at(model: type[BaseModel], steps: Steps) -> Iterator[type[BaseModel]]:
    """Yield the models that may stand at the path `steps` of `model`."""
    yield from _models_at(model, tuple(step for step in steps if isinstance(step, str)))


@lru_cache(maxsize=4096)  # the groups of a list are of the same models
def _models_at(model: type[BaseModel], names: tuple[str, ...]) -> frozenset[type[BaseModel]]:
    here = frozenset([model])
    for name in names:
        fields = [m.model_fields[name].annotation for m in here if name in m.model_fields]
        here = frozenset(part for one in fields for part in _models_in(one)) or here
    return here


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def mappings(data: object) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield every group of keys in raw values with its path, the outer before the inner."""
    waiting: list[tuple[Steps, object]] = [((), data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            yield place, value
            waiting += [((*place, key), child) for key, child in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*place, rank), value[rank]) for rank in reversed(range(len(value)))]


def find_duplicates(data: object, key: str, what: str) -> Iterator[Finding]:
    """Yield a finding for each value of `key` that repeats an earlier one."""
    groups = mappings(data)
    named = ((steps, name) for steps, group in groups if isinstance(name := group.get(key), str))
    for steps, name, first in repeats_of(named):
        message = f"{what} « {name} » déjà pris par {field_name(first)}"
        yield Finding((*steps, key), "doublon", message, "changez l’un des deux")


def file_key(stem: str) -> str | None:
    """Return a file's stem if it can be the key of a document, else None."""
    return stem if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem) else None
