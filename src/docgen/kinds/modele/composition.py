"""From a model to an act: for one commune, or with blanks for any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docgen.document import Document
from docgen.errors import Problem
from docgen.french.typography import prose
from docgen.french.wording import date_longue
from docgen.kinds.kind import Order
from docgen.kinds.modele.actes import Faits, facts_of
from docgen.kinds.modele.content import Modele, Nature
from docgen.kinds.modele.facts import Reste
from docgen.kinds.modele.lieu import Lieu
from docgen.kinds.modele.redaction import Redaction, cited, names_mayor
from docgen.kinds.modele.rules import texts
from docgen.markup import escaped, plain
from docgen.referential.droit_controle import left_to_check
from docgen.referential.droit_regle import Regle

DRAFT: Final = "PROJET – à contrôler avant signature"
SHEET: Final = "Pour la mairie : feuille à retirer avant l’envoi"
LAYOUTS: Final = {Nature.LETTRE: "document", Nature.ARRETE: "arrete", Nature.RAPPORT: "rapport"}
"""The templates of each nature, in the folder of the kind."""


def compose(modele: Modele, order: Order) -> Iterator[Document]:
    """Yield the act: one for each commune that is wished for, or one with blanks."""
    if order.scope is None:
        return
    for code in order.scope.communes or (None,):
        yield _Acte(modele, order, Lieu(order.scope.referential, code)).document()


class _Acte:
    """One model being merged with one place."""

    def __init__(self, modele: Modele, order: Order, lieu: Lieu) -> None:
        if order.scope is None:
            raise LookupError(modele.id)
        self.modele, self.order, self.lieu = modele, order, lieu
        self.droit = order.scope.referential.droit
        self.words = tuple(text for _, text in texts(modele.model_dump()))
        found = (regle for text in self.words for regle in cited(text, self.droit))
        self.laws = tuple({regle.cle: regle for regle in found}.values())
        self.blocking = left_to_check(self.droit, self.laws)
        self.doubts = self._doubts()
        self.draft = bool(order.left or self.blocking or self.doubts)
        blancs = {blanc.id: blanc for blanc in modele.blancs}
        appel = modele.lettre.appel if modele.lettre else ""
        self.said = Redaction(self.droit, lieu, blancs, appel, not self.draft)

    def document(self) -> Document:
        """Return the act as a document."""
        facts = self._facts()
        code, title = self.lieu.code, facts.titre
        return Document(
            kind="modele",
            key=f"{self.order.key}-{code.lower()}" if code else self.order.key,
            title=f"{title} – {facts.organisme}" if facts.organisme else title,
            author=facts.organisme or "AMR81 – GGD81",
            subject=plain(self.modele.pour),
            facts=facts,
            diffusion=self.modele.diffusion,
            final=not self.draft,
            sources=(self.order.source,),
            marks=tuple(filter(None, (facts.repere, facts.mention))),
            layout=LAYOUTS[self.modele.nature],
            left=(*self.blocking, *self.doubts),
        )

    def _facts(self) -> Faits:
        commune = self.lieu.commune
        common: dict[str, Any] = {
            "projet": self.draft,
            "organisme": f"Commune {commune.toponyme.de}" if commune else "",
            "repere": DRAFT if self.draft else "",
            "mention": self._mention() if self.draft else "",
            "titre": plain(self.modele.titre),
            "mairie": prose(SHEET),
            "conseils": self.said.phrases(self.modele.conseils),
            "restes": tuple(self._left()) if self.draft else (),
            "sources": self._sources(),
        }
        return facts_of(self.modele, self.said, common)

    def _mention(self) -> str:
        check = self.modele.controle
        name = f"Modèle {self.modele.id}."
        if check is None:
            return f"{name} Aucune personne ne l’a encore contrôlé."
        return f"{name} Contrôlé le {date_longue(check.le)} par {check.par}."

    def _sources(self) -> str:
        """Return what the model was made from, and how fresh the law that was read is."""
        read = self.droit.fraicheur(self.laws)
        return " ; ".join(
            [*self.modele.sources, *(escaped(f"{one.nom} ({one.etat})") for one in read)]
        )

    def _left(self) -> Iterator[Reste]:
        """Yield what is left: what the model says of itself, the mayor's name, then the law."""
        for place in self.order.left:
            where = f"{place.file}, ligne {place.line}"
            yield Reste(quoi=escaped(place.name), lieu=where)
        for doubt in self.doubts:
            where = f"{doubt.file}, ligne {doubt.line}"
            yield Reste(quoi=escaped(prose(doubt.message)), lieu=where)
        for regle in self.laws:
            if regle.bloquante:
                written = self.droit.place(regle.cle)
                where = f"{written.file}, ligne {written.mark.line}"
                yield Reste(quoi=escaped(_told(regle)), lieu=where)

    def _doubts(self) -> tuple[Problem, ...]:
        """Return what must be checked of the mayor's name, where the act bears it."""
        named = any(names_mayor(text) for text in self.words)
        return (self.lieu.doute,) if named and self.lieu.doute else ()


def _told(regle: Regle) -> str:
    """Return an item of law in a list: where it is written, what it is, and its value."""
    where = regle.reference.court if regle.reference else ""
    value = regle.dit if regle.valeur else ""
    told = "\u00a0: ".join(filter(None, (where, regle.libelle.rstrip("."), value)))
    return told[0].upper() + told[1:]
