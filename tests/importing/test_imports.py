"""Every importer, from files on the disk to the replaced snapshots."""

import csv
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from time import sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.errors import ContentError
from docgen.importing.imports import IMPORTERS, import_official, write_snapshots
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.importing.ministere.competence import LAYOUT
from docgen.referential.communes.competence import Competences
from docgen.referential.figures.activite import ACTIVITE_FILE
from docgen.referential.referential import Referential
from docgen.referential.snapshot import MANIFEST, Origine, Snapshot
from docgen.workspace import REFERENTIEL, Workspace
from tests.conftest import ROOT, plain_blanks
from tests.importing.activite.test_convert import form, pair
from tests.importing.contours.outlines import collection, feature, square
from tests.importing.trial_import import TrialImport, table
from tests.support import territory

TODAY = date(2026, 11, 25)
IMPORTERS_BEFORE = {**IMPORTERS}
EVERY = sorted(IMPORTERS.keys() - {"ssmsi"})


@pytest.fixture
def project(tmp_path):
    """Return an empty project."""
    return Workspace(tmp_path, tmp_path / "output")


def given_file(project, data, name="fichier.csv"):
    path = project.root / name
    path.write_bytes(data)
    return path


def competence(service="Brigade d’Exemple-Fictif", code="81004"):
    """Return an official file; the unit is invented."""
    return table(LAYOUT.needed, (code, "exemple", "GN", "999001", service)).encode()


def test_import_replaces_a_snapshot_and_reports_the_former_edition(project):
    path = given_file(project, competence())
    first = import_official(project, "competence", [path], ImportOptions(TODAY, today=TODAY))
    assert first.former == {}
    assert (
        Competences(Referential(project).snapshot("competence")).of("81004").id_service == "999001"
    )
    again = import_official(project, "competence", [path], ImportOptions(TODAY))
    assert again.former == {"competence": "2026-11-25"}


@pytest.mark.parametrize("damage", [b"jeu: [", b"", b"jeu: x\n"])
def test_a_damaged_snapshot_is_replaced_as_its_message_says(project, damage):
    path = given_file(project, competence())
    import_official(project, "competence", [path], ImportOptions(TODAY))
    manifest = project.content / REFERENTIEL / "competence" / MANIFEST
    whole = manifest.read_bytes()
    manifest.write_bytes(damage)
    assert import_official(project, "competence", [path], ImportOptions(TODAY)).former == {}
    assert manifest.read_bytes() == whole


def test_import_keeps_files_of_people_beside_a_snapshot(project):
    folder = project.content / REFERENTIEL / "competence"
    import_official(
        project, "competence", [given_file(project, competence())], ImportOptions(TODAY)
    )
    official = folder / "officiel.csv"
    official.write_bytes(competence())
    (folder / "notes.txt").write_text("exemple fictif")
    import_official(project, "competence", [official], ImportOptions(TODAY))
    kept = {"competence.csv", MANIFEST, "notes.txt", "officiel.csv"}
    assert {one.name for one in folder.iterdir()} == kept


def test_import_does_not_write_over_the_file_it_is_given(project):
    path = project.content / REFERENTIEL / "competence/competence.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(competence())
    with pytest.raises(ContentError, match="écrirait par-dessus ce fichier"):
        import_official(project, "competence", [path], ImportOptions(TODAY))
    assert path.read_bytes() == competence()


def test_import_removes_files_that_the_former_one_wrote(project):
    files = {"a.csv": b"a;b\n", "b.csv": b"a;b\n"}
    (project.content / REFERENTIEL).mkdir(parents=True)
    for kept in (files, {"a.csv": b"a;b\n"}):
        write_snapshots(project, [Snapshot("contours", Origine(jeu="exemple fictif"), kept)])
    there = (project.content / REFERENTIEL / "contours").iterdir()
    assert {one.name for one in there} == {"a.csv", MANIFEST}


