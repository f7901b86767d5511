"""The unit competent in each commune, of the gendarmerie or of the police.

Source: « Compétence territoriale gendarmerie et police nationales », ministère de l'intérieur.
Names of units hold their own elisions (« Brigade d'Alban »): no place name is declined here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from docgen.french.letters import folded
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee, departement_of
from docgen.french.typography import fold_typography, prose
from docgen.french.wording import de, elide
from docgen.referential.communes.zones import Force
from docgen.referential.snapshot import OpenSnapshot

COMPETENCE_FILE = "competence.csv"
COMPETENCE_COLUMNS = ("code", "institution", "id_service", "service")

NONE_WRITTEN: Final[Mapping[str, str]] = MappingProxyType({})

_ARTICLES: Final = {
    **dict.fromkeys(("antenne", "brigade", "circonscription", "communauté", "compagnie"), "la"),
    **dict.fromkeys(("direction", "division", "gendarmerie", "préfecture", "section"), "la"),
    **dict.fromkeys(("sûreté", "unité"), "la"),
    **dict.fromkeys(("bureau", "commissariat", "détachement", "groupement", "hôtel"), "le"),
    **dict.fromkeys(("peloton", "poste", "service"), "le"),
}
"""The article of a unit, by the first word of its name."""


@dataclass(frozen=True, slots=True)
class Competence:
    """A unit and its force: « Brigade de Réalmont », « Commissariat de police d’Albi »."""

    force: Force
    service: str
    """The unit's name, without « Gendarmerie - »."""
    id_service: str
    """Its identifier among the units open to the public; empty for the police."""

    @property
    def le(self) -> str:
        """The unit within a sentence: « la brigade de Réalmont ».

        A name that begins with an unknown word is quoted: « le service « … » ».
        """
        first, _, rest = self.service.partition(" ")
        article = _ARTICLES.get(first.lower())
        if article is None:
            return f"le service «{INSECABLE}{self.service}{INSECABLE}»"
        return prose(elide(article, f"{first.lower()} {rest}".strip()))

    @property
    def de(self) -> str:
        """The unit after « de »: « de la brigade de Réalmont », « du commissariat de police »."""
        return de(self.le)

    @property
    def chef(self) -> str:
        """Who heads it: a commander in the gendarmerie, which is a rank in the police."""
        head = "commandant" if self.force is Force.GENDARMERIE else "chef"
        return f"le {head} {self.de}"


class Competences:
    """The competent unit of each commune of the snapshot, or the one that the project `written`.

    What is written is the name or the identifier of a unit of the snapshot, by the commune's code,
    which the snapshot may lack; another unit is passed over, and the check of its file refuses it.
    A commune of another département is passed over too.
    """

    def __init__(self, opened: OpenSnapshot, written: Mapping[str, str] = NONE_WRITTEN) -> None:
        self._opened, self._written = opened, written

    def of(self, code: CodeInsee) -> Competence | None:
        """Return the unit competent in a commune, None when the file has none."""
        return self._by_code.get(code)

    def is_written(self, code: CodeInsee) -> bool:
        """Whether the project says which unit is competent in a commune."""
        return self.of(code) != self._official.get(code)

    def in_zone(self, force: Force) -> tuple[CodeInsee, ...]:
        """Return the communes of a force, by code."""
        return tuple(code for code, unit in self._by_code.items() if unit.force is force)

    def of_service(self, competence: Competence) -> tuple[CodeInsee, ...]:
        """Return the communes of a unit, by code.

        Police stations have no identifier: two of one name count as one.
        """
        return tuple(self._by_unit.get(competence, ()))

    @cached_property
    def _by_unit(self) -> dict[Competence, list[CodeInsee]]:
        codes: dict[Competence, list[CodeInsee]] = {}
        for code, unit in self._by_code.items():
            codes.setdefault(unit, []).append(code)
        return codes

    @cached_property
    def _by_code(self) -> dict[CodeInsee, Competence]:
        if not self._written:
            return self._official
        named: dict[str, set[Competence]] = {}
        for unit in self._official.values():
            for name in filter(None, (unit.service, unit.id_service)):
                named.setdefault(folded(fold_typography(name)), set()).add(unit)
        home = set(map(departement_of, self._official))
        by_code = dict(self._official)
        for code, name in self._written.items():
            units = named.get(folded(fold_typography(name)), set())
            if len(units) == 1 and departement_of(code) in home:
                by_code[CodeInsee(code)] = next(iter(units))
        return dict(sorted(by_code.items()))

    @cached_property
    def _official(self) -> dict[CodeInsee, Competence]:
        forces = {force.value: force for force in (Force.GENDARMERIE, Force.POLICE)}
        return {
            CodeInsee(row["code"]): Competence(
                forces.get(row["institution"], Force.AUTRE), row["service"], row["id_service"]
            )
            for row in self._opened.rows(COMPETENCE_FILE)
        }
