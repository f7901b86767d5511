"""The sources at the foot of a page: origin, edition and licence of each figure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.wording import date_longue
from docgen.kinds.infographie.chiffres import QuotedBase
from docgen.kinds.infographie.commune import KnownCommune
from docgen.referential.communes.services_locaux import ANNUAIRE
from docgen.referential.communes.unites import COMMISSARIATS
from docgen.referential.figures.activite import EXEMPLE_FICTIF
from docgen.referential.snapshot import OpenSnapshot
from docgen.statistics.indicators import Denominateur

FICTIF = re.compile("fictif|fictive", re.IGNORECASE)
"""The words of the provenance of invented figures."""
COPY = "d’après une copie".replace(" ", INSECABLE)
"""The note on figures from a file that is not the official one."""

LAST: Final = 3
"""How many words the last line has at least."""


def sources(place: KnownCommune, quoted: Sequence[QuotedBase], *, mapped: bool) -> str:
    """Return the credit lines of all that a page quotes, as one paragraph.

    Each producer is named once, before all that is his.
    """
    by_producer: dict[str, list[str]] = {}
    for credit in _credits(place, quoted, mapped):
        producer, comma, work = credit.partition(", ")
        by_producer.setdefault(producer + comma, []).append(work)
    lines = (producer + " ; ".join(works) for producer, works in by_producer.items())
    text, *last = f"Sources : {' ; '.join(lines)}.".rsplit(" ", LAST)
    return f"{text} {INSECABLE.join(last)}"


def has_invented_figures(place: KnownCommune, quoted: Sequence[QuotedBase]) -> bool:
    """Whether a quoted base says that its figures are invented."""
    opened = (place.referential.snapshot(_snapshot(place, base)) for base in quoted)
    return any(map(_is_invented, opened))


def _is_invented(opened: OpenSnapshot | None) -> bool:
    return opened is not None and FICTIF.search(opened.origine.provenance) is not None


def _snapshot(place: KnownCommune, quoted: QuotedBase) -> str:
    departement = quoted.series[0].territoire == place.commune.departement.code
    return "ssmsi-departements" if departement else "ssmsi-communes"


def _credits(place: KnownCommune, quoted: Sequence[QuotedBase], mapped: bool) -> Iterator[str]:
    yield from _statistics(place, quoted)
    table = place.referential.competence
    written = table is not None and table.is_written(place.commune.code)
    used = {
        "cog": True,
        "competence": place.competence is not None and not written,
        "maires": place.maire is not None,
        COMMISSARIATS if place.police else "unites": place.unite is not None,
        ANNUAIRE: place.unite is None and place.place.unite_annuaire is not None,
    }
    for name in (name for name, is_used in used.items() if is_used):
        if opened := place.referential.snapshot(name):
            census = _census(place) if name == "cog" else ""
            yield opened.origine.credit + census + _provenance_note(opened)
    if written:
        yield "unité compétente, d’après le projet"
    if mapped and (opened := place.referential.snapshot("contours")):
        yield opened.origine.credit + _provenance_note(opened)


def _census(place: KnownCommune) -> str:
    """Return the census year of the commune, where it differs from the credit line's.

    Mayotte has the census of 2017, the Pacific its own: the file says 2023 for the country.
    """
    vintage = place.commune.millesime_population
    if vintage in (None, place.referential.communes.millesime_population):
        return ""
    return f" (ici, population municipale {vintage})"


def _provenance_note(opened: OpenSnapshot | None) -> str:
    origine = opened.origine if opened else None
    if origine is None or origine.provenance in ("", origine.mention):
        return ""
    return f" ({EXEMPLE_FICTIF if _is_invented(opened) else COPY})"


def _statistics(place: KnownCommune, quoted: Sequence[QuotedBase]) -> Iterator[str]:
    """Yield the credit of the bases; two of one edition and its vintages are said together."""
    levels_by_edition: dict[str, list[str]] = {}
    for base in quoted:
        level = "départementale" if _snapshot(place, base) == "ssmsi-departements" else "communale"
        levels_by_edition.setdefault(_edition(place, base), []).append(level)
    for edition, levels in levels_by_edition.items():
        bases = "bases" if len(levels) > 1 else "base"
        yield f"SSMSI, {bases} {' et '.join(levels)} de la délinquance enregistrée, {edition}"


def _edition(place: KnownCommune, quoted: QuotedBase) -> str:
    edition = quoted.series[0].edition
    parts = [f"édition du {date_longue(edition.produite_le)}"]
    if edition.geographie:
        parts.append(f"géographie {edition.geographie}")
    note = _provenance_note(place.referential.snapshot(_snapshot(place, quoted)))
    return ", ".join([*parts, *_vintages(quoted)]) + note


def _vintages(quoted: QuotedBase) -> Iterator[str]:
    """Yield the census years of rates: « population 2023 », « logements 2022 »."""
    words = {Denominateur.HABITANTS: "population", Denominateur.LOGEMENTS: "logements"}
    for per, word in words.items():
        bases = (
            serie.point(year).base.millesime
            for serie in quoted.series
            if serie.indicateur.denominateur is per
            for year in quoted.rated
        )
        years = sorted({year for year in bases if year is not None})
        if years:
            span = str(years[0]) if len(years) == 1 else f"{years[0]} à {years[-1]}"
            yield f"{word} {span}"
