"""The kinds of document that docgen knows: what each needs to be told, and what it then says."""

from __future__ import annotations

from docgen.kinds import (
    bilan,
    commune_pack,
    convention,
    fiche,
    infographie,
    memento,
    modele,
    renewal,
)
from docgen.kinds.kind import Due, Kind, Left, Order, Scope

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(convention.KIND, infographie.KIND, fiche.KIND, memento.KIND, modele.KIND),
        *(commune_pack.KIND, renewal.KIND, bilan.KIND),
    )
}
"""Every kind by its name, which is also its command and its folders."""

__all__ = ["KINDS", "Due", "Kind", "Left", "Order", "Scope"]
