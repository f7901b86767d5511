"""Import of recorded crime: every layout, and every kind of damage with its line."""

import gzip
import tracemalloc
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tools.synthetic_ssmsi import write

from docgen.errors import ContentError, Severity
from docgen.importing.imports import write_snapshots
from docgen.importing.input_file import MAX_PROBLEMS_SHOWN, ImportOptions, InputFile
from docgen.importing.ssmsi import engine
from docgen.importing.ssmsi.convert import convert
from docgen.referential.figures.crimes import Crimes
from docgen.referential.referential import Referential
from docgen.referential.snapshot import open_snapshot
from docgen.statistics.indicators import indicateur
from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse
from docgen.statistics.series import Base, Edition
from docgen.workspace import open_workspace
from tests.conftest import ROOT
from tests.importing.ssmsi import ssmsi_examples as examples

SHARED = ROOT.parent / "shared/data"
with_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
RAW = SHARED / "ssmsi-dep-81-ed2025-06-04-raw.csv"
SAMPLE = SHARED / "ssmsi-com-sample-ed2026-06-25-raw.csv"
CAMBRIOLAGES = 2 + [one.cle for one in examples.COMMUNAL].index("cambriolages")
"""The line of the first commune's burglaries."""


@pytest.fixture
def imported(tmp_path):
    """Return a function that imports files, and returns the snapshots by name."""
    (tmp_path / "content").mkdir()
    referential = Referential(open_workspace(tmp_path, exact=True))

    def run(*files, **options):
        paths = [f.write(tmp_path) if isinstance(f, examples.Example) else f for f in files]
        given = [InputFile(path, path.name) for path in paths]
        run.told = given
        return {one.name: one for one in convert(given, ImportOptions(**options), referential)}

    return run


@pytest.fixture
def crimes(imported, tmp_path):
    """Return a function that imports files, and returns their figures."""

    def run(*files, **options):
        kept = {}
        for name, snapshot in imported(*files, **options).items():
            folder = tmp_path / "referentiel" / name
            folder.mkdir(parents=True, exist_ok=True)
            for file, data in snapshot.all_files.items():
                (folder / file).write_bytes(data)
            kept[name] = open_snapshot(folder, name, name)
        return Crimes(kept.get("ssmsi-communes"), kept.get("ssmsi-departements"))

    return run


@pytest.fixture
def refused(imported):
    """Return a function that imports files that must be refused, and returns the problems."""

    def run(*files, **options):
        with pytest.raises(ContentError) as caught:
            imported(*files, **options)
        found = caught.value.problems
        return [str(problem) for problem in found if problem.severity is Severity.ERREUR]

    return run


def value(crimes, cle, year=2025, code="81001"):
    """Return a value of the figures."""
    [serie] = [one for one in crimes.of_commune(code) if one.indicateur.cle == cle]
    return serie.point(year).valeur


# Every layout


def test_a_base_of_communes_is_read_value_by_value(crimes):
    read = crimes(examples.communal())
    assert [one.indicateur for one in read.of_commune("81002")] == examples.COMMUNAL
    assert read.edition_communes == Edition(date(2026, 6, 25), 2026, (2024, 2025))
    assert value(read, "violences-intrafamiliales") == Diffuse(0, Decimal("0.0000000"))
    assert value(read, "violences-hors-famille") == NonDiffuse()
    assert value(read, "violences-sexuelles") == Diffuse(8, Decimal("9.3023256"))
    assert value(read, "violences-sexuelles", 2023) == Absent()


def test_both_bases_of_one_edition_come_together(crimes):
    read = crimes(examples.communal(), examples.departmental())
    assert len(read.of_departement("81")) == 18
    assert read.edition_departements == read.edition_communes


def test_edition_before_the_end_of_its_figures_is_refused(refused, imported):
    unnamed = replace(examples.communal(), name="base.csv")
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        [told] = refused(unnamed, edition=day)
        assert "mais ses chiffres vont jusqu’en 2025" in told
    assert imported(unnamed, edition=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("column", "name", "told"),
    [
        ("CODGEO_2025", "", ["dit la carte de 2026, et sa colonne celle de 2025"]),
        ("CODGEO_2099", "base.csv", ["carte des communes de 2099, mais édition du 2026-06-25"]),
        ("CODGEO_2028", "base.csv", ["carte des communes de 2028, mais édition du 2026-06-25"]),
        ("CODGEO_2027", "base.csv", []),
    ],
)
def test_map_to_come_or_contradicted_is_refused(refused, imported, column, name, told):
    base = examples.communal()
    columns = [column, *base.columns[1:]]
    rows = [row | {column: row["CODGEO_2026"]} for row in base.rows]
    given = replace(base, columns=columns, rows=rows, name=name or base.name)
    day = {"edition": date(2026, 6, 25)}
    if told:
        found = refused(given, **day)
        assert [any(words in one for one in found) for words in told] == [True]
    else:
        assert imported(given, **day)


