"""The commitments of an act for which no fiche, or no line of the pack, is written yet."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from docgen.content.raw import as_group, as_text, groups_of
from docgen.content.source import Source
from docgen.content.validation import Finding, field_name, mappings, problem_at
from docgen.errors import Problem
from docgen.kinds.actes.acte import Acte, Engagement, contains, words
from docgen.kinds.writing.corpus import Corpus
from docgen.left import Duty, Item, What, Who, item_of

LINE: Final = Duty(Who.REDACTEUR, What.REMPLIR, "docgen reste commune-pack")
FICHE: Final = Duty(Who.REDACTEUR, What.REMPLIR, "docgen check")
"""Who writes a missing line, and a missing fiche; the command that tells whether any is left."""
CODE: Final = "engagement"


def citations_of(data: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any], tuple[str, ...]]]:
    """Yield the rank, the mapping and the words of each citation of a fiche that has words."""
    for rank, citation in groups_of(data, "citations"):
        if cited := words(as_text(citation.get("texte"))):
            yield rank, citation, cited


@lru_cache(maxsize=4)  # the same for all communes
def unwritten_commitments(corpus: Corpus, acte: Acte, key: str) -> tuple[Item, ...]:
    """Return what is to be written of an act for the pack of that key: lines, fiches."""
    pack = corpus.source("commune-pack", key)
    sources = (corpus.source("fiche", name) for name in corpus.keys("fiche"))
    fiches = [as_group(source.data) for source in sources if source]
    lines = _without_line(pack, acte) if pack else ()
    return (*lines, *_without_fiche(fiches, acte))


def _without_line(pack: Source, acte: Acte) -> Iterator[Item]:
    lines = {as_text(group.get("clause")).strip() for _, group in mappings(pack.data)}
    clauses = {one.clause.id: one.clause for one in acte.engagements()}
    for name, clause in clauses.items():
        if name not in lines:
            label = " ".join(filter(None, (clause.numero, clause.titre)))
            message = f"cet engagement n’est pas dans la page de la convention : « {label} »"
            hint = f"ajoutez une ligne « {{clause: {name}, texte: … }} »"
            problem = problem_at(pack, Finding(("engagements",), CODE, message, hint))
            yield item_of(problem, LINE, id=f"{pack.name}#engagements.{name}")


def _without_fiche(fiches: list[dict[str, Any]], acte: Acte) -> Iterator[Item]:
    for engagement in acte.engagements():
        if not any(_serves(fiche, engagement) for fiche in fiches):
            mark, field = acte.place(engagement.steps), field_name(engagement.steps)
            message = f"aucune fiche pour cet engagement : {engagement.nom}"
            place = (acte.source.name, message, mark.line, mark.column, field)
            hint = "ajoutez-la dans content/fiche/, ou citez ces mots dans une fiche"
            yield item_of(Problem(*place, CODE, hint), FICHE)


def _serves(fiche: Mapping[str, Any], engagement: Engagement) -> bool:
    if engagement.puce is None:
        return bool(fiche.get("clause") == engagement.clause.id)
    cited = (
        quoted
        for _, citation, quoted in citations_of(fiche)
        if citation.get("clause", fiche.get("clause")) == engagement.clause.id
    )
    return any(
        contains(engagement.puce.mots, quoted) or contains(quoted, engagement.puce.mots)
        for quoted in cited
    )
