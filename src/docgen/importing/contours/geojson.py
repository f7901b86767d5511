"""Reading of GeoJSON: the outlines of a file with their codes; errors name an outline by its rank.

Source: RFC 7946. A position is one whole number, in millionths of a degree, so that equal points of
two neighbours are equal numbers.
"""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from docgen.content.raw import as_group
from docgen.french.territory import CodeInsee, code_insee, departement_of
from docgen.importing.contours.bounding_boxes import BoundingBox, bounding_box_of
from docgen.importing.input_file import AGAIN, InputFile
from docgen.referential.contours.geometry import PlanePoint

MAX_BYTES = 300_000_000
"""The largest file, in bytes, for it is held in memory twice."""
LIGHTER = "prenez une version simplifiée (les contours « 100m » d’Etalab suffisent)"
CODES = ("insee_com", "code_insee", "codgeo", "code_commune", "insee", "com", "code")
"""The names of a code, in lower case: IGN, INSEE, Etalab, france-geojson."""
DEPARTEMENTS = ("insee_dep", "code_dept", "code_departement", "departement")
"""The names of a département's code."""
NAME_KEYS = ("nom", "nom_com", "nom_officiel", "libgeo", "libelle")
GEOGRAPHIC = ("CRS84", "4326", "4258", "4171")
"""Coordinate systems in degrees: WGS 84, and ETRS 89 and RGF 93, within a metre of it."""
GLOBE: Final = BoundingBox(-180, -90, 180, 90)

Ring = Sequence[int]
"""A closed line of positions, without its last, which is the first."""
STEP: Final = 1e-6
_SHIFT, _MASK = 28, (1 << 28) - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Polygons as sequences of rings (outline, then holes), and their bounding box."""

    polygons: tuple[tuple[Ring, ...], ...]
    bounds: BoundingBox


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline of a file: its rank from 1, its code, its shape, its name if it has one."""

    rank: int
    code: CodeInsee
    shape: Shape
    nom: str


