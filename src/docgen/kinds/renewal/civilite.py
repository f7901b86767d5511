"""How a person is named, addressed and made to sign, by rank, office and sex.

The closing of a letter takes up the form of address, without « Mon » in the middle of a sentence.
Where usage is not verified (« Mon Colonel » by a man to a man), the neutral form is used;
`emetteurs.yaml` may set another.
"""

from dataclasses import dataclass
from typing import Final

from docgen.french.titles import hold_names, hold_title
from docgen.french.wording import capital, small_initial
from docgen.kinds.actes.conflicting_facts import GRADES, title_before
from docgen.kinds.actes.emetteurs import SexeSignataire
from docgen.referential.communes.maires import nom_affiche

CIVILITES: Final = {
    "Monsieur": SexeSignataire.HOMME,
    "M.": SexeSignataire.HOMME,
    "Madame": SexeSignataire.FEMME,
    "Mme": SexeSignataire.FEMME,
}
OFFICES: Final = {
    "président": ("le Président", "la Présidente"),
    "présidente": ("le Président", "la Présidente"),
    "maire": ("le Maire", "la Maire"),
    "préfet": ("le Préfet", "la Préfète"),
    "préfète": ("le Préfet", "la Préfète"),
    "directeur": ("le Directeur", "la Directrice"),
    "directrice": ("le Directeur", "la Directrice"),
}
"""Offices used as a form of address: for a man, for a woman."""
OF_BOTH: Final = ("capitaine", "gendarme")
"""The ranks that end as a feminine one, and are a man’s or a woman’s."""
FEMININE: Final = ("présidente", "préfète", "directrice")


@dataclass(frozen=True, slots=True)
class Personne:
    """A signatory as the act names it; the last two fields come from `emetteurs.yaml`."""

    ecrit: str
    qualite: str
    sexe_declare: SexeSignataire | None = None
    appel_choisi: str = ""

    @property
    def civilite(self) -> str:
        """« Monsieur », « Madame », or nothing."""
        return title_before(self.ecrit, CIVILITES)[0]

    @property
    def grade(self) -> str:
        """A rank of the gendarmerie, or nothing."""
        return title_before(self.ecrit, GRADES)[0]

    @property
    def prenom_nom(self) -> str:
        """First name and surname, « Patrick Carayon »; empty for a title alone."""
        return nom_affiche(title_before(self.ecrit, (*CIVILITES, *GRADES))[1])

    @property
    def nom(self) -> str:
        """The name on an envelope: « Monsieur Patrick Carayon », « Colonel Jean-Michel Doose »."""
        return " ".join(filter(None, (self.civilite or self.grade, self.prenom_nom)))

    @property
    def sexe(self) -> SexeSignataire | None:
        """The sex, as written in `emetteurs.yaml` or implied by the act."""
        office = self._first_word
        implied = SexeSignataire.FEMME if office in FEMININE else None
        return self.sexe_declare or CIVILITES.get(self.civilite) or implied

    @property
    def appel(self) -> str:
        """The form of address: « Monsieur le Président », « Colonel »."""
        if self.appel_choisi:
            return self.appel_choisi
        if self.grade:
            return self.grade
        civility = self._by_sex("Monsieur", "Madame")
        office = self._first_word
        if office not in OFFICES:
            return civility or "Madame, Monsieur"
        masculine, feminine = OFFICES[office]
        title = self._by_sex(masculine, feminine) or masculine
        return f"{civility or 'Madame ou Monsieur'} {title}"

    @property
    def qualite_signee(self) -> str:
        """What stands above the signature: « Le président de l’AMR81 », « Le colonel, … »."""
        if self.grade:
            return self._officier
        written = small_initial(self.qualite)
        if self._first_word in OFFICES:
            article = (
                "la" if self._first_word in FEMININE or self.sexe is SexeSignataire.FEMME else "le"
            )
            return f"{article.capitalize()} {written}"
        return capital(written)

    @property
    def _officier(self) -> str:
        rank = small_initial(self.grade)
        of_both = rank in OF_BOTH and self.sexe is not SexeSignataire.FEMME
        feminine = rank.endswith("e") and not of_both
        article = "L’" if rank[0] in "aeiou" else "La " if feminine else "Le "
        return f"{article}{rank}, {hold_names(hold_title(small_initial(self.qualite)))}"

    @property
    def _first_word(self) -> str:
        return next(iter(self.qualite.lower().split()), "")

    def _by_sex(self, masculine: str, feminine: str) -> str:
        return (
            {SexeSignataire.HOMME: masculine, SexeSignataire.FEMME: feminine}.get(self.sexe, "")
            if self.sexe
            else ""
        )


def appel_within_sentence(appel: str) -> str:
    """Return a form of address within a sentence: « mon Colonel »."""
    return f"mon {appel[4:]}" if appel.startswith("Mon ") else appel
