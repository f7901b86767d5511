"""The cover: the commune, the day of the visit, who visits whom."""

from collections.abc import Iterator
from typing import Final

from docgen.document import Diffusion
from docgen.french.typography import prose
from docgen.french.wording import date_longue
from docgen.kinds.commune_pack.content import Dossier
from docgen.kinds.commune_pack.facts import FaitsCouverture, LigneVisite
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.kind import Scope
from docgen.kinds.maps.locate import contours_of
from docgen.markup import plain
from docgen.referential.communes.zones import Zone
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire

MAX_LARGE_NAME: Final = 20
"""The maximum length of a name in the largest font size."""
CIVILITIES: Final = {"Monsieur": "M.", "Madame": "Mme"}
"""The civility before a name, by the first word of the form of address."""
MAP: Final = 357.0
"""The width of the map, in points."""
NAME_AND_OFFICE: Final = "nom et qualité"
"""What the field of a person asks for."""


def cover(
    dossier: Dossier, scope: Scope, lieu: Lieu, zone: Zone, annuaire: Annuaire
) -> FaitsCouverture:
    """Return the facts of the cover."""
    words = dossier.couverture
    internal = scope.options_of(PackOptions).circle is Diffusion.INTERNE
    chapo = words.chapo_interne if internal else None
    nom = lieu.commune.toponyme.seul if lieu.commune else ""
    contours = contours_of(scope.referential)
    communes = scope.referential.communes
    carte = contours.locate(lieu.commune, (), communes, MAP) if contours and lieu.commune else None
    return FaitsCouverture(
        surtitre=plain(words.surtitre),
        interne=internal,
        emetteurs=tuple(map(plain, words.emetteurs)),
        nom=nom,
        long=len(nom) > MAX_LARGE_NAME,
        lieu=_place(lieu),
        chapo=plain(chapo or getattr(words.chapo, zone)),
        zone=plain(words.zone_police) if zone is Zone.POLICE else "",
        visite=tuple(_visit(dossier, scope, lieu, zone, annuaire)),
        carte=carte,
    )


def _place(lieu: Lieu) -> str:
    """Return where the commune is: « Tarn, communauté de communes … »."""
    epci = lieu.epci.complet if lieu.epci else ""
    return ", ".join(filter(None, (lieu.departement.nom if lieu.departement else "", epci)))


def _visit(
    dossier: Dossier, scope: Scope, lieu: Lieu, zone: Zone, annuaire: Annuaire
) -> Iterator[LigneVisite]:
    """Yield the day, the visitor and the host; an empty text is filled in by hand."""
    visite = scope.options_of(PackOptions).visite
    day = date_longue(visite) if visite else ""
    yield _line("Visite du", day, "date")
    role = annuaire.roles.get(dossier.couverture.visiteur)
    titulaire = annuaire.resolve(role) if role and zone is Zone.GENDARMERIE else None
    unit = lieu.competence if zone is Zone.GENDARMERIE else None
    visitor = unit.le if unit else ""
    if titulaire and titulaire.personne:
        office = titulaire.nom.lower()
        visitor = f"{titulaire.personne}, {office} {unit.de}" if unit else visitor
    yield _line("Avec", visitor if titulaire else "", NAME_AND_OFFICE)
    internal = scope.options_of(PackOptions).circle is Diffusion.INTERNE
    office = unit.le if unit else role.libelle if role else ""
    host = office if internal else _mayor(lieu)
    if not (internal and host == visitor):  # the brigade that visits is not named twice
        yield _line("Pour", host, NAME_AND_OFFICE)


def _line(titre: str, texte: str, asked: str) -> LigneVisite:
    return LigneVisite(titre=titre, texte=texte, a_ecrire="" if texte else asked)


def _mayor(lieu: Lieu) -> str:
    """Return name and office, if the name is certain: « M. Thierry Dufour, maire »."""
    if not lieu.maire or lieu.maire_a_verifier:
        return ""
    civility = CIVILITIES.get(lieu.appel.partition(" ")[0], "") if lieu.appel else ""
    return prose(" ".join(filter(None, (civility, f"{lieu.maire}, maire"))))
