"""What an act to sign is made in spite of, once someone said why: open remarks, blank seats."""

from collections.abc import Iterator
from dataclasses import replace

from docgen.content.raw import as_group, as_text, groups_of
from docgen.content.stamp import words_digest
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.actes.rules import remarks
from docgen.kinds.kind import OpenPoint


def reserves(data: object) -> Iterator[OpenPoint]:
    """Yield the remarks and blank seats of an act to sign; nothing once someone said why."""
    said = as_text(as_group(as_group(data).get("malgre")).get("empreinte")).strip()
    if not said or not reserves_digest(data).startswith(said):
        for one in all_reserves(data):
            remark = one.code == "remarque"
            yield replace(one, name=f"Réponse à la remarque sur {one.name}") if remark else one


def all_reserves(data: object) -> Iterator[OpenPoint]:
    """Yield the remarks and blank seats of an act to sign."""
    if as_group(data).get("acte") == EtatActe.SIGNE:
        return
    for rank, partie in groups_of(as_group(data).get("parties"), "liste"):
        if not partie.get("siege"):
            place = ("parties", "liste", rank)
            yield OpenPoint(place, "siege", f"Siège de {partie.get('sigle')}", "laissé vide")
    yield from (one for one in remarks(data) if one.code == "remarque")


def reserves_digest(data: object) -> str:
    """Return the digest of the remarks and blank seats that a reason is given for."""
    return words_digest(text for one in all_reserves(data) for text in (one.name, one.what))
