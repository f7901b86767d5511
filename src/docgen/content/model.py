"""Base class and field types of content models: frozen, strict, typographically right.

The types parse the text that stands in the file (see `source`).  `TexteSigne`, for the words of a
signed act, corrects only spaces, quotes and apostrophes; `Prose`, for our own words, applies the
full French typography.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from docgen.errors import closest
from docgen.french.days import day_parts
from docgen.french.typography import prose, texte_signe
from docgen.markup import MarkError, read_runs

T = TypeVar("T")


class Content(BaseModel):
    """Base class of all that a YAML file may hold; its validator is built at first use.

    The texts of a file may hold references, `{role:brigade}`, where its model `answers` them.
    """

    answers: ClassVar[bool] = False

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False, defer_build=True)


def refusal(code: str, message: str, hint: str = "", words: str = "") -> PydanticCustomError:
    """Return a validation error with a French message; `words` are the wrong ones of a text."""
    context = {"message": message, "hint": hint, "words": words}
    return PydanticCustomError(code, "{message}", context)


WORD_QUOTES: Final = re.compile(r"[“”„]([^“”„]+)[“”„]")
"""A text in quotation marks that YAML does not know for its own."""


def _text(value: Any) -> Any:
    if value is None:
        raise refusal("vide", "texte vide", "écrivez le texte, ou supprimez la ligne")
    if isinstance(value, dict | list):
        other = "une liste" if isinstance(value, list) else "un groupe de clés"
        hint = "un texte qui contient « : » ou commence par « - » se met entre guillemets"
        raise refusal("type", f"texte attendu, {other} trouvé{'e' * isinstance(value, list)}", hint)
    if not value.strip():
        raise refusal("vide", "texte vide", "écrivez le texte, ou supprimez la ligne")
    if quoted := WORD_QUOTES.fullmatch(value.strip()):
        message = "guillemets de Word autour de la valeur : ils s’imprimeraient"
        raise refusal("guillemets", message, f"écrivez {quoted[1]}, sans guillemets")
    return value


def _check_marks(value: str) -> str:
    try:
        runs = read_runs(value)
    except MarkError as error:
        raise refusal("balise", str(error), error.hint, error.words) from None
    if not "".join(run.text for run in runs).strip():
        raise refusal("vide", "texte vide", "écrivez le texte, ou supprimez la ligne")
    return value


def _day(value: Any) -> Any:
    parts = day_parts(_text(value))
    if not parts:
        raise refusal("date", f"date illisible : « {value} »", "JJ/MM/AAAA, ou AAAA-MM-JJ")
    try:
        return date(*parts)
    except ValueError:
        hint = "vérifiez le jour et le mois"
        raise refusal("date", f"cette date n’existe pas : « {value} »", hint) from None


def _whole_number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value  # of a model that docgen itself builds
    text = _text(value).strip()
    if not re.fullmatch(r"-?\d{1,9}", text):
        hint = "écrivez-le en chiffres"
        if re.fullmatch(r"[\d\s.,]+", text):
            hint += ", sans espace" if re.search(r"\s", text) else ""
            hint += ", arrondi, sans virgule ni point" if re.search("[.,]", text) else ""
        raise refusal("nombre", f"nombre entier attendu : « {text} »", hint)
    return int(text)


def _bare_word(value: Any) -> str:
    text = str(_text(value))
    word = text.strip()
    if word != text:  # rules that read raw values would not know it
        after = text[len(word) :] if text.startswith(word) else ""
        message = f"une espace {'suit' if after else 'précède'} le mot « {word} »"
        hint = "effacez-la ; venue d’un traitement de texte, elle peut être insécable"
        raise refusal("espace", message, hint, after or text.partition(word)[0])
    return word


def _yes_or_no(value: Any) -> Any:
    answer = {"oui": True, "true": True, "non": False, "false": False}.get(_bare_word(value))
    if answer is None:
        message = f"« oui » ou « non » attendu : « {value} »"
        raise refusal("oui-non", message, "écrivez « oui » ou « non », sans guillemets")
    return answer


def one_of(words: type[StrEnum]) -> BeforeValidator:
    """Return a validator that accepts the members of an enumeration."""

    def read(value: Any) -> Any:
        word = _bare_word(value)
        if word in list(words):
            return words(word)
        hint = closest(word, words) or "valeurs admises : " + ", ".join(words)
        raise refusal("valeur", f"valeur inconnue : « {word} »", hint)

    return BeforeValidator(read)


Texte = Annotated[str, BeforeValidator(_text), AfterValidator(_check_marks)]
"""A text as written, not empty, with its marks of emphasis closed."""

TexteSigne = Annotated[Texte, AfterValidator(texte_signe)]
"""Words of a signed act."""

Prose = Annotated[Texte, AfterValidator(prose)]
"""Our own words."""

Jour = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "examples": ["2026-04-23", "23/04/2026"]}),
]
"""A day, written AAAA-MM-JJ or JJ/MM/AAAA."""

Entier = Annotated[int, BeforeValidator(_whole_number)]
"""A whole number, written in digits."""

OuiNon = Annotated[
    bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["oui", "non", True, False]})
]
"""« oui » or « non » (`true` and `false` are accepted)."""

ListeOuVide = Annotated[
    tuple[T, ...],
    BeforeValidator(lambda value: () if value is None else value),
    Field(json_schema_extra={"type": ["array", "null"]}),
]
"""A list; its key may stand alone, for an empty one."""

Identifiant = Annotated[
    str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=60), BeforeValidator(_text)
]
"""A name that other files may refer to: lower case, digits, hyphens, dots."""
