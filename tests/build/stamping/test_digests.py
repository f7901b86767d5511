"""The digests of stamps, on the texts that docgen ships: no word of theirs may change unseen."""

import pytest

from docgen.build.stamping.places import StampAction, StampedText
from docgen.content.source import read_source
from docgen.content.stamp import CLAUSES, NO_WORDS, stamp_digest
from docgen.kinds import KINDS
from tests.conftest import NIGHT, ROOT

STAMPED = ("convention", "fiche", "memento", "modele", "renewal", "commune-pack")
TEXTS = [
    (kind, path, act)
    for kind in STAMPED
    for path in sorted((ROOT / "content" / kind).glob("*.yaml"))
    for act in StampAction
]


def scalars(value, *steps):
    """Yield the steps to each scalar below a value, and what holds it."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(part, dict | list):
                yield from scalars(part, *steps, key)
            elif part is not None:
                yield (*steps, key), value


def sampled(found):
    """Yield the steps to scalars, by day those to the first of each key, whatever its ranks."""
    seen = set()
    for steps, holder in found:
        keys = tuple(step for step in steps if isinstance(step, str))
        if NIGHT or keys not in seen:
            seen.add(keys)
            yield steps, holder


def is_covered(steps, field):
    """Whether a word at these steps belongs to what a stamp is of."""
    outside = NO_WORDS | (set(CLAUSES) if field == "adoption" else set())
    return not outside.intersection(steps) and (field != "adoption_etapes" or "etapes" in steps)


@pytest.mark.parametrize(("kind", "path", "act"), TEXTS, ids=lambda one: getattr(one, "stem", one))
def test_no_word_of_a_stamped_text_changes_unseen(kind, path, act):
    source = read_source(path, path.name)
    for place in StampedText(KINDS[kind], path, source, act).places:
        group = source.data
        for step in place.steps:
            group = group[step]
        before = stamp_digest(group, place.field)
        for steps, holder in sampled(scalars(group)):
            held = holder[steps[-1]]
            holder[steps[-1]] = f"{held}x"
            changed = stamp_digest(group, place.field) != before
            holder[steps[-1]] = held
            settled = place.field == "controle" and steps == ("a_verifier",)
            assert changed == (is_covered(steps, place.field) or settled), steps
