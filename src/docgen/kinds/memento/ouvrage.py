"""The whole work that the files of the memento make, and what both layouts say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docgen.french.wording import date_longue
from docgen.kinds.memento.content import Ensemble, Famille, ListeTitree, Memento, Numeros
from docgen.kinds.memento.facts import FaitsListe, FaitsNumeros
from docgen.kinds.memento.familles import call_out
from docgen.kinds.memento.wording import MementoWording
from docgen.kinds.writing.left_to_do import ResteAFaire
from docgen.markup import plain

DRAFT = "PROJET – à vérifier avant diffusion"
"""What stands at the head of every page of a draft."""


@dataclass(frozen=True, slots=True)
class Ouvrage:
    """What is said once for all families, and the families by their numbers."""

    ensemble: Ensemble
    familles: tuple[Famille, ...]

    @classmethod
    def of(cls, contents: Sequence[Memento]) -> Ouvrage | None:
        """Return the work that files make, None when none of them says the whole."""
        ensemble = next((content.ensemble for content in contents if content.ensemble), None)
        families = [content.famille for content in contents if content.famille]
        ordered = tuple(sorted(families, key=lambda one: one.numero))
        return cls(ensemble, ordered) if ensemble else None


@dataclass(frozen=True, slots=True)
class Tirage:
    """For whom the work is printed: a commune or none, as a draft or not, with what is left."""

    commune: str
    projet: bool
    restes: tuple[ResteAFaire, ...]


def common_facts(ouvrage: Ouvrage, tirage: Tirage, saying: MementoWording) -> dict[str, Any]:
    """Return the facts that both layouts print, by their names."""
    whole = ouvrage.ensemble
    return {
        "projet": tirage.projet,
        "repere": DRAFT if tirage.projet else "",
        "commune": tirage.commune,
        "urgences": tuple(map(saying.contact, whole.urgences)),
        "suite_urgence": saying.say(whole.suite_urgence),
        "sur_place": list_facts(whole.sur_place, saying),
        "a_la_mairie": list_facts(whole.a_la_mairie, saying),
        "a_ne_pas_faire": call_out(whole.a_ne_pas_faire, saying),
        "a_retenir": call_out(whole.a_retenir, saying),
        "restes": tirage.restes,
    }


def dated(mention: str, ensemble: Ensemble) -> str:
    """Return a line of the foot with the day of the version."""
    return f"{plain(mention)} Version du {date_longue(ensemble.version)}."


def list_facts(liste: ListeTitree, saying: MementoWording) -> FaitsListe:
    """Return a list under its title."""
    return FaitsListe(
        titre=plain(liste.titre),
        chapo=saying.say_if(liste.chapo),
        lignes=tuple(map(saying.say, filter(saying.keeps, liste.lignes))),
    )


def number_facts(numeros: Numeros, saying: MementoWording) -> FaitsNumeros:
    """Return the numbers of a commune: roles, each with how it is reached where that is known."""
    return FaitsNumeros(
        titre=plain(numeros.titre),
        chapo=saying.say_if(numeros.chapo),
        contacts=tuple(dict.fromkeys(saying.number(role) for role in numeros.roles)),
    )
