"""What docgen does to a project's own files when asked: records adoptions, writes schemas."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from docgen.content.adoption import adopt
from docgen.content.schema import schema_of
from docgen.content.source import parse_source, read_source
from docgen.content.validation import check
from docgen.kinds import KINDS
from docgen.publication import replace_file
from docgen.workspace import Workspace


def adopt_clauses(
    workspace: Workspace, path: Path, clauses: Sequence[str] | None, who: str, when: date
) -> int:
    """Record in the convention at `path` that `clauses` (None: all) were adopted; return how many.

    Raise ContentError, and change nothing, when the file or the result would not be right.
    """
    kind = KINDS["convention"]
    source = read_source(path, workspace.named(path))
    check(source, kind.content, kind.rules)
    before = sum(1 for left in kind.left(source.data) if left.code == "propose")
    data = path.read_bytes()
    text = adopt(source, data.decode("utf-8-sig"), clauses, who, when)
    after = parse_source(text, source.name)
    check(after, kind.content, kind.rules)
    mark = BOM_UTF8 * data.startswith(BOM_UTF8)
    replace_file(path, mark + text.encode())
    return before - sum(1 for left in kind.left(after.data) if left.code == "propose")


def write_schemas(workspace: Workspace) -> list[str]:
    """Write the JSON Schema of every kind into the project's `schemas/`; return their names."""
    folder = workspace.root / "schemas"
    written = []
    for kind in KINDS.values():
        path = folder / f"{kind.name}.schema.json"
        replace_file(path, schema_of(kind.name, kind.content).encode())
        written.append(workspace.named(path))
    return written
