"""The foot of a page: where each figure comes from, of which edition, under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.french.spacing import MOIS
from docgen.french.wording import date_longue
from docgen.kinds.infographie.chiffres import Quoted
from docgen.kinds.infographie.commune import KnownCommune
from docgen.referential.figures.activite import EXEMPLE_FICTIF
from docgen.referential.snapshot import OpenSnapshot, Origine
from docgen.statistics.indicators import Denominateur

FICTIF = re.compile("fictif|fictive", re.IGNORECASE)
"""What the provenance of invented figures says."""
COPY = "copie reprise hors du site officiel"
"""What is said of figures that come from a file which is not the official one."""


def sources(place: KnownCommune, quoted: Sequence[Quoted], *, mapped: bool) -> str:
    """Return the credit lines of all that a page quotes, as one paragraph."""
    return f"Sources : {' ; '.join(_credits(place, quoted, mapped))}."


def invented(place: KnownCommune, quoted: Sequence[Quoted]) -> bool:
    """Whether any figure that is quoted comes from a base that says it is invented."""
    opened = (place.referential.snapshot(_snapshot(place, one)) for one in quoted)
    return any(map(_of_invented_figures, opened))


def _of_invented_figures(opened: OpenSnapshot | None) -> bool:
    return opened is not None and FICTIF.search(opened.origine.provenance) is not None


def _snapshot(place: KnownCommune, quoted: Quoted) -> str:
    """Return the name of the snapshot that a base of figures comes from."""
    departement = quoted.series[0].territoire == place.commune.departement.code
    return "ssmsi-departements" if departement else "ssmsi-communes"


def _credits(place: KnownCommune, quoted: Sequence[Quoted], mapped: bool) -> Iterator[str]:
    yield from (_statistics(place, one) for one in quoted)
    used = {
        "cog": True,
        "competence": place.competence is not None,
        "maires": place.maire is not None,
        "unites": place.unite is not None,
    }
    for name in (name for name, is_used in used.items() if is_used):
        if opened := place.referential.snapshot(name):
            census = _census(place) if name == "cog" else ""
            yield _credit(opened.origine) + census + _copied(opened)
    if mapped and (opened := place.referential.snapshot("contours")):
        yield _credit(opened.origine)


def _credit(origine: Origine) -> str:
    """Return a credit line with the month of its edition, where the edition is a day."""
    said = origine.mention.rstrip(".")
    found = re.fullmatch(r"(\d{4})-(\d\d)(-\d\d)?", origine.edition)
    return f"{said}, {MOIS[int(found[2]) - 1]} {found[1]}" if found else said


def _census(place: KnownCommune) -> str:
    """Return the year of the commune's population, where the credit line names that of others.

    Mayotte has the census of 2017, the Pacific its own: the package says 2023 for the country.
    """
    vintage = place.commune.millesime_population
    if vintage in (None, place.referential.communes.millesime_population):
        return ""
    return f" (ici, population municipale {vintage})"


def _copied(opened: OpenSnapshot | None) -> str:
    """Return what is said of figures that their editor did not publish as they are."""
    if _of_invented_figures(opened):
        return f" ({EXEMPLE_FICTIF})"
    return f" ({COPY})" if opened and opened.origine.provenance else ""


def _statistics(place: KnownCommune, quoted: Quoted) -> str:
    """Return a base of figures: its edition, its map, the vintages that its rates stand on."""
    edition, snapshot = quoted.series[0].edition, _snapshot(place, quoted)
    level = "départementale" if snapshot == "ssmsi-departements" else "communale"
    parts = [f"SSMSI, base {level} de la délinquance enregistrée"]
    parts.append(f"édition du {date_longue(edition.produite_le)}")
    if edition.geographie:
        parts.append(f"géographie {edition.geographie}")
    parts += _vintages(quoted)
    return ", ".join(parts) + _copied(place.referential.snapshot(snapshot))


def _vintages(quoted: Quoted) -> Iterator[str]:
    """Yield the census that rates are divided by: « population 2023 », « logements 2022 »."""
    words = {Denominateur.HABITANTS: "population", Denominateur.LOGEMENTS: "logements"}
    for per, word in words.items():
        bases = (
            serie.point(year).base.millesime
            for serie in quoted.series
            if serie.indicateur.denominateur is per
            for year in quoted.rated
        )
        known = sorted({one for one in bases if one is not None})
        if known:
            span = str(known[0]) if len(known) == 1 else f"{known[0]} à {known[-1]}"
            yield f"{word} {span}"
