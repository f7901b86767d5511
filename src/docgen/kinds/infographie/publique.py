"""The public page: what open statistics say of a commune, beside its département by rate."""

from __future__ import annotations

from docgen.kinds.infographie.chiffres import Chiffres, figures_of
from docgen.kinds.infographie.commune import Place
from docgen.kinds.infographie.content import FeuillePublique
from docgen.kinds.infographie.facts import Contact, FaitsPublique
from docgen.kinds.infographie.points import HIDDEN, MISSING
from docgen.kinds.infographie.sources import sources
from docgen.markup import plain

MAP = 153.0
"""The width of the locator map, in points."""
TO_CHECK = "PROJET – à vérifier avant remise"


def public_facts(words: FeuillePublique, place: Place, annee: int | None) -> FaitsPublique:
    """Return all that the public page of a commune prints."""
    figures = figures_of(words, place, annee)
    commune, contours = place.commune, place.referential.contours
    known = place.referential.communes
    carte = contours.locate(commune, place.neighbours, known, MAP) if contours else None
    draft = bool(place.left)
    return FaitsPublique(
        projet=draft,
        repere=TO_CHECK if draft else "",
        mention=plain(words.mention),
        surtitre=f"{plain(words.surtitre)} · {commune.code}",
        nom=commune.toponyme.seul,
        lieu=place.lieu,
        titre_commune=plain(words.titre_commune),
        cles=place.keys,
        notes=(place.former,) if place.former else (),
        carte=carte,
        legende_carte=_legend(place) if carte else (),
        avis=figures.avis,
        titre_courbes=figures.titre_courbes,
        courbes=figures.courbes,
        annees=figures.annees,
        barres=figures.barres,
        recentes=figures.recentes,
        secret=_explained(words, figures),
        titre_lecture=plain(words.titre_lecture),
        lecture=words.lecture,
        urgence=plain(words.urgence),
        urgence_legende=plain(words.urgence_legende),
        contacts=(place.contact(), _referent(words)),
        sources=sources(place.referential, figures.series, mapped=carte is not None),
    )


def _legend(place: Place) -> tuple[str, ...]:
    """Return what the colours of the map mean, the commune first."""
    same = "du commissariat" if place.police else "de la brigade"
    return "la commune", f"autres communes {same}", "autres communes"


def _explained(words: FeuillePublique, figures: Chiffres) -> str:
    """Return what the abbreviations of the tables mean, where they stand."""
    printed = figures.printed
    told = ((HIDDEN, words.secret), (MISSING, words.absent))
    return " ".join(plain(text) for short, text in told if short in printed)


def _referent(words: FeuillePublique) -> Contact:
    """Return the elected official's gendarme: a named person is never printed in public."""
    return Contact(titre="Votre référent élu", lignes=(), a_remplir=plain(words.a_remplir))
