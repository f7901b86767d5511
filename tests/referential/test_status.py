"""The status of snapshots: present, old, missing, damaged."""

import shutil
from datetime import date

import pytest

from docgen.referential.droit.articles import ARTICLES_FILE, ArticleVersion, write_articles
from docgen.referential.referential import Referential
from docgen.referential.snapshot import MANIFEST, Origine, Snapshot, to_csv
from docgen.referential.status import (
    SNAPSHOTS,
    departements_in,
    snapshot_states,
    warn_of_old_editions,
)
from docgen.workspace import REFERENTIEL, Workspace
from tests.conftest import ROOT, plain_blanks
from tests.referential.directory import write_directory
from tests.referential.droit.droit_examples import EXEMPLE
from tests.support import territory

TODAY = date(2026, 11, 25)
TABLE = to_csv(("code",), [("81004",), ("81218",)])


@pytest.fixture
def project(tmp_path):
    """Return an empty project."""
    return Workspace(tmp_path, tmp_path / "output")


def keep(project, name, edition="2026-08-01", files=None, **more):
    """Write an invented snapshot; return its folder."""
    folder = project.content / REFERENTIEL / name
    folder.mkdir(parents=True)
    origine = Origine(jeu="exemple fictif", edition=edition)
    made = Snapshot(name, origine, files or {f"{name}.csv": TABLE}, **more)
    for file, data in made.all_files.items():
        (folder / file).write_bytes(data)
    return folder


def statuses(project):
    """Return the status of every snapshot, by its name."""
    return {one.nom: one for one in snapshot_states(Referential(project), TODAY)}


def test_every_snapshot_has_a_status_present_or_not(project):
    keep(project, "maires")
    found = statuses(project)
    assert found.keys() == SNAPSHOTS.keys()
    assert (found["maires"].edition, found["maires"].age) == ("2026-08-01", 116)
    assert [one.nom for one in found.values() if one.edition] == ["maires"]
    assert not any(one.abime for one in found.values())


def test_copy_of_an_unknown_edition_is_old(project):
    roles = "roles:\n" + "".join(
        f"  - {{id: {kind}, libelle: la {kind}, resolution: annuaire, type: {kind}}}\n"
        for kind in ("ddt", "dreal")
    )
    path = project.content / "territoire/roles.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(roles, "utf-8")
    services = [
        {"id": "1", "type": "mairie", "nom": "Exemple fictif"},
        {"id": "2", "type": "ddt", "nom": "Exemple fictif"},
    ]
    write_directory(project.content / REFERENTIEL / "annuaire", *services, edition="non précisée")
    found = statuses(project)["annuaire"]
    assert found.vieux
    assert plain_blanks(found.couverture) == (
        "1 mairie, 1 des 2 services à y trouver (sans réponse : dreal)"
    )


def test_rows_are_those_that_files_tell(project):
    keep(project, "maires", files={"a.csv": TABLE, "b.csv": TABLE})
    keep(project, "ssmsi-communes", files={"f.parquet": b"PAR1"}, rows={"f.parquet": 7})
    keep(project, "contours", files={"81.json": b"{}"})
    found = statuses(project)
    assert [found[name].lignes for name in ("maires", "ssmsi-communes", "contours", "cog")] == [
        *(4, 7, None, None)
    ]


def test_damaged_snapshots_are_reported_with_the_others(project):
    folder = keep(project, "maires", files={"a.csv": TABLE, "b.csv": TABLE, "c.csv": TABLE})
    (folder / "a.csv").write_bytes(b"changed")
    (folder / "b.csv").unlink()
    (keep(project, "unites") / MANIFEST).write_bytes(b"jeu: [")
    (keep(project, "contours") / "contours.csv").write_bytes(b"")
    keep(project, "cog")
    found = statuses(project)
    assert [name for name, one in found.items() if one.abime] == ["unites", "maires", "contours"]
    told = [problem.file for problem in found["maires"].problemes]
    assert told == [f"content/{REFERENTIEL}/maires/a.csv", f"content/{REFERENTIEL}/maires/b.csv"]
    assert found["maires"].edition == "2026-08-01"
    assert found["unites"].edition == ""
    assert found["unites"].problemes[0].file == f"content/{REFERENTIEL}/unites/{MANIFEST}"
    assert found["cog"].edition == "2026-08-01"


