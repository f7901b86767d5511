"""Texts are as wide as they will be, because the tables are those of the fonts that we ship."""

from functools import cache

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from docgen.charts.lettering import ELLIPSIS, cut, width, wrapped
from docgen.content.repertoire import PRINTABLE
from docgen.workspace import shipped_templates

FACES = {False: "SourceSans3-Regular", True: "SourceSans3-Semibold"}
texts = st.text(st.sampled_from(sorted(PRINTABLE - {"\n"})), max_size=60)


@cache
def font(name: str) -> TTFont:
    return TTFont(shipped_templates() / f"_commun/fonts/{name}.ttf")


def drawn_width(text: str, name: str) -> float:
    """Return how wide a text is in a font, letter by letter, for a body of one thousand."""
    letters, advances = font(name).getBestCmap(), font(name)["hmtx"]
    return sum(advances[letters[ord(letter)]][0] for letter in text)


@pytest.mark.parametrize("bold", FACES)
def test_no_printable_letter_is_wider_than_its_table_width(bold: bool) -> None:
    narrow = [c for c in PRINTABLE if width(c, 1000, bold) < drawn_width(c, FACES[bold]) - 60]
    assert narrow == []


@pytest.mark.parametrize("bold", FACES)
def test_common_letters_have_exactly_their_table_width(bold: bool) -> None:
    common = "".join(map(chr, range(0x20, 0x7F))) + "éèàçêôîûùÉÀ\u00a0\u202f"
    assert [c for c in common if width(c, 1000, bold) != drawn_width(c, FACES[bold])] == []


@pytest.mark.parametrize("text", ["non communiqué", "n.c.", "aucune donnée"])
def test_the_width_of_italics_is_within_a_hundredth(text: str) -> None:
    told = width(text, 1000, italic=True)
    assert told == pytest.approx(drawn_width(text, "SourceSans3-It"), rel=0.015)


def test_a_letter_of_another_script_has_room_enough() -> None:
    assert width("Ж", 10) > width("M", 10)


@given(texts, st.floats(20, 200))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    lines = wrapped(text, 8, room)
    assert len(lines) <= 2
    assert all(width(line, 8) <= room for line in lines)


def test_a_name_wraps_after_a_hyphen_or_a_space() -> None:
    assert wrapped("Saint-Benoît-de-Carmaux", 7.5, 47) == ["Saint-Benoît-", "de-Carmaux"]
    assert wrapped("Les Cabannes", 7.5, 36) == ["Les", "Cabannes"]
    assert wrapped("Albi", 7.5, 47) == ["Albi"]


def test_what_does_not_fit_ends_with_an_ellipsis() -> None:
    assert cut("Escroqueries, fraudes", 8.4, 60).endswith(ELLIPSIS)
    assert cut("Escroqueries", 8.4, 60) == "Escroqueries"
