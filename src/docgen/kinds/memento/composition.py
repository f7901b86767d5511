"""From the families to the layouts of the memento, for all communes or for one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from docgen.document import Diffusion, Document
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee
from docgen.french.titles import hold_end, hold_title
from docgen.french.typography import prose
from docgen.kinds.kind import ComposeRequest, Scope
from docgen.kinds.memento.affiche import (
    POSTER,
    chosen_keys,
    poster_facts,
    procedures_of,
    roomy_densities,
)
from docgen.kinds.memento.content import Famille, Memento
from docgen.kinds.memento.facts import (
    FaitsAffiche,
    FaitsAideMemoire,
    FaitsCommuns,
    FaitsContact,
    FaitsListe,
    FaitsNumeros,
    LigneAide,
    TexteCite,
)
from docgen.kinds.memento.livret import booklet_facts
from docgen.kinds.memento.options import MementoOptions
from docgen.kinds.memento.ouvrage import (
    Ouvrage,
    PrintContext,
    common_facts,
    dated_line,
    number_facts,
)
from docgen.kinds.memento.rules import layout_asks
from docgen.kinds.memento.wording import MementoWording, hold_short
from docgen.kinds.writing.checked_texts import law_items
from docgen.kinds.writing.contacts import EMERGENCY_NUMBER
from docgen.kinds.writing.corpus import corpus_of
from docgen.left import Item
from docgen.markup import escape_marks, plain
from docgen.referential.territoire.annuaire import Annuaire

HELD_TOGETHER: Final = re.compile(
    r"\de(?:</?sup>)? classe|: \d|(?:et )?par (?:mètre )?\w+|puis \d+\sans, [^;]*€"
)
"""What one reads at a glance, and what a line must not end inside."""
PARTS: Final = (re.compile(r"(?<=;) "), re.compile(r"(?<=[;,]) "))
"""Where a line of sanctions had better end: after one of them, or else after a part of it."""
MAX_PART: Final = 31
"""The characters of the longest part that the narrowest column holds on one line."""
MIN_LINE: Final = 12
"""How many signs end a text of the sheet together: « le jour même. »."""
UNIT: Final = re.compile(
    "^(brigade|commissariat|communauté de brigades|circonscription de police|service(?= «)) .+"
)
"""A unit with its place, which a row leaves to the list of numbers."""
BOLD: Final = "**"
"""About an emergency's number: rows that hold one come first."""
LEFT_TITLE: Final = "Reste à faire avant diffusion"
PAGES_MAX: Final = {POSTER: 1, "aide-memoire": 2}
"""The most pages of a layout that is one sheet."""
FIT_TO_SHEET: Final = {"aide-memoire": ("large", "moyen", "etroit")}
"""At which densities a layout of two pages spaces its numbers."""


def sheet_facts(
    ouvrage: Ouvrage, context: PrintContext, wording: MementoWording
) -> FaitsAideMemoire:
    """Return the facts of the two-page sheet."""
    whole, words = ouvrage.ensemble, ouvrage.ensemble.aide_memoire
    rows = (_row(famille, wording) for famille in ouvrage.familles)
    common = common_facts(ouvrage, context, wording)
    return FaitsAideMemoire(
        **common | {name: _hold_ends(common[name]) for name in ("sur_place", "a_la_mairie")},
        mention=dated_line(words.mention, whole, ouvrage.familles),
        numeros=_hold_meanings(number_facts(words.numeros, wording)),
        surtitre=plain(words.surtitre),
        titre=plain(words.titre),
        chapo=wording.say(words.chapo),
        lignes=tuple(sorted(rows, key=lambda one: BOLD not in one.appeler)),
        titre_gestes=plain(words.titre_gestes),
        chapo_gestes=wording.say(words.chapo_gestes),
        reste_dit=_left(context),
    )


def _hold_ends(liste: FaitsListe) -> FaitsListe:
    """Return a list of which no item ends on a word alone, in columns of some forty signs."""
    lines = (one.model_copy(update={"texte": hold_title(one.texte)}) for one in liste.lignes)
    return liste.model_copy(update={"lignes": tuple(map(_hold_end, lines))})


def _hold_end(item: TexteCite) -> TexteCite:
    return item.model_copy(update={"texte": hold_end(item.texte, MIN_LINE)})


def _hold_meanings(numeros: FaitsNumeros) -> FaitsNumeros:
    contacts = (one.model_copy(update={"sens": hold_end(one.sens)}) for one in numeros.contacts)
    return numeros.model_copy(update={"contacts": tuple(contacts)})


def _row(famille: Famille, wording: MementoWording) -> LigneAide:
    line = famille.aide_memoire
    return LigneAide(
        icone=famille.icone,
        situation=wording.words(line.situation),
        geste=_hold_end(wording.say(line.geste)),
        appeler=prose(
            " ; ".join(
                dict.fromkeys(_contact_in_words(wording.contact(one)) for one in line.appeler)
            )
        ),
        sanction=_hold_together(wording.say(line.sanction)),
    )


def _hold_together(sanction: TexteCite) -> TexteCite:
    """Return a sanction whose short parts, and whose first figures, no end of line cuts."""
    longest = MAX_PART - 3 if sanction.etat else MAX_PART  # the sign of a doubt follows
    words = HELD_TOGETHER.sub(lambda found: hold_short(found[0], MAX_PART), sanction.texte)
    for ends in PARTS:
        parts = ends.split(words)
        words = " ".join(hold_short(one, longest) for one in parts)
    return sanction.model_copy(update={"texte": words})


