"""From a commune to its pack: its own pages, and the bound documents of other kinds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from docgen.content.raw import as_text
from docgen.content.source import Source
from docgen.content.validation import Finding, mappings, problem_at
from docgen.document import Diffusion, Document, key_for
from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.project import said_hidden
from docgen.kinds.actes.signed import overlapping_acts
from docgen.kinds.commune_pack.choosing_fiches import FicheChooser
from docgen.kinds.commune_pack.closeness import ACTIONS, CLOSE
from docgen.kinds.commune_pack.contacts import Carnet, warn_of_blank_lines
from docgen.kinds.commune_pack.content import Dossier
from docgen.kinds.commune_pack.couverture import cover
from docgen.kinds.commune_pack.engagements import (
    act_not_in_force,
    assumed_renewals,
    convention_page,
    without_clause_not_in_force,
)
from docgen.kinds.commune_pack.facts import FaitsActions, FaitsDossier, FaitsGroupeFiches
from docgen.kinds.commune_pack.feuilles import (
    lines_of,
    lines_under_fiches,
    notes_pages,
    visit_lines,
)
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.commune_pack.sommaire import (
    ORDER,
    contents,
    fiche_entries,
    part_surtitre,
    section_headers,
    section_numbers,
)
from docgen.kinds.kind import BoundSource, ComposeRequest, Scope
from docgen.kinds.writing.commitments import unwritten_commitments
from docgen.kinds.writing.contacts import INTERNE, to_call
from docgen.kinds.writing.corpus import Corpus, corpus_of
from docgen.left import Item, each_once
from docgen.markup import escape_marks, plain, replace_references
from docgen.referential.communes.zones import Zone
from docgen.referential.diffusion import ASIDE_CODE, may_read
from docgen.referential.figures.activite import EXEMPLE_FICTIF
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire

PROJET: Final = "PROJET – ▲ à vérifier avant remise"
RESTREINT: Final = "Réservé aux élus et aux parties"
PUBLIC: Final = "Document public"
FEW_FICHES: Final = 8
"""The number of fiches below which a pack of a police zone is set in larger letters."""
NO_FICHE: Final = "sans-fiche"
"""The code of the warning about a pack of which no fiche is part."""
Parts = Mapping[str, tuple[Document, ...]]


def compose(dossier: Dossier, request: ComposeRequest) -> Iterator[Document]:
    """Yield the pack of each requested commune."""
    if request.scope and request.others:
        day = _reading_day(request.scope)
        corpus = corpus_of(request.scope.referential, day)
        acte = corpus.actes.in_force(dossier.convention, day)
        if acte is None:  # the check across files reports it
            return
        refuse_hidden_act(dossier, request.scope, corpus, request.source)
        for code in request.scope.communes:
            yield _Pack(dossier, request.scope, corpus, acte, code).document(request)


def refuse_hidden_act(dossier: Dossier, scope: Scope, corpus: Corpus, source: str) -> None:
    """Raise ContentError where the readers of the packs may not read the act, amended or not."""
    circle = scope.options_of(PackOptions).circle
    if hidden := corpus.actes.hidden_text(dossier.convention, circle):
        message = f"plus de monde lit ce dossier (« {circle} ») que {said_hidden(hidden)}"
        hint = f"changez « diffusion » dans {hidden.source.name}, ou demandez un autre dossier"
        raise ContentError([Problem(source, message, code="diffusion", hint=hint)])


def _reading_day(scope: Scope) -> date | None:
    """Return the day on which the act is read: that of the visit, or today."""
    return scope.options_of(PackOptions).visite or scope.today


class _Pack:
    """The pack of one commune, for one circle of readers."""

    def __init__(
        self, dossier: Dossier, scope: Scope, corpus: Corpus, acte: Acte, code: CodeInsee
    ) -> None:
        self.dossier, self.scope, self.code, self.acte = dossier, scope, code, acte
        self.options = scope.options_of(PackOptions)
        self.lieu = Lieu(scope.referential, code, self.options.circle)
        self.chooser = FicheChooser(self.lieu)
        self.annuaire = Annuaire(corpus.roles, scope.referential, code, self.options.circle)
        self.corpus = corpus
        words, zone, circle = dossier.contacts, self.chooser.zone, self.options.circle
        self.carnet = Carnet(words, corpus.roles, self.annuaire, zone, circle)
        self.acts = corpus.actes.signed
        self.signee = corpus.actes.signed_text(acte.cle)
        self.groupes = self.chooser.choose_by_group(dossier.actions)
        chosen = {name: reason for _, reasons in self.groupes for name, reason in reasons}
        self.choix = without_clause_not_in_force(chosen, dossier.convention, acte, corpus)
        self.aside: dict[str, Diffusion] = {}

    def document(self, request: ComposeRequest) -> Document:
        bound = self._bound_documents(request.others) if request.others else {}
        unwritten = unwritten_commitments(self.corpus, self.acte, request.key)
        of_parts = (item for part in _all_parts(bound) for item in part.left)
        left = each_once((*request.left, *unwritten, *of_parts))
        facts = self._facts(bound, left)
        book = self.carnet.address_book(draft=bool(left))
        commune = facts.couverture.nom
        return Document(
            kind="commune-pack",
            key=self._key,
            place=self.code,
            title=f"{plain(self.dossier.couverture.surtitre)} : {commune}",
            author=self.acte.sigles,
            subject=facts.couverture.lieu,
            facts=facts,
            diffusion=self.options.circle,
            final=not left,
            density="aere" if self._is_short else CLOSE * (facts.actions.rangs == CLOSE),
            sources=(request.source, self.acte.source.name),
            required_margin_words=(facts.repere, facts.mention),
            companions={"vcf": book} if book else {},
            left=left,
            left_title=plain(self.dossier.sections.restes.titre),
            notices=tuple(self._notices(bound, facts, request.key)),
            parts={
                name: tuple(self._as_part(part, name, bool(left)) for part in parts)
                for name, parts in bound.items()
            },
        )

    def _bound_documents(self, others: BoundSource) -> Parts:
        memento = others.of("memento", self.code, layout="document") if self.options.complet else ()
        circle = self.options.circle
        return {
            "chiffres": others.of(
                "infographie", self.code, interne=self._is_internal, circle=circle
            ),
            "fiches": self._readable_fiches(others),
            "environnement": others.of("memento", self.code, layout="aide-memoire"),
            "memento": memento,
        }

    def _readable_fiches(self, others: BoundSource) -> tuple[Document, ...]:
        """Return the chosen fiches that the readers of the pack may read; leave the rest aside."""
        fiches = self._fiches(others)
        self.aside = {
            name: one.diffusion
            for name, one in zip(self.choix, fiches, strict=True)
            if not may_read(one.diffusion, self.options.circle)
        }
        if not self.aside:
            return fiches
        self.choix = {name: why for name, why in self.choix.items() if name not in self.aside}
        return self._fiches(others)

    def _fiches(self, others: BoundSource) -> tuple[Document, ...]:
        circle, day, names = self.options.circle, _reading_day(self.scope), tuple(self.choix)
        return others.of("fiche", self.code, names, circle=circle, au=day, beside=names)

    def _warn_of_fiches_aside(self, source: Source) -> Iterator[Problem]:
        for steps, group in mappings(source.data):
            name = as_text(group.get("fiche")).strip()
            if readers := self.aside.get(name):
                whose = f"elle est « {readers} », et ce dossier « {self.options.circle} »"
                message = f"la fiche « {name} » est laissée de côté : {whose}"
                file = self.corpus.file("fiche", name)
                hint = f"si ces lecteurs peuvent la lire, changez « diffusion » de {file}"
                yield problem_at(
                    source, Finding((*steps, "fiche"), ASIDE_CODE, message, hint)
                ).as_warning()

    def _warn_of_no_fiche(self, source: Source) -> Iterator[Problem]:
        if not self.choix:
            place = self.lieu.commune.toponyme.seul if self.lieu.commune else self.code
            message = f"{place} : aucune fiche ne convient, le dossier n’a pas de page d’actions"
            hint = "voyez ce que le « quand: » de chaque fiche attend de la commune"
            finding = Finding(("actions", "groupes"), NO_FICHE, message, hint)
            yield problem_at(source, finding).as_warning()

    def _notices(self, bound: Parts, facts: FaitsDossier, key: str) -> Iterator[Problem]:
        yield from (notice for part in _all_parts(bound) for notice in part.notices)
        visite = self.options.visite
        convention_notices = (
            act_not_in_force(self.acte, self.signee, visite),
            assumed_renewals(self.signee, visite),
        )
        yield from filter(None, convention_notices)
        source = self.corpus.source("commune-pack", key)
        if source:
            yield from self._warn_of_fiches_aside(source)
            yield from self._warn_of_no_fiche(source)
        if source and visite is None:
            yield from self.corpus.actes.warn_of_end(source, self.scope.today)
        yield from overlapping_acts(self.acts, visite)
        yield from self.corpus.actes.draft_warnings
        title = facts.rubriques.contacts.titre
        blank = warn_of_blank_lines(facts.contacts, title, self.lieu)
        if blank and not facts.projet:
            yield blank

    def _facts(self, bound: Parts, left: tuple[Item, ...]) -> FaitsDossier:
        words = self.dossier
        nom = self.lieu.commune.toponyme.seul if self.lieu.commune else self.code
        notes = notes_pages(words.notes, len(bound["fiches"]), self._stem)
        marks = self._marks(bound, draft=bool(left))
        return FaitsDossier(
            projet=bool(left),
            intitule=f"{plain(words.couverture.surtitre)} – {nom}",
            repere=" – ".join(marks),
            marques=marks,
            mention=self._mention(),
            couverture=cover(words, self.scope, self.lieu, self.chooser.zone, self.annuaire),
            titre_sommaire=plain(words.sections.sommaire.titre),
            sommaire=contents(words.sections, self._numbers, bound, self.chooser.zone, len(notes)),
            rubriques=section_headers(words.sections, self._numbers),
            contacts=self.carnet.facts(),
            convention=convention_page(
                words.engagements, self.chooser.zone, self.acte, self.signee, self.options.visite
            ),
            actions=self._actions(bound),
            notes_chapo=plain(words.notes.chapo),
            notes=notes,
            compte_rendu_chapo=plain(words.compte_rendu.chapo),
            visite=visit_lines(self._stem, self.options.visite),
            compte_rendu=tuple(lines_of(champ, self._stem) for champ in words.compte_rendu.champs),
            dos=lines_of(words.compte_rendu.dos, self._stem, words.compte_rendu.dos.colonnes),
        )

    @property
    def _key(self) -> str:
        """The code of the commune, and the circle of readers but for the usual one."""
        return key_for(self.options.circle, self.code).lower()

    @property
    def _stem(self) -> str:
        """The start of the names of its fields: its own name, without the town."""
        return f"commune-pack-{self._key}"

    @property
    def _numbers(self) -> dict[str, int]:
        return section_numbers(fiches=bool(self.choix), complet=self.options.complet)

    @property
    def _is_short(self) -> bool:
        return self.chooser.zone is Zone.POLICE and len(self.choix) < FEW_FICHES

    @property
    def _is_internal(self) -> bool:
        return self.options.circle is Diffusion.INTERNE

    @cached_property
    def _has_direct_lines(self) -> bool:
        """Whether the page of contacts may have the direct lines of gendarmes."""
        return self._is_internal or bool(self.carnet.facts().conf)

    def _for_circle(self, public: str, restricted: str, internal: str) -> str:
        words = {Diffusion.PUBLIQUE: public, Diffusion.INTERNE: internal}
        return words.get(self.options.circle, restricted)

    def _marks(self, bound: Parts, *, draft: bool) -> tuple[str, ...]:
        """Return what the head of each page says: draft and circle of readers, then invented.

        The pack says that a part is invented, for the pages of the part no longer do.
        """
        act = self.signee is not None and self.signee.contenu.exemple_fictif
        invented = act or any(map(_is_invented, _all_parts(bound)))
        return (self._status(draft=draft), *(EXEMPLE_FICTIF,) * invented)

    def _status(self, *, draft: bool) -> str:
        if self._is_internal:
            return f"PROJET, {INTERNE}" if draft else INTERNE
        return PROJET if draft else self._for_circle(PUBLIC, RESTREINT, INTERNE)

    def _mention(self) -> str:
        """Return the foot of each page: the partnership (article 5), the readers (article 9)."""
        words = self.dossier.mentions
        name = escape_marks(self.acte.nom_court)
        partnership = replace_references(words.partenariat, lambda _: name)
        circles = (words.publique, words.partenaires, words.interne)
        return f"{plain(partnership)} {self._for_circle(*map(plain, circles))}"

    def _actions(self, bound: Parts) -> FaitsActions:
        lines = dict(zip(self.choix, fiche_entries(bound["fiches"]), strict=True))
        groupes = tuple(
            FaitsGroupeFiches(
                titre=plain(titre),
                fiches=tuple(
                    lines[name].model_copy(update={"raison": plain(reason)})
                    for name, reason in kept
                ),
            )
            for titre, reasons in self.groupes
            if (kept := [one for one in reasons if one[0] in lines])
        )
        reasons = [fiche.raison for one in groupes for fiche in one.fiches]
        return FaitsActions(
            rangs=ACTIONS.closeness(len(groupes), reasons, loosest=int(self._is_short)),
            chapo=plain(self.dossier.actions.chapo),
            groupes=groupes,
            notes=lines_under_fiches(groupes, self._stem) if groupes and self._is_short else None,
        )

    def _as_part(self, part: Document, place: str, projet: bool) -> Document:
        """Return a document prepared to be bound.

        The pack says that it is a draft, its sheet what is left, its page of contacts where the
        unit is and when; the part, which section it is.
        """
        changes: dict[str, object] = {"restes": (), "reste_dit": "", "projet": projet}
        facts = dict(part.facts)
        if place == "fiches":
            changes["contacts"] = tuple(map(to_call, facts["contacts"]))
        elif place == "chiffres" and "contacts" in facts:
            unit, *others = facts["contacts"]
            changes["contacts"] = (unit.to_call(), *others)
        if place in ORDER:
            above, number = str(facts["surtitre"]), str(self._numbers[place])
            section = part_surtitre(
                self.dossier.sections, place, above, direct=self._has_direct_lines
            )
            numbered = "numero" in facts
            changes |= {
                "numero": number,
                "surtitre": section if numbered else f"{number} – {section}",
            }
        known_changes = {name: value for name, value in changes.items() if name in facts}
        return replace(part, facts=part.facts.model_copy(update=known_changes))


def _all_parts(bound: Parts) -> Iterator[Document]:
    for parts in bound.values():
        yield from parts


def _is_invented(part: Document) -> bool:
    return any(EXEMPLE_FICTIF in mark for mark in part.required_margin_words)
