"""Invented outlines: the communes of a département as squares side by side (exemple fictif)."""

import json

from tests.importing.trial_import import FRANCE

SIDE = 0.06
"""The side of a square, in degrees."""
WEST, SOUTH = 1.6, 43.4
COLUMNS = 18


def square(rank, *, more=()):
    """Return the ring of the n-th square of a grid, turning left; neighbours share corners.

    `more` adds points on its south side, each as a share of it.
    """
    x, y = WEST + rank % COLUMNS * SIDE, SOUTH + rank // COLUMNS * SIDE
    south = [(x + SIDE * share, y) for share in more]
    corners = [(x, y), *south, (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE), (x, y)]
    return [[round(lon, 5), round(lat, 5)] for lon, lat in corners]


def feature(code, *rings, named="code", **properties):
    """Return an outline: its rings, and its code under a producer's name for it."""
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {named: code, **properties}, "geometry": geometry}


def tarn(named="code"):
    """Return the 314 communes of the Tarn as squares, in order of their codes."""
    communes = FRANCE.communes.in_departement("81")
    return [feature(one.code, square(rank), named=named) for rank, one in enumerate(communes)]


def collection(features, **more):
    """Return a GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})
