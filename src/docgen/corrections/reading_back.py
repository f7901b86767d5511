"""A corrected Word file read back: what changed, what comes back into the texts, what does not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from pathlib import Path, PurePosixPath
from textwrap import shorten
from typing import Final, NamedTuple

from docgen.build.compose import reserve_items
from docgen.content.raw import as_group, value_at
from docgen.content.source import parse_source
from docgen.content.stamp import change_since
from docgen.content.validation import mappings
from docgen.corrections.acceptance import ChangeJudge
from docgen.corrections.changes import Status, TextChange, WordComparison, compare
from docgen.corrections.edits import Edits, line_after, proposed_again
from docgen.corrections.opened_file import mark_of, open_corrected
from docgen.corrections.printed import INDEX, Remark, WordText
from docgen.corrections.proof import RemadeDocument, keeps_words, typography_changes
from docgen.errors import ContentError, DocgenError, Problem
from docgen.kinds.actes.rules import PART_TITLES
from docgen.output.edited_files import edit_of, original_of
from docgen.output.text_edits import edit_files
from docgen.rendering.docx.marks.paragraphs import digest_of_words
from docgen.workspace import Workspace, text_key

SIGNED: Final = "acte signé : seul un avenant le change"
OBJECTS_SAID: Final = (
    *("une image ou un dessin", "un objet", "une note de bas de page"),
    *("une note de fin", "un tableau", "une formule"),
)
"""What people call each of `OBJECTS`, the first two as one: LibreOffice makes one of the other."""
PARTS: Final = "en-têtes, pieds de page, notes et cadres"
MOST_SAID: Final = 60
"""How many characters of what is odd in a file are told."""
MIN_SHARE_LEFT: Final = 0.5
"""The least part of the paragraphs of a document that a file of it still has."""


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """The clauses to leave as they are, and those to write though a person should see them."""

    sauf: tuple[str, ...] = ()
    malgre: tuple[str, ...] = ()

    def leaves(self, change: TextChange) -> bool:
        """Whether a change is to stay out of the texts."""
        return not _names_of(change).isdisjoint(map(_plain, self.sauf))

    def insists_on(self, change: TextChange) -> bool:
        """Whether a change is to be written, seen or not."""
        return not _names_of(change).isdisjoint(map(_plain, self.malgre))


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a corrected file changes, clause by clause, and what is told beside.

    `strange` is what was put in that no text can print; `generated` what docgen writes by itself.
    """

    file: Path
    document: str
    texts: tuple[str, ...]
    changes: tuple[TextChange, ...]
    comments: tuple[Remark, ...]
    strange: tuple[str, ...]
    generated: tuple[str, ...]
    signed: bool
    marked: bool
    left: tuple[TextChange, ...] = ()
    """The changes of the clauses to leave."""
    proposed: tuple[str, ...] = ()
    """The clauses that would be proposed again, were all that can be proved written."""
    older: bool = False
    """Whether it has words that its document would not print today."""
    corrected: bool = False
    """Whether anyone surely changed its words since it was made."""
    unread: bool = False
    """Whether its texts changed since they were proofread."""

    @property
    def to_see(self) -> tuple[TextChange, ...]:
        """The changes that are not written by themselves."""
        return tuple(one for one in self.changes if one.status is not Status.EXACT)


class Written(NamedTuple):
    """The texts that changed, and the clauses that are proposed again.

    `typeset` are the paragraphs that print otherwise for that, before and after: words that are
    ours get our typography.
    """

    texts: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    typeset: tuple[tuple[str, str], ...] = ()
    contrary: tuple[Problem, ...] = ()
    """The facts that another place of the same text says otherwise."""
    read_back: ReadBack | None = None
    """The changes, whose lines are those of the texts as they were written."""