FORMATS = (
    {"quoted": False},
    {"end": "\r\n"},
    {"end": "\r\n", "quoted": False, "na": ""},
    {"bom": True},
    {"na": '"NA"'},
    {"na": '""'},
    {"name": examples.NAMES["com"] + ".gz"},
)


def test_same_rows_make_the_same_bytes_in_any_format(imported):
    example = examples.communal(codes=("81001",))
    plain = imported(example)["ssmsi-communes"].files
    for how in FORMATS:
        assert imported(replace(example, **how))["ssmsi-communes"].files == plain, how


def test_the_order_of_rows_and_of_columns_changes_nothing(imported):
    example = examples.communal()
    other = replace(example, columns=example.columns[::-1], rows=example.rows[::-1])
    assert imported(other)["ssmsi-communes"].files == imported(example)["ssmsi-communes"].files


def test_parquet_and_csv_make_the_same_bytes(imported, tmp_path):
    text, parquet = write(tmp_path, "75"), write(tmp_path, "75", parquet=True)
    from_text, from_parquet = (imported(path)["ssmsi-communes"].files for path in (text, parquet))
    assert from_text == from_parquet
    assert from_text["faits.parquet"][:4] == b"PAR1"


def test_means_over_hidden_values_are_not_kept(imported):
    example = examples.communal()
    data = imported(example)["ssmsi-communes"].files["faits.parquet"]
    assert b"complement" not in data
    other = example.all_but(complement_info_nombre="99,5", complement_info_taux="12,25")
    assert imported(other)["ssmsi-communes"].files["faits.parquet"] == data


def test_an_old_base_of_communes_is_converted(crimes):
    read = crimes(examples.old_communal())
    assert read.edition_communes == Edition(date(2024, 2, 14), 2024, (2022, 2023))
    assert value(read, "violences-hors-famille", 2023) == NonDiffuse()
    assert value(read, "violences-sexuelles", 2023) == Diffuse(8, Decimal("9.3023256"))


def test_an_old_base_of_departements_is_converted(crimes):
    read = crimes(examples.old_departmental())
    assert read.edition_departements == Edition(date(2023, 2, 20), None, (2016, 2017))
    series = read.of_departement("81")
    assert [one.indicateur.cle for one in series] == [
        *("cambriolages", "vols-de-vehicule", "coups-et-blessures")
    ]
    burglaries = series[0].point(2016)
    assert burglaries.valeur == Diffuse(1185, Decimal("5.6595531"))
    assert burglaries.base == Base(209_380, 2016)
    assert series[2].indicateur.retire


def test_a_snapshot_says_where_it_comes_from(imported):
    options = {"provenance": "copie, exemple fictif"}
    origin = imported(examples.communal(), **options)["ssmsi-communes"].origine
    assert origin.edition == "2026-06-25"
    assert origin.mention.endswith("édition du 25\u00a0juin 2026")
    assert origin.provenance == "copie, exemple fictif"
    assert [one.fichier for one in origin.importes] == [examples.NAMES["com"]]


def test_a_commune_without_inhabitants_has_counts_and_no_rate(crimes):
    example = examples.communal(codes=("55039",))
    example = example.all_but(insee_pop="0", insee_log="0", taux_pour_mille=None)
    read = crimes(example)
    assert value(read, "violences-intrafamiliales", code="55039") == Diffuse(0, None)
    assert value(read, "violences-hors-famille", code="55039") == NonDiffuse()
    assert value(read, "violences-sexuelles", code="55039") == Diffuse(8, None)


def test_a_snapshot_says_how_many_rows_it_has(imported):
    made = imported(examples.communal(), examples.departmental())
    assert {name: one.fichiers[0].lignes for name, one in made.items()} == {
        "ssmsi-communes": 2 * 2 * 15,
        "ssmsi-departements": 2 * 18,
    }


