"""Import of the gendarmerie's own monthly figures, from its forms; internal.

A form is a workbook (.xlsx), a CSV with semicolons or a YAML; there may be one for each unit. An
empty month is not yet known, a 0 is a 0. What the snapshot says of other territories is kept, as is
what it says of a row left empty; a form with fewer months in a row is refused: it is a former copy.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.content.source import MAX_BYTES, Source, parse_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, Problems
from docgen.french.wording import shorten_list
from docgen.importing.activite.form import (
    FORM_COLUMNS,
    ITEMS,
    Formulaire,
    Saisie,
    form_rules,
    territory_name,
)
from docgen.importing.file_types import COMPOUND
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.importing.spreadsheet.reading import (
    InputSheet,
    read_csv_sheet,
    read_workbook,
    with_column_titles,
)
from docgen.importing.ssmsi.layouts import is_base
from docgen.referential.figures.activite import (
    ACTIVITE_COLUMNS,
    ACTIVITE_FILE,
    EXEMPLE_FICTIF,
    MOIS,
    comparable_text,
)
from docgen.referential.referential import Referential
from docgen.referential.snapshot import OpenSnapshot, Origine, Snapshot, to_csv
from docgen.referential.territoire.validation import KnownNames

Rows = dict[str, list[Saisie]]
"""The rows of each territory, by its code or its unit's name."""
Given = dict[str, InputFile]
"""The file that each territory comes from."""
FOLDER: Final = "content/referentiel/activite"


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `activite`; raise ContentError with every problem of the files."""
    known = KnownNames.of(referential)
    rows, given = _gather_rows(files, known)
    former = referential.snapshot("activite")
    kept = _kept_rows(former, rows, given, known) if former else {}
    importes = dict.fromkeys(former.importes if former and kept else ())
    importes |= dict.fromkeys(infile.importe for infile in files)
    every = {**rows, **kept}
    origine = _origin([row for same in every.values() for row in same], options)
    origine = origine.model_copy(update={"importes": tuple(importes)})
    table = to_csv(ACTIVITE_COLUMNS, _lines(every))
    return (Snapshot("activite", origine, {ACTIVITE_FILE: table}, kept=tuple(kept)),)


def _kept_rows(former: OpenSnapshot, rows: Rows, given: Given, known: KnownNames) -> Rows:
    """Return what was known of territories that have no new rows; raise ContentError if damaged.

    A unit may have been written by its identifier, or with other accents, when it was imported.
    Invented figures are not kept beside true ones, which is told.
    """
    before: Rows = {}
    names = {comparable_text(name): name for name in rows}
    infile = next(iter(given.values()))
    try:
        for row in former.rows(ACTIVITE_FILE):
            said = {name: row[name] for name in ACTIVITE_COLUMNS if row[name]}
            name = territory_name(row["territoire"], known)
            name = names.setdefault(comparable_text(name), name)
            before.setdefault(name, []).append(Saisie.model_validate(said))
    except ContentError:
        message = (
            f"{FOLDER} a été modifié, ou abîmé : les chiffres des autres unités seraient perdus"
        )
        hint = f"donnez les formulaires de toutes les unités, après avoir effacé {FOLDER}"
        raise infile.refusal("abime", message, hint=hint) from None
    for territory in sorted(before.keys() & rows.keys()):
        rows[territory] = _fill_empty_rows(before[territory], rows[territory])
        _refuse_lost_months(territory, before[territory], rows[territory], given[territory])
    true = any(not row.mention for same in rows.values() for row in same)
    others = {name: same for name, same in before.items() if name not in rows}
    gone = [name for name, same in others.items() if true and same[0].mention]
    if gone:
        message = f"les exemples fictifs ne sont pas gardés : {shorten_list(gone)}"
        infile.warn("fictif", message, hint="importez les vrais chiffres de ces territoires")
    return {name: same for name, same in others.items() if name not in gone}


def _fill_empty_rows(before: Sequence[Saisie], rows: Sequence[Saisie]) -> list[Saisie]:
    """Return the rows, those without a month with the months that were known.

    Nothing invented goes into a row of true figures, nor the reverse.
    """
    known = {(*_key(row), row.mention): row for row in before}
    former = [None if row.connus else known.get((*_key(row), row.mention)) for row in rows]
    return [
        row.model_copy(update=dict(zip(MOIS, old.mois, strict=True))) if old else row
        for row, old in zip(rows, former, strict=True)
    ]


def _refuse_lost_months(
    territory: str, before: Sequence[Saisie], rows: Sequence[Saisie], infile: InputFile
) -> None:
    """Add an error when true months that were known are no more, a warning for a lost indicator."""
    newest = max(row.annee for row in rows)
    months = {_key(row): row.connus for row in rows}
    true = [row for row in before if row.connus and not row.mention and row.annee >= newest - 1]
    lost = [row for row in true if row.annee > newest or row.connus > months.get(_key(row), 12)]
    if lost:
        named = (
            f"{row.indicateur} {row.annee} ({row.connus} mois, ici {months.get(_key(row), 0)})"
            for row in lost
        )
        message = f"« {territory} » : des mois déjà connus seraient perdus : "
        hint = (
            "donnez le dernier formulaire rempli ; pour garder une année telle qu’elle est connue,"
            " laissez toute sa ligne vide ; s’il faut vraiment perdre ces mois, effacez d’abord"
            f" {FOLDER}, puis importez à la fois les formulaires de toutes les unités"
        )
        infile.error("ancienne", message + shorten_list([*named]), hint=hint)
    absent = [row.indicateur for row in true if row.annee <= newest and _key(row) not in months]
    if absent:
        message = f"« {territory} » : n’est plus dans le formulaire : "
        message += shorten_list([*dict.fromkeys(absent)])
        infile.warn("retire", message, hint="s’il le faut, ajoutez sa ligne, et refaites l’import")


def _key(row: Saisie) -> tuple[str, str, int]:
    return (comparable_text(row.domaine), comparable_text(row.indicateur), row.annee)


def _gather_rows(files: Sequence[InputFile], known: KnownNames) -> tuple[Rows, Given]:
    rows: Rows = {}
    given: Given = {}
    problems = Problems()
    for infile in files:
        with problems.gather(ContentError):
            forms = list(_forms(infile, known))
            for form in forms:
                _add(rows, infile, form, known)
            given |= dict.fromkeys(rows.keys() - given.keys(), infile)
            if not any(form.lignes for form in forms):
                hint = "remplissez une ligne au moins, enregistrez, puis refaites l’import"
                infile.error("vide", "formulaire vide : aucune ligne n’est remplie", hint=hint)
    with problems.gather(ContentError):
        raise_errors(files)
    problems.refuse()
    return rows, given


def _add(rows: Rows, infile: InputFile, form: Formulaire, known: KnownNames) -> None:
    """Add the rows of a form; a territory that another form has is an error.

    Two sheets of a workbook are two forms: a copy beside the form is refused.
    """
    own: Rows = {}
    for row in form.lignes:
        own.setdefault(territory_name(row.territoire, known), []).append(row)
    for name in sorted(own.keys() & rows.keys()):
        hint = "une autre feuille de ce classeur, ou un autre fichier : gardez-en un seul"
        infile.error("doublon", f"« {name} » est déjà dans un autre formulaire", hint=hint)
    rows.update(own)


def _lines(rows: Rows) -> Iterator[tuple[str, ...]]:
    for territory, same in rows.items():
        for row in same:
            named = (territory, row.domaine, row.indicateur, row.index_4001 or "", str(row.annee))
            months = ("" if month is None else str(month) for month in row.mois)
            yield (*named, *months, row.mention or "")


def _origin(rows: Sequence[Saisie], options: ImportOptions) -> Origine:
    newest = max((row.annee, row.connus) for row in rows if row.connus)
    mention = "Chiffres de l’unité, provisoires"
    invented = any(row.mention for row in rows)
    return Origine(
        jeu="Activité mensuelle de l’unité et faits de la commune",
        edition=f"{newest[0]}-{newest[1]:02d}",
        producteur="Unité de gendarmerie",
        source="formulaire d’activité rempli par l’unité",
        licence="document interne : ne se diffuse pas",
        mention=f"{mention} – {EXEMPLE_FICTIF}" if invented else mention,
        provenance=options.provenance,
        diffusion=Diffusion.INTERNE,
    )


def _forms(infile: InputFile, known: KnownNames) -> Iterator[Formulaire]:
    problems: list[Problem] = []
    for table in _tables(infile):
        try:
            source = table.source(ITEMS, FORM_COLUMNS) if isinstance(table, InputSheet) else table
            yield check_source(source, Formulaire, form_rules(known))
        except ContentError as error:
            problems += with_column_titles(error.problems, FORM_COLUMNS)
    if problems:
        raise ContentError(problems)


def _tables(infile: InputFile) -> Sequence[InputSheet | Source]:
    if infile.data.startswith((b"PK", COMPOUND)):
        sheets = [sheet for sheet in read_workbook(infile).values() if _is_form(sheet)]
        if not sheets:
            hint = "la première ligne nomme les colonnes : Territoire, Domaine, Indicateur…"
            raise infile.refusal("feuille", "aucune feuille n’est le formulaire", hint=hint)
        infile.problems += (one for sheet in sheets for one in sheet.warnings)
        return sheets
    first = next((line for line in infile.text.splitlines() if line.strip(" \ufeff#")), "")
    if is_base(name.strip('" ') for name in first.split(";")):
        hint = f"c’est la base SSMSI : docgen data import ssmsi {shlex.quote(infile.name)}"
        raise infile.refusal("ssmsi", "ce n’est pas le formulaire d’activité", 1, hint=hint)
    if ";" in first and not first.startswith("#"):
        return [read_csv_sheet(infile)]
    if re.match(rf"#|---|{ITEMS}\s*:", first):
        if len(infile.data) > MAX_BYTES:
            message = f"YAML trop gros : plus de {MAX_BYTES // 1000} ko"
            raise infile.refusal("taille", message, hint="donnez plutôt le classeur, ou un CSV")
        return [parse_source(infile.text, infile.name)]
    hint = "un classeur .xlsx, un CSV à points-virgules, ou un YAML qui commence par « lignes: »"
    raise infile.refusal("forme", "ce n’est pas le formulaire d’activité", 1, hint=hint)


def _is_form(sheet: InputSheet) -> bool:
    return sum(sheet.has_column(column) for column in FORM_COLUMNS) > len(FORM_COLUMNS) // 2
