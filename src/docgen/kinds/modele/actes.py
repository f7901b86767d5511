"""The facts of each nature of act, in the order of its page."""

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
FORMED = ("mentions", "appel", "visas", "considerants", "articles", "rubriques", "signature")
"""The fields that an act prints otherwise than as their texts alone."""


def facts_of(modele: Modele, wording: ActeWording, common: dict[str, Any]) -> Faits:
    """Return the facts of an act; `common` are those that all natures share."""
    if modele.lettre:
        return _lettre(modele.lettre, wording, common)
    if modele.arrete:
        return _arrete(modele.arrete, wording, common)
    if modele.rapport:
        return _rapport(modele.rapport, wording, common)
    raise LookupError(modele.nature)


def _phrases(acte: Lettre | Arrete | Rapport, wording: ActeWording) -> dict[str, Any]:
    """Return the texts of an act and of its signature, by the names of their fields."""
    texts = {name: value for name, value in acte if name not in FORMED}
    return {
        name: wording.phrase(value) if isinstance(value, str) else wording.phrases(value)
        for name, value in [*texts.items(), *acte.signature]
    }


def _lettre(lettre: Lettre, wording: ActeWording, common: dict[str, Any]) -> FaitsLettre:
    return FaitsLettre(
        **common,
        **_phrases(lettre, wording),
        mentions=tuple(
            FaitsMention(nom=mention.nom, texte=wording.phrase(mention.texte))
            for mention in lettre.mentions
        ),
        appel=wording.phrase(f"{lettre.appel},"),
    )


def _arrete(arrete: Arrete, wording: ActeWording, common: dict[str, Any]) -> FaitsArrete:
    return FaitsArrete(
        **common,
        **_phrases(arrete, wording),
        visas=tuple(_after_word("Vu ", arrete.visas, wording)),
        considerants=tuple(_after_word("Considérant ", arrete.considerants, wording)),
        articles=tuple(_articles(arrete, wording)),
    )


def _after_word(word: str, texts: Iterable[Enonce], wording: ActeWording) -> Iterator[Phrase]:
    yield from (phrase for text in texts if (phrase := wording.enonce(text, word)))


def _articles(arrete: Arrete, wording: ActeWording) -> Iterator[FaitsArticle]:
    """Yield the articles, numbered without those that a final document leaves out."""
    printed = (phrases for texts in arrete.articles if (phrases := wording.phrases(texts)))
    for number, textes in enumerate(printed, 1):
        name = ordinal(number) if number == 1 else str(number)
        yield FaitsArticle(titre=f"Article\u00a0{name}", textes=textes)


def _rapport(rapport: Rapport, wording: ActeWording, common: dict[str, Any]) -> FaitsRapport:
    return FaitsRapport(
        **common,
        **_phrases(rapport, wording),
        rubriques=tuple(_rubriques(rapport.rubriques, wording)),
    )


def _rubriques(rubriques: Iterable[Rubrique], wording: ActeWording) -> Iterator[FaitsRubrique]:
    for rubrique in rubriques:
        yield FaitsRubrique(
            titre=rubrique.titre,
            textes=wording.phrases(rubrique.textes),
            champs=tuple(_champs(rubrique.champs, wording)),
            releve=_releve(rubrique.releve) if rubrique.releve else None,
        )


def _releve(releve: ReleveVierge) -> FaitsReleve:
    return FaitsReleve(colonnes=releve.colonnes, lignes=_number_lines(releve.lignes))


def _champs(champs: Iterable[Champ], wording: ActeWording) -> Iterator[FaitsChamp]:
    for champ in champs:
        if libelle := wording.enonce(champ.libelle):
            yield FaitsChamp(libelle=libelle, lignes=_number_lines(champ.lignes))


def _number_lines(lines: int) -> tuple[int, ...]:
    return tuple(range(1, lines + 1))
