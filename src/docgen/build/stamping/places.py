"""What of a text a person may stamp: its clauses and parts, its doubts, the whole of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from docgen.content.raw import as_group
from docgen.content.source import Source, Steps
from docgen.content.stamp import is_stamped, refusal_said
from docgen.content.validation import mappings, models_at
from docgen.french.letters import folded
from docgen.kinds.actes.rules import repeal_name
from docgen.kinds.kind import Kind
from docgen.kinds.writing.corpus import corpus_of
from docgen.referential.droit.regle import SiNonVerifie
from docgen.referential.referential import Referential
from docgen.workspace import Workspace, text_key

TWO_PAGE_SHEET: Final = "aide-memoire"
"""What names the parts of the memento that its two-page sheet prints."""
PROPOSE: Final = "propose"
ADOPTE: Final = "adopte"
SIGNE: Final = "signe"


class StampAction(StrEnum):
    """What a person does, by the name of its command."""

    ADOPTER = "adopter"
    RELIRE = "relire"


def name_key(words: str) -> str:
    """Return a name as it is compared: « Action 4.2 » → « action-4-2 »."""
    return "-".join(re.split(r"[\s.-]+", folded(words).replace("’", "'").strip(" .-")))


def kind_names(kind: Kind) -> set[str]:
    """Return the names of a kind as they are compared: « fiche », « fiches »."""
    names = (kind.name, f"{kind.name}s", kind.label, kind.plural_label)
    return {name_key(one) for one in names if one}


@dataclass(frozen=True, slots=True)
class StampPlace:
    """A part of a text with the field of its stamp; `name` is empty for the whole of the text.

    It is `due` when no stamp on it counts, `awaited` when documents are drafts as long as it is;
    `refusal` tells who said no to it as it stands, and why.
    """

    steps: Steps
    field: str
    name: str
    names: frozenset[str]
    due: bool
    awaited: bool = True
    label: str = ""
    refusal: str = ""

    @property
    def wording(self) -> str:
        """What messages call it; it may have blanks, and its name is what people type."""
        return self.label or self.name


@dataclass(frozen=True, eq=False)
class StampedText:
    """A content file, and what of it an act may stamp."""

    kind: Kind
    path: Path
    source: Source
    act: StampAction

    @property
    def signed(self) -> bool:
        """Whether it is a signed act, which nobody changes."""
        return as_group(self.source.data).get("acte") == SIGNE

    @property
    def key(self) -> str:
        return text_key(self.kind.name, self.path)

    @property
    def typed(self) -> str:
        """What to type to name it: « fiche 4.2 », « convention 2027 », « memento 2 »."""
        number = re.fullmatch(r"(?:action-)?([\d-]+)|0?([1-9]\d?)-.+", self.key)
        name = (number[1] or number[2]).replace("-", ".") if number else self.key
        return f"{self.kind.name} {name}"

    @cached_property
    def places(self) -> tuple[StampPlace, ...]:
        """What of it may be stamped, in its order."""
        find = _to_adopt if self.act is StampAction.ADOPTER else self._to_read
        return tuple(
            place for steps, group in mappings(self.source.data) for place in find(steps, group)
        )

    def replaced_stamp(self, place: StampPlace, par: str) -> dict[str, Any]:
        """Return the stamp of somebody else that a stamp by this person replaces, or nothing."""
        data: Any = self.source.data
        for step in place.steps:
            data = data[step]
        stamp = as_group(as_group(data).get(place.field))
        return stamp if stamp.get("par") not in (None, par) else {}

    def _to_read(self, steps: Steps, group: dict[str, Any]) -> Iterator[StampPlace]:
        models = models_at(self.kind.content, steps)
        fields = {name for model in models for name in model.model_fields}
        if "relecture" in fields:
            due = not is_stamped(group, "relecture")
            refusal = refusal_said(group, "relecture")
            names = frozenset([TWO_PAGE_SHEET])
            yield StampPlace(steps, "relecture", TWO_PAGE_SHEET, names, due, refusal=refusal)
        if "controle" not in fields or ("a_verifier" in fields and not group.get("a_verifier")):
            return
        doubtful = "a_verifier" in fields
        ranked = (str(step + 1) if isinstance(step, int) else step for step in steps)
        name = ".".join(ranked) if doubtful else ""
        due = not is_stamped(group, "controle")
        awaited = group.get("si_non_verifie") != SiNonVerifie.RETIRER
        names, refusal = frozenset([name_key(name)]), refusal_said(group, "controle")
        yield StampPlace(steps, "controle", name, names, due, awaited, refusal=refusal)


def _to_adopt(steps: Steps, group: dict[str, Any]) -> Iterator[StampPlace]:
    for state in ("etat", "etat_etapes"):
        if group.get(state) not in (PROPOSE, ADOPTE):
            continue
        field = state.replace("etat", "adoption")
        repealed = str(group.get("clause") or "") if "abroge" in steps else ""
        own = "etapes" if state != "etat" else repealed or str(group.get("id") or steps[-1])
        number = str(group.get("numero") or "")
        names = frozenset(filter(None, map(name_key, (own, number, *number.split()[-1:]))))
        due = group[state] == PROPOSE or not is_stamped(group, field)
        label = repeal_name(repealed) if repealed else ""
        refusal = refusal_said(group, field)
        yield StampPlace(steps, field, own, names, due, label=label, refusal=refusal)


def fiche_numbers(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Return the numbers of fiches by their keys, without blanks: « 6.1bis ».

    A fiche has several once an amendment gives its clause another number: people may type either.
    """
    numbers = corpus_of(Referential(workspace)).numbers_of_fiches()
    return {key: tuple(map(number_key, said)) for key, said in numbers.items()}


def number_key(title: str) -> str:
    """Return the number of a fiche as its title or a person says it: « Fiche 4 c », « 4C »."""
    return "".join(title.split()).lower().removeprefix("fiche")


def typed_names(keys: Iterable[str], numbers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what to type for each text, with its number where it has one: « 4c (article-4) »."""
    said = {key: " ou ".join(several) for key, several in numbers.items() if several}
    return {key: f"{said[key]} ({key})" if key in said else key for key in keys}
