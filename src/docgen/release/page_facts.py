"""What the pages of a release say: the list of documents, what is left, what is not there."""

from __future__ import annotations

from docgen.document import Facts


class Point(Facts):
    """One thing that is told."""

    texte: str


class Sujet(Facts):
    """What is told of one file of content."""

    fichier: str
    points: tuple[Point, ...]


class Fichier(Facts):
    """A file to be opened: its address from the page, what it is, its digest."""

    adresse: str
    nom: str
    format: str
    pages: str
    taille: str
    empreinte: str


class Ligne(Facts):
    """A document: of which commune ('' for none), what it is, its files."""

    commune: str
    titre: str
    sorte: str
    etat: str
    final: bool
    date: str
    fichiers: tuple[Fichier, ...]


class Partie(Facts):
    """A part of the list: its title, its anchor, its documents."""

    titre: str
    ancre: str
    communes: bool
    lignes: tuple[Ligne, ...]


class FaitsPublication(Facts):
    """All that both pages of a folder say."""

    lecteurs: str
    date: str
    version: str
    compte: str
    finals: str
    projets: str
    conformite: str
    donnees: tuple[Point, ...]
    parties: tuple[Partie, ...]
    absents: tuple[Sujet, ...]
    restes: tuple[Sujet, ...]
