"""What a finished file was made from, why it was made again, and whether it would be today."""

from docgen.build.explain.differences import Difference, FileChange
from docgen.build.explain.explanation import Explanation, Here, explain
from docgen.build.explain.verdict import Verdict

__all__ = ["Difference", "Explanation", "FileChange", "Here", "Verdict", "explain"]
