"""The facts of the report of a year; its texts hold marks of emphasis and links."""

from docgen.charts.specification import Courbe
from docgen.document import Facts
from docgen.kinds.writing.left_to_do import ResteAFaire


class FaitsValeur(Facts):
    """An indicator: its source, its value last year and this year; empty to fill in."""

    libelle: str
    unite: str
    source: str
    avant: str
    valeur: str
    note: str


class FaitsAction(Facts):
    """An action: what was done, or lines to fill in; its values, its curves and their legend."""

    reference: str
    titre: str
    fait: str
    lignes: tuple[int, ...]
    valeurs: tuple[FaitsValeur, ...]
    legende: str
    courbes: tuple[Courbe, ...]


class FaitsBilan(Facts):
    """The report; `intitule`, `repere` and `mention` run at the edges of its pages."""

    projet: bool
    intitule: str
    repere: str
    mention: str
    titre: str
    chapo: str
    echeance: str
    avant: str
    annee: str
    actions: tuple[FaitsAction, ...]
    titre_suite: str
    suite: str
    lignes_suite: tuple[int, ...]
    restes_titre: str
    restes: tuple[ResteAFaire, ...]
