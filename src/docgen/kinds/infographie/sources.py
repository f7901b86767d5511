"""The foot of a page: where each figure comes from, of which edition, under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.french.spacing import MOIS
from docgen.french.wording import date_longue
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine
from docgen.statistics.series import Serie


def sources(referential: Referential, series: Sequence[Serie], *, mapped: bool) -> str:
    """Return the credit lines of all that a page quotes, as one paragraph."""
    return f"Sources : {' ; '.join(_credits(referential, series, mapped))}."


def _credits(referential: Referential, series: Sequence[Serie], mapped: bool) -> Iterator[str]:
    names = ["cog", "competence", "maires", "unites", *(["contours"] if mapped else [])]
    if series:
        yield _statistics(series)
    for name in names:
        opened = referential.opened(name)
        if opened:
            yield _credit(opened.origine)


def _credit(origine: Origine) -> str:
    """Return a credit line with the month of its edition, where the edition is a day."""
    said = origine.mention.rstrip(".")
    found = re.fullmatch(r"(\d{4})-(\d\d)(-\d\d)?", origine.edition)
    return f"{said}, {MOIS[int(found[2]) - 1]} {found[1]}" if found else said


def _statistics(series: Sequence[Serie]) -> str:
    """Return the edition of the figures, its map, the vintages of what rates are divided by."""
    edition = series[0].edition
    last = edition.annees[-1]
    bases = (serie.point(last).base.millesime for serie in series)
    vintages = {year for year in bases if year is not None}
    parts = [f"édition du {date_longue(edition.produite_le)}"]
    if edition.geographie:
        parts.append(f"géographie {edition.geographie}")
    if vintages:
        parts.append(
            f"population et logements {' et '.join(map(str, sorted(filter(None, vintages))))}"
        )
    return f"SSMSI, délinquance enregistrée, {', '.join(parts)}"
