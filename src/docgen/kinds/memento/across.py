"""What is wrong between the files of the memento, or with what they refer to: all in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.content.source import Source, Steps
from docgen.content.validation import field_name
from docgen.errors import Problem, closest
from docgen.kinds.kind import Files
from docgen.kinds.memento.connu import Connu, read_connu
from docgen.markup import MarkError, Reference, references
from docgen.referential.droit import Droit
from docgen.referential.droit_fill import fill
from docgen.referential.droit_regle import Nature

LAW = ("base", "points", "droit")
"""The fields that name items of law."""
ROLES = ("qui", "acteur", "role", "roles")
"""The fields that name roles."""
MODELS = ("actes",)
"""The fields that name models of letters and orders."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a file: its field, its place, what it says."""

    source: Source
    steps: Steps
    text: str

    @property
    def field(self) -> str:
        """The last name on the way to it: that of its list, for one of a list."""
        return next((step for step in reversed(self.steps) if isinstance(step, str)), "")

    def problem(self, code: str, message: str, hint: str = "") -> Problem:
        """Return an error at its place."""
        known, mark = self.source.place(self.steps)
        name = field_name(known)
        return Problem(self.source.name, message, mark.line, mark.column, name, code, hint)


def across(files: Files) -> Iterator[Problem]:
    """Yield what is wrong between the files, and with what they refer to."""
    connu = read_connu(files.referential)
    families = [word for source in files.sources for word in _families(source)]
    yield from _twice(families, "id", "l’identifiant")
    yield from _twice(families, "numero", "le numéro")
    if files.complete:
        yield from _one_whole(files.sources)
    named = frozenset(word.text for word in families if word.field == "id")
    for source in files.sources:
        for word in _words(source, (), source.data):
            yield from _unknown(word, connu, named if files.complete else None)


def _families(source: Source) -> Iterator[Word]:
    """Yield the identifier and the number of the family of a file."""
    famille = source.data.get("famille") if isinstance(source.data, dict) else None
    for field in ("id", "numero"):
        value = famille.get(field) if isinstance(famille, dict) else None
        if isinstance(value, str):
            yield Word(source, ("famille", field), value.strip())


def _twice(words: list[Word], field: str, what: str) -> Iterator[Problem]:
    """Yield a problem for each value that two families share."""
    seen: dict[str, Word] = {}
    for word in (word for word in words if word.field == field):
        value = word.text.lstrip("0")
        if value in seen:
            first = seen[value]
            line = first.source.place(first.steps)[1].line
            where = f"{first.source.name}, ligne {line}"
            yield word.problem("doublon", f"{what} « {word.text} » est déjà pris ({where})")
        seen.setdefault(value, word)


def _one_whole(sources: Collection[Source]) -> Iterator[Problem]:
    """Yield a problem unless exactly one file says what holds for all families."""
    wholes = [one for one in sources if isinstance(one.data, dict) and "ensemble" in one.data]
    if not wholes and sources:
        first = next(iter(sources))
        hint = "un fichier « ensemble: » dit le titre, les réflexes, les numéros"
        yield Problem(first.name, "aucun fichier ne dit l’ensemble", code="forme", hint=hint)
    for source in wholes[1:]:
        word = Word(source, ("ensemble",), "")
        yield word.problem("doublon", f"l’ensemble est déjà dit par {wholes[0].name}")


def _words(source: Source, steps: Steps, value: Any) -> Iterator[Word]:
    """Yield every text below a value."""
    if isinstance(value, str):
        yield Word(source, steps, value)
    children = value.items() if isinstance(value, dict) else enumerate(value or ())
    for step, child in () if isinstance(value, str) else children:
        yield from _words(source, (*steps, step), child)


def _unknown(word: Word, connu: Connu, families: frozenset[str] | None) -> Iterator[Problem]:
    """Yield what a text refers to and the project does not know."""
    named = word.text.strip()
    if word.field in LAW:
        yield from _law(word, named, connu.droit)
    elif word.field in ROLES and connu.roles.get(named) is None:
        yield word.problem("role", f"rôle inconnu : « {named} »", connu.roles.nearest(named))
    elif word.field in MODELS and named not in connu.titres.get("modele", {named}):
        hint = closest(named, connu.titres["modele"])
        yield word.problem("modele", f"aucun modèle « {named} »", hint)
    yield from (
        word.problem("droit", wrong.message, wrong.hint)
        for wrong in fill(word.text, connu.droit).errors
    )
    try:
        found = references(word.text)
    except MarkError:  # told by the type of the field
        return
    known: dict[str, Collection[str]] = {**connu.titres}
    if families is not None:
        known["memento"] = families
    for reference in found:
        yield from _broken(word, reference, known)


def _law(word: Word, key: str, droit: Droit) -> Iterator[Problem]:
    """Yield an item of law that is not known, or is not what its field asks for."""
    regle = droit.get(key)
    if regle is None:
        hint = droit.nearest(key) or "les clés : docgen droit"
        yield word.problem("droit", f"aucune règle de droit « {key} »", hint)
        return
    asked, right = {
        "base": ("un article ni un texte", regle.reference is not None),
        "points": ("un point à contrôler", regle.nature is Nature.POINT),
        "droit": ("un délai", regle.nature in (Nature.DELAI, Nature.DUREE)),
    }[word.field]
    if not right:
        yield word.problem("droit", f"« {key} » n’est pas {asked} : {regle.enonce}")


def _broken(
    word: Word, reference: Reference, known: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yield a cross reference that leads nowhere."""
    genres = ("droit", "memento", "fiche", "modele")
    if reference.genre not in genres:
        hint = closest(reference.genre, genres) or "renvois admis : " + ", ".join(genres)
        yield word.problem("renvoi", f"genre de renvoi inconnu : « {reference} »", hint)
    elif reference.cle not in known.get(reference.genre, {reference.cle}):
        hint = closest(reference.cle, known[reference.genre])
        yield word.problem("renvoi", f"renvoi à ce qui n’existe pas : « {reference} »", hint)
