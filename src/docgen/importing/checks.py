"""Checks that several importers share: the file, its edition, the codes of its communes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from docgen.content.repertoire import unprintable
from docgen.errors import ContentError, Problem, closest
from docgen.french.territory import CodeInsee, code_insee, departement_of
from docgen.french.wording import shorten_list
from docgen.importing.input_file import REPLACEMENT, ImportOptions, InputFile
from docgen.importing.redundant_columns import MAX_SHARE_WRONG, MAX_WRONG
from docgen.referential.communes.france import PUT_BACK, Communes, Departement
from docgen.referential.communes.unites import NATIONAL
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow, Origine
from docgen.statistics.disclosure import TOUS_ARRONDISSEMENTS

_DAY = re.compile(r"(?<!\d)(20\d\d)([-_]?)(0[1-9]|1[0-2])\2([0-2]\d|3[01])(?!\d)", re.ASCII)
_PHONE = re.compile(r"(?:\+33|0033|0)(?:\(0\))?([1-9]\d{8})", re.ASCII)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_](0[1-9]|1[0-2])(?![-_]?\d)", re.ASCII)

UPDATED = "la date de mise à jour lue sur data.gouv.fr"
"""Which day most editions are."""


def requested_departement(referential: Referential, text: str | None) -> Departement:
    """Return the département of a code or a name; by default that of the project.

    Raise ContentError when it is unknown, or when the project has none.
    """
    communes, wanted = referential.communes, text or referential.home
    departement = communes.departement_named(wanted) if wanted else None
    if departement is None:
        names = [other.nom for other in communes.departements]
        hint = closest(wanted or "", names) or "écrivez son code ou son nom : 81, 2A, 974"
        message = f"département inconnu : « {wanted} »"
        if wanted is None:
            message = "rien ne dit le département de ce projet"
            hint = "donnez-le, par exemple, pour le Gers : « --departement 32 »"
        raise ContentError([Problem("--departement", message, code="departement", hint=hint)])
    return departement


def single_file(files: Sequence[InputFile]) -> InputFile:
    """Return the file of an import that takes one; raise ContentError when there are several."""
    for extra in files[1:]:
        hint = "donnez le fichier national, entier : il remplace tout ce qui était connu"
        raise extra.refusal("fichier", "un seul fichier à la fois pour cet import", hint=hint)
    return files[0]


def edition_of(infile: InputFile, options: ImportOptions, day: str = UPDATED) -> str:
    """Return the day or month of an edition in ISO form: from the options, or from the file's name.

    The rows of these files do not give it; without either, an error is added, whose hint says
    which `day` it is.
    """
    named = _edition_in(infile.path.name)
    if options.edition:
        stated = options.edition.isoformat()
        warn_of_other_edition(infile, stated, named)
        return stated
    if named:
        return named
    hint = f"ajoutez --edition AAAA-MM-JJ : {day}"
    infile.error("edition", "ni le fichier ni son nom ne disent de quand il date", hint=hint)
    return ""


def _edition_in(name: str) -> str:
    """Return the day or month that the name of a file tells; empty for none."""
    if day := _DAY.search(name):
        try:
            return date(int(day[1]), int(day[3]), int(day[4])).isoformat()
        except ValueError:  # 20260231 is a number, and no day
            pass
    month = _MONTH.search(name)
    return f"{month[1]}-{month[2]}" if month else ""


def warn_of_other_edition(infile: InputFile, stated: str, named: str) -> None:
    """Add a warning when a person states another edition than the name of the file."""
    if named and not stated.startswith(named):
        message = f"--edition dit {stated}, et le nom du fichier {named}"
        infile.warn("edition", message, hint="l’option l’emporte : vérifiez-la sur data.gouv.fr")


def communes_of(infile: InputFile, referential: Referential) -> Communes | None:
    """Return the communes to check codes against; None, with a warning, when there are none."""
    if referential.snapshot("cog") is None:
        hint = f"{PUT_BACK} ; puis refaites cet import"
        infile.warn("cog", "communes de France absentes : codes non vérifiés", hint=hint)
        return None
    return referential.communes


def code_of(infile: InputFile, row: CsvRow, column: str) -> CodeInsee | None:
    """Return the commune's code in a column; None, with an error, when it is not a code."""
    text = row[column].strip()
    try:
        return code_insee(text)
    except ValueError:
        hint = "cinq caractères attendus, comme 81004, 01004 ou 2A004"
        if re.fullmatch(r"\d{4}", text):
            hint = f"un tableur a perdu le zéro de « 0{text} » : reprenez le fichier d’origine"
        infile.error("code", f"code de commune illisible : « {text} »", row.line, column, hint)
        return None


