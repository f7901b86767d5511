"""What differs between two times in all that a document may be made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docgen.build.explain.fields import Change, Field, fields
from docgen.build.explain.options import changed, options
from docgen.cache import Making, Text, Texts, text_of
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.document import Diffusion
from docgen.kinds import KINDS

TEMPLATE: Final = re.compile(r"(?:docgen/)?templates/([^/]+)/")
DATA: Final = re.compile(r"content/referentiel/(?!droit/)([^/]+)/")
"""The files of data, that are imported; people write those of the law."""
COMMON: Final = "_commun"
BOUND: Final = {"bilan", "commune-pack", "renewal"}
"""The kinds that speak of every signed act that there is."""
ACTS: Final = "content/convention/"
SIGNED: Final = re.compile(r"^acte: *[\"']?signe\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A document at one time: what it was made from, and what there was to make it from."""

    recipe: Recipe
    inputs: Inputs
    options: Mapping[str, str] | None
    final: bool | None

    @classmethod
    def of(cls, kind: str, making: Making, inputs: Inputs, final: bool | None) -> Moment:
        """Return the time of a making."""
        asked = None if making.wish is None else options(kind, making.wish)
        return cls(making.recipe, inputs, asked, final)

    def has(self, name: str) -> bool:
        """Whether a file was there, whatever was made from it."""
        return name in self.inputs.files


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two times: what the document says, and what it may be made from.

    `said` and `files` are by name; `touched` is what of the document is another in people's eyes, a
    part that merely moved left out.  `others` the templates that are not its own: it is rendered
    again for these too.  `versions` tells both, `code` whether docgen itself is another.  Of data,
    `editions` tells both, '' for none.  `options` are those that were given otherwise; `final` is
    whether it became final, None where it did not change.  `fields` are those of each text whose
    words of both times are known: none where what changed is no value.  `drawn` are files that were
    there before and after, and from which it is made only at one of both times.
    """

    said: Mapping[str, Change]
    touched: tuple[str, ...]
    files: Mapping[str, Change]
    others: Mapping[str, Change]
    versions: Mapping[str, tuple[str, str]]
    code: bool
    editions: Mapping[str, tuple[str, str]]
    options: Mapping[str, tuple[str, str]]
    final: bool | None
    fields: Mapping[str, tuple[Field, ...]]
    drawn: frozenset[str]

    @property
    def nothing(self) -> bool:
        """Whether nothing differs."""
        return not (self.said or self.files or self.options or self.means)

    @property
    def means(self) -> bool:
        """Whether it is made by other means: it is rendered again, whatever it says."""
        return bool(self.templates or self.versions or self.code)

    @property
    def templates(self) -> dict[str, Change]:
        """The templates that have changed, its own and others."""
        own = {name: one for name, one in self.files.items() if TEMPLATE.match(name)}
        return own | dict(self.others)

    @property
    def texts(self) -> dict[str, Change]:
        """The texts and data that have changed."""
        return {name: one for name, one in self.files.items() if not TEMPLATE.match(name)}


def counting(inputs: Inputs, recipe: Recipe) -> dict[str, str]:
    """Return the digests of what a document of this recipe may be made from."""
    kinds = [KINDS[room] for room in recipe.rooms if room in KINDS]
    whole = (f"{kind.name}/" for kind in kinds if kind.collective)
    read = (*whole, *(place for kind in kinds for place in kind.reads))
    places, rooms = tuple(f"content/{place}" for place in read), {COMMON, *recipe.rooms}

    def counts(name: str) -> bool:
        if template := TEMPLATE.match(name):
            return template[1] in rooms
        return name in recipe.sources or name.startswith(places)

    return {name: sha256 for name, sha256 in inputs.files.items() if counts(name)}


@dataclass(frozen=True)
class Comparing:
    """What comparing needs: the words of former texts, the project as it is, who may read.

    `root` is None where the project is no longer there; `own` is the key of the document: what is
    told of the commune of that code comes first.
    """

    texts: Texts
    root: Path | None
    diffusion: Diffusion
    own: str = ""

    def between(self, was: Moment, now: Moment) -> Difference:
        """Return what differs from one time to another."""
        before, after = counting(was.inputs, was.recipe), counting(now.inputs, now.recipe)
        files = changes(before, after | self._acts(was, now))
        rest = changes(_templates(was.inputs), _templates(now.inputs))
        known = was.options is not None and now.options is not None
        found = {name: self.fields(name, before[name], after[name]) for name in _same(files)}
        return Difference(
            changes(was.recipe.said, now.recipe.said),
            touched(was.recipe, now.recipe),
            files,
            {name: one for name, one in rest.items() if name not in files},
            _pairs(was.inputs.versions, now.inputs.versions),
            was.inputs.code != now.inputs.code,
            self._editions(was.inputs, now.inputs, files),
            changed(was.options or {}, now.options or {}) if known else {},
            now.final if None not in (was.final, now.final) and was.final != now.final else None,
            {name: one for name, one in found.items() if one is not None},
            frozenset(
                name
                for name, one in files.items()
                if one is not Change.MODIFIE and was.has(name) and now.has(name)
            ),
        )

    def _editions(
        self, was: Inputs, now: Inputs, files: Mapping[str, Change]
    ) -> dict[str, tuple[str, str]]:
        """Return both editions of the data that have changed, of those that are public."""
        pairs = _pairs(was.editions, now.editions)
        places = {name: f"content/referentiel/{name}/edition.yaml" for name in pairs}
        kept = {name for name, place in places.items() if self._is_public(place, was, now)}
        return {name: pairs[name] for name in sorted(kept) if places[name] in files}

    def _is_public(self, place: str, *times: Inputs) -> bool:
        """Whether a manifest says at each time, where it is known, that its data are public."""
        told = (self._text(place, one.files[place]) for one in times if place in one.files)
        return not any(text is None or text.masked for text in told)

    def _acts(self, was: Moment, now: Moment) -> dict[str, str]:
        """Return the acts that are signed now, of a document that speaks of any that is."""
        if BOUND.isdisjoint(now.recipe.rooms[:1]):
            return {}
        others = dict(now.inputs.files.items() - was.inputs.files.items())
        found = {name: one for name, one in others.items() if name.startswith(ACTS)}
        signed = {name for name, one in found.items() if self._signed(name, one)}
        return {name: found[name] for name in signed}

    def _signed(self, name: str, sha256: str) -> bool:
        text = self._text(name, sha256)
        return text is None or text.masked or bool(SIGNED.search(text.text))

    def fields(self, name: str, before: str, after: str) -> tuple[Field, ...] | None:
        """Return the fields of a text that have changed; None where its words are not known."""
        was, then = self.texts.text(before), self._text(name, after)
        if was is None or then is None:
            return None
        if self.diffusion is Diffusion.INTERNE:
            was, then = was.veiled, then.veiled
        found = fields(name, was, then, self._today(name))
        mine = f"[{self.own}]"
        return None if found is None else tuple(sorted(found, key=lambda one: mine not in one.name))

    def _text(self, name: str, sha256: str) -> Text | None:
        here = text_of(self.root, name, sha256) if self.root else None
        return here or self.texts.text(sha256)

    def _today(self, name: str) -> Text | None:
        """Return what a text says now."""
        try:
            read = (self.root / name).read_text("utf-8-sig") if self.root else None
        except (OSError, ValueError):
            return None
        return None if read is None else Text.of(name, read)


def _same(files: Mapping[str, Change]) -> Iterator[str]:
    """Yield the texts that people write and that are there at both times."""
    for name, change in files.items():
        if change is Change.MODIFIE and not TEMPLATE.match(name) and not DATA.match(name):
            yield name


def _templates(inputs: Inputs) -> dict[str, str]:
    return {name: one for name, one in inputs.files.items() if TEMPLATE.match(name)}


def _pairs(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return both values of each name that has not the same; '' for none."""
    names = sorted(before.keys() | after.keys())
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def touched(was: Recipe, now: Recipe) -> tuple[str, ...]:
    """Return what of a document is another, each once: a part that merely moved is the same."""
    before, after = ({(_stem(name), one) for name, one in of.said.items()} for of in (was, now))
    names = (_stem(name) for name in changes(was.said, now.said))
    changed = {name for name, _ in before ^ after}
    return tuple(name for name in dict.fromkeys(names) if name in changed)


def _stem(name: str) -> str:
    """Return a part by its own name, without its rank: ``fiches/0/fiche-action-4-1``."""
    return name.rpartition("/")[2]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Change]:
    """Return what became of each name whose digest is not the same."""
    found = {}
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            found[name] = Change.AJOUTE
        elif name not in after:
            found[name] = Change.RETIRE
        elif before[name] != after[name]:
            found[name] = Change.MODIFIE
    return found
