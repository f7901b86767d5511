"""What a finished file was made from, why it was made again, and whether it would be today."""

from docgen.explaining.differences import Comparing, Difference
from docgen.explaining.explanation import Explanation, Here, explain
from docgen.explaining.fields import Change, Field
from docgen.explaining.verdict import Verdict

__all__ = [
    "Change",
    "Comparing",
    "Difference",
    "Explanation",
    "Field",
    "Here",
    "Verdict",
    "explain",
]
