"""The one way to write a content: the same words always give the same text, and its digest.

It is YAML that docgen reads again, with nothing that is not part of the document: no comment, no
remark, no path, no layout of someone's own.  A PDF carries it, so that years later the act can
be made again from itself, and a copy be told from the original.
"""

from __future__ import annotations

import hashlib

import yaml

from docgen.content.model import Content


def canonical(content: Content, leave_out: frozenset[str] = frozenset()) -> str:
    """Return the canonical text of a content, without the fields that are no part of the act."""
    said = content.model_dump(
        mode="json", exclude=set(leave_out), exclude_none=True, exclude_defaults=True
    )
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
