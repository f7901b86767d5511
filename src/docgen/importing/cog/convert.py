"""Import of the communes of France, from the package `@etalab/decoupage-administratif`.

Entries are sorted, one on a line, so that editions can be compared.  Names are kept without their
article, which the TNCC gives.  Only the populations of `communes.json` are kept: those of
`epci.json` are of another year.
"""

from collections.abc import Iterator, Mapping, Sequence

from docgen.french.territory import Toponyme
from docgen.importing.cog.checks import STATUTS, check_package, parent_of, toponyme_of
from docgen.importing.cog.editions import EDITIONS, PackageEdition
from docgen.importing.cog.epci import printed_name
from docgen.importing.cog.package import PACKAGE, Entry, Package, read_package
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.referential.communes.entries import COMMUNES_COLUMNS, Statut
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `cog`; raise ContentError with every problem of the files."""
    package = read_package(files)
    version = _version(package, options)
    raise_errors(package.infiles)
    edition = EDITIONS[version]
    check_package(package, edition)
    raise_errors(package.infiles)
    tables = {
        "communes.csv": to_csv(COMMUNES_COLUMNS, _communes(package, edition)),
        "departements.csv": to_csv(
            ("code", "nom", "tncc", "region", "population"), _departements(package, edition)
        ),
        "regions.csv": to_csv(("code", "nom", "tncc"), _regions(package, edition)),
        "arrondissements.csv": to_csv(("code", "nom", "tncc"), _arrondissements(package, edition)),
        "epci.csv": to_csv(("siren", "nature", "nom"), _epci(package)),
    }
    return (Snapshot("cog", _origine(files, options, version, edition), tables),)


def _version(package: Package, options: ImportOptions) -> str:
    """Return the version of the package, from `package.json` or from the edition of the options.

    An unknown or missing version is an error of the first file.
    """
    year = options.edition.year if options.edition else None
    known = ", ".join(f"{version} (COG {edition.cog})" for version, edition in EDITIONS.items())
    version = package.version or next((v for v, e in EDITIONS.items() if e.cog == year), "")
    first = package.infiles[0]
    if not version:
        hint = f"donnez aussi package.json, ou l’édition ; versions connues : {known}"
        first.error("version", f"de quelle version du paquet {PACKAGE} ?", hint=hint)
    elif version not in EDITIONS:
        hint = "pour les communes d’une autre année, il faut une version plus récente de docgen ;"
        hint += f" celle-ci connaît {known}"
        first.error("version", f"version inconnue du paquet : {version}", hint=hint)
    elif year not in (None, EDITIONS[version].cog):
        message = f"édition {year} demandée, mais la version {version} est {EDITIONS[version].cog}"
        first.error("version", message, hint="ôtez « --edition » : le paquet dit la sienne")
    return version


def _origine(
    files: Sequence[InputFile], options: ImportOptions, version: str, edition: PackageEdition
) -> Origine:
    credit = (
        f"Insee, code officiel géographique {edition.cog} et populations municipales "
        f"{edition.population} ; La Poste, codes postaux ; DGCL, intercommunalités "
        f"{edition.cog} ; réunis par Etalab. Licence Ouverte 2.0."
    )
    return Origine(
        jeu="Code officiel géographique, codes postaux, populations et intercommunalités",
        edition=str(edition.cog),
        producteur="Insee, La Poste, DGCL ; Etalab pour la réunion",
        source=f"paquet npm {PACKAGE} {version}",
        licence="Licence Ouverte 2.0 (Etalab)",
        mention=credit,
        provenance=options.provenance,
        importes=tuple(infile.importe for infile in files),
    )


def _communes(package: Package, edition: PackageEdition) -> list[tuple[str, ...]]:
    members = {
        member["code"]: entry["code"]
        for entry in package["epci"].entries
        for member in entry["membres"]
    }
    rank = {statut: number for number, statut in enumerate(Statut)}
    entries = sorted(
        package["communes"].entries, key=lambda entry: (rank[STATUTS[entry["type"]]], entry["code"])
    )
    return [_commune(entry, edition, members) for entry in entries]


def _commune(entry: Entry, edition: PackageEdition, members: Mapping[str, str]) -> tuple[str, ...]:
    statut, code = STATUTS[entry["type"]], entry["code"]
    place = toponyme_of(entry, edition)
    olds = sorted(
        old for old in entry.get("anciensCodes", ()) if edition.anciens.get(old, code) == code
    )
    return (
        statut,
        code,
        place.nom,
        str(place.tncc),
        entry["departement"],
        entry.get("arrondissement", ""),
        members.get(code, "") if statut is Statut.ACTUELLE else "",
        "|".join(sorted(entry.get("codesPostaux", ()))),
        str(entry.get("population", "")),
        "|".join(olds),
        parent_of(entry),
    )


def _departements(package: Package, edition: PackageEdition) -> Iterator[tuple[str, ...]]:
    for entry in _sorted_entries(package, "departements"):
        year = edition.populations.get(entry["code"], edition.population)
        place = _territory(entry, edition)
        yield (*place, entry["region"], "" if year is None else str(year))


def _regions(package: Package, edition: PackageEdition) -> Iterator[tuple[str, ...]]:
    for entry in _sorted_entries(package, "regions"):
        yield _territory(entry, edition)


def _territory(entry: Entry, edition: PackageEdition) -> tuple[str, ...]:
    place = Toponyme(entry["nom"], edition.tncc.get(entry["code"], entry["typeLiaison"]))
    return (entry["code"], place.nom.replace("'", "’"), str(place.tncc))


def _arrondissements(package: Package, edition: PackageEdition) -> Iterator[tuple[str, ...]]:
    for entry in _sorted_entries(package, "arrondissements"):
        place = toponyme_of(entry, edition)
        yield (entry["code"], place.nom, str(place.tncc))


def _epci(package: Package) -> Iterator[tuple[str, ...]]:
    for entry in _sorted_entries(package, "epci"):
        nature = entry["type"]
        yield (entry["code"], nature, printed_name(entry["nom"], nature))


def _sorted_entries(package: Package, table: str) -> list[Entry]:
    return sorted(package[table].entries, key=lambda entry: str(entry["code"]))
