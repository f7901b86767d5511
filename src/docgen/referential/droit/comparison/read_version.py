"""The version of an article that a person says to have read, beside those that docgen holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from docgen.errors import Problems
from docgen.french.days import read_day
from docgen.french.wording import date_longue
from docgen.referential.droit.articles import Articles, ArticleVersion
from docgen.referential.droit.comparison.reading import first_gone, named_annexes, read_validities
from docgen.referential.droit.comparison.validity import texts_digest
from docgen.referential.droit.controle import NewCheck
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import VERSION, Regle

IDENTIFIER: Final = re.compile(r"(?:LEGI|JORF)ARTI\w*", re.IGNORECASE)
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}(?:er)?[ /.-](?:\d{1,2}|[^\W\d]+)[ /.-]\d{4}")
WHICH_VERSION: Final = "son identifiant (LEGIARTI…), ou « en vigueur depuis le 1er janvier 2026 »"
IMPORT: Final = "refaites « docgen data import legi ARCHIVE »"
STALE: Final = "relisez l’article sur Légifrance, et repartez d’une feuille récente"


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """The identifier of a version that was read, the digest of the texts; or what is wrong."""

    identifier: str | None = None
    texte: str | None = None
    fault: str = ""
    hint: str = ""


def read_version(
    regle: Regle, written: str, articles: Articles, le: date, today: date
) -> ReadVersion:
    """Return the version of the article of an item that someone read on the day `le`.

    It must be in force on that day and today, by its words if not by its identifier.  Where no
    version is known, what was written is trusted.
    """
    plain = " ".join(written.split())
    named = [one.upper() for one in IDENTIFIER.findall(plain)]
    wrong = [one for one in named if not VERSION.fullmatch(one)]
    if wrong:
        return _malformed_version(wrong[0])
    identifier = named[0] if named else None
    reference = regle.reference
    if reference is None or not reference.ouvrage or not reference.articles:
        return _trusted(plain, le, identifier)
    number, *_ = named_annexes(reference) or reference.articles
    versions = articles.versions(reference.ouvrage, number)
    if not versions:
        return _trusted(plain, le, identifier)
    then, now = (read_validities(reference, articles, day) for day in (le, today))
    for own in (now[0], then[0]):
        if own.gone:
            return ReadVersion(fault=own.gone, hint="« oui » ne vaut que pour un texte en vigueur")
    chosen = [one for one in versions if one.id == identifier] if identifier else []
    chosen = chosen if identifier else _in_force(versions, _days_in(plain))
    fault, hint = _fault(versions, chosen, identifier or plain, (le, today))
    if not fault and texts_digest(then) != texts_digest(now):
        fault, hint = f"un article cité avec lui a changé depuis le {date_longue(le)}", STALE
    if fault:
        return ReadVersion(fault=fault, hint=hint)
    return ReadVersion(chosen[-1].id, texts_digest(then))


def _trusted(written: str, le: date, identifier: str | None = None) -> ReadVersion:
    """Return what was written of an unknown version, unless it only begins after the day `le`."""
    days = _days_in(written)
    if days and min(days) > le:
        fault = f"« {written} » n’est pas encore en vigueur le {date_longue(le)}"
        return ReadVersion(fault=fault, hint="relisez la version en vigueur ce jour-là")
    return ReadVersion(identifier)


def _days_in(written: str) -> list[date]:
    return [*filter(None, map(read_day, DAY.findall(written)))]


def complete_checks(
    droit: Droit, articles: Articles, regles: Iterable[Regle], check: NewCheck
) -> dict[str, NewCheck]:
    """Return the check of each item by its key, with the digests of the item and of its texts.

    Raise ContentError for each item of which the article has no such version, or that someone
    judged later.
    """
    checks: dict[str, NewCheck] = {}
    problems = Problems()
    for regle in regles:
        said = regle.jugement
        if said and said.le > check.le:
            message = f"« {regle.cle} » : {said.par} l’a contrôlé depuis, le {date_longue(said.le)}"
            hint = "rien n’y change ; un contrôle plus récent le remplacerait"
            problems.append(droit.place(regle.cle).problem(message, "controle", hint))
        read = _trusted(check.reference, check.le)
        if check.version and not read.fault:
            read = _version_named(regle, check.version, articles, check.le)
        if read.fault:
            message = f"« {regle.cle} » : {read.fault}"
            problems.append(droit.place(regle.cle).problem(message, "version", read.hint))
        gone = first_gone(regle.reference, articles, check.le)
        known = gone.version.id if gone and gone.version else None
        checks[regle.cle] = replace(
            check, version=read.identifier or known, texte=read.texte, empreinte=regle.empreinte
        )
    problems.refuse()
    return checks


def _version_named(regle: Regle, name: str, articles: Articles, le: date) -> ReadVersion:
    if not VERSION.fullmatch(name):
        return _malformed_version(name)
    return read_version(regle, name, articles, le, le)


def _malformed_version(name: str) -> ReadVersion:
    message = f"version d’article mal formée : « {name} »"
    return ReadVersion(fault=message, hint="« LEGIARTI », puis douze chiffres")


def version_in_force(regle: Regle, articles: Articles, day: date) -> ArticleVersion | None:
    """Return the version of the article of an item in force on a day, None where it is unknown."""
    reference = regle.reference
    if reference is None or not reference.ouvrage or not reference.articles:
        return None
    own = read_validities(reference, articles, day)[0]
    return None if own.gone else own.version


def _fault(
    versions: Sequence[ArticleVersion],
    chosen: Sequence[ArticleVersion],
    written: str,
    days: Sequence[date],
) -> tuple[str, str]:
    """Return why what was written names no version that is in force on some days, and a hint."""
    if not chosen:
        return (
            f"« {written} » ne dit aucune version connue de cet article",
            f"{WHICH_VERSION} ; plus récent ? {IMPORT}",
        )
    for day in days:
        current = _in_force(versions, [day])
        if not any(_is_same(one, other) for one in chosen for other in current):
            said = f"{current[-1].id}, depuis le {date_longue(current[-1].debut)}"
            return f"la version en vigueur le {date_longue(day)} est {said}", STALE
    return "", ""


def _in_force(versions: Sequence[ArticleVersion], days: Sequence[date]) -> list[ArticleVersion]:
    return [one for one in versions if any(map(one.in_force, days))]


def _is_same(version: ArticleVersion, other: ArticleVersion) -> bool:
    return version.id == other.id or bool(version.texte and version.empreinte == other.empreinte)
