"""All that a page of figures may print."""

from __future__ import annotations

from typing import Literal

from docgen.charts.specification import Barres, Carte, Colonnes, Courbe
from docgen.document import Facts


class Cle(Facts):
    """A fact told large: its icon, its value, what it is; `etat` marks what is to be checked."""

    icone: Literal["population", "gendarmerie", "police", "maire"]
    valeur: str
    libelle: str
    etat: str = ""


class Cellule(Facts):
    """A value in a table, as it is printed; `cachee` when secrecy forbids it."""

    texte: str
    cachee: bool = False


class LigneTableau(Facts):
    """A row of a table: its label, then a cell for each column."""

    libelle: str
    cellules: tuple[Cellule, ...]


class Tableau(Facts):
    """A table: the head of its first column and of the others, its rows."""

    premiere: str
    colonnes: tuple[str, ...]
    lignes: tuple[LigneTableau, ...]


class BlocContact(Facts):
    """Whom to call: a title, then lines; an empty line is filled in by hand."""

    titre: str
    lignes: tuple[str, ...]
    a_remplir: str = ""


class Legende(Facts):
    """What the colours of a map mean; no neighbours where the unit is not known."""

    commune: str
    voisines: str
    autres: str


class FaitsFeuille(Facts):
    """What both pages print: heads, names, the foot with its sources."""

    projet: bool
    repere: str
    mention: str
    surtitre: str
    nom: str
    lieu: str
    cles: tuple[Cle, ...]
    lecture: tuple[str, ...]
    sources: str


class FaitsPublique(FaitsFeuille):
    """The page of open statistics; `avis` says what is not there, and why."""

    titre_commune: str
    notes: tuple[str, ...]
    carte: Carte | None
    legende_carte: Legende | None
    avis: str
    titre_courbes: str
    courbes: tuple[Courbe, ...]
    annees: Tableau | None
    barres: Barres | None
    recentes: Tableau | None
    secret: str
    titre_lecture: str
    urgence: str
    urgence_legende: str
    contacts: tuple[BlocContact, ...]


class FaitsInterne(FaitsFeuille):
    """The internal page: tables of the month and of the year, and their charts."""

    avis: str
    domaines: tuple[Tableau, ...]
    titre_evolution: str
    evolutions: tuple[Colonnes, ...]
