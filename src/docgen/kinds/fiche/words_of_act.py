"""The words that a fiche takes from the act, against each text of the act.

Between the signature of an amendment and the day of its effect, a fiche may quote the text in force
or the one to come.  It is a draft on the days on which its words are not those in force.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, Final

from docgen.content.raw import as_group
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import Problem, closest
from docgen.french.typography import prose
from docgen.french.wording import date_longue
from docgen.kinds.actes.acte import Acte, RawClause, contains
from docgen.kinds.fiche.content import Fiche
from docgen.kinds.fiche.options import FicheOptions
from docgen.kinds.kind import ComposeRequest, Scope
from docgen.kinds.writing.commitments import citations_of
from docgen.kinds.writing.corpus import Corpus
from docgen.left import Duty, Item, What, Who, item_of

SERVED: Final = ("actions", "articles", "sections")
"""The levels of the act that a fiche may serve."""
SERVED_ACT: Final = "Convention servie"
"""The name of the act that a fiche is about, in what is left to do."""


def find_wrong_words(data: dict[str, Any], acte: Acte) -> Iterator[Finding]:
    """Yield the clause and the words that a fiche names, and that a text of the act lacks."""
    name = data.get("clause")
    clause = acte.get(name) if isinstance(name, str) else None
    if clause is None:
        yield from _no_clause(("clause",), acte, name)
    elif clause.niveau not in SERVED:
        message = f"« {clause.id} » n’est ni une action, ni un article, ni une de ses sections"
        yield Finding(("clause",), "clause", message, "nommez ce qui engage les parties")
    for rank, citation, cited_words in citations_of(data):
        named = citation.get("clause")
        cited = (acte.get(named) if isinstance(named, str) else None) if named else clause
        if named and cited is None:
            yield from _no_clause(("citations", rank, "clause"), acte, named)
        elif cited and not contains(cited.mots, cited_words):
            message, hint = _drift(cited, cited_words)
            yield Finding(("citations", rank, "texte"), "citation", message, hint)


def _no_clause(steps: Steps, acte: Acte, name: object) -> Iterator[Finding]:
    if isinstance(name, str):
        message = f"la convention ne connaît pas la clause « {name} »"
        hint = closest(name, acte.clauses) or f"les identifiants sont dans {acte.source.name}"
        yield Finding(steps, "clause", message, hint)


def _drift(clause: RawClause, cited: tuple[str, ...]) -> tuple[str, str]:
    """Return the message and the hint for words that leave those of their clause."""
    held = next((n for n in range(len(cited), 0, -1) if contains(clause.mots, cited[:n])), 0)
    label = clause.numero or clause.id
    message = f"ces mots ne sont pas dans la clause « {label} », à partir de « {cited[held]} »"
    return message, "recopiez-les tels quels, fautes comprises"


def find_unknown_words(
    data: dict[str, Any], acte: Acte, texts: Sequence[Acte]
) -> Iterator[Finding]:
    """Yield what is wrong against a text of the act, and right in none of its texts."""
    wrong = [_wrong_steps(data, text) for text in texts]
    for finding in find_wrong_words(data, acte):
        if all(finding.steps in steps for steps in wrong):
            yield finding


def _amended_words(data: dict[str, Any], texts: Sequence[Acte]) -> Iterator[Finding]:
    for former, text in pairwise(texts):
        before = _wrong_steps(data, former)
        for finding in find_wrong_words(data, text):
            if finding.steps not in before:
                message = f"changé par {_amendment(text)} : {finding.message}"
                hint = f"relisez la fiche sur l’acte modifié : {text.source.name}"
                yield replace(finding, code="avenant", message=message, hint=hint)


def reading_day(scope: Scope | None) -> date | None:
    """Return the day on which a fiche reads its act: that of its options, or today."""
    return (scope.options_of(FicheOptions).au or scope.today) if scope else None


class ActWords:
    """The text of the act that a fiche is made from, and what amendments change of its words.

    That is the text in force on the day, or the nearest that has its clause.
    """

    def __init__(self, fiche: Fiche, request: ComposeRequest, corpus: Corpus) -> None:
        day = reading_day(request.scope)
        self._actes, self._day = corpus.actes, day
        self._texts = corpus.actes.texts(fiche.convention)
        self._ruling = corpus.actes.in_force(fiche.convention, day)
        source = corpus.source("fiche", request.key)
        self._source = source if source and source.name == request.source else None
        for text in corpus.actes.nearest_texts(fiche.convention, day):
            if clause := text.get(fiche.clause):
                self.acte: Acte = text
                self.clause: RawClause = clause
                return
        raise LookupError(fiche.clause)

    @property
    def left(self) -> tuple[Item, ...]:
        """The words that some text of the act has, and not the one in force.

        Also an act that ended, or that the parties have not signed yet.
        """
        if self._source is None or self._ruling is None:
            return ()
        unsigned = () if self._ruling.signe else (_unsigned(self._ruling),)
        ended = (_item(self._source, one, SERVED_ACT) for one in self._ended)
        several = len(self._texts) > 1
        return (
            *unsigned,
            *ended,
            *(_to_review(self._source, self._ruling, self._texts) if several else ()),
        )

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The words in force that a signed amendment will take out; an act that ended."""
        if self._source is None or self._ruling is None:
            return ()
        data = as_group(self._source.data)
        gone = _wrong_steps(data, self._ruling)
        changes = (one for one in _amended_words(data, self._texts) if one.steps not in gone)
        coming = (problem_at(self._source, one).as_warning() for one in changes)
        return (*self._ended, *coming)

    @property
    def _ended(self) -> tuple[Problem, ...]:
        return tuple(self._actes.warn_of_end(self._source, self._day)) if self._source else ()


