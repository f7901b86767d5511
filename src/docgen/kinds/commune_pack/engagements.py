"""The convention on one page: who commits to what, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docgen.deadlines import Terme
from docgen.errors import Problem, Severity
from docgen.french.typography import prose
from docgen.french.wording import date_longue, ordinal
from docgen.kinds.actes.acte import Acte, ClauseLue
from docgen.kinds.actes.signed import Signee
from docgen.kinds.commune_pack.content import Engagements, LigneEngagement
from docgen.kinds.commune_pack.facts import (
    FaitsEngagement,
    FaitsGroupe,
    FaitsPageConvention,
    FaitsTerme,
)
from docgen.markup import plain
from docgen.referential.communes.competence import Zone


def convention_page(
    words: Engagements, zone: Zone, acte: Acte, signee: Signee | None, visite: date | None
) -> FaitsPageConvention:
    """Return all that the page prints."""
    return FaitsPageConvention(
        chapo=plain(getattr(words.chapo, zone)),
        groupes=tuple(
            FaitsGroupe(
                titre=plain(groupe.titre),
                lignes=tuple(_line(acte, line) for line in groupe.lignes),
            )
            for groupe in words.groupes
        ),
        titre_duree=plain(words.titre_duree),
        termes=tuple(_terms(acte, signee, visite)),
    )


def _line(acte: Acte, line: LigneEngagement) -> FaitsEngagement:
    return FaitsEngagement(reference=_reference(acte, line.clause), texte=plain(line.texte))


def _reference(acte: Acte, name: str) -> str:
    """Return where a commitment stands: « Article 3 », « Article 4, 4.1 », « Action 5.2 »."""
    clause = acte.get(name)
    if clause is None:
        return name
    above = acte.above(clause) if clause.niveau == "sections" else None
    return ", ".join(filter(None, (_number(above) if above else "", _number(clause))))


def _number(clause: ClauseLue) -> str:
    return prose(clause.numero.capitalize() if clause.numero.isupper() else clause.numero)


def _terms(acte: Acte, signee: Signee | None, visite: date | None) -> Iterator[FaitsTerme]:
    """Yield until when the parties are bound: by rule, and in days when the visit has one.

    An act that is not signed binds no one yet.
    """
    yield FaitsTerme(titre="Acte", texte=prose(acte.nom))
    if signee is None:
        return
    vie = signee.vie
    yield _term("Durée", vie.duree, f"{vie.duree.duree.dite} à partir de la signature")
    if vie.reconduction:
        told = f"chaque fois pour {vie.reconduction.duree.dite}, sans rien écrire"
        yield _term("Reconduction", vie.reconduction, told)
    if vie.denonciation:
        told = f"reçue {vie.denonciation.duree.dite} au moins avant la date anniversaire"
        yield _term("Dénonciation", vie.denonciation, told)
    if vie.resiliation:
        told = f"à tout moment, avec un préavis de {vie.resiliation.duree.dite}"
        yield _term("Résiliation", vie.resiliation, told)
    now = vie.at(visite) if visite else None
    if now:
        told = f"du {date_longue(now.debut)} au {date_longue(now.dernier_jour)}"
        told += f" ({ordinal(now.periode, True)} reconduction)" if now.periode else ""
        yield FaitsTerme(titre="Le jour de la visite", texte=prose(f"période {told}"))


def _term(titre: str, terme: Terme, told: str) -> FaitsTerme:
    return FaitsTerme(titre=titre, texte=prose(f"{told} ({terme.clause})"))


def unbound(acte: Acte, signee: Signee | None, visite: date | None) -> Problem | None:
    """Return that the act of the pack binds no one on the day of the visit, if that is so."""
    if visite is None or (signee and signee.vie.at(visite)):
        return None
    if signee is None:
        why = "elle n’est pas signée"
    elif visite < signee.vie.signature:
        why = f"elle est signée le {date_longue(signee.vie.signature)}"
    else:
        why = "elle a pris fin"
    message = f"la convention du dossier ne lie personne le {date_longue(visite)} : {why}"
    hint = f"vérifiez le jour, ou « convention: » du dossier (ici {acte.source.name})"
    severity = Severity.AVERTISSEMENT
    return Problem("--visite", message, code="convention", hint=hint, severity=severity)


def supposed(signee: Signee | None, visite: date | None) -> Problem | None:
    """Return how many renewals the period of the visit supposes, which nobody has written."""
    now = signee.vie.at(visite) if signee and visite else None
    if visite is None or now is None or not now.periode:
        return None
    count = f"{now.periode} reconduction{'s' * (now.periode > 1)}"
    message = (
        f"le {date_longue(visite)} est dans une période qui suppose {count}"
        f" tacite{'s' * (now.periode > 1)} de la convention"
    )
    hint = (
        "vérifiez que personne ne l’a dénoncée ; si elle a pris fin, écrivez « fin: » dans l’acte"
    )
    severity = Severity.AVERTISSEMENT
    return Problem("--visite", message, code="convention", hint=hint, severity=severity)