def _left(context: PrintContext) -> str:
    """Return, in a draft, that something is left: a sheet beside it has the list."""
    if not context.projet:
        return ""
    return prose(
        "Projet : des points restent à vérifier ; la feuille « Reste à faire » en donne la liste."
    )


def _contact_in_words(contact: FaitsContact) -> str:
    """Return a contact as a row names it, with its number where that is of an emergency."""
    words = [escape_marks(UNIT.sub(r"\1", contact.court))]
    if EMERGENCY_NUMBER.fullmatch(number := contact.joindre):
        words = [*(one for one in words if one != number), f"{BOLD}{number}{BOLD}"]
    name = INSECABLE.join(words)
    return f"{name} ({escape_marks(contact.quand)})" if contact.quand else name


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: its template, its key, the beginning of its title, its facts.

    `liens` tells whether references to families are links, `left_title` names the sheet of what is
    left.  A poster is titled after its family and its chart, and asks only for the reading of its
    family, whose file is `family_file`.
    """

    template: str
    key: str
    name: str
    facts: Callable[[Ouvrage, PrintContext, MementoWording], FaitsCommuns | FaitsAffiche]
    liens: bool
    left_title: str = LEFT_TITLE
    title: str = ""
    family_file: str = ""


LAYOUTS = (
    Layout("document", "livret", "", booklet_facts, liens=True),
    Layout("aide-memoire", "aide-memoire", "Aide-mémoire : ", sheet_facts, liens=False),
)
"""The booklet, and the two-page sheet."""


def compose(contents: Sequence[Memento], request: ComposeRequest) -> Iterator[Document]:
    """Yield both layouts for each commune of the scope, or for all communes together.

    Families without the file that holds what they share make no document.
    """
    ouvrage = Ouvrage.of(contents)
    if request.scope is None or ouvrage is None:
        return
    named = zip(contents, request.sources, strict=True)
    files = {one.famille.id: file for one, file in named if one.famille}
    corpus = corpus_of(request.scope.referential)
    for code in request.scope.communes or (None,):
        annuaire = Annuaire(corpus.roles, request.scope.referential, code, Diffusion.PUBLIQUE)
        place = _PrintedCommune(code or "", _name(request.scope, code))
        for layout in _layouts_asked(request.scope, ouvrage, files):
            wording = MementoWording(corpus, annuaire, liens=layout.liens)
            yield _document(layout, ouvrage, request, place, wording)


def _layouts_asked(scope: Scope, ouvrage: Ouvrage, files: Mapping[str, str]) -> Iterator[Layout]:
    options = scope.options_of(MementoOptions)
    yield from (one for one in LAYOUTS if options.layout in ("", one.template))
    if options.posters or options.layout == POSTER:
        chosen = chosen_keys(ouvrage.familles, options.named)
        for famille in ouvrage.familles:
            posters = _posters(famille, files[famille.id])
            yield from (one for one in posters if one.key in chosen)


def _posters(famille: Famille, file: str) -> Iterator[Layout]:
    for key, procedure in procedures_of(famille):
        facts = partial(poster_facts, famille, procedure)
        title = f"{famille.titre} – {procedure.titre}"
        yield Layout(POSTER, key, "Affiche : ", facts, False, "", title, file)


def _asks(layout: Layout, item: Item) -> bool:
    return layout_asks(layout.template, item) and layout.family_file in ("", item.file)


@dataclass(frozen=True, slots=True)
class _PrintedCommune:
    code: str
    name: str


def _document(
    layout: Layout,
    ouvrage: Ouvrage,
    request: ComposeRequest,
    place: _PrintedCommune,
    wording: MementoWording,
) -> Document:
    """Return a layout: as a final document, or as a draft if something keeps it from being final.

    A final document does not cite what it may leave out: all that it cites must have been checked.
    """
    law = wording.corpus.droit
    final = printed = wording.fresh_copy(final=True)
    facts = layout.facts(ouvrage, PrintContext(place.name, projet=False), final)
    blocking = [regle for regle in final.cited.values() if regle.a_verifier]
    shared = {point for point in request.left if point.file not in request.sources}
    points = [point for point in request.left if point in shared or _asks(layout, point)]
    draft = bool(points or blocking)
    if draft:
        printed = wording.fresh_copy()
        facts = layout.facts(ouvrage, PrintContext(place.name, projet=True), printed)
    title = wording.words(layout.title or ouvrage.ensemble.titre)
    return Document(
        kind="memento",
        key="-".join(filter(None, (layout.key, place.code.lower()))),
        place=place.code,
        title=f"{layout.name}{title}",
        author=plain(ouvrage.ensemble.auteur),
        subject=place.name or plain(ouvrage.ensemble.sous_titre),
        facts=facts,
        diffusion=Diffusion.PUBLIQUE,
        final=not draft,
        sources=(request.source,),
        required_margin_words=tuple(mark for mark in (facts.repere, facts.mention) if mark),
        layout=layout.template,
        booklet=layout.template == LAYOUTS[0].template,
        densities=roomy_densities(facts)
        if isinstance(facts, FaitsAffiche)
        else FIT_TO_SHEET.get(layout.template, ()),
        pages_kept=PAGES_MAX.get(layout.template, 1),
        pages_max=PAGES_MAX.get(layout.template, 0),
        left=(*points, *law_items(blocking, law)),
        left_title=layout.left_title,
        laws=printed.resolver.laws.whole(),
    )


def _name(scope: Scope, code: CodeInsee | None) -> str:
    commune = scope.referential.communes.get(code) if code else None
    return commune.toponyme.seul if commune else ""
