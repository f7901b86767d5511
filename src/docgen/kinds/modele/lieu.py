"""How an act names the commune and those who serve it; a blank where the project does not know.

A text asks by genre and form: `{commune:de}` is « du Garric », `{maire:appel}` « Monsieur le
Maire ».  The set is closed: what is not in `RENVOIS` is a mistake of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docgen.document import Diffusion
from docgen.errors import Problem, Severity, folded
from docgen.french.territory import CodeInsee
from docgen.french.wording import a, de
from docgen.markup import escaped
from docgen.referential.communes import Commune, Departement, Epci
from docgen.referential.competence import Competence
from docgen.referential.maires import Maire, Sexe
from docgen.referential.referential import Referential
from docgen.referential.territoire import Appel, MaireVerifie, Territoire

MAIRES: Final = "content/referentiel/maires/maires.csv"
NEUTRE: Final = "Madame ou Monsieur le Maire"
"""How a mayor is called whose sex is not known."""


class Lieu:
    """One commune as an act names it, from what anyone may read; no commune at all without code."""

    def __init__(self, referential: Referential, code: CodeInsee | None) -> None:
        self.code = code
        self._referential = referential
        self.commune: Commune | None = referential.communes.get(code) if code else None
        if code and self.commune is None:
            raise LookupError(code)

    @property
    def departement(self) -> Departement | None:
        """The commune's département."""
        return self.commune.departement if self.commune else None

    @property
    def epci(self) -> Epci | None:
        """The commune's intercommunalité; four islands have none."""
        return self.commune.epci if self.commune else None

    @property
    def postal(self) -> str:
        """The last line of its address; nothing where the commune has several postal codes."""
        codes = self.commune.codes_postaux if self.commune else ()
        return (
            f"{codes[0]} {self.commune.toponyme.seul}" if self.commune and len(codes) == 1 else ""
        )

    @cached_property
    def unite(self) -> Competence | None:
        """Who is competent there: a brigade, or a police station."""
        known = self._referential.competence
        return known.of(self.code) if known and self.code else None

    @property
    def telephone(self) -> str:
        """The number of that unit: what people wrote of it stands before the open file."""
        if self.unite is None:
            return ""
        local = self._territoire.of_unit(self.unite.service, self.unite.id_service)
        units = self._referential.unites
        unit = units.get(self.unite.id_service) if units and self.unite.id_service else None
        return local.telephone or (unit.telephone if unit else "")

    @property
    def maire(self) -> str:
        """The mayor's name: as a person checked it, or else as the register has it."""
        if self._verifie:
            return f"{self._verifie.prenom} {self._verifie.nom}"
        return self._inscrit.nom_complet if self._inscrit else ""

    @property
    def appel(self) -> Appel | None:
        """How the mayor is called: as wished for, or else by the sex that the register gives.

        A mayor whom a person named, and who is not the register's, has no known sex.
        """
        if self.code and (wished := self._territoire.of_commune(self.code).appel):
            return wished
        inscrit, verifie = self._inscrit, self._verifie
        if inscrit is None or (verifie and folded(verifie.nom) != folded(inscrit.nom)):
            return None
        femme = inscrit.sexe is Sexe.FEMME
        return Appel.MADAME_LA_MAIRE if femme else Appel.MONSIEUR_LE_MAIRE

    @property
    def titre(self) -> str:
        """The mayor within a sentence: « le maire », which is also the office, or « la maire »."""
        return "la maire" if self.appel is Appel.MADAME_LA_MAIRE else "le maire"

    @property
    def doute(self) -> Problem | None:
        """What must be checked of the mayor's name before an act bears it."""
        if self._inscrit is None or self._verifie or not self._inscrit.a_verifier:
            return None
        whose = self.commune.toponyme.de if self.commune else ""
        return Problem(
            MAIRES,
            f"Maire {whose} : nom à vérifier, « {self._inscrit.nom} »",
            self._inscrit.line,
            field="nom",
            code="a-verifier",
            hint="notez-le vérifié dans content/territoire/communes.yaml (« maire: »)",
            severity=Severity.AVERTISSEMENT,
        )

    @cached_property
    def _territoire(self) -> Territoire:
        return self._referential.territoire.seen_by(Diffusion.PUBLIQUE)

    @property
    def _verifie(self) -> MaireVerifie | None:
        return self._territoire.of_commune(self.code).maire if self.code else None

    @cached_property
    def _inscrit(self) -> Maire | None:
        known = self._referential.maires
        return known.of(self.code) if known and self.code else None


