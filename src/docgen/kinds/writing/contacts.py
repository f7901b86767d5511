"""How to reach who holds a role: the one answer that packs, fiches and the memento print."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docgen.document import Facts
from docgen.french.typography import prose
from docgen.french.wording import capital, heures
from docgen.referential.territoire.roles import Titulaire

INTERNE: Final = "INTERNE – ne pas remettre"
"""The mark of a page that only the gendarmerie reads."""
THROUGH: Final = "à joindre par"
BRIGADE: Final = "la brigade"
EMERGENCY_NUMBER: Final = re.compile(r"\d{2,3}")
"""A number that all know by heart: « 17 », « 112 »."""
NAME_MAX: Final = 44
"""The characters of a unit's name that stand beside the name of whom one reaches through it."""


class Coordonnees(Facts):
    """How to reach who holds a role, in the order of a page; what is not known is empty.

    `nom` is empty for a number that is its own name, as 17.  `sens` says what an acronym stands
    for, or for what one calls; `voies` are the ways other than the number.  `source` is printed by
    `credits`, at the foot; `a_remplir` labels a line to write on, where nothing else is known.
    Where one goes through somebody else only, `par` says whom, and `numero_par` is the number.
    """

    nom: str
    sens: str
    personne: str
    numero: str
    adresse: tuple[str, ...]
    horaires: tuple[str, ...]
    voies: tuple[str, ...]
    a_confirmer: str
    source: str
    a_remplir: str
    par: str = ""
    numero_par: str = ""

    @property
    def voie(self) -> str:
        """The best way to reach them: the number, or else the first of the other ways."""
        return next(filter(None, (self.numero, *self.voies)), "")


def coordonnees(joint: Titulaire) -> Coordonnees:
    """Return how to reach who holds a role."""
    ways = tuple(_other_ways(joint))
    through = joint.par if joint.par and ways == (intermediary(joint.par),) else None
    return Coordonnees(
        nom=joint.nom if joint.telephone != joint.nom else "",
        sens=prose(capital(joint.precision)) if joint.precision else "",
        personne=joint.personne,
        numero=joint.telephone,
        adresse=joint.adresse,
        horaires=tuple(map(heures, joint.horaires)),
        voies=ways,
        a_confirmer=prose(f"À confirmer : {joint.a_confirmer}") if joint.a_confirmer else "",
        source=joint.source,
        a_remplir="" if joint.connu else "Téléphone",
        par=_through(through) if through and through.telephone else "",
        numero_par=through.telephone if through else "",
    )


def to_call(contact: Coordonnees) -> Coordonnees:
    """Return a contact whom one calls: with a number, it needs no address and no hours."""
    changes = {"adresse": (), "horaires": ()} if contact.numero else {}
    return contact.model_copy(update=changes)


def credits(contacts: Iterable[Coordonnees]) -> str:
    """Return the credit lines of the data that contacts are from: « Numéros : DILA, août 2026 »."""
    named = dict.fromkeys(contact.source for contact in contacts if contact.source)
    return prose(f"Numéros : {' ; '.join(named)}") if named else ""


def _other_ways(joint: Titulaire) -> Iterator[str]:
    yield from filter(None, (joint.joindre, joint.courriel, short_address(joint.site)))
    if joint.par and not (joint.telephone or joint.courriel):
        yield intermediary(joint.par)


def short_address(address: str) -> str:
    """Return the address of a site as people read it: « monaide.cyber.gouv.fr »."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def intermediary(par: Titulaire) -> str:
    """Return whom to go through: « à joindre par la brigade (01 99 00 00 00) ».

    A brigade with a number, or with a long name, is not named again: a commune has one.
    """
    if par.telephone:
        return f"{_through(par)} ({par.telephone})"
    return _through(par) if len(par.le) > NAME_MAX else f"{THROUGH} {par.le}"


def _through(par: Titulaire) -> str:
    return f"{THROUGH} {BRIGADE if par.le.startswith(f'{BRIGADE} ') else par.le}"