def test_imports_at_once_keep_what_each_other_said(tmp_path, monkeypatch):
    here, ready = territory.project(tmp_path), Barrier(2)

    def slow(*given):
        made = IMPORTERS_BEFORE["activite"](*given)
        sleep(0.2)
        return made

    def one(code):
        path = given_file(here, form(*pair(1, territoire=code)).encode(), f"{code}.csv")
        ready.wait()
        import_official(here, "activite", [path], ImportOptions())

    monkeypatch.setitem(IMPORTERS, "activite", slow)
    codes = ["81004", "81218"]
    with ThreadPoolExecutor() as pool:
        assert [*pool.map(one, codes)] == [None, None]
    rows = Referential(here).snapshot("activite").rows(ACTIVITE_FILE)
    assert {row["territoire"] for row in rows} == {*codes}


def test_crime_of_another_departement_replaces_none(tmp_path):
    here = territory.project(tmp_path)
    territory.with_communes(here, {"31555": 3500, "81218": 1500}, {})
    before = (here.content / REFERENTIEL / "ssmsi-communes/faits.parquet").read_bytes()
    with pytest.raises(ContentError) as caught:
        territory.with_communes(here, {"31555": 3500}, {})
    said = "ssmsi-communes : rien n’y est dans le Tarn (données : Haute-Garonne)"
    assert said in plain_blanks(caught.value.problems[-1].message)
    assert (here.content / REFERENTIEL / "ssmsi-communes/faits.parquet").read_bytes() == before


def test_units_of_another_departement_replace_none(tmp_path):
    here = territory.project(tmp_path)
    day = ImportOptions(TODAY)
    row = "1;Brigade de {0};+33500000000;;{1};1 rue Fictive;{2};{0};1.5;44.5;Lundi : 9h00-12h00"
    head = "identifiant_public_unite;service;telephone;departement;code_commune_insee;voie;"
    head += "code_postal;commune;geocodage_x_GPS;geocodage_y_GPS;horaires_accueil\n"
    ours = given_file(here, (head + row.format("Albi", "81004", "81000")).encode(), "a.csv")
    import_official(here, "unites", [ours], day)
    theirs = given_file(here, (head + row.format("Gourdon", "46127", "46300")).encode(), "b.csv")
    with pytest.raises(ContentError, match="rien n’est remplacé"):
        import_official(here, "unites", [theirs], day)
    [kept] = Referential(here).snapshot("unites").rows("unites.csv")
    assert kept["commune"] == "Albi"


def test_brigades_of_a_named_departement_move_the_project(tmp_path):
    here, day = territory.project(tmp_path), ImportOptions(TODAY)
    theirs = given_file(here, competence(code="48095"))
    with pytest.raises(ContentError, match="rien n’est remplacé") as caught:
        import_official(here, "competence", [theirs], day)
    [option] = re.findall("« --departement (.+?) »", caught.value.problems[-1].hint)
    assert Referential(here).home == "81"
    import_official(here, "competence", [theirs], replace(day, departement=option))
    assert Referential(here).home == "48"


def test_outlines_of_another_departement_replace_none(tmp_path):
    here = territory.project(tmp_path)
    before = (here.content / REFERENTIEL / "contours/81.json").read_bytes()
    communes = Referential(here).communes.in_departement("31")
    drawn = [feature(one.code, square(rank)) for rank, one in enumerate(communes)]
    path = given_file(here, collection(drawn).encode(), "communes-31.geojson")
    with pytest.raises(ContentError) as caught:
        import_official(here, "contours", [path], ImportOptions(TODAY, provenance="IGN"))
    [told] = caught.value.problems
    said = "contours : rien n’y est dans le Tarn (données : Haute-Garonne) ; rien n’est remplacé"
    assert (told.code, plain_blanks(told.message)) == ("ailleurs", said)
    assert (here.content / REFERENTIEL / "contours/81.json").read_bytes() == before


