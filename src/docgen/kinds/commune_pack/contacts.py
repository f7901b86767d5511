"""The page of contacts: whom to call, and the lines to be filled in by hand."""

from collections.abc import Iterable, Iterator
from typing import Final

from docgen.charts.specification import CodeQr
from docgen.document import Diffusion
from docgen.french.typography import prose
from docgen.kinds.commune_pack.content import Contacts, LigneContact, ServiceEnLigne
from docgen.kinds.commune_pack.facts import (
    FaitsCarte,
    FaitsContacts,
    FaitsLien,
    FaitsService,
    FaitsUrgence,
)
from docgen.kinds.writing.references import intermediary, short_address
from docgen.markup import plain
from docgen.referential.communes.competence import Zone
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire
from docgen.referential.territoire.roles import Resolution, Role, Roles, Titulaire

NAMED: Final = (
    Resolution.REFERENT_ELU,
    Resolution.REFERENT_SURETE,
    Resolution.ENQUETEUR_ENVIRONNEMENT,
)
"""Roles of gendarmes, whose names are not public."""
RESERVED: Final = "Noms et lignes directes : réservés aux élus de la commune."


class Carnet:
    """The contacts of a commune, as the readers of its pack may know them."""

    def __init__(
        self, roles: Roles, annuaire: Annuaire, lieu: Lieu, zone: Zone, circle: Diffusion
    ) -> None:
        self._roles, self._annuaire, self._lieu, self._zone = roles, annuaire, lieu, zone
        self._circle = circle

    def facts(self, words: Contacts) -> FaitsContacts:
        """Return the facts of the page."""
        cartes = [(role, self._card(role, line)) for role, line in self._roles_of(words.cartes)]
        direct = any(role.resolution in NAMED and self._has_contact(role) for role, _ in cartes)
        return FaitsContacts(
            conf=prose(RESERVED) if direct and self._circle is Diffusion.PARTENAIRES else "",
            cartes=tuple(card for _, card in cartes),
            urgences=tuple(self._urgences(words.urgences)),
            titre_services=plain(words.titre_services),
            services=tuple(self._services(words.services)),
            titre_liens=plain(words.titre_liens),
            liens=tuple(_link(link) for link in words.liens if link.zone in (None, self._zone)),
        )

    def _has_contact(self, role: Role) -> bool:
        titulaire = self._annuaire.resolve(role)
        return bool(titulaire.personne or titulaire.telephone or titulaire.courriel)

    def _roles_of(self, lines: Iterable[LigneContact]) -> Iterator[tuple[Role, LigneContact]]:
        for line in lines:
            role = self._roles.get(line.role)
            if role and line.zone in (None, self._zone):
                yield role, line

    def _card(self, role: Role, line: LigneContact) -> FaitsCarte:
        titulaire = self._annuaire.resolve(role)
        unit = role.resolution is Resolution.UNITE
        hours = self._lieu.horaires if unit else ()
        lines = (*titulaire.adresse, titulaire.telephone, titulaire.courriel, *hours)
        if role.resolution in NAMED:
            through = intermediary(titulaire) if not titulaire.telephone else ""
            lines = (titulaire.personne, titulaire.telephone, titulaire.courriel, through)
        return FaitsCarte(
            nom=titulaire.nom,
            pour=plain(line.pour),
            lignes=tuple(prose(text) for text in filter(None, lines)),
            a_remplir=tuple(self._labels_to_fill(role, titulaire, hours)),
        )

    def _labels_to_fill(
        self, role: Role, titulaire: Titulaire, hours: tuple[str, ...]
    ) -> Iterator[str]:
        if role.resolution in NAMED:
            yield from ("Nom et grade",) * (not titulaire.personne)
            yield from ("Ligne directe",) * (not titulaire.telephone)
        else:
            yield from ("Téléphone",) * (not titulaire.telephone)
            yield from ("Accueil",) * (role.resolution is Resolution.UNITE and not hours)

    def _urgences(self, names: Iterable[str]) -> Iterator[FaitsUrgence]:
        for role in filter(None, map(self._roles.get, names)):
            number = role.telephone or ""
            pour = role.precision or role.nom
            yield FaitsUrgence(numero=number, pour=plain(pour))

    def _services(self, lines: Iterable[LigneContact]) -> Iterator[FaitsService]:
        for role, line in self._roles_of(lines):
            titulaire = self._annuaire.resolve(role)
            ways = (titulaire.telephone, titulaire.courriel, short_address(titulaire.site))
            joined = " ; ".join(filter(None, ways))
            yield FaitsService(nom=titulaire.nom, pour=plain(line.pour), joindre=prose(joined))


def _link(link: ServiceEnLigne) -> FaitsLien:
    shown = short_address(link.adresse) if link.adresse else ""
    words = f"Code QR qui ouvre {shown}"
    code = CodeQr(adresse=link.adresse, alternative=words) if link.adresse else None
    return FaitsLien(nom=plain(link.nom), pour=plain(link.pour), adresse=shown, code=code)
