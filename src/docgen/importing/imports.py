"""Import official files: the snapshot is replaced whole, or nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from docgen.errors import ContentError, Problem
from docgen.importing.activite import convert as activite
from docgen.importing.checks import requested_departement
from docgen.importing.cog import convert as cog
from docgen.importing.contours import convert as contours
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.importing.ministere import competence, maires, unites
from docgen.importing.ssmsi import convert as ssmsi
from docgen.output.publication import publish
from docgen.referential.open_data import FOLDER
from docgen.referential.referential import Referential
from docgen.referential.snapshot import MANIFEST, Snapshot
from docgen.workspace import Workspace

Convert = Callable[[Sequence[InputFile], ImportOptions, Referential], tuple[Snapshot, ...]]
"""Official files become snapshots; whatever is wrong in any of them is raised at once."""

IMPORTERS: dict[str, Convert] = {
    "cog": cog.convert,
    "competence": competence.convert,
    "unites": unites.convert,
    "maires": maires.convert,
    "ssmsi": ssmsi.convert,
    "activite": activite.convert,
    "contours": contours.convert,
}
"""What can be imported, by the word that asks for it."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import came to: the snapshots kept, what people should know, what was recovered."""

    snapshots: tuple[Snapshot, ...]
    problems: tuple[Problem, ...]
    recovered: str = ""
    former: Mapping[str, str] = field(default_factory=dict)
    """The editions that were replaced, by the snapshot's name."""


def import_official(
    workspace: Workspace, what: str, paths: Sequence[Path], options: ImportOptions
) -> ImportResult:
    """Convert the files at `paths` and put their snapshots in place of the former ones.

    Raise ContentError with every problem of every file, and WorkplaceError when the disk
    refuses; in both cases nothing has changed.  An edition of a day to come is a problem.
    """
    infiles = [InputFile(path, workspace.named(path)) for path in paths]
    twice = {one.path.resolve() for one in infiles}
    if len(twice) < len(infiles):
        raise ContentError([Problem(infiles[-1].name, "le même fichier est donné deux fois")])
    referential = Referential(workspace)
    if options.departement:
        options = replace(
            options, departement=requested_departement(referential, options.departement).code
        )
    if options.edition:
        _refuse_to_come(infiles[0], options.edition.isoformat(), options)
    snapshots = IMPORTERS[what](infiles, options, referential)
    for edition in dict.fromkeys(snapshot.origine.edition for snapshot in snapshots):
        _refuse_to_come(infiles[0], edition, options)
    raise_errors(infiles)
    former = dict(_former(referential, snapshots))
    recovered = write_snapshots(workspace, snapshots)
    told = tuple(problem for one in infiles for problem in one.all_problems)
    return ImportResult(snapshots, told, recovered, former)


def _refuse_to_come(infile: InputFile, edition: str, options: ImportOptions) -> None:
    """Note an edition that is after the day of the import; it may be a month, or a year."""
    if options.today and edition[:1].isdigit():
        today = options.today.isoformat()[: len(edition)]
        if edition > today:
            message = (
                f"édition {edition} : elle est à venir, nous sommes le {options.today:%d/%m/%Y}"
            )
            infile.error("edition", message, hint="vérifiez l’année, et le nom du fichier")


def _former(referential: Referential, snapshots: Iterable[Snapshot]) -> Iterator[tuple[str, str]]:
    """Yield the edition that stands there of each snapshot; a damaged one is to be replaced."""
    for snapshot in snapshots:
        opened = referential.opened(snapshot.name)
        with suppress(ContentError):
            if opened:
                yield snapshot.name, opened.origine.edition


def write_snapshots(workspace: Workspace, snapshots: Sequence[Snapshot]) -> str:
    """Put snapshots in the place of the former ones, whole; return what was recovered, or ''."""
    folder = workspace.content / FOLDER
    files = {
        PurePosixPath(snapshot.name, file): data
        for snapshot in snapshots
        for file, data in snapshot.all_files.items()
    }
    stale = {
        PurePosixPath(snapshot.name, path.name)
        for snapshot in snapshots
        if (folder / snapshot.name / MANIFEST).is_file()
        for path in (folder / snapshot.name).iterdir()
        if path.is_file()
    }
    return publish(files, folder, stale - files.keys())
