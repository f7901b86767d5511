"""Recorded crime, read back as imported: one commune, one département."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Timer

import duckdb
import pytest

from docgen.errors import ContentError
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.importing.ssmsi.convert import convert
from docgen.referential.figures.crimes import (
    COMMUNES,
    DEPARTEMENTS,
    FACT_COLUMNS,
    Crimes,
    raise_interrupts,
)
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, open_snapshot, to_csv
from docgen.statistics.disclosure import PublishedSum, compare_commune
from docgen.statistics.indicators import Niveau, indicateur
from docgen.statistics.secrecy import Absent, Diffuse
from docgen.statistics.series import Base, Edition
from docgen.workspace import Workspace
from tests.conftest import ENGLISH_MACHINE, ROOT
from tests.importing.ssmsi import ssmsi_examples as examples
from tests.support.documents import HERE

ORIGIN = Origine(
    jeu="Exemple fictif",
    edition="2026-06-25",
    producteur="personne",
    source="inventée",
    licence="aucune",
    mention="exemple fictif",
)


def opened(folder, snapshot):
    """Return a snapshot of the project."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in snapshot.all_files.items():
        (folder / file).write_bytes(data)
    return open_snapshot(folder, snapshot.name, snapshot.name)


@pytest.fixture
def communes(tmp_path):
    """Return a function that imports a base of communes, and opens its snapshot."""

    def run(*codes, change=lambda example: example):
        path = change(examples.communal(codes=codes)).write(tmp_path)
        nowhere = Referential(Workspace(tmp_path, tmp_path))
        [made] = convert([InputFile(path, path.name)], ImportOptions(), nowhere)
        return opened(tmp_path / "l’endroit", made)

    return run


@pytest.fixture
def departements(tmp_path):
    """Return a function that writes rows of départements as a snapshot, and opens it."""

    def run(*rows):
        data = to_csv(FACT_COLUMNS, rows)
        return opened(
            tmp_path / "dep", Snapshot("ssmsi-departements", ORIGIN, {DEPARTEMENTS: data})
        )

    return run


HOMICIDES = ("81", "homicides", "2024", "5", "0.0125833", "397352", "2022", "", "", "2025")
BURGLARIES = ("81", "cambriolages", "2024", "", "", "397352", "2022", "220000", "2021", "2025")


# A commune


def test_only_the_asked_commune_is_read(communes):
    crimes = Crimes(communes("81001", "81002", "81003"), None)
    assert {one.territoire for one in crimes.of_commune("81002")} == {"81002"}
    assert len(crimes.of_commune("81002")) == 15


def test_commune_absent_from_the_file_has_no_series(communes):
    crimes = Crimes(communes("81001"), None)
    assert crimes.of_commune("81999") == ()
    assert crimes.of_commune("' or true --") == ()


def test_burglary_is_per_dwelling_and_all_else_per_inhabitant(communes):
    series = Crimes(communes("81001"), None).of_commune("81001")
    assert len(series) > 1
    assert "cambriolages" in {serie.indicateur.cle for serie in series}
    for serie in series:
        dwellings = serie.indicateur.cle == "cambriolages"
        expected = Base(379, 2022) if dwellings else Base(860, 2023)
        assert {point.base for point in serie.points} == {expected}
        assert [point.annee for point in serie.points] == [2024, 2025]


def test_series_are_none_without_a_snapshot():
    crimes = Crimes(None, None)
    assert crimes.of_commune("81004") is None
    assert crimes.of_departement("81") is None
    assert crimes.totals("81") is None
    assert crimes.edition_communes is None
    assert crimes.edition_departements is None


def test_a_file_that_was_changed_is_not_read(communes):
    snapshot = communes("81001")
    path = snapshot.folder / COMMUNES
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ContentError, match="il a été modifié"):
        Crimes(snapshot, None).of_commune("81001")


def test_verified_file_is_read_in_a_folder_of_any_name(communes, tmp_path):
    """The engine takes `p[3]` for a pattern that matches `p3`, and `annee=2020` for a column."""
    for name, code in (("p[3]", "81001"), ("p3", "81002")):
        shutil.copytree(communes(code).folder, tmp_path / name / "annee=2020")
    found = Crimes(open_snapshot(tmp_path / "p[3]/annee=2020", "ssmsi-communes", ""), None)
    assert found.edition_communes.annees == (2024, 2025)
    assert found.of_commune("81002") == ()
    assert [len(serie.points) for serie in found.of_commune("81001")] == [2] * 15


def test_communes_read_at_once_have_the_series_of_each(communes):
    codes = ("81001", "81002", "82001")
    at_once, each = (Crimes(communes(*codes), None) for _ in range(2))
    asked = ("81001", "82001", "81999")
    at_once.read_communes(asked)
    assert [at_once.of_commune(code) for code in asked] == [each.of_commune(code) for code in asked]
    assert at_once.of_commune("81999") == ()
    assert at_once.of_commune("81002") == each.of_commune("81002") != ()
    Crimes(None, None).read_communes(asked)


