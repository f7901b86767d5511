"""Whether an article is in force on a day, until when, and whether it changed since it was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from docgen.french.wording import date_longue
from docgen.referential.droit.articles import UNKNOWN_DAY, Articles, ArticleVersion
from docgen.referential.droit.controle import YEAR
from docgen.referential.droit.reference import numero
from docgen.referential.droit.regle import Controle

GONE: Final = {
    "ABROGE": "abrogé",
    "ABROGE_DIFF": "abrogé",
    "TRANSFERE": "transféré",
    "ANNULE": "annulé",
    "PERIME": "périmé",
}
"""The states of a version after which its article no longer is in force, in French."""
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Validity:
    """The version of an article on a day, and why it may not be relied upon, in French.

    `gone` tells that it is not in force, `ending` that it changes within a year, `unread` that
    docgen has no text of it.
    """

    version: ArticleVersion | None = None
    gone: str = ""
    ending: str = ""
    unread: str = ""


def validity_of(ouvrage: str, article: str, articles: Articles, day: date) -> Validity:
    """Return the validity of an article on a day."""
    versions = articles.versions(ouvrage, article)
    named = f"l’{article.lower()}" if " " in article else f"l’article {numero(article)}"
    if not versions:
        return Validity(unread=f"{named} : texte non importé")
    version = articles.in_force(ouvrage, article, day)
    if version is None:
        return _out_of_force(versions, named, day)
    if not version.texte:
        return Validity(version, unread=f"{named} : seules les dates de cette version sont connues")
    if version.fin is None:
        state = GONE.get(version.etat)
        return Validity(version, gone=f"{named} est {state}, à un jour inconnu" if state else "")
    if version.fin > day + timedelta(days=YEAR):
        return Validity(version)
    return Validity(version, ending=_ending(version, version.fin, articles, named))


def _out_of_force(versions: tuple[ArticleVersion, ...], named: str, day: date) -> Validity:
    if any(version.in_force(day) for version in versions):
        return Validity(unread=f"{named} : deux textes ce jour-là ; lisez-le sur Légifrance")
    former = [version for version in versions if version.fin and version.fin <= day]
    if not former:
        known = versions[0].debut != UNKNOWN_DAY
        since = f"que le {date_longue(versions[0].debut)}" if known else "à aucun jour connu"
        return Validity(versions[0], gone=f"{named} n’entre en vigueur {since}")
    last = max(former, key=lambda version: version.fin or day)
    state = GONE.get(last.etat, "hors de vigueur")
    return Validity(last, gone=f"{named} est {state} depuis le {date_longue(last.fin or day)}")


def _ending(version: ArticleVersion, end: date, articles: Articles, named: str) -> str:
    following = articles.in_force(version.ouvrage, version.numero, end)
    if following is None:
        state = GONE.get(version.etat, "hors de vigueur")
        return f"{named} sera {state} le {date_longue(end)}"
    if following.texte and following.empreinte == version.empreinte:
        return ""
    return f"{named} change le {date_longue(end)} : relisez-le ce jour-là"


def changed_since(controle: Controle, versions: Sequence[ArticleVersion]) -> bool:
    """Whether no version of the articles of an item is the text that a person checked.

    Its digest tells, else its version, else the day of the check.
    """
    if controle.texte:
        return all(controle.texte[:_DIGITS] != one.empreinte[:_DIGITS] for one in versions)
    if controle.version:
        return all(controle.version != one.id for one in versions)
    return any(one.debut > controle.le for one in versions)
