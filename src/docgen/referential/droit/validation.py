"""Rules across the fields of an item of law: value, unit, reference, day of the check.

They read raw values, so that their findings are reported in the same pass as those of the types;
values that are not text are left to the types.
"""

from collections.abc import Iterator
from typing import Any, Final

from docgen.content.legal_figures import find_legal_figures
from docgen.content.raw import as_group, groups_of, word_of
from docgen.content.source import Steps
from docgen.content.validation import Finding
from docgen.french.days import read_day
from docgen.french.wording import liste
from docgen.referential.droit.mesure import DUREES, RANGS, UniteDeMesure
from docgen.referential.droit.reference import ARTICLE, GENRES, Genre, compact, numero
from docgen.referential.droit.regle import Confiance, Nature, decimal

UNITES: Final = {
    Nature.MONTANT: (UniteDeMesure.EUROS,),
    Nature.DELAI: DUREES,
    Nature.DUREE: DUREES,
    Nature.SEUIL: tuple(unite for unite in UniteDeMesure if unite is not UniteDeMesure.EUROS),
}
"""The units of each nature; the other natures have none."""
WITH_VALUE: Final = {*UNITES, Nature.CLASSE}
QUALIFIERS: Final = {
    "par": (Nature.MONTANT,),
    "classe": (Nature.MONTANT,),
    "bareme": (Nature.MONTANT,),
    "quintuple_de": (Nature.MONTANT,),
    "compte": (Nature.DELAI, Nature.DUREE),
}
"""The fields that only some natures have."""
CLASSES: Final = tuple(str(rank) for rank in range(1, len(RANGS) + 1))
IDENTIFIERS: Final = ("numero", "date", "nor")
"""The fields that identify a text outside the codes, of which one is enough."""


def law_rules(data: object) -> Iterator[Finding]:
    """Yield the contradictions between the fields of each item of a file."""
    for steps, regle in raw_items(data):
        nature = word_of(regle, "nature")
        if nature in list(Nature):
            yield from _check_value(steps, regle, Nature(nature))
            yield from _check_qualifiers(steps, regle, Nature(nature))
            yield from _check_unit(steps, regle, Nature(nature))
        yield from _check_reference(steps, regle, nature)
        yield from _check_provenance(steps, regle)
        yield from _check_days(steps, regle)
        yield from _check_figures(steps, regle)


