"""The memento as a whole, and the facts that both layouts share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.french.wording import date_longue
from docgen.kinds.memento.content import Ensemble, Famille, ListeTitree, Memento, Numeros
from docgen.kinds.memento.facts import FaitsListe, FaitsNumeros
from docgen.kinds.memento.familles import call_out
from docgen.kinds.memento.wording import MementoWording
from docgen.kinds.writing.contacts import credits
from docgen.markup import plain

DRAFT = "PROJET – ▲ à vérifier avant diffusion"
"""What stands at the head of every page of a draft."""


@dataclass(frozen=True, slots=True)
class Ouvrage:
    """What all families share, and the families by their numbers."""

    ensemble: Ensemble
    familles: tuple[Famille, ...]

    @classmethod
    def of(cls, contents: Sequence[Memento]) -> Ouvrage | None:
        """Return the memento that files make, None when none of them holds what families share."""
        ensemble = next((content.ensemble for content in contents if content.ensemble), None)
        families = [content.famille for content in contents if content.famille]
        ordered = tuple(sorted(families, key=lambda one: one.numero))
        return cls(ensemble, ordered) if ensemble else None


@dataclass(frozen=True, slots=True)
class PrintContext:
    """A printing of the memento: for a commune or none, as a draft or not."""

    commune: str
    projet: bool


def common_facts(
    ouvrage: Ouvrage, context: PrintContext, wording: MementoWording
) -> dict[str, Any]:
    """Return the facts of both layouts, by their names."""
    whole = ouvrage.ensemble
    return {
        "projet": context.projet,
        "repere": draft_mark(context),
        "commune": context.commune,
        "urgences": tuple(map(wording.contact, whole.urgences)),
        "suite_urgence": wording.say(whole.suite_urgence),
        "sur_place": list_facts(whole.sur_place, wording),
        "a_la_mairie": list_facts(whole.a_la_mairie, wording),
        "a_ne_pas_faire": call_out(whole.a_ne_pas_faire, wording),
        "a_retenir": call_out(whole.a_retenir, wording),
    }


def draft_mark(context: PrintContext) -> str:
    """Return what stands at the head of every page, nothing for a final."""
    return DRAFT if context.projet else ""


def dated_line(mention: str, ensemble: Ensemble, familles: Iterable[Famille]) -> str:
    """Return a line of the foot with the date of the version."""
    return f"{plain(mention)} Version du {version_day(ensemble, familles)}."


def version_day(ensemble: Ensemble, familles: Iterable[Famille]) -> str:
    """Return the day of the version, and that of its proofreading when all was read after it."""
    written = date_longue(ensemble.version)
    stamps = [famille.controle for famille in familles]
    days = [stamp.le for stamp in stamps if stamp and not stamp.change]
    if not days or len(days) < len(stamps) or max(days) <= ensemble.version:
        return written
    return f"{written}, relue le {date_longue(max(days))}"


def list_facts(liste: ListeTitree, wording: MementoWording) -> FaitsListe:
    """Return the facts of a list."""
    return FaitsListe(
        titre=plain(liste.titre),
        chapo=wording.say_if(liste.chapo),
        lignes=tuple(map(wording.say, filter(wording.is_printed, liste.lignes))),
    )


def number_facts(numeros: Numeros, wording: MementoWording) -> FaitsNumeros:
    """Return the facts of the numbers of a commune."""
    contacts = tuple(wording.numbers(numeros.roles))
    return FaitsNumeros(
        titre=plain(numeros.titre),
        chapo=wording.say_if(numeros.chapo),
        contacts=contacts,
        sources=credits(contacts),
    )
