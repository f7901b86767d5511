"""Adoption written into the text of a file; see `tests/build/test_project_edits.py` too."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from docgen.content.adoption import mark_adopted
from docgen.content.source import parse_source

DAY = date(2027, 3, 1)


def adopt(text, *clauses, who="A"):
    """Return a text with clauses adopted, all of them by default."""
    return mark_adopted(parse_source(text, "essai.yaml"), text, clauses or None, who, DAY)


def test_agreement_is_inserted_below_or_beside_in_braces():
    assert adopt("- id: a\n  etat: propose\n") == (
        '- id: a\n  etat: adopte\n  adoption: {par: "A", le: 2027-03-01}\n'
    )
    assert adopt("[{id: a, etat: propose}]") == (
        '[{id: a, etat: adopte, adoption: {par: "A", le: 2027-03-01}}]'
    )


STYLES = st.sampled_from(
    [
        "- id: {}\n  etat: propose\n",
        "- etat: 'propose'  # à voir\n  id: {}\n",
        '-\n    etat: "propose"\n    id: {}\n',
        "- {{id: {}, etat: propose}}\n",
        "- {{ etat: propose,\n    id: {} }}\n",
        "- {{id: {},\n    etat: propose\n  }}\n",
        "# un commentaire : etat: propose\n- id: {}\n  etat: adopte\n",
    ]
)


@given(st.lists(STYLES, min_size=1, max_size=6), st.data(), st.text("aé'\"\\:#{}", min_size=1))
def test_adoption_keeps_the_other_values_in_any_style(styles, data, who):
    text = "".join(style.format(f"c{rank}") for rank, style in enumerate(styles))
    before = parse_source(text, "essai.yaml").data
    proposed = [group["id"] for group in before if group["etat"] == "propose"]
    if not proposed:
        return
    chosen = data.draw(st.lists(st.sampled_from(proposed), min_size=1, unique=True))
    after = parse_source(adopt(text, *chosen, who=who), "essai.yaml").data
    for group in before:
        if group["id"] in chosen:
            group |= {"etat": "adopte", "adoption": {"par": who, "le": "2027-03-01"}}
    assert after == before
