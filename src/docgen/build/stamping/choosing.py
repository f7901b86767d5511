"""The texts and parts that people name on the command line, to stamp them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from docgen.build.named_documents import by_name, take_named
from docgen.build.stamping.places import (
    TWO_PAGE_SHEET,
    StampAction,
    StampedText,
    StampPlace,
    fiche_numbers,
    kind_names,
    name_key,
    typed_names,
)
from docgen.content.raw import as_group
from docgen.content.source import read_source
from docgen.content.validation import mappings
from docgen.errors import ContentError, Problem, Problems, closest
from docgen.kinds import KINDS
from docgen.kinds.actes.rules import AGREED_LATE
from docgen.kinds.kind import Kind
from docgen.workspace import CONTENT, Workspace, real_path

STAMPED_KINDS: Final = {
    StampAction.ADOPTER: ("convention", "fiche"),
    StampAction.RELIRE: ("fiche", "memento", "modele", "renewal", "commune-pack"),
}
"""The kinds whose texts an act may stamp."""
FICHE: Final = "fiche"
SUFFIXES: Final = (".yaml", ".yml")
Chosen = dict[StampedText, tuple[StampPlace, ...]]
"""The parts to stamp, by their text."""


@dataclass(slots=True)
class _Choice:
    """What the words read so far have named."""

    kinds: Sequence[Kind]
    kind: str = ""
    text: StampedText | None = None
    whole: dict[StampedText, None] = field(default_factory=dict)
    parts: dict[StampedText, dict[StampPlace, None]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)


class Chooser:
    """The texts of a project that an act may stamp, and the words that name them.

    Words name a kind (« fiche »), a text (its number, its name or its file), or a part of the text
    before them; with `everything`, all that is due of what they name; `awaited` texts were named by
    nobody.  What a person refused is stamped by its own name only: `refusals` tell what is left.
    With `par`, a text that another person has proofread whole is proofread again.
    """

    def __init__(
        self,
        workspace: Workspace,
        act: StampAction,
        *,
        everything: bool = False,
        awaited: bool = False,
        par: str = "",
    ) -> None:
        self._workspace, self._act, self._everything = workspace, act, everything
        self._awaited, self._par = awaited, par
        self._read: dict[str, list[StampedText]] = {}
        self.refusals: list[Problem] = []

    def choose(self, words: Iterable[str]) -> Chosen:
        """Return what words name; raise ContentError with all that is wrong with them."""
        choice = _Choice([KINDS[name] for name in STAMPED_KINDS[self._act]])
        rest = list(words)
        while rest:
            self._take(rest, choice)
        self._end_kind(choice)
        choice.problems.refuse()
        chosen: Chosen = {}
        for text in {**choice.whole, **choice.parts}:
            if text.signed:
                choice.problems.append(self._signed_problem(text))
            elif places := self._places(text, choice):
                chosen[text] = places
        choice.problems.refuse()
        return chosen

    def _take(self, rest: list[str], choice: _Choice) -> None:
        """Read one more word, or the two of a number, « 4 c »."""
        word = rest.pop(0)
        name, path = name_key(word), self._workspace.find(Path(word))
        kind = next((one for one in KINDS.values() if name in kind_names(one)), None)
        named = choice.kind and self._texts_named(word, [], choice)
        if kind and not named:  # « convention modele » names a text
            self._end_kind(choice)
            choice.kind, choice.text = kind.name, None
            if kind.name not in STAMPED_KINDS[self._act]:
                choice.problems.append(self._unknown_to_kind(kind))
            choice.kinds = [kind] if kind.name in STAMPED_KINDS[self._act] else []
        elif path.suffix in SUFFIXES or path.is_file():
            choice.kind = ""
            with choice.problems.gather():
                self._name_text(self._file(path), choice)
        elif choice.kinds:
            choice.kind = ""
            self._find(word, rest, choice)

    def _end_kind(self, choice: _Choice) -> None:
        """Take all texts of a kind after which no text was named."""
        if not choice.kind or not choice.kinds:
            return
        if self._everything:
            due = [one for one in self._texts(choice.kinds) if _due(one)]
            choice.whole |= dict.fromkeys(due)
            if not due:
                choice.problems.append(self._nothing_due(choice.kind))
        else:
            hint = "pour tous : " + self._command(f"{choice.kind} --tout")
            message = f"quel texte ? « {choice.kind} » n’en nomme aucun"
            choice.problems.append(_problem(choice.kind, message, hint))

    @cached_property
    def _numbers(self) -> dict[str, tuple[str, ...]]:
        return fiche_numbers(self._workspace)

    def _texts_named(self, word: str, rest: list[str], choice: _Choice) -> list[StampedText]:
        """Return the texts of the kinds that a word names, or it and the next, then taken off."""
        texts = {one.path: one for one in self._texts(choice.kinds)}
        words = [word, *rest]
        if paths := take_named(by_name(texts, self._numbers), words):
            rest[:] = words
        return [texts[path] for path in paths]

    def _find(self, word: str, rest: list[str], choice: _Choice) -> None:
        name = name_key(word)
        if choice.text and (parts := [one for one in choice.text.places if name in one.names]):
            self._name_parts(word, choice.text, parts, choice)
            return
        texts = self._texts(choice.kinds)
        if name == TWO_PAGE_SHEET and self._act is StampAction.RELIRE and not choice.text:
            self._name_sheet(choice)
            return
        same = self._texts_named(word, rest, choice)
        inside = (
            [
                (text, place)
                for text in texts
                for place in text.places
                if text not in same and place.name and name in place.names and not text.signed
            ]
            if self._act is StampAction.ADOPTER and not choice.text
            else []
        )
        if len(same) + len(inside) > 1:
            named = [one.typed for one in same]
            named += [f"{text.typed} {place.name}" for text, place in inside]
            hint = "dites lequel : " + ", ou ".join(map(self._command, named))
            choice.problems.append(_problem(word, f"« {word} » : plusieurs textes", hint))
        elif same:
            self._name_text(same[0], choice)
        elif inside:
            self._name_parts(word, inside[0][0], [inside[0][1]], choice)
        else:
            choice.problems.append(self._unknown(word, choice, texts))

    def _name_sheet(self, choice: _Choice) -> None:
        """Take each part of the memento that its two-page sheet prints."""
        for text in self._texts(choice.kinds):
            sheet = [one for one in text.places if one.name == TWO_PAGE_SHEET]
            if parts := self._without_refused(text, sheet):
                choice.parts[text] = dict.fromkeys(parts)

    def _name_text(self, text: StampedText, choice: _Choice) -> None:
        choice.text = text
        choice.whole[text] = None
        choice.kinds = [text.kind]

    def _name_parts(
        self, word: str, text: StampedText, parts: list[StampPlace], choice: _Choice
    ) -> None:
        exact = [one for one in parts if name_key(one.name) == name_key(word)] or parts
        if len(exact) > 1:
            named = ", ou ".join(self._command(f"{text.typed} {one.name}") for one in exact)
            message = f"« {word} » : plusieurs clauses de {text.source.name}"
            choice.problems.append(_problem(word, message, f"dites laquelle : {named}"))
            return
        if self._act is StampAction.ADOPTER and not exact[0].due:
            choice.problems.append(_not_proposed(text, exact[0]))
        choice.whole.pop(text, None)
        choice.parts.setdefault(text, {})[exact[0]] = None

    def _places(self, text: StampedText, choice: _Choice) -> tuple[StampPlace, ...]:
        """Return what to stamp of a text that was named, by itself or by its parts."""
        parts = tuple(choice.parts.get(text, ()))
        if self._everything and any(one.name != TWO_PAGE_SHEET for one in parts):
            hint = "nommez des clauses ou des points, ou dites « --tout » du texte"
            choice.problems.append(_problem(text.source.name, "« --tout », ou des noms ?", hint))
        whole = self._whole(text, choice) if text in choice.whole else ()
        return tuple(dict.fromkeys((*parts, *whole)))

    def _whole(self, text: StampedText, choice: _Choice) -> tuple[StampPlace, ...]:
        """Return what to stamp of a text that was named by itself."""
        due = tuple(one for one in text.places if one.due)
        whole = tuple(one for one in text.places if not one.name)
        if self._act is StampAction.RELIRE and not self._everything:
            if not whole:
                named = ", ".join(one.name for one in text.places) or "aucune"
                message = "ce fichier ne se relit pas en entier"
                choice.problems.append(_problem(text.source.name, message, f"parties : {named}"))
            return self._without_refused(text, whole) if self._awaited else whole
        if self._act is StampAction.RELIRE and not due and not self._awaited:
            due = tuple(one for one in text.places if text.replaced_stamp(one, self._par))
        if not due:
            choice.problems.append(self._nothing_due(text.source.name))
        elif text.kind.name == STAMPED_KINDS[StampAction.ADOPTER][0] and not self._everything:
            hint = f"nommez des clauses ({', '.join(one.name for one in due[:3])}…), ou « --tout »"
            choice.problems.append(_problem(text.source.name, "quelles clauses ?", hint))
        return self._without_refused(text, due)

    def _without_refused(
        self, text: StampedText, places: Sequence[StampPlace]
    ) -> tuple[StampPlace, ...]:
        """Return the places that nobody refused as they stand, and warn of the others."""
        for place in places:
            if place.refusal:
                again = self._command(f"{text.typed} {place.name}".rstrip())
                message = f"{place.wording or 'le texte'} : refus{place.refusal} ; rien n’y change"
                hint = f"corrigez le texte ; ou, si ce refus est levé : {again}"
                line = text.source.place(place.steps)[1].line
                problem = Problem(text.source.name, message, line, code="refus", hint=hint)
                self.refusals.append(problem.as_warning())
        return tuple(place for place in places if not place.refusal)

    def _texts(self, kinds: Iterable[Kind]) -> list[StampedText]:
        return [text for kind in kinds for text in self._of_kind(kind)]

    def _of_kind(self, kind: Kind) -> list[StampedText]:
        if kind.name not in self._read:
            self._read[kind.name] = list(self._readable(kind))
        return self._read[kind.name]

    def _readable(self, kind: Kind) -> Iterator[StampedText]:
        for path in self._workspace.texts(kind.name):
            with suppress(ContentError):  # reported by whoever needs this file
                source = read_source(path, self._workspace.name_of(path))
                yield StampedText(kind, path, source, self._act)

    def _file(self, path: Path) -> StampedText:
        kind = KINDS.get(real_path(path.parent).name, KINDS[STAMPED_KINDS[self._act][0]])
        if kind.name not in STAMPED_KINDS[self._act]:
            raise ContentError([self._unknown_to_kind(kind)])
        if not real_path(path.parent).is_relative_to(real_path(self._workspace.content)):
            message = "ce fichier n’est pas dans le projet"
            hint = f"placez-le dans {CONTENT}/{kind.name}/, et nommez-le là"
            raise ContentError([_problem(str(path), message, hint)])
        for text in self._of_kind(kind):
            if text.path.resolve() == path.resolve():
                return text
        source = read_source(path, self._workspace.name_of(path))
        return StampedText(kind, path, source, self._act)

    # Problems

    def _command(self, words: str) -> str:
        return command_of(self._act, words)

    def _signed_problem(self, text: StampedText) -> Problem:
        message = "cet acte est signé : rien n’y change"
        hint = f"un avenant le modifie : docgen avenant {text.key} --nouveau"
        if any(one.get("etat") == "propose" for _, one in mappings(text.source.data)):
            hint = AGREED_LATE  # no amendment starts from it
        return _problem(text.source.name, message, hint)

    def _unknown_to_kind(self, kind: Kind) -> Problem:
        verb = {
            StampAction.ADOPTER: "n’est pas adopté par les parties",
            StampAction.RELIRE: "ne se relit pas",
        }
        message = f"« {kind.name} » : ce document {verb[self._act]}"
        hint = f"docgen {self._act} connaît : {', '.join(STAMPED_KINDS[self._act])}"
        return _problem(kind.name, message, hint)

    def _nothing_due(self, where: str) -> Problem:
        what = (
            "rien n’y est proposé" if self._act is StampAction.ADOPTER else "tout y est déjà relu"
        )
        return _problem(where, what, "il n’y a rien à faire")

    def _unknown(self, word: str, choice: _Choice, texts: Sequence[StampedText]) -> Problem:
        known = [text.key for text in texts]
        if choice.text:
            known = [one.name for one in choice.text.places if one.name]
        elif self._act is StampAction.ADOPTER:
            known += [one.name for text in texts for one in text.places]
        where = f" dans {choice.text.source.name}" if choice.text else ""
        named = known if choice.text else [text.typed for text in texts]
        if [one.name for one in choice.kinds] == [FICHE] and not choice.text:
            named = list(typed_names((one.key for one in texts), self._numbers).values())
        shown = ", ".join(dict.fromkeys(named))
        hint = closest(word, known) or (f"connus : {shown}" if shown else "docgen check")
        if choice.text and self._act is StampAction.ADOPTER and word in _clauses_of(choice.text):
            message = f"la clause « {word} » n’est pas proposée : rien n’y est à adopter"
            return _problem(word, message, "un accord ne porte que sur ce qui est proposé")
        if choice.text:
            what = "clause" if self._act is StampAction.ADOPTER else "point à vérifier"
            message = f"aucun{'e' * (what == 'clause')} {what} « {word} »"
            return _problem(word, f"{message} à {self._act}{where}", hint)
        return _problem(word, f"aucun texte « {word} » à {self._act}", hint)


def command_of(act: StampAction, words: str) -> str:
    """Return the command by which a person stamps what words name."""
    return f'docgen {act} {words} --par "NOM" --le JJ/MM/AAAA'


def _clauses_of(text: StampedText) -> set[object]:
    """Return the names of all clauses of a text, those that nobody is to adopt too."""
    articles = as_group(text.source.data).get("articles")
    return {group["id"] for _, group in mappings(articles) if "id" in group}


def _due(text: StampedText) -> bool:
    return not text.signed and any(place.due for place in text.places)


def _not_proposed(text: StampedText, place: StampPlace) -> Problem:
    mark = text.source.place(place.steps)[1]
    message = f"la clause « {place.name} » n’est pas proposée"
    hint = "clauses proposées : " + (", ".join(o.name for o in text.places if o.due) or "aucune")
    return Problem(text.source.name, message, mark.line, mark.column, "", "adoption", hint)


def _problem(where: str, message: str, hint: str) -> Problem:
    return Problem(where, message, code="nom", hint=hint)
