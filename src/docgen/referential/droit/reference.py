"""Legal references: an article of a code, or a text with its number and day.

    art. L. 541-3 du code de l’environnement
    art. 37 de la loi n° 2025-268 du 24 mars 2025
    circulaire du 6 septembre 2005 (NOR : DEVG0540305C)

A link is a search of Légifrance by the printed number, which shows the version in force; an
identifier (`LEGIARTI…`) would name a dated version.
"""

import re
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator

from docgen.content.model import Content, Jour, Prose, Texte, one_of, refusal
from docgen.errors import closest
from docgen.french.rule import INSECABLE
from docgen.french.wording import date_longue, de

ARTICLE: Final = re.compile(r"(?:(LO|[LRDA])\.?\s?)?(\d+(?:-\d+)*)")
"""An article's number, as written: ``L541-3``, ``L. 541-3``, ``322-5``."""
LOOSE_ARTICLE: Final = re.compile(r"(LO|[LRDA])?(\d+(?:-\d+)*)(?:er)?")
"""An article's number without stops, stars and spaces; Légifrance marks decrees by a star."""
CITED: Final = re.compile(r"\b(?:LO|[LRDA])\.?\s?\d+(?:-\d+)*|\b[Aa]nnexe\s\d+")
"""An article that a `partie` names too: « et L. 228-5 », « annexe 1 »."""
NOR: Final = re.compile(r"[A-Z]{4}\d{7}[A-Z]")
"""The number of an administrative publication."""

_ARTICLES: Final = (
    "https://www.legifrance.gouv.fr/search/code?tab_selection=code&searchField=NUM_ARTICLE&query="
)
_TEXTES: Final = (
    "https://www.legifrance.gouv.fr/search/all?tab_selection=all&searchField=ALL&query="
)


class Code(NamedTuple):
    """A code: its name after « le », its usual abbreviation, its identifiers in the base LEGI."""

    nom: str
    abrege: str
    legi: tuple[str, ...]


CODES: Final = {
    "assurances": Code("code des assurances", "C. assur.", ("LEGITEXT000006073984",)),
    "cgct": Code("code général des collectivités territoriales", "CGCT", ("LEGITEXT000006070633",)),
    "cgfp": Code("code général de la fonction publique", "CGFP", ("LEGITEXT000044416551",)),
    "cch": Code("code de la construction et de l’habitation", "CCH", ("LEGITEXT000006074096",)),
    "civil": Code("code civil", "C. civ.", ("LEGITEXT000006070721",)),
    "cja": Code("code de justice administrative", "CJA", ("LEGITEXT000006070933",)),
    "cpc": Code("code de procédure civile", "CPC", ("LEGITEXT000006070716",)),
    "cpce": Code(
        "code des postes et des communications électroniques", "CPCE", ("LEGITEXT000006070987",)
    ),
    "cpp": Code("code de procédure pénale", "CPP", ("LEGITEXT000006071154",)),
    "crpa": Code(
        "code des relations entre le public et l’administration", "CRPA", ("LEGITEXT000031366350",)
    ),
    "crpm": Code(
        "code rural et de la pêche maritime",
        "CRPM",
        ("LEGITEXT000006071367", "LEGITEXT000022197698"),
    ),
    "csi": Code("code de la sécurité intérieure", "CSI", ("LEGITEXT000025503132",)),
    "csp": Code("code de la santé publique", "CSP", ("LEGITEXT000006072665",)),
    "defense": Code("code de la défense", "C. déf.", ("LEGITEXT000006071307",)),
    "environnement": Code("code de l’environnement", "C. env.", ("LEGITEXT000006074220",)),
    "forestier": Code("code forestier", "C. for.", ("LEGITEXT000025244092",)),
    "penal": Code("code pénal", "C. pén.", ("LEGITEXT000006070719",)),
    "route": Code("code de la route", "C. route", ("LEGITEXT000006074228",)),
    "travail": Code("code du travail", "C. trav.", ("LEGITEXT000006072050",)),
    "urbanisme": Code("code de l’urbanisme", "C. urb.", ("LEGITEXT000006074075",)),
}
"""The codes, by their names in the files."""


