"""Recorded crime, from the official bases of the SSMSI: of the communes, of the départements.

Source: data.gouv.fr, dataset 621df2954fa5a3b5a023e23c; every edition that has one of the layouts
of `ssmsi_layouts`.  One edition at a time: its rates are not those of another.  What a base says
of communes that publish nothing (`complement_info_*`, a mean over them all) is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import duckdb

from docgen.errors import ContentError
from docgen.french.wording import date_longue
from docgen.importing.input_file import Asked, Given, settle
from docgen.importing.ssmsi import engine
from docgen.importing.ssmsi.checks import check
from docgen.importing.ssmsi.geography import (
    France,
    check_geography,
    check_regions,
    communes_of,
    known_communes,
)
from docgen.importing.ssmsi.layouts import Recognised, recognise
from docgen.importing.ssmsi.reading import read, regions_of
from docgen.referential.figures.crimes import COLUMNS, COMMUNES, DEPARTEMENTS
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.statistics.indicators import INDICATEURS, Niveau

_PRODUCED: Final = re.compile(r"produit-le(20\d\d-\d\d-\d\d)")
_MAP: Final = re.compile(r"geographie(20\d\d)")
_BASE: Final = {Niveau.COMMUNE: "communale", Niveau.DEPARTEMENT: "départementale"}


@dataclass(frozen=True, slots=True)
class _Base:
    """A base to convert: its file, its layout, the day on which it was produced."""

    held: engine.Held
    known: Recognised
    produced: date

    @property
    def given(self) -> Given:
        """What is told of it."""
        return self.held.given


def convert(files: Sequence[Given], asked: Asked, referential: Referential) -> tuple[Snapshot, ...]:
    """Return the snapshots of one edition: of a base of communes, of départements, or of both.

    Raise ContentError with everything that is wrong with any of the files.
    """
    with ExitStack() as open_files:
        bases = [base for given in files if (base := _recognised(given, asked, open_files))]
        settle(files)
        _check_one_edition(bases)
        settle(files)
        france = known_communes(referential)
        made = [snapshot for base in bases if (snapshot := _snapshot(base, asked, france))]
        settle(files)
        return tuple(made)


def _recognised(given: Given, asked: Asked, open_files: ExitStack) -> _Base | None:
    """Return what a file is; None, with its problems noted, when it is none of the bases."""
    try:
        held = open_files.enter_context(engine.holding(given))
        with engine.told(given), engine.engine() as lent:
            known = recognise(given, engine.header_of(held, lent))
    except ContentError:
        return None
    produced = _produced(given, asked)
    return _Base(held, known, produced) if produced else None


def _produced(given: Given, asked: Asked) -> date | None:
    """Return the day that the file's official name tells, or that a person stated."""
    match = _PRODUCED.search(given.path.name)
    try:
        named = date.fromisoformat(match[1]) if match else None
    except ValueError:
        named = None
    if not (named or asked.edition):
        message = "le nom du fichier ne dit pas quand cette édition a été produite"
        hint = "gardez son nom officiel (…-produit-le2026-06-25.csv), ou ajoutez --edition DATE"
        given.wrong("edition", message, hint=hint)
    elif named and asked.edition and named != asked.edition:
        message = f"le nom du fichier dit {named}, et --edition {asked.edition}"
        given.wrong("edition", message, hint="retirez --edition, ou rendez au fichier son nom")
    return named or asked.edition


def _check_one_edition(bases: Sequence[_Base]) -> None:
    """Tell the files that are not of the edition of the first, or that are the same base again."""
    first, *others = bases
    levels = {first.known.layout.niveau}
    for other in others:
        level = other.known.layout.niveau
        if other.produced != first.produced:
            message = f"édition du {other.produced} ; celle du {first.produced} est donnée aussi"
            hint = "une édition à la fois : leurs taux ne se comparent pas"
            other.given.wrong("edition", message, hint=hint)
        if level in levels:
            message = f"un deuxième fichier de la base {_BASE[level]}"
            other.given.wrong("edition", message, hint="donnez-en un seul")
        levels.add(level)


def _snapshot(base: _Base, asked: Asked, france: France | None) -> Snapshot | None:
    """Return the snapshot of a base; None, with its problems noted, when it has any."""
    given, name = base.given, base.given.name
    communal = base.known.layout.niveau is Niveau.COMMUNE
    try:
        with engine.told(given), engine.engine() as lent:
            if not engine.is_parquet(base.held):
                engine.read_whole(base.held, asked.progress)
            asked.progress(f"conversion de {name}", 0.5)
            read(base.held, base.known, lent)
            asked.progress(f"vérification de {name}", 0.8)
            check(given, base.known, lent)
            if communal:
                check_geography(given, communes_of(lent), _geographie(base), france)
            elif france:
                check_regions(given, regions_of(base.held, base.known, lent), france)
            settle([given])
            asked.progress(f"rangement de {name}", 0.9)
            files = _files(base, lent)
            rows = engine.number(lent, "select count(*) from fait")
    except ContentError:
        return None
    asked.progress(f"rangement de {name}", 1.0)
    kept = "ssmsi-communes" if communal else "ssmsi-departements"
    return Snapshot(kept, _origin(base, asked), files, dict.fromkeys(files, rows))


def _files(base: _Base, lent: duckdb.DuckDBPyConnection) -> dict[str, bytes]:
    """Return what is kept: sorted by territory, so that one of them is found at once."""
    keys = ", ".join(engine.quoted(one.cle) for one in INDICATEURS)
    geographie = _geographie(base) or "null"
    lent.execute(
        f"create view kept as select *, ([{keys}])[rang + 1] indicateur, "
        f"{geographie}::smallint geographie from (from fait order by code, rang, annee)"
    )
    columns = ", ".join(COLUMNS)
    if base.known.layout.niveau is Niveau.COMMUNE:
        return {COMMUNES: engine.as_parquet(lent, f"select {columns}, diffuse from kept")}
    rows = lent.execute(f"select {columns} from kept").fetchall()
    return {DEPARTEMENTS: to_csv(COLUMNS, (tuple(map(_as_text, row)) for row in rows))}


def _geographie(base: _Base) -> int | None:
    """Return the year of the communes' map, as a column or the file's name tells it."""
    match = _MAP.search(base.given.path.name)
    return base.known.geographie or (int(match[1]) if match else None)


def _as_text(value: object) -> str:
    """Return a value as CSV keeps it: nothing for none, a rate with its seven decimals."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _origin(base: _Base, asked: Asked) -> Origine:
    """Return where a snapshot comes from."""
    level = _BASE[base.known.layout.niveau]
    return Origine(
        jeu=f"Base statistique {level} de la délinquance enregistrée par la police et la "
        "gendarmerie nationales",
        edition=base.produced.isoformat(),
        producteur="SSMSI, ministère de l’Intérieur",
        source="data.gouv.fr, jeu 621df2954fa5a3b5a023e23c",
        licence="Licence Ouverte 2.0",
        mention=f"SSMSI, base {level} de la délinquance enregistrée, édition du "
        f"{date_longue(base.produced)}",
        provenance=asked.provenance,
        importes=(base.held.imported,),
    )