def test_progress_only_grows(imported):
    told = []
    imported(examples.communal(), progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(examples.NAMES["com"] in what for what, _ in told)


# The edition


def test_renamed_file_needs_an_edition(refused, imported):
    renamed = replace(examples.communal(), name="communes.csv")
    [said] = refused(renamed)
    assert "communes.csv" in said
    assert "--edition" in said
    snapshot = imported(renamed, edition=date(2026, 6, 25))["ssmsi-communes"]
    assert snapshot.origine.edition == "2026-06-25"


def test_a_name_and_a_statement_that_differ_are_refused(refused):
    [said] = refused(examples.communal(), edition=date(2026, 1, 22))
    assert "2026-06-25" in said
    assert "2026-01-22" in said


def test_two_editions_are_refused_together(refused):
    older = examples.NAMES["dep"].replace("2026-06-25", "2026-01-22")
    [said] = refused(examples.communal(), replace(examples.departmental(), name=older))
    assert said.startswith(older)
    assert "une édition à la fois" in said


def test_bases_of_different_years_are_refused_under_one_edition(refused):
    older = replace(examples.departmental(years=(2023, 2024)), name="departements.csv")
    renamed = replace(examples.communal(), name="communes.csv")
    [said] = refused(renamed, older, edition=date(2026, 6, 25))
    assert said.startswith("departements.csv")
    assert "la base départementale va jusqu’en 2024, la base communale jusqu’en 2025" in said


@pytest.mark.parametrize("first", ["com", "dep"])
def test_base_that_ends_after_the_other_here_is_refused(first, imported, refused, tmp_path):
    day = {"edition": date(2026, 6, 25)}
    level = {"com": examples.communal, "dep": examples.departmental}
    second = {"com": "dep", "dep": "com"}[first]
    older = replace(level[first](years=(2023, 2024)), name=f"{first}.csv")
    (tmp_path / "content/referentiel").mkdir(exist_ok=True)
    write_snapshots(open_workspace(tmp_path, exact=True), [*imported(older, **day).values()])
    [said] = refused(replace(level[second](), name=f"{second}.csv"), **day)
    assert said.startswith(f"{second}.csv")
    assert "jusqu’en 2025" in said
    assert "jusqu’en 2024" in said


def test_the_same_base_twice_is_refused(refused):
    again = replace(examples.communal(), name=examples.NAMES["com"] + ".gz")
    [said] = refused(examples.communal(), again)
    assert "un deuxième fichier de la base communale" in said


# What is no base, or no base known


def test_every_column_never_seen_and_every_one_missing_is_named(refused):
    example = examples.communal()
    columns = [*(name for name in example.columns if name != "insee_log"), "gravite", "saison"]
    said = refused(replace(example.all_but(gravite="1", saison="2"), columns=columns))
    assert len(said) == 3
    for name, one in zip(("« insee_log »", "« gravite »", "« saison »"), said, strict=True):
        assert name in one
        assert f"{example.name}:1" in one


def test_a_regional_base_is_refused_with_a_word(refused):
    columns = [name for name in examples.DEP if name != "Code_departement"]
    [said] = refused(replace(examples.departmental(), columns=columns))
    assert "base régionale" in said


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04 a workbook", "classeur Excel"),
        (b"", "ce n’est pas le tableau attendu"),
        (b"code,nom\n1,2\n", "ce n’est pas le tableau attendu"),
        (b"code;n\rom\n1;2\n", "ce n’est pas le tableau attendu"),
        (b"code;nom\n1;2\n", "SSMSI"),
        (b"PAR1 nothing of the sort", "fichier abîmé"),
        ("CODGEO_2026;unité".encode("latin-1"), "UTF-8"),
        ("CODGEO_2026;unitÃ©".encode(), "codé deux fois"),
    ],
)
def test_other_file_is_refused_in_french(refused, tmp_path, data, word):
    path = tmp_path / "quoi-produit-le2026-06-25.csv"
    path.write_bytes(data)
    assert word in "\n".join(refused(path))


def test_a_file_that_is_not_there_is_refused(refused, tmp_path):
    assert "il n’existe pas" in refused(tmp_path / "absent.csv")[0]


def test_an_archive_that_is_damaged_or_cut_is_refused(refused, tmp_path):
    path = replace(examples.communal(), name="a-produit-le2026-06-25.csv.gz").write(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:-60])
    assert "archive gzip incomplète" in refused(path)[0]
    # A bit of the checksum: the engine alone would not see it.
    path.write_bytes(data[:-6] + bytes([data[-6] ^ 1]) + data[-5:])
    assert "archive gzip abîmée" in refused(path)[0]


