"""The list NATINF as a second source of classes and offences: it confirms, or contradicts."""

from dataclasses import dataclass
from typing import Final

from docgen.french.wording import liste, ordinal
from docgen.referential.droit.comparison.evidence import wanted_measure
from docgen.referential.droit.comparison.measures import PRISON
from docgen.referential.droit.natinf import Infraction, Natinf
from docgen.referential.droit.regle import Nature, Regle

NUMBERS_SHOWN: Final = 3
"""How many numbers of offences a verdict names."""


@dataclass(frozen=True, slots=True)
class NatinfVerdict:
    """What the list says of an item, in French; nothing when it knows no such article."""

    words: str = ""
    contradicts: bool = False


def natinf_verdict(regle: Regle, natinf: Natinf) -> NatinfVerdict:
    """Return what the list says of a class, or of a term of prison, by its article."""
    known = _offences_of(regle, natinf)
    wanted = wanted_measure(regle)
    if not known or wanted is None:
        return NatinfVerdict()
    if regle.nature is Nature.CLASSE:
        alike = [one for one in known if one.classe == regle.nombre]
    elif PRISON in wanted.qualifiers:
        alike = [one for one in known if one.grave]
    else:
        return NatinfVerdict()
    if alike:
        return NatinfVerdict(f"confirmé par NATINF {_numbers(alike)}")
    natures = liste(*sorted({_nature(one) for one in known}))
    return NatinfVerdict(f"NATINF {_numbers(known)} dit autre chose : {natures}", True)


def _offences_of(regle: Regle, natinf: Natinf) -> list[Infraction]:
    reference = regle.reference
    if reference is None:
        return []
    listed = (natinf.punished_by(reference.ouvrage, one) for one in reference.articles)
    return list(dict.fromkeys(offence for offences in listed for offence in offences))


def _numbers(offences: list[Infraction]) -> str:
    numbers = [one.numero for one in offences]
    return liste(*numbers[:NUMBERS_SHOWN], *(["d’autres"] if len(numbers) > NUMBERS_SHOWN else []))


def _nature(offence: Infraction) -> str:
    return f"{ordinal(offence.classe, True)} classe" if offence.classe else offence.nature.lower()
