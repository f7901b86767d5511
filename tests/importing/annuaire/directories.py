"""Files of the directory of the administration in all their forms; every service is invented."""

import bz2
import csv
import io
import json
import tarfile
import zipfile

from tools.synthetic_annuaire import commune_file, service

from docgen.errors import ContentError, Severity
from docgen.importing.annuaire.convert import convert
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.referential.communes.services_locaux import ServicesLocaux
from docgen.referential.snapshot import OpenSnapshot
from tests.importing.trial_import import DAY, FRANCE, is_error

TARN = tuple(commune.code for commune in FRANCE.communes.in_departement("81"))
ELSEWHERE = 30_000
"""How many town halls of elsewhere make a file national."""
LISTS = ("pivot", "telephone", "adresse", "site_internet", "plage_ouverture")
COLUMNS = (
    *("id", "nom", "ancien_code_pivot", "code_insee_commune", "siren", "date_modification"),
    *("adresse_courriel", "affectation_personne", *LISTS),
)


def tarn(**changes):
    """Return the town halls of the Tarn; `changes` by « m81004 », None for one to leave out."""
    entries = (
        service("mairie", code) | {"nom": f"Mairie - {code}"} | (changes.get(f"m{code}") or {})
        for code in TARN
        if changes.get(f"m{code}", {}) is not None
    )
    return list(entries)


def as_json(entries, elsewhere=ELSEWHERE):
    """Return the JSON file of entries and of town halls of elsewhere."""
    pivot = [{"type_service_local": "mairie", "code_insee_commune": ["01001"]}]
    others = [{"id": f"x{n}", "nom": "x", "pivot": pivot} for n in range(elsewhere)]
    return json.dumps({"service": [*others, *entries]}, ensure_ascii=False).encode()


def as_csv(entries, columns=COLUMNS):
    """Return the CSV of the API: lists are JSON inside its cells."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    for entry in entries:
        cells = entry | {"adresse_courriel": " ".join(entry["adresse_courriel"])}
        writer.writerow(
            json.dumps(cells[name], ensure_ascii=False)
            if isinstance(cells.get(name), list)
            else cells.get(name, "")
            for name in columns
        )
    return text.getvalue().encode()


def as_archive(files, packed=bz2.compress):
    """Return an archive of named files."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data in files.items():
            header = tarfile.TarInfo(f"all_latest/{name}")
            header.size = len(data)
            tar.addfile(header, io.BytesIO(data))
    return packed(raw.getvalue())


def as_zip(served):
    """Return the ZIP of communes; `served` are their services, by code and type."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        for code in TARN:
            package.writestr(f"{code}.json", commune_file(code, served(code)))
    return raw.getvalue()


def as_competence_csv(served):
    """Return the CSV of the API about whom services serve."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(
        ("code_insee_commune", "nom_commune", "id_service_local", "code_type_service_local")
    )
    for code in TARN:
        for kind, ids in served(code).items():
            writer.writerow((code, "x", json.dumps(ids), kind))
    return text.getvalue().encode()


class TrialDirectory:
    """An import of files, by name: the services, or the problems."""

    def __init__(self, folder, files, options=DAY):
        folder.mkdir(exist_ok=True)
        self._folder = folder
        for name, data in files.items():
            (folder / name).write_bytes(data)
        infiles = [InputFile(folder / name, name) for name in files]
        self.snapshot, refused = None, ()
        try:
            (self.snapshot,) = convert(infiles, options, FRANCE)
        except ContentError as error:
            refused = error.problems
        told = refused or [one for infile in infiles for one in infile.all_problems]
        self.errors = [(one.line, one.code, one.message) for one in told if is_error(one)]
        self.warnings = {
            one.code: one.message for one in told if one.severity is Severity.AVERTISSEMENT
        }

    @property
    def services(self):
        """Return the services, as the project reads them back."""
        return ServicesLocaux(self.opened)

    @property
    def opened(self):
        """Return the snapshot as the project reads it back."""
        assert not self.errors, self.errors
        folder = self._folder / "annuaire"
        folder.mkdir(exist_ok=True)
        for name, data in self.snapshot.all_files.items():
            (folder / name).write_bytes(data)
        return OpenSnapshot(folder, "annuaire", "annuaire")


UNDATED = ImportOptions()