class Correction:
    """A corrected Word file and the texts of its document; raise ContentError for another file."""

    def __init__(
        self, workspace: Workspace, path: Path, named: str = "", today: date | None = None
    ) -> None:
        self._workspace, self._path = workspace, path
        edited = open_corrected(path)
        mark = mark_of(workspace, path, edited, named)
        self._remade = RemadeDocument(workspace, mark, today)
        made = self._remade.printed_whatever_its_life()
        self._edited, self._today = replace(edited, mark=None) if named else edited, made
        self._name = "{kind}-{key}".format(**mark.names)
        self._comparison = compare(made, self._edited)
        self._refuse_another_text()
        self._judge = ChangeJudge(self._remade, self._comparison)
        self._ranks: dict[int, int] = {}
        self._proposed: tuple[str, ...] = ()

    def read(self, choice: ClauseChoice) -> ReadBack:
        """Return what the file changes, and what becomes of each change."""
        signed = any(
            as_group(one.data).get("acte") == "signe" for one in self._remade.sources.values()
        )
        if signed:
            changes = tuple(replace(one, why=SIGNED) for one in self._judge.locate())
        else:
            changes, edits = self._judge.take()
            self._proposed = tuple(dict.fromkeys(self._clauses_proposed(edits)))
        self._ranks = {id(change): rank for rank, change in enumerate(changes)}
        left = tuple(one for one in changes if choice.leaves(one))
        ours = {one.text for one in self._today.comments}
        _refuse_unknown((*choice.sauf, *choice.malgre), changes, self._path)
        return ReadBack(
            self._path,
            self._name,
            tuple(self._remade.texts),
            tuple(one for one in changes if one not in left),
            tuple(one for one in self._edited.comments if one.text not in ours),
            tuple(_strange(self._today, self._edited, self._comparison)),
            tuple(find_lost_changes(self._today, self._edited)),
            signed,
            self._edited.mark is not None,
            left,
            self._proposed,
            not _words(self._edited) <= _words(self._today),
            _is_corrected(self._edited),
            any(
                change_since(group, field)
                for one in self._remade.sources.values()
                for _, group in mappings(one.data)
                for field in ("controle", "relecture")
            ),
        )

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that say something else than the texts, nothing of which is tried."""
        changes = self._judge.locate()
        named = (one.place.clause if one.place else one.below for one in changes)
        return tuple(dict.fromkeys(named))

    def write(self, read_back: ReadBack, choice: ClauseChoice) -> Written:
        """Write what is proved into the texts, and return what was written.

        A change to be seen waits for `choice` to name it, and no other waits for it.
        """
        ranks = [
            self._ranks[id(one)]
            for one in read_back.changes
            if one.status is Status.EXACT
            or (one.status is Status.PROPOSE and choice.insists_on(one))
        ]
        edits = self._judge.edits_of(ranks)
        if edits is None:
            message = "ces changements ne se prouvent pas ensemble : rien n’est écrit"
            hint = "laissez-en avec « --sauf », puis recommencez pour les autres"
            raise ContentError([Problem(str(self._path), message, code="preuve", hint=hint)])
        written, typeset = self._with_states(edits)
        edit_files(
            {
                self._remade.paths[name]: _unless_changed(name, self._remade.texts[name], text)
                for name, text in written.items()
            },
            self._workspace.content,
        )
        sources = starmap(parse_source, zip(written.values(), written, strict=True))
        points = (one for source in sources for one in reserve_items(self._remade.kind, source))
        contrary = tuple(one for one in points if one.code == "desaccord")
        proposed = tuple(self._clauses_proposed(edits))
        changes = tuple(_as_written(one, self._remade.texts, written) for one in read_back.changes)
        placed = replace(read_back, changes=changes)
        return Written(tuple(written), proposed, typeset, contrary, placed)

    def _clauses_proposed(self, edits: Edits) -> Iterator[str]:
        """Yield the names of the clauses that the parties had agreed to, and are asked again."""
        sources = self._remade.sources
        for file, steps, _ in proposed_again(edits, sources).proposed:
            group = value_at(sources[file].data, steps)
            part = (
                PART_TITLES.get(str(steps[-1])) if steps else None
            )  # of an act, without identifier
            yield str(group.get("id") or part or group.get("titre") or PurePosixPath(file).stem)

    def _with_states(self, edits: Edits) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """Return the texts with their states: what the parties had agreed to is proposed again.

        With them come the paragraphs that print otherwise for that.
        """
        sources, texts = self._remade.sources, self._remade.texts
        plain = edits.write(sources, texts)
        written = proposed_again(edits, sources).write(sources, texts)
        if written == plain:
            return written, ()
        try:
            before = self._remade.printed(plain).paragraphs
        except ContentError:  # a text that amends an act was proved with its states
            return written, ()
        after = self._remade.printed(written).paragraphs
        if not keeps_words(before, after, self._judge.texts_after(edits)):
            message = "l’état des clauses change ce que dit l’acte : rien n’est écrit"
            hint = "signalez-le aux développeurs, avec ce fichier"
            raise ContentError([Problem(str(self._path), message, code="preuve", hint=hint)])
        return written, tuple(typography_changes(before, after))

    def _refuse_another_text(self) -> None:
        """Raise ContentError for a file that has next to nothing of the document."""
        pairs = sum(1 for slot in self._comparison.slots if None not in (slot.old, slot.new))
        if pairs <= MIN_SHARE_LEFT * min(len(self._comparison.old), len(self._comparison.new)):
            message = f"ce fichier ne dit presque rien de « {self._name} » : c’est un autre texte"
            hint = "placez-vous dans son projet, ou dites le document : « --de convention-2027 »"
            raise ContentError([Problem(str(self._path), message, code="autre-texte", hint=hint)])


def _is_corrected(edited: WordText) -> bool:
    """Whether a file says other words than it was made with; not known where marks are lost."""
    made = edited.mark.digests if edited.mark else ()
    own = {one.digest for one in edited.paragraphs if not one.generated}
    return bool(made) and "" not in made and not own <= set(made)


def _words(text: WordText) -> set[str]:
    """Return the words of each paragraph that comes from a text."""
    return {one.plain for one in text.paragraphs if not one.generated}


def _names_of(change: TextChange) -> set[str]:
    """Return the names by which people may call the clause of a change: « 6 », « article-6 »."""
    clause = _plain(change.place.clause) if change.place else "?"
    return {clause, clause.partition("-")[2] or clause}


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "-")


def _refuse_unknown(named: tuple[str, ...], changes: tuple[TextChange, ...], path: Path) -> None:
    known = {name for change in changes for name in _names_of(change)}
    clauses = sorted({change.place.clause for change in changes if change.place})
    problems = [
        Problem(
            str(path),
            f"aucun changement dans une clause de ce nom : « {name} »",
            code="clause",
            hint=f"clauses changées : {', '.join(clauses) or 'aucune'}",
        )
        for name in named
        if _plain(name) not in known
    ]
    if problems:
        raise ContentError(problems)


def _as_written(
    change: TextChange, texts: Mapping[str, str], written: Mapping[str, str]
) -> TextChange:
    """Return a change with the lines of the texts as they were written."""
    place, paste = change.place, change.paste
    if place is None or place.file not in written:
        return change

    def after(line: int, *, last: bool = False) -> int:
        return line_after(texts[place.file], written[place.file], line, last=last)

    if paste:
        rows = (after(paste.rows[0]), after(paste.rows[1], last=True))
        paste = paste._replace(line=after(paste.line, last=True), rows=rows)
    return replace(change, place=replace(place, line=after(place.line)), paste=paste)


def _unless_changed(name: str, former: str, text: str) -> Callable[[str], str]:
    def change(now: str) -> str:
        if now != former:
            message, hint = "ce texte vient de changer", "relisez-le, et recommencez"
            raise ContentError([Problem(name, message, code="change", hint=hint)])
        return text

    return change


def _join_drawings(counts: tuple[int, ...]) -> tuple[int, ...]:
    drawings, pictures, *others = counts
    return (drawings + pictures, *others)


def _strange(today: WordText, edited: WordText, comparison: WordComparison) -> Iterator[str]:
    """Yield what was put into a file that no text can print."""
    made = edited.mark.objects if edited.mark else ()
    for what, had, has in zip(
        OBJECTS_SAID,
        _join_drawings(made or today.objects),
        _join_drawings(edited.objects),
        strict=True,
    ):
        if has > had:
            yield f"{what} ({has - had} de plus)"
    for slot in comparison.slots:
        if slot.new is None:
            continue
        paragraph = comparison.new[slot.new]
        former = comparison.old[slot.old].formats if slot.old is not None else frozenset()
        for added in sorted(paragraph.formats - former):
            yield f"du texte {added} : « {shorten(paragraph.text, MOST_SAID, placeholder='…')} »"
    former = edited.mark.margins if edited.mark else frozenset()
    for text in filter(str.strip, dict.fromkeys(edited.margins)):
        if text not in today.margins and digest_of_words(text) not in former:
            yield f"{PARTS} : « {shorten(text, MOST_SAID, placeholder='…')} »"


def find_lost_changes(today: WordText, edited: WordText) -> Iterator[str]:
    """Yield what docgen writes by itself and someone changed, or took out of the index."""
    printed = {one.without_folio for one in today.paragraphs if one.generated}
    digests = set(edited.mark.digests) if edited.mark else set()
    for paragraph in edited.paragraphs:
        changed = paragraph.without_folio not in printed and paragraph.digest not in digests
        if paragraph.generated and changed:
            yield paragraph.text.strip()
    left = {one.plain for one in edited.paragraphs}
    for paragraph in today.paragraphs:
        made = paragraph.digest in digests or not edited.mark
        if paragraph.style == INDEX and made and paragraph.plain not in left:
            yield paragraph.text.strip()


def differing_files(
    workspace: Workspace, paths: Iterable[Path], today: date | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the corrected Word files of conventions that say what their texts do not.

    Each comes with the clauses that differ, or with why it could not be read.
    """
    for path in paths:
        for file in _corrected_files(workspace, path):
            try:
                clauses = Correction(workspace, file, today=today).clauses
            except DocgenError as error:
                yield workspace.name_of(file), (error.problems[0].message,)
                continue
            if clauses:
                yield workspace.name_of(file), clauses


def _corrected_files(workspace: Workspace, path: Path) -> Iterator[Path]:
    """Yield the Word files of a convention that people corrected, where they are kept too."""
    name = f"convention-{text_key('convention', path)}.docx"
    for file in sorted((workspace.output / "convention").glob(f"{Path(name).stem}*.docx")):
        kept = original_of(PurePosixPath(file.name))
        if (kept and kept.place.name == name) or (file.name == name and edit_of(file)):
            yield file
