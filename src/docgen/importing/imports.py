"""Import of official files: a snapshot is replaced as a whole, or nothing changes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from docgen.content.repertoire import unprintable
from docgen.errors import ContentError, Problem
from docgen.importing import natinf
from docgen.importing.activite import convert as activite
from docgen.importing.annuaire import convert as annuaire
from docgen.importing.checks import requested_departement
from docgen.importing.cog import convert as cog
from docgen.importing.contours import convert as contours
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.importing.legi import convert as legi
from docgen.importing.ministere import competence, maires, open_places, police_municipale
from docgen.importing.ssmsi import convert as ssmsi
from docgen.output.disk_errors import HERE, report_refusal
from docgen.output.publication import folder_lock, publish_locked
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Snapshot, UnwrittenSnapshot, first_day
from docgen.referential.status import departements_in, other_departements
from docgen.workspace import REFERENTIEL, Workspace

Convert = Callable[[Sequence[InputFile], ImportOptions, Referential], tuple[Snapshot, ...]]
"""Conversion of official files into snapshots; it raises ContentError with all their problems."""

IMPORTERS: dict[str, Convert] = {
    "cog": cog.convert,
    "competence": competence.convert,
    "unites": open_places.convert_units,
    "annuaire": annuaire.convert,
    "commissariats": open_places.convert_stations,
    "police-municipale": police_municipale.convert,
    "maires": maires.convert,
    "ssmsi": ssmsi.convert,
    "activite": activite.convert,
    "contours": contours.convert,
    "legi": legi.convert,
    "natinf": natinf.convert,
}
"""The importers, by their name on the command line."""
OWN_ORDER = {"activite", "legi"}
"""The importers that go on from what was there, and refuse older files themselves."""
FOLDERS = {"legi": "*.json"}
"""The importers that also take a folder, and which of its files they read."""
GIVE_OWN = "importez le fichier de votre département, ou de la France"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """An import's result: its snapshots, its warnings, the message of a recovered publication."""

    snapshots: tuple[Snapshot, ...]
    problems: tuple[Problem, ...]
    recovered: str
    former: Mapping[str, str]
    """The replaced editions, by the snapshot's name."""


def import_official(
    workspace: Workspace, what: str, paths: Sequence[Path], options: ImportOptions
) -> ImportResult:
    """Convert the files at `paths`, and replace the former snapshots.

    Raise ContentError with every problem of every file, or WorkplaceError when the disk refuses:
    nothing has changed then.  An edition in the future is a problem.  Imports into a project take
    turns, for what one keeps of a former snapshot may be what another is about to write.
    """
    given = [file for path in paths for file in _files_of(what, path)]
    infiles = [InputFile(path, workspace.name_of(path)) for path in given]
    _refuse_given_twice(infiles)
    for infile in infiles:
        infile.refuse_special()
    _refuse_unprintable(options.provenance)
    with _locked(workspace.content / REFERENTIEL):
        return _import_locked(workspace, what, infiles, options)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with ExitStack() as held:
        with report_refusal(folder, HERE):
            held.enter_context(folder_lock(folder))
        yield


def _import_locked(
    workspace: Workspace, what: str, infiles: Sequence[InputFile], options: ImportOptions
) -> ImportResult:
    referential = Referential(workspace)
    if options.departement:
        options = replace(
            options, departement=requested_departement(referential, options.departement).code
        )
    if options.edition:
        _refuse_future_edition(infiles[0], options.edition.isoformat(), options)
    snapshots = IMPORTERS[what](infiles, options, referential)
    for edition in dict.fromkeys(snapshot.origine.edition for snapshot in snapshots):
        _refuse_future_edition(infiles[0], edition, options)
    _refuse_elsewhere(infiles[0], referential, snapshots, options)
    former = dict(_former_editions(referential, snapshots))
    if what not in OWN_ORDER:
        known = _of_same_place(snapshots, referential, options.departement)
        _refuse_older_editions(infiles[0], known, former)
    _refuse_overwriting(workspace, infiles, snapshots)
    raise_errors(infiles)
    recovered = write_snapshots(workspace, snapshots)
    warnings = tuple(problem for one in infiles for problem in one.all_problems)
    foreign = _warn_of_elsewhere(infiles[0].name, Referential(workspace), snapshots)
    return ImportResult(snapshots, (*warnings, *foreign), recovered, former)


def _refuse_given_twice(infiles: Iterable[InputFile]) -> None:
    counts = Counter(one.path.resolve() for one in infiles)
    twice = [one.name for one in infiles if counts[one.path.resolve()] > 1]
    if twice:
        message, hint = "le même fichier est donné deux fois", "ne le donnez qu’une fois"
        raise ContentError([Problem(twice[0], message, code="doublon", hint=hint)])


def _refuse_unprintable(provenance: str) -> None:
    """Raise ContentError for a provenance with which `edition.yaml` could not be read."""
    signs = dict.fromkeys(sign for _, sign in unprintable(normalize("NFC", provenance)))
    if signs:
        codes = ", ".join(f"U+{ord(sign):04X}" for sign in signs)
        message = f"caractère non imprimable par docgen : {codes}"
        hint = "retirez-le : les lettres latines et la ponctuation sont admises, sur une ligne"
        raise ContentError([Problem("--provenance", message, code="caractere", hint=hint)])


