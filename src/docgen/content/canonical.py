"""The one way to write a content: the same words always give the same text, and its digest.

It is YAML that docgen reads again, with nothing that is not part of the document: no comment, no
remark, no path, no name of who recorded an agreement, no layout of someone's own.  A PDF carries
it, so that years later the act can be made again from itself, and a copy be told from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import yaml

from docgen.content.model import Content


def canonical_text(content: Content, leave_out: Callable[[str, object], bool]) -> str:
    """Return the canonical text of a content.

    `leave_out` says of a field, by its name and value and at any depth, that it is no part of
    the document.
    """
    said = content.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    kept = _without(said, leave_out)
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)


def _without(value: Any, leave_out: Callable[[str, object], bool]) -> Any:
    """Return a value without the fields to be left out, however deep they are."""
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if not leave_out(name, part)}
        return {name: _without(part, leave_out) for name, part in kept.items()}
    if isinstance(value, list | tuple):
        return [_without(part, leave_out) for part in value]
    return value


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
