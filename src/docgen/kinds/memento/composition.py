"""From the families to the memento's two layouts, for all communes or for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docgen.document import Diffusion, Document
from docgen.french.territory import CodeInsee
from docgen.kinds.kind import Order, Scope
from docgen.kinds.memento.aide_memoire import sheet_facts
from docgen.kinds.memento.content import Memento
from docgen.kinds.memento.facts import FaitsCommuns
from docgen.kinds.memento.livret import booklet_facts
from docgen.kinds.memento.options import MementoOptions
from docgen.kinds.memento.ouvrage import Ouvrage, Tirage
from docgen.kinds.memento.wording import MementoWording
from docgen.kinds.writing.corpus import corpus_of
from docgen.kinds.writing.left_to_do import law_left_by_file, law_problems, places_left
from docgen.markup import plain
from docgen.referential.territoire.annuaire import Annuaire


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of the work: its template, its key, what its title begins with, what it prints.

    `liens`: whether a family that its texts name is in it, and may be led to.
    """

    template: str
    key: str
    name: str
    facts: Callable[[Ouvrage, Tirage, MementoWording], FaitsCommuns]
    liens: bool


LAYOUTS = (
    Layout("document", "livret", "", booklet_facts, liens=True),
    Layout("aide-memoire", "aide-memoire", "Aide-mémoire : ", sheet_facts, liens=False),
)
"""The booklet, and the two-page sheet."""


def compose(contents: Sequence[Memento], order: Order) -> Iterator[Document]:
    """Yield both layouts, for each commune that is wished for, or for all of them.

    Families alone, without the file that says the whole, make no document.
    """
    ouvrage = Ouvrage.of(contents)
    if order.scope is None or ouvrage is None:
        return
    corpus = corpus_of(order.scope.referential)
    for code in order.scope.communes or (None,):
        annuaire = Annuaire(corpus.roles, order.scope.referential, code, Diffusion.PUBLIQUE)
        place = _Place(code.lower() if code else "", _name(order.scope, code))
        for layout in _wished(order.scope):
            saying = MementoWording(corpus, annuaire, liens=layout.liens)
            yield _document(layout, ouvrage, order, place, saying)


def _wished(scope: Scope) -> Iterator[Layout]:
    """Yield the layouts that are wished for: both, unless one is named."""
    wanted = scope.options_of(MementoOptions).layout
    yield from (one for one in LAYOUTS if wanted in ("", one.template))


@dataclass(frozen=True, slots=True)
class _Place:
    """For which commune a document is made: how it is called in file names, and its name."""

    key: str
    name: str


def _document(
    layout: Layout, ouvrage: Ouvrage, order: Order, place: _Place, saying: MementoWording
) -> Document:
    """Return a layout: made as a final one, then as a draft if something keeps it from being so.

    What a final may leave out is not cited in it: all that is cited must have been checked.
    """
    law = saying.corpus.droit
    final = saying.apart(final=True)
    facts = layout.facts(ouvrage, Tirage(place.name, False, ()), final)
    blocking = [regle for regle in final.cited.values() if regle.a_verifier]
    draft = bool(order.left or blocking)
    if draft:
        restes = (*places_left(order.left), *law_left_by_file(blocking, law))
        facts = layout.facts(ouvrage, Tirage(place.name, True, restes), saying.apart())
    title = plain(ouvrage.ensemble.titre)
    return Document(
        kind="memento",
        key="-".join(filter(None, (layout.key, place.key))),
        title=f"{layout.name}{title}",
        author=plain(ouvrage.ensemble.auteur),
        subject=place.name or plain(ouvrage.ensemble.sous_titre),
        facts=facts,
        diffusion=Diffusion.PUBLIQUE,
        final=not draft,
        sources=(order.source,),
        marks=tuple(mark for mark in (facts.repere, facts.mention) if mark),
        layout=layout.template,
        left=law_problems(blocking, law),
    )


def _name(scope: Scope, code: CodeInsee | None) -> str:
    """Return the name of a commune, nothing when the work is for all of them."""
    commune = scope.referential.communes.get(code) if code else None
    return commune.toponyme.seul if commune else ""