def test_archive_that_unpacks_too_large_is_refused(refused, tmp_path):
    path = tmp_path / (examples.NAMES["com"] + ".gz")
    lines = examples.communal().text.encode() + b"\n" * 60_000_000
    path.write_bytes(gzip.compress(lines, 1, mtime=0))
    assert "plus gros que toute base connue" in refused(path)[0]


def test_endless_line_is_not_kept_in_memory(tmp_path):
    path = tmp_path / examples.NAMES["com"]
    lines = examples.communal().text.splitlines(keepends=True)
    path.write_text("".join(lines[:5]) + "x" * 30_000_000 + "\r" + "".join(lines[5:]), "utf-8")
    given = InputFile(path, path.name)
    tracemalloc.start()
    with engine.open_base(given) as held, pytest.raises(ContentError) as caught:
        engine.verify_whole_file(held, ImportOptions().progress)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
    assert caught.value.problems[0].line == 6


@pytest.mark.parametrize("parquet", [False, True], ids=["csv", "parquet"])
def test_the_file_that_was_given_is_read_whatever_its_name(crimes, tmp_path, parquet):
    """The engine takes `[3]` for a pattern that matches `3`, and `annee=2020` for a column."""
    written = {}
    for name, only in (("p[3]", "976"), ("p3", "974")):
        folder = tmp_path / name / "annee=2020"
        folder.mkdir(parents=True)
        path = write(folder, only, parquet=parquet)
        written[name] = path.rename(folder / f"{name}-{path.name}")
    read = crimes(written["p[3]"])
    assert read.of_commune("97611")
    assert read.of_commune("97411") == ()
    assert read.edition_communes.annees == tuple(range(2016, 2026))


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('"81001";"2025"', "il manque des valeurs"),
        (";".join('"x"' for _ in range(15)), "trop de valeurs"),
        ('"81001";"20"25"' + ';""' * 11, "guillemets mal fermés"),
    ],
)
def test_malformed_line_is_reported_with_its_number(refused, tmp_path, line, word):
    lines = examples.communal().text.splitlines()
    lines[6] = line
    path = tmp_path / examples.NAMES["com"]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    [said] = refused(path)
    assert f"{path.name}:7" in said
    assert word in said


def test_another_coding_is_reported_with_its_line(refused):
    said = refused(replace(examples.communal(), coding="cp1252"))
    assert "UTF-8" in said[0]
    assert f"{examples.NAMES['com']}:9" in said[0]  # « Vols de véhicule », the first accent


def test_line_ends_of_two_sorts_are_reported_with_the_line(refused, tmp_path):
    lines = examples.communal().text.split("\n")
    lines[4] += "\r"
    path = tmp_path / examples.NAMES["com"]
    path.write_bytes("\n".join(lines).encode())
    [said] = refused(path)
    assert f"{path.name}:5" in said


# What a spreadsheet, or a bad copy, does to values


DAMAGED = [
    ({"CODGEO_2026": "1001"}, "code mal formé : « 1001 »"),
    ({"CODGEO_2026": "2a004"}, "code mal formé : « 2a004 »"),
    ({"CODGEO_2026": None}, "code mal formé : «  »"),
    ({"annee": "25"}, "année mal écrite : « 25 »"),
    ({"est_diffuse": "oui"}, "« oui » : ni « diff » ni « ndiff »"),
    ({"est_diffuse": None}, "ni « diff » ni « ndiff »"),
    ({"est_diffuse": "ndiff"}, "une valeur non diffusée porte un nombre"),
    ({"nombre": None, "taux_pour_mille": None}, "une valeur diffusée n’a pas de nombre"),
    ({"nombre": "-8"}, "nombre de faits mal écrit : « -8 »"),
    ({"nombre": "8,5"}, "nombre de faits mal écrit : « 8,5 »"),
    ({"nombre": "8.0"}, "nombre de faits mal écrit : « 8.0 »"),
    ({"taux_pour_mille": "9.3023256"}, "taux mal écrit : « 9.3023256 »"),
    ({"taux_pour_mille": "93023256"}, "taux mal écrit : « 93023256 »"),
    ({"taux_pour_mille": "9"}, "taux mal écrit : « 9 »"),
    ({"taux_pour_mille": "9,3"}, "taux « 9,3 » : ce n’est pas celui de 8"),
    ({"nombre": "9"}, "ce n’est pas celui de 9 pour 860 habitants"),
    ({"insee_pop": "860,5"}, "population ou logements mal écrits"),
    ({"insee_pop_millesime": "23"}, "millésime mal écrit"),
]
"""Values of the third row of a commune, and what is said of them."""


