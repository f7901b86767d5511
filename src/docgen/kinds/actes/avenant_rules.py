"""Rules on the amendment that a text holds, against the text itself."""

from collections.abc import Iterator
from typing import Any, Final

from docgen.content.raw import as_group, as_list, repeats_of, texts, texts_of
from docgen.content.source import Steps
from docgen.content.validation import Finding, field_name
from docgen.french.days import read_day
from docgen.french.typography import fold_typography
from docgen.french.wording import date_longue

PLACE: Final = "avenant"
"""The field that makes of a text the amendment of another."""


def without_own_parties(data: object) -> object:
    """Return raw values of a text without the parties to its amendment, named as those to the act.

    All else keeps its place.
    """
    avenant = as_group(as_group(data).get(PLACE))
    if "parties" not in avenant:
        return data
    own = {key: value for key, value in avenant.items() if key != "parties"}
    return as_group(data) | {PLACE: own}


def avenant_rules(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong in the amendment of a text, by its own words and days."""
    avenant = data.get(PLACE)
    if not isinstance(avenant, dict):
        return
    yield from _day_rules(data, avenant)
    yield from _number_rules(avenant)
    yield from _repeal_rules(avenant)
    ids = dict(texts_of(data.get("parties"), "liste", "id"))
    for rank, name in texts_of(avenant.get("parties"), "liste", "id"):
        if ids and name not in ids.values():
            message = f"« {name} » n’est pas une partie à l’acte modifié"
            hint = "un avenant lie les parties à l’acte : " + ", ".join(ids.values())
            yield Finding((PLACE, "parties", "liste", rank, "id"), "partie", message, hint)


def _day_rules(data: dict[str, Any], avenant: dict[str, Any]) -> Iterator[Finding]:
    """Yield days before the act was signed, and a day of effect that no clause says."""
    signed = read_day(as_group(data.get("signature")).get("date"))
    own = read_day(as_group(avenant.get("signature")).get("date"))
    effect = read_day(avenant.get("effet"))
    days: dict[Steps, Any] = {(PLACE, "signature", "date"): own, (PLACE, "effet"): effect}
    for steps, day in days.items():
        if day and signed and day < signed:
            message = f"avant la signature de l’acte modifié, le {date_longue(signed)}"
            yield Finding(steps, "date", message, "vérifiez cette date")
    said = " ".join(text for _, text in texts(as_list(avenant.get("articles"))))
    if effect and fold_typography(date_longue(effect)) not in fold_typography(said):
        message = f"aucun article de l’avenant ne dit qu’il prend effet le {date_longue(effect)}"
        hint = "écrivez cette date dans l’article sur la prise d’effet"
        yield Finding((PLACE, "effet"), "contradiction", message, hint)


def _repeal_rules(avenant: dict[str, Any]) -> Iterator[Finding]:
    for rank, name, first in repeats_of(texts_of(avenant, "abroge", "clause")):
        steps: Steps = (PLACE, "abroge", rank)
        where = field_name((PLACE, "abroge", first))
        message = f"« {name} » est déjà dite abrogée, à {where}"
        yield Finding(steps, "doublon", message, "retirez cette ligne")


def _number_rules(avenant: dict[str, Any]) -> Iterator[Finding]:
    for rank, _ in texts_of(avenant, "articles", "numero"):
        message = "docgen numérote les articles de l’avenant"
        yield Finding((PLACE, "articles", rank, "numero"), "numero", message, "retirez cette ligne")
