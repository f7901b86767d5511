"""What a project knows of the country, how old it is, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docgen.errors import ContentError, Problem
from docgen.referential.open_data import SNAPSHOTS
from docgen.referential.referential import Referential
from docgen.referential.snapshot import OpenSnapshot

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
STALE |= {"unites": 180, "cog": 365, "contours": 3 * 365}
"""After how many days an edition is old: a newer one is due by then (they come each year)."""


@dataclass(frozen=True, slots=True)
class SnapshotStatus:
    """One snapshot: its name, what it holds, its edition, its age in days, its rows.

    `edition` is empty when it is missing, or when its manifest cannot be read; `age` is None when
    the edition is no date, `lignes` when no file says its rows; `problemes` tell what is damaged.
    """

    nom: str
    sujet: str
    edition: str = ""
    age: int | None = None
    lignes: int | None = None
    provenance: str = ""
    problemes: tuple[Problem, ...] = ()

    @property
    def abime(self) -> bool:
        """Whether it is there, and cannot be used: it must be imported again."""
        return bool(self.problemes)

    @property
    def vieux(self) -> bool:
        """Whether a newer edition is due."""
        return self.age is not None and self.age > STALE.get(self.nom, self.age)


def snapshot_states(referential: Referential, today: date) -> Iterator[SnapshotStatus]:
    """Yield every snapshot that docgen can use, all its files verified: there, missing, damaged."""
    for name in SNAPSHOTS:
        opened = referential.opened(name)
        yield _state(opened, today) if opened else SnapshotStatus(name, SUBJECTS[name])


def _state(opened: OpenSnapshot, today: date) -> SnapshotStatus:
    subject = SUBJECTS[opened.name]
    try:
        origine, files = opened.origine, opened.fichiers
    except ContentError as error:
        return SnapshotStatus(opened.name, subject, problemes=error.problems)
    problems: list[Problem] = []
    for one in files:
        try:
            opened.read(one.fichier)
        except ContentError as error:
            problems += error.problems
    rows = [one.lignes for one in files if one.lignes is not None]
    age = _age(origine.edition, today)
    told = (origine.edition, age, sum(rows) if rows else None, origine.provenance, tuple(problems))
    return SnapshotStatus(opened.name, subject, *told)


def _age(edition: str, today: date) -> int | None:
    """Return the days since an edition: a day, a month, or a year that began on 1 January."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edition, re.ASCII)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return (today - date(year, month, day)).days
    except ValueError:  # 2026-13 is a text, and no month
        return None
