"""The convention on one page: who commits to what, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.french.typography import prose
from docgen.kinds.commune_pack.content import Engagement, Engagements
from docgen.kinds.commune_pack.facts import (
    FaitsConvention,
    FaitsEngagement,
    FaitsGroupe,
    FaitsTerme,
)
from docgen.kinds.fiche.acte import Acte, Clause
from docgen.markup import plain


def convention_page(words: Engagements, acte: Acte) -> FaitsConvention:
    """Return all that the page prints."""
    return FaitsConvention(
        chapo=plain(words.chapo),
        groupes=tuple(
            FaitsGroupe(
                titre=plain(groupe.titre),
                lignes=tuple(
                    FaitsEngagement(
                        reference=_reference(acte, line.clause), texte=plain(line.texte)
                    )
                    for line in groupe.lignes
                ),
            )
            for groupe in words.groupes
        ),
        titre_duree=plain(words.titre_duree),
        termes=tuple(_terms(acte)),
    )


def _line(acte: Acte, line: Engagement) -> FaitsEngagement:
    return FaitsEngagement(reference=_reference(acte, line.clause), texte=plain(line.texte))


def _reference(acte: Acte, name: str) -> str:
    """Return where a commitment stands: « Article 3 », « Article 4, 4.1 », « Action 5.2 »."""
    clause = acte.get(name)
    if clause is None:
        return name
    above = acte.above(clause) if clause.niveau == "sections" else None
    return ", ".join(filter(None, (_number(above) if above else "", _number(clause))))


def _number(clause: Clause) -> str:
    return prose(clause.numero.capitalize() if clause.numero.isupper() else clause.numero)


def _terms(acte: Acte) -> Iterator[FaitsTerme]:
    yield FaitsTerme(titre="Acte", texte=prose(acte.nom))