def _unsigned(acte: Acte) -> Item:
    """Return the signature that the act waits for: one thing, whatever fiches serve it."""
    message = f"la convention « {acte.cle} » n’est qu’un projet : ses mots peuvent encore changer"
    hint = f"signée, écrivez « acte: signe » dans {acte.source.name}, ou nommez-en une signée"
    problem = problem_at(acte.source, Finding(("acte",), "projet", message, hint)).as_warning()
    return _item(acte.source, problem, f"Signature de la convention « {acte.cle} »")


def _to_review(source: Source, acte: Acte, texts: Sequence[Acte]) -> Iterator[Item]:
    data = as_group(source.data)
    changed = {one.steps: one for one in _amended_words(data, texts)}
    for finding in find_wrong_words(data, acte):
        right = [text for text in texts if finding.steps not in _wrong_steps(data, text)]
        if not right:
            continue  # the check across files refuses it
        gone = texts.index(right[-1]) < texts.index(acte)
        known = changed[finding.steps] if gone else _to_come(finding, right[0])
        what = "Engagement servi" if finding.steps == ("clause",) else "Citation de la convention"
        name = prose(f"{what} ({known.message.partition(' :')[0]})")
        problem = problem_at(source, replace(known, code="a-verifier"))
        yield _item(source, problem, name)


def _item(source: Source, problem: Problem, name: str) -> Item:
    duty = Duty(Who.REDACTEUR, What.REMPLIR, f"docgen check {source.name}")
    return item_of(problem, duty, name=name)


def _to_come(finding: Finding, text: Acte) -> Finding:
    message = f"à venir, par {_amendment(text)} : ces mots ne sont pas encore en vigueur"
    return replace(finding, message=message, hint="attendez ce jour, ou citez le texte en vigueur")


def _wrong_steps(data: dict[str, Any], text: Acte) -> set[Steps]:
    return {one.steps for one in find_wrong_words(data, text)}


def _amendment(text: Acte) -> str:
    since = f", effet le {date_longue(text.effet)}" if text.effet else ""
    return f"l’avenant n° {text.numero}{since}"