def test_the_same_file_twice_is_refused(project):
    twice, other = project.root / "a.csv", project.root / "c.csv"
    for path in (twice, project.root / "b.csv", other):
        path.write_bytes(competence())
    paths = [twice, project.root / "b.csv", twice, other]
    with pytest.raises(ContentError, match="donné deux fois") as caught:
        import_official(project, "competence", paths, ImportOptions(TODAY))
    assert [(one.file, one.code) for one in caught.value.problems] == [("a.csv", "doublon")]


def test_another_official_file_is_refused_in_one_line(project):
    given = given_file(project, competence(), "gn.csv")
    pages = [given_file(project, b"<?xml version='1.0'?><ARTICLE/>", f"{n}.xml") for n in "abc"]
    list_of_articles = given_file(project, b'[{"id": "LEGIARTI000031367424"}]', "articles.json")
    shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
    for what, paths in (
        *((what, [given]) for what in ("unites", "natinf", "police-municipale")),
        *(("legi", pages), ("legi", [list_of_articles])),
    ):
        with pytest.raises(ContentError) as caught:
            import_official(project, what, paths, ImportOptions())
        assert len(caught.value.problems) == 1, str(caught.value)
    assert "articles.json : ce n’est pas le fichier attendu" in plain_blanks(str(caught.value))


@pytest.mark.parametrize("what", sorted(IMPORTERS))
def test_named_pipe_is_refused_and_not_waited_for(project, what):
    path = project.root / "tube.csv"
    os.mkfifo(path)
    with pytest.raises(ContentError, match="tube ou un périphérique"):
        import_official(project, what, [path], ImportOptions(TODAY))


def test_pipe_is_refused_as_a_form_too(tmp_path):
    os.mkfifo(tmp_path / "tube.xlsx")
    with pytest.raises(ContentError, match="tube ou un périphérique"):
        _ = InputFile(tmp_path / "tube.xlsx", "tube.xlsx").data


# Names and words that YAML could not hold


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("août 😀.csv", "août _.csv"),
        ("a\tb\u200bc\u2028.csv", "a_b_c_.csv"),
        ("a\u202eb\udce9.csv", "a_b_.csv"),
        ("таblе.csv", "__bl_.csv"),
        ('a**b "x" #: é.csv', 'a**b "x" #: é.csv'),
        ("aou\u0302t.csv", "août.csv"),
    ],
)
def test_edition_is_read_back_whatever_the_name_of_the_file(project, name, kept):
    path = given_file(project, competence(), name)
    import_official(project, "competence", [path], ImportOptions(TODAY))
    [importe] = Referential(project).snapshot("competence").importes
    assert importe.fichier == kept


@pytest.mark.parametrize("sign", [*"😀\t\n\u200b\u2028\u202e\udce9а"])
def test_provenance_that_docgen_cannot_read_is_refused(project, sign):
    path, asked = given_file(project, competence()), ImportOptions(TODAY, f"copie {sign}")
    with pytest.raises(ContentError, match=f"U\\+{ord(sign):04X}") as refused:
        import_official(project, "competence", [path], asked)
    assert [(one.file, bool(one.hint)) for one in refused.value.problems] == [
        ("--provenance", True)
    ]
    assert Referential(project).snapshot("competence") is None


def test_provenance_is_read_back_in_composed_letters(project):
    path = given_file(project, competence())
    said = ImportOptions(TODAY, "copie d’aou\u0302t : « vérifiée »")
    import_official(project, "competence", [path], said)
    assert Referential(project).snapshot("competence").origine.provenance.startswith("copie d’août")


# Older editions, and editions to come


