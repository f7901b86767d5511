"""What a finished file was made from, why it was made again, and whether it would be today."""

from docgen.build.explain.differences import Change, Difference
from docgen.build.explain.explanation import Explanation, Here, explain
from docgen.build.explain.verdict import Verdict

__all__ = ["Change", "Difference", "Explanation", "Here", "Verdict", "explain"]
