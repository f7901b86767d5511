"""Comparison of columns that repeat the same fact: a row's labels must agree with its code.

A label may be older than the geographic code (a commune that changed its name), which is a
warning.  A label with wrong letters in place of accents shows a wrong encoding, and many wrong
labels a column that has slipped: both are errors.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from docgen.french.letters import folded
from docgen.french.territory import CodeInsee, departement_of
from docgen.french.wording import counted, shorten_list
from docgen.importing.input_file import InputFile
from docgen.referential.communes.france import Communes
from docgen.referential.snapshot import CsvRow

LETTERED: Final = {
    **{"ZA": "971", "ZB": "972", "ZC": "973", "ZD": "974", "ZM": "976", "ZS": "975"},
    **{"ZW": "986", "ZP": "987", "ZN": "988", "69D": "69", "69M": "69"},
}
"""Other codes of départements, of the ministère de l'intérieur and of INSEE."""
COMMON_CODES: Final = {"ZX": ("977", "978")}
"""A common code of two collectivités: Saint-Barthélemy and Saint-Martin."""
MAX_WRONG, MAX_SHARE_WRONG = 5, 0.1
"""The number, and the share, of wrong labels beyond which a column has slipped."""
MAX_ROWS_TOLD = 5
_ARTICLE = re.compile(r"(.+) \((l[ae]s?|l'|aux|los)\)")
"""A name as in an index: « garric (le) »."""


class _Mismatch(NamedTuple):
    """A label that is not the name of its commune: its line, code and text, the commune's name."""

    line: int
    code: CodeInsee
    label: str
    whose: str


class Labels:
    """The labels of communes in a file, compared with their names."""

    def __init__(self, infile: InputFile, communes: Communes | None, column: str) -> None:
        self.communes = communes
        self._infile, self._column = infile, column
        self._mismatches: list[_Mismatch] = []
        self._count = 0

    def compare(self, code: CodeInsee, row: CsvRow) -> None:
        """Compare the label of a row with the name of the present commune of its code."""
        label = row[self._column].strip()
        commune = self.communes.get(code) if self.communes else None
        if commune is None or not label:
            return
        self._count += 1
        names = (commune.toponyme.seul, commune.toponyme.nom)
        if comparable_name(label) in map(comparable_name, names):
            return
        if any(is_damaged(label, name) for name in names):
            message = f"nom de commune abîmé : « {label} », pour {names[0]} ({code})"
            hint = "le codage du fichier n’est pas celui attendu : reprenez le fichier d’origine"
            self._infile.error("codage", message, row.line, self._column, hint)
            return
        self._mismatches.append(_Mismatch(row.line, code, label, commune.toponyme.de))

    def report(self) -> None:
        """Report the labels that are other names: as errors if there are many, else as warnings."""
        slipped = len(self._mismatches) > max(MAX_WRONG, MAX_SHARE_WRONG * self._count)
        for mismatch in self._mismatches:
            message = f"« {mismatch.label} » : le code {mismatch.code} est celui {mismatch.whose}"
            if slipped:
                hint = "trop de noms et de codes ne vont pas ensemble : une colonne a glissé"
                self._infile.error("commune", message, mismatch.line, self._column, hint)
            else:
                hint = "le code fait foi ; vérifiez que ce n’est qu’un ancien nom"
                self._infile.warn("commune", message, mismatch.line, hint, self._column)


def check_departement(infile: InputFile, code: CodeInsee, row: CsvRow, column: str) -> None:
    """Add an error when a column gives another département than that of the commune's code."""
    departement, own = row.values.get(column, "").strip().upper(), departement_of(code)
    if not departement or own in COMMON_CODES.get(
        departement, (LETTERED.get(departement, departement),)
    ):
        return
    message = f"département « {departement} », mais la commune {code} est du département {own}"
    hint = "corrigez le code de la commune ou celui du département d’après le fichier d’origine"
    if departement.zfill(2) == own:
        hint = f"un tableur a perdu le zéro de « {own} » : reprenez le fichier d’origine"
    infile.error("departement", message, row.line, column, hint)


def check_departement_label(
    infile: InputFile, code: CodeInsee, row: CsvRow, column: str, communes: Communes | None
) -> None:
    """Add an error when a column names another département than that of the commune's code."""
    departement = communes.departement(departement_of(code)) if communes else None
    label = row.values.get(column, "").strip()
    if (
        departement is None
        or not label
        or comparable_name(departement.nom) in comparable_name(label)
    ):
        return
    message = f"« {label} », mais la commune {code} est du département {departement.nom}"
    hint = "une colonne a glissé, ou le codage n’est pas le bon : reprenez le fichier d’origine"
    infile.error("departement", message, row.line, column, hint)


def warn_of_repeated_rows(infile: InputFile, repeated: Sequence[tuple[str, int]]) -> None:
    """Add a warning for rows that repeat another exactly, given by their subject and their line."""
    if repeated:
        count, rows = len(repeated), [f"{what} (ligne {line})" for what, line in repeated]
        message = (
            f"{counted(count, 'ligne répétée')} à l’identique, gardée{'s' * (count > 1)} une fois"
        )
        infile.warn("doublon", f"{message} : {shorten_list(rows, MAX_ROWS_TOLD)}", repeated[0][1])


def comparable_name(name: str) -> str:
    """Return a name for comparison: « Saint-Juéry », « ST JUERY » → ``saintjuery``."""
    text = folded(name).replace("œ", "oe").replace("æ", "ae").replace("’", "'").strip()
    if match := _ARTICLE.fullmatch(text):
        text = f"{match[2]} {match[1]}"
    full = {"st": "saint", "ste": "sainte"}
    return "".join(full.get(word, word) for word in re.findall(r"[^\W_]+", text))


def is_damaged(label: str, name: str) -> bool:
    """Whether a label equals a name except in its accented letters."""
    return not name.isascii() and bool(
        re.fullmatch("".join(_likely(name.casefold())), label.casefold())
    )


def _likely(name: str) -> Iterator[str]:
    for letter in name:
        if letter.isascii() and letter.isalnum():
            yield letter
        else:
            yield ".{0,3}" if letter.isalpha() else r"\W"
