"""Check all content and all templates of a project; only a text that a pack binds is laid out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.build.compose import (
    Composed,
    compose_all,
    content_files,
    kinds_there,
    remarks,
    too_few_files,
    unknown_home,
    wanted,
)
from docgen.build.left import left_by_commune, left_of
from docgen.build.named_documents import LAW, bound_documents, single_files
from docgen.build.project_edits import seal_stamps, unsealed
from docgen.build.render import warn_of_long
from docgen.cache import Store
from docgen.content.source import Source
from docgen.content.syntax import READ_BACK
from docgen.document import Document
from docgen.errors import ContentError, Problem, Problems, Severity, TemplateError, closest
from docgen.french.wording import counted
from docgen.kinds import KINDS, NAMES
from docgen.kinds.actes.project import FOLDER, LEFT_ASIDE, project_acts
from docgen.kinds.actes.signed import (
    LATE_AGREEMENT,
    agreed_after_signature,
    overlapping_acts,
    unknown_former_acts,
)
from docgen.kinds.convention.avenant import UNSEALED
from docgen.kinds.kind import Due, Kind, Scope
from docgen.left import Item, each_once
from docgen.referential.communes.postal_codes import merge_postal_codes
from docgen.referential.droit.controle import checks_to_come, checks_to_redo
from docgen.referential.droit.local_rules import WORDS, warn_of_rules_elsewhere
from docgen.referential.referential import Referential
from docgen.referential.status import warn_of_old_editions
from docgen.referential.territoire import local_files, roles
from docgen.referential.territoire.elsewhere import warn_of_local_law, warn_of_texts_elsewhere
from docgen.rendering import Templates
from docgen.rendering.parity.proof import prove_templates
from docgen.request import Outcome
from docgen.workspace import CONTENT, REFERENTIEL, Workspace

CHANGED_SINCE: Final = "changé depuis"
"""What the message of an item says of words that changed since their stamp."""


def check_all(
    workspace: Workspace,
    paths: Sequence[Path] = (),
    today: date | None = None,
    store: Store | None = None,
) -> Outcome:
    """Check all content (or only `paths`), and fill a project's templates.

    What `paths` name and a pack may bind is laid out, to tell what is too long.
    Docgen's own templates are proved by its tests, and again by each build.
    A file that documents share, of the territory or the law, is checked with the whole.  With
    `today`, checks of the law that are too old on that day are reported; with a `store`, templates
    are not filled again with the same facts.  Raise ContentError or TemplateError with every
    problem when one of them is an error.
    """
    if shared := [path for path in paths if _is_shared(workspace, path)]:
        texts = [path for path in paths if path not in shared]
        return _check_shared(workspace, shared, texts, today)
    problems, scope = Problems(), Scope(Referential(workspace, today), today=today)
    with problems.gather():
        scope = replace(scope, communes=scope.referential.specimens())
    problems += _check_beside_texts(scope.referential, paths, today)
    pairs = list(_compose_texts(workspace, scope, paths, problems))
    wrong = [problem for problem in problems if problem.severity is Severity.ERREUR]
    documents = [composed.document for _, composed in pairs]
    made = wanted((composed for _, composed in pairs), final=False)
    templates = Templates(workspace.templates)
    faults = [] if templates.shipped_only else prove_templates(templates, made, store)
    notices = (notice for document in documents for notice in document.notices)
    problems += (one for one in notices if paths or one.code not in (LEFT_ASIDE, UNSEALED))
    problems += (p for source, one in pairs for p in remarks(source, one.kind))
    problems += _checks_to_redo(scope.referential, paths, documents, today)
    if paths and not (wrong or faults):
        problems += _too_long_to_bind(scope, templates, pairs)
    reported = merge_postal_codes(dict.fromkeys((*problems, *faults)))
    if wrong or faults:
        raise ContentError(reported) if wrong else TemplateError(reported)
    sound = () if paths else {source.name for source, _ in pairs}
    copied = project_acts(scope.referential).copied_model(sound)
    left = each_once(
        (
            *(one for one in _left_in(pairs, scope, named=bool(paths)) if one.file != copied),
            *(() if paths else left_by_commune(scope.referential, today, binding=False)),
        )
    )
    disagreements = () if paths else (one for one in left if one.code == "desaccord")
    return Outcome(problems=(*reported, *disagreements, *_changed_since(left)), left=left)


def _too_long_to_bind(
    scope: Scope, templates: Templates, pairs: Iterable[tuple[Source, Composed]]
) -> Iterator[Problem]:
    """Yield the warnings of texts too long to be bound, laid out as they are made alone."""
    workspace, nowhere = scope.referential.workspace, replace(scope, communes=())
    for source, tried in pairs:
        if tried.document.pages_bound:
            alone = compose_all(workspace, tried.kind, [workspace.root / source.name], nowhere)
            yield from warn_of_long((one.document for _, one in alone), templates)


def _left_in(
    pairs: Sequence[tuple[Source, Composed]], scope: Scope, *, named: bool
) -> Iterator[Item]:
    """Yield what is left of documents, a letter tried on one commune as written to all of its own.

    What is written to nobody lacks nothing.
    """
    letters: dict[str, dict[str, None]] = {}
    for source, composed in pairs:
        if composed.document.place and composed.kind.writes_to_communes:
            letters.setdefault(composed.kind.name, {})[source.name] = None  # a letter an act
        else:
            yield from left_of(composed, named=named)
    for name, files in letters.items():
        workspace, kind = scope.referential.workspace, KINDS[name]
        codes = (*kind.addressees(scope.referential),)
        paths = [workspace.root / file for file in files]
        written = replace(scope, communes=codes)
        for _, composed in compose_all(workspace, kind, paths, written) if codes else ():
            yield from left_of(composed, named=named)


def seal_sound_texts(workspace: Workspace, today: date) -> tuple[Counter[str], list[Problem]]:
    """Add the digest of the words as they are to the stamps that lack one.

    Return how many, by file, and the warnings about days of signature.  Raise ContentError, and
    change nothing, when the check refuses one of their texts or a signed act, or when words of a
    signed act changed since the parties agreed to them.
    """
    referential = Referential(workspace)
    signed = (one.source.name for one in project_acts(referential).readable if one.signe)
    texts = dict.fromkeys((*unsealed(referential)[1], *signed))
    warnings: list[Problem] = []
    if texts:
        outcome = check_all(workspace, [workspace.root / name for name in texts], today)
        changed = [one for one in outcome.left if one.code == "signe" and one.file in texts]
        if changed:
            wrong = Severity.ERREUR
            raise ContentError([replace(one, severity=wrong, hint=one.command) for one in changed])
        warnings += (one for one in outcome.problems if one.code == LATE_AGREEMENT)
    return seal_stamps(workspace), warnings


def _changed_since(left: Sequence[Item]) -> Iterator[Problem]:
    """Yield one warning for all that changed since someone agreed to it or checked it."""
    changed = [one for one in left if CHANGED_SINCE in one.message and one.code != "signe"]
    if changed:
        many = counted(len(changed), "accord ou contrôle", "accords ou contrôles")
        message = f"{many} à refaire : les mots ont changé depuis"
        hint = "docgen reste --tout"
        yield Problem(changed[0].file, message, code="change", hint=hint).as_warning()


def _check_beside_texts(
    referential: Referential, paths: Sequence[Path], today: date | None
) -> Iterator[Problem]:
    if today:
        law = referential.droit_read
        yield from (*law.problems, *checks_to_come(law.sound, today))
        try:
            local_files.read_files(referential, today)
        except ContentError as error:
            yield from error.problems
    if not paths:
        yield from warn_of_old_editions(referential, today) if today else ()
        yield from _warn_of_unsealed(referential)
        yield from _outside_home(referential)
        yield from ignored_files(referential.workspace)
    if not paths or any(_kind_of(path).name == FOLDER for path in paths):
        acts = project_acts(referential)
        yield from agreed_after_signature(acts.readable)
        yield from (p for one in acts.readable for p in acts.amends_ended(one.source, today))
        if not acts.problems:  # else the day that a draft names may be the one that is misspelt
            yield from unknown_former_acts(acts.readable)
        with suppress(ContentError):  # reported by the check of the file
            yield from overlapping_acts(acts.signed)


def _checks_to_redo(
    referential: Referential,
    paths: Sequence[Path],
    documents: Iterable[Document],
    today: date | None,
) -> Iterator[Problem]:
    """Yield the warnings of the law: of what `paths` name and their documents print, or of all."""
    law = referential.droit_read.sound
    printed = {cited.key for one in documents for it in bound_documents(one) for cited in it.laws}
    texts = (path.read_bytes().decode(errors="replace") for path in paths if path.is_file())
    named = {word for text in texts for word in WORDS.findall(text)}
    regles = [one for one in law.items if not paths or one.cle in printed | named]
    kinds = (path for kind in KINDS for path in referential.workspace.texts(kind))
    cited = ((referential.workspace.name_of(path), path) for path in kinds)
    yield from warn_of_rules_elsewhere(law, regles, cited)
    if today:
        yield from checks_to_redo(law, regles, today)


def _warn_of_unsealed(referential: Referential) -> Iterator[Problem]:
    """Yield one warning for all stamps without a digest."""
    with suppress(ContentError):  # reported by the check of the file
        files = sum(unsealed(referential), Counter[str]())
        if files:
            nouns = ("accord, contrôle ou signature", "accords, contrôles ou signatures")
            many = counted(files.total(), *nouns)
            message = f"{many} sans empreinte : rien ne dit si les mots ont changé depuis"
            yield Problem(min(files), message, code="empreinte", hint="docgen sceller").as_warning()


def _outside_home(referential: Referential) -> Iterator[Problem]:
    """Yield the places of other départements that people wrote of, in files that can be read.

    Where the département of a project for communes is unknown, that is warned of instead.
    """
    if unknown := unknown_home(referential):
        yield unknown.as_warning()
    yield from warn_of_texts_elsewhere(referential, KINDS)
    yield from warn_of_local_law(referential, KINDS)
    with suppress(ContentError):  # reported by whoever needs the file
        yield from local_files.warn_of_communes_outside(referential)
    with suppress(ContentError):
        yield from roles.warn_of_foreign_contacts(referential, referential.roles)
        path = referential.workspace.content / local_files.TERRITOIRE / roles.ROLES_FILE
        codes = roles.role_communes
        yield from local_files.warn_of_foreign_codes(referential, path, codes, unknown=True)
    for kind in KINDS.values():
        with suppress(ContentError):
            yield from kind.outside_home(referential)


def _compose_texts(
    workspace: Workspace, scope: Scope, paths: Sequence[Path], problems: Problems
) -> Iterator[tuple[Source, Composed]]:
    there = kinds_there(workspace) or [KINDS[NAMES[0]]]  # the first is refused where none is
    for kind in KINDS.values() if paths else there:
        asked = [path for path in paths if _kind_of(path) is kind]
        if paths and not asked:
            continue
        tried = replace(scope, communes=scope.communes[:1]) if kind.same_for_all_communes else scope
        with problems.gather():
            if kind.due is Due.COMMUNE:
                _ = scope.referential.communes  # which every build of it needs
            asked = asked or content_files(workspace, kind)
            composed = compose_all(workspace, kind, asked, tried)
            few = too_few_files(workspace, kind, asked, composed)
            problems += (problem.as_warning() for problem in few)
            yield from composed


def _check_shared(
    workspace: Workspace, shared: Sequence[Path], texts: Sequence[Path], today: date | None
) -> Outcome:
    """Check files that documents share with the whole project, and `texts` by themselves.

    Only the problems of these files are kept.
    """
    named = {workspace.name_of(path) for path in shared}
    shown = [one for one in _problems_of(workspace, (), today) if one.file in named]
    shown += _problems_of(workspace, texts, today) if texts else ()
    problems = tuple(dict.fromkeys(shown))
    if any(problem.severity is Severity.ERREUR for problem in problems):
        raise ContentError(problems)
    return Outcome(problems=problems)


def _problems_of(
    workspace: Workspace, paths: Sequence[Path], today: date | None
) -> tuple[Problem, ...]:
    try:
        return check_all(workspace, paths, today).problems
    except (ContentError, TemplateError) as error:
        return error.problems


def _is_shared(workspace: Workspace, path: Path) -> bool:
    inside = workspace.name_of(path).removeprefix(f"{CONTENT}/")
    texts = {f"{name}/" for name in KINDS}
    reads = {place for kind in KINDS.values() for place in kind.reads} - texts
    return path.is_file() and inside.startswith(tuple(reads))


def _kind_of(path: Path) -> Kind:
    """Return the kind in whose folder a file stands, the first elsewhere."""
    return KINDS.get(path.resolve().parent.name, KINDS[NAMES[0]])


def ignored_files(workspace: Workspace) -> Iterator[Problem]:
    """Yield a warning for each file of `content/` that docgen does not read."""
    for path in sorted(workspace.content.rglob("[!.]*")):
        place = path.relative_to(workspace.content).as_posix()
        folder, _, name = place.rpartition("/")
        imported = place.startswith(f"{REFERENTIEL}/") and folder != LAW
        hidden = any(part.startswith(".") for part in place.split("/"))
        if _is_read(folder, name) or imported or hidden or path.suffix == ".md":
            continue
        if path.is_file():
            hint = _hint(workspace, folder, name)
            message = "docgen ne lit pas ce fichier"
            yield Problem(f"{CONTENT}/{place}", message, code="ignore", hint=hint).as_warning()


def _is_read(folder: str, name: str) -> bool:
    if folder in KINDS:
        return name.endswith((".yaml", ".yml"))
    return f"{folder}/{name}".lstrip("/") in single_files() or (
        folder == LAW and name.endswith(".yaml")
    )


def _hint(workspace: Workspace, folder: str, name: str) -> str:
    ending = PurePosixPath(name.lower()).suffix
    if ending in (".docx", ".xlsx", ".pdf"):
        return f"sortez-le de {CONTENT}/ ; {READ_BACK}"
    if ending in (".doc", ".xls", ".odt", ".ods", ".rtf", ".txt"):
        return f"sortez-le de {CONTENT}/"
    meant = f"{name.partition('.')[0]}.yaml"
    if not _is_read(folder, meant):
        names = [
            place.rpartition("/")[2]
            for place in single_files()
            if place.rpartition("/")[0] == folder
        ]
        near = closest(meant, names) or closest(folder, KINDS)
        return near or f"sortez-le de {CONTENT}/, ou donnez-lui un nom que docgen lit"
    if (workspace.content / folder / meant).exists():
        return f"« {meant} » est lu : sortez cette copie de {CONTENT}/"
    return f"renommez-le « {meant} »"
