"""Import of outlines from GeoJSON: merged, with shared borders, or refused."""

import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.importing.contours import geojson as contours_reading
from docgen.importing.contours.arcs import departement_file
from docgen.importing.contours.convert import convert
from docgen.importing.contours.geojson import read_outlines
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.referential.contours.geometry import area
from docgen.referential.contours.topology import read_topology
from tests.importing.contours.outlines import COLUMNS, SIDE, collection, feature, square, tarn
from tests.importing.trial_import import FRANCE, SHARED, TrialImport

STATED = ImportOptions(provenance="Producteur imaginaire, 2026")
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="real files are not here")


def imported(folder, features, **more):
    """Import a file of these outlines."""
    return TrialImport(folder, convert, collection(features, **more), "c.geojson", options=STATED)


def topology(trial, file="81.json"):
    """Return a département of the snapshot."""
    return read_topology(trial.snapshot.files[file])


def rings_of(found, codes):
    """Return the outlines of the union of communes, as points."""
    return [
        [point for arc in ring for point in found.points_of(arc)[:-1]]
        for ring in found.outline(codes)
    ]


def surface(found, codes):
    """Return the area of the union of communes, in squares of the invented grid."""
    return sum(area(ring) for ring in rings_of(found, codes)) / SIDE**2


def test_every_commune_keeps_its_outline_and_borders_are_shared(tmp_path):
    found = topology(imported(tmp_path, tarn()))
    assert len(found.communes) == 314
    assert len(rings_of(found, found.communes)) == 1
    assert surface(found, found.communes) == pytest.approx(314, rel=1e-3)
    for code in found.communes:
        assert surface(found, [code]) == pytest.approx(1, rel=0.02)
    used = [arc for polygons in found.communes.values() for ring in polygons[0] for arc in ring]
    assert len(used) == len(set(used))
    assert {arc if arc >= 0 else ~arc for arc in used} == set(range(len(found.arcs)))


@pytest.mark.parametrize("named", ["INSEE_COM", "code_insee", "codgeo", "insee", "code"])
def test_code_is_found_under_the_name_of_each_producer(tmp_path, named):
    trial = imported(tmp_path, tarn(named))
    assert len(topology(trial).communes) == 314
    assert trial.warnings == []


def test_snapshot_is_topojson_for_other_programs(tmp_path):
    told = json.loads(imported(tmp_path, tarn()).snapshot.files["81.json"])
    assert told["type"] == "Topology"
    geometries = told["objects"]["communes"]["geometries"]
    assert {one["type"] for one in geometries} == {"MultiPolygon"}
    assert [one["id"] for one in geometries] == sorted(one["id"] for one in geometries)
    numbers = {type(n) for arc in told["arcs"] for point in arc for n in point}
    assert numbers == {int}


def test_the_same_file_always_makes_the_same_bytes(tmp_path):
    once, again = (imported(tmp_path, tarn()).snapshot.all_files for _ in range(2))
    assert once == again


# Communes of another year


def test_communes_merged_since_are_dissolved_into_the_one_of_today(tmp_path):
    features = tarn()
    rank = next(n for n, one in enumerate(features) if one["properties"]["code"] == "81233")
    # Terre-de-Bancalié was Roumégoux (81233), Ronel, Saint-Lieux-Lafenasse… until 2018.
    old = [feature(code, square(314 + n)) for n, code in enumerate(["81226", "81260", "81296"])]
    features[rank] = feature("81233", square(317))
    found = topology(imported(tmp_path, features + old))
    assert "81226" not in found.communes
    assert surface(found, ["81233"]) == pytest.approx(4, rel=1e-2)
    (outline,) = rings_of(found, ["81233"])
    assert len(outline) < 14  # the sides that its parts share are gone


def test_parts_without_common_points_still_make_one_commune(tmp_path):
    old = [feature("81226", square(314)), feature("81260", square(314 + COLUMNS, more=[0.4]))]
    features = [one for one in tarn() if one["properties"]["code"] != "81233"]
    found = topology(imported(tmp_path, features + old))
    assert surface(found, ["81233"]) == pytest.approx(2, rel=1e-2)


