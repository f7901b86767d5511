"""What the files of gendarmerie units and of police stations both give: a place, a telephone.

The column of addresses (`adresse_geographique…`), which repeats the others, changes its name and is
not kept. Telephones are kept as `+33563000000`.
"""

import re

from docgen.french.territory import CodeInsee
from docgen.importing.checks import code_of, printable_text, telephone_number
from docgen.importing.contours.bounding_boxes import in_france
from docgen.importing.input_file import InputFile, Table
from docgen.importing.ministere.competence import service_of
from docgen.importing.redundant_columns import Labels, check_departement, check_departement_label
from docgen.referential.snapshot import CsvRow

CODE = "code_commune_insee"
NEEDED_COLUMNS = (
    *("service", "telephone", CODE, "voie"),
    *("code_postal", "commune", "geocodage_x_GPS", "geocodage_y_GPS"),
)
ALLOWED_COLUMNS = ("departement", "geocodage_epsg", "geocodage_x", "geocodage_y")


def repeated_addresses(table: Table) -> set[str]:
    """Return the columns that repeat an address."""
    return {name for name in table.columns if name.startswith("adresse_geographique")}


def place_values(infile: InputFile, row: CsvRow) -> tuple[str, ...]:
    """Return the values of a unit in the order of the snapshot, from its name to its position."""
    return (
        service_of(printable_text(infile, row, "service")),
        printable_text(infile, row, "voie").replace("'", "’"),
        _postal_code(infile, row),
        printable_text(infile, row, "commune").replace("'", "’"),
        _telephone(infile, row),
        *_position(infile, row),
    )


def check_place(infile: InputFile, row: CsvRow, labels: Labels) -> CodeInsee | None:
    """Return the code of the commune of a unit; None when there is none, or not a readable one.

    Add an error when the unit has no name, or when its département or its commune disagree.
    """
    if not row["service"].strip():
        infile.error("unite", "unité sans nom", row.line, "service")
    code = code_of(infile, row, CODE) if row[CODE].strip() else None
    if code is None:
        return None
    departement = row.values.get("departement", "").strip()
    if re.fullmatch(r"\d{1,3}|2[AB]|Z[A-Z]", departement, re.ASCII | re.IGNORECASE):
        check_departement(infile, code, row, "departement")
    else:
        check_departement_label(infile, code, row, "departement", labels.communes)
    labels.compare(code, row)
    return code


def _postal_code(infile: InputFile, row: CsvRow) -> str:
    code = row["code_postal"].strip()
    if code and not re.fullmatch(r"\d{5}", code, re.ASCII):
        hint = "cinq chiffres ; un tableur perd le zéro de 01210 : reprenez le fichier d’origine"
        infile.error("code", f"code postal illisible : « {code} »", row.line, "code_postal", hint)
    return code


def _telephone(infile: InputFile, row: CsvRow) -> str:
    """Return a number in the format of the snapshot; add a warning for what is none."""
    text = row["telephone"]
    number = telephone_number(text)
    if text.strip() and not number:
        hint = "l’unité est gardée, sans téléphone"
        infile.warn("telephone", f"téléphone illisible : « {text} »", row.line, hint)
    return number


def _position(infile: InputFile, row: CsvRow) -> tuple[str, str]:
    columns = ("geocodage_x_GPS", "geocodage_y_GPS")
    texts = [row[column].strip().replace(",", ".") for column in columns]
    if not any(texts):
        return ("", "")
    try:
        x, y = map(float, texts)
    except ValueError:
        x = y = 0.0
    if in_france(x, y):
        return (texts[0], texts[1])
    if in_france(y, x):
        message = f"coordonnées interverties ({texts[0]} ; {texts[1]}) : elles ont été remises"
        infile.warn("coordonnees", message, row.line)
        return (texts[1], texts[0])
    message = f"coordonnées hors de France : « {texts[0]} ; {texts[1]} »"
    hint = "en degrés : longitude (x) puis latitude (y) ; un tableur en perd parfois la virgule"
    infile.error("coordonnees", message, row.line, columns[0], hint)
    return ("", "")
