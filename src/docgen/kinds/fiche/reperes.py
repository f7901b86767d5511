"""The right column of a fiche: for whom, benefits, time, cost, links, contacts."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.kinds.fiche.content import Fiche
from docgen.kinds.fiche.facts import BlocRepere, Coordonnees, Icone, Mot
from docgen.kinds.fiche.wording import FicheWording
from docgen.kinds.writing.references import bare, through
from docgen.markup import mark_link
from docgen.referential.territoire.roles import Titulaire


def blocks(fiche: Fiche, said: FicheWording) -> Iterator[BlocRepere]:
    """Yield the blocks of the right column, without those that a final document leaves out."""
    blocks: tuple[tuple[Icone, str, tuple[Mot, ...]], ...] = (
        ("personnes", "Pour qui", said.mots(fiche.pour_qui)),
        ("gain", "Ce que la commune y gagne", said.mots(*fiche.benefices)),
        ("horloge", "Quand", said.mots(fiche.quand)),
        ("prix", "Coût", said.mots(fiche.cout)),
        ("ecran", "En ligne", tuple(_links(fiche, said))),
    )
    for icon, title, texts in blocks:
        if texts:
            yield BlocRepere(icone=icon, titre=title, mots=texts)


def _links(fiche: Fiche, said: FicheWording) -> Iterator[Mot]:
    for link in fiche.liens:
        shown = mark_link(bare(link.adresse), link.adresse)
        text = f"{said.text(link.titre)}\u00a0: {shown}"
        doubt = bool(link.a_verifier)
        if not (doubt and said.final):
            yield Mot(texte=text, a_verifier=doubt)


def contacts(fiche: Fiche, said: FicheWording) -> Iterator[Coordonnees]:
    """Yield the contacts, without a site that the page already shows."""
    shown = {bare(link.adresse) for link in fiche.liens}
    named: set[str] = set()
    for role in filter(None, map(said.corpus.roles.get, fiche.contacts)):
        found = said.annuaire.resolve(role)
        if found.nom not in named:  # two roles may lead to one service, out of their zone
            named.add(found.nom)
            lines = tuple(line for line in _lines(found) if line not in shown)
            yield Coordonnees(nom=found.nom, lignes=lines, a_remplir=not found.connu)


def _lines(found: Titulaire) -> Iterator[str]:
    """Yield the ways to reach someone, one a line."""
    site = bare(found.site)
    number = found.telephone if found.telephone != found.nom else ""
    own = (found.personne, number, found.precision, *found.adresse)
    yield from filter(None, (*own, found.courriel, site, found.joindre))
    if not (found.telephone or found.courriel):
        yield from filter(None, [through(found)])
