"""The signed conventions of a project: who is bound, by what, and by what deadlines.

Other kinds and the command line ask here when a convention renews, or may be ended:

    for signee in signed(referential):
        now = signee.vie.at(day)     # its period, its next anniversary, the last day to denounce
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path

from docgen import deadlines
from docgen.content.source import Source, read_source
from docgen.content.validation import Finding, check_source, problem_at
from docgen.errors import ContentError, Problem, Severity
from docgen.french.wording import date_longue
from docgen.kinds.convention.content import (
    Acte,
    Clause,
    Convention,
    Partie,
    Signataire,
    Terme,
    Vie,
)
from docgen.kinds.convention.rules import rules
from docgen.markup import plain
from docgen.referential.referential import Referential

FOLDER = "convention"


@dataclass(frozen=True)
class Signee:
    """A signed convention: its key, the file that holds it, what it says, its life."""

    cle: str
    source: Source
    acte: Convention
    vie: deadlines.Vie

    @property
    def nom(self) -> str:
        """Its usual name: « Convention AMR81 – GGD81 »."""
        return plain(self.acte.intitule)

    @property
    def parties(self) -> frozenset[str]:
        """The identifiers of its parties."""
        return frozenset(one.id for one in self.acte.parties.liste)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """All its clauses by their names."""
        return {clause.id: clause for clause in _all_of(self.acte)}

    def partie(self, sigle: str) -> Partie | None:
        """Return a party by its identifier, None when the convention knows no such one."""
        return next((one for one in self.acte.parties.liste if one.id == sigle), None)

    def signataire(self, partie: str) -> Signataire | None:
        """Return who signed for a party, the first of them."""
        signers = self.acte.signature.signataires
        return next((one for one in signers if one.partie == partie), None)


@lru_cache(maxsize=1)
def signed(referential: Referential) -> tuple[Signee, ...]:
    """Return the signed conventions of a project, in the order of their files.

    Raise ContentError with all that is wrong in their files, and with each signed act that does
    not say how long it lasts.
    """
    workspace = referential.workspace
    folder = workspace.content / FOLDER
    found: list[Signee] = []
    problems: list[Problem] = []
    for path in sorted([*folder.glob("[!.]*.yaml"), *folder.glob("[!.]*.yml")]):
        try:
            found += _signed(path, workspace.named(path))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(found)


def unsound(referential: Referential) -> tuple[Problem, ...]:
    """Return what is wrong in the files of conventions, for who checks what rests on them."""
    try:
        signed(referential)
    except ContentError as error:
        return error.problems
    return ()


def doubled(acts: Iterable[Signee], day: date | None = None) -> Iterator[Problem]:
    """Yield a warning for each act that another of the same parties joins, both in force on a day.

    Without a day, on that of the second signature.  An act may say that it replaces another: docgen
    reads no law in it, and counts on what people write in the former, `fin:`.
    """
    known = sorted(acts, key=lambda one: (one.vie.signature, one.cle))
    for former, later in combinations(known, 2):
        when = day or later.vie.signature
        ending = former.vie.fin is not None
        if ending or former.parties != later.parties:
            continue
        if former.vie.at(when) and later.vie.at(when):
            yield _doubled(former, later, when)


def _doubled(former: Signee, later: Signee, when: date) -> Problem:
    message = (
        f"le {date_longue(when)}, cette convention et celle de {later.source.name} sont toutes deux"
        " en vigueur, entre les mêmes parties"
    )
    hint = f"consignez « fin: » dans {former.source.name} si elle est remplacée"
    finding = Finding(("signature", "date"), "double", message, hint)
    return replace(problem_at(former.source, finding), severity=Severity.AVERTISSEMENT)


def _signed(path: Path, name: str) -> Iterator[Signee]:
    """Yield the act of a file if it is signed; raise ContentError when it cannot be counted on."""
    source = read_source(path, name)
    acte = check_source(source, Convention, rules)
    if acte.acte is not Acte.SIGNE or acte.signature.date is None:
        return
    if acte.vie is None:
        message = "cet acte signé ne dit ni sa durée ni ses préavis : aucune échéance à compter"
        hint = "ajoutez « vie: », avec « duree: », comme dans modele.yaml"
        raise ContentError([problem_at(source, Finding(("acte",), "vie", message, hint))])
    clauses = {clause.id: clause for clause in _all_of(acte)}
    key = path.stem.removeprefix(f"{FOLDER}-")
    yield Signee(key, source, acte, _life(acte.vie, acte, clauses))


def _life(vie: Vie, acte: Convention, clauses: dict[str, Clause]) -> deadlines.Vie:
    """Return the durations of an act as they are counted with, from its signature."""
    if acte.signature.date is None:
        raise LookupError(acte.intitule)

    def term(written: Terme | None) -> deadlines.Terme | None:
        if written is None:
            return None
        duree = deadlines.Duree(written.valeur, written.unite)
        return deadlines.Terme(duree, _called(clauses[written.clause]))

    first = deadlines.Duree(vie.duree.valeur, vie.duree.unite)
    return deadlines.Vie(
        signature=acte.signature.date,
        duree=deadlines.Terme(first, _called(clauses[vie.duree.clause])),
        reconduction=term(vie.reconduction),
        denonciation=term(vie.preavis_denonciation),
        resiliation=term(vie.preavis_resiliation),
        fin=vie.fin,
    )


def _called(clause: Clause) -> str:
    """Return what a sentence calls a clause: « article 6 »."""
    return plain(clause.numero).lower() if clause.numero else plain(clause.titre or clause.id)


def _all_of(acte: Convention) -> Iterator[Clause]:
    """Yield the clauses of an act, each before those that it holds."""
    waiting: list[Clause] = [*filter(None, [acte.preambule]), *acte.articles]
    while waiting:
        clause = waiting.pop(0)
        yield clause
        waiting = [*clause.parts, *waiting]
