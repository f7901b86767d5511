"""The rules of the words of the page of figures: indicators are known and published."""

from collections.abc import Iterator

from docgen.content.raw import as_group, as_list
from docgen.content.validation import Finding
from docgen.errors import closest
from docgen.statistics.indicators import INDICATEURS, Niveau

FOR_COMMUNES = tuple(
    one.cle
    for one in INDICATEURS
    if Niveau.COMMUNE in one.niveaux and not one.part_de and not one.retire
)
"""The indicators that a page may show: published for communes, whole, still in use."""
LISTS = ("courbes", "comparaison")
"""The fields that name indicators."""


def rules(data: object) -> Iterator[Finding]:
    """Yield a finding for each indicator that is unknown, not for communes, or listed twice."""
    page = as_group(as_group(data).get("publique"))
    for field in LISTS:
        keys = as_list(page.get(field))
        for rank, key in enumerate(keys):
            steps = ("publique", field, rank)
            if not isinstance(key, str):
                continue
            if key not in FOR_COMMUNES:
                hint = closest(key, FOR_COMMUNES) or "indicateurs : " + ", ".join(FOR_COMMUNES)
                yield Finding(steps, "indicateur", f"indicateur inconnu : « {key} »", hint)
            elif key in keys[:rank]:
                message = f"indicateur nommé deux fois : « {key} »"
                yield Finding(steps, "doublon", message, "gardez-en un seul")
