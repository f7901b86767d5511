"""Dates of a convention's life: when it renews, until when it may be denounced, when it ends."""

from docgen.deadlines.counting import Duree, Unite
from docgen.deadlines.periods import Echeances, Terme, Vie

__all__ = ["Duree", "Echeances", "Terme", "Unite", "Vie"]
