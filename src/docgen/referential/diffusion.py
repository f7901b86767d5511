"""Who may see what: a model shown to a circle, emptied of what lies beyond it.

Each field of a model states its circle beside its type (`Annotated[Prose, Diffusion.PUBLIQUE]`).
A field that states none is internal, so that a field which is added cannot be published by
forgetting; a field that states two keeps to the narrower.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docgen.document import Diffusion

CIRCLES = tuple(Diffusion)
"""From the widest circle to the narrowest."""

M = TypeVar("M", bound=BaseModel)


def circle_of(field: FieldInfo) -> Diffusion:
    """Return the widest circle that may read a field."""
    stated = [said for said in field.metadata if isinstance(said, Diffusion)]
    return max(stated, key=CIRCLES.index) if stated else Diffusion.INTERNE


def may_read(stated: Diffusion, circle: Diffusion) -> bool:
    """Whether what is meant for `stated` may be read by `circle`, which is it or a closer one."""
    return CIRCLES.index(stated) <= CIRCLES.index(circle)


def restrict_to_circle(model: M, circle: Diffusion) -> M:
    """Return a model with every field beyond `circle`, at any depth, at its default.

    Raise TypeError when such a field has no default: it could not be hidden.
    """
    told = {
        name: _within(getattr(model, name), circle)
        if may_read(circle_of(field), circle)
        else _emptied(model, name, field)
        for name, field in type(model).model_fields.items()
    }
    return model.model_copy(update=told)


def _within(value: Any, circle: Diffusion) -> Any:
    """Return what a value holds for a circle: models stand alone, in tuples or in mappings."""
    if isinstance(value, BaseModel):
        return restrict_to_circle(value, circle)
    if isinstance(value, tuple | list):
        return type(value)(_within(part, circle) for part in value)
    if isinstance(value, dict):
        return {key: _within(part, circle) for key, part in value.items()}
    return value


def _emptied(model: BaseModel, name: str, field: FieldInfo) -> Any:
    if field.is_required():
        message = f"{type(model).__name__}.{name}: not public and without a default"
        raise TypeError(message)
    return field.get_default(call_default_factory=True)
