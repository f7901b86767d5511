"""Import of recorded crime, from the bases of the SSMSI: communes and départements.

Source: data.gouv.fr, dataset 621df2954fa5a3b5a023e23c, every edition with one of the layouts of
`layouts`. One edition at a time, for their rates differ. The means of communes that publish nothing
(`complement_info_*`) are not kept.
"""

import re
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

import duckdb

from docgen.errors import ContentError
from docgen.french.wording import date_longue
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.importing.ssmsi import engine
from docgen.importing.ssmsi.checks import check_rows
from docgen.importing.ssmsi.geography import (
    France,
    check_geography,
    check_regions,
    communes_of,
    known_communes,
)
from docgen.importing.ssmsi.layouts import RecognisedFile, recognise_layout
from docgen.importing.ssmsi.reading import create_fact_table, regions_of
from docgen.referential.figures.crimes import COMMUNES, DEPARTEMENTS, FACT_COLUMNS, Crimes
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.statistics.indicators import INDICATEURS, Niveau

_PRODUCED: Final = re.compile(r"produit-le(20\d\d-\d\d-\d\d)")
_MAP: Final = re.compile(r"geographie(20\d\d)")
_BASE: Final = {Niveau.COMMUNE: "communale", Niveau.DEPARTEMENT: "départementale"}


