"""The right column of a fiche: for whom, benefits, time, cost, links, contacts."""

from collections.abc import Iterator

from docgen.kinds.fiche.content import Fiche
from docgen.kinds.fiche.facts import BlocRepere, Icone, Mot
from docgen.kinds.fiche.wording import FicheWording
from docgen.kinds.writing.contacts import Coordonnees, coordonnees, short_address
from docgen.markup import mark_link


def blocks(fiche: Fiche, wording: FicheWording) -> Iterator[BlocRepere]:
    """Yield the blocks of the right column, without those that a final document leaves out."""
    blocks: tuple[tuple[Icone, str, tuple[Mot, ...]], ...] = (
        ("personnes", "Pour qui", wording.mots(fiche.pour_qui)),
        ("gain", "Ce que la commune y gagne", wording.mots(*fiche.benefices)),
        ("horloge", "Quand", wording.mots(fiche.quand)),
        ("prix", "Coût", wording.mots(fiche.cout)),
        ("ecran", "En ligne", tuple(_links(fiche, wording))),
    )
    for icon, title, texts in blocks:
        if texts:
            yield BlocRepere(icone=icon, titre=title, mots=texts)


def _links(fiche: Fiche, wording: FicheWording) -> Iterator[Mot]:
    for link in fiche.liens:
        shown = mark_link(short_address(link.adresse), link.adresse)
        text = f"{wording.text(link.titre)}\u00a0: {shown}"
        doubt = link.doubtful
        if not (doubt and wording.final):
            yield Mot(texte=text, a_verifier=doubt)


def contacts(fiche: Fiche, wording: FicheWording) -> Iterator[Coordonnees]:
    """Yield the contacts, without a site that the page already shows."""
    shown = {short_address(link.adresse) for link in fiche.liens}
    named: set[str] = set()
    for role in filter(None, map(wording.corpus.roles.get, fiche.contacts)):
        joint = wording.annuaire.resolve(role)
        if joint.nom not in named:  # two roles may lead to one service, out of their zone
            named.add(joint.nom)
            known = coordonnees(joint)
            ways = tuple(way for way in known.voies if way not in shown)
            yield known.model_copy(update={"voies": ways})