def test_every_outline_ends_in_a_commune_or_in_a_message(tmp_path):
    """Conservation: of each year of communes, no square is lost without a word."""
    communes = FRANCE.communes
    home = communes.in_departement("31")
    olds = [old for one in home for old in one.anciens_codes if old != "31298"]
    codes = [*(one.code for one in home), *olds, "31999"]
    drawn = [feature(code, square(n)) for n, code in enumerate(codes)]
    empty = {**feature("31298"), "geometry": None}
    trial = imported(tmp_path, [*drawn, empty])
    found = topology(trial, "31.json")
    assert surface(found, found.communes) == pytest.approx(len(codes) - 1, rel=1e-3)
    for one in home:
        parts = 1 + len(set(one.anciens_codes) & set(olds))
        assert surface(found, [one.code]) == pytest.approx(parts, rel=0.05), one.toponyme.nom
    assert {code: ("31999" in said) + ("31298" in said) for code, said in trial.warnings} == {
        "commune": 1,
        "vide": 1,
    }


def test_arrondissements_replace_their_city_when_it_is_absent(tmp_path):
    parts = [feature(f"751{n:02}", square(n)) for n in range(1, 21)]
    (made,) = topology(imported(tmp_path, parts), "75.json").communes
    assert made == "75056"
    whole = feature("75056", square(40))
    found = topology(imported(tmp_path, [*parts, whole]), "75.json")
    assert surface(found, ["75056"]) == pytest.approx(1, rel=1e-2)


def test_holes_and_islands_are_kept_and_rocks_are_not(tmp_path):
    features = tarn()
    x, y = features[0]["geometry"]["coordinates"][0][0]

    def box(west, south, side):
        corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
        return [[x + west + a, y + south + b] for a, b in corners]

    hole = box(0.02, 0.02, 0.02)[::-1]
    parts = [[square(0), hole], [box(-0.05, 0, 0.03)], [box(-0.02, 0, 0.0004)]]
    features[0]["geometry"] = {"type": "MultiPolygon", "coordinates": parts}
    code = features[0]["properties"]["code"]
    sizes = [area(ring) for ring in rings_of(topology(imported(tmp_path, features)), [code])]
    assert sorted(round(size, 4) for size in sizes) == [-0.0004, 0.0009, 0.0036]


def test_rings_are_kept_whichever_way_they_turn(tmp_path):
    turned = tarn()
    for one in turned[::2]:
        one["geometry"]["coordinates"][0].reverse()
    found = topology(imported(tmp_path, turned))
    assert surface(found, found.communes) == pytest.approx(314, rel=1e-3)


@given(st.lists(st.integers(0, 39), min_size=1))
def test_dissolving_squares_loses_no_surface_and_leaves_no_border(ranks):
    squares = [contours_reading.shape_of([[square(rank)]]) for rank in ranks]
    found = read_topology(departement_file({"81233": squares}))
    assert surface(found, ["81233"]) == pytest.approx(len(set(ranks)), rel=0.02)
    assert found.borders(["81233"]) == []


@given(st.lists(st.lists(st.floats(0.05, 0.95), max_size=3), min_size=1, max_size=30))
def test_borders_that_do_not_match_are_taken_as_they_come(mores):
    shapes = {
        f"81{rank:03}": [contours_reading.shape_of([[square(rank, more=sorted(set(more)))]])]
        for rank, more in enumerate(mores, start=1)
    }
    found = read_topology(departement_file(shapes))
    assert surface(found, found.communes) == pytest.approx(len(mores), rel=0.02)


# What is told, and stops nothing


def test_communes_without_outline_are_counted_and_named(tmp_path):
    trial = imported(tmp_path, [*tarn()[2:], {**tarn()[0], "geometry": None}])
    (empty, _), (code, message) = trial.warnings
    assert (empty, code) == ("vide", "incomplet")
    assert "2 communes sur 314 sans contour : Aguts, Aiguefonde" in message


