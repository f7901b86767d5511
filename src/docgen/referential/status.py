"""What a project knows of the country, how old it is, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docgen.referential.referential import SNAPSHOTS, Referential

SUBJECTS = {
    "cog": "communes de France",
    "competence": "gendarmerie ou police, par commune",
    "unites": "unités ouvertes au public",
    "maires": "maires",
    "ssmsi-communes": "délinquance enregistrée, par commune",
    "ssmsi-departements": "délinquance enregistrée, par département",
    "activite": "activité de la brigade (interne)",
    "contours": "contours des communes",
}
"""What each snapshot holds, as people are told."""
STALE = {"ssmsi-communes": 365, "ssmsi-departements": 365, "maires": 365, "competence": 365}
STALE |= {"unites": 180, "cog": 365}
"""After how many days an edition is old: a newer one is due by then (they come each year)."""


@dataclass(frozen=True, slots=True)
class Etat:
    """One snapshot: its name, what it holds, its edition, its age in days, its rows.

    `edition` is empty when it is missing; `age` is None when the edition is no date.
    """

    nom: str
    sujet: str
    edition: str = ""
    age: int | None = None
    lignes: int = 0
    provenance: str = ""

    @property
    def vieux(self) -> bool:
        """Whether a newer edition is due."""
        return self.age is not None and self.age > STALE.get(self.nom, self.age)


def states(referential: Referential, today: date) -> Iterator[Etat]:
    """Yield every snapshot that docgen can use; raise ContentError for a damaged one."""
    for name in SNAPSHOTS:
        opened = referential.opened(name)
        if opened is None:
            yield Etat(name, SUBJECTS[name])
            continue
        origine = opened.origine
        rows = sum(one.lignes or 0 for one in opened.fichiers)
        age = _age(origine.edition, today)
        yield Etat(name, SUBJECTS[name], origine.edition, age, rows, origine.provenance)


def _age(edition: str, today: date) -> int | None:
    """Return the days since an edition: a day, a month, or a year that began on 1 January."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edition)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    return (today - date(year, month, day)).days
