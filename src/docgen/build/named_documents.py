"""The documents and files that words name: « memento », « fiche 4.2 », « commune-pack ».

Documents are composed as a build would, and nothing is laid out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from docgen.build.compose import Composed, compose_all, content_files, kinds_there
from docgen.build.stamping.places import (
    fiche_numbers,
    kind_names,
    name_key,
    number_key,
    typed_names,
)
from docgen.content.source import Source
from docgen.document import Diffusion, Document
from docgen.errors import ContentError, Problem, Problems, Severity, closest, closest_key
from docgen.french.letters import folded
from docgen.kinds import KINDS
from docgen.kinds.actes.project import FOLDER, LEFT_ASIDE, is_draft, project_acts, warn_of_drafts
from docgen.kinds.kind import LOIS, Due, Kind, Scope
from docgen.referential.communes.chosen import Selection
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.referential.territoire.local_files import COMMUNES, TERRITOIRE, UNITES
from docgen.referential.territoire.roles import ROLES_FILE
from docgen.workspace import CONTENT, REFERENTIEL, Workspace, text_key

LAW: Final = f"{REFERENTIEL}/droit"
OF_READERS: Final = re.compile(rf"-({'|'.join(Diffusion)})$")
Named = tuple[Kind, str]
"""A kind, and the key of one of its texts or documents, empty for all of them."""


def compose_named(
    referential: Referential,
    names: Sequence[str] = (),
    communes: Sequence[str] = (),
    today: date | None = None,
) -> tuple[list[Composed], list[Problem]]:
    """Return the documents that `names` name, for communes as typed, and warnings.

    Without communes, letters are for those to which they are written, and other documents for none.
    Without names, those of every kind; what is made for a commune only, where one is given.  A
    draft of an act with mistakes is left aside, but for one that is named.  Raise ContentError with
    all that names nothing, and with what is wrong in the other texts.
    """
    workspace = referential.workspace
    named, places = _read_names(names)
    codes, notices = select_communes(referential, Selection(communes=(*communes, *places)))
    wanted = named or [
        (kind, "") for kind in kinds_there(workspace) if codes or kind.due is not Due.COMMUNE
    ]
    scope = Scope(referential, codes, today=today)
    problems = Problems(_without_commune(wanted, scope))
    composed: list[Composed] = []
    aside: list[Problem] = []
    for kind, key in wanted if not problems else ():
        with problems.gather():
            own = scope if codes else replace(scope, communes=(*kind.addressees(referential),))
            made, drafts = _compose_but_drafts(workspace, kind, key, own)
            composed, aside = [*composed, *made], [*aside, *drafts]
    problems.refuse()
    aside += (notice for one in composed for notice in one.document.notices)
    left_aside = {one.file: one for one in reversed(aside) if one.code == LEFT_ASIDE}
    once = {one.document.stem: one for one in composed}
    return list(once.values()), [*notices, *left_aside.values()]


@cache
def single_files() -> frozenset[str]:
    """Return the files of content that are read by their names, beside the law and the texts."""
    ours = (f"{TERRITOIRE}/{name}" for name in (UNITES, COMMUNES, ROLES_FILE))
    return frozenset(chain(ours, *(kind.side_files for kind in KINDS.values())))


def bound_documents(document: Document) -> Iterator[Document]:
    """Yield a document, and those that are bound into it."""
    yield document
    for part in document.bound:
        yield from bound_documents(part)


def _read_names(names: Sequence[str]) -> tuple[list[Named], list[str]]:
    """Return what names name, and the communes among them: « commune-pack-81218 »."""
    typed = {one: kind for kind in KINDS.values() for one in kind_names(kind)}
    named: list[Named] = []
    communes: list[str] = []
    problems = Problems()
    for name in names:
        plain = folded(name).strip()
        cuts = reversed(list(re.finditer(r"[\s-]+|$", plain)))  # the longest name of a kind first
        cut = next((one for one in cuts if name_key(plain[: one.start()]) in typed), None)
        key = plain[cut.end() :] if cut else ""
        kind = typed[name_key(plain[: cut.start()])] if cut else None
        if kind is None:
            hint = closest(plain, KINDS) or _kind_hint(plain)
            message = "aucune sorte de document de ce nom"
            problems.append(Problem(name, message, code="document", hint=hint))
        elif kind.due is Due.COMMUNE:
            communes += [_commune_of(key)] if key else []
            named.append((kind, ""))
        else:
            named.append((kind, key))
    problems.refuse()
    return named, communes


def _kind_hint(word: str) -> str:
    """Return the kind to type before what looks like its key; else all kinds."""
    if re.fullmatch(r"\d\.\d.*", word):
        return f"dites la sorte : « fiche {word} »"
    if re.fullmatch(r"\d[\dab]\d{3}", word):
        return f"dites la sorte : « commune-pack {word} »"
    return f"sortes de documents : {', '.join(KINDS)}"


def named_kinds(names: Sequence[str]) -> list[Kind]:
    """Return the kinds of the documents that names name; raise ContentError for one of none."""
    return [kind for kind, _ in _read_names(names)[0]]


def reads_law(names: Sequence[str]) -> bool:
    """Whether a document of these names cites the law, any of the project where none is named."""
    return not names or any(set(LOIS) <= set(kind.reads) for kind in named_kinds(names))


def _commune_of(key: str) -> str:
    """Return a commune as a name of a document says it: « 81218-puygouzon » is « 81218 »."""
    return key[:5].upper() if re.fullmatch(r"\d[\dab]\d{3}(-.*)?", key) else key


def _without_commune(wanted: Sequence[Named], scope: Scope) -> Iterator[Problem]:
    for kind, _ in wanted:
        if kind.due is Due.COMMUNE and not scope.communes:
            message = f"« {kind.name} » se fait pour une commune, et aucune n’est dite"
            yield Problem(kind.name, message, code="commune", hint="ajoutez « --insee 81218 »")


def _compose_but_drafts(
    workspace: Workspace, kind: Kind, key: str, scope: Scope
) -> tuple[list[Composed], list[Problem]]:
    """Return the documents of a kind, and the warnings about its drafts with mistakes, left out."""
    paths = content_files(workspace, kind)
    if key:
        return _compose(workspace, kind, key, scope, paths), []
    texts, wrong = compose_but_drafts(workspace, kind, paths, scope)
    made = [one for _, one in texts]
    if not any(map(is_draft, paths)):
        return made, []
    files = {one.document.sources[0] for one in made}
    copied = project_acts(scope.referential).copied_model(files)
    made = [one for one in made if one.document.sources[0] != copied]
    return made, warn_of_drafts(wrong)


def compose_but_drafts(
    workspace: Workspace, kind: Kind, paths: Sequence[Path], scope: Scope
) -> tuple[list[tuple[Source, Composed]], list[Problem]]:
    """Return the documents of texts, and what is wrong in the drafts of acts that made none.

    Raise ContentError with what is wrong in the other texts.
    """
    try:
        return compose_all(workspace, kind, paths, scope), []
    except ContentError as error:
        drafts = {workspace.name_of(path) for path in paths if is_draft(path)}
        wrong = {one.file for one in error.problems if one.severity is Severity.ERREUR} & drafts
        sound = [path for path in paths if workspace.name_of(path) not in wrong]
        draft_problems = [one for one in error.problems if one.file in wrong]
        with suppress(ContentError):  # what is wrong in the others is in the first error
            if wrong and sound:
                return compose_all(workspace, kind, sound, scope), draft_problems
        raise


def _compose(
    workspace: Workspace, kind: Kind, key: str, scope: Scope, paths: list[Path]
) -> list[Composed]:
    if not kind.collective:
        paths = named_files(workspace, kind.name, key.split())
    composed = [one for _, one in compose_all(workspace, kind, paths, scope)]
    if not kind.collective:
        return composed
    there = {one.document.key: one for one in composed}
    chosen = [one for name, one in there.items() if name == key or name.startswith(f"{key}-")]
    if not chosen:
        hint = closest(key, there) or f"documents : {', '.join(there)}"
        message = f"« {kind.name} » ne fait aucun document de ce nom : « {key} »"
        raise ContentError([Problem(kind.name, message, code="document", hint=hint)])
    return chosen


def named_files(workspace: Workspace, name: str, keys: Sequence[str]) -> list[Path]:
    """Return the content files of a kind that keys name: « action-4-1 », « 4.1 » or « 4 c ».

    A number typed as it is printed, without quotes, is two keys: « 6.1 » and « bis ».  Raise
    ContentError with every key that names no file.
    """
    texts = content_files(workspace, KINDS[name])
    numbers = fiche_numbers(workspace) if name == "fiche" else {}
    named = by_name(texts, numbers)
    paths: list[Path] = []
    problems = Problems()
    rest = list(keys)
    while rest:
        if files := take_named(named, rest):
            paths += files
            continue
        key = rest.pop(0)
        message = f"aucun texte de ce nom dans content/{name}/"
        names = typed_names((text_key(name, path) for path in texts), numbers)
        by_key = {text_key(name, path): workspace.name_of(path) for path in texts}
        hint = _key_hint(key.strip().lower().replace(".", "-"), names, name, by_key)
        problems.append(Problem(key, message, code="cle", hint=hint))
    problems.refuse()
    return list(dict.fromkeys(paths))


def act_file(workspace: Workspace, word: Path) -> Path:
    """Return the convention of a name or a path; raise ContentError for a name of none or two."""
    path = workspace.find(word)
    if path.is_file():
        return path
    paths = named_files(workspace, FOLDER, [str(word)])
    Problems(workspace.same_keys(FOLDER, paths)).refuse()
    return paths[0]


def files_named(workspace: Workspace, words: Iterable[Path]) -> list[Path]:
    """Return the content files that words name: « 2027 », « 4.2 », « fiche », a path, a folder.

    A kind is all of its texts, or those that the next words name.  Raise ContentError with every
    word that names none.
    """
    rest = [name for word in words for name in _texts_in(workspace, word)]
    paths: list[Path] = []
    problems = Problems()
    numbers = fiche_numbers(workspace) if rest else {}
    everywhere = by_name(_content_files(workspace), numbers)
    while rest:
        first, _, key = rest[0].partition(" ")
        kind = None if Path(rest[0]).is_file() else _kind_of(first)
        with problems.gather():
            if kind is None:
                paths += _take_file(everywhere, rest)
                continue
            word = rest.pop(0)
            own = by_name(content_files(workspace, kind), numbers)
            chosen = named_files(workspace, kind.name, [key]) if key else []
            while not key and (files := take_named(own, rest)):
                chosen += files
            alike = everywhere.get(name_key(word), [])  # « modele » is also a convention
            paths += chosen or [*content_files(workspace, kind), *alike]
    problems.refuse()
    return list(dict.fromkeys(paths))


def _texts_in(workspace: Workspace, word: Path) -> list[str]:
    """Return the texts of a folder of the project; else what was typed."""
    if _kind_of(str(word)):
        return [str(word)]
    path = workspace.find(word)
    folder = path.resolve()
    texts = [str(one) for one in _content_files(workspace) if folder in one.resolve().parents]
    return texts or [str(path)]


def _content_files(workspace: Workspace) -> Iterator[Path]:
    for name in KINDS:
        yield from workspace.texts(name)
    yield from (
        path for one in sorted(single_files()) if (path := workspace.content / one).is_file()
    )
    yield from sorted((workspace.content / LAW).glob("*.yaml"))


def by_name(paths: Iterable[Path], numbers: Mapping[str, Sequence[str]]) -> dict[str, list[Path]]:
    """Return files by all their names: « action-4-2 », « 4-2 », « fiche-action-4-2 », numbers."""
    named: defaultdict[str, list[Path]] = defaultdict(list)
    for path in paths:
        folder = path.parent.name
        text = text_key(folder, path)
        key, whole = name_key(text), name_key(f"{folder}-{text}")
        family = re.fullmatch(r"0?(\d{1,2})-(.+)", key)  # of the memento: « 9 », « animaux »
        names = family.groups() if family else (key.removeprefix("action-"),)
        for name in {key, whole, *names, *numbers.get(text, ())}:
            named[name].append(path)
    return dict(named)


def take_named(named: Mapping[str, list[Path]], rest: list[str]) -> list[Path]:
    """Take the most words off that name files together, and return those.

    A document may be named with its readers, as its files are: « 2026-interne ».
    """
    for many in range(len(rest), 0, -1):
        words = " ".join(rest[:many])
        names = (name_key(words), number_key(words), OF_READERS.sub("", name_key(words)))
        if files := next(filter(None, map(named.get, names)), None):
            del rest[:many]
            return files
    return []


def _take_file(named: Mapping[str, list[Path]], rest: list[str]) -> list[Path]:
    """Take a path off, or a name, and return its files; raise ContentError for no name."""
    path = Path(rest[0])
    if path.is_file() or path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        del rest[0]
        return [path]
    if files := take_named(named, rest):
        return files
    name = rest.pop(0)
    hint = closest_key(name, named) or "docgen check, sans nom, les vérifie tous"
    raise ContentError([Problem(name, "aucun texte de ce nom", code="cle", hint=hint)])


def _kind_of(word: str) -> Kind | None:
    return next((kind for kind in KINDS.values() if name_key(word) in kind_names(kind)), None)


def _key_hint(key: str, known: Mapping[str, str], kind: str, files: Mapping[str, str]) -> str:
    if key == "final":
        return "l’option s’écrit « --final »"
    if "modele" in known and re.fullmatch(r"20\d\d", key):
        return f"pour l’écrire : cp {files['modele']} {CONTENT}/{kind}/{key}.yaml"
    years = [one for one in known if re.fullmatch(r"20\d\d", one)]
    if kind == "bilan" and years and re.fullmatch(r"20\d\d", key):
        copied = f"cp {files[max(years)]} {CONTENT}/bilan/{key}.yaml"
        return (
            f"pour l’écrire : {copied} ; puis « annee: {key} », et videz ce qui est dit de l’année"
        )
    near = closest_key(key, known)
    return near if "« " in near else f"connus : {', '.join(known.values())}"
