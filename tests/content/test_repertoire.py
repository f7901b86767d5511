"""The printable characters are those of the fonts, and enough for French."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from docgen.content.repertoire import PRINTABLE, RANGES, unprintable
from tests.conftest import ROOT

FONTS = sorted((ROOT / "templates/_commun/fonts").glob("*.ttf"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_holds_every_printable_character(path):
    held = {chr(code) for code in TTFont(path).getBestCmap()}
    assert sorted(PRINTABLE - held) == []


def test_the_ranges_are_in_order_and_apart():
    ends = [code for pair in RANGES for code in pair]
    assert ends == sorted(ends)


def test_french_can_be_written():
    letters = "àâäçéèêëîïôöùûüÿœæ"
    signs = "«»“”‘’…–—-°§€%&‰×²³½\u00a0\u202f☐☑→"
    assert list(unprintable(letters + letters.upper() + "Ÿ" + signs)) == []


@pytest.mark.parametrize("char", ["\u00ad", "\u200b", "\u202e", "\ufeff", "\ue000", "А", "😀", "ſ"])
def test_invisible_or_deceptive_characters_are_unprintable(char):
    assert list(unprintable(f"ab{char}c")) == [(3, char)]


def test_no_printable_character_is_a_control_or_lacks_a_name():
    assert not [char for char in PRINTABLE if unicodedata.category(char)[0] == "C"]