def raw_items(data: object) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield each item in raw values, with its path."""
    for rank, regle in groups_of(data, "regles"):
        yield ("regles", rank), regle


def _has(group: dict[str, Any], key: str) -> bool:
    """Whether a field is present and not empty."""
    return group.get(key) is not None


def _check_value(steps: Steps, regle: dict[str, Any], nature: Nature) -> Iterator[Finding]:
    value, here = word_of(regle, "valeur"), (*steps, "valeur")
    if value is None:
        if nature in WITH_VALUE and not _has(regle, "valeur"):
            yield Finding(steps, "valeur", f"il manque la valeur : « {nature} »", "valeur: …")
    elif nature in {Nature.TEXTE, Nature.POINT}:
        message = f"« {nature} » n’a pas de valeur : sa référence ou son énoncé en tient lieu"
        yield Finding(here, "valeur", message, "supprimez cette ligne")
    elif nature is Nature.CLASSE:
        if value not in CLASSES:
            hint = f"de {CLASSES[0]} à {CLASSES[-1]}"
            yield Finding(here, "classe", f"classe inconnue : « {value} »", hint)
    elif nature in WITH_VALUE:
        number = decimal(value)
        if number is None:
            hint = "75000, 18,03 ; l’unité se met dans « unite: »"
            yield Finding(here, "nombre", f"valeur illisible : « {value} »", hint)
        elif nature in {Nature.DELAI, Nature.DUREE} and (number % 1 or not number):
            message = f"{nature.accent} : un nombre entier, non nul, est attendu"
            yield Finding(here, "nombre", message, "18 mois, et non 1,5 an")


def _check_qualifiers(steps: Steps, regle: dict[str, Any], nature: Nature) -> Iterator[Finding]:
    for field, natures in QUALIFIERS.items():
        if _has(regle, field) and nature not in natures:
            message = f"« {field}: » n’a pas de sens pour « {nature} »"
            yield Finding(
                (*steps, field),
                "nature",
                message,
                f"seulement pour « {liste(*natures, conjonction='» et «')} »",
            )
    if _has(regle, "classe") != _has(regle, "bareme"):
        message = "« classe: » et « bareme: » vont ensemble"
        hint = "classe: 4 et bareme: maximum, forfaitaire…"
        yield Finding(
            (*steps, "classe" if _has(regle, "classe") else "bareme"), "bareme", message, hint
        )
    if word_of(regle, "classe") not in {None, *CLASSES}:
        yield Finding(
            (*steps, "classe"), "classe", "classe inconnue", f"de {CLASSES[0]} à {CLASSES[-1]}"
        )
    days = word_of(regle, "unite") in {None, UniteDeMesure.JOURS}
    if _has(regle, "compte") and nature in QUALIFIERS["compte"] and not days:
        message = "« compte: » dit comment se comptent des jours, et l’unité n’est pas « jours »"
        hint = "supprimez « compte: », ou comptez en jours"
        yield Finding((*steps, "compte"), "unite", message, hint)


def _check_unit(steps: Steps, regle: dict[str, Any], nature: Nature) -> Iterator[Finding]:
    unit, fit = word_of(regle, "unite"), UNITES.get(nature, ())
    if fit and not _has(regle, "unite"):
        message = f"{nature.accent} sans unité"
        yield Finding(steps, "unite", message, "unite: " + liste(*fit, conjonction="ou"))
    elif unit in list(UniteDeMesure) and unit not in fit:
        message = f"l’unité « {unit} » ne convient pas à « {nature} »"
        hint = "unités admises : " + ", ".join(fit) if fit else "supprimez cette ligne"
        yield Finding((*steps, "unite"), "unite", message, hint)


def _check_reference(steps: Steps, regle: dict[str, Any], nature: str | None) -> Iterator[Finding]:
    reference, here = regle.get("reference"), (*steps, "reference")
    if not isinstance(reference, dict):
        if not _has(regle, "reference") and nature != Nature.POINT:
            hint = "reference: {code: environnement, article: L. 541-3}"
            yield Finding(steps, "reference", "il manque la référence", hint)
        return
    code, text = _has(reference, "code"), _has(reference, "texte")
    if code == text:
        hint = "« code: » et « article: », ou « texte: » et ce qui le nomme"
        yield Finding(here, "reference", "référence à un code ou à un texte, et à un seul", hint)
    elif code:
        yield from _check_article(here, reference)
    else:
        yield from _check_text(here, reference)
    if nature == Nature.ARTICLE and text and not _has(reference, "article"):
        yield Finding(here, "article", "il manque le numéro de l’article", "article: L. 541-3")
    if nature == Nature.TEXTE and code:
        message = "un texte hors des codes est attendu"
        yield Finding(here, "reference", message, "pour un article : « nature: article »")
    yield from _check_same_article(steps, regle, nature, reference)


def _check_article(here: Steps, reference: dict[str, Any]) -> Iterator[Finding]:
    if not _has(reference, "article"):
        message = "il manque le numéro de l’article"
        yield Finding(here, "article", message, "article: L. 541-3")
    for field in (*IDENTIFIERS, "titre"):
        if _has(reference, field):
            message = f"« {field}: » nomme un texte, et non un article de code"
            yield Finding((*here, field), "reference", message, "supprimez cette ligne")


def _check_text(here: Steps, reference: dict[str, Any]) -> Iterator[Finding]:
    genre = word_of(reference, "texte")
    titled = genre in {Genre.AUTRE, Genre.ARRET}
    if titled and not _has(reference, "titre"):
        hint = "titre: la charte de l’Aidant ; pour un arrêt, la juridiction : Cass. 3e civ."
        yield Finding(here, "reference", "il manque le titre de ce texte", hint)
    if genre in list(GENRES) and not any(_has(reference, key) for key in IDENTIFIERS):
        message = "il manque ce qui nomme ce texte"
        yield Finding(here, "reference", message, "son « numero: », son « nor: » ou sa « date: »")


def _check_same_article(
    steps: Steps, regle: dict[str, Any], nature: str | None, reference: dict[str, Any]
) -> Iterator[Finding]:
    value, article = word_of(regle, "valeur"), word_of(reference, "article")
    if nature != Nature.ARTICLE or value is None or article is None:
        return
    if not ARTICLE.fullmatch(value):
        message = f"numéro d’article mal formé : « {value} »"
        yield Finding((*steps, "valeur"), "article", message, "« L. 541-3 », « R. 610-5 »")
    elif ARTICLE.fullmatch(article) and compact(value) != compact(article):
        message = f"{numero(value)} contredit la référence ({numero(article)})"
        hint = "gardez le bon des deux ; la valeur d’un article peut s’omettre"
        yield Finding((*steps, "valeur"), "contradiction", message, hint)


def _check_provenance(steps: Steps, regle: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for an item without a source, although its confidence implies one."""
    read = _has(regle, "source") or _has(regle, "page")
    if not read and word_of(regle, "confiance") in set(Confiance) - {Confiance.C}:
        hint = "« source: » (une clé de sources.yaml), ou « page: »"
        yield Finding(steps, "source", "il manque où cela a été lu", hint)


def _check_days(steps: Steps, regle: dict[str, Any]) -> Iterator[Finding]:
    since, day = read_day(regle.get("depuis")), read_day(as_group(regle.get("controle")).get("le"))
    if since and day and since > day:
        message = f"en vigueur depuis le {since}, et contrôlé avant, le {day}"
        hint = "le contrôle a lu une version antérieure : refaites-le, ou corrigez « depuis: »"
        yield Finding((*steps, "depuis"), "contradiction", message, hint)


def _check_figures(steps: Steps, regle: dict[str, Any]) -> Iterator[Finding]:
    for figure in find_legal_figures(word_of(regle, "enonce") or ""):
        message = f"« {figure.texte} » dans l’énoncé : un chiffre ne s’écrit que dans sa valeur"
        yield Finding((*steps, "enonce"), "chiffre", message, "dites-le sans chiffre")
