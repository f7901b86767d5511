"""The document of a corrected Word file, made again from its texts as they are or would be."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from docgen.build.avenant import compose_amendment
from docgen.build.compose import compose_all, content_files
from docgen.content.editing import YamlText
from docgen.content.raw import as_group, as_text
from docgen.content.reading import read_regular
from docgen.content.source import Source, parse_source
from docgen.content.stamp import STAMPS, is_stamped
from docgen.content.validation import mappings
from docgen.corrections.changes import WantedParagraph, WordComparison
from docgen.corrections.edits import Edits
from docgen.corrections.printed import Paragraph, WordText, read_word
from docgen.corrections.text_patching import read_tokens, written_tokens
from docgen.document import Document
from docgen.errors import ContentError, Problem, closest_key
from docgen.french.letters import folded
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.kind import Kind, Scope
from docgen.referential.referential import Referential
from docgen.rendering import Templates
from docgen.rendering.docx.marks.source_marks import SourceMark
from docgen.rendering.docx.redline.renderer import render_word
from docgen.rendering.limits import within_limits
from docgen.request import DEFAULTS, Options
from docgen.workspace import Workspace, text_key

AVENANT: Final = "avenant"
"""The kind of the documents that amend an act, whose texts are conventions."""

CONTRADICTION: Final = "contradiction"
"""The code of what two fields of a text say otherwise."""


class RemadeDocument:
    """A document of a project, by its mark, made again from its texts, as they are or edited.

    It is made as on the day `today`.  Raise ContentError when no text of the project makes it.
    """

    def __init__(self, workspace: Workspace, mark: SourceMark, today: date | None) -> None:
        self.workspace = workspace
        self._names = mark.names
        self._amends = mark.names.get("kind") == AVENANT
        self.kind = KINDS["convention"] if self._amends else _kind_of(mark)
        places = tuple(map(CodeInsee, filter(None, [mark.names.get("place")])))
        options = _options_of(self.kind, mark)
        self._scope = Scope(Referential(workspace, today), places, options, today)
        self._templates = Templates(workspace.templates)
        self._paths = self._find_paths()
        self.paths: Mapping[str, Path] = {workspace.name_of(path): path for path in self._paths}
        self.texts = {name: read_text(path) for name, path in self.paths.items()}
        self.contradiction: Problem | None = None
        """Why it cannot be made as it is, once found: « vie: » contradicts the clauses."""

    @property
    def sources(self) -> dict[str, Source]:
        """Its texts as they are, by the names of their files."""
        return {name: parse_source(text, name) for name, text in self.texts.items()}

    def document(self, instead: Mapping[str, str] | None = None) -> Document:
        """Return the document of the texts, some of them replaced; raise ContentError."""
        others: list[Document] = []
        for document in self._documents(instead or {}):
            if _is_named(document, self._names):
                return document
            others.append(document)
        renamed = [one for one in others if instead and _place_of(one) not in self._others]
        if len(renamed) == 1:  # by the words of its title, which someone corrected
            return renamed[0]
        raise _absent(self._names)

    @cached_property
    def _others(self) -> frozenset[tuple[str, str, str]]:
        """The names of the other documents that the texts make as they are."""
        return frozenset(map(_place_of, self._documents({})))

    def _documents(self, edited: Mapping[str, str]) -> Iterator[Document]:
        instead = {name: self._digests[name].sub("", text) for name, text in edited.items()}
        if self._amends:
            key, today = self._names["key"], self._scope.today
            amendment = compose_amendment(self.workspace, key, instead, today)
            yield from amendment[1] if amendment else ()
            return
        made = compose_all(self.workspace, self.kind, self._paths, self._scope, instead)
        yield from (composed.document for _, composed in made)

    @cached_property
    def _digests(self) -> Mapping[str, re.Pattern[str]]:
        """Patterns of the digests of the stamps of each text that count as it is.

        An edited text is made without them, as if it had been stamped again: else it would print
        all that a draft says of itself.
        """
        return {
            name: re.compile("|".join(_digests_of(source.data)) or "(?!)")  # of none, nothing
            for name, source in self.sources.items()
        }

    def printed(self, instead: Mapping[str, str] | None = None) -> WordText:
        """Return what its Word file says; raise DocgenError when it cannot be made."""
        made = within_limits(self._templates, render_word, self.document(instead))
        return read_word(made.data)

    def printed_whatever_its_life(self) -> WordText:
        """Return the same when « vie: » contradicts the clauses, which a correction may mend."""
        try:
            return self.printed()
        except ContentError as error:
            if any(one.code != CONTRADICTION for one in error.problems):
                raise
            self.contradiction = error.problems[0]
        bare: dict[str, str] = {}
        for name, text in self.texts.items():
            edited = YamlText(text, name)
            edited.take_out((), "vie")
            bare[name] = str(edited)
        return self.printed(bare)

    def _find_paths(self) -> list[Path]:
        """Return the files whose texts make it: all of a collective kind, or one."""
        if self._amends:
            amendment = compose_amendment(self.workspace, self._names["key"])
            if amendment is None:
                raise _absent(self._names)
            return [amendment[0]]
        paths = content_files(self.workspace, self.kind)
        if self.kind.collective:
            return paths
        key = self._names.get("key", "")
        by_key = {text_key(self.kind.name, path): path for path in paths}
        likely = [one for one in by_key if key == one or key.startswith(f"{one}-")]
        if not likely:
            raise _absent(self._names, closest_key(key, by_key))
        return [by_key[max(likely, key=len)]]


def _digests_of(data: object) -> Iterator[str]:
    """Yield patterns of the digests of the stamps of a text that count."""
    for _, group in mappings(data):
        for field in STAMPS:
            digest = as_text(as_group(group.get(field)).get("empreinte")).strip()
            if digest and is_stamped(group, field):
                yield rf"[\"']?\b{re.escape(digest)}\b[\"']?"


def read_text(path: Path) -> str:
    """Return a text as it is edited, without a byte order mark."""
    return read_regular(path, -1).decode("utf-8-sig")


def _options_of(kind: Kind, mark: SourceMark) -> Options:
    """Return what a document was asked for by, else what makes its layout alone.

    Raise ContentError where the file no longer says the first.
    """
    asked, layout = mark.names.get("asked", ""), mark.names.get("layout", "")
    if not asked:
        named = {field.name for field in fields(kind.options)}
        if layout and "layout" in named:
            return kind.options(**{"layout": layout})
        return kind.options(**{"posters": True}) if "posters" in named else DEFAULTS
    try:
        return TypeAdapter(kind.options).validate_json(asked)
    except ValidationError as error:
        message = "ce que ce fichier dit de sa demande est abîmé"
        hint = "dites de quel document il vient : « --de convention-2027 »"
        raise ContentError([Problem(kind.name, message, code="origine", hint=hint)]) from error


def _kind_of(mark: SourceMark) -> Kind:
    name = mark.names.get("kind", "")
    if name in KINDS:
        return KINDS[name]
    message = f"docgen ne sait pas reprendre cette sorte de document : « {name} »"
    hint = "reportez la correction dans le texte YAML"
    raise ContentError([Problem(name, message, code="sorte", hint=hint)])


def _is_named(document: Document, names: Mapping[str, str]) -> bool:
    """Whether a document has the names that are known; a file that lost its marks has a key."""
    known = (field for field in ("key", "layout", "place") if field in names)
    return all(getattr(document, field) == names[field] for field in known)


def _place_of(document: Document) -> tuple[str, str, str]:
    return document.key, document.layout, document.place


def _absent(names: Mapping[str, str], likely: str = "") -> ContentError:
    name = f"{names.get('kind')}-{names.get('key')}"
    message = "aucun texte de ce projet ne fait ce document"
    hint = "placez-vous dans le projet d’où il vient, ou donnez-le avec « --project DOSSIER »"
    return ContentError([Problem(name, message, code="origine", hint=likely or hint)])


def same_print(printed: tuple[Paragraph, ...], wanted: Iterable[WantedParagraph]) -> bool:
    """Whether paragraphs look as they should, but for those that docgen writes by itself."""
    ours, asked = [one for one in printed if not one.generated], list(wanted)
    pairs = zip(asked, ours, strict=False)
    return len(ours) == len(asked) and all(want.is_made(one) for want, one in pairs)


class Spread(NamedTuple):
    """Edits that make a change, and with it others of paragraphs that the same text prints.

    `others` are those that nobody changed, by their ranks today, as they become; `changed` the
    changes of the Word file that are made too.
    """

    edits: Edits
    others: Mapping[int, Paragraph]
    changed: frozenset[int]


def find_spread(
    comparison: WordComparison,
    accepted: frozenset[int],
    rank: int,
    edits: Edits,
    printed: tuple[Paragraph, ...],
) -> Spread | None:
    """Return what edits make of a change and of other places that say the same; None if more."""
    ours = [one for one in printed if not one.generated]
    asked = list(comparison.wanted_slots(accepted | {rank}))
    if len(ours) != len(asked):
        return None
    gone, came = _words_exchanged(comparison.changes[rank].old, comparison.changes[rank].new)
    others: dict[int, Paragraph] = {}
    changed: set[int] = set()
    for (slot, want), printing in zip(asked, ours, strict=True):
        if want.is_made(printing):
            continue
        if slot.old is None or slot.change == rank or slot.change in accepted:
            return None
        if slot.change >= 0:
            changed.add(slot.change)
            continue
        was, now = _words_exchanged((comparison.old[slot.old],), (printing,))
        if not (was <= gone and now <= came):
            return None
        others[slot.old] = printing
    every = accepted | {rank} | changed
    wanted = replace(comparison, elsewhere={**comparison.elsewhere, rank: others}).wanted(every)
    return Spread(edits, others, frozenset(changed)) if same_print(printed, wanted) else None


def _words_exchanged(
    before: tuple[Paragraph, ...], after: tuple[Paragraph, ...]
) -> tuple[set[str], set[str]]:
    """Return the words that are gone, and those that came."""
    was, now = (
        Counter(word.key for one in side for word in read_tokens(one.text))
        for side in (before, after)
    )
    return {*(was - now)}, {*(now - was)}


def keeps_words(
    before: tuple[Paragraph, ...], after: tuple[Paragraph, ...], texts: Iterable[str]
) -> bool:
    """Whether what these texts say is still there, in its order, whatever its typography.

    What docgen writes beside them may change: the day of a check is not printed in a draft.
    """
    rest, lost = [_bare_words(one) for one in after], []
    for paragraph in before:
        if (words := _bare_words(paragraph)) in rest:
            del rest[: rest.index(words) + 1]
        elif not paragraph.generated:
            lost.append(paragraph)
    said = [text for text in texts if any(_holds(one, text) for one in lost)]
    return all(any(_holds(one, text) for one in after) for text in said)


def _holds(paragraph: Paragraph, text: str) -> bool:
    """Whether all words of a text stand in a paragraph, in their order."""
    printed = iter(one.key for one in read_tokens(paragraph.text))
    return all(one.key in printed for one in written_tokens(text) if one.key)


def typography_changes(
    before: tuple[Paragraph, ...], after: tuple[Paragraph, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of the same words whose letters are not the same, before and after."""
    now = {tuple(_bare_words(one)): one for one in after}
    for paragraph in before:
        other = now.get(tuple(_bare_words(paragraph)))
        if other and other.plain != paragraph.plain and not paragraph.generated:
            yield paragraph.text, other.text


def _bare_words(paragraph: Paragraph) -> list[str]:
    return [folded(word) for word, *_ in paragraph.stressed]
