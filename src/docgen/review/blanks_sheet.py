"""The sheet of values to write: seats, who signs, addresses of letters, numbers of a report.

A row is for one value of a text, identified by its place; what is typed is checked as the text is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from docgen.content.editing import YamlText
from docgen.content.raw import as_group, groups_of
from docgen.content.source import Source, Steps, parse_source, read_source
from docgen.content.stamp import words_digest
from docgen.content.validation import check_source, field_name, mappings
from docgen.errors import ContentError, Problem, Problems
from docgen.importing.spreadsheet.answer_sheet import AnsweredRow, AskedRow, SheetForm, SheetReader
from docgen.importing.spreadsheet.reading import SheetColumn
from docgen.importing.spreadsheet.writing import Tab
from docgen.kinds import KINDS
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.actes.emetteurs import FILE, RULES, Emetteurs
from docgen.kinds.renewal.rules import proposes_change
from docgen.kinds.writing.corpus import partial_corpus_of
from docgen.left import Item, in_notebook
from docgen.referential.referential import Referential
from docgen.review.law_sheet import printable, project_digest
from docgen.workspace import CONTENT, Workspace

SHEET: Final = "À remplir"
ANSWER: Final = "À écrire"
WHAT: Final = "Quoi"
COLUMNS: Final = (
    SheetColumn(WHAT, width=70, locked=True),
    SheetColumn("Écrit", note="rien, ou ce qui l’est", width=30, locked=True),
    SheetColumn(ANSWER, note="vide : rien ne change", width=60),
    SheetColumn("Où", note="fichier et ligne", width=14, locked=True, wrapped=False),
)
GROUPED: Final = re.compile(r"\d+|\d{1,3}(?:\s\d{3})+")
"""A whole number, with or without blanks between its thousands, as docgen prints them."""
LISTS: Final = ("adresse", "marquants")
"""The fields of several lines: each line of the cell is one."""
EMPTY_FIELDS: Final[Mapping[str, str]] = {
    "adresse": "adresse",
    "marquants": "faits marquants de l’année",
    "suite": "perspectives de l’année suivante",
    "siege": "siège",
    "ville": "code postal et ville",
    "fait": "ce qui a été fait",
    "valeur": "nombre",
    "modification": "modification proposée",
}
"""The fields that a row asks for while they are empty, and what it calls them."""
FIELDS: Final[Mapping[tuple[str, ...], Sequence[str]]] = {
    ("convention", "parties", "liste"): ("siege",),
    ("bilan",): ("marquants", "suite"),
    ("bilan", "actions"): ("fait",),
    ("bilan", "actions", "valeurs"): ("valeur",),
    ("renewal",): ("modification",),
    (CONTENT, "emetteurs"): ("adresse", "ville"),
}
"""The fields of each group of a file, written or not: its folder, the names of its steps."""
SIGNER: Final[Mapping[str, str]] = {
    "representation": "par qui elle est représentée",
    "nom": "nom de qui signe",
    "qualite": "qualité de qui signe",
}
"""The fields of who signs an act, which rows ask for while it is a draft."""
NAMES: Final = ("sigle", "partie", "fiche", "indicateur")
"""The fields that name what a value is of."""
EXPORT: Final = "docgen cahier exporter cahier.xlsx"
Edit = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class Blank:
    """A value of a text that a person may write."""

    path: Path
    source: Source
    steps: Steps
    value: object

    @property
    def key(self) -> str:
        """Its name in the mark of its row, without blanks."""
        return f"{self.source.name}#{field_name(self.steps)}"

    @property
    def words(self) -> str:
        """What stands there, as people type it; a zero is a number."""
        lines = self.value if isinstance(self.value, list) else [self.value]
        return "\n".join(str(line) for line in lines if line is not None)

    @property
    def digest(self) -> str:
        """The digest of what stands there."""
        return words_digest([self.words])

    def row(self, titles: Mapping[str, str]) -> AskedRow:
        """Return its row: its field with the titles of what it is of, its value, its place."""
        group: Any = self.source.data
        names: list[str] = []
        for step in self.steps[:-1]:
            group = group[step]
            ids = (str(as_group(group)[one]) for one in NAMES if as_group(group).get(one))
            names += (titles.get(one, one) for one in ids)
        field = str(self.steps[-1])
        what = " – ".join((*names, EMPTY_FIELDS.get(field) or SIGNER[field]))
        where = f"{self.source.name}:{self.source.place(self.steps)[1].line}"
        what, value, where = map(printable, (what, self.words, where))
        return AskedRow({self.key: self.digest}, [what, value, None, where])

    def write(self, text: str, words: str) -> str:
        """Return the text of its file with what a person wrote."""
        edited = YamlText(text, self.source.name)
        if self.steps not in self.source.values:
            edited.add(self.steps[:-1], str(self.steps[-1]), "null")
            edited = YamlText(str(edited), self.source.name)
        if self.steps[-1] in LISTS:
            lines = [line.strip() for line in words.splitlines() if line.strip()]
            edited.rewrite_list(self.steps, lines)
        elif GROUPED.fullmatch(words):
            edited.replace(self.steps, "".join(words.split()))
        else:
            edited.rewrite(self.steps, " ".join(words.split()))
        return str(edited)

    def says(self, words: str) -> bool:
        """Whether these words stand there already."""
        with suppress(ContentError):
            return self._with(words).data == self.source.data
        return False

    def new_problems(self, words: str) -> ContentError | None:
        """Return what is wrong with a text once these words stand there, that was not before."""
        before = {(one.field, one.code, one.message) for one in _problems_of(self.source)}
        try:
            after = self._with(words)
        except ContentError as error:
            return error
        problems = _problems_of(after)
        wrong = [one for one in problems if (one.field, one.code, one.message) not in before]
        return ContentError(wrong) if wrong else None

    def _with(self, words: str) -> Source:
        return parse_source(self.write("\n".join(self.source.lines), words), self.source.name)


def _problems_of(source: Source) -> Problems:
    problems = Problems()
    with problems.gather(ContentError):
        if kind := KINDS.get(_folder_of(source)):
            check_source(source, kind.content, kind.rules)
        else:
            check_source(source, Emetteurs, RULES)
    return problems


def _folder_of(source: Source) -> str:
    return source.name.split("/")[-2]


def blanks_of(workspace: Workspace, files: Iterable[str] | None = None) -> Iterator[Blank]:
    """Yield the values that people write in files by their names, or in all that have any."""
    paths = [path for name in ("convention", "bilan", "renewal") for path in workspace.texts(name)]
    for path in (*paths, workspace.content / FILE):
        name = workspace.name_of(path)
        if path.is_file() and (files is None or name in files):
            problems = Problems()
            with problems.gather(ContentError):  # reported by the check of the text
                source = read_source(path, name)
                for steps, value in _values(source):
                    yield Blank(path, source, steps, value)


def _values(source: Source) -> Iterator[tuple[Steps, object]]:
    act, folder = as_group(source.data), _folder_of(source)
    if not act or act.get("acte") == EtatActe.SIGNE:
        return
    for steps, group in mappings(act):
        if "avenant" in act and steps[:1] != ("avenant",):  # the act is signed
            continue
        names = (str(step) for step in steps if isinstance(step, str) and step != "avenant")
        for key in FIELDS.get((folder, *names), ()):
            if key != "modification" or proposes_change(act):
                yield (*steps, key), group.get(key)
        if "acte" in act:
            known = SIGNER if "signataires" in steps else ("representation",)
            yield from (((*steps, key), group[key]) for key in known if key in group)


def blanks_form(referential: Referential) -> SheetForm:
    """Return the form of the sheet for a project, which its parties identify."""
    return SheetForm("remplir-2", project_digest(referential), COLUMNS)


def blanks_tab(referential: Referential, items: Iterable[Item], asked: Iterable[str]) -> Tab:
    """Return the sheet of the values of the texts of what is left, and of files that are `asked`.

    Those that are written have their row too, where they may be changed.
    """
    files = {one.file for one in items if in_notebook(one) and not one.text and one.line}
    files |= {*asked}
    if any(Path(name).parent.name == "renewal" for name in files):
        files.add(f"{CONTENT}/{FILE}")
    titles = dict(_titles(referential))
    rows = [one.row(titles) for one in blanks_of(referential.workspace, files)]
    return blanks_form(referential).tab(SHEET, rows)


def _titles(referential: Referential) -> Iterator[tuple[str, str]]:
    """Yield each party, fiche and indicator that can be read, by its identifier, with its title."""
    corpus = partial_corpus_of(referential)
    for acte in corpus.actes.readable:
        listed = groups_of(as_group(acte.source.data).get("parties"), "liste")
        yield from (
            (str(entry.get("id")), str(entry.get("sigle") or entry.get("id")))
            for _, entry in listed
        )
    for key in corpus.keys("fiche"):
        with suppress(ContentError):  # reported by the check of the fiche
            source = corpus.source("fiche", key)
            data = as_group(source.data) if source else {}
            yield (
                key,
                " ".join(filter(None, (corpus.fiche_number(data), str(data.get("titre") or key)))),
            )
            for _, entry in groups_of(data.get("suivi"), "indicateurs"):
                yield str(entry.get("id")), str(entry.get("libelle") or entry.get("id"))


class BlanksReader(SheetReader):
    """The values that people wrote on sheets, and what is wrong with them."""

    def __init__(self, referential: Referential) -> None:
        super().__init__(blanks_form(referential))
        self._known = {one.key: one for one in blanks_of(referential.workspace)}
        self.answers: dict[str, str] = {}
        self.asked: set[str] = set()
        self.noted: dict[str, str] = {}

    @property
    def blank(self) -> int:
        """How many values are left blank in every copy."""
        return len(self.asked - self.answers.keys())

    def _read_row(self, row: AnsweredRow) -> None:
        [(key, digest)] = row.digests.items()
        words, blank = row.cells[ANSWER].strip(), self._known.get(key)
        if blank and (blank.says(words) if words else blank.words):
            return
        self.asked.add(key)
        if not words:
            return
        if blank is None or blank.digest != digest:
            self.problems.append(_stale(row, blank))
        elif self.answers.setdefault(key, words) != words:
            other = self.answers[key]
            self.problems.append(row.disagreement(ANSWER, words, other, "une autre copie"))
        elif refused := blank.new_problems(words):
            first = refused.problems[0]
            self.problems.append(row.problem(ANSWER, first.message, first.code, first.hint))
        else:
            about = f"{row.place(ANSWER)} : {row.cells[WHAT]}"
            former = f", au lieu de {_quoted(blank.words)}" if blank.words else ""
            self.noted[key] = f"{about}, serait écrit : {_quoted(words)}{former}"

    def fills(self, path: Path, steps: Steps) -> bool:
        """Whether a value that people wrote stands in a part of a file."""
        written = (self._known[key] for key in self.answers)
        return any(one.path == path and one.steps[: len(steps)] == steps for one in written)

    def edits(self, changes: Mapping[Path, Edit]) -> dict[Path, Edit]:
        """Return the changes of files, each after what else changes in it."""
        edits: dict[Path, Edit] = {}
        for key, words in self.answers.items():
            blank = self._known[key]
            before = edits.get(blank.path) or changes.get(blank.path)
            edits[blank.path] = partial(_after, before, blank, words)
        return edits


def _quoted(words: str) -> str:
    return f"« {' '.join(words.split())} »"


def _stale(row: AnsweredRow, blank: Blank | None) -> Problem:
    """Return the problem of an answer about a value that changed since its workbook was written."""
    new = f"dans un nouveau cahier : {row.made_by or EXPORT}"
    said = _quoted(blank.words) if blank and blank.words else "rien"
    message = (
        f"{_quoted(row.cells[ANSWER])} ici ; depuis que ce cahier est écrit, le texte dit {said}"
    )
    hint = (
        f"videz cette case, et les autres seront prises ; pour changer le texte, récrivez-la {new}"
    )
    if blank is None:
        message = "le texte n’a plus cette valeur"
        hint = "videz cette case, et les autres seront prises"
    return row.problem(ANSWER, message, "perime", hint)


def _after(before: Edit | None, blank: Blank, words: str, written: str) -> str:
    return blank.write(before(written) if before else written, words)
