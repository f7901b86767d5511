"""What a fiche may refer to besides: the acts of the project, and their clauses."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from docgen.errors import closest
from docgen.kinds.actes.clauses import Acte
from docgen.kinds.writing.known import Connu
from docgen.referential.referential import Referential

ACTES: Final = "convention"


class ConnuActes(Connu):
    """What is known of a project, with its acts; each is read when it is asked for, and once."""

    def __init__(self, referential: Referential, *, partly: bool = False) -> None:
        super().__init__(referential, partly=partly)
        self._actes: dict[str, Acte | None] = {}

    def acte(self, key: str) -> Acte | None:
        """Return an act, None when there is none; raise ContentError when it cannot be read."""
        if key not in self._actes:
            source = self.source(ACTES, key)
            self._actes[key] = Acte(source) if source else None
        return self._actes[key]

    def nearest_act(self, key: str) -> str:
        """Return « vouliez-vous dire … ? », or the acts that there are."""
        names = self.keys(ACTES)
        return closest(key, names) or "conventions : " + ", ".join(names)


@lru_cache(maxsize=2)
def known(referential: Referential, *, partly: bool = False) -> ConnuActes:
    """Return what is known of the project of a referential: the same for all its fiches."""
    return ConnuActes(referential, partly=partly)
