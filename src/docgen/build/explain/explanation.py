"""The story of a finished file, told from memory: what it is, what from, why, and whether again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from docgen.build.explain.differences import TEMPLATE, Comparing, Difference, Moment, counting
from docgen.build.explain.options import options
from docgen.build.explain.question import Asked, Verdict
from docgen.build.explain.verdict import judge
from docgen.cache import Made, Making, Memory, Origins, Store
from docgen.cache.fingerprint import Inputs, Recipe, read_inputs
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, reason_of
from docgen.output.edited_files import name_beside, original, retouched
from docgen.workspace import CONTENT, Workspace

UNKNOWN: Final = (
    "docgen ne sait rien de ce fichier : il a été fait ailleurs, ou le cache a été vidé"
)
CHANGED: Final = (
    "ce n’est plus le fichier que docgen a mis là : il a été modifié, ou refait sans cache"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a file is made from; `since` what has changed from the one before it at its place.

    That is None for the first there, for a `copy` (the place where docgen put the same bytes; else
    '') and for one that stands there again though docgen has put another since, `put_back`.
    `about` is which document it is, as far as that was noted; `options` those that it was asked
    for with; `home` is where its project was.  `until_now` is what differs in the project at
    `root` from what it is made from, None when none is there; `verdict` whether it would be made
    again.
    """

    path: Path
    sha256: str
    about: Mapping[str, Any]
    options: Mapping[str, str] | None
    root: Path | None
    home: str
    recipe: Recipe
    sources: Mapping[str, str]
    templates: Mapping[str, str]
    inputs: Inputs
    since: Difference | None
    until_now: Difference | None
    verdict: Verdict
    copy: str = ""
    put_back: bool = False

    @property
    def editions(self) -> dict[str, str]:
        """The editions of the data that it may be made from, by the name of the snapshot."""
        return {
            name: edition
            for name, edition in self.inputs.editions.items()
            if f"content/referentiel/{name}/edition.yaml" in self.sources
        }


@dataclass(frozen=True, slots=True)
class Here:
    """The project that a question is asked in; `named` when it was said to be that one."""

    root: Path
    named: bool = False


def explain(path: Path, store: Store, here: Here | None, *, tried: bool = False) -> Explanation:
    """Return what the file at a place was made from; raise ContentError when nobody remembers.

    With `tried`, what is not known is found out: its document is composed, and not laid out.
    """
    sha256, origins = _digest(path), Memory(store).origins
    at_place = origins.made(path, sha256)
    made = at_place or origins.copied(sha256)
    inputs = origins.inputs(made.last.inputs) if made else None
    if made is None or inputs is None:
        raise ContentError([_unknown(path, origins)])
    last, kind = made.last, made.last.recipe.rooms[0]
    root = _root(made.last, here, copied=at_place is None)
    now = _inputs(root, last.recipe)
    put_back = bool(at_place) and origins.places(path)[:1] != [sha256]
    diffusion = Diffusion(made.about.get("diffusion", Diffusion.INTERNE))
    comparing = Comparing(
        origins.texts,
        root if now else None,
        diffusion,
        str(made.about.get("key")).partition("-")[0].upper(),
    )
    until_now = _until_now(comparing, made, inputs, now)
    asked = Asked(root, made, store, now) if root and now and until_now else None
    files = counting(inputs, last.recipe)
    return Explanation(
        path,
        sha256,
        made.about,
        None if last.wish is None else options(kind, last.wish),
        root,
        last.root,
        last.recipe,
        {name: digest for name, digest in files.items() if not TEMPLATE.match(name)},
        {name: digest for name, digest in files.items() if TEMPLATE.match(name)},
        inputs,
        _since(path, at_place, origins, comparing) if at_place and not put_back else None,
        until_now,
        judge(asked, until_now, tried=tried),
        "" if at_place else made.place,
        put_back,
    )


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise ContentError([Problem(str(path), message, code="lecture")]) from error


def _unknown(path: Path, origins: Origins) -> Problem:
    """Return that nothing is remembered of the file at a place, and what it has become."""
    hint = "refaites-le : docgen s’en souviendra (« --no-cache » ne laisse aucun souvenir)"
    message = CHANGED if origins.places(path) else UNKNOWN
    if kept := original(PurePosixPath(path.name)):
        message = f"c’était « {kept.place} », {kept.word} : docgen l’a gardé sous ce nom"
        hint = f"ce qui a été fait à sa place : docgen why {path.with_name(kept.place.name)}"
    elif origins.places(path) and (word := retouched(path)):
        message = f"ce n’est plus le fichier que docgen a mis là : il a été {word}"
        beside = name_beside(path, word).name
        hint = f"s’il est refait, docgen gardera celui-ci à côté, sous « {beside} »"
    return Problem(str(path), message, code="inconnu", hint=hint)


def _root(last: Making, here: Here | None, *, copied: bool) -> Path | None:
    """Return the project to compare a file with: its own, unless another is asked for.

    A copy is looked at in the project where one stands.
    """
    if here and (here.named or copied or not last.root):
        return here.root
    return Path(last.root) if last.root and Path(last.root, CONTENT).is_dir() else None


def _inputs(root: Path | None, recipe: Recipe) -> Inputs | None:
    """Return what a project is made of, texts that stand elsewhere included."""
    if root is None:
        return None
    beside = (root / name for name in recipe.sources if not name.startswith(f"{CONTENT}/"))
    try:
        return read_inputs(
            Workspace(root, root / "output"), [one for one in beside if one.is_file()]
        )
    except OSError:
        return None


def _until_now(
    comparing: Comparing, made: Made, then: Inputs, now: Inputs | None
) -> Difference | None:
    if now is None:
        return None
    last = Moment.of(made.last.recipe.rooms[0], made.last, then, None)
    return comparing.between(last, Moment(last.recipe, now, last.options, None))


def _since(path: Path, made: Made, origins: Origins, comparing: Comparing) -> Difference | None:
    """Return what has changed since the file that docgen had put at this place before, if any.

    What has changed after the file was put there is not why it was: it merely stands since.
    """
    _, *others = origins.places(path)
    before = origins.made(path, others[0]) if others else None
    then = origins.inputs(before.last.inputs) if before else None
    first = origins.inputs(made.first.inputs)
    if before is None or then is None or first is None:
        return None
    kind = made.first.recipe.rooms[0]
    return comparing.between(
        Moment.of(kind, before.last, then, before.about.get("final")),
        Moment.of(kind, made.first, first, made.about.get("final")),
    )
