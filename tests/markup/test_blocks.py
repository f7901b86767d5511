"""Longer texts: paragraphs, lists, steps and definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from docgen.document import Facts
from docgen.markup import Block, MarkError, read_blocks

TEXT = """
Le maire **constate**
les faits :
- les déchets ;
- leur place,
  au mètre près.

Puis :

1. Il informe l’auteur.
2. Il attend, sans compter
   le jour de l’envoi.

3. Il met en demeure.
dépôt sauvage :: tout objet
abandonné (art. L. 541-3
10. du code).

*abandon* :: [voir](#abandon)

Fin.
"""


def test_a_text_is_read_block_by_block():
    assert read_blocks(TEXT) == (
        Block(genre="paragraphe", texte="Le maire **constate** les faits :"),
        Block(genre="puce", texte="les déchets ;"),
        Block(genre="puce", texte="leur place, au mètre près."),
        Block(genre="paragraphe", texte="Puis :"),
        Block(genre="etape", rang=1, texte="Il informe l’auteur."),
        Block(genre="etape", rang=2, texte="Il attend, sans compter le jour de l’envoi."),
        Block(genre="etape", rang=3, texte="Il met en demeure."),
        Block(
            genre="definition",
            terme="dépôt sauvage",
            texte="tout objet abandonné (art. L. 541-3 10. du code).",
        ),
        Block(genre="definition", terme="*abandon*", texte="[voir](#abandon)"),
        Block(genre="paragraphe", texte="Fin."),
    )


ONE_BLOCK = ["L. 541-3", "-5 °C", "2026. Une année", "a::b", "12.5", "– une incise –", "*a* b"]


@pytest.mark.parametrize("text", ONE_BLOCK)
def test_what_only_looks_like_a_list_is_a_paragraph(text):
    assert read_blocks(text) == (Block(genre="paragraphe", texte=text),)


def test_steps_begin_again_after_another_block():
    ranks = [block.rang for block in read_blocks("1. a\n2. b\n\nPuis\n1. c")]
    assert ranks == [1, 2, 0, 1]


MISTAKES = {
    "2. a": "étape « 1. » attendue, « 2. » trouvée",
    "1. a\n3. b": "étape « 2. » attendue, « 3. » trouvée",
    "1. a\n\n1. b": "étape « 2. » attendue",
    "0. a": "étape « 1. » attendue",
    "-": "puce sans texte",
    "a\n-\n\nb": "puce sans texte",
    "1.": "étape sans texte",
    "terme ::": "définition sans texte",
    ":: texte": "définition sans terme : « texte »",
    "a\n\nLe maire **dit": "« ** » ouvert et jamais refermé, dans « Le maire **dit »",
    "*a :: b": "« * » ouvert et jamais refermé, dans « *a »",
    "- [a](x)" + " b" * 40: "adresse refusée : « x », dans « [a](x) b b",
    "{droit}": "renvoi mal écrit : « {droit} », dans",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_wrong_block_is_quoted_in_the_message(text):
    with pytest.raises(MarkError) as raised:
        read_blocks(text)
    assert MISTAKES[text] in str(raised.value)
    assert raised.value.hint
    assert len(str(raised.value)) < 120


WORDS = st.text("abé ’,;", min_size=1, max_size=20).map(str.strip).filter(bool)


@st.composite
def written(draw):
    """Return blocks, and a text that says them as people may write it."""
    blocks, lines = [], []
    for genre in draw(st.lists(st.sampled_from(["paragraphe", "puce", "etape", "definition"]))):
        words, rank = draw(st.lists(WORDS, min_size=1, max_size=3)), 0
        terme = draw(WORDS) if genre == "definition" else ""
        if genre == "etape":
            rank = 1 + (blocks[-1].rang if blocks else 0)
        texte = " ".join(words)
        blocks.append(Block(genre=genre, texte=texte, terme=terme, rang=rank))
        start = {"puce": "- ", "etape": f"{rank}. ", "definition": f"{terme} :: "}.get(genre, "")
        apart = not start or draw(st.booleans())
        lines += [""] * apart + [start + words[0], *(f"  {line}" for line in words[1:])]
    return blocks, "\n".join(lines)


@given(written())
def test_read_blocks_gives_back_what_was_written(given_):
    blocks, text = given_
    assert list(read_blocks(text)) == blocks


@given(st.text("a -•1.:\n*é", max_size=40))
def test_any_text_is_read_whole_or_refused_in_french(text):
    try:
        blocks = read_blocks(text)
    except MarkError as error:
        assert error.hint  # noqa: PT017
        return
    letters = [letter for letter in text if letter in "aé"]
    said = "".join(block.terme + block.texte for block in blocks)
    assert [letter for letter in said if letter in "aé"] == letters
    assert all(block.texte == " ".join(block.texte.split(" ")).strip() for block in blocks)


def test_block_is_frozen_inside_facts():
    class Faits(Facts):
        blocs: tuple[Block, ...]

    [block] = Faits(blocs=read_blocks("un")).blocs
    with pytest.raises(ValidationError):
        block.texte = "deux"


def test_map_text_changes_the_words_of_a_block():
    block = Block(genre="definition", terme="un", texte="deux", rang=0)
    assert block.map_text(str.upper) == Block(genre="definition", terme="UN", texte="DEUX")
    assert Block(genre="puce", texte="un").map_text(lambda text: text + "!").terme == ""
