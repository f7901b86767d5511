"""What a finished file was made from, why it was made again, and whether it would be today."""

from docgen.build.explain.differences import Difference
from docgen.build.explain.explanation import Explanation, Here, explain
from docgen.build.explain.fields import Change, Field
from docgen.build.explain.question import Verdict

__all__ = [
    "Change",
    "Difference",
    "Explanation",
    "Field",
    "Here",
    "Verdict",
    "explain",
]