@dataclass(frozen=True, slots=True)
class _BaseToConvert:
    """A base to convert: its file, its layout, the day of its production."""

    file: engine.OpenBase
    recognised: RecognisedFile
    produced: date

    @property
    def infile(self) -> InputFile:
        return self.file.infile


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshots of one edition: of communes, of départements, or of both.

    Raise ContentError with every problem of the files.
    """
    with ExitStack() as open_files:
        bases = [base for infile in files if (base := _recognise(infile, options, open_files))]
        raise_errors(files)
        _check_one_edition(bases)
        raise_errors(files)
        france = known_communes(referential)
        converted = [(base, made) for base in bases if (made := _snapshot(base, options, france))]
        for base, (_, last) in converted:
            _check_produced(base, last)
        _check_same_end([(base, last) for base, (_, last) in converted])
        if len(converted) == 1:
            [(base, (_, last))] = converted
            _check_end_of_other(base, last, referential)
        raise_errors(files)
        return tuple(snapshot for _, (snapshot, _) in converted)


def _recognise(
    infile: InputFile, options: ImportOptions, open_files: ExitStack
) -> _BaseToConvert | None:
    try:
        file = open_files.enter_context(engine.open_base(infile))
        with engine.french_errors(infile):
            recognised = recognise_layout(infile, engine.header_of(file))
    except ContentError:
        return None
    produced = _production_day(infile, options)
    if produced is None:
        return None
    base = _BaseToConvert(file, recognised, produced)
    _check_map(base)
    return base


def _production_day(infile: InputFile, options: ImportOptions) -> date | None:
    match = _PRODUCED.search(infile.path.name)
    try:
        named = date.fromisoformat(match[1]) if match else None
    except ValueError:
        named = None
    if not (named or options.edition):
        message = "le nom du fichier ne dit pas quand cette édition a été produite"
        hint = "gardez son nom officiel (…-produit-le2026-06-25.csv), ou ajoutez --edition DATE"
        infile.error("edition", message, hint=hint)
    elif named and options.edition and named != options.edition:
        message = f"le nom du fichier dit {named}, et --edition {options.edition}"
        infile.error("edition", message, hint="retirez --edition, ou rendez au fichier son nom")
    return named or options.edition


def _check_map(base: _BaseToConvert) -> None:
    """Refuse a map of communes to come, or that the name of the file contradicts."""
    infile, year = base.infile, _geographie(base)
    named = _MAP.search(infile.path.name)
    name = "…-geographie2026-produit-le2026-06-25.csv"
    hint = f"téléchargez le fichier encore, et gardez son nom officiel ({name})"
    if named and int(named[1]) != year:
        message = f"le nom du fichier dit la carte de {named[1]}, et sa colonne celle de {year}"
        infile.error("geographie", message, hint=hint)
    if year and year > base.produced.year + 1:
        message = f"carte des communes de {year}, mais édition du {base.produced}"
        infile.error("geographie", message, hint=f"vérifiez l’édition, ou {hint}")


def _check_produced(base: _BaseToConvert, last: int) -> None:
    """Refuse an edition produced before the last year of its figures had ended."""
    if base.produced.year <= last:
        message = f"édition du {base.produced}, mais ses chiffres vont jusqu’en {last}"
        hint = "donnez à --edition le jour où elle a été produite, lu sur data.gouv.fr"
        base.infile.error("edition", message, hint=hint)


def _check_one_edition(bases: Sequence[_BaseToConvert]) -> None:
    first, *others = bases
    levels = {first.recognised.layout.niveau}
    for other in others:
        level = other.recognised.layout.niveau
        if other.produced != first.produced:
            message = f"édition du {other.produced} ; celle du {first.produced} est donnée aussi"
            hint = "une édition à la fois : leurs taux ne se comparent pas"
            other.infile.error("edition", message, hint=hint)
        if level in levels:
            message = f"un deuxième fichier de la base {_BASE[level]}"
            other.infile.error("edition", message, hint="donnez-en un seul")
        levels.add(level)


def _check_same_end(ends: Sequence[tuple[_BaseToConvert, int]]) -> None:
    """Refuse bases of one edition whose last years differ: one `--edition` was said for both."""
    for (first, end), (base, last) in pairwise(ends):
        if last != end:
            _refuse_other_end(base, last, first.recognised.layout.niveau, end)


def _check_end_of_other(base: _BaseToConvert, last: int, referential: Referential) -> None:
    """Refuse a base if the other one here is of the same edition, with another last year."""
    communes, departements = map(referential.snapshot, ("ssmsi-communes", "ssmsi-departements"))
    crimes = Crimes(communes, departements)
    communal = base.recognised.layout.niveau is Niveau.COMMUNE
    other = None
    with suppress(ContentError):  # damaged files here are told where they are read
        other = crimes.edition_departements if communal else crimes.edition_communes
    if other and other.produite_le == base.produced and other.annees[-1] != last:
        niveau = Niveau.DEPARTEMENT if communal else Niveau.COMMUNE
        _refuse_other_end(base, last, niveau, other.annees[-1])


def _refuse_other_end(base: _BaseToConvert, last: int, other: Niveau, end: int) -> None:
    mine = _BASE[base.recognised.layout.niveau]
    message = f"la base {mine} va jusqu’en {last}, la base {_BASE[other]} jusqu’en {end} :"
    message += " elles ne sont pas d’une même édition"
    hint = "importez-les l’une après l’autre, chacune avec son « --edition »"
    base.infile.error("edition", message, hint=hint)


def _snapshot(
    base: _BaseToConvert, options: ImportOptions, france: France | None
) -> tuple[Snapshot, int] | None:
    """Return the snapshot of a base and its last year, None where something is wrong in it."""
    infile, name = base.infile, base.infile.name
    communal = base.recognised.layout.niveau is Niveau.COMMUNE
    try:
        with engine.french_errors(infile), engine.open_engine() as db:
            if not engine.is_parquet(base.file):
                engine.verify_whole_file(base.file, options.progress)
            options.progress(f"conversion de {name}", 0.5)
            create_fact_table(base.file, base.recognised, db)
            options.progress(f"vérification de {name}", 0.8)
            check_rows(infile, base.recognised, db)
            if communal:
                check_geography(infile, communes_of(db), _geographie(base), france)
            elif france:
                check_regions(infile, regions_of(base.file, base.recognised, db), france)
            raise_errors([infile])
            options.progress(f"rangement de {name}", 0.9)
            files = _files(base, db)
            rows = engine.query_number(db, "select count(*) from fait")
            last = engine.query_number(db, "select max(annee) from fait")
    except ContentError:
        return None
    options.progress(f"rangement de {name}", 1.0)
    kept = "ssmsi-communes" if communal else "ssmsi-departements"
    return Snapshot(kept, _origin(base, options), files, dict.fromkeys(files, rows)), last


def _files(base: _BaseToConvert, db: duckdb.DuckDBPyConnection) -> dict[str, bytes]:
    """Return the files of the snapshot, sorted by territory so that one is read quickly."""
    keys = ", ".join(engine.quote_sql(one.cle) for one in INDICATEURS)
    geographie = _geographie(base) or "null"
    db.execute(
        f"create view kept as select *, ([{keys}])[rang + 1] indicateur, "
        f"{geographie}::smallint geographie from (from fait order by code, rang, annee)"
    )
    columns = ", ".join(FACT_COLUMNS)
    if base.recognised.layout.niveau is Niveau.COMMUNE:
        return {COMMUNES: engine.to_parquet(db, f"select {columns}, diffuse from kept")}
    rows = db.execute(f"select {columns} from kept").fetchall()
    return {DEPARTEMENTS: to_csv(FACT_COLUMNS, (tuple(map(_as_text, row)) for row in rows))}


def _geographie(base: _BaseToConvert) -> int | None:
    match = _MAP.search(base.infile.path.name)
    return base.recognised.geographie or (int(match[1]) if match else None)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _origin(base: _BaseToConvert, options: ImportOptions) -> Origine:
    level = _BASE[base.recognised.layout.niveau]
    return Origine(
        jeu=f"Base statistique {level} de la délinquance enregistrée par la police et la "
        "gendarmerie nationales",
        edition=base.produced.isoformat(),
        producteur="SSMSI, ministère de l’Intérieur",
        source="data.gouv.fr, jeu 621df2954fa5a3b5a023e23c",
        licence="Licence Ouverte 2.0",
        mention=f"SSMSI, base {level} de la délinquance enregistrée, édition du "
        f"{date_longue(base.produced)}",
        provenance=options.provenance,
        importes=(base.file.importe,),
    )