class Genre(StrEnum):
    """The nature of a text outside the codes."""

    LOI = "loi"
    PROJET_DE_LOI = "projet-de-loi"
    DECRET = "decret"
    PROJET_DE_DECRET = "projet-de-decret"
    ARRETE_PREFECTORAL = "arrete-prefectoral"
    CIRCULAIRE = "circulaire"
    INSTRUCTION = "instruction"
    ARRET = "arret"
    AUTRE = "autre"


GENRES: Final = {
    Genre.LOI: "la loi",
    Genre.PROJET_DE_LOI: "le projet de loi",
    Genre.DECRET: "le décret",
    Genre.PROJET_DE_DECRET: "le projet de décret",
    Genre.ARRETE_PREFECTORAL: "l’arrêté préfectoral",
    Genre.CIRCULAIRE: "la circulaire",
    Genre.INSTRUCTION: "l’instruction",
}
"""The texts with their articles; an `ARRET` and an `AUTRE` have a `titre` instead."""

PUBLIES: Final = {Genre.LOI, Genre.DECRET, Genre.CIRCULAIRE, Genre.INSTRUCTION, Genre.ARRET}
"""The texts that Légifrance finds by their number."""


def _code(value: str) -> str:
    if value not in CODES:
        hint = closest(value, CODES) or "codes connus : " + ", ".join(CODES)
        raise refusal("code", f"code inconnu : « {value} »", hint)
    return value


def _article(value: str) -> str:
    if not ARTICLE.fullmatch(value):
        hint = "« L. 541-3 », « 322-5 » ; ce qui précise l’article se met dans « partie: »"
        raise refusal("article", f"numéro d’article mal formé : « {value} »", hint)
    return value


def _nor(value: str) -> str:
    if not NOR.fullmatch(value):
        hint = "quatre lettres, sept chiffres, une lettre : « DEVG0540305C »"
        raise refusal("nor", f"numéro NOR mal formé : « {value} »", hint)
    return value


Article = Annotated[Texte, AfterValidator(_article)]
"""The number of an article."""


