"""The rules of law that people name: by their keys, or by an article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.errors import Problem, Problems, closest
from docgen.french.letters import folded
from docgen.referential.droit.controle import verify_command
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.reference import ARTICLE, CODES, ReferenceLegale, compact
from docgen.referential.droit.regle import Regle

LAW: Final = "content/referentiel/droit"
TYPED_ARTICLE: Final = re.compile(
    r"(?P<before>.*?)\s*(?:\bart(?:icle|\.)\s*|(?<![^\W\d_]))"  # the l of « penal » is no letter L
    rf"(?P<number>{ARTICLE.pattern})(?:\s*\([^)]*\))?"
    r"(?:\s+(?:du|de\s+la|de\s+l[’'])\s*(?P<code>.+))?",
    re.IGNORECASE,
)
"""An article as people type it: « L541-3 », « penal R. 610-5 », « art. L. 121-1 du CRPA »."""


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


def refused_rules(
    droit: Droit, chosen: Sequence[Regle], cles: Iterable[str]
) -> tuple[tuple[Regle, ...], list[Problem]]:
    """Return the rules chosen by an article alone that someone judged wrong, and their problems.

    There is one problem for each judgement: as errors where nothing else is chosen.
    """
    refused: dict[tuple[str, str], list[Regle]] = {}
    for regle in chosen:
        judgement = regle.jugement
        if judgement and judgement.refus and regle.cle not in cles:
            refused.setdefault((judgement.par, judgement.refus), []).append(regle)
    problems: list[Problem] = []
    for (par, reason), regles in refused.items():
        names = ", ".join(f"« {regle.cle} »" for regle in regles)
        judged = "jugées fausses" if len(regles) > 1 else "jugée fausse"
        message = f"{names}, {judged} par {par} : {reason} ; rien n’y change"
        command = verify_command(*(regle.cle for regle in regles))
        hint = f"corrigez ; si c’est juste, nommez les règles, non leur article : {command}"
        problems.append(droit.place(regles[0].cle).problem(message, "refus", hint))
    left = tuple(regle for regles in refused.values() for regle in regles)
    if len(left) < len(chosen):
        problems = [one.as_warning() for one in problems]
    return left, problems


def _rules_of_article(droit: Droit, asked: str) -> Iterator[Regle]:
    number, whole = _read_article(asked)
    for regle in droit.items:
        reference = regle.reference
        if not reference or not reference.article or compact(reference.article) != number:
            continue
        if not whole or any(_is_named(folded(name), whole) for name in _names(reference)):
            yield regle


def _read_article(asked: str) -> tuple[str, str]:
    """Return the number of an article, and its code or text, as people type them; or nothing."""
    match = TYPED_ARTICLE.fullmatch(asked.strip())
    if match is None:
        return "", ""
    whole = (match["code"] or match["before"]).replace("'", "’").replace("n°", " ")
    return compact(match["number"].upper()), " ".join(folded(whole).strip(" ,").split())


def _is_named(name: str, whole: str) -> bool:
    """Whether a name is what people typed, perhaps with the day of a law after it."""
    return whole == name or whole.startswith(f"{name} du ")


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
    number, _ = _read_article(asked)
    if not names:
        cited = [one.reference for one in droit.items if one.reference and one.reference.article]
        known = {compact(one.article or ""): next(_names(one)) for one in cited}
        near = f"« {known[number]} {number} »" if number in known else closest(number, known)
        message = f"aucune règle ne cite l’article « {asked} »"
        hint = near or "« L541-3 », « penal R610-5 », « art. L. 121-1 du CRPA »"
        yield Problem(LAW, message, code="article", hint=hint)
    elif len(names) > 1:
        hint = "dites lequel : " + ", ou ".join(f'--article "{one} {number}"' for one in names)
        message = f"« {asked} » : plusieurs textes ont un article de ce numéro"
        yield Problem(LAW, message, code="article", hint=hint)
