"""The convention on one page: commitments and durations."""

from collections.abc import Iterator, Mapping
from datetime import date

from docgen.content.raw import as_group, as_text
from docgen.deadlines.periods import Vie
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import capital, date_longue, ordinal, small_noun
from docgen.kinds.actes.acte import Acte, RawClause
from docgen.kinds.actes.signed import Signee
from docgen.kinds.commune_pack.closeness import ACT
from docgen.kinds.commune_pack.content import Engagements, LigneEngagement
from docgen.kinds.commune_pack.facts import (
    FaitsEngagement,
    FaitsGroupe,
    FaitsPageConvention,
    FaitsTerme,
)
from docgen.kinds.writing.corpus import Corpus
from docgen.markup import plain
from docgen.referential.communes.zones import Zone

TERMS = {
    "Durée": "{} à partir de la signature",
    "Reconduction": "tacite, chaque fois pour {}",
    "Dénonciation": "reçue {} au moins avant la date anniversaire",
    "Résiliation": "à tout moment, avec un préavis de {}",
}
"""What binds the parties, and how its duration is said."""


def convention_page(
    words: Engagements, zone: Zone, acte: Acte, signee: Signee | None, visite: date | None
) -> FaitsPageConvention:
    """Return the facts of the page."""
    groupes = tuple(
        FaitsGroupe(titre=plain(groupe.titre), lignes=tuple(_line(acte, line) for line in lines))
        for groupe in words.groupes
        if (lines := [line for line in groupe.lignes if acte.get(line.clause)])
    )
    termes = tuple(_terms(acte, signee, visite))
    rows = [line.texte for groupe in groupes for line in groupe.lignes]
    rows += [terme.texte for terme in termes]
    return FaitsPageConvention(
        rangs=ACT.closeness(len(groupes) + 1, rows),
        chapo=plain(getattr(words.chapo, zone)),
        groupes=groupes,
        titre_duree=plain(words.titre_duree),
        termes=termes,
    )


def _line(acte: Acte, line: LigneEngagement) -> FaitsEngagement:
    return FaitsEngagement(reference=_reference(acte, line.clause), texte=plain(line.texte))


def without_clause_not_in_force(
    fiches: Mapping[str, str], name: str, acte: Acte, corpus: Corpus
) -> dict[str, str]:
    """Return fiches without those of a clause that only another text of the act `name` has."""
    texts = corpus.actes.texts(name)

    def is_in_force(key: str) -> bool:
        source = corpus.source("fiche", key)
        clause = as_text(as_group(source.data).get("clause")) if source else ""
        return bool(acte.get(clause)) or not any(text.get(clause) for text in texts)

    return {key: reason for key, reason in fiches.items() if is_in_force(key)}


def _reference(acte: Acte, name: str) -> str:
    """Return the reference of a commitment: « Article 3 », « Article 4.1 », « Action 5.2 »."""
    clause = acte.get(name)
    if clause is None:
        return name
    above = acte.above(clause) if clause.niveau == "sections" else None
    number = _number(clause)
    if above is None:
        return number
    article = _number(above)
    word, _, rank = article.rpartition(INSECABLE if INSECABLE in article else " ")
    if number.startswith(f"{rank}."):  # « Article 4 § 4.1 » would say 4 twice
        return f"{word}{INSECABLE}{number}"
    return f"{article}{INSECABLE}§{INSECABLE}{number}"


def _number(clause: RawClause) -> str:
    noun, *_ = clause.numero.split() or [""]  # of « ARTICLE 5 bis », which is not all in capitals
    return prose(capital(small_noun(clause.numero)) if noun.isupper() else clause.numero)


def _terms(acte: Acte, signee: Signee | None, visite: date | None) -> Iterator[FaitsTerme]:
    """Yield how long the parties are bound: by rule, and in days if the day of the visit is known.

    An act that is not signed does not bind yet; of one whose end is written, the end alone is told.
    """
    yield FaitsTerme(titre="Acte", texte=prose(acte.nom))
    if signee is None:
        return
    vie = signee.vie
    if vie.fin and vie.fin == vie.dernier_jour:
        yield FaitsTerme(titre="Fin", texte=prose(f"le {date_longue(vie.fin)}, à 24{INSECABLE}h"))
    else:
        yield from _rules(vie)
    period = vie.at(visite) if visite else None
    if period:
        text = f"du {date_longue(period.debut)} au {date_longue(period.dernier_jour)}"
        text += f" ({ordinal(period.periode, True)} reconduction)" if period.periode else ""
        yield FaitsTerme(titre="Le jour de la visite", texte=prose(f"période {text}"))


def _rules(vie: Vie) -> Iterator[FaitsTerme]:
    terms = (vie.duree, vie.reconduction, vie.denonciation, vie.resiliation)
    for (titre, text), term in zip(TERMS.items(), terms, strict=True):
        if term:
            words = f"{text.format(term.duree.dite)} ({term.clause})"
            yield FaitsTerme(titre=titre, texte=prose(words))


def act_not_in_force(acte: Acte, signee: Signee | None, visite: date | None) -> Problem | None:
    """Return a problem if the act is not in force on the day of the visit."""
    if visite is None or (signee and signee.vie.at(visite)):
        return None
    if signee is None:
        reason = "elle n’est pas signée"
    elif visite < signee.vie.signature:
        reason = f"elle est signée le {date_longue(signee.vie.signature)}"
    else:
        reason = "elle a pris fin"
    message = f"la convention du dossier ne lie personne le {date_longue(visite)} : {reason}"
    hint = f"vérifiez le jour, ou « convention: » du dossier (ici {acte.source.name})"
    return Problem("--visite", message, code="convention", hint=hint).as_warning()


def assumed_renewals(signee: Signee | None, visite: date | None) -> Problem | None:
    """Return a problem with the number of renewals that the day of the visit assumes."""
    period = signee.vie.at(visite) if signee and visite else None
    if visite is None or period is None or not period.periode:
        return None
    count = f"{period.periode} reconduction{'s' * (period.periode > 1)}"
    message = (
        f"le {date_longue(visite)} est dans une période qui suppose {count}"
        f" tacite{'s' * (period.periode > 1)} de la convention"
    )
    hint = (
        "vérifiez que personne ne l’a dénoncée ; si elle a pris fin, écrivez « fin: » dans l’acte"
    )
    return Problem("--visite", message, code="convention", hint=hint).as_warning()
