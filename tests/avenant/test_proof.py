"""An amendment drafted from random pairs of acts is proved; one that was spoilt is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.avenant.application import why_unproved
from docgen.avenant.differences import find_differences
from docgen.avenant.drafting import draft
from docgen.avenant.obstacles import find_obstacles
from docgen.french.typography import texte_signe
from docgen.kinds.actes.text import text_of_act
from tests.avenant.texts import ACT
from tests.avenant.versions import sabotaged, version
from tests.kinds.actes.test_content import read

ACTS = {"short": ACT, **{name: text_of_act(read(name)) for name in ("2026", "modele")}}


def articles(old, new):
    """Return the articles of an amendment, None when it cannot be drafted."""
    differences = find_differences(old, new)
    repealed = [one.id for one in old.clauses if one.id not in new.by_id]
    if any(not one.warning for one in find_obstacles(differences, repealed)):
        return None
    return [one.paragraphs for one in draft(differences)]


@pytest.mark.parametrize("name", ACTS)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 6))
def test_the_printed_french_gives_the_new_act(name, seed, count):
    old = ACTS[name]
    new = version(old, seed, count)
    if (said := articles(old, new)) is not None:
        assert why_unproved(old, new, said) == ""
        # So that the source in a signed PDF prints the same again.
        assert [p for one in said for p in one if texte_signe(p) != p] == []


@pytest.mark.parametrize("name", ACTS)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 6))
def test_sabotage_of_an_amendment_is_caught(name, seed, count):
    old = ACTS[name]
    new = version(old, seed, count)
    if said := articles(old, new):
        spoilt = sabotaged(said, seed)
        assert spoilt == said or why_unproved(old, new, spoilt)


def test_almost_all_random_pairs_can_be_drafted():
    old = ACTS["modele"]
    pairs = [articles(old, version(old, seed, 1 + seed % 6)) for seed in range(60)]
    assert sum(one is None for one in pairs) <= 12
