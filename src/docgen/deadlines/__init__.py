"""Dates of a convention's life: when it renews, until when it may be denounced, when it ends."""

from docgen.deadlines.counting import Duree, Unite, date_after, date_before
from docgen.deadlines.periods import Denonciation, Echeances, Terme, Vie

__all__ = [
    "Denonciation",
    "Duree",
    "Echeances",
    "Terme",
    "Unite",
    "Vie",
    "date_after",
    "date_before",
]
