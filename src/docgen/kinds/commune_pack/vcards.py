"""The contacts of a commune as vCards for a telephone, version 3.0: the one that most read.

Source: RFC 2426.  A card keeps its identifier, so that importing a newer file replaces it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from icalendar import Component, vAdr, vN, vOrg, vText

from docgen.format import dump_sealed_cards
from docgen.french.phone_text import phone_text
from docgen.kinds.writing.contacts import coordonnees
from docgen.referential.territoire.roles import Titulaire

TOWN: Final = re.compile(r"(\d{5}) +(.+)")
"""The last line of an address: the postal code, the town."""
PROJET: Final = "PROJET – à vérifier avant remise"


@dataclass(frozen=True, slots=True)
class Card:
    """Who holds a role, with the name of the card and what one calls them for.

    `readers` says whom a direct line is reserved for; it is empty for what all may read.
    """

    uid: str
    joint: Titulaire
    pour: str
    group: str
    readers: str = ""


class _VCard(Component):
    name = "VCARD"


def address_book(cards: Iterable[Card], *, draft: bool = False) -> bytes:
    """Return the file of the cards that have a number or an address, empty if none has.

    A card leaves the file that it came in: each says that it is of a draft.
    """
    reached = (card for card in cards if _is_reached(card.joint))
    data = b"".join(_component(card, draft=draft).to_ical(sorted=False) for card in reached)
    return dump_sealed_cards(data) if data else b""


def _is_reached(joint: Titulaire) -> bool:
    return bool(joint.telephone or joint.courriel or joint.site)


def _component(card: Card, *, draft: bool) -> Component:
    joint, made = card.joint, _VCard()
    name = joint.nom if not joint.personne else f"{joint.personne} ({joint.nom})"
    made.add("version", vText("3.0"))
    made.add("prodid", vText("-//docgen//Qui appeler//FR"))
    made.add("uid", vText(card.uid))
    made.add("fn", _text(name))
    made.add("n", vN((phone_text(name), "", "", "", "")))
    made.add("org", vOrg((phone_text(joint.nom),)))
    if not joint.personne:
        made.add("x-abshowas", vText("COMPANY"))
    for kind, value in (("tel", re.sub(r"\s", "", joint.telephone)), ("email", joint.courriel)):
        if value:
            made.add(kind, vText(value), parameters={"TYPE": "WORK"})
    if joint.site:
        made.add("url", vText(joint.site))
    if joint.adresse:
        made.add("adr", _address(joint.adresse), parameters={"TYPE": "WORK"})
    made.add("categories", _text(card.group))
    if card.readers:
        made.add("class", vText("CONFIDENTIAL"))
    lines = (PROJET if draft else "", *_note(card))
    made.add("note", _text("\n".join(filter(None, lines))))
    return made


def _text(words: str) -> vText:
    return vText(phone_text(words))


def _address(lines: tuple[str, ...]) -> vAdr:
    """Return an address in fields; a last line without a postal code is the town."""
    *street, last = map(phone_text, lines)
    match = TOWN.fullmatch(last)
    code, town = match.groups() if match else ("", last)
    return vAdr(("", "", ", ".join(street), town, "", code, "France"))


def _note(card: Card) -> Iterator[str]:
    known = coordonnees(card.joint)
    yield card.readers
    yield card.pour
    yield from known.horaires
    yield known.a_confirmer
    yield f"Source : {known.source}" if known.source else ""
