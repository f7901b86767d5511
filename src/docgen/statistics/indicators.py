"""The indicators of the SSMSI, in every edition, under the exact labels of its files.

Invariant: units are never added, there is no official total, and « Usage » is AFD plus hors AFD.
Sources: bases of recorded crime, editions of February 2023 to June 2026, and their metadata.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class UniteDeCompte(StrEnum):
    """What is counted, as files spell it (in lower case before 2025)."""

    VICTIME = "Victime"
    VICTIME_ENTENDUE = "Victime entendue"
    INFRACTION = "Infraction"
    VEHICULE = "Véhicule"
    MIS_EN_CAUSE = "Mis en cause"

    @property
    def several(self) -> str:
        """What is counted, in words for mayors."""
        return _SEVERAL[self]


_SEVERAL: Final = {
    UniteDeCompte.VICTIME: "victimes",
    UniteDeCompte.VICTIME_ENTENDUE: "victimes entendues",
    UniteDeCompte.INFRACTION: "faits",
    UniteDeCompte.VEHICULE: "véhicules",
    UniteDeCompte.MIS_EN_CAUSE: "mis en cause",
}


class Denominateur(StrEnum):
    """The population of which a rate is per 1 000."""

    HABITANTS = "habitants"
    LOGEMENTS = "logements"


class Niveau(StrEnum):
    """The territories for which an indicator is published."""

    COMMUNE = "commune"
    DEPARTEMENT = "département"


_PARTOUT: Final = frozenset(Niveau)
_DEPARTEMENT: Final = frozenset({Niveau.DEPARTEMENT})


@dataclass(frozen=True, slots=True)
class Indicateur:
    """An indicator of the SSMSI: our key, its exact label, a short one for charts, its unit."""

    cle: str
    libelle: str
    court: str
    unite: UniteDeCompte
    denominateur: Denominateur = Denominateur.HABITANTS
    niveaux: frozenset[Niveau] = _PARTOUT
    part_de: str = ""
    """The key of the indicator of which it is a part, and to which it is never added."""
    retire: bool = False
    """Removed in July 2025: present in old files, comparable with nothing later."""
    anciens: tuple[str, ...] = ()
    """Its labels in old editions."""


_V, _I = UniteDeCompte.VICTIME, UniteDeCompte.INFRACTION
_VEHICULE, _MEC = UniteDeCompte.VEHICULE, UniteDeCompte.MIS_EN_CAUSE

INDICATEURS: Final = (
    Indicateur("homicides", "Homicides", "Homicides", _V, niveaux=_DEPARTEMENT),
    Indicateur(
        "tentatives-homicide",
        "Tentatives d'homicide",
        "Tentatives d’homicide",
        _V,
        niveaux=_DEPARTEMENT,
    ),
    Indicateur(
        "violences-intrafamiliales",
        "Violences physiques intrafamiliales",
        "Violences intrafamiliales",
        _V,
    ),
    Indicateur(
        "violences-hors-famille",
        "Violences physiques hors cadre familial",
        "Violences hors famille",
        _V,
    ),
    Indicateur("violences-sexuelles", "Violences sexuelles", "Violences sexuelles", _V),
    Indicateur("vols-avec-armes", "Vols avec armes", "Vols avec armes", _I),
    Indicateur("vols-violents", "Vols violents sans arme", "Vols violents sans arme", _I),
    Indicateur(
        "vols-sans-violence",
        "Vols sans violence contre des personnes",
        "Vols sans violence",
        UniteDeCompte.VICTIME_ENTENDUE,
    ),
    Indicateur(
        "cambriolages",
        "Cambriolages de logement",
        "Cambriolages de logement",
        _I,
        Denominateur.LOGEMENTS,
    ),
    Indicateur(
        "vols-de-vehicule",
        "Vols de véhicule",
        "Vols de véhicule",
        _VEHICULE,
        anciens=("Vols de véhicules",),
    ),
    Indicateur("vols-dans-vehicules", "Vols dans les véhicules", "Vols dans véhicules", _VEHICULE),
    Indicateur(
        "vols-accessoires", "Vols d'accessoires sur véhicules", "Vols d’accessoires", _VEHICULE
    ),
    Indicateur(
        "degradations", "Destructions et dégradations volontaires", "Dégradations volontaires", _I
    ),
    Indicateur("usage-stupefiants", "Usage de stupéfiants", "Usage de stupéfiants", _MEC),
    Indicateur(
        "usage-stupefiants-afd",
        "Usage de stupéfiants (AFD)",
        "Usage, amendes forfaitaires",
        _MEC,
        part_de="usage-stupefiants",
    ),
    Indicateur(
        "usage-stupefiants-hors-afd",
        "Usage de stupéfiants (hors AFD)",
        "Usage, hors amendes",
        _MEC,
        niveaux=_DEPARTEMENT,
        part_de="usage-stupefiants",
    ),
    Indicateur("trafic-stupefiants", "Trafic de stupéfiants", "Trafic de stupéfiants", _MEC),
    Indicateur(
        "escroqueries",
        "Escroqueries et fraudes aux moyens de paiement",
        "Escroqueries et fraudes",
        _V,
    ),
    Indicateur(
        "coups-et-blessures",
        "Coups et blessures volontaires",
        "Coups et blessures",
        _V,
        retire=True,
    ),
    Indicateur(
        "coups-et-blessures-intrafamiliaux",
        "Coups et blessures volontaires intrafamiliaux",
        "Coups et blessures, famille",
        _V,
        part_de="coups-et-blessures",
        retire=True,
    ),
    Indicateur(
        "coups-et-blessures-autres",
        "Autres coups et blessures volontaires",
        "Coups et blessures, autres",
        _V,
        part_de="coups-et-blessures",
        retire=True,
    ),
)
"""All indicators, in the order of the files; the removed ones last."""

_PAR_CLE: Final = {one.cle: one for one in INDICATEURS}
LIBELLES: Final = {name: one for one in INDICATEURS for name in (one.libelle, *one.anciens)}
"""Indicators by label, in every spelling of every edition."""


def indicateur(cle: str) -> Indicateur:
    """Return the indicator of a key; raise KeyError when there is none."""
    return _PAR_CLE[cle]
