"""A bar as small as a word in Word: one shape for each rectangle of its drawing."""

from decimal import Decimal

from docgen.charts.specification import MiniBarre
from docgen.rendering.docx.parts.figures import mini_bar_run


def test_bar_without_value_is_not_drawn_in_word():
    bar = MiniBarre(alternative="Vols", valeur=None, repere=Decimal(4), maximum=Decimal(10))
    assert 'name="barre"' not in mini_bar_run(bar)
    whole = mini_bar_run(bar.model_copy(update={"valeur": Decimal(1)}))
    assert whole.index('name="repère"') < whole.index('name="barre"')
