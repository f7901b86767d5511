import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.rule import PLACEHOLDER
from docgen.french.typography import PROTECTED, hide_spans, prose, restore_spans, texte_signe
from docgen.markup import MarkError, read_runs, references


@given(st.text())
def test_hide_then_restore_gives_back_the_text(text: str) -> None:
    assert restore_spans(*hide_spans(text)) == text


@given(st.text(alphabet=f"a1:/.@` {PLACEHOLDER}"))
def test_hide_then_restore_keeps_a_placeholder_of_the_text(text: str) -> None:
    assert restore_spans(*hide_spans(text)) == text


@pytest.mark.parametrize("kind", PROTECTED)
@given(data=st.data())
def test_hide_finds_a_span_of_each_kind(kind: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(PROTECTED[kind])))
    assert hide_spans(text)[1]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("voir https://exemple.fr/a.", ["https://exemple.fr/a"]),
        ("(www.exemple.fr)", ["www.exemple.fr"]),
        ("**monaide.cyber.gouv.fr**", ["monaide.cyber.gouv.fr"]),
        ("à a@exemple.fr, puis", ["a@exemple.fr"]),
        ("`un` et `deux`", ["`un`", "`deux`"]),
        ("de 12:30 à 13:00", ["12:30", "13:00"]),
        ("l'annexe.pdf", ["annexe.pdf"]),
        ("05 63 81 00 00 et 17", ["05 63 81 00 00"]),
        ("l'[art. 3](https://a.fr/l'b;c) ;", ["(https://a.fr/l'b;c)"]),
        ("[ici](#l'a), [là](tel:+33563000000)", ["(#l'a)", "(tel:+33563000000)"]),
        ("de {droit:oeuvre-2ème.ref} ;", ["{droit:oeuvre-2ème.ref}"]),
        ("{ dit : oui } {a :b}", []),
        ("et/ou, 75 000 €, n°3, M.Dupont, fin.Il", []),
    ],
)
def test_hide_leaves_prose_alone(text: str, hidden: list[str]) -> None:
    assert hide_spans(text)[1] == hidden


PIECES = st.sampled_from((
    *("{fiche:action-4.1}", "{droit:oeuvre-1ère.ref}", "[l'Etat](#a-1)", "[2ème](#b)", "[75 000]"),
    *("[n°3 ?](https://exemple.fr/l'oeuvre;a:b?c=1)", "[05 63](tel:+33563000000)", "(2ème) "),
    *("[M.Dupont](mailto:l.a@exemple.fr)", "**", "*", '"', "« ", " »", "l'", "art.", "n°", "A "),
    *(" ", "  ", ":", ";", " ?", "%", "km", "12", "1er", "oeuvre", "Etat", "(", ")", ".", ",", "é"),
))  # fmt: skip


def linked_to(text: str) -> list[str]:
    """Return the addresses of the links of a text, then its references."""
    found = [run.link for run in read_runs(text) if run.link]
    return [*dict.fromkeys(found), *map(str, references(text))]


@given(st.lists(PIECES, max_size=12).map("".join))
def test_typography_leaves_links_and_references_where_they_lead(text: str) -> None:
    try:
        before = linked_to(text)
    except MarkError:
        return
    for correct in (prose, texte_signe):
        assert linked_to(correct(text)) == before
        assert correct(correct(text)) == correct(text)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("[l'article 3](https://a.fr/l'b;c) ;", "[l’article\u00a03](https://a.fr/l'b;c)\u202f;"),
        ('dit "{droit:a.ref}" :', "dit «\u00a0{droit:a.ref}\u00a0»\u00a0:"),
        ("n° {droit:a} et d'{role:b}", "n°\u00a0{droit:a} et d’{role:b}"),
    ],
)
def test_prose_corrects_around_links_and_references(typed: str, right: str) -> None:
    assert prose(typed) == right