def identifier_of(infile: InputFile, row: CsvRow, column: str) -> str:
    """Return a unit's identifier; add an error when a spreadsheet turned it into a number."""
    text = row[column].strip()
    if not re.fullmatch(r"[\w-]*", text):
        hint = "un tableur en a fait un nombre : reprenez le fichier d’origine"
        infile.error("identifiant", f"identifiant abîmé : « {text} »", row.line, column, hint)
    return text


def printable_text(infile: InputFile, row: CsvRow, column: str) -> str:
    """Return a text with single spaces; add an error for each character that cannot be printed."""
    return printable(infile, row[column], row.line, column)


def printable(infile: InputFile, text: str, line: int | None, column: str) -> str:
    """Return a text with single spaces, as `printable_text` does for a cell."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for sign in dict.fromkeys(sign for _, sign in unprintable(text)):
        if not REPLACEMENT.match(sign):  # of which the whole text was searched
            message = f"caractère non imprimable par docgen : U+{ord(sign):04X}"
            hint = "reprenez le fichier d’origine, ou remplacez ce caractère"
            infile.error("caractere", message, line, column, hint)
    return text


def telephone_number(text: str) -> str:
    """Return a telephone number in the format of snapshots; empty for what is none.

    A French number is written as +33…, with the prefix of its own overseas; a foreign one is left
    as it is.
    """
    text = " ".join(text.split())
    bare = re.sub(r"[\s.-]", "", text)
    if match := _PHONE.fullmatch(bare):
        return f"+33{match[1]}"
    if re.fullmatch(r"\+\d{8,14}", bare, re.ASCII):
        return bare if NATIONAL.fullmatch(bare) else text
    return ""


def is_arrondissement(code: CodeInsee) -> bool:
    """Whether a code is that of a municipal arrondissement."""
    return code in TOUS_ARRONDISSEMENTS


def warn_of_absent(
    infile: InputFile, codes: Iterable[CodeInsee], communes: Communes, why: str
) -> None:
    """Add a warning for the communes missing from the départements of the file.

    Many missing communes mean that the file was cut between two lines.
    """
    codes = set(codes)
    expected = [
        commune
        for departement in sorted({departement_of(code) for code in codes})
        for commune in communes.in_departement(departement)
    ]
    absent = [
        f"{commune.code} {commune.toponyme.seul}"
        for commune in expected
        if commune.code not in codes and codes.isdisjoint(commune.arrondissements_municipaux)
    ]
    if absent:
        hint = ""
        if len(absent) > max(MAX_WRONG, MAX_SHARE_WRONG * len(expected)):
            hint = "si ce n’est pas un extrait voulu, le fichier est coupé : téléchargez-le encore"
        message = f"{why}, {len(absent)} sur {len(expected)} : {shorten_list(absent)}"
        infile.warn("absente", message, hint=hint)


def ministry_origin(
    infile: InputFile, options: ImportOptions, edition: str, dataset: tuple[str, str], credit: str
) -> Origine:
    """Return the origin of a file of the ministère de l'intérieur.

    `dataset` is its title and its identifier on data.gouv.fr, `credit` its name on a page.
    """
    title, identifier = dataset
    return Origine(
        jeu=title,
        edition=edition,
        producteur="Ministère de l’intérieur",
        source=f"data.gouv.fr, jeu {identifier}",
        licence="Licence Ouverte 2.0",
        mention=f"Ministère de l’intérieur, {credit}",
        provenance=options.provenance,
        importes=(infile.importe,),
    )
