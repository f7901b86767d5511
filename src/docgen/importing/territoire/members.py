"""The member communes as a sheet of the workbook, a row for each commune of the département."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from docgen.content.entries import EntriesText
from docgen.content.model import Content, OuiNon
from docgen.content.raw import groups_of
from docgen.content.validation import Finding, find_duplicates
from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.territory import CodeInsee, code_insee
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.spreadsheet.typed_cells import YES_NO
from docgen.importing.spreadsheet.writing import Tab, Value
from docgen.importing.territoire.changes import SheetComparison
from docgen.importing.territoire.reading import empty_sheet, read_sheet
from docgen.importing.territoire.services import FILLED_BY_DOCGEN
from docgen.importing.territoire.untouched import keep_untouched, present_in
from docgen.kinds.renewal.adherents import FILE, read_adherents
from docgen.referential.communes.france import Departement
from docgen.referential.referential import Referential
from docgen.referential.territoire.validation import KnownNames
from docgen.referential.territoire.values import Code

PUBLIQUE = Diffusion.PUBLIQUE
MEMBER_SHEET = "Adhérents"
MEMBER_COLUMNS = (
    SheetColumn("Code INSEE", "code_insee", FILLED_BY_DOCGEN, 12, locked=True),
    SheetColumn("Commune", note=FILLED_BY_DOCGEN, width=34, locked=True),
    SheetColumn("Adhérente", "adherente", PUBLIQUE, 14, choices=YES_NO),
)


class Adhesion(Content):
    """Whether a commune is a member; a blank cell and « non » are the same for one that is not."""

    code_insee: Annotated[Code, PUBLIQUE]
    adherente: Annotated[OuiNon | None, PUBLIQUE] = None


class FeuilleAdherents(Content):
    """The rows of the sheet."""

    adherents: Annotated[tuple[Adhesion, ...], PUBLIQUE] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """The members of a project among the communes of the country."""

    referential: Referential
    codes: Collection[CodeInsee]

    @classmethod
    def of(cls, referential: Referential) -> "Membership":
        """Return the members; raise ContentError for their file."""
        return cls(referential, read_adherents(referential).codes)

    def tab(self, departement: Departement) -> Tab:
        """Return the sheet to fill in."""
        communes = self.referential.communes.in_departement(departement.code)
        rows = [self._row(one.code, one.toponyme.seul) for one in communes]
        return Tab(MEMBER_SHEET, MEMBER_COLUMNS, rows, frozen=2)

    def _row(self, code: CodeInsee, name: str) -> Sequence[Value]:
        return [code, name, "oui" if code in self.codes else None]

    def _present(self, code: str, name: str) -> Sequence[Value] | None:
        return self._row(CodeInsee(code), name)

    def compare(
        self, given: InputSheet | None, problems: list[Problem]
    ) -> SheetComparison[Adhesion]:
        """Return a sheet that came back beside the file; add what is wrong to `problems`.

        Without a sheet, which a notebook lacks, nothing changes.
        """
        sheet = given or empty_sheet(MEMBER_SHEET, MEMBER_COLUMNS)
        path = self.referential.workspace.content / FILE
        newer = keep_untouched(sheet, MEMBER_COLUMNS, present_in(path, self._present))
        read = read_sheet(sheet, FeuilleAdherents, self._rules, MEMBER_COLUMNS, problems)
        new = [*map(self._blank_unless_known, read.adherents)]
        old = [Adhesion.model_construct(code_insee=code, adherente=True) for code in self.codes]
        page = SheetComparison(
            FILE, sheet, MEMBER_COLUMNS, old, new, lambda one: one.code_insee, self._label
        )
        problems += page.outdated(newer)
        return page

    def _blank_unless_known(self, row: Adhesion) -> Adhesion:
        known = row.adherente or row.code_insee in self.codes
        return row if known else row.model_copy(update={"adherente": None})

    def _rules(self, data: object) -> Iterator[Finding]:
        yield from find_duplicates(data, "code_insee", "la commune")
        known = KnownNames.of(self.referential)
        for rank, row in groups_of(data, "adherents"):
            with suppress(ValueError):  # told by the type of the field
                for message, hint in known.commune_findings(code_insee(row.get("code_insee"))):
                    yield Finding(("adherents", rank, "code_insee"), "commune", message, hint)

    def _label(self, row: Adhesion) -> str:
        commune = self.referential.communes.get(row.code_insee)
        return f"{row.code_insee} {commune.toponyme.seul}" if commune else row.code_insee


def changed_members(
    referential: Referential, page: SheetComparison[Adhesion]
) -> dict[PurePosixPath, bytes]:
    """Return the file of members with what a sheet changes; nothing when it changes nothing."""
    old = [str(one.code_insee) for one in page.old]
    asked = {str(one.code_insee): one.adherente for one in page.new}
    new = [code for code in old if asked.get(code, True)]
    new += [code for code, is_member in asked.items() if is_member and code not in old]
    if old == new:
        return {}
    path = referential.workspace.content / FILE
    written = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    text = EntriesText(written, referential.workspace.name_of(path), "adherents")
    text.update(old, new)
    return {PurePosixPath(FILE): str(text).encode()}
