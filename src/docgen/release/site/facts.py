"""What the pages of a release say: the list of documents, what is left, what is not there."""

from __future__ import annotations

from docgen.document import Facts


class Point(Facts):
    """One thing that is told."""

    texte: str


class Sujet(Facts):
    """What is told of one file of content, to those who write it."""

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
    """A document: what it is, its files; `reste` is where what it lacks is told ('' for nowhere).

    `nom` says by itself which document it is, its commune included.
    """

    titre: str
    nom: str
    etat: str
    final: bool
    date: str
    reste: str
    fichiers: tuple[Fichier, ...]


class Groupe(Facts):
    """Documents that stand together: of one kind, or of one commune."""

    titre: str
    lignes: tuple[Ligne, ...]


class Partie(Facts):
    """A part of the list: its title, its anchor, its groups."""

    titre: str
    ancre: str
    groupes: tuple[Groupe, ...]


class Restant(Facts):
    """A document that is a draft, or all those of communes: why, in the words of who reads it.

    `lie` says that some of it is that documents which it binds are drafts.
    """

    ancre: str
    titre: str
    sorte: str
    lie: bool
    points: tuple[Point, ...]
    fichiers: tuple[Fichier, ...]


class FaitsPublication(Facts):
    """All that both pages of a folder say."""

    partenariat: str
    lecteurs: str
    date: str
    version: str
    compte: str
    finals: str
    projets: str
    conformite: str
    word: bool
    donnees: tuple[Point, ...]
    parties: tuple[Partie, ...]
    absents: tuple[Point, ...]
    restants: tuple[Restant, ...]
    redacteurs: tuple[Sujet, ...]
