"""What is left to do in a project, or for the documents that people name."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from docgen.build.compose import Composed, content_files, kinds_there, read_bound
from docgen.build.named_documents import compose_named, named_kinds
from docgen.build.stamping.places import kind_names, name_key
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, Problems
from docgen.french.letters import folded
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.actes.project import LEFT_ASIDE, project_acts
from docgen.kinds.commune_pack.choosing_fiches import FicheChooser
from docgen.kinds.commune_pack.contacts import BLANK_LINES
from docgen.kinds.convention.avenant import UNSEALED
from docgen.kinds.kind import Due, Scope
from docgen.left import Item, What, each_once, texts_to_name
from docgen.referential.communes.chosen import Selection
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.workspace import Workspace, text_key

PACK: Final = "commune-pack"
Locate = Callable[[Sequence[Item], Sequence[Composed]], Iterable[Item]]
"""What adds to items the pages of the documents that print them."""


def without_pages(items: Sequence[Item], _: Sequence[Composed]) -> Sequence[Item]:
    """Return items without their pages, which takes no layout."""
    return items


def left_in(
    referential: Referential,
    words: Sequence[str],
    communes: Sequence[str],
    today: date | None,
    locate: Locate = without_pages,
) -> tuple[tuple[Item, ...], list[Problem]]:
    """Return what is left, and warnings: of communes, of drafts left aside, of empty lines.

    It is left for the documents that words name, « fiche 4.2 » as one word or two; else for those
    of the whole project that are waited for, for the communes given or for all of its département.
    `locate` adds the pages.  Raise ContentError with all that is wrong in their texts.
    """
    names = document_names(words, referential.workspace)
    by_commune = any(map(is_by_commune, names))
    home = home_communes(referential) if by_commune and not communes else ()
    composed, notices = compose_named(referential, names, home or communes, today)
    items = [item for one in composed for item in left_of(one, named=bool(names))]
    if not (names or communes):
        items += left_by_commune(referential, today)
    printed = (notice for one in composed for notice in one.document.notices)
    warnings = [one for one in notices if not home or one.code == LEFT_ASIDE]
    warnings += (notice for notice in printed if notice.code in (BLANK_LINES, UNSEALED))
    acts, sources = project_acts(referential), {*(p for c in composed for p in c.document.sources)}
    texts = (one.source for one in acts.readable if one.source.name in sources)
    warnings += (notice for text in texts for notice in acts.amends_ended(text, today))
    return tuple(locate(each_once(items), composed)), warnings


def left_of(composed: Composed, *, named: bool) -> Iterable[Item]:
    """Return what is left of a document, without what nobody waits for where it is not `named`."""
    return composed.document.left if named else composed.kind.left_unasked(composed.document)


def awaited_texts(
    referential: Referential, act: str, names: Sequence[str], communes: Sequence[str], today: date
) -> tuple[str, ...]:
    """Return the words that name the texts that documents wait for, to adopt or to proofread.

    Raise ContentError when they wait for none.
    """
    items, _ = left_in(referential, names, communes, today)
    awaited = {What.ADOPTER} if act == What.ADOPTER else {What.RELIRE, What.VERIFIER}
    texts = texts_to_name(item for item in items if item.what in awaited)
    if not texts:
        whose = " ".join((*names, *communes))
        message = "ces documents n’attendent aucun texte à " + act
        refused = any(item.what is What.CORRIGER and item.text for item in items)
        hint = "des textes y sont refusés : docgen reste" if refused else "il n’y a rien à faire"
        raise ContentError([Problem(whose, message, code="nom", hint=hint)])
    return texts


def left_by_commune(
    referential: Referential, today: date | None = None, *, binding: bool = True
) -> list[Item]:
    """Return what is left for all communes of the project's département.

    What binds other documents is considered for one commune of each force, and not at all without
    `binding`: what it binds is considered by itself.
    """
    items: list[Item] = []
    problems = Problems()
    for kind in kinds_there(referential.workspace):
        if kind.due is Due.COMMUNE and (binding or not kind.binds):
            codes = referential.specimens() if kind.binds else home_communes(referential)
            scope = Scope(referential, codes, today=today)
            with problems.gather():
                paths = content_files(referential.workspace, kind)
                texts, others = read_bound(referential.workspace, kind, paths, scope)
                for text in texts:
                    with problems.gather():
                        items += text.left_of_communes(scope, others)
    problems.refuse()
    return items


def home_communes(referential: Referential) -> tuple[CodeInsee, ...]:
    """Return the communes of the project's département, none where it is not known."""
    home = None if referential.snapshot("cog") is None else referential.home
    if home is None:
        return ()
    return select_communes(referential, Selection(departements=(home,), partout=True))[0]


def packs_lack_contacts(
    referential: Referential, names: Sequence[str], communes: Sequence[str]
) -> bool:
    """Whether packs are named whose fiches wait for what nobody said of a commune yet."""
    if PACK not in {kind.name for kind in named_kinds(names)}:
        return False
    codes = home_communes(referential)
    if communes:
        codes, _ = select_communes(referential, Selection(communes=tuple(communes)))
    places = (Lieu(referential, code, Diffusion.INTERNE) for code in codes)
    return any(FicheChooser(place).lacks_knowledge for place in places)


def is_by_commune(name: str) -> bool:
    """Whether a name of documents is of a kind that is made for communes, all of them."""
    by_commune = (kind for kind in KINDS.values() if kind.due is Due.COMMUNE)
    return any(name_key(name) in kind_names(kind) for kind in by_commune)


def document_names(words: Iterable[str], workspace: Workspace) -> list[str]:
    """Return names of documents, where « fiche 4.2 memento » is of two, « convention modele » one.

    A kind ends the name before it, unless that begins with another kind, which has a text of this
    name.
    """
    names: list[str] = []
    first = ""
    kinds = {name for kind in KINDS.values() for name in kind_names(kind)}
    for word in words:
        plain = folded(word).strip()
        begins = plain.startswith(tuple(KINDS)) or name_key(word) in kinds
        texts = _texts_of_kind(workspace, first) if begins else set()
        if names and (not begins or plain in texts.difference(folded(names[-1]).split())):
            names[-1] += f" {word}"
        else:
            names.append(word)
            first = word
    return names


def _texts_of_kind(workspace: Workspace, name: str) -> set[str]:
    """Return the keys of the texts of the kind that a name is of, none for that of a text."""
    kinds = [kind for kind in KINDS.values() if name_key(name) in kind_names(kind)]
    return {text_key(kind.name, path) for kind in kinds for path in workspace.texts(kind.name)}


def document_words(workspace: Workspace, paths: Iterable[Path]) -> list[str]:
    """Return the words that name the documents of content files; none for those of many kinds."""
    folders: dict[Path, list[tuple[str, ...]]] = {}
    for path in paths:
        kind = KINDS.get(path.resolve().parent.name)
        if kind is None:
            return []
        by_text = not kind.collective and kind.due is not Due.COMMUNE
        words = (kind.name, text_key(kind.name, path)) if by_text else (kind.name,)
        folders.setdefault(path.resolve().parent, []).append(words)
    named: list[str] = []
    for folder, texts in folders.items():
        whole = len(texts) == len(workspace.texts(folder.name)) or len(texts[0]) == 1
        named += (folder.name,) if whole else (word for words in texts for word in words)
    return named
