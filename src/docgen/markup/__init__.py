"""The marks inside a text, parsed once for all formats.

`**gras**`, `*italique*`, `[texte](adresse)`, `{genre:cle}`: `content/LISEZMOI.md` explains them to
those who write.
"""

from docgen.markup.marks import MarkError, escape_marks, mark_link
from docgen.markup.references import Reference, references, replace_references
from docgen.markup.runs import Run, cut_ordinals, plain, read_runs

__all__ = [
    "MarkError",
    "Reference",
    "Run",
    "cut_ordinals",
    "escape_marks",
    "mark_link",
    "plain",
    "read_runs",
    "references",
    "replace_references",
]
