"""A bar as small as a word in Word: where its value is hidden, it says why."""

from decimal import Decimal

from docgen.charts.specification import MiniBarre
from docgen.rendering.docx.parts.sparkline import mini_bar_run


def test_bar_without_value_says_why_in_word():
    bar = MiniBarre(alternative="Vols : n.c.", valeur=None, repere=None, maximum=Decimal(10))
    said = mini_bar_run(bar.model_copy(update={"mention": "n.c."}))
    assert "<w:t>n.c.</w:t>" in said
    assert "<w:i/>" in said
    assert "<w:t>" not in mini_bar_run(bar)
