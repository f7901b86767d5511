"""A signed convention: who is bound, by what, and by what deadlines.

for signee in project_acts(referential).signed:
now = signee.vie.at(day)     # its period, its next anniversary, the last day to denounce
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, takewhile
from typing import Final

from docgen import deadlines
from docgen.content.raw import as_group, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, check_source, mappings, problem_at
from docgen.errors import ContentError, Problem, Problems
from docgen.french.days import read_day
from docgen.french.wording import counted, date_longue, small_noun
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.content import Clause, Convention, EtatActe, Partie, TermeEcrit, VieEcrite
from docgen.kinds.actes.rules import rules
from docgen.markup import plain

DAY: Final = r"(\d{1,2}(?:er)? [^\W\d]+ \d{4})"
FORMER: Final = re.compile(
    rf"\b(?:signée|conclue) (?:à \S+ )?le {DAY}|\b(?:convention|celle) du {DAY}", re.IGNORECASE
)
"""How a clause names a former act by the day of its signature."""
LATE_AGREEMENT: Final = "accord-tardif"
OVERLAP: Final = "deux-actes"
"""The code of the warning about two acts in force, which names both."""


@dataclass(frozen=True)
class Signee:
    """A signed act: the act, its checked content, its deadlines."""

    acte: Acte
    contenu: Convention
    vie: deadlines.Vie
    avenants: tuple[Signee, ...] = ()
    """The act as each of its amendments leaves it, in their order."""
    modifiants: tuple[Acte, ...] = ()
    """The amendments that the parties signed, in their order, whichever of the texts it is."""
    source_of_end: Source | None = None
    """The text whose « fin: » ends the act, None for none."""

    def on(self, day: date) -> Signee:
        """Return the act as it rules on a day, by the amendments that have effect then."""
        rank = self.vie.ruling_rank(day)
        return self.avenants[rank - 1] if rank else self

    def known_on(self, day: date) -> Signee:
        """Return the act with the amendments that were signed by a day, as it was read then."""
        signed = [*takewhile(lambda one: (one.signature or day) <= day, self.modifiants)]
        if len(signed) == len(self.modifiants):
            return self
        first, *later = (_as_of(one, signed) for one in (self, *self.avenants[: len(signed)]))
        return replace(first, avenants=tuple(later))

    @property
    def cle(self) -> str:
        return self.acte.cle

    @property
    def source(self) -> Source:
        return self.acte.source

    @property
    def intitule(self) -> str:
        """Its usual name: « Convention AMR81 – GGD81 »."""
        return plain(self.contenu.intitule)

    def named_on(self, day: date) -> str:
        """Return its usual name, and what amends it on a day."""
        return self.intitule + self.amended_on(day)

    def amended_on(self, day: date) -> str:
        """Return what follows its name on a day: its last amendment, then those to come.

        Nobody knows of an amendment before it is signed; it amends from its effect.
        """
        signed = self._signed_by(day)
        coming = [one for one in signed if one.effet and one.effet > day]
        ruling = self.amended_by(day)
        said = (f"{one.avenant} le {date_longue(one.effet)}" for one in coming if one.effet)
        ahead = f"{' et' if ruling else ''} que modifiera {', puis '.join(said)}"
        return f"{ruling},{ahead}" if coming else ruling

    def amended_by(self, day: date) -> str:
        """Return what follows its name once amended by a day; '' for no amendment in effect."""
        ruling = [one for one in self._signed_by(day) if one.effet and one.effet <= day]
        return ruling[-1].amended if ruling else ""

    def copied_on(self, day: date) -> str:
        """Return what follows « copie de la convention » on a day: its signed amendments."""
        signed = self._signed_by(day)
        return signed[-1].with_amendments if signed else ""

    def _signed_by(self, day: date) -> list[Acte]:
        return [one for one in self.modifiants if one.signature and one.signature <= day]

    @property
    def effet(self) -> date:
        """The day from which this text rules."""
        return self.acte.effet or self.vie.signature

    @property
    def dernier_jour(self) -> date | None:
        """The last day on which this text rules: that of the act, or the eve of its amendment."""
        rank = self.modifiants.index(self.acte) + 1 if self.acte in self.modifiants else 0
        later = (one.effet - timedelta(days=1) for one in self.modifiants[rank:] if one.effet)
        return min(filter(None, (self.vie.dernier_jour, *later)), default=None)

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(partie.id for partie in self.contenu.parties.liste)

    def partie(self, name: str) -> Partie | None:
        """Return a party by its identifier, None when the convention has no such party."""
        return next((one for one in self.contenu.parties.liste if one.id == name), None)


def signees(acte: Acte) -> Iterator[Signee]:
    """Yield an act if it is signed; raise ContentError when its content is wrong."""
    contenu = check_source(acte.source, Convention, rules)
    if contenu.acte is not EtatActe.SIGNE or contenu.signature.date is None:
        return
    if contenu.vie is None:
        message = "cet acte signé ne dit ni sa durée ni ses préavis : aucune échéance à compter"
        hint = "ajoutez « vie: », avec « duree: », comme dans modele.yaml"
        raise ContentError([problem_at(acte.source, Finding(("acte",), "vie", message, hint))])
    yield Signee(acte, contenu, life_of(contenu, contenu.vie, contenu.signature.date))


def join_amendments(texts: Iterable[Signee]) -> Iterator[Signee]:
    """Yield each signed act once, with the amendments that the parties signed.

    Raise ContentError for an amendment that follows no signed text, or another of the same text.
    """
    known = {text.cle: text for text in texts}
    after: dict[str, Signee] = {}
    problems = Problems()
    for text in known.values():
        if text.contenu.avenant:
            former = text.contenu.avenant.modifie
            problems += _misfits(text, known, after.get(former))
            after.setdefault(former, text)
    problems.refuse()
    for text in known.values():
        if not text.contenu.avenant:
            yield _with_amendments(text, after)


def _with_amendments(act: Signee, after: Mapping[str, Signee]) -> Signee:
    chain = [act]
    while (later := after.get(chain[-1].cle)) and later not in chain:
        chain.append(later)
    signed = tuple(one.acte for one in chain[1:])
    lives = _lives(chain)
    noted = (one.source for one in chain if one.vie.fin and one.vie.fin == lives[0].fin)
    end = next(noted, None)
    joined = [
        replace(one, vie=vie, modifiants=signed, source_of_end=end)
        for one, vie in zip(chain, lives, strict=True)
    ]
    return replace(joined[0], avenants=tuple(joined[1:]))


def _as_of(text: Signee, signed: Sequence[Acte]) -> Signee:
    """Return a text of an act with the life that it had when these amendments were signed."""
    vie = replace(text.vie, textes=text.vie.textes[: len(signed) + 1])
    return replace(text, vie=vie, modifiants=(*signed,))


def _lives(chain: Iterable[Signee]) -> list[deadlines.Vie]:
    """Return the life of each text of an act, with those of the others."""
    texts = [*chain]
    end = min((one.vie.fin for one in texts if one.vie.fin), default=None)
    lives = [replace(one.vie, fin=end) for one in texts]
    textes = tuple((one.effet, vie) for one, vie in zip(texts, lives, strict=True))
    return [replace(vie, textes=textes) for vie in lives]


def end_of(texts: Iterable[Acte]) -> date | None:
    """Return the last day in force of an act, given its texts in their order; None for no end.

    Nothing is told of a text that is wrong, nor of one that nobody signed.
    """
    with suppress(ContentError):  # reported by the check of the text
        if lives := _lives(one for text in texts for one in signees(text)):
            return lives[-1].dernier_jour
    return None


def _former(act: Signee, known: Mapping[str, Signee]) -> Signee | None:
    return known.get(act.contenu.avenant.modifie) if act.contenu.avenant else None


def _texts_up_to(act: Signee, known: Mapping[str, Signee]) -> list[Signee]:
    """Return the texts that an amendment follows, each once, then the amendment."""
    texts = [act]
    while (former := _former(texts[0], known)) and former not in texts:
        texts.insert(0, former)
    return texts


def _misfits(act: Signee, known: Mapping[str, Signee], other: Signee | None) -> Iterator[Problem]:
    """Yield why an amendment cannot follow the text that it names."""
    steps: Steps = ("avenant", "modifie")
    former, texts = _former(act, known), _texts_up_to(act, known)
    if former is None:
        message = "cet avenant signé modifie un texte qui n’est pas un acte signé"
        yield problem_at(act.source, Finding(steps, "modifie", message, "vérifiez « modifie: »"))
    elif _former(texts[0], known):
        yield leads_to_no_act(act.source)
    elif act.vie.signature != former.vie.signature:
        now, then = (date_longue(one.vie.signature) for one in (act, former))
        message = f"cet avenant date l’acte du {now}, et « {former.cle} » du {then}"
        hint = f"remettez « date: {former.vie.signature} »"
        place: Steps = ("signature", "date")
        yield problem_at(act.source, Finding(place, "contradiction", message, hint))
    elif other:
        message = f"« {former.cle} » est déjà modifié par « {other.cle} »"
        hint = f"écrivez « modifie: {other.cle} » : un avenant suit le précédent"
        yield problem_at(act.source, Finding(steps, "modifie", message, hint))
    elif former.effet > act.effet or not all(
        _lives(chain)[-1].at(act.effet) for chain in (texts[:-1], texts)
    ):
        message = f"le {date_longue(act.effet)}, l’acte qu’il modifie n’est pas en vigueur"
        hint = "vérifiez « effet: », la date de signature, et « vie: »"
        yield problem_at(act.source, Finding(("avenant", "numero"), "effet", message, hint))


def leads_to_no_act(source: Source) -> Problem:
    """Return the problem of an amendment that follows no act, whatever it follows."""
    message = "de texte modifié en texte modifié, on n’arrive à aucun acte signé"
    hint = "écrivez sous « modifie: » l’acte signé, ou l’avenant qui précède"
    return problem_at(source, Finding(("avenant", "modifie"), "modifie", message, hint))


def overlapping_acts(acts: Iterable[Signee], day: date | None = None) -> Iterator[Problem]:
    """Yield a warning for each signed act that another of the same parties overlaps.

    Both are in force on `day`, or on the day of the second signature.  Whether the second
    replaces the first is a matter of law: docgen relies on `fin:`, written in the first.
    """
    known = sorted(acts, key=lambda one: (one.vie.signature, one.cle))
    for former, later in combinations(known, 2):
        when = day or later.vie.signature
        ending = former.vie.fin is not None
        if ending or former.parties != later.parties:
            continue
        if former.vie.at(when) and later.vie.at(when):
            yield _overlap(former, later, when)


def changed_by_time(acts: Iterable[Signee], since: date, until: date) -> Iterator[str]:
    """Yield, in words, what ended or took effect after a day and by another: nobody wrote it."""
    for act in acts:
        end = act.vie.dernier_jour
        if end and since <= end < until:
            yield f"la convention « {act.cle} » a pris fin le {date_longue(end)}"
        for text in act.avenants:
            if since < text.effet <= until:
                yield f"{text.vie.nom} a pris effet le {date_longue(text.effet)}"


def agreed_after_signature(acts: Iterable[Acte]) -> Iterator[Problem]:
    """Yield a warning for each signed act with agreements of a later day than its signature."""
    for acte in acts:
        signed = acte.signature if acte.signe else None
        stamps = (as_group(group.get("adoption")) for _, group in mappings(acte.source.data))
        days = [day for one in stamps if (day := read_day(one.get("le"))) and not one.get("refus")]
        if signed and (later := [day for day in days if day > signed]):
            many = counted(len(later), "accord est daté", "accords sont datés")
            message = (
                f"signé le {date_longue(signed)}, et {many} d’après, jusqu’au"
                f" {date_longue(max(later))}"
            )
            hint = "vérifiez le jour de la signature, et ceux des accords"
            place: Steps = ("avenant",) if acte.modifie else ()
            finding = Finding((*place, "signature", "date"), LATE_AGREEMENT, message, hint)
            yield problem_at(acte.source, finding).as_warning()


def unknown_former_acts(acts: Iterable[Acte]) -> Iterator[Problem]:
    """Yield a warning for each clause of a draft that names an act signed on a day of none."""
    known = [*acts]
    signed = [as_group(one.source.data).get("signature") for one in known if one.signe]
    days = {read_day(as_group(one).get("date")) for one in signed} | {None}
    for draft in (one for one in known if not one.signe):
        for name in ("preambule", "articles"):
            for steps, text in texts(as_group(draft.source.data).get(name), (name,)):
                for cited in FORMER.finditer(" ".join(text.split())):
                    said = cited[1] or cited[2]
                    if read_day(said) not in days:
                        message = f"aucune convention de ce projet n’a été signée le {said}"
                        hint = "retirez ce renvoi, ou mettez-y la date de votre convention"
                        finding = Finding(steps, "ancien-acte", message, hint, said)
                        yield problem_at(draft.source, finding).as_warning()


def _overlap(former: Signee, later: Signee, when: date) -> Problem:
    message = (
        f"le {date_longue(when)}, cette convention et celle de {later.source.name} sont toutes deux"
        " en vigueur, entre les mêmes parties"
    )
    end = later.vie.signature - timedelta(days=1)
    hint = f"si elle est remplacée, écrivez sous « vie: » de {former.source.name} : fin: {end}"
    finding = Finding(("signature", "date"), OVERLAP, message, hint)
    return problem_at(former.source, finding).as_warning()


def life_of(convention: Convention, vie: VieEcrite, signature: date) -> deadlines.Vie:
    """Return the life of a convention signed on a day, by its own terms alone."""
    clauses = {clause.id: clause for clause in _clauses(convention)}

    def term(written: TermeEcrit) -> deadlines.Terme:
        duree = deadlines.Duree(written.valeur, written.unite)
        return deadlines.Terme(duree, _clause_name(clauses[written.clause]))

    return deadlines.Vie(
        signature=signature,
        duree=term(vie.duree),
        reconduction=term(vie.reconduction) if vie.reconduction else None,
        denonciation=term(vie.preavis_denonciation) if vie.preavis_denonciation else None,
        resiliation=term(vie.preavis_resiliation) if vie.preavis_resiliation else None,
        fin=vie.fin,
        nom=f"l’avenant n°\u00a0{convention.avenant.numero}" if convention.avenant else "",
    )


def _clause_name(clause: Clause) -> str:
    """Return the name of a clause in a sentence: « article 6 »."""
    return small_noun(plain(clause.numero)) if clause.numero else plain(clause.titre or clause.id)


def _clauses(convention: Convention) -> Iterator[Clause]:
    waiting: list[Clause] = [*filter(None, [convention.preambule]), *convention.articles]
    while waiting:
        clause = waiting.pop(0)
        yield clause
        waiting = [*clause.parts, *waiting]