class _ShapeError(ValueError):
    """The reason why a geometry cannot be used, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def to_degrees(point: int) -> PlanePoint:
    """Return the longitude and latitude of a position, in degrees."""
    return (point >> _SHIFT) * STEP - 180, (point & _MASK) * STEP - 90


def read_outlines(infile: InputFile) -> Iterator[Outline]:
    """Yield the outlines of a GeoJSON file; add an error for each one that is wrong.

    Empty outlines are skipped, with a warning. Raise ContentError when the file as a whole cannot
    be read.
    """
    seen: dict[str, int] = {}
    for rank, feature in enumerate(_features(infile), start=1):
        code = _code_of(infile, rank, feature)
        shape = as_group(feature).get("geometry")
        if code is None:
            continue
        label = f"contour n° {rank} ({code})"
        if shape is None:
            hint = "la commune n’aura pas cette part de son contour"
            infile.warn("vide", f"{label} : il est vide", hint=hint)
            continue
        fault = _position_error(code, shape) if isinstance(shape, Shape) else _shape_error(shape)
        if fault:
            infile.error("contour", f"{label} : {fault.message}", hint=fault.hint)
        elif code in seen:
            message = f"{label} : ce code est déjà celui du contour n° {seen[code]}"
            infile.error("doublon", message)
        else:
            yield Outline(rank, code, shape, _name_of(feature))
        seen.setdefault(code, rank)


def _features(infile: InputFile) -> list[Any]:
    collection = _parse(infile)
    kind = as_group(collection).get("type")
    if kind != "FeatureCollection" or not isinstance(collection.get("features"), list):
        message = "ce n’est pas une « FeatureCollection » de GeoJSON"
        hint = "convertissez-le en GeoJSON" if kind == "Topology" else ""
        raise infile.refusal("geojson", message, hint=hint or "il faut les contours des communes")
    # A « crs » that looks like a geometry has become a shape.
    crs = json.dumps(collection["crs"], default=str) if collection.get("crs") else GEOGRAPHIC[0]
    if not any(name in crs for name in GEOGRAPHIC):
        message = f"système de coordonnées autre que WGS 84 : {crs}"
        raise infile.refusal("projection", message, hint="reprojetez en WGS 84 (EPSG:4326)")
    features: list[Any] = collection["features"]
    if not features:
        raise infile.refusal("geojson", "il n’y a aucun contour dans ce fichier", hint=AGAIN)
    return features


def _parse(infile: InputFile) -> Any:
    infile.limit_size(MAX_BYTES, LIGHTER)
    try:
        return json.loads(infile.text, object_hook=_to_shape)
    except json.JSONDecodeError as error:
        message = f"JSON illisible à la colonne {error.colno}"
        hint = "le fichier est incomplet, ou n’est pas du GeoJSON : téléchargez-le encore"
        raise infile.refusal("json", message, error.lineno, hint=hint) from error
    except RecursionError as error:
        raise infile.refusal("json", "JSON illisible : trop de niveaux", hint=AGAIN) from error
    except ValueError as error:  # no number of ours has thousands of figures
        raise infile.refusal("json", "JSON illisible : nombre trop long", hint=AGAIN) from error


# One feature


def _code_of(infile: InputFile, rank: int, feature: object) -> CodeInsee | None:
    values = _properties(feature)
    value = next((values[name] for name in CODES if name in values), None)
    if value is None:
        hint = f"le code INSEE est attendu sous l’un de ces noms : {', '.join(CODES)}"
        infile.error("code", f"contour n° {rank} : aucun code de commune", hint=hint)
        return None
    try:
        code = code_insee(value)
    except ValueError:
        hint = "il faut les contours des communes, et des codes sur cinq caractères"
        if str(value).isdigit() and len(str(value)) == 4:
            hint = "le zéro du début est perdu : reprenez le fichier d’origine"
        message = f"contour n° {rank} : « {value} » n’est pas le code INSEE d’une commune"
        infile.error("code", message, hint=hint)
        return None
    _check_departement(infile, rank, code, values)
    return code


def _check_departement(
    infile: InputFile, rank: int, code: CodeInsee, values: Mapping[str, object]
) -> None:
    departement = next((values[name] for name in DEPARTEMENTS if name in values), None)
    if departement and str(departement).upper() != departement_of(code):
        message = f"contour n° {rank} ({code}) : département « {departement} »"
        hint = "il contredit le code de la commune : reprenez le fichier d’origine"
        infile.error("departement", message, hint=hint)


def _name_of(feature: object) -> str:
    values = _properties(feature)
    return next((str(values[name]) for name in NAME_KEYS if values.get(name)), "")


def _properties(feature: object) -> dict[str, object]:
    properties = as_group(as_group(feature).get("properties"))
    return {str(name).casefold(): value for name, value in properties.items()}


def _shape_error(shape: object) -> _ShapeError:
    return shape if isinstance(shape, _ShapeError) else _ShapeError("géométrie illisible")


def _position_error(code: CodeInsee, shape: Shape) -> _ShapeError | None:
    frame = bounding_box_of(code)
    west, south, east, north = shape.bounds
    if frame.holds(west, south) and frame.holds(east, north):
        return None
    if frame.holds(south, west) and frame.holds(north, east):
        return _ShapeError("latitude et longitude échangées", "GeoJSON veut [longitude, latitude]")
    return _ShapeError(
        f"il est hors de son territoire (de {west:.2f}, {south:.2f} à {east:.2f}, {north:.2f})",
        "des degrés WGS 84 sont attendus, longitude puis latitude",
    )


# One geometry


def _to_shape(geometry: dict[str, Any]) -> Any:
    """Return a geometry as a shape, or as its error; any other object unchanged."""
    if not {"type", "coordinates"} <= geometry.keys():
        return geometry
    depth = {"Polygon": 0, "MultiPolygon": 1}.get(str(geometry.get("type")))
    try:
        if depth is None:
            raise _ShapeError("ce n’est ni un « Polygon » ni un « MultiPolygon »")
        parts = geometry["coordinates"] if depth else [geometry["coordinates"]]
        return shape_of(parts)
    except _ShapeError as fault:
        return fault
    except (TypeError, LookupError):
        return _ShapeError("coordonnées illisibles")
    except (ValueError, OverflowError):
        return _ShapeError("une coordonnée n’est pas un nombre fini")


def shape_of(parts: list[Any]) -> Shape | None:
    """Return a MultiPolygon as a shape, None when it is empty.

    Raise ValueError, TypeError or LookupError when it is not a polygon.
    """
    lines = [line for polygon in parts for line in polygon]
    if not lines:
        return None
    for line in lines:
        if len(line) < 4:
            raise _ShapeError("un anneau a moins de quatre points")
        if line[0] != line[-1]:
            raise _ShapeError("un anneau n’est pas fermé", "son dernier point doit être le premier")
    xs = [point[0] for line in lines for point in line]
    ys = [point[1] for line in lines for point in line]
    bounds = BoundingBox(min(xs), min(ys), max(xs), max(ys))
    west, south, east, north = bounds
    on_globe = GLOBE.holds(west, south) and GLOBE.holds(east, north)
    if not on_globe and all(abs(x) < 1e9 for x in bounds):
        hint = "reprojetez en WGS 84 (EPSG:4326)"
        raise _ShapeError("coordonnées projetées (Lambert 93 ?), pas des degrés", hint)
    return Shape(tuple(tuple(map(_ring, polygon)) for polygon in parts), bounds)


def _ring(line: Sequence[Sequence[float]]) -> Ring:
    """Return a ring of positions, without repeated points and without the last."""
    row = [
        (round((point[0] + 180) / STEP) << _SHIFT) | round((point[1] + 90) / STEP) for point in line
    ]
    ring = array("q", [b for a, b in pairwise(row) if a != b])
    if len(ring) < 3:
        raise _ShapeError("un anneau n’a pas de surface")
    return ring
