"""The options of the reports of a year."""

from dataclasses import dataclass

from docgen.request import Options


@dataclass(frozen=True, slots=True)
class BilanOptions(Options):
    """`annee` is the year of the report, None for every year."""

    annee: int | None = None
