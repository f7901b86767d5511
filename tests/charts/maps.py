"""A locator map of an invented département, told by hand (exemple fictif)."""

from docgen.charts.specification import Carte, Repere, RoleZone, ZoneCarte

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
        ZoneCarte(role=RoleZone.DEPARTEMENT, contours=(EDGE,)),
        ZoneCarte(role=RoleZone.COMMUNE, contours=(OWN, HOLE)),
        ZoneCarte(role=RoleZone.VOISINE, contours=(UNIT,), limites=(((75.0, 35.0), (80.0, 75.0)),)),
        ZoneCarte(
            role=RoleZone.AUTRE,
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
