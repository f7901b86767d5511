"""Import of the police stations open to the public, `export-pn.csv`.

The file has the columns of that of the gendarmerie, without identifier and hours. A station is
found by its département and its name, as the competence file writes it; of two of one name in a
département, none is kept.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from docgen.french.territory import departement_of
from docgen.french.wording import shorten_list
from docgen.importing.checks import edition_of, ministry_origin, single_file
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.importing.ministere.places import (
    ALLOWED_COLUMNS,
    NEEDED_COLUMNS,
    check_place,
    place_values,
    repeated_addresses,
)
from docgen.importing.redundant_columns import Labels, warn_of_repeated_rows
from docgen.referential.communes.competence import Competences
from docgen.referential.communes.unites import (
    COMMISSARIATS,
    DAYS,
    UNITES_COLUMNS,
    UNITES_FILE,
    station_key,
)
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Snapshot, to_csv

_Lines = dict[tuple[str, ...], int]
"""The values of the stations of one key, with the line of each."""


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `commissariats`; raise ContentError with every problem of the file."""
    infile = single_file(files)
    table = infile.table()
    table.expect(NEEDED_COLUMNS, {*ALLOWED_COLUMNS, *repeated_addresses(table)})
    edition = edition_of(infile, options)
    communes = referential.communes if referential.snapshot("cog") else None
    labels = Labels(infile, communes, "commune")
    by_key: defaultdict[str, _Lines] = defaultdict(dict)
    repeated = []
    for row in table.rows():
        code, values = check_place(infile, row, labels), place_values(infile, row)
        key = station_key(departement_of(code), values[0]) if code else ""
        if by_key[key].setdefault(values, row.line) != row.line:
            repeated.append((values[0], row.line))
    labels.report()
    warn_of_repeated_rows(infile, repeated)
    raise_errors(files)
    rows = list(_unique_stations(infile, by_key))
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


def _unique_stations(
    infile: InputFile, by_key: defaultdict[str, _Lines]
) -> Iterator[tuple[str, ...]]:
    """Yield the stations by key; warn of those that nothing tells apart, or places nowhere."""
    if nowhere := by_key.pop("", None):
        message = f"commissariats sans code de commune : {_names(nowhere)}"
        hint = "ils ne sont pas gardés : rien ne dit leur département"
        infile.warn("commune", message, min(nowhere.values()), hint)
    for key, stations in sorted(by_key.items()):
        if len(stations) == 1:
            yield (key, *next(iter(stations)), *("" for _ in DAYS))
            continue
        message = f"plusieurs commissariats d’un département ont ce nom : {_names(stations)}"
        hint = "aucun n’est gardé : docgen ne choisit pas"
        infile.warn("homonymes", message, min(stations.values()), hint)


def _names(stations: _Lines) -> str:
    return shorten_list([f"{values[0]} (ligne {line})" for values, line in stations.items()])


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
