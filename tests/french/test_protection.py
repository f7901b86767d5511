from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.protection import hide, reveal
from docgen.french.rule import INTACT


@given(st.text())
def test_what_is_hidden_comes_back_to_the_letter(text: str) -> None:
    assert reveal(*hide(text)) == text


@given(st.text(alphabet=f"a1:/.@` {INTACT}"))
def test_a_text_that_holds_the_mark_comes_back_too(text: str) -> None:
    assert reveal(*hide(text)) == text


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
        ("et/ou, 75 000 €, n°3, M.Dupont, fin.Il", []),
    ],
)
def test_only_what_is_not_prose_is_hidden(text: str, hidden: list[str]) -> None:
    assert hide(text)[1] == hidden
