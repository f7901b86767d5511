"""The options of the reports of a year."""

from __future__ import annotations

from dataclasses import dataclass, field

from docgen.request import Options, option


@dataclass(frozen=True, slots=True)
class BilanOptions(Options):
    """`annee` is the year of the report, None for every year."""

    annee: int | None = field(default=None, metadata=option("--annee"))
