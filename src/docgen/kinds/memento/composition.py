"""From the families to the layouts of the memento, for all communes or for one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from docgen.document import Diffusion, Document
from docgen.errors import ContentError, Problem, closest
from docgen.french.letters import folded
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee
from docgen.french.titles import balance_title
from docgen.french.typography import prose
from docgen.kinds.kind import ComposeRequest, Scope
from docgen.kinds.memento.content import Famille, Memento, Procedure
from docgen.kinds.memento.facts import (
    FaitsAffiche,
    FaitsAideMemoire,
    FaitsCommuns,
    FaitsContact,
    LigneAide,
    TexteCite,
)
from docgen.kinds.memento.familles import procedure_facts
from docgen.kinds.memento.livret import booklet_facts
from docgen.kinds.memento.options import MementoOptions
from docgen.kinds.memento.ouvrage import (
    Ouvrage,
    PrintContext,
    common_facts,
    dated_line,
    draft_mark,
    number_facts,
)
from docgen.kinds.memento.rules import layout_asks
from docgen.kinds.memento.wording import MementoWording, hold_short
from docgen.kinds.writing.checked_texts import checked_texts, law_items
from docgen.kinds.writing.corpus import corpus_of
from docgen.left import Item
from docgen.markup import escape_marks, plain
from docgen.referential.territoire.annuaire import Annuaire

HELD_TOGETHER: Final = re.compile(
    r"\de(?:</?sup>)? classe|: \d|par (?:mètre )?\w+|puis \d+\sans, [^;]*€"
)
"""What one reads at a glance, and what a line must not end inside."""
PARTS: Final = (re.compile(r"(?<=;) "), re.compile(r"(?<=[;,]) "))
"""Where a line of sanctions had better end: after one of them, or else after a part of it."""
MAX_PART: Final = 31
"""The characters of the longest part that the narrowest column holds on one line."""
SHORT_NUMBER: Final = re.compile(r"\d{2,3}")
"""A number that all know by heart."""
UNIT: Final = re.compile(
    "^(brigade|commissariat|communauté de brigades|circonscription de police|service(?= «)) .+"
)
"""A unit with its place, which a row leaves to the list of numbers."""
BOLD: Final = "**"
"""About an emergency's number: rows that hold one come first."""
POSTER: Final = "affiche"
REFERENCE: Final = re.compile(r"\{(?:droit:[a-z]+-([\w-]+)\.numero)?[^}]*\}")
"""A reference in a title, of which a key keeps the number of an article: « l541-3 »."""
NUMBER: Final = r"\1"
DENSITIES: Final = (
    "corps-24-large",
    "corps-24",
    "corps-22",
    "corps-20",
    "corps-19",
    "corps-17",
    "corps-13",
)
"""How a poster is set: the first that fits is taken.

Its text is of 24 points at most, so that its title is 1.5 times the heads of its steps or more:
of 46 points, or of 39 from « corps-19 » on;
what a page has left goes between its steps. The smallest is for charts longer than ours.
"""
MAX_TITLE: Final = 27
"""The signs that a line of a poster's title holds; a longer one has two lines of like length."""
LEFT_TITLE: Final = "Reste à faire avant diffusion"
PAGES_MAX: Final = {POSTER: 1, "aide-memoire": 2}
"""The most pages of a layout that is one sheet."""


def sheet_facts(
    ouvrage: Ouvrage, context: PrintContext, wording: MementoWording
) -> FaitsAideMemoire:
    """Return the facts of the two-page sheet."""
    whole, words = ouvrage.ensemble, ouvrage.ensemble.aide_memoire
    rows = (_row(famille, wording) for famille in ouvrage.familles)
    return FaitsAideMemoire(
        **common_facts(ouvrage, context, wording),
        mention=dated_line(words.mention, whole, ouvrage.familles),
        numeros=number_facts(words.numeros, wording),
        surtitre=plain(words.surtitre),
        titre=plain(words.titre),
        chapo=wording.say(words.chapo),
        lignes=tuple(sorted(rows, key=lambda one: BOLD not in one.appeler)),
        titre_gestes=plain(words.titre_gestes),
        chapo_gestes=wording.say(words.chapo_gestes),
        reste_dit=_left(context),
    )


def _row(famille: Famille, wording: MementoWording) -> LigneAide:
    line = famille.aide_memoire
    return LigneAide(
        icone=famille.icone,
        situation=wording.words(line.situation),
        geste=wording.say(line.geste),
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
    if SHORT_NUMBER.fullmatch(number := contact.joindre):
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
        densities=DENSITIES if layout.template == POSTER else (),
        pages_max=PAGES_MAX.get(layout.template, 0),
        left=(*points, *law_items(blocking, law)),
        left_title=layout.left_title,
        laws=printed.resolver.laws.whole(),
    )


def _name(scope: Scope, code: CodeInsee | None) -> str:
    commune = scope.referential.communes.get(code) if code else None
    return commune.toponyme.seul if commune else ""


# The posters: each procedure alone, on a sheet of A3


def procedures_of(famille: Famille) -> Iterator[tuple[str, Procedure]]:
    """Yield the key of each poster of a family, which says its title, and its procedure."""
    seen = Counter[str]()
    for procedure in famille.procedures:
        key = f"{POSTER}-{famille.id}-{_in_key(REFERENCE.sub(NUMBER, procedure.titre))}"
        seen[key] += 1
        yield key + f"-{seen[key]}" * (seen[key] > 1), procedure


def _in_key(words: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", folded(words)))


def chosen_keys(familles: Sequence[Famille], name: str) -> frozenset[str]:
    """Return the keys of the posters that a name is part of, all for an empty one.

    Raise ContentError for one that names none.
    """
    keys = [key for famille in familles for key, _ in procedures_of(famille)]
    chosen = frozenset(key for key in keys if _in_key(name) in key)
    if not chosen:
        known = [famille.id for famille in familles]
        hint = closest(_in_key(name), known) or f"une famille, comme {', '.join(known)}"
        message = f"aucune affiche de ce nom : « {name} »"
        raise ContentError([Problem("memento", message, code="affiche", hint=hint)])
    return chosen


def poster_facts(
    famille: Famille,
    procedure: Procedure,
    ouvrage: Ouvrage,
    context: PrintContext,
    wording: MementoWording,
) -> FaitsAffiche:
    """Return the facts of the poster of a procedure."""
    whole = ouvrage.ensemble
    titles = wording.fresh_copy()
    wording.posters = {
        one.id: tuple(titles.words(chart.titre) for chart in one.procedures)
        for one in ouvrage.familles
    }
    urgences = tuple(map(wording.contact, whole.urgences))
    suite = wording.say(whole.suite_urgence)
    facts = procedure_facts(procedure, wording)
    title = balance_title(facts.titre.texte, MAX_TITLE)
    facts = facts.model_copy(update={"titre": facts.titre.model_copy(update={"texte": title})})
    checked = checked_texts(wording.cited.values(), final=wording.final)
    return FaitsAffiche(
        projet=context.projet,
        repere=draft_mark(context),
        mention=dated_line(f"{plain(whole.titre)}. {whole.mention}", whole, (famille,)),
        famille=f"{famille.numero}. {plain(famille.titre)}",
        icone=famille.icone,
        procedure=facts,
        urgences=urgences,
        suite_urgence=suite,
        fraicheur=checked if context.projet else "",
        verifie=f"{plain(checked)}." if checked and not context.projet else "",
    )
