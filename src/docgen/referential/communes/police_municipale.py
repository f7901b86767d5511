"""The municipal polices: how many agents each commune declares.

Source: « Police municipale : effectifs par commune », ministère de l'intérieur, surveyed each
December. Of a commune that it does not name nothing is known: it may have been left out.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docgen.french.territory import CodeInsee
from docgen.french.wording import counted
from docgen.referential.snapshot import CsvRow, OpenSnapshot

POLICE_MUNICIPALE: Final = "police-municipale"
"""The name of the snapshot."""
EFFECTIFS_FILE: Final = "effectifs.csv"
EFFECTIFS_COLUMNS: Final = ("code", "agents", "asvp", "gardes_champetres", "mise_a_disposition")
"""A number is empty where the survey has none; the last is 1 where communes share agents."""


@dataclass(frozen=True, slots=True)
class PoliceMunicipale:
    """What the survey says of a commune."""

    agents: int | None
    partagee: bool
    """Whether communes share agents, so that one without any may be served by another’s."""
    edition: str

    @property
    def existe(self) -> bool | None:
        """Whether the commune has a municipal police; None when the survey does not decide it."""
        if self.agents:
            return True
        return None if self.agents is None or self.partagee else False

    @property
    def source(self) -> str:
        """The number of agents and where it comes from, as a sentence."""
        agents = counted(self.agents or 0, "agent")
        return f"{agents} en {self.edition[:4]} (ministère de l’intérieur)."


class PolicesMunicipales:
    """The municipal polices of the snapshot."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened

    def of(self, code: CodeInsee) -> PoliceMunicipale | None:
        """Return what the survey says of a commune, None when it does not name it."""
        row = self._by_code.get(code)
        if row is None:
            return None
        agents = int(row["agents"]) if row["agents"] else None
        shared = row["mise_a_disposition"] == "1"
        return PoliceMunicipale(agents, shared, self._opened.origine.edition)

    @cached_property
    def _by_code(self) -> dict[str, CsvRow]:
        return self._opened.rows_by(EFFECTIFS_FILE, "code")