def _refuse_elsewhere(
    infile: InputFile,
    referential: Referential,
    snapshots: Iterable[Snapshot],
    options: ImportOptions,
) -> None:
    """Add an error for each snapshot that would take all of the project's own département away.

    Who names another département means it.
    """
    for snapshot in snapshots if not options.departement else ():
        opened, elsewhere = UnwrittenSnapshot(snapshot), ""
        with suppress(ContentError):  # a damaged one may be replaced
            elsewhere = other_departements(opened, referential)
        if elsewhere:
            message = f"{snapshot.name} : rien n’y est {elsewhere} ; rien n’est remplacé"
            hint = GIVE_OWN
            if snapshot.name == competence.LAYOUT.name:
                other = departements_in(opened)[0]
                hint += f" ; si ce projet change de département : « --departement {other} »"
            infile.error("ailleurs", message, hint=hint)


def _warn_of_elsewhere(
    name: str, referential: Referential, snapshots: Iterable[Snapshot]
) -> Iterator[Problem]:
    """Yield a warning for each snapshot that has nothing of the project's département."""
    for snapshot in snapshots:
        opened = referential.snapshot(snapshot.name)
        with suppress(ContentError):  # of what was there before, and reported by its own check
            if opened and (elsewhere := other_departements(opened, referential)):
                message = f"{snapshot.name} : rien n’y est {elsewhere}"
                yield Problem(name, message, code="ailleurs", hint=GIVE_OWN).as_warning()


def _files_of(what: str, path: Path) -> Sequence[Path]:
    """Return the files that a path stands for; an empty folder stands for itself."""
    below = sorted(path.glob(FOLDERS[what])) if what in FOLDERS and path.is_dir() else []
    return below or [path]


def _refuse_future_edition(infile: InputFile, edition: str, options: ImportOptions) -> None:
    if options.today and edition[:1].isdigit():
        today = options.today.isoformat()[: len(edition)]
        if edition > today:
            message = (
                f"édition {edition} : elle est à venir, nous sommes le {options.today:%d/%m/%Y}"
            )
            infile.error("edition", message, hint="vérifiez l’année, et le nom du fichier")


def _of_same_place(
    snapshots: Iterable[Snapshot], referential: Referential, departement: str
) -> Iterator[Snapshot]:
    """Yield those whose former snapshot is of the same département, or of the project's."""
    for snapshot in snapshots:
        with suppress(ContentError):  # a damaged one may be replaced
            opened = referential.snapshot(snapshot.name)
            here = not departement or departement == referential.home
            if opened and here and not other_departements(opened, referential):
                yield snapshot


def _refuse_older_editions(
    infile: InputFile, snapshots: Iterable[Snapshot], former: Mapping[str, str]
) -> None:
    """Add an error for each snapshot of an edition before the former one; months may have days."""
    for snapshot in snapshots:
        edition, before = snapshot.origine.edition, former.get(snapshot.name, "")
        if first_day(edition) and first_day(before) and edition < before[: len(edition)]:
            message = f"{snapshot.name} : édition {edition}, plus ancienne que celle qui est là"
            folder = f"content/{REFERENTIEL}/{snapshot.name}"
            hint = f"vérifiez l’édition ; pour revenir en arrière, effacez d’abord {folder}"
            infile.error("ancienne", f"{message} ({before})", hint=hint)


def _refuse_overwriting(
    workspace: Workspace, infiles: Iterable[InputFile], snapshots: Iterable[Snapshot]
) -> None:
    """Add an error for a file that was put where a snapshot would be written over it."""
    folder = workspace.content / REFERENTIEL
    taken = {(folder / one.name / file).resolve() for one in snapshots for file in one.all_files}
    for infile in infiles:
        if infile.path.resolve() in taken:
            hint = f"mettez-le hors de content/{REFERENTIEL}, et donnez-le de là"
            infile.error("place", "l’import écrirait par-dessus ce fichier", hint=hint)


def _former_editions(
    referential: Referential, snapshots: Iterable[Snapshot]
) -> Iterator[tuple[str, str]]:
    for snapshot in snapshots:
        opened = referential.snapshot(snapshot.name)
        with suppress(ContentError):
            if opened:
                yield snapshot.name, opened.origine.edition


def write_snapshots(workspace: Workspace, snapshots: Sequence[Snapshot]) -> str:
    """Replace the former snapshots; return the message of a recovered publication, or ''.

    Only files that the former `edition.yaml` lists are removed: others were put there by people.
    """
    folder, referential = workspace.content / REFERENTIEL, Referential(workspace)
    files = {
        PurePosixPath(snapshot.name, file): data
        for snapshot in snapshots
        for file, data in snapshot.all_files.items()
    }
    stale = set[PurePosixPath]()
    for former in filter(None, (referential.snapshot(snapshot.name) for snapshot in snapshots)):
        with suppress(ContentError):  # a list that cannot be read names no file
            listed = (PurePosixPath(one.fichier).name for one in former.fichiers)
            stale.update(PurePosixPath(former.name, name) for name in listed)
    return publish_locked(files, folder, stale - files.keys())
