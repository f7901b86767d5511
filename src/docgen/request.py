"""What is asked for, and what came of it: what a command and the work it orders tell each other.

Light on purpose: what was asked before is answered without loading what makes documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from docgen.document import Artifact, Diffusion, Filed, Format
from docgen.errors import Problem, Severity


@dataclass(frozen=True, slots=True)
class Courrier:
    """What letters about a convention's deadlines are asked for.

    `au` is the day that they are dated, `recu` the day that a notice is received, where it is
    known; without `types`, those that are due on that day; `de` is the party that writes, empty
    where the letter says it; `subsidiaire` adds a termination in the alternative.  With `dues`,
    each of `types` is written of the acts alone for which the day calls for it.
    """

    au: date
    types: tuple[str, ...] = ()
    de: str = ""
    recu: date | None = None
    subsidiaire: bool = False
    dues: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: which formats, whether only what may be final, anchors of which service.

    `anchors` names a signature service (`rendering.anchors`); empty: docgen's own fields.
    `communes` are named as people name them: by a code or by a name.  `layout` asks for one of a
    kind's layouts alone; `circle`, `visite` and `complet` are a pack's: who may read it, the day of
    the visit, the whole memento; `courrier` says which letters.  `framed` has PDF made in frames.
    `no_cache` makes again what stands, and keeps nothing.
    """

    formats: tuple[Format, ...] = tuple(Format)
    final: bool = False
    anchors: str = ""
    communes: tuple[str, ...] = ()
    annee: int | None = None
    interne: bool = False
    layout: str = ""
    circle: Diffusion = Diffusion.PARTENAIRES
    visite: date | None = None
    complet: bool = False
    courrier: Courrier | None = None
    framed: bool = False
    no_cache: bool = False


BESIDE: Final = ("formats", "no_cache")
"""What is wished for that changes no document."""


def spoken(wish: Wish) -> dict[str, Any]:
    """Return what a wish says of documents, for JSON: what it leaves as it is by itself is not."""
    whole, plain = asdict(wish), asdict(Wish())
    said = {name: one for name, one in whole.items() if one != plain[name] and name not in BESIDE}
    told: dict[str, Any] = json.loads(json.dumps(said, default=str))
    return told


def understood(told: Mapping[str, Any]) -> Wish:
    """Return the wish that `spoken` told; raise TypeError or ValueError for what is none."""
    said = dict(told)
    if "visite" in said:
        said["visite"] = date.fromisoformat(said["visite"])
    if "communes" in said:
        said["communes"] = tuple(said["communes"])
    if "circle" in said:
        said["circle"] = Diffusion(said["circle"])
    if "courrier" in said:
        said["courrier"] = _courrier(said["courrier"])
    return Wish(**said)


def _courrier(told: Mapping[str, Any]) -> Courrier:
    days = {name: told[name] and date.fromisoformat(told[name]) for name in ("au", "recu")}
    return Courrier(**{**told, **days, "types": tuple(told["types"])})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the files made, what people should know, what an earlier run had left.

    `withheld` names the documents that were asked for as final and are not ready to be; `left` is
    what keeps those of a batch from being final, item by item.  What is `passing` may come
    otherwise the next time, and is not to be answered again.
    """

    artifacts: tuple[Artifact | Filed, ...] = ()
    problems: tuple[Problem, ...] = ()
    recovered: str = ""
    withheld: tuple[str, ...] = ()
    left: tuple[Problem, ...] = ()
    passing: bool = False

    @property
    def refused(self) -> bool:
        """Whether something asked for was not made."""
        return any(problem.severity is Severity.ERREUR for problem in self.problems)
