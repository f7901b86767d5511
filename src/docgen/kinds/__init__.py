"""The kinds of document that docgen makes, by name; each is imported when it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from docgen.kinds.kind import Kind

NAMES: Final = (
    *("convention", "infographie", "fiche", "memento", "modele"),
    *("commune-pack", "renewal", "bilan"),
)
"""Every kind; the first is that of a text that stands in the folder of none."""


class _Kinds(Mapping[str, "Kind"]):
    """Kinds by name; each is imported when it is asked for."""

    def __getitem__(self, name: str) -> Kind:
        if name not in self:
            raise KeyError(name)
        kind: Kind = import_module(f"{__name__}.{name.replace('-', '_')}.kind").KIND
        return kind

    def __contains__(self, name: object) -> bool:
        return name in NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


KINDS: Final[Mapping[str, Kind]] = _Kinds()
"""Every kind by its name, which is also its command and its folders."""

__all__ = ["KINDS", "NAMES"]
