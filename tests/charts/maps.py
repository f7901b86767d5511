"""A locator map of an invented département, told by hand (exemple fictif)."""

from docgen.charts.specification import Carte, Repere, Role, Zone

EDGE = ((2.0, 2.0), (198.0, 2.0), (198.0, 120.0), (2.0, 120.0))
OWN = ((90.0, 40.0), (120.3, 41.1), (110.0, 70.0))
HOLE = ((100.0, 45.0), (104.0, 45.0), (102.0, 48.0))
UNIT = ((60.0, 30.0), (90.0, 40.0), (110.0, 70.0), (70.0, 80.0))
MAP = Carte(
    cle="carte-fictive",
    alternative="Carte de Valclair & environs. Position de « Valclair-le-Fictif » : au centre.",
    largeur=200.0,
    hauteur=122.0,
    zones=(
        Zone(role=Role.DEPARTEMENT, contours=(EDGE,)),
        Zone(role=Role.COMMUNE, contours=(OWN, HOLE)),
        Zone(role=Role.VOISINE, contours=(UNIT,), limites=(((75.0, 35.0), (80.0, 75.0)),)),
        Zone(
            role=Role.AUTRE,
            contours=(EDGE,),
            limites=(((2.0, 60.0), (60.0, 30.0)), ((198.0, 60.0), (120.3, 41.1))),
        ),
    ),
    reperes=(
        Repere(nom="Exemple-la-Ville", x=30.0, y=20.0),
        Repere(nom="L’Imaginée", x=180.0, y=100.0, a_gauche=True),
    ),
    cercle=(104.0, 50.0, 6.0),
)