@pytest.mark.parametrize(
    ("edition", "age"),
    [
        ("2026-11-25", 0),
        ("2026-11", 24),
        ("2026", 328),
        ("non précisée", None),
        ("", None),
        ("2026-13", None),
        ("2026-02-30", None),
    ],
)
def test_an_age_is_in_days_since_the_edition(project, edition, age):
    keep(project, "contours", edition)
    assert statuses(project)["contours"].age == age


def test_coverage_counts_the_cited_articles_that_are_there(project):
    law = project.content / REFERENTIEL / "droit/exemple.yaml"
    law.parent.mkdir(parents=True)
    law.write_text(EXEMPLE)
    version = ArticleVersion(
        *("environnement", "L1-1", "LEGIARTI000000000001", "VIGUEUR"),
        *(date(2020, 1, 1), None, "Exemple fictif."),
    )
    keep(project, "legi", files={ARTICLES_FILE: write_articles([version])})
    assert statuses(project)["legi"].couverture == "1 des 3 articles cités"
    assert "OPENDATA/LEGI" in statuses(project)["legi"].source


def test_every_snapshot_says_its_use_and_its_place(project):
    assert [name for name, one in statuses(project).items() if not (one.source and one.usage)] == []


def test_coverage_says_that_a_communal_base_is_partial(tmp_path):
    here = territory.project(tmp_path)
    territory.with_communes(here, {"81218": 3500}, {})
    said = "base partielle : 1 commune, et non la France"
    assert plain_blanks(statuses(here)["ssmsi-communes"].couverture) == said
    territory.with_france(here)
    assert statuses(here)["ssmsi-communes"].couverture == ""


def test_data_of_another_departement_are_told(tmp_path):
    here = territory.project(tmp_path)
    toulouse = to_csv(("code", "code_postal"), [("31555", "31000")])
    files = {"maires": "maires.csv", "contours": "31.json", "unites": "unites.csv"}
    for name, file in files.items():
        shutil.rmtree(here.content / REFERENTIEL / name, ignore_errors=True)
        keep(here, name, files={file: toulouse})
    found = statuses(here)
    said = "rien n’y est dans le Tarn (données : Haute-Garonne)"
    told = {name: plain_blanks(one.ailleurs) for name, one in found.items() if one.ailleurs}
    assert told == dict.fromkeys(files, said)


def test_units_in_corsica_are_of_both_its_departements(tmp_path):
    keep(Workspace(tmp_path, tmp_path), "unites", files={"unites.csv": b"code_postal\n20000\n"})
    opened = Referential(Workspace(tmp_path, tmp_path)).snapshot("unites")
    assert {"2A", "2B"} <= {*departements_in(opened)}


def test_articles_that_cannot_be_read_are_damaged(project):
    keep(project, "legi", files={ARTICLES_FILE: b"{}\n"})
    assert statuses(project)["legi"].abime


def test_an_edition_is_old_when_a_newer_one_is_due(project):
    keep(project, "cog", "2025-11-25")
    keep(project, "maires", "2025-11-24")
    keep(project, "contours", "1999-01-01")
    found = statuses(project)
    assert SNAPSHOTS["cog"].stale == SNAPSHOTS["maires"].stale == 365
    assert [found[name].vieux for name in ("cog", "maires", "contours")] == [False, True, True]


def test_editions_more_than_a_year_old_are_told_at_once():
    ours = Referential(Workspace(ROOT, ROOT / "output"))
    assert [*warn_of_old_editions(ours, date(2026, 11, 30))] == []
    [told] = warn_of_old_editions(ours, date(2027, 6, 27))
    assert plain_blanks(told.message) == (
        "3 jeux de données datent de plus d’un an : cog, maires, ssmsi-departements"
    )
