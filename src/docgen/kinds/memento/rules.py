"""Rules across the fields of a file of the memento, and what it leaves to do.

The rules read the raw values of the file, so that all problems come in one pass.
"""

from collections.abc import Iterator
from typing import Any, Final

from docgen.content.raw import as_group, as_list, texts
from docgen.content.source import Steps
from docgen.content.validation import Finding, mappings
from docgen.french.typography import prose
from docgen.kinds.kind import OpenPoint
from docgen.kinds.memento.content import FORMS
from docgen.kinds.writing.editorial import cited_in, delay_rules, reading_left
from docgen.left import Item

TYPED: Final = "aide-memoire"
"""What a command calls it."""
SHEET: Final = "aide_memoire"
"""The field of what the two-page sheet prints."""
UNMARKED: Final = {"si", "precision", "quand", "situation"}
"""The fields, beside most titles, whose words are printed without a mark."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a file."""
    if not isinstance(data, dict):
        return
    forms = [form for form in FORMS if form in data]
    if len(forms) != 1:
        hint = "« famille: » pour une famille, « ensemble: » pour ce qui vaut pour toutes"
        message = "un fichier du mémento dit une famille, ou l’ensemble"
        yield Finding(tuple(forms[1:2]), "forme", message, hint)
    yield from delay_rules(data, ("droit", "moment"))
    yield from _citations_without_mark(data)
    for steps, group in mappings(data):
        yield from _early_ends(steps, group)


def _citations_without_mark(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield each citation of law in a text that has no place for « à vérifier »."""
    for steps, _, cited in cited_in(texts(data)):
        law = next((one for one in cited if one.genre == "droit"), None)
        titled = steps[-1] == "titre" and steps[-3:-2] != ("procedures",)
        if law and (titled or steps[-1] in UNMARKED):
            message = f"une règle de droit ne se cite pas ici : « {law} »"
            hint = "rien n’y dirait « à vérifier » ; citez-la dans « texte: »"
            yield Finding(steps, "droit", message, hint)


def _early_ends(steps: Steps, group: dict[str, Any]) -> Iterator[Finding]:
    for rank, etape in enumerate(as_list(group.get("etapes"))[:-1]):
        if as_group(etape).get("fin") in ("oui", "true"):
            message = "« fin: oui » ne vaut que pour la dernière étape"
            hint = "retirez la ligne, ou descendez l’étape"
            yield Finding((*steps, "etapes", rank, "fin"), "etape", message, hint)


def left(data: object) -> Iterator[OpenPoint]:
    """Yield what nobody has proofread: a family, its line of the two-page sheet, the rest of it."""
    famille, ensemble = (as_group(data).get(form) for form in FORMS)
    if isinstance(famille, dict):
        title = f"{famille.get('numero')}. {famille.get('titre')}"
        yield from reading_left(("famille", "id"), famille, prose(f"Relire : {title}"))
        line, name = (
            as_group(famille.get(SHEET)),
            prose(f"Relire la ligne d’aide-mémoire : {title}"),
        )
        yield from reading_left(("famille", SHEET, "situation"), line, name, "relecture", TYPED)
    if isinstance(ensemble, dict):
        name = prose("Relire : les réflexes et les numéros de l’aide-mémoire")
        yield from reading_left(("ensemble", SHEET, "titre"), ensemble, name, "relecture", TYPED)


def asks(layout: str, item: Item) -> bool:
    """Whether a layout asks for what a file leaves to do: the sheet, for its own readings only."""
    return (SHEET in item.field.split(".")) is (layout == "aide-memoire")
