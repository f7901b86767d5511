"""A family as the booklet prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.french.typography import prose
from docgen.french.wording import date_longue
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
    Dit,
    FaitsContact,
    FaitsEncadre,
    FaitsEtapeProcedure,
    FaitsFamille,
    FaitsProcedure,
    FaitsQualification,
)
from docgen.kinds.memento.wording import MementoWording
from docgen.markup import escape_marks, plain


def family_facts(famille: Famille, saying: MementoWording) -> FaitsFamille:
    """Return all that the booklet prints of a family; its sources are those of what it cites."""
    facts = FaitsFamille(
        ancre=famille.id,
        numero=famille.numero,
        titre=plain(famille.titre),
        chapo=saying.say(famille.chapo),
        icone=famille.icone,
        reconnaitre=tuple(map(saying.say, filter(saying.keeps, famille.reconnaitre))),
        qualifications=tuple(_offences(famille, saying)),
        constater=_items(famille.constater, saying),
        a_savoir=tuple(
            call_out(one, saying) for one in famille.a_savoir if saying.keeps(one.texte)
        ),
        pouvoirs=_items(famille.pouvoirs, saying),
        procedures=tuple(_procedure(one, saying) for one in famille.procedures),
        actes=_models(famille, saying),
        contacts=tuple(map(_contact, map(saying.contact, famille.contacts))),
        erreurs=tuple(map(saying.say, filter(saying.keeps, famille.erreurs))),
        points=tuple(saying.points(famille.points)),
        fraicheur="",
    )
    return facts.model_copy(update={"fraicheur": _freshness(famille, saying)})


def call_out(encadre: Encadre, saying: MementoWording) -> FaitsEncadre:
    """Return a call-out."""
    return FaitsEncadre(titre=saying.words(encadre.titre), texte=saying.say(encadre.texte))


def offence_anchor(famille: Famille, rank: int) -> str:
    """Return the place of an offence of a family, the first at 1."""
    return f"{famille.id}-{rank}"


def kept_offences(famille: Famille, saying: MementoWording) -> Iterator[tuple[str, Qualification]]:
    """Yield the offences that are printed, each with its place."""
    for rank, one in enumerate(famille.qualifications, 1):
        if saying.keeps(one.peine, base=one.base):
            yield offence_anchor(famille, rank), one


def _offences(famille: Famille, saying: MementoWording) -> Iterator[FaitsQualification]:
    for anchor, one in kept_offences(famille, saying):
        doubt = saying.doubt(one.peine, base=one.base)
        yield FaitsQualification(
            ancre=anchor,
            fait=saying.words(one.fait),
            base=saying.base(one.base),
            peine=Dit(texte=saying.say(one.peine).texte, etat=doubt),
            note=saying.say_if(one.note),
        )


def _items(items: Iterable[Constat | Pouvoir], saying: MementoWording) -> tuple[Dit, ...]:
    """Return the items of a list, each with its articles at its end."""
    kept = (item for item in items if saying.keeps(item.texte, base=item.base))
    return tuple(saying.say(item.texte, item.base) for item in kept)


def _procedure(procedure: Procedure, saying: MementoWording) -> FaitsProcedure:
    kept = (one for one in procedure.etapes if saying.keeps(one.texte))
    return FaitsProcedure(
        titre=saying.say(procedure.titre),
        chapo=saying.say_if(procedure.chapo),
        etapes=tuple(_step(rank, one, saying) for rank, one in enumerate(kept, 1)),
    )


def _step(rank: int, etape: EtapeProcedure, saying: MementoWording) -> FaitsEtapeProcedure:
    law = [etape.delai.droit] if etape.delai and etape.delai.droit else []
    delai = etape.delai if saying.keeps(base=law) else None
    return FaitsEtapeProcedure(
        numero=rank,
        titre=saying.words(etape.titre),
        acteur=saying.who(etape.acteur).le,
        texte=saying.say(etape.texte),
        delai=saying.delay(delai),
        precision=saying.words(delai.precision if delai else None),
        si=saying.words(etape.si),
        fin=etape.fin,
    )


def _models(famille: Famille, saying: MementoWording) -> str:
    """Return the titles of the models that serve, as one sentence; nothing when there are none."""
    known = saying.corpus.titres("modele")
    told = prose(" ; ".join(known[one] for one in famille.actes))
    return f"{told}." if told else ""


def _contact(contact: FaitsContact) -> FaitsContact:
    """Return whom to call, the case at the head of a line."""
    return contact.model_copy(update={"quand": contact.quand[:1].upper() + contact.quand[1:]})


def _freshness(famille: Famille, saying: MementoWording) -> str:
    """Return, as marked text, of what day the texts read for a family are, and who read it."""
    own = [saying.say(source).texte for source in famille.sources if saying.keeps(source)]
    read = saying.corpus.droit.fraicheur(saying.cited.values())
    states = " ; ".join(dict.fromkeys(escape_marks(one.etat) for one in read))
    parts = [
        f"État des textes lus : {states}." if states else "",
        f"Voir aussi : {' ; '.join(own)}." if own else "",
        _checked(famille),
    ]
    return prose(" ".join(filter(None, parts)))


def read_sources(saying: MementoWording) -> tuple[Dit, ...]:
    """Return what was read of the law for all that is cited, and of what day it is."""
    read = saying.corpus.droit.fraicheur(saying.cited.values())
    return tuple(Dit(texte=prose(escape_marks(f"{one.nom} : {one.etat}"))) for one in read)


def _checked(famille: Famille) -> str:
    """Return who read the family through, and when; or that no one did."""
    if famille.controle is None:
        return "Aucune personne n’a encore relu ce chapitre."
    return f"Relu le {date_longue(famille.controle.le)} par {escape_marks(famille.controle.par)}."
