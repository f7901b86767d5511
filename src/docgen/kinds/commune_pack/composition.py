"""From a commune to its pack: its own pages, and the documents of other kinds bound into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from docgen.document import Diffusion, Document
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.signed import overlapping_acts
from docgen.kinds.commune_pack.choosing_fiches import Savoir
from docgen.kinds.commune_pack.contacts import Carnet
from docgen.kinds.commune_pack.content import Dossier
from docgen.kinds.commune_pack.couverture import cover, unknown_zone
from docgen.kinds.commune_pack.engagements import convention_page, supposed, unbound
from docgen.kinds.commune_pack.facts import (
    FaitsActions,
    FaitsChoix,
    FaitsDossier,
)
from docgen.kinds.commune_pack.feuilles import lines_of, notes_pages
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.commune_pack.sommaire import ORDER, contents, heads, over_part
from docgen.kinds.kind import Order, Others, Scope
from docgen.kinds.writing.corpus import Corpus, corpus_of
from docgen.kinds.writing.left_to_do import problems_left
from docgen.markup import escape_marks, mark_link, plain, replace_references
from docgen.referential.figures.activite import EXEMPLE_FICTIF
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire

PROJET: Final = "PROJET – à vérifier avant remise"
RESTREINT: Final = "Réservé au maire et à ses adjoints"
PUBLIC: Final = "Document public"
INTERNE: Final = "INTERNE – ne pas remettre"
Parts = Mapping[str, tuple[Document, ...]]


def compose(dossier: Dossier, order: Order) -> Iterator[Document]:
    """Yield the pack of each commune that is wished for."""
    if order.scope and order.others:
        corpus = corpus_of(order.scope.referential)
        acte = corpus.actes.get(dossier.convention)
        if acte is None:  # told by the check across files
            return
        for code in order.scope.communes:
            yield _Pack(dossier, order.scope, corpus, acte, code).document(order)


class _Pack:
    """The pack of one commune, being composed for one circle of readers."""

    def __init__(
        self, dossier: Dossier, scope: Scope, corpus: Corpus, acte: Acte, code: CodeInsee
    ) -> None:
        self.dossier, self.scope, self.acte, self.code = dossier, scope, acte, code
        self.options = scope.options_of(PackOptions)
        self.lieu = Lieu(scope.referential, code, self.options.circle)
        self.savoir = Savoir(self.lieu)
        self.annuaire = Annuaire(corpus.roles, scope.referential, code, self.options.circle)
        self.corpus = corpus
        self.acts = corpus.actes.signed
        self.signee = next((one for one in self.acts if one.cle == dossier.convention), None)
        self.choix = self.savoir.chosen(dossier.actions)

    def document(self, order: Order) -> Document:
        """Return the pack as a document, a draft as long as any part of it is one."""
        bound = self._bound(order.others) if order.others else {}
        left = tuple(dict.fromkeys(self._left(order, bound)))
        facts = self._facts(bound, left)
        commune = facts.couverture.nom
        return Document(
            kind="commune-pack",
            key=f"{self.code}-interne".lower() if self._kept_inside else self.code.lower(),
            title=f"{plain(self.dossier.couverture.surtitre)} : {commune}",
            author=self.acte.sigles,
            subject=facts.couverture.lieu,
            facts=facts,
            diffusion=self.options.circle,
            final=not left,
            sources=(order.source, self.acte.source.name),
            marks=(facts.repere, facts.mention),
            left=left,
            notices=tuple(self._notices(bound)),
            parts={
                name: tuple(self._as_part(part, name, bool(left)) for part in parts)
                for name, parts in bound.items()
            },
        )

    def _bound(self, others: Others) -> Parts:
        """Return the documents of other kinds, by the name of their place."""
        whole = others.of("memento", self.code, layout="document") if self.options.complet else ()
        return {
            "chiffres": others.of("infographie", self.code, interne=self.options.interne),
            "fiches": others.of("fiche", self.code, tuple(self.choix)),
            "environnement": others.of("memento", self.code, layout="aide-memoire"),
            "memento": whole,
        }

    def _notices(self, bound: Parts) -> Iterator[Problem]:
        yield from (one for part in _all(bound) for one in part.notices)
        visite = self.options.visite
        known = (unbound(self.acte, self.signee, visite), supposed(self.signee, visite))
        yield from filter(None, known)
        yield from overlapping_acts(self.acts, visite)

    def _left(self, order: Order, bound: Parts) -> Iterator[Problem]:
        yield from (one for part in _all(bound) for one in part.left)
        yield from filter(None, (self.lieu.doute, unknown_zone(self.lieu)))

    def _facts(self, bound: Parts, left: tuple[Problem, ...]) -> FaitsDossier:
        words = self.dossier
        nom = self.lieu.commune.toponyme.seul if self.lieu.commune else self.code
        carnet = Carnet(self.corpus.roles, self.annuaire, self.lieu, self.savoir.zone)
        return FaitsDossier(
            projet=bool(left),
            intitule=f"{plain(words.couverture.surtitre)} – {nom}",
            repere=self._repere(bound, draft=bool(left)),
            mention=self._mention(),
            couverture=cover(words, self.scope, self.lieu, self.savoir.zone, self.annuaire),
            titre_sommaire=plain(words.sections.sommaire.titre),
            sommaire=contents(words.sections, bound, self.savoir.zone),
            rubriques=heads(words.sections, complet=self.options.complet),
            contacts=carnet.facts(words.contacts),
            convention=convention_page(
                words.engagements, self.savoir.zone, self.acte, self.signee, self.options.visite
            ),
            actions=self._actions(bound),
            notes_chapo=plain(words.notes.chapo),
            notes=notes_pages(words.notes, len(bound["fiches"])),
            compte_rendu_chapo=plain(words.compte_rendu.chapo),
            compte_rendu=tuple(map(lines_of, words.compte_rendu.champs)),
            dos=lines_of(words.compte_rendu.dos),
            titre_restes=plain(words.sections.restes.titre),
            restes=problems_left(left),
        )

    @property
    def _kept_inside(self) -> bool:
        """Whether the pack holds what must not be handed over."""
        return self.options.circle is Diffusion.INTERNE

    def _circle(self, public: str, restricted: str, internal: str) -> str:
        told = {Diffusion.PUBLIQUE: public, Diffusion.INTERNE: internal}
        return told.get(self.options.circle, restricted)

    def _repere(self, bound: Parts, *, draft: bool) -> str:
        """Return the head of each page: a draft, or who may read; what stays inside says both.

        What a part says of itself, that it is invented, its pages no longer do: the pack says it.
        """
        act = self.signee is not None and self.signee.contenu.exemple_fictif
        invented = act or any(map(_says_it_is_invented, _all(bound)))
        return self._status(draft=draft) + f" – {EXEMPLE_FICTIF}" * invented

    def _status(self, *, draft: bool) -> str:
        if self._kept_inside:
            return f"PROJET, {INTERNE}" if draft else INTERNE
        return PROJET if draft else self._circle(PUBLIC, RESTREINT, INTERNE)

    def _mention(self) -> str:
        """Return the foot of each page: the partnership (article 5), who may read (article 9)."""
        words = self.dossier.mentions
        named = replace_references(words.partenariat, lambda _: escape_marks(self.acte.nom))
        circles = (words.publique, words.partenaires, words.interne)
        return f"{plain(named)} {self._circle(*map(plain, circles))}"

    def _actions(self, bound: Parts) -> FaitsActions:
        reasons = self.choix.values()
        return FaitsActions(
            chapo=plain(self.dossier.actions.chapo),
            choix=tuple(
                FaitsChoix(titre=mark_link(part.title, f"#{part.stem}"), raison=plain(reason))
                for part, reason in zip(bound["fiches"], reasons, strict=True)
            ),
        )

    def _as_part(self, part: Document, place: str, projet: bool) -> Document:
        """Return a document as it is bound.

        The pack says that it is a draft, and what is left; the part says which one it is.
        """
        as_bound: dict[str, object] = {"restes": (), "reste_dit": "", "projet": projet}
        own = dict(part.facts)
        if place in ORDER:
            sections, above = self.dossier.sections, str(own["surtitre"])
            as_bound["surtitre"] = over_part(sections, place, above, complet=self.options.complet)
        told = {name: value for name, value in as_bound.items() if name in own}
        return replace(part, facts=part.facts.model_copy(update=told))


def _all(bound: Parts) -> Iterator[Document]:
    for parts in bound.values():
        yield from parts


def _says_it_is_invented(part: Document) -> bool:
    """Whether a part says at the head of its pages that what it tells is invented."""
    return any(EXEMPLE_FICTIF in mark for mark in part.marks)
