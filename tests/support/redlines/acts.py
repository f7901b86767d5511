"""Acts as the redline takes them, and random versions of one."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from docgen.build.compose import CheckedText
from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.document import Document
from docgen.errors import ContentError
from docgen.kinds.convention.facts import FaitsConvention
from docgen.kinds.convention.kind import KIND
from docgen.ooxml import write_package
from docgen.rendering.docx.redline.renderer import ActDocx, track_changes
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.html.templates import Templates
from docgen.workspace import shipped_templates
from tests.support.redlines.random_act import RandomAct

ROOT = Path(__file__).parents[3]
SHIPPED = Templates((shipped_templates(),))


@cache
def data_of(path: Path) -> dict[str, Any]:
    """Return the YAML of a convention without what refers to its clauses, which may go."""
    data = parse_source(path.read_text("utf-8"), path.name).data
    assert isinstance(data, dict)
    return {key: value for key, value in data.items() if key not in ("remarques", "vie")}


def document_of(data: dict[str, Any]) -> Document:
    """Return the document of a convention; raise ContentError if it is none."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    source = parse_source(text, "content/convention/essai.yaml")
    checked = CheckedText(KIND, (source,), check_source(source, KIND.content, KIND.rules))
    return next(iter(checked.compose(None))).document


def act_docx(data: dict[str, Any]) -> ActDocx:
    """Return a convention as a Word file to compare, with the clause and sort of its blocks."""
    document = document_of(data)
    facts = document.facts
    assert isinstance(facts, FaitsConvention)
    document = replace(document, facts=facts.model_copy(update={"sommaire": False}))
    return ActDocx(render_docx(document, SHIPPED, marked=False).data, facts.clauses)


def random_version(data: dict[str, Any], seed: int) -> tuple[ActDocx, list[str]] | None:
    """Return an act after one to six random changes, and their names; None for no valid act."""
    version = RandomAct(data, seed)
    changes = version.change(1 + seed % 6)
    try:
        return act_docx(version.data), changes
    except ContentError:
        return None


def write_redline(old: ActDocx, new: ActDocx, author: str, day: date | None) -> bytes:
    """Return the Word file that tracks the changes from one act to another."""
    return write_package(track_changes(old, new, author, day))
