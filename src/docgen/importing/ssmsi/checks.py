"""What can be wrong with a base of the SSMSI: each row by itself, then the rows together.

All is asked of the engine in a few queries; only what is told comes out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import duckdb

from docgen.errors import closest
from docgen.french.wording import counted
from docgen.importing.input_file import DOUBLE, SHOWN, Given
from docgen.importing.ssmsi.engine import number
from docgen.importing.ssmsi.layouts import Recognised
from docgen.importing.ssmsi.reading import FAUTES, WANTED
from docgen.statistics.disclosure import ARRONDISSEMENTS
from docgen.statistics.indicators import INDICATEURS, LIBELLES, Niveau

_NUMBERED: Final = "(select row_number() over () + 1 ligne, * from brut)"
_IDENTITY: Final = {"code", "annee", "indicateur"}
"""The faults after which it cannot be told which rows are there."""


def check(given: Given, known: Recognised, lent: duckdb.DuckDBPyConnection) -> None:
    """Note every problem of the table `fait`, with its line; what is wrong is told, not mended."""
    marked = lent.execute("select bit_or(fautes) from fait").fetchall()[0][0] or 0
    found = [one for rank, one in enumerate(FAUTES) if marked >> rank & 1]
    for rank, one in enumerate(FAUTES):
        if one in found and one.code not in {"indicateur", "unite"}:
            _tell_rows(given, known, lent, rank)
    if any(one.code in {"indicateur", "unite"} for one in found):
        _tell_labels(given, lent)
    if not any(one.code in _IDENTITY for one in found):
        _check_together(given, known, lent)


# Row by row


def _tell_rows(given: Given, known: Recognised, lent: duckdb.DuckDBPyConnection, rank: int) -> None:
    """Tell the rows with a fault, the first ones by their lines and values."""
    fault, marked = FAUTES[rank], f"from fait where fautes >> {rank} & 1 = 1"
    total = number(lent, f"select count(*) {marked}")
    lines = f"select rowid + 2 {marked} limit {SHOWN}"
    rows = lent.execute(f"from {_NUMBERED} where ligne in ({lines}) order by ligne").fetchall()
    for line, *values in rows:
        said = {what: "" if v is None else v for what, v in zip(WANTED, values, strict=True)}
        column = known.column(fault.column) or ""
        given.wrong(fault.code, fault.message.format(**said), line, column, fault.hint)
    _tell_more(given, fault.code, total)


def _tell_more(given: Given, code: str, total: int) -> None:
    """Tell how many more there are of what was told `SHOWN` times."""
    if total > SHOWN:
        given.wrong(f"{code}-suite", f"et {counted(total - SHOWN, 'autre')} de la même sorte")


def _tell_labels(given: Given, lent: duckdb.DuckDBPyConnection) -> None:
    """Tell each indicator that is unknown, each unit that is not its indicator's: once."""
    pairs = lent.execute(
        f"select indicateur, unite, min(ligne), count(*) from {_NUMBERED} group by all order by 3"
    ).fetchall()
    told = set()
    for label, unit, line, count in pairs:
        indicator = LIBELLES.get(label)
        where = f"{counted(count, 'ligne')}, la première ici"
        if indicator and (unit or "").lower() != indicator.unite.lower():
            message = f"« {label} » est compté en « {unit or ''} », et non en « {indicator.unite} »"
            hint = f"{where} ; des unités différentes ne se comparent pas"
            given.wrong("unite", message, line, hint=hint)
        elif indicator is None and label not in told:
            told.add(label)
            given.wrong("indicateur", f"indicateur inconnu : « {label} »", line, hint=_near(label))


def _near(label: str | None) -> str:
    """Return what an unknown label is likely to be."""
    if DOUBLE.search(label or ""):
        return "texte codé deux fois : donnez le fichier qui a été téléchargé"
    return closest(label or "", LIBELLES) or "une édition jamais vue : rien n’en est deviné"


# All together


def _check_together(given: Given, known: Recognised, lent: duckdb.DuckDBPyConnection) -> None:
    """Check that each territory has one row for each year and indicator of the file."""
    lent.execute(
        """
        create table groupe as
        select code, annee, count(*) n, bit_count(bit_or(1::ubigint << rang)) distincts,
            min(population) is distinct from max(population)
                or min(logements) is distinct from max(logements) varie,
            min(rowid) + 2 ligne
        from fait group by all
        """
    )
    if not number(lent, "select count(*) from groupe"):
        given.wrong("lignes", "ce tableau n’a aucune ligne")
        return
    _check_rows_twice(given, lent)
    _check_rows_lost(given, lent)
    _check_years(given, lent)
    _check_bases(given, lent)
    _check_indicators(given, known, lent)
    if known.layout.niveau is Niveau.COMMUNE:
        _check_arrondissements(given, lent)


