"""An act as other documents read it: its parties, its clauses, its commitments.

An act is read from the raw values of its file: a mistake in one clause does not hide the others.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from docgen.content.raw import as_group, as_list, as_text, groups_of, texts_of
from docgen.content.source import Mark, Source, Steps
from docgen.content.validation import mappings
from docgen.document import Diffusion
from docgen.french.days import read_day
from docgen.french.letters import folded
from docgen.french.rule import INSECABLE
from docgen.french.typography import texte_signe
from docgen.french.wording import BIS, date_longue
from docgen.kinds.actes.content import EtatActe
from docgen.markup import MarkError, plain
from docgen.workspace import text_key

COMMITTING: Final = ("Engagement", "Communication")
"""The first word of the title of an article that holds commitments, but for what leads to it."""
LEADING: Final = re.compile(r"(?:d[eu]s? )?(?:l[ae]s? |l’)?")
"""What leads to the first noun of a folded title: « Les », « De l’ »."""

NO_PARTY: Final = "Partenariat"
"""Where an act names no party."""

LAST_NUMBER: Final = re.compile(rf"\S+(?:\s+{BIS})?\s*$", re.IGNORECASE)
"""The number at the end of that of a clause: « 5 bis » of « ARTICLE 5 bis »."""


@dataclass(frozen=True, slots=True)
class RawPassage:
    """A paragraph or a bullet of a clause: its words and its place in the file."""

    mots: tuple[str, ...]
    steps: Steps
    puce: bool


@dataclass(frozen=True, slots=True)
class RawClause:
    """A clause: its name, number and title, and its own passages."""

    id: str
    numero: str
    titre: str
    niveau: str
    """The list that contains it: `articles`, `sections`, `actions`…"""
    steps: Steps
    passages: tuple[RawPassage, ...]

    @property
    def mots(self) -> tuple[str, ...]:
        return tuple(mot for passage in self.passages for mot in passage.mots)


@dataclass(frozen=True, slots=True)
class Engagement:
    """A commitment of the parties: a whole clause, or one bullet of it."""

    clause: RawClause
    puce: RawPassage | None = None

    @property
    def steps(self) -> Steps:
        return self.puce.steps if self.puce else self.clause.steps

    @property
    def nom(self) -> str:
        """Its name: the clause, or the first words of the bullet."""
        if self.puce is None:
            return " ".join(filter(None, (self.clause.numero, self.clause.titre)))
        return f"{self.clause.numero}, « {' '.join(self.puce.mots[:14])}… »"


class Acte:
    """A convention, signed or not."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def clauses(self) -> Mapping[str, RawClause]:
        """Its clauses by their names, without those whose words are missing."""
        read = (_clause(steps, group) for steps, group in mappings(self.source.data))
        return {clause.id: clause for clause in read if clause}

    @property
    def cle(self) -> str:
        """The key of its text: « 2026 »."""
        return text_key("convention", self.source.name)

    @property
    def signe(self) -> bool:
        return self._value("acte") == EtatActe.SIGNE

    @property
    def diffusion(self) -> Diffusion:
        """Who may read it: the fewest, where it does not say."""
        stated = as_text(self._value("diffusion")).strip()
        return next((one for one in Diffusion if one == stated), Diffusion.INTERNE)

    @property
    def modifie(self) -> str:
        """The name of the text that it amends, '' for none."""
        return as_text(as_group(self._value("avenant")).get("modifie")).strip()

    @property
    def numero(self) -> str:
        """The number of the amendment that leaves the act as it is, '' for none."""
        return as_text(as_group(self._value("avenant")).get("numero")).strip()

    @property
    def effet(self) -> date | None:
        """The day from which it rules: that of its amendment, or of its signature."""
        return read_day(as_group(self._value("avenant")).get("effet")) or self.signature

    @property
    def signature(self) -> date | None:
        """The day on which it was signed: its amendment, if it is the text of one."""
        amending = as_group(self._value("avenant"))
        signed = as_group(amending.get("signature") if amending else self._value("signature"))
        return read_day(signed.get("date"))

    @property
    def intitule(self) -> str:
        """Its usual name: « Convention AMR81 – GGD81 »."""
        return " ".join(words(str(self._value("intitule"))))

    @property
    def nom(self) -> str:
        """Its name in a list of sources: « convention du 23 avril 2026 », and its amendment."""
        day = read_day(as_group(self._value("signature")).get("date"))
        if day is None:
            return "projet de convention"
        return f"convention du {date_longue(day)}{self.amended}"

    @property
    def nom_court(self) -> str:
        """Its name on one line, as jurists shorten it: « convention du 23 avril 2026 modifiée »."""
        return self.nom.replace(self.amended, " modifiée") if self.amended else self.nom

    @property
    def amended(self) -> str:
        """What follows its name once signed: its last amendment; '' for none."""
        day = self._amended_on
        if day is None:
            return ""
        last = "" if self._is_first_amendment else "en dernier lieu "
        return f", modifiée {last}par {self.avenant} du {date_longue(day)}"

    @property
    def avenant(self) -> str:
        """The name of its amendment in a sentence: « l’avenant n° 1 »."""
        return f"l’avenant n°{INSECABLE}{self.numero}"

    @property
    def with_amendments(self) -> str:
        """What follows « copie de la convention » once it is amended; '' for no amendment."""
        if self._amended_on is None:
            return ""
        if self._is_first_amendment:
            return f" et de son avenant n°{INSECABLE}{self.numero}"
        return " et de ses avenants"

    @property
    def _is_first_amendment(self) -> bool:
        return self.numero.lstrip("0") == "1"

    @property
    def _amended_on(self) -> date | None:
        """The day on which its last amendment was signed, None for no amendment."""
        avenant = as_group(self._value("avenant"))
        return read_day(as_group(avenant.get("signature")).get("date")) if self.signe else None

    @property
    def sigles(self) -> str:
        """The short names of its parties: « AMR81 – GGD81 »."""
        return " – ".join(_sigles(self._value("parties"))) or NO_PARTY

    @property
    def named_parties(self) -> tuple[str, ...]:
        """The names of its parties beside their short names: « AMR81 : Association … »."""
        listed = groups_of(as_group(self._value("parties")), "liste")
        names = (
            (" ".join(words(as_text(one.get(key)))) for key in ("sigle", "nom"))
            for _, one in listed
        )
        named = (f"{sigle}{INSECABLE}: {name}" for sigle, name in names if sigle and name)
        return tuple(map(texte_signe, named))

    def _value(self, key: str) -> object:
        return as_group(self.source.data).get(key)

    def get(self, name: str) -> RawClause | None:
        """Return a clause by its identifier, None when there is none."""
        return self.clauses.get(name)

    def above(self, clause: RawClause) -> RawClause | None:
        """Return the clause that holds another, None for an article."""
        return next((c for c in self.clauses.values() if c.steps == clause.steps[:-2]), None)

    def short_number(self, clause: RawClause) -> str:
        """Return the number of an action, or of the article that holds a clause: « 4.1 », « 4 »."""
        if clause.niveau == "actions":
            return clause.numero.removeprefix("Action").strip()
        number = LAST_NUMBER.search((self.above(clause) or clause).numero)
        return INSECABLE.join(number[0].split()) if number else ""

    def place(self, steps: Steps) -> Mark:
        """Return the place of a part of the act in its file."""
        return self.source.place(steps)[1]

    def engagements(self) -> Iterator[Engagement]:
        """Yield the commitments of the parties, in the order of the act.

        These are the actions of the plan, and the bullets and sections of an article of
        commitments, or the whole article when it has neither.
        """
        for clause in self.clauses.values():
            if clause.niveau == "actions" and clause.passages:
                yield Engagement(clause)
            elif clause.niveau == "articles" and _is_committing(clause.titre):
                yield from self._of_article(clause)

    def _of_article(self, article: RawClause) -> Iterator[Engagement]:
        inside = [Engagement(article, passage) for passage in article.passages if passage.puce]
        sections = (c for c in self.clauses.values() if self.above(c) is article)
        inside += [Engagement(section) for section in sections]
        yield from inside or [Engagement(article)]


