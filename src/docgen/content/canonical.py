"""The canonical form of a content: the same words always give the same text.

It is YAML that docgen can read, without anything that is not part of the document: comments,
remarks, paths, layout, the name of whoever recorded an agreement.  A PDF carries it, so that
years later the act can be made again, and a copy recognised.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml

from docgen.content.model import Content


@lru_cache(maxsize=8)
def canonical_text(content: Content, leave_out: Callable[[str, object], bool]) -> str:
    """Return the canonical text of a content, without the fields that `leave_out` rejects.

    `leave_out` receives the name and the value of each field, at any depth.
    """
    values = content.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    kept = _without_fields(values, leave_out)
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)


def _without_fields(value: Any, leave_out: Callable[[str, object], bool]) -> Any:
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if not leave_out(name, part)}
        return {name: _without_fields(part, leave_out) for name, part in kept.items()}
    if isinstance(value, list | tuple):
        return [_without_fields(part, leave_out) for part in value]
    return value