@pytest.mark.parametrize(
    "change",
    [{"anciens_codes": ("81002", "81255")}, {"population": 999}],
    ids=["before-a-fusion", "after-one"],
)
def test_commune_of_another_map_has_no_series(communes, change):
    base = communes("81001", "81002", "82001")
    [serie, *_] = Crimes(base, None).of_commune("81001")
    people = serie.points[-1].base
    alike = {"population": people.effectif, "millesime_population": people.millesime}
    known = replace(Referential(HERE).communes.get("81001"), anciens_codes=("81255",), **alike)
    here = {"81001": replace(known, **change), "81002": known}
    crimes = Crimes(base, None, commune_of=here.get)
    assert crimes.of_commune("81001") == ()
    crimes.read_communes(("81001", "81002", "82001"))
    assert [bool(crimes.of_commune(code)) for code in ("81001", "81002", "82001")] == [0, 1, 1]


def test_verified_file_is_read_even_if_replaced_afterwards(communes, tmp_path):
    crimes = Crimes(communes("81001"), None)
    assert crimes.of_commune("81001")
    communes("81002")
    assert crimes.of_commune("81001")


# What communes publish together


def test_sums_are_what_communes_publish_and_hide(communes):
    sums = Crimes(communes("81001", "81002", "82001"), None).totals("81")
    assert sums["violences-sexuelles", 2025] == PublishedSum(16, 0)
    assert sums["violences-hors-famille", 2025] == PublishedSum(0, 2)


def test_communes_that_an_extract_lacks_publish_nothing(communes):
    sums = Crimes(communes("81001", "81002"), None, {"81": 5}.__getitem__).totals("81")
    assert sums["violences-sexuelles", 2025] == PublishedSum(16, 3)


def test_arrondissements_are_not_counted_beside_their_commune(communes):
    parts = [str(code) for code in range(69381, 69390)]
    sums = Crimes(communes("69001", "69123", *parts), None).totals("69")
    assert sums["violences-sexuelles", 2025] == PublishedSum(16, 0)
    assert sums["violences-hors-famille", 2025] == PublishedSum(0, 2)


def test_a_departement_of_three_characters_has_its_own_communes(communes):
    crimes = Crimes(communes("97105", "97209", "2A004", "2B033"), None)
    for code in ("971", "972", "2A", "2B"):
        assert crimes.totals(code)["violences-sexuelles", 2025] == PublishedSum(8, 0)


# A département


def test_a_departement_is_read_with_its_edition(departements):
    crimes = Crimes(None, departements(HOMICIDES, BURGLARIES))
    assert crimes.edition_departements == Edition(date(2026, 6, 25), 2025, (2024,))
    homicides, burglaries = crimes.of_departement("81")
    assert homicides.point(2024).valeur == Diffuse(5, Decimal("0.0125833"))
    assert homicides.point(2024).base == Base(397_352, 2022)
    assert burglaries.point(2024).valeur == Absent()
    assert burglaries.point(2024).base == Base(220_000, 2021)
    assert crimes.of_departement("82") == ()


def test_a_departement_is_read_without_the_engine():
    code = (
        "import sys; from docgen.referential.referential import Referential; "
        "from docgen.workspace import open_workspace; from pathlib import Path; "
        f"crimes = Referential(open_workspace(Path({str(ROOT)!r}), exact=True)).crimes; "
        "assert crimes.of_departement('81'); assert 'duckdb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], env=ENGLISH_MACHINE, check=True)


# What docgen ships


@pytest.fixture(scope="module")
def shipped():
    """Return the recorded crime of docgen."""
    return Referential(Workspace(ROOT, ROOT / "output")).crimes


def test_the_tarn_comes_with_docgen(shipped):
    edition = shipped.edition_departements
    assert edition.produite_le == date(2026, 1, 22)
    assert edition.annees == tuple(range(2016, 2026))
    series = {one.indicateur.cle: one for one in shipped.of_departement("81")}
    assert len(series) == 18
    assert series["cambriolages"].point(2024).valeur.nombre == 1185
    assert series["cambriolages"].point(2025).valeur.nombre == 1364
    assert series["usage-stupefiants"].point(2025).valeur.nombre == 918 + 446
    assert round(series["cambriolages"].point(2025).valeur.taux, 2) == Decimal("6.19")


def test_no_real_commune_comes_with_docgen(shipped):
    assert shipped.of_commune("81004") is None


def test_commune_of_another_edition_is_not_compared(shipped, communes):
    crimes = Crimes(communes("81001"), None)
    compared = compare_commune(
        crimes.of_commune("81001"), shipped.of_departement("81"), 2025, shipped.taux("81")
    )
    assert compared.motif
    assert all(line.departement is None for line in compared.lignes)
    assert all(Niveau.COMMUNE in line.indicateur.niveaux for line in compared.lignes)
    assert indicateur("usage-stupefiants-afd") not in {one.indicateur for one in compared.lignes}


def test_signal_during_a_query_interrupts():
    """With the handler of Python, as docgen installs it, and one thread, as docgen reads crimes.

    With more threads the engine may wait, interrupted, for the part that another one works at.
    """
    endless = "select sum(a.i * b.i) from range(9000000) a(i), range(9000000) b(i)"
    with duckdb.connect(config={"threads": 1}) as engine:
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt), raise_interrupts():
            engine.execute(endless).fetchall()


def test_other_failures_of_an_engine_stay_what_they_are():
    with pytest.raises(RuntimeError, match="essai"), raise_interrupts():
        raise RuntimeError("essai")