def test_damaged_values_are_reported_with_their_lines(refused):
    example = examples.communal(codes=[f"81{number:03}" for number in range(1, len(DAMAGED) + 1)])
    damaged = dict(zip(range(4, len(example.rows), 15), DAMAGED, strict=False))
    for line, (values, _) in damaged.items():
        example = example.but(line, **values)
    said = refused(example)
    for line, (_, word) in damaged.items():
        assert [one for one in said if word in one and f"{example.name}:{line} " in one], word


def test_a_hidden_value_with_a_number_is_refused(refused):
    [said] = refused(examples.communal().but(3, nombre="2"))
    assert "une valeur non diffusée porte un nombre : « 2 »" in said


def test_departement_code_keeps_its_zero_and_its_letter(refused, crimes):
    said = refused(examples.departmental(codes=("1",)))
    assert "code mal formé : « 1 »" in said[0]
    assert len(crimes(examples.departmental(codes=("01", "2A", "976"))).of_departement("2A")) == 18


def test_codes_of_every_shape_are_read(crimes):
    codes = ("01001", "2A004", "97105", "98735", "75056")
    assert all(map(crimes(examples.communal(codes=codes)).of_commune, codes))


def test_rate_per_dwelling_uses_rounded_dwellings(imported, refused):
    exact = examples.rate(10, 378.6)  # printed 379
    line = CAMBRIOLAGES
    example = examples.communal().but(line, nombre="10", taux_pour_mille=exact)
    example = example.but(line, est_diffuse="diff")
    assert imported(example)
    wrong = example.but(line, taux_pour_mille=examples.rate(10, 860))
    assert "ce n’est pas celui de 10" in refused(wrong)[0]


def test_unknown_indicator_is_reported_once_with_a_near_name(refused):
    example = examples.communal()
    for line, row in enumerate(example.rows, start=2):
        if row["indicateur"] == "Vols avec armes":
            example = example.but(line, indicateur="Vol avec arme")
    [said] = refused(example)
    assert "indicateur inconnu : « Vol avec arme »" in said
    assert f"{examples.NAMES['com']}:5" in said
    assert "vouliez-vous dire « Vols avec armes »" in said


def test_label_encoded_twice_is_reported_as_such(refused):
    twice = "Vols de véhicule".encode().decode("cp1252")
    [said] = refused(examples.communal().but(9, indicateur=twice))
    assert "codé deux fois" in said


def test_another_unit_than_that_of_the_indicator_stops_the_import(refused):
    [said] = refused(examples.communal().but(5, unite_de_compte="Victime"))
    assert "« Vols avec armes » est compté en « Victime », et non en « Infraction »" in said


def test_a_missing_unit_is_no_unit(refused):
    [said] = refused(examples.communal().but(5, unite_de_compte=None))
    assert f"{examples.NAMES['com']}:5" in said
    assert "« Vols avec armes »" in said


def test_many_problems_of_a_sort_are_counted(refused):
    said = refused(examples.communal(codes=("81001", "81002", "81003")).all_but(annee="25"))
    assert len(said) == MAX_PROBLEMS_SHOWN + 1
    assert f"et {3 * 30 - MAX_PROBLEMS_SHOWN} autres" in said[-1]


def test_the_count_of_many_problems_comes_last(imported):
    faults = examples.communal(codes=("81001", "81002", "81003")).all_but(annee="25")
    with pytest.raises(ContentError) as caught:
        imported(faults)
    *_, last = sorted(caught.value.problems, key=lambda problem: problem.order)
    assert last.message.startswith("et ")


def test_problems_of_all_files_are_reported_at_once(refused):
    communes = examples.communal().but(4, nombre="-1").but(5, unite_de_compte="Victime")
    said = "\n".join(refused(communes, examples.departmental().but(2, taux_pour_mille="2.26")))
    assert "« -1 »" in said
    assert "« Victime »" in said
    assert "« 2.26 »" in said


# Rows together


def test_a_lost_row_is_named(refused):
    [said] = refused(examples.communal().without(5))
    assert "ligne absente : 81001, 2024, « Vols avec armes »" in said


