"""Restriction of a model to the fields that a circle of readers may read.

Each field states its circle beside its type (`Annotated[Prose, Diffusion.PUBLIQUE]`).  A field
without one is internal, so that a new field cannot be published by mistake; a field with two keeps
to the narrower.  A model may state its circle itself, as `own_circle`, in the place of its field.
"""

from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docgen.document import Diffusion

CIRCLES = tuple(Diffusion)
"""From the widest circle to the narrowest."""
ASIDE_CODE = "a-part"
"""The code of the warning about a text that the readers of a document may not read."""

M = TypeVar("M", bound=BaseModel)


def circle_of(field: FieldInfo) -> Diffusion:
    """Return the widest circle that may read a field."""
    stated = [entry for entry in field.metadata if isinstance(entry, Diffusion)]
    return max(stated, key=CIRCLES.index) if stated else Diffusion.INTERNE


def may_read(stated: Diffusion, circle: Diffusion) -> bool:
    """Whether `circle` may read what is meant for `stated`: it is the same circle, or narrower."""
    return CIRCLES.index(stated) <= CIRCLES.index(circle)


def restrict_to_circle(model: M, circle: Diffusion) -> M:
    """Return a model with the fields that `circle` may not read, at any depth, at their defaults.

    A model that states its own circle is emptied instead: another does not take its place.  Raise
    TypeError when such a field has no default: it could not be hidden.
    """
    values = {
        name: _restrict_field(model, name, field, circle)
        for name, field in type(model).model_fields.items()
    }
    return model.model_copy(update=values)


def _restrict_field(model: BaseModel, name: str, field: FieldInfo, circle: Diffusion) -> Any:
    value = getattr(model, name)
    own = getattr(value, "own_circle", None)
    if may_read(own or circle_of(field), circle):
        return _restrict_value(value, circle)
    return type(value)() if own else _default(model, name, field)


def _restrict_value(value: Any, circle: Diffusion) -> Any:
    if isinstance(value, BaseModel):
        return restrict_to_circle(value, circle)
    if isinstance(value, tuple | list):
        return type(value)(_restrict_value(part, circle) for part in value)
    if isinstance(value, dict):
        return {key: _restrict_value(part, circle) for key, part in value.items()}
    return value


def _default(model: BaseModel, name: str, field: FieldInfo) -> Any:
    if field.is_required():
        raise TypeError(f"{type(model).__name__}.{name}: not public and without a default")
    return field.get_default(call_default_factory=True)