def _check_rows_twice(given: Given, lent: duckdb.DuckDBPyConnection) -> None:
    """Tell the rows that stand there twice."""
    twice = (
        "select code, annee, rang, max(rowid) + 2 ligne from fait semi join "
        "(from groupe where n > distincts) using (code, annee) group by all having count(*) > 1"
    )
    for code, year, rank, line in _first(lent, twice, "ligne"):
        message = f"ligne en double : {code}, {year}, « {INDICATEURS[rank].libelle} »"
        given.wrong("double", message, line)
    _tell_more(given, "double", number(lent, f"select count(*) from ({twice})"))


def _check_rows_lost(given: Given, lent: duckdb.DuckDBPyConnection) -> None:
    """Tell the rows that a territory lacks, of the years and indicators that the file holds."""
    lost = """
        from (
            from (select distinct code from groupe), (select distinct annee from groupe),
                (select distinct rang from fait)
        ) anti join fait using (code, annee, rang)
    """
    expected = number(
        lent,
        "select count(distinct code) * count(distinct annee) "
        "* (select count(distinct rang) from fait) from groupe",
    )
    if expected == number(lent, "select sum(distincts) from groupe"):
        return
    for code, year, rank in _first(lent, lost, "code, annee, rang"):
        message = f"ligne absente : {code}, {year}, « {INDICATEURS[rank].libelle} »"
        given.wrong(
            "absente", message, hint="le fichier a perdu des lignes : téléchargez-le encore"
        )
    _tell_more(given, "absente", number(lent, f"select count(*) from ({lost})"))


def _check_years(given: Given, lent: duckdb.DuckDBPyConnection) -> None:
    """Tell the years that are missing between the first and the last."""
    years = {year for (year,) in lent.execute("select distinct annee from groupe").fetchall()}
    for year in sorted(set(range(min(years), max(years))) - years):
        given.wrong("absente", f"aucune ligne pour l’année {year}")


def _check_bases(given: Given, lent: duckdb.DuckDBPyConnection) -> None:
    """Tell the territories whose population differs from one indicator to another, in a year."""
    varies = "select code, annee, ligne from groupe where varie"
    for code, year, line in _first(lent, varies, "ligne"):
        message = f"{code}, {year} : population ou logements différents selon les indicateurs"
        given.wrong("base", message, line, hint="deux éditions mêlées, ou des colonnes décalées")
    _tell_more(given, "base", number(lent, f"select count(*) from ({varies})"))


def _check_indicators(given: Given, known: Recognised, lent: duckdb.DuckDBPyConnection) -> None:
    """Say which indicators of today's editions a file lacks: an older one has fewer."""
    ranks = {rank for (rank,) in lent.execute("select distinct rang from fait").fetchall()}
    lacking = [
        f"« {one.libelle} »"
        for rank, one in enumerate(INDICATEURS)
        if rank not in ranks and known.layout.niveau in one.niveaux and not one.retire
    ]
    if lacking:
        given.warn("indicateur", f"cette édition n’a pas : {', '.join(lacking)}")


def _check_arrondissements(given: Given, lent: duckdb.DuckDBPyConnection) -> None:
    """Tell a city of which some arrondissements are there, and not all, or not itself."""
    for city, parts in sorted(ARRONDISSEMENTS.items()):
        codes = sorted({city, *parts})
        query = "select distinct code from groupe where code in (select unnest(?))"
        held = {code for (code,) in lent.execute(query, [codes]).fetchall()}
        if held & parts and len(held) < len(codes):
            message = f"{city} et ses arrondissements ne sont pas tous là"
            given.wrong("absente", message, hint=f"absents : {', '.join(sorted({*codes} - held))}")


def _first(lent: duckdb.DuckDBPyConnection, query: str, order: str) -> Sequence[tuple[Any, ...]]:
    """Return the first rows of a query, as many as are told."""
    return lent.execute(f"from ({query}) order by {order} limit {SHOWN}").fetchall()
