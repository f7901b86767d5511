"""The facts of a family in the booklet."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end, hold_numbers, hold_title, hold_years
from docgen.french.typography import prose
from docgen.french.wording import capital
from docgen.kinds.memento.content import (
    Constat,
    Encadre,
    EtapeProcedure,
    Famille,
    Pouvoir,
    Procedure,
    Qualification,
)
from docgen.kinds.memento.facts import (
    FaitsContact,
    FaitsEncadre,
    FaitsEtapeProcedure,
    FaitsFamille,
    FaitsProcedure,
    FaitsQualification,
    TexteCite,
)
from docgen.kinds.memento.wording import MementoWording, hold_short
from docgen.kinds.writing.checked_texts import checked_texts
from docgen.kinds.writing.editorial import reading_said
from docgen.markup import escape_marks, plain

Steps = tuple[FaitsEtapeProcedure, ...]

BEFORE_A_CUT: Final = 3
AFTER_A_CUT: Final = 3
"""The fewest steps of a chart on each side of the end of a page; after it, two of five steps."""

LONGEST_ACTOR: Final = 30
LONGEST_ACTOR_OF_POSTER: Final = 48
LONGEST_PRECISION: Final = 18
LONGEST_CASE: Final = 48
"""The most signs, of who acts or of a delay, that no end of line cuts; of a case on a poster."""

AT_MOST: Final = f"{INSECABLE}au{INSECABLE}plus"
"""What no line of a penalty begins with or ends within."""


def family_facts(famille: Famille, wording: MementoWording) -> FaitsFamille:
    """Return the facts of a family; its sources are those of what it cites."""
    facts = FaitsFamille(
        ancre=famille.id,
        numero=famille.numero,
        titre=plain(famille.titre),
        chapo=wording.say(famille.chapo),
        icone=famille.icone,
        reconnaitre=tuple(map(wording.say, filter(wording.is_printed, famille.reconnaitre))),
        qualifications=tuple(_offences(famille, wording)),
        constater=_items(famille.constater, wording),
        a_savoir=tuple(
            call_out(item, wording) for item in famille.a_savoir if wording.is_printed(item.texte)
        ),
        pouvoirs=_items(famille.pouvoirs, wording),
        procedures=tuple(
            procedure_facts(item, wording, whole=False, last=item is famille.procedures[-1])
            for item in famille.procedures
        ),
        actes=titles_of_models(famille, wording),
        contacts=tuple(map(_contact_line, map(wording.contact, famille.contacts))),
        erreurs=tuple(map(wording.say, filter(wording.is_printed, famille.erreurs))),
        points=tuple(wording.points(famille.points)),
        fraicheur="",
    )
    return facts.model_copy(update={"fraicheur": _sources_and_proofreading(famille, wording)})


def call_out(encadre: Encadre, wording: MementoWording) -> FaitsEncadre:
    """Return the facts of a box."""
    return FaitsEncadre(titre=wording.words(encadre.titre), texte=wording.say(encadre.texte))


def printed_offences(
    famille: Famille, wording: MementoWording
) -> Iterator[tuple[str, Qualification]]:
    """Yield the offences to print, each with its anchor."""
    for rank, offence in enumerate(famille.qualifications, 1):
        if wording.is_printed(offence.peine, base=offence.base):
            yield f"{famille.id}-{rank}", offence


def _offences(famille: Famille, wording: MementoWording) -> Iterator[FaitsQualification]:
    for anchor, offence in printed_offences(famille, wording):
        doubt = wording.doubt(offence.fait, offence.peine, base=offence.base)
        act, base = wording.words(offence.fait), wording.base_in_table(offence.base)
        penalty = wording.say(offence.peine).texte.replace(" au plus", AT_MOST)
        row = f"{escape_marks(act)} ({base}){INSECABLE}: {penalty}"
        wording.cite_row(row, offence.fait, offence.peine, base=offence.base)
        yield FaitsQualification(
            ancre=anchor,
            fait=act,
            base=base,
            peine=TexteCite(texte=penalty, etat=doubt),
            note=wording.say_if(offence.note),
        )


def _items(items: Iterable[Constat | Pouvoir], wording: MementoWording) -> tuple[TexteCite, ...]:
    """Return the items of a list, each with its articles at its end."""
    kept = (item for item in items if wording.is_printed(item.texte, base=item.base))
    return tuple(wording.say(item.texte, item.base) for item in kept)


def procedure_facts(
    procedure: Procedure, wording: MementoWording, *, whole: bool = True, last: bool = False
) -> FaitsProcedure:
    """Return the facts of a chart: of one block if `whole`.

    Never cut are a chart of one block, the `last` of a chapter, and in a final what says so.
    """
    printed = [etape for etape in procedure.etapes if wording.is_printed(etape.texte)]
    steps = tuple(
        _step(rank, etape, wording).model_copy(update={"ou": other is not None and other.ou})
        for rank, (etape, other) in enumerate(zip_longest(printed, printed[1:]), 1)
    )
    if whole:
        steps = tuple(map(_hold_lines, steps))
    blocks = (steps,) if whole or len(steps) <= BEFORE_A_CUT + 1 else tuple(_blocks(steps))
    return FaitsProcedure(
        titre=wording.say(procedure.titre),
        chapo=wording.say_if(procedure.chapo),
        entiere=last or len(blocks) == 1 or (procedure.entiere and wording.final),
        blocs=blocks,
    )


def _blocks(steps: Steps) -> Iterator[Steps]:
    """Yield the first steps, then each alone, then the last ones."""
    end = max(BEFORE_A_CUT, len(steps) - AFTER_A_CUT)
    yield steps[:BEFORE_A_CUT]
    yield from ((step,) for step in steps[BEFORE_A_CUT:end])
    yield steps[end:]


def _step(rank: int, etape: EtapeProcedure, wording: MementoWording) -> FaitsEtapeProcedure:
    law = [etape.delai.droit] if etape.delai and etape.delai.droit else []
    delai = etape.delai if wording.is_printed(base=law) else None
    title, delay = wording.words(etape.titre), wording.delay(delai)
    precision = wording.words(delai.precision if delai else None)
    if delai and delay:
        row = f"{escape_marks(title)}{INSECABLE}: {delay.texte} {escape_marks(precision)}"
        wording.cite_row(row, base=law)
    return FaitsEtapeProcedure(
        numero=rank,
        titre=title,
        acteur=hold_short(wording.who(etape.acteur).le, LONGEST_ACTOR),
        texte=wording.say(etape.texte),
        delai=delay,
        precision=hold_short(precision, LONGEST_PRECISION),
        si=" ".join(filter(None, ("ou" * etape.ou, wording.words(etape.si)))),
        fin=etape.fin,
    )


def _hold_lines(step: FaitsEtapeProcedure) -> FaitsEtapeProcedure:
    """Return a step of a poster with its last words held, its case and its actor on one line."""
    words = hold_numbers(hold_end(step.texte.texte))
    text = step.texte.model_copy(update={"texte": words})
    held = {"si": hold_short(step.si, LONGEST_CASE), "texte": text}
    held |= {
        "titre": hold_title(step.titre),
        "acteur": hold_short(step.acteur, LONGEST_ACTOR_OF_POSTER),
    }
    return step.model_copy(update=held | {"precision": hold_short(step.precision, LONGEST_CASE)})


def titles_of_models(famille: Famille, wording: MementoWording) -> str:
    """Return the titles of the models of a family, as a sentence."""
    known = wording.corpus.titres("modele")
    titles = prose(" ; ".join(known[one] for one in famille.actes))
    return f"{titles}." if titles else ""


def _contact_line(contact: FaitsContact) -> FaitsContact:
    return contact.model_copy(update={"quand": capital(contact.quand)})


def _sources_and_proofreading(famille: Famille, wording: MementoWording) -> str:
    own = [wording.say(source).texte for source in famille.sources if wording.is_printed(source)]
    checked = checked_texts(wording.cited.values(), final=wording.final)
    parts = [
        f"{checked}." if checked else "",
        f"Voir aussi : {' ; '.join(own)}." if own else "",
        _proofreading(famille),
    ]
    return hold_years(prose(" ".join(filter(None, parts))))


def _proofreading(famille: Famille) -> str:
    never = "Chapitre non encore relu."
    return escape_marks(reading_said(famille.controle, never))