def test_a_commune_that_lost_a_year_is_named(refused):
    said = refused(examples.communal(codes=("81001", "81002", "81003")).without(*range(47, 62)))
    assert len(said) == 15
    assert "ligne absente : 81001, 2025" in said[0]


def test_repeated_row_is_reported_with_its_line(refused):
    example = examples.communal()
    [said] = refused(replace(example, rows=[*example.rows, example.rows[0]]))
    assert f"{example.name}:62" in said
    assert "ligne en double : 81001, 2024" in said


def test_a_year_missing_between_two_is_named(refused):
    [said] = refused(examples.communal(years=(2022, 2024)))
    assert "aucune ligne pour l’année 2023" in said


def test_population_that_varies_with_the_indicator_is_reported(refused):
    [said] = refused(examples.communal().but(3, insee_pop="861"))
    assert "81001, 2024 : population ou logements différents" in said


def test_city_comes_alone_or_with_all_its_arrondissements(imported, refused):
    assert imported(examples.communal(codes=("75056",)))
    [said] = refused(examples.communal(codes=("75056", "75101", "75102")))
    assert "75120" in said
    parts = tuple(str(code) for code in range(69381, 69390))
    assert imported(examples.communal(codes=("69123", *parts)))
    assert "69123" in refused(examples.communal(codes=parts))[0]


def test_an_edition_with_fewer_indicators_is_taken_with_a_word(imported):
    example = examples.communal()
    rows = [row for row in example.rows if row["indicateur"] != "Trafic de stupéfiants"]
    assert imported(replace(example, rows=rows))
    [problem] = [one for one in imported.told[0].all_problems if one.code == "indicateur"]
    assert "« Trafic de stupéfiants »" in str(problem)


def test_a_header_without_rows_is_refused(refused):
    assert "aucune ligne" in refused(replace(examples.communal(), rows=[]))[0]


# A file of some size


def test_lines_are_right_in_the_depth_of_a_large_file(refused, tmp_path):
    path = write(tmp_path, "81", plain=True)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 314 * 150 + 1
    lines[40_000] = lines[40_000].replace('"81', '"8', 1)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert f"{path.name}:40001" in refused(path)[0]


def test_synthetic_file_is_deterministic_and_hides_by_the_rule(tmp_path, crimes):
    path = write(tmp_path, "2A", plain=True)
    data = path.read_bytes()
    assert write(tmp_path, "2A", plain=True).read_bytes() == data
    read = crimes(path)
    values = [p.valeur for s in read.of_commune("2A018") for p in s.points]
    assert {NonDiffuse} < {type(one) for one in values}


# Real rows


@with_shared
def test_the_real_rows_of_five_communes_are_read(crimes):
    read = crimes(SAMPLE, edition=date(2026, 6, 25))
    assert read.edition_communes == Edition(date(2026, 6, 25), 2026, (2025,))
    assert value(read, "vols-avec-armes", code="01001") == Diffuse(0, Decimal("0E-7"))
    assert value(read, "cambriolages", code="01001") == NonDiffuse()
    assert value(read, "cambriolages", code="33063") == Diffuse(1159, Decimal("6.8800734"))
    [serie] = [s for s in read.of_commune("33063") if s.indicateur.cle == "cambriolages"]
    assert serie.point(2025).base == Base(168_458, 2022)
    assert (
        sum(
            isinstance(s.point(2025).valeur, NonDiffuse)
            for code in ("01001", "23001", "33063", "33318", "75056")
            for s in read.of_commune(code)
        )
        == 21
    )


@with_shared
def test_the_real_rows_of_the_tarn_are_read(crimes):
    read = crimes(RAW, edition=date(2025, 6, 4))
    series = {one.indicateur: one for one in read.of_departement("81")}
    assert len(series) == 18
    assert read.edition_departements.annees == tuple(range(2016, 2025))
    assert series[indicateur("cambriolages")].point(2024).valeur.nombre == 1185
    assert series[indicateur("homicides")].point(2020).valeur == Diffuse(0, Decimal("0E-7"))


@with_shared
def test_a_copy_that_lacks_columns_is_refused_with_their_names(refused):
    said = refused(SHARED / "ssmsi-dep-81-ed2026-01-22.csv", edition=date(2026, 1, 22))
    assert len(said) == 3
    assert "« insee_log »" in "\n".join(said)
