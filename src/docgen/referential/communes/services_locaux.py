"""The local services of the administration: address, telephone, hours, and whom each serves.

Source: « Annuaire de l’administration – base de données locales », DILA.  No name of a head of
service is in the snapshot.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from docgen.french.territory import CodeInsee
from docgen.french.wording import MOIS
from docgen.referential.communes.unites import DAYS, hours_of, telephone
from docgen.referential.snapshot import CsvRow, OpenSnapshot, first_day

ANNUAIRE: Final = "annuaire"
"""The name of the snapshot."""
SERVICES_FILE: Final = "services.csv"
SERVICES_COLUMNS: Final = (
    *("id", "type", "nom", "commune", "siren", "adresse", "adresse_postale"),
    *("telephone", "courriel", "site", "longitude", "latitude"),
    *DAYS,
    *("precision_horaires", "modifie_le"),
)
"""Addresses are lines joined by `LINE`; `commune` is the code of that where the service stands."""
COMPETENCE_FILE: Final = "competence.csv"
COMPETENCE_COLUMNS: Final = ("id", "communes")
"""The communes that a service is competent for, by their codes, joined by spaces."""
LINE: Final = " | "
OLD_ENTRY: Final = timedelta(days=365)
"""How old an entry is that is marked as to be confirmed."""


class TypeService(StrEnum):
    """The types of services that roles may name; the others are not kept."""

    MAIRIE = "mairie"
    INTERCOMMUNALITE = "intercommunalite"
    DEPARTEMENT = "departement"
    PREFECTURE = "prefecture"
    SOUS_PREFECTURE = "sous-prefecture"
    DDT = "ddt"
    DDETSPP = "ddetspp"
    DREAL = "dreal"
    DREAL_UNITE = "dreal-unite"
    ARS = "ars"
    ARS_DELEGATION = "ars-delegation"
    SDIS = "sdis"
    ONF = "onf"
    TRIBUNAL_JUDICIAIRE = "tribunal-judiciaire"
    TRIBUNAL_ADMINISTRATIF = "tribunal-administratif"
    FEDERATION_CHASSE = "federation-chasse"
    GROUPEMENT_GENDARMERIE = "groupement-gendarmerie"
    GENDARMERIE = "gendarmerie"
    COMMISSARIAT = "commissariat"
    FRANCE_SERVICES = "france-services"
    FRANCE_TRAVAIL = "france-travail"
    MISSION_LOCALE = "mission-locale"
    AIDE_VICTIMES = "aide-victimes"


@dataclass(frozen=True, slots=True)
class ServiceLocal:
    """A local service as printed; what the directory lacks is empty."""

    id: str
    type: TypeService
    nom: str
    commune: CodeInsee | None
    """Where it stands."""
    adresse: tuple[str, ...]
    """The lines of the address to visit, the last with the postal code and the town."""
    adresse_postale: tuple[str, ...]
    """The lines of the address to write to."""
    telephone: str
    """« 05 63 00 00 00 », with no-break spaces."""
    courriel: str
    site: str
    horaires: tuple[str, ...]
    """Lines such as « Du lundi au jeudi, 8 h à 12 h et 14 h à 18 h », then a remark if any."""
    source: str
    """The credit line of the directory."""
    a_confirmer: str
    """Why the entry is to be confirmed, in French: more than a year old in its edition, or unknown
    when; '' where it need not be."""


class ServicesLocaux:
    """The services of the snapshot."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened

    def __iter__(self) -> Iterator[ServiceLocal]:
        return map(self._service, self._rows)

    def count(self, kind: TypeService) -> int:
        """Return the number of services of a type."""
        return len(self._by_type[kind])

    def mairie(self, code: CodeInsee) -> ServiceLocal | None:
        """Return the town hall of a commune, None when the directory lacks it."""
        return self.standing_in(code, TypeService.MAIRIE)

    def standing_in(self, code: CodeInsee, kind: TypeService) -> ServiceLocal | None:
        """Return the only service of a type in a commune; None when there is none, or several."""
        rows = [row for row in self._standing.get(code, ()) if row["type"] == kind]
        return self._service(rows[0]) if len(rows) == 1 else None

    def competent_for(self, code: CodeInsee, kind: TypeService) -> ServiceLocal | None:
        """Return the only service of a type that serves a commune; None when nothing tells it."""
        rows = [row for row in self._serving.get(code, ()) if row["type"] == kind]
        return self._service(rows[0]) if len(rows) == 1 else None

    def only(self, kind: TypeService, code: CodeInsee | None = None) -> ServiceLocal | None:
        """Return the only service of a type; None when there is none, or several.

        It is not given to a commune when the directory tells which it serves, without that one.
        """
        rows = [
            row
            for row in self._by_type[kind]
            if not code or code in self._communes_served.get(row["id"], (code,))
        ]
        return self._service(rows[0]) if len(self._by_type[kind]) == len(rows) == 1 else None

    def can_answer(self, kind: TypeService, commune: CodeInsee | None) -> bool:
        """Whether a service answers for a role of this type, in its commune if it has one."""
        if commune:
            return self.standing_in(commune, kind) is not None
        serving = (self._communes_served.get(row["id"]) for row in self._by_type[kind])
        return self.only(kind) is not None or any(serving)

    def of_siren(self, siren: str) -> ServiceLocal | None:
        """Return the intercommunalité of a SIREN, None when the directory lacks it."""
        rows = [row for row in self._by_type[TypeService.INTERCOMMUNALITE] if row["siren"] == siren]
        return self._service(rows[0]) if len(rows) == 1 else None

    @cached_property
    def _rows(self) -> Sequence[CsvRow]:
        return tuple(self._opened.rows(SERVICES_FILE))

    @cached_property
    def _by_type(self) -> defaultdict[str, list[CsvRow]]:
        types: defaultdict[str, list[CsvRow]] = defaultdict(list)
        for row in self._rows:
            types[row["type"]].append(row)
        return types

    @cached_property
    def _standing(self) -> defaultdict[str, list[CsvRow]]:
        """The services that stand in each commune."""
        standing: defaultdict[str, list[CsvRow]] = defaultdict(list)
        for row in self._rows:
            standing[row["commune"]].append(row)
        return standing

    @cached_property
    def _serving(self) -> defaultdict[str, list[CsvRow]]:
        """The services that serve each commune."""
        serving: defaultdict[str, list[CsvRow]] = defaultdict(list)
        for row in self._rows:
            for code in self._communes_served.get(row["id"], ()):
                serving[code].append(row)
        return serving

    @cached_property
    def _communes_served(self) -> dict[str, frozenset[str]]:
        rows = self._opened.rows(COMPETENCE_FILE)
        return {row["id"]: frozenset(row["communes"].split()) for row in rows}

    def _service(self, row: CsvRow) -> ServiceLocal:
        origine = self._opened.origine
        changed = date.fromisoformat(row["modifie_le"]) if row["modifie_le"] else None
        return ServiceLocal(
            id=row["id"],
            type=TypeService(row["type"]),
            nom=row["nom"],
            commune=CodeInsee(row["commune"]) if row["commune"] else None,
            adresse=_lines(row["adresse"]),
            adresse_postale=_lines(row["adresse_postale"] or row["adresse"]),
            telephone=telephone(row["telephone"]),
            courriel=row["courriel"],
            site=row["site"],
            horaires=(*hours_of(row), *_lines(row["precision_horaires"])),
            source=origine.credit,
            a_confirmer=_doubt(changed, origine.edition),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(LINE)))


def _doubt(changed: date | None, edition: str) -> str:
    """Return why an entry is to be confirmed: unchanged for a year, or an edition without a day."""
    day = first_day(edition)
    if day is None:
        return "annuaire sans date"
    old = changed is not None and day - changed > OLD_ENTRY
    return f"non revu depuis {MOIS[changed.month - 1]} {changed.year}" if changed and old else ""
