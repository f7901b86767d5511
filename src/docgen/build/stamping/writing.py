"""Stamps as they are written into the texts, with the digest of the words that they are of."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from docgen.build.stamping.choosing import Chosen
from docgen.build.stamping.places import ADOPTE, PROPOSE, SIGNE, StampedText, StampPlace
from docgen.content.editing import YamlText, quote
from docgen.content.raw import as_group
from docgen.content.source import Source, Steps, parse_source
from docgen.content.stamp import STAMPS, act_digest, act_signature, stamp_digest
from docgen.content.validation import check_source, mappings
from docgen.errors import ContentError, Problem, Problems
from docgen.output.text_edits import edit_files
from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import refuse_internal
from docgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewStamp:
    """Who stamps, on which day; why that person says no, None for yes."""

    par: str
    le: date
    refus: str | None = None


def stamp_texts(workspace: Workspace, chosen: Chosen, stamp: NewStamp) -> None:
    """Stamp parts of texts; raise ContentError, and change nothing, when a file is wrong."""
    problems, referential = Problems(), Referential(workspace)
    for text, places in chosen.items():
        for place in places:
            problems += internal_names(text, place, stamp.par, referential)
    problems.refuse()
    changes = {
        text.path: partial(stamp_text, text=text, places=places, stamp=stamp)
        for text, places in chosen.items()
    }
    if changes:
        edit_files(changes, workspace.content)


def internal_names(
    text: StampedText, place: StampPlace, par: str, referential: Referential
) -> Iterator[Problem]:
    """Yield a problem when a stamp would print a name that the readers of a text may not read."""
    steps = (*place.steps, place.field)
    if text.kind.names_proofreader and steps == ("controle",):
        named = Source(text.source.name, {"controle": {"par": par}})
        readers = text.kind.readers(text.source.data)
        for problem in refuse_internal(named, readers, referential, names_proofreader=True):
            yield replace(problem, line=None, column=None)


def stamp_text(
    written: str, text: StampedText, places: Iterable[StampPlace], stamp: NewStamp
) -> str:
    """Return the text of a file with parts of it stamped; raise ContentError if it changed."""
    name, kind = text.source.name, text.kind
    source = parse_source(written, name)
    edited = YamlText(written, name)
    for place in places:
        group = _group(text.source.data, place.steps)
        if source.place(place.steps)[0] != place.steps or group != _group(source.data, place.steps):
            message, hint = "ce texte vient de changer", "relisez-le, et recommencez"
            raise ContentError([Problem(name, message, code="change", hint=hint)])
        _write(edited, place, group, stamp)
    changed = str(edited)
    try:
        check_source(parse_source(changed, name), kind.content, kind.rules)
    except ContentError:
        check_source(source, kind.content, kind.rules)  # reports its own mistakes at their lines
        raise
    return changed


def _write(edited: YamlText, place: StampPlace, group: dict[str, Any], stamp: NewStamp) -> None:
    digest = quote(stamp_digest(group, place.field))
    refusal = stamp.refus and quote(stamp.refus)
    fields = {"par": quote(stamp.par), "le": stamp.le.isoformat(), "refus": refusal}
    texts = (name for name, value in group.items() if isinstance(value, str))
    places = ("a_verifier", "id", *texts, *group)
    after = next(name for name in places if name in group)
    if place.field not in ("controle", "relecture"):
        after = place.field.replace("adoption", "etat")
        state = PROPOSE if stamp.refus else ADOPTE
        if group[after] != state:
            edited.replace_word((*place.steps, after), state)
    edited.put(place.steps, place.field, {**fields, "empreinte": digest}, after)


def _group(data: Any, steps: Steps) -> dict[str, Any]:
    for step in steps:
        data = data[step]
    group: dict[str, Any] = data
    return group


def unsealed_stamps(source: Source) -> Iterator[tuple[Steps, str]]:
    """Yield the place and the digest of each stamp of a text that has no digest."""
    for steps, group in mappings(source.data):
        for field in STAMPS:
            stamp = group.get(field)
            if isinstance(stamp, dict) and stamp.get("le") and not stamp.get("empreinte"):
                yield (*steps, field), stamp_digest(group, field)
    act = as_group(source.data)
    place, signature = act_signature(act)
    if act.get("acte") == SIGNE and signature.get("date") and not signature.get("empreinte"):
        yield place, act_digest(act)


def seal_text(written: str, name: str) -> str:
    """Return the text of a file whose stamps all have a digest: that of today's words if none."""
    edited = YamlText(written, name)
    for place, digest in unsealed_stamps(parse_source(written, name)):
        edited.add(place, "empreinte", quote(digest), "date" if "signature" in place else "")
    return str(edited)


def count_unsealed(sources: Iterable[Source]) -> Counter[str]:
    """Return how many stamps have no digest, by file."""
    return Counter(source.name for source in sources for _ in unsealed_stamps(source))
