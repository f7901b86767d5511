"""The act that fiches serve: its clauses by name, their words, and what the parties commit to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from docgen.content.source import Mark, Source, Steps
from docgen.content.validation import mappings
from docgen.french.typography import texte_signe
from docgen.french.wording import date_longue
from docgen.markup import MarkError, plain

COMMITTING: Final = ("Engagement", "Communication")
"""How the title of an article begins that commits the parties to do something."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a bullet of a clause: its words, and where it stands in the file."""

    mots: tuple[str, ...]
    steps: Steps
    puce: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its name, number and title as they are read, and its own passages."""

    id: str
    numero: str
    titre: str
    niveau: str
    """The list that it stands in: `articles`, `sections`, `actions`…"""
    steps: Steps
    passages: tuple[Passage, ...]

    @property
    def mots(self) -> tuple[str, ...]:
        """All its own words, in order."""
        return tuple(mot for passage in self.passages for mot in passage.mots)


@dataclass(frozen=True, slots=True)
class Engagement:
    """Something that the parties commit to: a whole clause, or one bullet of it."""

    clause: Clause
    puce: Passage | None = None

    @property
    def steps(self) -> Steps:
        """Where it stands in the file."""
        return self.puce.steps if self.puce else self.clause.steps

    @property
    def nom(self) -> str:
        """How it is told: its clause, or the first words of its bullet."""
        if self.puce is None:
            return " ".join(filter(None, (self.clause.numero, self.clause.titre)))
        return f"{self.clause.numero}, « {' '.join(self.puce.mots[:14])}… »"


class Acte:
    """A convention as fiches see it, read from the raw values of its file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        read = (_clause(steps, group) for steps, group in mappings(source.data))
        self.clauses = {clause.id: clause for clause in read if clause}

    @property
    def intitule(self) -> str:
        """Its usual name: « Convention AMR81 – GGD81 »."""
        return " ".join(words(str(self._said("intitule"))))

    @property
    def nom(self) -> str:
        """The act in a list of sources: « convention du 23 avril 2026 »."""
        signature = self._said("signature")
        day = signature.get("date") if isinstance(signature, dict) else None
        try:
            return f"convention du {date_longue(date.fromisoformat(str(day)))}"
        except ValueError:
            return f"convention (« {self.source.name} »)"

    def _said(self, key: str) -> object:
        return self.source.data.get(key) if isinstance(self.source.data, dict) else None

    def get(self, name: str) -> Clause | None:
        """Return a clause by its identifier, None when there is none."""
        return self.clauses.get(name)

    def above(self, clause: Clause) -> Clause | None:
        """Return the clause that holds another, None for an article."""
        return next((c for c in self.clauses.values() if c.steps == clause.steps[:-2]), None)

    def place(self, steps: Steps) -> Mark:
        """Return where a part of the act stands in its file."""
        return self.source.place(steps)[1]

    def engagements(self) -> Iterator[Engagement]:
        """Yield what the parties commit to, in the order of the act.

        Every action of the plan; in an article of commitments, its bullets and its sections, or
        the whole of it when it has neither.
        """
        for clause in self.clauses.values():
            if clause.niveau == "actions" and clause.passages:
                yield Engagement(clause)
            elif clause.niveau == "articles" and clause.titre.startswith(COMMITTING):
                yield from self._of_article(clause)

    def _of_article(self, article: Clause) -> Iterator[Engagement]:
        inside = [Engagement(article, one) for one in article.passages if one.puce]
        sections = (c for c in self.clauses.values() if self.above(c) is article)
        inside += [Engagement(section) for section in sections]
        yield from inside or [Engagement(article)]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a signed text, without marks; spaces and quotes put right."""
    try:
        return tuple(plain(texte_signe(text)).split())
    except MarkError:  # told by the act's own check
        return ()


def holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether words stand one after another in others."""
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _clause(steps: Steps, group: dict[str, Any]) -> Clause | None:
    """Return a group of raw values as a clause; None when it is none, or its words are missing."""
    name = group.get("id")
    if not isinstance(name, str) or len(steps) < 2 or group.get("etat") == "manquant":
        return None
    said = {key: " ".join(words(str(group.get(key) or ""))) for key in ("numero", "titre")}
    passages = tuple(_passages((*steps, "texte"), group.get("texte")))
    return Clause(name, said["numero"], said["titre"], str(steps[-2]), steps, passages)


def _passages(steps: Steps, text: object) -> Iterator[Passage]:
    for rank, alinea in enumerate(text if isinstance(text, list) else ()):
        listed = alinea.get("liste") if isinstance(alinea, dict) else None
        if isinstance(alinea, str):
            yield Passage(words(alinea), (*steps, rank), False)
        for number, point in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(point, str):
                yield Passage(words(point), (*steps, rank, "liste", number), True)
