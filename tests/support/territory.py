"""A project with invented figures, imported from files in the official layout."""

import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from docgen.importing.imports import import_official, write_snapshots
from docgen.importing.input_file import ImportOptions
from docgen.importing.ssmsi.engine import open_engine, to_parquet
from docgen.referential.communes.competence import COMPETENCE_COLUMNS, COMPETENCE_FILE
from docgen.referential.communes.maires import MAIRES_COLUMNS, MAIRES_FILE
from docgen.referential.communes.police_municipale import (
    EFFECTIFS_COLUMNS,
    EFFECTIFS_FILE,
    POLICE_MUNICIPALE,
)
from docgen.referential.figures.crimes import COMMUNES, NATIONAL
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.statistics.indicators import INDICATEURS, Denominateur, Niveau
from docgen.workspace import Workspace

ROOT = Path(__file__).parents[2]
EDITION = date(2026, 6, 25)
YEARS = range(2016, 2026)
HEAD = (
    *("annee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille"),
    *("insee_pop", "insee_pop_millesime", "insee_log", "insee_log_millesime"),
)
Facts = Mapping[tuple[str, str, int], int | None]
"""How many facts, by code, key of the indicator and year; None for what is hidden."""


def project(folder: Path) -> Workspace:
    """Return a copy of the repository's content as a project of its own."""
    shutil.copytree(ROOT / "content", folder / "content")
    return Workspace(folder, folder / "output")


def with_doubtful_mayor(workspace: Workspace, code: str) -> Workspace:
    """Mark the accent of a mayor's name as a guess, as a reconstructed register does."""
    opened = Referential(workspace).snapshot("maires")
    assert opened
    rows = [
        [*list(row.values.values())[:-1], "1" if row["code"] == code else ""]
        for row in opened.rows(MAIRES_FILE)
    ]
    files = {MAIRES_FILE: to_csv(MAIRES_COLUMNS, rows)}
    write_snapshots(workspace, [Snapshot("maires", opened.origine, files)])
    return workspace


def with_new_mayor(workspace: Workspace, code: str, *values: str) -> Workspace:
    """Have a mayor elected: surname, first name, sex, day of the mandate and of the office."""
    opened = Referential(workspace).snapshot("maires")
    assert opened
    rows = {row["code"]: [*row.values.values()] for row in opened.rows(MAIRES_FILE)}
    rows[code] = [code, *values, ""]
    files = {MAIRES_FILE: to_csv(MAIRES_COLUMNS, sorted(rows.values()))}
    write_snapshots(workspace, [Snapshot("maires", opened.origine, files)])
    return workspace


def without_unit(workspace: Workspace, code: str) -> Workspace:
    """Have the competence file lack a commune, as an extract may."""
    opened = Referential(workspace).snapshot("competence")
    assert opened
    rows = [[*row.values.values()] for row in opened.rows(COMPETENCE_FILE) if row["code"] != code]
    files = {COMPETENCE_FILE: to_csv(COMPETENCE_COLUMNS, rows)}
    write_snapshots(workspace, [Snapshot("competence", opened.origine, files)])
    return workspace


def with_agents(workspace: Workspace, agents: Mapping[str, str]) -> Workspace:
    """Write a survey of municipal polices: how many agents each commune declares, or nothing."""
    rows = [(code, count, "", "", "") for code, count in agents.items()]
    files = {EFFECTIFS_FILE: to_csv(EFFECTIFS_COLUMNS, rows)}
    origine = Origine(jeu="effectifs", edition="2024", provenance="exemple fictif")
    write_snapshots(workspace, [Snapshot(POLICE_MUNICIPALE, origine, files)])
    return workspace


def with_communes(
    workspace: Workspace, people: Mapping[str, int], facts: Facts, edition: date = EDITION
) -> None:
    """Import a communal base of these communes; a fact that is not given is a published 0."""
    head = ("CODGEO_2026", *HEAD[:5], "est_diffuse", *HEAD[5:])
    head = (*head, "complement_info_nombre", "complement_info_taux")
    rows = []
    for code, population in people.items():
        for year in YEARS:
            for indicateur in INDICATEURS:
                if Niveau.COMMUNE in indicateur.niveaux and not indicateur.retire:
                    number = facts.get((code, indicateur.cle, year), 0)
                    counts = _counts(indicateur.denominateur, number, population)
                    shown = "ndiff" if number is None else "diff"
                    rest = ("NA", "NA") if number is not None else ("2,5", "1,1")
                    cells = (str(year), indicateur.libelle, indicateur.unite, *counts, shown)
                    rows.append((code, *cells, *_bases(population), *rest))
    _imported(workspace, "communes-exemple-fictif.csv", (head, *rows), "", edition)


def with_france(workspace: Workspace, edition: date = EDITION) -> None:
    """Write a communal base as large as that of France, which knows none of its communes."""
    origine = Origine(
        jeu="base communale", edition=edition.isoformat(), provenance="exemple fictif"
    )
    write_snapshots(workspace, [Snapshot("ssmsi-communes", origine, {COMMUNES: _large_base()})])


@cache
def _large_base() -> bytes:
    facts = (
        "'degradations' indicateur, 2025 annee, 0 nombre, 0::decimal(12, 7) taux, 9 population,"
        " 2023 millesime_population, 4 logements, 2022 millesime_logements, 2026 geographie,"
        " true diffuse"
    )
    with open_engine() as db:
        query = f"select 'X' || n code, {facts} from range({NATIONAL + 1}) all_of(n) order by code"
        return to_parquet(db, query)


def with_departement(
    workspace: Workspace, population: int, facts: Facts, edition: date = EDITION
) -> None:
    """Import a base of the Tarn alone; a fact that is not given is 0."""
    rows = []
    for year in YEARS:
        for indicateur in INDICATEURS:
            if Niveau.DEPARTEMENT in indicateur.niveaux and not indicateur.retire:
                number = facts.get(("81", indicateur.cle, year), 0)
                counts = _counts(indicateur.denominateur, number, population)
                cells = (
                    str(year),
                    indicateur.libelle,
                    indicateur.unite,
                    *counts,
                    *_bases(population),
                )
                rows.append(("81", "76", *cells))
    head = ("Code_departement", "Code_region", *HEAD)
    _imported(workspace, "departement-exemple-fictif.csv", (head, *rows), "\ufeff", edition)


def _counts(per: Denominateur, number: int | None, population: int) -> tuple[str, str]:
    if number is None:
        return "NA", "NA"
    base = population if per is Denominateur.HABITANTS else population // 2
    return str(number), f"{1000 * number / base:.7f}".replace(".", ",")


def _bases(population: int) -> tuple[str, str, str, str]:
    """Return the bases, of a year of which the communes of docgen tell no inhabitants."""
    return str(population), "2022", str(population // 2), "2022"


def _imported(
    workspace: Workspace, name: str, rows: tuple[tuple[str, ...], ...], mark: str, edition: date
) -> None:
    text = "\n".join(";".join(f'"{value}"' for value in row) for row in rows)
    path = workspace.root / name
    path.write_text(f"{mark}{text}\n", encoding="utf-8")
    import_official(workspace, "ssmsi", [path], ImportOptions(edition, "exemple fictif"))