def test_a_departement_of_which_little_is_there_has_no_map(tmp_path):
    trial = imported(tmp_path, [*tarn(), feature("34332", square(320))])
    assert set(trial.snapshot.files) == {"81.json"}
    assert ["laissé de côté" in message for _, message in trial.warnings] == [True]
    alone = imported(tmp_path, [feature("34332", square(320))])
    assert alone.errors == [(None, "incomplet")]


def test_outline_of_an_unknown_code_is_dropped_with_a_warning(tmp_path):
    ((code, message),) = imported(tmp_path, [*tarn(), feature("81999", square(320))]).warnings
    assert code == "commune"
    assert "81999" in message


def test_credit_line_and_edition_come_from_the_options(tmp_path):
    options = ImportOptions(
        edition=date(2018, 1, 1), provenance="Producteur imaginaire, via un ami"
    )
    stated = TrialImport(
        tmp_path, convert, collection(tarn()), "c.geojson", options=options
    ).snapshot
    assert stated.origine.mention == options.provenance
    assert stated.origine.edition == "2018-01-01"
    copied = ImportOptions(provenance="Producteur imaginaire ; copie d’un ami")
    copy = TrialImport(tmp_path, convert, collection(tarn()), "c.geojson", options=copied).snapshot
    assert copy.origine.mention == copy.origine.producteur == "Producteur imaginaire"
    assert copy.origine.provenance == copied.provenance
    silent = TrialImport(
        tmp_path, convert, collection(tarn()), "c.geojson", options=ImportOptions()
    )
    assert silent.snapshot.origine.mention == "Contours des communes : origine non précisée"
    assert [code for code, _ in silent.warnings] == ["provenance"]


# What is refused


LAMBERT = [[640000, 6300000], [640100, 6300000], [640100, 6300100], [640000, 6300000]]
SWAPPED = [point[::-1] for point in square(0)]
ELSEWHERE = [[20.0, 44.0], [20.1, 44.0], [20.1, 44.1], [20.0, 44.0]]
ENDLESS = [[1.6, 43.4], [math.inf, 43.4], [1.7, 43.5], [1.6, 43.4]]
NO_NUMBER = [[1.6, 43.4], [math.nan, 43.4], [1.7, 43.5], [1.6, 43.4]]


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (feature("81002", square(1)[:-1]), "un anneau n’est pas fermé"),
        (feature("81002", square(1)[:2]), "moins de quatre points"),
        (feature("81002", SWAPPED), "latitude et longitude échangées"),
        (feature("97411", [[-21, 55.4], [-21, 55.5], [-20.9, 55.5], [-21, 55.4]]), "échangées"),
        (feature("81002", LAMBERT), "coordonnées projetées"),
        (feature("81002", ELSEWHERE), "hors de son territoire"),
        (feature("81002", ENDLESS), "pas un nombre fini"),
        (feature("81002", NO_NUMBER), "pas un nombre fini"),
        (feature("81002", [["a", 1]] * 4), "coordonnées illisibles"),
        (feature("81002", 12), "coordonnées illisibles"),
        ({**feature("81002"), "geometry": {"type": "Point", "coordinates": [1, 2]}}, "« Polygon »"),
        (feature("81002", square(1), named="nom"), "aucun code de commune"),
        (feature("8102", square(1)), "« 8102 » n’est pas le code INSEE"),
        (feature(1002, square(1)), "« 1002 » n’est pas le code INSEE"),
        (feature("81", square(1)), "« 81 » n’est pas le code INSEE"),
        (feature("81001", square(1)), "déjà celui du contour n° 1"),
        (feature("81002", [[1.6, 43.4]] * 4), "n’a pas de surface"),
        ("rien", "aucun code de commune"),
        ({"type": "Feature", "properties": [1]}, "aucun code de commune"),
        ({"type": "Feature", "properties": [], "geometry": 3}, "aucun code de commune"),
        ({**feature("81002"), "geometry": 3}, "illisible"),
    ],
)
def test_outline_that_is_wrong_is_reported_by_its_rank(tmp_path, spoilt, said):
    features = tarn()
    features[1] = spoilt
    trial = imported(tmp_path, features)
    (problem,) = [one for one in trial.refused if one.severity == "erreur"]
    assert problem.message.startswith("contour n° 2")
    assert said in problem.message


