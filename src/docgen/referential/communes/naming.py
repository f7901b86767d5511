"""Names of départements, regions and intercommunalités in a sentence.

Rule: « en » before names joined by « et », and before a feminine name that is compound or that
usage says so; « à » before an island or a town; « dans » and the article before the others.  Where
usage admits two forms (« dans le » or « en Vaucluse »), the same one is always used.
Sources: INSEE's TNCC for articles; Grevisse, Le bon usage, for « en » and « dans », as reported;
tables checked name by name on the code officiel géographique of 2026.
"""

import re
from collections.abc import Mapping
from typing import Final

from docgen.french.territory import Toponyme

NATURES: Final[Mapping[str, str]] = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole",
}
"""The natures of intercommunalités, by the abbreviations of the DGCL; all feminine."""

_EN: Final = frozenset(
    (
        *("Charente", "Corrèze", "Dordogne", "Gironde", "Lozère", "Mayenne", "Moselle", "Savoie"),
        *("Vendée", "Guadeloupe", "Martinique", "Guyane"),
    )
)
"""Simple feminine names that take « en »; the others are rivers: « dans la Creuse »."""

_A: Final = frozenset(
    (
        *("Paris", "La Réunion", "Mayotte", "Saint-Pierre-et-Miquelon", "Saint-Barthélemy"),
        *("Saint-Martin", "Wallis et Futuna"),
    )
)
"""Islands, and Paris, which take « à » and no article."""

_ARTICLES: Final[Mapping[str, str]] = {
    "Eure-et-Loir": "l’",
    "Ille-et-Vilaine": "l’",
    "Indre-et-Loire": "l’",
    "Maine-et-Loire": "le ",
    "Meurthe-et-Moselle": "la ",
    "Saône-et-Loire": "la ",
    "Seine-et-Marne": "la ",
    "Île-de-France": "l’",
    "Bourgogne-Franche-Comté": "la ",
    "Normandie": "la ",
    "Bretagne": "la ",
    "Occitanie": "l’",
    "Auvergne-Rhône-Alpes": "l’",
    "Provence-Alpes-Côte d’Azur": "la ",
    "Corse": "la ",
}
"""Names that have an article as a subject, although their TNCC has « de Seine-et-Marne »."""

_SUR: Final = {"Île de Clipperton": "sur l’Île de Clipperton"}


def with_article(place: Toponyme) -> str:
    """Return a département or region as a subject: « le Tarn », « l’Ain », « Paris »."""
    article = _ARTICLES.get(place.nom)
    return f"{article}{place.nom}" if article else place.le


def location_phrase(place: Toponyme) -> str:
    """Return a place as a location: « dans le Tarn », « en Haute-Garonne », « à Paris »."""
    nom = place.nom
    if nom in _SUR:
        return _SUR[nom]
    if nom in _A:
        return place.a
    compound = "-et-" in nom or (place.tncc == 3 and re.search(r"[- ]", nom))
    if compound or nom in _EN or place.tncc < 2:
        return f"en {nom}"
    return f"dans {place.le}"


def intercommunalite(nature: str, nom: str) -> str:
    """Return the full name of an EPCI: « communauté de communes Centre Tarn ».

    The name of a métropole already holds its nature: « Métropole de Lyon ».
    """
    return nom if nature == NATURES["METRO"] else f"{nature} {nom}"


def intercommunalite_with_article(nature: str, nom: str) -> str:
    """Return the full name of an EPCI as a subject: « la communauté de communes Centre Tarn »."""
    full = intercommunalite(nature, nom)
    if full.startswith(("communauté", "Métropole")):
        return f"la {full}"
    return f"l’{full}" if full.startswith("Eurométropole") else full