class ReferenceLegale(Content):
    """An article of a code (`code`, `article`), or a text (`texte` and what names it).

    `jusqu_au` is the last article of a range, `partie` a part of the article; `titre` is the name
    of another text with its article (« la charte … »), or the court of a judgment.
    """

    code: Annotated[Texte, AfterValidator(_code)] | None = None
    texte: Annotated[Genre, one_of(Genre)] | None = None
    article: Article | None = None
    jusqu_au: Article | None = None
    partie: Prose | None = None
    titre: Prose | None = None
    numero: Texte | None = None
    date: Jour | None = None
    nor: Annotated[Texte, AfterValidator(_nor)] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """What it is made of, however it was written: « L. 541-3 » and « L541-3 » are one."""
        articles = (compact(one) if one else "" for one in (self.article, self.jusqu_au))
        day = self.date.isoformat() if self.date else ""
        named = (self.code, self.texte, *articles, self.partie, self.titre, self.numero, day)
        return tuple(str(part or "") for part in (*named, self.nor))

    @property
    def dit(self) -> str:
        """The official form: ``art.␣L.␣541-3 du code de l’environnement``."""
        if self.article is None:
            return re.sub(r"^(?:l[ae]s? |l’)", "", self._ouvrage)
        return f"art.{INSECABLE}{self.numeros} {de(self._ouvrage)}"

    @property
    def long(self) -> str:
        """The form for acts: ``article L.␣541-3 du code de l’environnement``."""
        plural = "s" * (self.jusqu_au is not None)
        return self.dit.replace(f"art.{INSECABLE}", f"article{plural}{INSECABLE}", 1)

    @property
    def court(self) -> str:
        """The form for texts: ``art.␣16 du CPP``, a code without initials named whole."""
        if self.code is None or self.article is None:
            return self.dit
        return f"art.{INSECABLE}{self.numeros} {self.du_code}"

    @property
    def code_abrege(self) -> str:
        """The abbreviation of its code, or nothing: ``C.␣env.``."""
        return CODES[self.code].abrege.replace(" ", INSECABLE) if self.code else ""

    @property
    def du_code(self) -> str:
        """What follows the articles of its code in a text: « du CPP », « du code pénal »."""
        if self.code is None:
            return ""
        code = CODES[self.code]
        return de(f"le {code.abrege if code.abrege.isupper() else code.nom}")

    @property
    def numeros(self) -> str:
        """The article alone: ``L.␣541-46 (I, 4°)``, ``L.␣412-21 à L.␣412-27``; or nothing."""
        if self.article is None:
            return ""
        last = f" à {numero(self.jusqu_au)}" if self.jusqu_au else ""
        part = f" ({self.partie})" if self.partie else ""
        return f"{numero(self.article)}{last}{part}"

    @property
    def ouvrage(self) -> str:
        """The key of its code (« environnement »), law or decree (« loi 2025-268 »); or nothing."""
        numbered = self.texte in (Genre.LOI, Genre.DECRET) and self.numero
        return self.code or (f"{self.texte} {self.numero}" if numbered else "")

    @property
    def articles(self) -> tuple[str, ...]:
        """The numbers of its articles, as `article_key` writes them, those in `partie` included.

        Of a range, the first and the last, and what lies between by their last number.
        """
        if self.article is None:
            return ()
        first = compact(self.article)
        last = compact(self.jusqu_au) if self.jusqu_au else first
        more = map(article_key, CITED.findall(self.partie or ""))
        return tuple(dict.fromkeys((first, *_between(first, last), last, *more)))

    @property
    def lien(self) -> str:
        """The address of a search on Légifrance; empty for a text that it lacks."""
        if self.code and self.article:
            return _ARTICLES + compact(self.article)
        named = self.nor or self.numero
        return _TEXTES + named if named and self.texte in PUBLIES else ""

    @property
    def _ouvrage(self) -> str:
        if self.code is not None:
            return f"le {CODES[self.code].nom}"
        if self.texte is Genre.ARRET:
            day = date_longue(self.date) if self.date else ""
            number = _with_numero_sign(self.numero) if self.numero else ""
            return ", ".join(filter(None, (self.titre, day, number)))
        named = GENRES[self.texte] if self.texte in GENRES else str(self.titre)
        words = [named, _with_numero_sign(self.numero) if self.numero else ""]
        words += [f"du {date_longue(self.date)}" if self.date else ""]
        nor = f"NOR{INSECABLE}:{INSECABLE}{self.nor}" if self.nor else ""
        inside = ", ".join(filter(None, (nor, "" if self.article else self.partie)))
        return " ".join(filter(None, (*words, f"({inside})" if inside else "")))


def numero(article: str) -> str:
    """Return an article's number as printed: ``L541-3`` → ``L.␣541-3``, ``322-5`` unchanged."""
    letter, digits = _parts(article)
    return f"{letter}.{INSECABLE}{digits}" if letter else digits


def compact(article: str) -> str:
    """Return an article's number as Légifrance writes it: ``L541-3``."""
    return "".join(_parts(article))


def article_key(text: str) -> str:
    """Return an article's number in one writing: ``R. *421-1`` → ``R421-1``, ``1er`` → ``1``."""
    match = LOOSE_ARTICLE.fullmatch(re.sub(r"[.*\s]", "", text))
    return f"{match[1] or ''}{match[2]}" if match else " ".join(text.split()).capitalize()


def _between(first: str, last: str) -> list[str]:
    stem, _, start = first.rpartition("-")
    other, _, end = last.rpartition("-")
    if not stem or stem != other:
        return []
    return [f"{stem}-{number}" for number in range(int(start) + 1, int(end))]


def _parts(article: str) -> tuple[str, str]:
    match = ARTICLE.fullmatch(article)
    if match is None:
        raise ValueError(f"« {article} » n’est pas un numéro d’article")
    return match[1] or "", match[2]


def _with_numero_sign(number: str) -> str:
    return f"n°{INSECABLE}{number}"
