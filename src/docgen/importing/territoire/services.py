"""The sheet « Services »: how to reach those who are the same everywhere, kept in `roles.yaml`.

Only the changed fields of that file change: its comments and layout stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from docgen.content.editing import YamlText, quote
from docgen.content.model import Content, Texte
from docgen.content.validation import Finding, find_duplicates
from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.typography import fold_typography
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.spreadsheet.writing import Tab, Value
from docgen.importing.territoire.changes import SheetComparison
from docgen.importing.territoire.reading import empty_sheet, read_sheet, report_shift
from docgen.importing.territoire.untouched import keep_untouched
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import TERRITOIRE
from docgen.referential.territoire.roles import ROLES_FILE, WRITABLE_ROLES, Role, Site
from docgen.referential.territoire.values import Courriel, Telephone

PUBLIQUE = Diffusion.PUBLIQUE
SERVICE_SHEET = "Services"
FILLED_BY_DOCGEN = "rempli par docgen"
AGAIN = "repartez d’un export"
SERVICE_COLUMNS = (
    SheetColumn("Service", note=FILLED_BY_DOCGEN, width=34, locked=True),
    SheetColumn("Identifiant", "id", FILLED_BY_DOCGEN, 24, locked=True),
    SheetColumn("Ce qu’il est", note=FILLED_BY_DOCGEN, width=44, locked=True),
    SheetColumn("Téléphone", "telephone", PUBLIQUE, 18),
    SheetColumn("Courriel", "courriel", PUBLIQUE, 32),
    SheetColumn("Site", "site", PUBLIQUE, 34),
)
FIELDS = tuple(column.key for column in SERVICE_COLUMNS if column.key and not column.locked)


class ContactService(Content):
    """How to reach a service; `id` is that of its role."""

    id: Annotated[Texte, PUBLIQUE]
    telephone: Annotated[Telephone | None, PUBLIQUE] = None
    courriel: Annotated[Courriel | None, PUBLIQUE] = None
    site: Annotated[Site | None, PUBLIQUE] = None

    @classmethod
    def of(cls, role: Role) -> "ContactService":
        """Return how to reach the service of a role."""
        fields = {name: getattr(role, name) for name in FIELDS}
        return cls.model_construct(id=role.id, **fields)


class FichierServices(Content):
    """The rows of the sheet."""

    services: Annotated[tuple[ContactService, ...], PUBLIQUE] = ()


@dataclass(frozen=True, slots=True)
class Services:
    """The services of a project, by the identifier of their role."""

    roles: Mapping[str, Role]

    @classmethod
    def of(cls, referential: Referential) -> "Services":
        """Return the roles with one holder everywhere; raise ContentError for their file."""
        fixed = (role for role in referential.roles if role.resolution in WRITABLE_ROLES)
        return cls({role.id: role for role in fixed})

    @property
    def tab(self) -> Tab:
        """The sheet to fill in."""
        return Tab(SERVICE_SHEET, SERVICE_COLUMNS, [*map(_row, self.roles.values())])

    def compare(
        self, given: InputSheet | None, problems: list[Problem]
    ) -> SheetComparison[ContactService]:
        """Return a sheet that came back beside the file; add what is wrong to `problems`.

        Without a sheet, nothing changes.
        """
        sheet = given or empty_sheet(SERVICE_SHEET, SERVICE_COLUMNS)
        newer = keep_untouched(sheet, SERVICE_COLUMNS, self._present)
        self._check_names(sheet)
        new = read_sheet(sheet, FichierServices, self._rules, SERVICE_COLUMNS, problems)
        old = [ContactService.of(role) for role in self.roles.values()]
        page = SheetComparison(
            f"{TERRITOIRE}/{ROLES_FILE}",
            sheet,
            SERVICE_COLUMNS,
            old,
            new.services,
            lambda one: one.id,
            lambda one: self.roles[one.id].nom,
        )
        problems += page.outdated(newer)
        return page

    def _present(self, _: str, key: str) -> Sequence[Value] | None:
        return _row(self.roles[key]) if key in self.roles else None

    def _check_names(self, sheet: InputSheet) -> None:
        for line, name, key in sheet.pairs(*SERVICE_COLUMNS[:2]):
            role = self.roles.get(key)
            if role and name and fold_typography(name) != fold_typography(role.nom):
                message = f"« {key} » est {role.libelle}, et la ligne dit « {name} »"
                report_shift(sheet, line, SERVICE_COLUMNS[0], message)

    def _rules(self, data: object) -> Iterator[Finding]:
        yield from find_duplicates(data, "id", "l’identifiant")
        rows = data.get("services", ()) if isinstance(data, dict) else ()
        for rank, row in enumerate(rows):
            if (key := row.get("id")) and key not in self.roles:
                message = f"service inconnu : « {key} »"
                yield Finding(("services", rank, "id"), "role", message, AGAIN)


def changed_roles(
    referential: Referential, page: SheetComparison[ContactService]
) -> dict[PurePosixPath, bytes]:
    """Return `roles.yaml` with what a sheet changes; nothing when it changes nothing."""
    path = referential.workspace.content / TERRITOIRE / ROLES_FILE
    old = {one.id: one for one in page.old}
    ranks = {role.id: rank for rank, role in enumerate(referential.roles)}
    changed = {one.id: fields for one in page.new if (fields := _changes(old[one.id], one))}
    if not changed:
        return {}
    text = YamlText(path.read_bytes().decode("utf-8-sig"), referential.workspace.name_of(path))
    for key, fields in changed.items():
        text.change(("roles", ranks[key]), fields, after="resolution")
    return {PurePosixPath(TERRITOIRE, ROLES_FILE): str(text).encode()}


def _changes(old: ContactService, new: ContactService) -> dict[str, str | None]:
    """Return the fields that change, as YAML; None for one that is erased."""
    pairs = ((name, getattr(old, name), _text(new, name)) for name in FIELDS)
    return {
        name: quote(text) if text else None
        for name, before, text in pairs
        if getattr(new, name) != before
    }


def _row(role: Role) -> Sequence[Value]:
    return [role.nom, role.id, role.precision, *(_text(role, name) for name in FIELDS)]


def _text(holder: Content, name: str) -> str | None:
    """Return a field as people type it."""
    value = holder.model_dump(include={name})[name]
    return str(value) if value else None
