"""An item of law as written in the files: its value, its reference, how certain it is.

`confiance` says where docgen's authors read it; `controle`, that someone checked it in the text in
force.  Only a check makes an item verified.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, PrivateAttr

from docgen.content.model import Content, Entier, Jour, Prose, Texte, one_of, refusal
from docgen.content.stamp import (
    STAMP_WORDS,
    Empreinte,
    Stamp,
    change_between,
    refusal_or_change,
    words_digest,
)
from docgen.french.wording import ordinal
from docgen.referential.droit.mesure import RANGS, Compte, Par, UniteDeMesure, in_digits, in_letters
from docgen.referential.droit.reference import ReferenceLegale

CLE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A key of law, without dots: a dot comes before a form, `{droit:ma-cle.ref}`."""
VERSION: Final = re.compile(r"(?:LEGI|JORF)ARTI\d{12}")
"""The identifier of a version of an article: « LEGIARTI000006834444 »."""
DEPARTEMENT: Final = re.compile(r"97\d|98\d|2[AB]|\d\d")
"""The code of a département."""


class Nature(StrEnum):
    """The sort of an item of law."""

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
    """How an item is known: from a text of some age, from another source, from memory."""

    V = "V"
    V20 = "V20"
    V17 = "V17"
    VR = "VR"
    V2 = "V2"
    C = "C"
    S = "S"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES: Final = {
    Confiance.V: "lu dans le texte",
    Confiance.V20: "lu dans un texte de 2020 à 2023",
    Confiance.V17: "lu dans un texte de 2017 ou d’avant",
    Confiance.VR: "lu dans un texte remplacé depuis",
    Confiance.V2: "lu dans une source secondaire",
    Confiance.C: "connu de mémoire, non retrouvé",
    Confiance.S: "dit par la convention seule",
}


class Bareme(StrEnum):
    """A row of the scale of contraventions."""

    MAXIMUM = "maximum"
    RECIDIVE = "recidive"
    PERSONNE_MORALE = "personne-morale"
    MINOREE = "minoree"
    FORFAITAIRE = "forfaitaire"
    MAJOREE = "majoree"


class SiNonVerifie(StrEnum):
    """The treatment of an unchecked item in a final document."""

    BLOQUER = "bloquer"
    RETIRER = "retirer"


class Forme(StrEnum):
    """The form in which a text cites an item: `{droit:ma-cle.ref}`."""

    REF = "ref"
    LONG = "long"
    COURT = "court"
    NUMERO = "numero"
    ABREGE = "abrege"
    LETTRES = "lettres"
    CHIFFRES = "chiffres"
    MONTANT = "montant"


def _cle(value: str) -> str:
    if not CLE.fullmatch(value) or len(value) > 60:
        hint = "minuscules sans accent, chiffres et tirets : « depot-amende »"
        raise refusal("cle", f"clé mal formée : « {value} »", hint)
    return value


Cle = Annotated[Texte, AfterValidator(_cle)]
"""The key by which texts cite an item."""


def _version(value: str) -> str:
    if not VERSION.fullmatch(value):
        hint = "« LEGIARTI » et douze chiffres, comme dans l’adresse de Légifrance"
        raise refusal("version", f"version d’article mal formée : « {value} »", hint)
    return value


Version = Annotated[Texte, AfterValidator(_version)]
"""The identifier of a version of an article on Légifrance."""


def _departement(value: str) -> str:
    if not DEPARTEMENT.fullmatch(value):
        hint = "son code, entre guillemets : « 81 », « 2A », « 974 »"
        raise refusal("departement", f"département mal formé : « {value} »", hint)
    return value


class Controle(Stamp):
    """A check of an item in the text in force, and the text read.

    `version` is the version of the article that was read, `texte` the digest of its words.
    """

    reference: Texte
    version: Version | None = None
    texte: Empreinte | None = None


