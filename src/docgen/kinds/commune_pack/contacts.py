"""The contacts of a commune: whom to call, by need, on a page and as cards for a telephone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from icalendar import Component, vAdr, vN, vOrg, vText

from docgen.charts.specification import CodeQr
from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.format import dump_sealed_cards
from docgen.french.phone_text import phone_text
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end
from docgen.french.typography import prose
from docgen.french.wording import capital, counted, liste
from docgen.kinds.commune_pack.content import Contacts, LigneContact, ServiceEnLigne
from docgen.kinds.commune_pack.facts import (
    FaitsContacts,
    FaitsGroupeContacts,
    FaitsLien,
    FaitsUrgence,
)
from docgen.kinds.writing.contacts import INTERNE, Coordonnees, coordonnees, credits, short_address
from docgen.left import document_options, sheet_command
from docgen.markup import plain
from docgen.referential.communes.zones import Zone
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire
from docgen.referential.territoire.local_files import TERRITOIRE
from docgen.referential.territoire.roles import Resolution, Role, Roles, Titulaire

TOWN: Final = re.compile(r"(\d{5}) +(.+)")
"""The last line of an address: the postal code, the town."""
PROJET: Final = "PROJET – à vérifier avant remise"
GENDARME_ROLES: Final = (
    Resolution.REFERENT_ELU,
    Resolution.REFERENT_SURETE,
    Resolution.ENQUETEUR_ENVIRONNEMENT,
)
"""Roles of gendarmes, whose names are not public."""
RESERVED: Final = "Noms et lignes directes : réservés aux élus de la commune."
READERS: Final = {Diffusion.PARTENAIRES: RESERVED, Diffusion.INTERNE: INTERNE}
"""What a card with a direct line says of its readers; no public one has any."""
HELD_HOURS: Final = 24
"""How many signs of hours stand on one line."""
TO_NAME: Final = "Nom et ligne directe"
"""The line of a gendarme whom nobody named."""

BLANK_LINES: Final = "contacts"
"""The code of the warning about empty lines of a final page."""


@dataclass(frozen=True, slots=True)
class _ResolvedLine:
    """A line of the page: its role, what one calls it for, who holds it."""

    role: Role
    pour: str
    joint: Titulaire


class Carnet:
    """The contacts of a commune, as the readers of its pack may know them."""

    def __init__(
        self, words: Contacts, roles: Roles, annuaire: Annuaire, zone: Zone, circle: Diffusion
    ) -> None:
        self._words, self._roles, self._annuaire = words, roles, annuaire
        self._zone, self._circle = zone, circle
        groups = (group for group in words.groupes if group.zone in (None, zone))
        self._groups = [(plain(one.titre), tuple(self._lines(one.lignes))) for one in groups]

    def facts(self) -> FaitsContacts:
        """Return the facts of the page."""
        words, lines = self._words, [line for _, group in self._groups for line in group]
        groups = tuple(
            FaitsGroupeContacts(titre=titre, contacts=tuple(map(self._contact, group)))
            for titre, group in self._groups
            if group
        )
        links = (link for link in words.liens if link.zone in (None, self._zone))
        direct = any(map(_is_direct, lines)) and self._circle is Diffusion.PARTENAIRES
        return FaitsContacts(
            conf=prose(RESERVED) if direct else "",
            urgences=tuple(self._urgences(words.urgences)),
            groupes=groups,
            titre_liens=plain(words.titre_liens),
            liens=tuple(map(self._link, links)),
            sources=credits(contact for group in groups for contact in group.contacts),
        )

    def address_book(self, *, draft: bool) -> bytes:
        """Return the same contacts as vCards, empty when none can be reached."""
        cards = (
            Card(
                uid="-".join(filter(None, ("docgen", line.joint.ressort, line.role.id))),
                joint=line.joint,
                pour=_meaning(line),
                group=titre,
                readers=READERS.get(self._circle, "") if _is_direct(line) else "",
            )
            for titre, group in self._groups
            for line in group
        )
        return address_book(cards, draft=draft)

    def _lines(self, lines: Iterable[LigneContact]) -> Iterator[_ResolvedLine]:
        for line in lines:
            role = self._roles.get(line.role)
            if role and line.zone in (None, self._zone) and not self._annuaire.lacks(role):
                yield _ResolvedLine(role, plain(line.pour or ""), self._annuaire.resolve(role))

    def _contact(self, line: _ResolvedLine) -> Coordonnees:
        """Return how to reach a role as the page says it: whom one calls, one does not write to.

        Only the unit has an address: people go there. It takes a paragraph, and so do the hours.
        """
        known = coordonnees(line.joint)
        changes: dict[str, object] = {
            "sens": hold_end(_meaning(line)),
            "horaires": tuple(filter(None, [". ".join(map(hold_short_hours, known.horaires))])),
            "adresse": tuple(filter(None, [", ".join(known.adresse)])),
        }
        if known.numero:
            changes["voies"] = ()
        if line.role.resolution is not Resolution.UNITE:
            changes["adresse"] = ()
        if line.role.resolution in GENDARME_ROLES:
            unknown = not (known.personne or known.numero)
            handed = self._circle is not Diffusion.PUBLIQUE
            changes["a_remplir"] = TO_NAME if handed and unknown else ""
        return known.model_copy(update=changes)

    def _urgences(self, names: Iterable[str]) -> Iterator[FaitsUrgence]:
        for role in filter(None, map(self._roles.get, names)):
            number = role.telephone or ""
            pour = role.precision or role.nom
            yield FaitsUrgence(numero=number, pour=plain(pour))

    def _link(self, link: ServiceEnLigne) -> FaitsLien:
        role = self._roles.get(link.role) if link.role else None
        adresse = (role.site if role else None) or link.adresse
        shown = short_address(adresse) if adresse else ""
        words = f"Code QR qui ouvre {shown}"
        code = CodeQr(adresse=adresse, alternative=words) if adresse else None
        return FaitsLien(nom=plain(link.nom), pour=plain(link.pour), adresse=shown, code=code)


def warn_of_blank_lines(page: FaitsContacts, title: str, lieu: Lieu) -> Problem | None:
    """Return a problem that names the lines of a final page on which nobody is told."""
    contacts = (contact for group in page.groupes for contact in group.contacts)
    blank = [contact.nom for contact in contacts if contact.a_remplir]
    blank += [link.nom for link in page.liens if not link.adresse]
    if not blank:
        return None
    count = counted(len(blank), "ligne vide", "lignes vides")
    folder = lieu.referential.workspace.content / TERRITOIRE
    place = lieu.commune.toponyme.seul if lieu.commune else ""
    message = f"{place} : définitif, avec {count} dans « {title} » : {liste(*blank)}"
    export = sheet_command("cahier", document_options(["commune-pack"], [str(lieu.code)]))
    hint = f"remplissez les contacts du cahier, et refaites le dossier : {export}"
    return Problem(
        lieu.referential.workspace.name_of(folder), message, code=BLANK_LINES, hint=hint
    ).as_warning()


def hold_short_hours(hours: str) -> str:
    """Return the hours of a day in one piece: « Vendredi : 8 h à 12 h »."""
    return hours.replace(" ", INSECABLE) if len(hours) <= HELD_HOURS else hours


def _is_direct(line: _ResolvedLine) -> bool:
    """Whether the page has the name or the direct line of a gendarme."""
    joint = line.joint
    return line.role.resolution in GENDARME_ROLES and bool(
        joint.personne or joint.telephone or joint.courriel
    )


def _meaning(line: _ResolvedLine) -> str:
    """Return what a role is, and what one calls it for: what its acronym does not say."""
    known = coordonnees(line.joint).sens
    return (
        f"{known}{INSECABLE}: {line.pour}" if known and line.pour else known or capital(line.pour)
    )


# Cards are vCard 3.0 (RFC 2426), which most telephones read; a newer card replaces the older


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


def address_book(cards: Iterable[Card], *, draft: bool) -> bytes:
    """Return the file of the cards that have a number or an address, empty if none has.

    A card leaves the file that it came in: each says that it is of a draft.
    """
    reached = (card for card in cards if _is_reached(card.joint))
    data = b"".join(_component(card, draft=draft).to_ical(sorted=False) for card in reached)
    return dump_sealed_cards(data) if data else b""


def _is_reached(joint: Titulaire) -> bool:
    return bool(joint.telephone or joint.courriel or joint.site)


def _component(card: Card, *, draft: bool) -> Component:
    joint, vcard = card.joint, _VCard()
    name = joint.nom if not joint.personne else f"{joint.personne} ({joint.nom})"
    vcard.add("version", vText("3.0"))
    vcard.add("prodid", vText("-//docgen//Qui appeler//FR"))
    vcard.add("uid", vText(card.uid))
    vcard.add("fn", _text(name))
    vcard.add("n", vN((phone_text(name), "", "", "", "")))
    vcard.add("org", vOrg((phone_text(joint.nom),)))
    if not joint.personne:
        vcard.add("x-abshowas", vText("COMPANY"))
    for kind, value in (("tel", re.sub(r"\s", "", joint.telephone)), ("email", joint.courriel)):
        if value:
            vcard.add(kind, vText(value), parameters={"TYPE": "WORK"})
    if joint.site:
        vcard.add("url", vText(joint.site))
    if joint.adresse:
        vcard.add("adr", _address(joint.adresse), parameters={"TYPE": "WORK"})
    vcard.add("categories", _text(card.group))
    if card.readers:
        vcard.add("class", vText("CONFIDENTIAL"))
    lines = (PROJET if draft else "", *_note(card))
    vcard.add("note", _text("\n".join(filter(None, lines))))
    return vcard


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