def _sigles(parties: object) -> Iterator[str]:
    for _, sigle in texts_of(parties, "liste", "sigle"):
        if sigle.strip():
            with suppress(MarkError):
                yield plain(texte_signe(sigle))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a signed text without marks, its spaces and quotes corrected."""
    try:
        return tuple(plain(texte_signe(text)).split())
    except MarkError:  # reported by the act's own check
        return ()


def _is_committing(title: str) -> bool:
    return LEADING.sub("", folded(title), count=1).startswith(tuple(map(folded, COMMITTING)))


def contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether a sequence of words contains another."""
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _clause(steps: Steps, group: dict[str, Any]) -> RawClause | None:
    """Return a clause from raw values, None when it has no name or its words are missing."""
    name = group.get("id")
    foreign = len(steps) < 2 or steps[0] == "avenant"
    if not isinstance(name, str) or foreign or group.get("etat") == "manquant":
        return None
    label = {key: " ".join(words(str(group.get(key) or ""))) for key in ("numero", "titre")}
    passages = tuple(_passages((*steps, "texte"), group.get("texte")))
    return RawClause(name, label["numero"], label["titre"], str(steps[-2]), steps, passages)


def _passages(steps: Steps, text: object) -> Iterator[RawPassage]:
    for rank, alinea in enumerate(as_list(text)):
        if isinstance(alinea, str):
            yield RawPassage(words(alinea), (*steps, rank), False)
        for number, point in enumerate(as_list(as_group(alinea).get("liste"))):
            if isinstance(point, str):
                yield RawPassage(words(point), (*steps, rank, "liste", number), True)