class Regle(Content):
    """An item of law.

    `valeur` is a number of `unite`, or a class; `classe` and `bareme` place a sum in the scale of
    contraventions; `quintuple_de` is the key of the item of which it is five times the value;
    `depuis` is the day of its entry into force, if known; `point` is the number of its open
    question, `a_controler` what a check must look at; `departement` is the code of the only one
    where it holds.
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
    point: Annotated[Entier, Field(ge=1, le=99)] | None = None
    a_controler: Prose | None = None
    si_non_verifie: Annotated[SiNonVerifie, one_of(SiNonVerifie)] = SiNonVerifie.BLOQUER
    departement: Annotated[Texte, AfterValidator(_departement)] | None = None
    controle: Controle | None = None
    _overtaken: str = PrivateAttr("")
    _elsewhere: str = PrivateAttr("")
    _instead: str = PrivateAttr("")

    @property
    def overtaken(self) -> str:
        """Why its check counts no more, though its own words stand: its article changed since."""
        return self._overtaken

    def overtaken_by(self, change: str) -> Self:
        """Return it with a check that a change of its article overtook."""
        copy = self.model_copy()
        copy._overtaken = change
        return copy

    @property
    def elsewhere(self) -> str:
        """Why it does not hold in the département of the project: no check of it counts."""
        return self._elsewhere

    @property
    def instead(self) -> str:
        """What is done about it, where it does not hold there."""
        return self._instead

    def held_elsewhere(self, why: str, instead: str) -> Self:
        """Return it as a rule that does not hold in the département of the project."""
        copy = self.model_copy()
        copy._elsewhere, copy._instead = why, instead
        return copy

    @property
    def nombre(self) -> Decimal:
        """Its value; raise ValueError when it has none."""
        number = decimal(self.valeur or "")
        if number is None or self.nature is Nature.ARTICLE:
            raise ValueError(f"« {self.cle} » n’a pas de valeur en chiffres")
        return number

    @property
    def libelle(self) -> str:
        """Its statement, with its class if it has one."""
        classed = f" ({ordinal(self.classe, True)} classe)" if self.classe else ""
        return self.enonce + classed

    @property
    def dit(self) -> str:
        """Its value in a sentence: ``75⍽000␣€``, ``dix jours``, ``4e classe``."""
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
        """Its value in letters; raise ValueError when it has none, or one too large."""
        if self.nature is Nature.CLASSE:
            return f"{RANGS[int(self.nombre) - 1]} classe"
        return in_letters(self.nombre, self._unite, self.compte, self.par)

    @property
    def _unite(self) -> UniteDeMesure:
        if self.unite is None:
            raise ValueError(f"« {self.cle} » n’a pas d’unité")
        return self.unite

    @cached_property
    def empreinte(self) -> str:
        """The digest of what a check is of: its statement, its value, its class, its reference."""
        number = decimal(self.valeur or "")
        value = self.valeur if number is None else f"{number.normalize():f}"
        own = (self.enonce, self.nature, value, self.unite, self.par, self.compte)
        parts = (*own, self.classe, self.bareme)
        said = self.reference.parts if self.reference else ()
        return words_digest(str(part or "") for part in (*parts, *said))

    @property
    def verifie(self) -> bool:
        """Whether someone checked it as it stands, which makes it fit for a final document."""
        return self.controle is not None and not self.change

    @property
    def change(self) -> str:
        """The reason why a check does not count, or nothing."""
        check = self.controle
        if self.elsewhere:
            return self.elsewhere
        if check and check.refus:
            return refusal_or_change(check.empreinte, self.empreinte, check.le, "jugé faux")
        act = STAMP_WORDS["controle"]
        changed = change_between(check.empreinte, self.empreinte, act, check.le) if check else ""
        return changed or self.overtaken

    @property
    def jugement(self) -> Controle | None:
        """What a person said of it as it stands, that it is right or wrong; None if nobody did."""
        check = self.controle
        changed = check and change_between(check.empreinte, self.empreinte, "", check.le)
        return None if changed else check

    @property
    def a_verifier(self) -> bool:
        """Whether no check counts: a draft lists it, a final document is refused or omits it."""
        return not self.verifie

    @property
    def incertaine(self) -> bool:
        """Whether it was not read in a recent text, or belongs to an open question."""
        return self.confiance is not Confiance.V or self.point is not None

    @property
    def a_signaler(self) -> bool:
        """Whether a draft prints « à vérifier » beside it: unchecked, and not certain.

        What someone judged wrong, and what changed since a check, is not certain either.
        """
        return self.a_verifier and (self.incertaine or bool(self.change))

    @property
    def bloquante(self) -> bool:
        """Whether it keeps a document that cites it from being final."""
        return self.a_verifier and self.si_non_verifie is SiNonVerifie.BLOQUER

    @property
    def a_retirer(self) -> bool:
        """Whether a final document omits the text that cites it."""
        return self.a_verifier and self.si_non_verifie is SiNonVerifie.RETIRER

    def age(self, today: date) -> int | None:
        """Return the days since its check, None when no check counts."""
        return (today - self.controle.le).days if self.controle and self.verifie else None


def decimal(text: str) -> Decimal | None:
    """Return the number of a text (`75000`, `75 000`, `18,03`), None when it is none."""
    plain = re.sub(r"\s", "", text).replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain) else None
