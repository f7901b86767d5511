"""The rules of law that people name: by their keys, or by an article."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docgen.errors import Problem, Problems
from docgen.french.letters import folded
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.reference import ARTICLE, CODES, ReferenceLegale, compact
from docgen.referential.droit.regle import Regle

LAW: Final = "content/referentiel/droit"
ASKED: Final = re.compile(rf"(.*?)\s*(?:\bart(?:icle|\.)\s*)?({ARTICLE.pattern})", re.IGNORECASE)
"""An article as people type it: « L541-3 », « penal R. 610-5 », « loi 2025-268 art. 37 »."""


def chosen_rules(droit: Droit, cles: Iterable[str], articles: Iterable[str]) -> tuple[Regle, ...]:
    """Return the rules of some keys and articles, each once; raise ContentError for any unknown."""
    problems, chosen = Problems(), list[Regle]()
    for cle in cles:
        regle = droit.get(cle)
        if regle:
            chosen.append(regle)
        else:
            hint = droit.nearest(cle) or "« docgen droit » les liste toutes"
            message = f"aucune règle de droit « {cle} »"
            problems.append(Problem(LAW, message, code="cle", hint=hint))
    for article in articles:
        citing = tuple(_rules_of_article(droit, article))
        chosen += citing
        problems += _faults(article, citing, droit)
    problems.refuse()
    return tuple(dict.fromkeys(chosen))


def refused_rules(droit: Droit, chosen: Iterable[Regle], cles: Iterable[str]) -> Iterator[Problem]:
    """Yield the rules chosen by an article alone that someone judged wrong as they stand."""
    for regle in chosen:
        said = regle.jugement
        if said and said.refus and regle.cle not in cles:
            place = droit.place(regle.cle)
            message = f"« {regle.cle} », jugé faux par {said.par} : {said.refus} ; rien n’y change"
            hint = "corrigez la règle ; si elle est juste, nommez-la elle-même, non son article"
            line, column = place.mark.line, place.mark.column
            yield Problem(place.file, message, line, column, regle.cle, "refus", hint).as_warning()


def _rules_of_article(droit: Droit, asked: str) -> Iterator[Regle]:
    match = ASKED.fullmatch(asked.strip())
    if match is None:
        return
    whole, number = folded(match[1]).strip(" ,"), compact(match[2].upper())
    for regle in droit.items:
        reference = regle.reference
        if not reference or not reference.article or compact(reference.article) != number:
            continue
        if whole in ("", *map(folded, _names(reference))):
            yield regle


def _names(reference: ReferenceLegale) -> Iterator[str]:
    """Yield the names of the code or text of a reference, the key first."""
    if reference.code:
        code = CODES[reference.code]
        yield from (reference.code, code.nom, code.abrege)
    else:
        yield " ".join(filter(None, (reference.texte, reference.numero)))


def _faults(asked: str, citing: Iterable[Regle], droit: Droit) -> Iterator[Problem]:
    """Yield what is wrong with an article: no rule cites it, or several texts have one."""
    names = {next(_names(one.reference)) for one in citing if one.reference}
    if not names:
        known = (one.reference.court for one in droit.items if one.reference)
        message = f"aucune règle ne cite l’article « {asked} »"
        hint = f"« L541-3 », « penal R610-5 » ; par exemple : {next(known, '')}"
        yield Problem(LAW, message, code="article", hint=hint)
    elif len(names) > 1:
        match = ASKED.fullmatch(asked.strip())
        number = match[2] if match else asked
        hint = "dites lequel : " + ", ou ".join(f'--article "{one} {number}"' for one in names)
        message = f"« {asked} » : plusieurs textes ont un article de ce numéro"
        yield Problem(LAW, message, code="article", hint=hint)
