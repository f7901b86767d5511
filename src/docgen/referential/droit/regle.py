"""One item of law as people write it: its value, where it is written, how far it is sure.

`confiance` says where docgen's authors read it; `controle`, that a person went and checked it.
Only a check makes an item verified: nothing that a machine read does.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator

from docgen.content.model import Content, Entier, Jour, Prose, Texte, one_of, refusal
from docgen.french.wording import ordinal
from docgen.referential.droit.mesure import RANGS, Compte, Par, UniteDeMesure, in_digits, in_letters
from docgen.referential.droit.reference import ReferenceLegale

CLE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A key of law; without dots, which ask for a form: `{droit:ma-cle.ref}`."""


class Nature(StrEnum):
    """What sort of item of law it is."""

    MONTANT = "montant"
    DELAI = "delai"
    DUREE = "duree"
    CLASSE = "classe"
    SEUIL = "seuil"
    ARTICLE = "article"
    TEXTE = "texte"
    POINT = "point"

    @property
    def accent(self) -> str:
        """Its French name: ``délai``."""
        return {"delai": "délai", "duree": "durée"}.get(self.value, self.value)


class Confiance(StrEnum):
    """Where an item was read."""

    V = "V"
    V17 = "V17"
    V2 = "V2"
    C = "C"
    S = "S"

    @property
    def libelle(self) -> str:
        """What it means, in French."""
        return LIBELLES[self]


LIBELLES: Final = {
    Confiance.V: "lu dans le texte",
    Confiance.V17: "lu dans une version du texte de 2017 environ",
    Confiance.V2: "lu dans une source secondaire",
    Confiance.C: "connu, mais non retrouvé",
    Confiance.S: "dit par la convention seule",
}


class Bareme(StrEnum):
    """Which sum of a class of contraventions it is."""

    MAXIMUM = "maximum"
    RECIDIVE = "recidive"
    PERSONNE_MORALE = "personne-morale"
    MINOREE = "minoree"
    FORFAITAIRE = "forfaitaire"
    MAJOREE = "majoree"


class SiNonVerifie(StrEnum):
    """What becomes of an item that no one checked, in a final document."""

    BLOQUER = "bloquer"
    RETIRER = "retirer"


class Forme(StrEnum):
    """How a text asks an item to be said: `{droit:ma-cle.ref}`."""

    REF = "ref"
    LONG = "long"
    COURT = "court"
    NUMERO = "numero"
    LETTRES = "lettres"
    CHIFFRES = "chiffres"
    MONTANT = "montant"


def _cle(value: str) -> str:
    if not CLE.fullmatch(value) or len(value) > 60:
        hint = "minuscules sans accent, chiffres et tirets : « depot-amende »"
        raise refusal("cle", f"clé mal formée : « {value} »", hint)
    return value


Cle = Annotated[Texte, AfterValidator(_cle)]
"""The name by which texts call an item."""


class Controle(Content):
    """That a person read the text in force: the day, who, and what was read."""

    le: Jour
    par: Texte
    reference: Texte


class Regle(Content):
    """An item of law.

    `valeur` is a number of `unite`, or a class; `classe` and `bareme` say which sum of which class
    it is; `quintuple_de` names the item that it is five times; `depuis` is left out when the
    day is not known; `point` is the number of the open point that it belongs to, `a_controler`
    what the person who checks must look at.
    """

    cle: Cle
    enonce: Prose
    nature: Annotated[Nature, one_of(Nature)]
    valeur: Texte | None = None
    unite: Annotated[UniteDeMesure, one_of(UniteDeMesure)] | None = None
    par: Annotated[Par, one_of(Par)] | None = None
    compte: Annotated[Compte, one_of(Compte)] | None = None
    classe: Entier | None = None
    bareme: Annotated[Bareme, one_of(Bareme)] | None = None
    quintuple_de: Cle | None = None
    depuis: Jour | None = None
    reference: ReferenceLegale | None = None
    source: Cle | None = None
    page: Texte | None = None
    confiance: Annotated[Confiance, one_of(Confiance)]
    point: Entier | None = None
    a_controler: Prose | None = None
    si_non_verifie: Annotated[SiNonVerifie, one_of(SiNonVerifie)] = SiNonVerifie.BLOQUER
    controle: Controle | None = None

    @property
    def nombre(self) -> Decimal:
        """Its value; raise ValueError when it has none."""
        number = decimal(self.valeur or "")
        if number is None or self.nature is Nature.ARTICLE:
            message = f"« {self.cle} » n’a pas de valeur en chiffres"
            raise ValueError(message)
        return number

    @property
    def libelle(self) -> str:
        """What it is, with its class when it belongs to one."""
        classed = f" ({ordinal(self.classe, True)} classe)" if self.classe else ""
        return self.enonce + classed

    @property
    def dit(self) -> str:
        """Its value as a sentence says it: ``75⍽000␣€``, ``dix jours``, ``4e classe``."""
        match self.nature:
            case Nature.ARTICLE | Nature.TEXTE:
                return self.reference.dit if self.reference else ""
            case Nature.POINT:
                return self.enonce
            case Nature.CLASSE:
                return f"{ordinal(int(self.nombre), True)} classe"
            case Nature.DELAI | Nature.DUREE:
                return self.en_lettres
            case _:
                return self.en_chiffres

    @property
    def en_chiffres(self) -> str:
        """Its value in digits; raise ValueError when it has no unit."""
        return in_digits(self.nombre, self._unite, self.compte, self.par)

    @property
    def en_lettres(self) -> str:
        """Its value in letters; raise ValueError when it has no number, or one too large."""
        if self.nature is Nature.CLASSE:
            return f"{RANGS[int(self.nombre) - 1]} classe"
        return in_letters(self.nombre, self._unite, self.compte, self.par)

    @property
    def _unite(self) -> UniteDeMesure:
        if self.unite is None:
            message = f"« {self.cle} » n’a pas d’unité"
            raise ValueError(message)
        return self.unite

    @property
    def verifie(self) -> bool:
        """Whether a person checked it: what makes it fit for a final document."""
        return self.controle is not None

    @property
    def a_verifier(self) -> bool:
        """Whether no one checked it: listed at the end of a draft, and blocks or leaves a final."""
        return not self.verifie

    @property
    def incertaine(self) -> bool:
        """Whether it was not read in a recent text, or belongs to an open point."""
        return self.confiance is not Confiance.V or self.point is not None

    @property
    def a_signaler(self) -> bool:
        """Whether a draft says « à vérifier » beside it: not checked, and not sure either."""
        return self.a_verifier and self.incertaine

    @property
    def bloquante(self) -> bool:
        """Whether it keeps a document that says it from being final."""
        return self.a_verifier and self.si_non_verifie is SiNonVerifie.BLOQUER

    @property
    def a_retirer(self) -> bool:
        """Whether a final document leaves out what says it."""
        return self.a_verifier and self.si_non_verifie is SiNonVerifie.RETIRER

    def age(self, today: date) -> int | None:
        """Return the days since it was checked, None when no one did."""
        return (today - self.controle.le).days if self.controle else None


def decimal(text: str) -> Decimal | None:
    """Return a value as people write it (`75000`, `75 000`, `18,03`), None when it is none."""
    plain = re.sub(r"\s", "", text).replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain) else None
