"""Senders and recipients: the parties of a convention with their addresses."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from docgen.content.validation import Finding, problem_at
from docgen.errors import ContentError, Problem
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_title
from docgen.french.wording import a, capital, de
from docgen.kinds.actes.content import Partie
from docgen.kinds.actes.emetteurs import FILE, Emetteur
from docgen.kinds.actes.signed import Signee
from docgen.kinds.renewal.civilite import Personne
from docgen.kinds.writing.phrases import Largeur
from docgen.kinds.writing.place_references import place_words
from docgen.markup import escape_marks, plain
from docgen.referential.communes.maires import nom_affiche
from docgen.referential.lieu import Lieu
from docgen.workspace import CONTENT

LINE: Final = 38
"""How many characters a line of an address holds (NF Z 10-011)."""
AROUND_TOWN: Final = re.compile(r"(?i)^\d{5}\s+|\s+c[eé]dex(\s+\d+)?$")
"""What the last line of an address has around the name of the town: « 81013 Albi Cedex 9 »."""
BLANCS: Final = {
    "adresse": "numéro et voie",
    "ville": "code postal et commune",
    "modification": "texte de la modification proposée",
}
"""The blanks that docgen itself leaves, by name, with their labels."""
BLANC_WIDTHS: Final = {"modification": Largeur.LIGNES}
"""The widths of those that are no single line."""


@dataclass(frozen=True, slots=True)
class Correspondant:
    """A party that sends or receives a letter; its lines are marked texts, with blanks."""

    partie: Partie
    personne: Personne
    emetteur: Emetteur | None
    lieu_acte: str

    @property
    def nom(self) -> str:
        return plain(self.partie.nom)

    @property
    def le(self) -> str:
        """The name with its article, within a sentence."""
        return plain(self.emetteur.designation) if self.emetteur else self.nom

    @property
    def ville(self) -> str:
        """The town of its letters: that of its address, or of the signature of the act."""
        written = self.emetteur.ville if self.emetteur and self.emetteur.ville else ""
        return nom_affiche(AROUND_TOWN.sub("", written) or self.lieu_acte)

    @property
    def entete(self) -> tuple[str, ...]:
        """The lines of a sender: name, address, ways to reach it."""
        emetteur = self.emetteur
        reach = (emetteur.telephone, emetteur.courriel, emetteur.site) if emetteur else ()
        where = (*self._voie, emetteur.ville if emetteur and emetteur.ville else "{blanc:ville}")
        return (
            escape_marks(hold_title(self.nom)),
            *where,
            *(escape_marks(way) for way in reach if way),
        )

    @property
    def designation(self) -> tuple[str, ...]:
        """The lines that name the person and the office, and the party unless the office does."""
        office = self.personne.qualite
        named = [self.personne.nom, capital(office)]
        if not self.personne.grade:  # the office of an officer names the unit
            named.append(self.nom)
        return tuple(escape_marks(line) for text in named for line in _address_lines(text))

    @property
    def fenetre(self) -> tuple[str, ...]:
        """The lines in the window of an envelope, the town in capitals."""
        emetteur = self.emetteur
        town = (
            escape_marks(emetteur.ville.upper()) if emetteur and emetteur.ville else "{blanc:ville}"
        )
        return (*self.designation, *self._voie, town)

    @property
    def _voie(self) -> tuple[str, ...]:
        written = self.emetteur.adresse if self.emetteur else ()
        return tuple(escape_marks(line) for line in written) or ("{blanc:adresse}",)

    def form(self, form: str) -> str:
        """Return the form that a text refers to."""
        forms = {
            "nom": self.nom,
            "sigle": plain(self.partie.sigle),
            "le": self.le,
            "de": de(self.le),
            "a": a(self.le),
        }
        return forms[form]


FORMS: Final = ("nom", "sigle", "le", "de", "a")


def correspondant(
    signee: Signee, partie: Partie, emetteurs: Mapping[str, Emetteur]
) -> Correspondant:
    """Return a party as a sender; raise ContentError when its signatory has no name.

    Who signs is named by its sender, else by the last amendment, else by the act.
    """
    contenu, emetteur = signee.contenu, emetteurs.get(partie.id)
    signature = contenu.avenant.signature if contenu.avenant else contenu.signature
    rank, signer = next(
        (rank, one) for rank, one in enumerate(signature.signataires) if one.partie == partie.id
    )
    own = emetteur.signataire if emetteur else None
    person = Personne(
        plain(own or signer.nom),
        plain((emetteur.qualite if emetteur else None) or signer.qualite),
        emetteur.sexe if emetteur else None,
        plain(emetteur.appel) if emetteur and emetteur.appel else "",
    )
    if not person.prenom_nom:
        message = f"personne n’est nommé ici : « {person.ecrit} » n’est qu’un titre"
        hint = "écrivez le prénom et le nom : une lettre a un destinataire et un signataire"
        steps = (*(("avenant",) if contenu.avenant else ()), "signature", "signataires", rank)
        named = problem_at(signee.source, Finding((*steps, "nom"), "sans-nom", message, hint))
        where = f"{CONTENT}/{FILE}"
        raise ContentError([Problem(where, message, hint=hint, code="sans-nom") if own else named])
    return Correspondant(partie, person, emetteur, plain(contenu.signature.lieu))


def mairie(lieu: Lieu) -> tuple[str, ...]:
    """Return the lines in the window for a mayor: the office, which outlives its holder."""
    town = lieu.postal.upper()
    whose = lieu.commune.toponyme.de if lieu.commune else ""
    written = (f"Mairie {whose}", *lieu.voie_mairie)
    lines = [line for text in written for line in _address_lines(text)]
    named = (
        *(escape_marks(line) for line in lines),
        escape_marks(town) if town else "{blanc:ville}",
    )
    return (place_words(lieu, "maire", "appel"), *named)


def _address_lines(text: str) -> list[str]:
    """Return the lines of a text of an address, of which none ends with « de » or « la »."""
    held = hold_title(text)
    return [
        line.replace(INSECABLE, " ") for line in textwrap.wrap(held, LINE, break_on_hyphens=False)
    ]