@dataclass(frozen=True, slots=True)
class Renvoi:
    """What a text may ask of a place: how it is said, and what stands where it is not known."""

    dit: Callable[[Lieu], str]
    sinon: str = ""


def _commune(dit: Callable[[Commune], str]) -> Callable[[Lieu], str]:
    return lambda lieu: dit(lieu.commune) if lieu.commune else ""


def _departement(dit: Callable[[Departement], str]) -> Callable[[Lieu], str]:
    return lambda lieu: dit(lieu.departement) if lieu.departement else ""


def _epci(dit: Callable[[Epci], str]) -> Callable[[Lieu], str]:
    return lambda lieu: dit(lieu.epci) if lieu.epci else ""


def _unite(dit: Callable[[Competence], str]) -> Callable[[Lieu], str]:
    return lambda lieu: dit(lieu.unite) if lieu.unite else ""


BLANCS: Final = {
    "commune": "nom de la commune",
    "commune-adresse": "code postal et commune",
    "departement": "département",
    "maire": "prénom et nom du maire",
    "unite": "nom de l’unité",
    "telephone": "numéro",
    "epci": "nom de l’intercommunalité",
}
"""The blanks that stand where the project does not know, by name: a model declares none of them."""

RENVOIS: Final[Mapping[str, Mapping[str, Renvoi]]] = {
    "commune": {
        "nom": Renvoi(_commune(lambda one: one.toponyme.seul), "{blanc:commune}"),
        "le": Renvoi(_commune(lambda one: one.toponyme.le), "{blanc:commune}"),
        "de": Renvoi(_commune(lambda one: one.toponyme.de), "de {blanc:commune}"),
        "a": Renvoi(_commune(lambda one: one.toponyme.a), "à {blanc:commune}"),
        "postal": Renvoi(lambda lieu: lieu.postal, "{blanc:commune-adresse}"),
    },
    "departement": {
        "nom": Renvoi(_departement(lambda one: one.nom), "{blanc:departement}"),
        "de": Renvoi(_departement(lambda one: one.de), "de {blanc:departement}"),
        "dans": Renvoi(_departement(lambda one: one.dans), "dans {blanc:departement}"),
    },
    "maire": {
        "nom": Renvoi(lambda lieu: lieu.maire, "{blanc:maire}"),
        "appel": Renvoi(lambda lieu: lieu.appel or "", NEUTRE),
        "titre": Renvoi(lambda lieu: lieu.titre),
        "de": Renvoi(lambda lieu: de(lieu.titre)),
        "a": Renvoi(lambda lieu: a(lieu.titre)),
        "signature": Renvoi(lambda lieu: lieu.titre.capitalize()),
    },
    "brigade": {
        "nom": Renvoi(
            _unite(lambda one: one.service), "Brigade ou commissariat\u00a0: {blanc:unite}"
        ),
        "le": Renvoi(_unite(lambda one: one.le), "la brigade ou le commissariat {blanc:unite}"),
        "de": Renvoi(_unite(lambda one: one.de), "de la brigade ou du commissariat {blanc:unite}"),
        "a": Renvoi(_unite(lambda one: a(one.le)), "à la brigade ou au commissariat {blanc:unite}"),
        "telephone": Renvoi(lambda lieu: lieu.telephone, "{blanc:telephone}"),
    },
    "epci": {
        "nom": Renvoi(_epci(lambda one: one.complet), "{blanc:epci}"),
        "le": Renvoi(_epci(lambda one: one.le), "l’intercommunalité {blanc:epci}"),
        "de": Renvoi(_epci(lambda one: de(one.le)), "de l’intercommunalité {blanc:epci}"),
    },
}
"""All that a text may ask, by genre and form."""


def say(lieu: Lieu, genre: str, forme: str) -> str:
    """Return what a text asks of a place, as marked text; raise KeyError when it asks too much."""
    renvoi = RENVOIS[genre][forme]
    said = renvoi.dit(lieu)
    return escaped(said) if said else renvoi.sinon