@pytest.mark.parametrize(
    ("name", "older"),
    [
        ("gn-2019-01-01.csv", True),
        ("gn-2026-10.csv", True),
        ("gn-2026-11-24.csv", True),
        ("gn-2026-11.csv", False),
        ("gn-2026-11-25.csv", False),
    ],
)
def test_older_edition_is_refused_until_the_newer_one_is_erased(project, name, older):
    import_official(
        project, "competence", [given_file(project, competence())], ImportOptions(TODAY)
    )
    path = given_file(project, competence(), name)
    if older:
        with pytest.raises(ContentError, match="plus ancienne que celle qui est là") as refused:
            import_official(project, "competence", [path], ImportOptions())
        problem = refused.value.problems[-1]
        shutil.rmtree(project.root / re.search(r"content/\w+/\w+", problem.hint)[0])
    assert import_official(project, "competence", [path], ImportOptions()).snapshots


def test_older_edition_of_another_departement_is_taken(project):
    """The next association begins with a copy of the Tarn’s content."""
    (project.content / REFERENTIEL).mkdir(parents=True)
    (project.content / REFERENTIEL / "cog").symlink_to(ROOT / "content" / REFERENTIEL / "cog")
    ours = given_file(project, competence())
    import_official(project, "competence", [ours], ImportOptions(TODAY))
    theirs = given_file(project, competence(code="48095"), "gn-2019-01-01.csv")
    with pytest.raises(ContentError, match="plus ancienne"):
        import_official(project, "competence", [theirs], ImportOptions())
    import_official(project, "competence", [theirs], ImportOptions(departement="48"))
    assert Referential(project).home == "48"


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("fichier.csv", date(2026, 11, 26)),
        ("fichier.csv", date(2036, 3, 30)),
        ("gn-2036-03-30.csv", None),
        ("gn-2026-12.csv", None),
    ],
)
def test_an_edition_of_a_day_to_come_is_refused(project, name, edition):
    path = given_file(project, competence(), name)
    with pytest.raises(ContentError, match="elle est à venir") as refused:
        import_official(project, "competence", [path], ImportOptions(edition, today=TODAY))
    assert [p.code for p in refused.value.problems if p.severity == "erreur"] == ["edition"]
    assert Referential(project).snapshot("competence") is None


@pytest.mark.parametrize("name", ["gn-2026-11.csv", "gn-2026-11-25.csv"])
def test_an_edition_of_today_is_taken(project, name):
    path = given_file(project, competence(), name)
    import_official(project, "competence", [path], ImportOptions(today=TODAY))
    assert Referential(project).snapshot("competence")


def test_future_edition_is_reported_with_the_other_problems(project):
    path = given_file(project, competence(service=""))
    with pytest.raises(ContentError) as refused:
        import_official(
            project, "competence", [path], ImportOptions(date(2036, 3, 30), today=TODAY)
        )
    found = [p.code for p in refused.value.problems if p.severity == "erreur"]
    assert found == ["edition", "service"]


# Files that are nothing of the kind


HOSTILE = [
    *(b"", b"\n", b"\xef\xbb\xbf", b"\0\0\0;\0", b"\xff\xfe;\x81", b"PK\3\4", b"\x1f\x8b", b"PAR1"),
    *(b'"abc;def', b'a;"b"x;c\n', b'a;b\n"', b"a;" + b"x" * (csv.field_size_limit() + 1)),
    *(
        b";" * 1000,
        b"a\rb;c\r\n",
        b"[" * 100_000,
        b"9" * 5000,
        b"{}",
        b"lignes: [",
        b"---\n- &a *a",
    ),
]


@pytest.mark.parametrize("what", EVERY)
def test_unrelated_file_is_refused_in_french(tmp_path, what):
    for data in HOSTILE:
        done = TrialImport(tmp_path, IMPORTERS[what], data)
        assert done.refused, data[:12]
        assert all(problem.file.startswith("fichier.csv") for problem in done.refused), data[:12]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EVERY), st.binary(max_size=40) | st.text(';"\n\ra,:[]{}é1 ').map(str.encode))
def test_no_file_makes_an_importer_stumble(tmp_path, what, data):
    assert TrialImport(tmp_path, IMPORTERS[what], data).refused
