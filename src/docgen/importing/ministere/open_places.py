"""Import of what is open to the public: gendarmerie units, and police stations.

Units are in `export-gn2.csv`, which changes every day.  Each is found by
`identifiant_public_unite`, which is sometimes `0`; its hours have one of two forms (see
`opening_hours`).  Stations are in `export-pn.csv`, without identifier and hours: each is found by
its département and its name, as the competence file writes it.  The column of addresses
(`adresse_geographique…`), which repeats the others, changes its name and is not kept.  Telephones
are kept as `+33563000000`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from docgen.french.territory import CodeInsee, departement_of
from docgen.french.wording import shorten_list
from docgen.importing.checks import (
    code_of,
    edition_of,
    identifier_of,
    ministry_origin,
    printable_text,
    single_file,
    telephone_number,
)
from docgen.importing.contours.bounding_boxes import in_france
from docgen.importing.input_file import ImportOptions, InputFile, Table, raise_errors
from docgen.importing.ministere import opening_hours as hours
from docgen.importing.ministere.competence import service_of
from docgen.importing.redundant_columns import (
    Labels,
    check_departement,
    check_departement_label,
    warn_of_repeated_rows,
)
from docgen.referential.communes.competence import Competences
from docgen.referential.communes.unites import (
    COMMISSARIATS,
    DAYS,
    UNITES_COLUMNS,
    UNITES_FILE,
    Horaires,
    station_key,
    write_plages,
)
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow, Snapshot, to_csv

NO_ID = ("", "0")
CODE = "code_commune_insee"
PLACE_COLUMNS = (
    *("service", "telephone", CODE, "voie"),
    *("code_postal", "commune", "geocodage_x_GPS", "geocodage_y_GPS"),
)
UNREAD_COLUMNS = ("departement", "geocodage_epsg", "geocodage_x", "geocodage_y")


def convert_units(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `unites`; raise ContentError with every problem of the file.

    The commune's code is not kept, for units have their identifier; it is checked, because it
    reveals a damaged file.
    """
    infile = single_file(files)
    table = infile.table()
    needed = ("identifiant_public_unite", *PLACE_COLUMNS, *_hours_columns(table))
    table.expect(
        needed, {*UNREAD_COLUMNS, *_repeated_addresses(table), *hours.COLUMNS, hours.TEXT, "url"}
    )
    edition = edition_of(infile, options)
    csv_rows = list(table.rows())
    communes = referential.communes if referential.snapshot("cog") else None
    labels = Labels(infile, communes, "commune")
    rows = [_unit_values(infile, row, labels) for row in csv_rows]
    labels.report()
    _check_hours_read(infile, csv_rows, rows)
    raise_errors(files)
    units = _PlacesByKey(infile)
    for row, (identifier, *values) in zip(csv_rows, rows, strict=True):
        units.add(identifier, tuple(values), row.line)
    warn_of_repeated_rows(infile, units.repeated)
    message = "unités sans identifiant, que rien ne rattache à une commune"
    units.drop(NO_ID, "identifiant", message, "elles ne sont pas gardées")
    message = "l’identifiant {} est celui de plusieurs unités"
    hint = "aucune n’est gardée : docgen ne choisit pas"
    kept = list(units.alone("identifiant", message, hint))
    if not kept:
        hint = "vérifiez que c’est le bon fichier"
        raise infile.refusal("vide", "aucune unité à garder dans ce fichier", hint=hint)
    dataset = ("Liste des unités de gendarmerie accueillant du public", "5369993fa3a729239d2051cd")
    credit = "unités de gendarmerie accueillant du public"
    origine = ministry_origin(infile, options, edition, dataset, credit)
    return (Snapshot("unites", origine, {UNITES_FILE: to_csv(UNITES_COLUMNS, kept)}),)


def _hours_columns(table: Table) -> tuple[str, ...]:
    if any(name in hours.COLUMNS for name in table.columns):
        return tuple(sorted(name for name in hours.COLUMNS if not name.startswith("jours_feries")))
    return (hours.TEXT,)


def _unit_values(infile: InputFile, row: CsvRow, labels: Labels) -> tuple[str, ...]:
    _check_place(infile, row, labels)
    read = _hours(infile, row)
    return (
        identifier_of(infile, row, "identifiant_public_unite"),
        *_place_values(infile, row),
        *(write_plages(read.get(day, ())) for day in DAYS),
    )


def _hours(infile: InputFile, row: CsvRow) -> Horaires:
    try:
        return hours.read_columns(row.values) or hours.read_text(row.values.get(hours.TEXT, ""))
    except ValueError as error:
        message = f"horaires illisibles : « {error} »"
        infile.warn("horaires", message, row.line, "l’unité est gardée, sans horaires")
        return {}


def _check_hours_read(
    infile: InputFile, csv_rows: Sequence[CsvRow], rows: Sequence[tuple[str, ...]]
) -> None:
    columns = {*hours.COLUMNS, hours.TEXT}
    written = sum(any(row.values.get(name, "").strip() for name in columns) for row in csv_rows)
    read = sum(any(row[-len(DAYS) :]) for row in rows)
    if 2 * read < written:
        message = f"horaires illisibles pour {written - read} unités sur {written}"
        infile.error("horaires", message, hint="une forme jamais vue : rien n’a été changé")