def test_every_problem_is_reported_in_one_pass(tmp_path):
    features = tarn()
    features[3] = feature("81004", SWAPPED)
    features[7] = feature("81008", square(7)[:-1])
    features[9] = feature("", square(9))
    told = [one.message for one in imported(tmp_path, features).refused]
    assert [message.split(" (")[0].split(" :")[0] for message in told] == [
        *("contour n° 4", "contour n° 8", "contour n° 10")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "forme"),
        ("<html>", "forme"),
        (collection(tarn()[:3])[:-40], "json"),
        ("[" * 100_000, "json"),
        ('{"crs": ' + "9" * 5000 + "}", "json"),
        ("[]", "geojson"),
        ('{"type": "FeatureCollection", "features": {}}', "geojson"),
        ('{"type": "Topology", "arcs": []}', "geojson"),
        (collection([]), "geojson"),
        (json.dumps(feature("81002", square(1))), "geojson"),
        (collection(tarn(), crs={"name": "urn:ogc:def:crs:EPSG::2154"}), "projection"),
        (collection(tarn(), crs=feature("", square(0))["geometry"]), "projection"),
        (collection(tarn(), crs={"type": "Point", "coordinates": []}), "projection"),
    ],
)
def test_other_file_is_refused(tmp_path, data, code):
    trial = TrialImport(tmp_path, convert, data, "c.geojson", options=STATED)
    assert [found for _, found in trial.errors] == [code]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_a_file_may_say_that_it_is_in_degrees(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    assert imported(tmp_path, tarn(), crs=crs).errors == []


def test_too_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(contours_reading, "MAX_BYTES", 1000)
    trial = imported(tmp_path, tarn())
    assert trial.errors == [(None, "taille")]


@pytest.mark.parametrize("side", [1e-6, 0])
@pytest.mark.parametrize("parts", [1, 2])
def test_tiny_or_flat_commune_is_kept_as_it_is(tmp_path, side, parts):
    """A whole département may be one commune: its width must not become zero."""
    west, south = -62.8, 17.9
    line = [[west, south], [west + 1e-6, south], [west + 2e-6, south + side], [west + 1e-6, south]]
    shape = {"type": "MultiPolygon", "coordinates": [[[*line, line[0]]]] * parts}
    trial = imported(tmp_path, [{**feature("97701"), "geometry": shape}])
    assert list(topology(trial, "977.json").communes) == ["97701"]


def test_two_files_may_not_tell_the_same_commune(tmp_path):
    (tmp_path / "a.geojson").write_text(collection(tarn()))
    (tmp_path / "b.geojson").write_text(collection(tarn()[:2]))
    files = [InputFile(tmp_path / name, name) for name in ("a.geojson", "b.geojson")]
    with pytest.raises(Exception, match="81001 est déjà dans un autre"):
        convert(files, STATED, FRANCE)


# The real outlines of the Tarn


@NEEDS_SHARED
def test_tarn_takes_less_than_100_kilobytes_and_keeps_its_shape(tmp_path):
    data = (SHARED / "communes-81.geojson").read_bytes()
    trial = TrialImport(tmp_path, convert, data, "communes-81.geojson", options=STATED)
    assert len(trial.snapshot.files["81.json"]) < 100_000
    assert trial.warnings == []
    found = topology(trial)
    source = InputFile(SHARED / "communes-81.geojson", "")
    for outline in read_outlines(source):
        true = sum(
            area([contours_reading.to_degrees(point) for point in rings[0]])
            for rings in outline.shape.polygons
        )
        kept = sum(area(ring) for ring in rings_of(found, [outline.code]))
        assert kept == pytest.approx(abs(true), rel=0.06)


@NEEDS_SHARED
def test_tarn_has_one_outer_ring_and_shared_inner_borders(tmp_path):
    data = (SHARED / "communes-81.geojson").read_bytes()
    found = topology(TrialImport(tmp_path, convert, data, "c.geojson", options=STATED))
    (outline,) = found.outline(found.communes)
    shared = found.borders(found.communes)
    assert len(shared) + len(outline) == len(found.arcs)
