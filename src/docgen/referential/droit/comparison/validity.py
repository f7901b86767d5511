"""Whether an article is in force on a day, until when, and whether it changed since it was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from docgen.content.stamp import words_digest
from docgen.french.wording import date_longue
from docgen.referential.droit.articles import UNKNOWN_DAY, Articles, ArticleVersion
from docgen.referential.droit.controle import YEAR
from docgen.referential.droit.reference import numero
from docgen.referential.droit.regle import Controle

REPEALED_STATES: Final = {
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
    named = _name_of(article)
    if not versions:
        return Validity(unread=f"{named} : texte non importé")
    version = articles.in_force(ouvrage, article, day)
    if version is None:
        return _out_of_force(versions, day)
    if not version.texte:
        return Validity(version, unread=f"{named} : seules les dates de cette version sont connues")
    if version.fin is None and version.etat in REPEALED_STATES:
        return Validity(version, gone=f"{named} est {_state(version)}, à un jour inconnu")
    return Validity(version, ending=_ending(version, articles, day))


def _name_of(article: str) -> str:
    return f"l’{article.lower()}" if _is_annex(article) else f"l’article {numero(article)}"


def _is_annex(article: str) -> bool:
    return " " in article


def _state(version: ArticleVersion) -> str:
    state = REPEALED_STATES.get(version.etat)
    return f"{state}{'e' * _is_annex(version.numero)}" if state else "hors de vigueur"


def _out_of_force(versions: tuple[ArticleVersion, ...], day: date) -> Validity:
    named = _name_of(versions[0].numero)
    if any(version.in_force(day) for version in versions):
        return Validity(unread=f"{named} : deux textes ce jour-là ; lisez-le sur Légifrance")
    former = [version for version in versions if version.fin and version.fin <= day]
    if not former:
        known = versions[0].debut != UNKNOWN_DAY
        since = f"que le {date_longue(versions[0].debut)}" if known else "à aucun jour connu"
        return Validity(versions[0], gone=f"{named} n’entre en vigueur {since}")
    last = max(former, key=lambda version: version.fin or day)
    since = date_longue(last.fin or day)
    return Validity(last, gone=f"{named} est {_state(last)} depuis le {since}")


def _ending(version: ArticleVersion, articles: Articles, day: date) -> str:
    """Return the first change of words within a year; versions of the same words follow on."""
    versions = articles.versions(version.ouvrage, version.numero)
    last = day + timedelta(days=YEAR)
    bounds = {bound for one in versions for bound in (one.debut, one.fin) if bound}
    for coming in sorted(bound for bound in bounds if day < bound <= last):
        named, when = _name_of(version.numero), date_longue(coming)
        in_force = [one for one in versions if one.in_force(coming)]
        if not in_force:
            return f"{named} sera {_state(version)} le {when}"
        if {one.empreinte for one in in_force} != {version.empreinte}:
            again = "la" if _is_annex(version.numero) else "le"
            return f"{named} change le {when} : relisez-{again} ce jour-là"
        version = in_force[-1]
    return ""


def texts_digest(validities: Sequence[Validity]) -> str | None:
    """Return the digest of the texts of an item's articles together, None when one is not here."""
    texts = [one.version for one in validities if one.version and one.version.texte]
    if len(texts) < len(validities) or any(one.unread for one in validities):
        return None
    digests = [version.empreinte for version in texts]
    return digests[0] if len(digests) == 1 else words_digest(digests)


def changed_since(controle: Controle, validities: Sequence[Validity]) -> bool:
    """Whether an article of an item no longer is the text that a person checked.

    The digest of its texts tells, else their versions, else the day of the check.
    """
    digest = texts_digest(validities)
    if controle.texte and digest:
        return controle.texte[:_DIGITS] != digest[:_DIGITS]
    versions = [one.version for one in validities if one.version]
    own = bool(versions and validities[0].version)
    if own and controle.version and all(controle.version != one.id for one in versions):
        return True
    return any(one.debut > controle.le for one in versions if one.id != controle.version)
