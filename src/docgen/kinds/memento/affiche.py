"""The posters of the memento: each procedure alone, on a sheet of A3."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from docgen.charts.lettering import line_count, width
from docgen.errors import ContentError, Problem, closest
from docgen.french.letters import folded
from docgen.french.titles import balance_title, hold_end, hold_names
from docgen.kinds.memento.content import Famille, Procedure
from docgen.kinds.memento.facts import FaitsAffiche, FaitsEtapeProcedure, Replis, Suite, TexteCite
from docgen.kinds.memento.familles import procedure_facts
from docgen.kinds.memento.ouvrage import Ouvrage, PrintContext, dated_line, draft_mark
from docgen.kinds.memento.wording import MementoWording
from docgen.kinds.writing.checked_texts import checked_texts
from docgen.markup import plain

POSTER: Final = "affiche"
REFERENCE: Final = re.compile(r"\{(?:droit:[a-z]+-([\w-]+)\.numero)?[^}]*\}")
"""A reference in a title, of which a key keeps the number of an article: « l541-3 »."""
NUMBER: Final = r"\1"
HEADS: Final = {27: 35, 24: 31, 22: 28.5, 20: 26, 18: 23.5, 15: 19.5}
"""The sizes of the text of a poster, and that of the titles of its steps, in points.

From 20 on, the title of the poster is smaller. The last is for charts longer than ours.
"""
DENSITIES: Final = tuple(f"corps-{size}" for size in HEADS)
"""How a poster may be set; what its size leaves goes between its steps."""
LINE: Final = 614
"""The points of a line of a step."""
MAX_TITLE: Final = 27
"""The signs that a line of a poster's title holds; a longer one has two lines of like length."""
SMALL: Final = 0.85
"""The size of who acts, and of what says more of a delay, as a share of that of the text."""
APART, MARKED = 0.3, 0.8
"""The least between a title and its delay, as a share of its size; with the sign of a doubt."""

FEW: Final = 5
"""The steps of a poster that has room for a delay on two lines."""
FULL_LINE: Final = 24
"""The largest text under whose title a delay stands on a line of its own."""
Fold: TypeAlias = Literal["", "precision", "delai"]

SUITE_WIDTH, SUITE_LINES = 201.0, 3
"""The width of what follows the numbers, in points less what its bold adds, and its lines."""
SUITE_SIZES: Final = (18.0, 15.0)
"""Its sizes, in points: as it is, and that of the words under the numbers, for a long name."""


def procedures_of(famille: Famille) -> Iterator[tuple[str, Procedure]]:
    """Yield the key of each poster of a family, which says its title, and its procedure."""
    seen = Counter[str]()
    for procedure in famille.procedures:
        key = f"{POSTER}-{famille.id}-{_in_key(REFERENCE.sub(NUMBER, procedure.titre))}"
        seen[key] += 1
        yield key + f"-{seen[key]}" * (seen[key] > 1), procedure


def _in_key(words: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", folded(words)))


def chosen_keys(familles: Sequence[Famille], name: str) -> frozenset[str]:
    """Return the keys of the posters that a name is part of, all for an empty one.

    Raise ContentError for one that names none.
    """
    keys = [key for famille in familles for key, _ in procedures_of(famille)]
    chosen = frozenset(key for key in keys if _in_key(name) in key)
    if not chosen:
        known = [famille.id for famille in familles]
        hint = closest(_in_key(name), known) or f"une famille, comme {', '.join(known)}"
        message = f"aucune affiche de ce nom : « {name} »"
        raise ContentError([Problem("memento", message, code="affiche", hint=hint)])
    return chosen


def poster_facts(
    famille: Famille,
    procedure: Procedure,
    ouvrage: Ouvrage,
    context: PrintContext,
    wording: MementoWording,
) -> FaitsAffiche:
    """Return the facts of the poster of a procedure."""
    whole = ouvrage.ensemble
    titles = wording.fresh_copy()
    wording.posters = {
        one.id: tuple(titles.words(chart.titre) for chart in one.procedures)
        for one in ouvrage.familles
    }
    urgences = tuple(map(wording.contact, whole.urgences))
    suite = wording.say(whole.suite_urgence)
    suite = suite.model_copy(update={"texte": hold_names(suite.texte)})
    facts = procedure_facts(procedure, wording)
    title = balance_title(facts.titre.texte, MAX_TITLE)
    facts = facts.model_copy(update={"titre": facts.titre.model_copy(update={"texte": title})})
    if facts.chapo:
        held = hold_end(facts.chapo.texte)
        chapo = facts.chapo.model_copy(update={"texte": held})
        facts = facts.model_copy(update={"chapo": chapo})
    checked = checked_texts(wording.cited.values(), final=wording.final)
    return FaitsAffiche(
        projet=context.projet,
        repere=draft_mark(context),
        mention=dated_line(f"{plain(whole.titre)}. {whole.mention}", whole, (famille,)),
        famille=f"{famille.numero}. {plain(famille.titre)}",
        icone=famille.icone,
        procedure=facts,
        replis=tuple(map(_replis, facts.blocs[0])),
        urgences=urgences,
        suite_urgence=suite,
        suite=_suite(suite),
        fraicheur=checked if context.projet else "",
        verifie=f"{plain(checked)}." if checked and not context.projet else "",
    )


def _suite(words: TexteCite) -> Suite:
    """Return how what follows the numbers is set, by the lines it takes beside them."""
    lines = [line_count(plain(words.texte), size, SUITE_WIDTH) for size in SUITE_SIZES]
    if lines[0] <= SUITE_LINES:
        return ""
    return "longue" if lines[1] <= SUITE_LINES else "haute"


def roomy_densities(poster: FaitsAffiche) -> tuple[str, ...]:
    """Return the densities at which the title of each step has room for who acts on its line.

    The delay has room there too, or under it where a poster has few steps. The densest is always
    one.
    """
    [steps, *_] = poster.procedure.blocs
    held = {"", "precision", "delai"} if len(steps) <= FEW else {""}
    kept = (
        density
        for density, (text, head) in zip(DENSITIES, HEADS.items(), strict=True)
        if all(_fold(step, text, head) in held for step in steps)
    )
    return tuple(dict.fromkeys((*kept, DENSITIES[-1])))


def _replis(step: FaitsEtapeProcedure) -> Replis:
    folds = [
        (density, _fold(step, text, head))
        for density, (text, head) in zip(DENSITIES, HEADS.items(), strict=True)
    ]
    return Replis(
        precision=tuple(density for density, fold in folds if fold == "precision"),
        delai=tuple(density for density, fold in folds if fold == "delai"),
    )


def _fold(step: FaitsEtapeProcedure, text: float, head: float) -> Fold | None:
    """Return what goes under a step's title for who acts to stay beside it, None if that is no use.

    Beside a case, it is the whole delay; else what says more of it goes first.
    """
    alone = width(step.titre, head, bold=True) + width(f" – {step.acteur}", SMALL * text)
    delayed = alone
    if step.delai:
        delayed += width(step.delai.texte, head, bold=True)
        delayed += (MARKED if step.delai.etat else APART) * head
    more = width(f" {step.precision}", SMALL * text) if step.precision else 0
    if delayed + more <= LINE:
        return ""
    if delayed <= LINE and not step.si:
        return "precision"
    under = width(step.si, text) + delayed - alone + more
    held = max(alone, under) <= LINE and (step.si or text <= FULL_LINE)
    return "delai" if held else None
