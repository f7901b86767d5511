"""The facts of each nature of act, in the order of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docgen.french.wording import ordinal
from docgen.kinds.modele.content import (
    Arrete,
    Champ,
    Lettre,
    Modele,
    Rapport,
    ReleveVierge,
    Rubrique,
)
from docgen.kinds.modele.facts import (
    FaitsArrete,
    FaitsArticle,
    FaitsChamp,
    FaitsLettre,
    FaitsRapport,
    FaitsReleve,
    FaitsRubrique,
)
from docgen.kinds.modele.wording import ActeWording
from docgen.kinds.writing.editorial import Enonce
from docgen.kinds.writing.phrases import FaitsMention, Phrase

Faits = FaitsLettre | FaitsArrete | FaitsRapport


def facts_of(modele: Modele, said: ActeWording, common: dict[str, Any]) -> Faits:
    """Return the facts of an act; `common` are those that all natures share."""
    if modele.lettre:
        return _lettre(modele.lettre, said, common)
    if modele.arrete:
        return _arrete(modele.arrete, said, common)
    if modele.rapport:
        return _rapport(modele.rapport, said, common)
    raise LookupError(modele.nature)


def _signed(acte: Lettre | Arrete | Rapport, said: ActeWording) -> dict[str, Any]:
    return {
        "fait": said.phrase(acte.fait),
        "qualite": said.phrase(acte.signature.qualite),
        "nom": said.phrase(acte.signature.nom),
    }


def _lettre(lettre: Lettre, said: ActeWording, common: dict[str, Any]) -> FaitsLettre:
    return FaitsLettre(
        **common,
        **_signed(lettre, said),
        expediteur=said.phrases(lettre.expediteur),
        destinataire=said.phrases(lettre.destinataire),
        objet=said.phrase(lettre.objet),
        mentions=tuple(
            FaitsMention(nom=one.nom, texte=said.phrase(one.texte)) for one in lettre.mentions
        ),
        appel=said.phrase(f"{lettre.appel},"),
        corps=said.phrases(lettre.corps),
        politesse=said.phrase(lettre.politesse),
    )


def _arrete(arrete: Arrete, said: ActeWording, common: dict[str, Any]) -> FaitsArrete:
    return FaitsArrete(
        **common,
        **_signed(arrete, said),
        entete=said.phrases(arrete.entete),
        numero=said.phrase(arrete.numero),
        objet=said.phrase(arrete.objet),
        autorite=said.phrase(arrete.autorite),
        visas=tuple(_led("Vu ", arrete.visas, said)),
        considerants=tuple(_led("Considérant ", arrete.considerants, said)),
        articles=tuple(_articles(arrete, said)),
        recours=said.phrases(arrete.recours),
        suites=said.phrases(arrete.suites),
    )


def _led(word: str, texts: Iterable[Enonce], said: ActeWording) -> Iterator[Phrase]:
    """Yield texts after the word of their list."""
    yield from (made for text in texts if (made := said.enonce(text, word)))


def _articles(arrete: Arrete, said: ActeWording) -> Iterator[FaitsArticle]:
    """Yield the articles, numbered without those that a final document leaves out."""
    kept = (made for texts in arrete.articles if (made := said.phrases(texts)))
    for number, textes in enumerate(kept, 1):
        name = ordinal(number) if number == 1 else str(number)
        yield FaitsArticle(titre=f"Article\u00a0{name}", textes=textes)


def _rapport(rapport: Rapport, said: ActeWording, common: dict[str, Any]) -> FaitsRapport:
    return FaitsRapport(
        **common,
        **_signed(rapport, said),
        entete=said.phrases(rapport.entete),
        numero=said.phrase(rapport.numero),
        objet=said.phrase(rapport.objet),
        destinataire=said.phrase(rapport.destinataire),
        rubriques=tuple(_rubriques(rapport.rubriques, said)),
    )


def _rubriques(rubriques: Iterable[Rubrique], said: ActeWording) -> Iterator[FaitsRubrique]:
    for one in rubriques:
        yield FaitsRubrique(
            titre=one.titre,
            textes=said.phrases(one.textes),
            champs=tuple(_champs(one.champs, said)),
            releve=_releve(one.releve) if one.releve else None,
        )


def _releve(releve: ReleveVierge) -> FaitsReleve:
    return FaitsReleve(
        colonnes=releve.colonnes,
        lignes=_numbered(releve.lignes),
    )


def _champs(champs: Iterable[Champ], said: ActeWording) -> Iterator[FaitsChamp]:
    for champ in champs:
        if libelle := said.enonce(champ.libelle):
            yield FaitsChamp(libelle=libelle, lignes=_numbered(champ.lignes))


def _numbered(lines: int) -> tuple[int, ...]:
    return tuple(range(1, lines + 1))
