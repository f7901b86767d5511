"""What an act to sign is made in spite of, once someone said why.

Open remarks, blank seats, dead references, the name or the quality that two places say otherwise:
not who represents a party.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from docgen.content.raw import as_group, as_text, groups_of, texts_of
from docgen.content.stamp import words_digest
from docgen.french.typography import prose
from docgen.french.wording import de
from docgen.kinds.actes.conflicting_facts import contradictions, party_name
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.actes.own_references import dead_references
from docgen.kinds.actes.rules import part_names, remarks_by_id
from docgen.kinds.kind import OpenPoint


def reserves(data: object) -> Iterator[OpenPoint]:
    """Yield what keeps an act to sign a draft; only what is firm once someone said why."""
    reasoned, names = _is_reasoned(data), part_names(data)
    seats = dict(_seat_names(one, data) for _, one in _ranked_parties(as_group(data)))
    for one in all_reserves(data):
        if one.firm or not reasoned:
            remark = one.code == "remarque"
            name = answer_to(names.get(one.name, one.name)) if remark else one.name
            yield replace(one, name=seats.get(name, name))


def remarks(data: object) -> Iterator[OpenPoint]:
    """Yield what a check tells: notes that are no reserves, dead references, a missing `vie`."""
    signed = as_group(data).get("acte") == EtatActe.SIGNE
    if signed and "vie" not in as_group(data):
        what = "« vie: » absente : sans durée ni préavis, docgen ne compte aucune échéance"
        yield OpenPoint(("acte",), "vie", "Durée de l’acte", prose(what))
    place = ("avenant", "signature") if "avenant" in as_group(data) else ("signature",)
    if not signed and _day_at(data, place):
        what = "un projet ne lie personne ; s’il est signé, dites-le (« acte: signe »)"
        yield OpenPoint((*place, "date"), "date", "Date de signature", what)
    if not signed:
        yield from dead_references(data)
    if signed or "avenant" in as_group(data) or _is_reasoned(data):
        names = part_names(data)
        yield from (replace(one, name=names.get(one.name, one.name)) for one in remarks_by_id(data))


def _day_at(data: object, place: Iterable[str]) -> object:
    for step in (*place, "date"):
        data = as_group(data).get(step)
    return data


def _is_reasoned(data: object) -> bool:
    """Whether someone said why the act is made in spite of its remarks and blank seats."""
    said = as_text(as_group(as_group(data).get("malgre")).get("empreinte")).strip()
    return bool(said) and reserves_digest(data).startswith(said)


def answer_to(part: str) -> str:
    """Return what a draft calls what a remark on a part of the act asks for, by the part's name."""
    return f"À décider ({part})"


def all_reserves(data: object) -> Iterator[OpenPoint]:
    """Yield what keeps an act to sign a draft; remarks by the identifier of what they are on.

    The digest of a reason is of these names: no page prints them, and none is reworded.
    An act as amended is none to sign: of its amendment, the blank seats are yielded, and the
    references to what it repeals.
    """
    act = as_group(data)
    if act.get("acte") == EtatActe.SIGNE:
        return
    above = ("avenant",) if "avenant" in act else ()
    for rank, partie in _ranked_parties(act):
        if not partie.get("siege"):
            place = (*above, "parties", "liste", rank, "siege")
            yield OpenPoint(place, "siege", _seat_names(partie, act)[0], "laissé vide")
    for one in contradictions(_to_sign(act), act):
        yield replace(one, steps=(*above, *one.steps))
    repealed = [clause for _, clause in texts_of(act.get("avenant"), "abroge", "clause")]
    if not above:
        yield from remarks_by_id(data)
    if repealed or not above:
        yield from dead_references(data, repealed)


def reserves_digest(data: object) -> str:
    """Return the digest of what a reason is given for."""
    return words_digest(text for one in all_reserves(data) for text in (one.name, one.what))


def _to_sign(act: Mapping[str, object]) -> Mapping[str, object]:
    """Return what is to be signed of a text: the act, or its amendment."""
    return as_group(act.get("avenant")) if "avenant" in act else act


def _ranked_parties(act: Mapping[str, object]) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the parties to what is to be signed, each with its rank."""
    yield from groups_of(_to_sign(act).get("parties"), "liste")


def _seat_names(partie: Mapping[str, object], act: object) -> tuple[str, str]:
    """Return the names of a seat: in digests, and printed, « Siège de l’AMR81 »."""
    return f"Siège de {partie.get('sigle')}", f"Siège {de(party_name(partie, act))}"