def convert_stations(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `commissariats`; raise ContentError with every problem of the file."""
    infile = single_file(files)
    table = infile.table()
    table.expect(PLACE_COLUMNS, {*UNREAD_COLUMNS, *_repeated_addresses(table)})
    edition = edition_of(infile, options)
    communes = referential.communes if referential.snapshot("cog") else None
    labels = Labels(infile, communes, "commune")
    stations = _PlacesByKey(infile)
    for row in table.rows():
        code, values = _check_place(infile, row, labels), _place_values(infile, row)
        key = station_key(departement_of(code), values[0]) if code else ""
        stations.add(key, (*values, *("" for _ in DAYS)), row.line)
    labels.report()
    warn_of_repeated_rows(infile, stations.repeated)
    raise_errors(files)
    hint = "ils ne sont pas gardés : rien ne dit leur département"
    stations.drop([""], "commune", "commissariats sans code de commune", hint)
    message = "plusieurs commissariats d’un département ont ce nom"
    hint = "aucun n’est gardé : docgen ne choisit pas"
    rows = list(stations.alone("homonymes", message, hint))
    if not rows:
        hint = "vérifiez que c’est le bon fichier"
        raise infile.refusal("vide", "aucun commissariat à garder dans ce fichier", hint=hint)
    if referential.competence:
        _warn_of_unknown(infile, {row[0] for row in rows}, referential.competence)
    dataset = (
        "Liste des services de police accueillant du public avec géolocalisation",
        "53ba5222a3a729219b7beade",
    )
    credit = "services de police accueillant du public"
    origine = ministry_origin(infile, options, edition, dataset, credit)
    return (Snapshot(COMMISSARIATS, origine, {UNITES_FILE: to_csv(UNITES_COLUMNS, rows)}),)


def _warn_of_unknown(infile: InputFile, keys: set[str], competence: Competences) -> None:
    """Warn of the competent police stations of the project that the file does not name."""
    competent = ((code, competence.of(code)) for code in competence.in_zone(Force.POLICE))
    stations = {
        station_key(departement_of(code), unit.service): unit.service
        for code, unit in competent
        if unit
    }
    absent = sorted(stations[key] for key in stations.keys() - keys)
    if absent:
        names = shorten_list(absent)
        message = f"commissariats compétents que le fichier ne nomme pas ainsi : {names}"
        hint = "leur téléphone s’écrit dans content/territoire/unites.yaml, ou dans le tableur"
        infile.warn(
            "absent", message, hint=f"{hint} de « docgen territoire exporter territoire.xlsx »"
        )


# What both files give: a place, a telephone


class _PlacesByKey:
    """The places of a file, each found by a key: docgen chooses none where several share one."""

    def __init__(self, infile: InputFile) -> None:
        self._infile = infile
        self._lines = defaultdict[str, dict[tuple[str, ...], int]](dict)
        self.repeated: list[tuple[str, int]] = []
        """The rows that repeat an earlier one: their name, their line."""

    def add(self, key: str, values: tuple[str, ...], line: int) -> None:
        """Add a place, which begins with its name, unless a row before it gave the same."""
        if self._lines[key].setdefault(values, line) != line:
            self.repeated.append((values[0], line))

    def drop(self, keys: Iterable[str], code: str, message: str, hint: str) -> None:
        """Take out the places of keys that lead nowhere, and warn of them."""
        dropped = [one for key in keys for one in self._lines.pop(key, {}).items()]
        if dropped:
            self._warn(dropped, code, message, hint)

    def alone(self, code: str, message: str, hint: str) -> Iterator[tuple[str, ...]]:
        """Yield each key with its place, sorted; warn of those of a key that several share."""
        for key, lines in sorted(self._lines.items()):
            if len(lines) == 1:
                yield (key, *next(iter(lines)))
            else:
                self._warn(lines.items(), code, message.format(key), hint)

    def _warn(
        self, places: Iterable[tuple[tuple[str, ...], int]], code: str, message: str, hint: str
    ) -> None:
        by_line = sorted((line, values[0]) for values, line in places)
        names = shorten_list([f"{name} (ligne {line})" for line, name in by_line])
        self._infile.warn(code, f"{message} : {names}", by_line[0][0], hint)


def _repeated_addresses(table: Table) -> set[str]:
    """Return the columns that repeat an address."""
    return {name for name in table.columns if name.startswith("adresse_geographique")}


def _place_values(infile: InputFile, row: CsvRow) -> tuple[str, ...]:
    """Return the values of a unit in the order of the snapshot, from its name to its position."""
    return (
        service_of(printable_text(infile, row, "service")),
        printable_text(infile, row, "voie").replace("'", "’"),
        _postal_code(infile, row),
        printable_text(infile, row, "commune").replace("'", "’"),
        _telephone(infile, row),
        *_position(infile, row),
    )


def _check_place(infile: InputFile, row: CsvRow, labels: Labels) -> CodeInsee | None:
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
