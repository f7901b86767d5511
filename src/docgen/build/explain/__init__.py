"""What a finished file was made from, why it was made again, and what has changed since."""

from docgen.build.explain.differences import Difference, FileChange
from docgen.build.explain.explanation import Explanation, Reason, explain

__all__ = ["Difference", "Explanation", "FileChange", "Reason", "explain"]
