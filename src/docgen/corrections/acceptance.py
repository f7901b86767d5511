"""Changes of a Word file taken over into the texts, and why some are not."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, starmap
from typing import Final

from docgen.content.editing import YamlText
from docgen.content.raw import as_group, texts, value_at
from docgen.content.source import Source, Steps, read_source
from docgen.corrections.changes import (
    CONFLICT,
    DOUBTFUL,
    OTHER_LOOK,
    OTHER_SORT,
    PastePlace,
    Status,
    TextChange,
    WordComparison,
    WrittenPlace,
)
from docgen.corrections.edit_candidates import REMARKS, EditCandidates, typed_at_blank
from docgen.corrections.edits import TITLE, Edits, Where
from docgen.corrections.printed import RANK, Paragraph
from docgen.corrections.proof import CONTRADICTION, RemadeDocument
from docgen.corrections.text_patching import as_typed, drops_references, guesses_letters
from docgen.corrections.tried_edits import MOST_PROOFS, TriedEdits
from docgen.errors import Problem
from docgen.french.typography import fold_typography
from docgen.french.wording import counted
from docgen.kinds.actes.rules import PART_TITLES
from docgen.kinds.bilan.visites import FILE as VISITS
from docgen.markup import references
from docgen.referential.lieu import EXPORT

DOUBT_REASONS: Final = (DOUBTFUL, OTHER_LOOK, OTHER_SORT)
CLAUSE_GONE: Final = "clause supprimée"
REMARK_GONE: Final = "clause supprimée, avec ce que « remarques: » en dit"
NEW_CLAUSE: Final = "titre nouveau : la clause est à écrire, avec son identifiant et son état"
NEW_NUMBER: Final = "numéro changé : les renvois à l’ancien numéro ne suivent pas"
NO_SOURCE: Final = "docgen l’écrit lui-même, ou d’après plusieurs textes : à reporter à la main"
PRINTED: Final = "docgen écrit ces mots lui-même : aucun texte de ce document ne les dit ainsi"
PHONE_SAID: Final = "Téléphone"
PHONE: Final = f"{PRINTED} ; un téléphone se donne dans le tableur : {EXPORT}"
QUOTED: Final = "citation"
"""The code of words that a text quotes otherwise than they are."""
WORDS_OF_ACT: Final = (
    "mots de l’acte, cités tels quels : une fois signé, seul un avenant les change"
)
FILLED: Final = (
    "le bilan ne se remplit pas dans Word, mais dans le cahier : "
    "docgen cahier exporter cahier.xlsx --pour bilan"
)
FIGURE: Final = re.compile(r"[\d\s.,%-]+")
"""What a cell of figures says, of which no text has the words."""
OF_VISIT: Final = "mots d’un compte rendu de visite, que le bilan cite"
SENDER: Final = " ; qui écrit et son adresse : content/emetteurs.yaml"
REFUSED: Final = "docgen le refuserait : {}"
AGREE: Final = " ; d’abord, {} ({}:{}), puis recommencez"
HINT_SEPARATOR: Final = " ; ou "
"""What stands in a hint between one way to mend and another."""
NO_REFERENCE: Final = "un renvoi devient des mots, qui ne suivront plus ce qu’il nomme"
SMALL_LETTERS: Final = (
    "titre imprimé en capitales : le texte YAML l’écrit en minuscules, relisez sigles et noms"
)
TOO_MANY: Final = "trop de changements à prouver d’un coup : reprenez ceux-là, puis recommencez"
MOVED: Final = "déplacé : à reporter à la main"
CHANGES_ELSEWHERE: Final = "ces mots viennent de {}:{} et changeraient aussi {} du document : {}"
MOST_NAMED: Final = 3
"""How many of the other places are named."""
MOST_WORDS: Final = 40
"""By how many of its first characters each is."""
NAMES: Final = {
    **{"a_savoir": "À savoir", "aide_memoire": "Aide-mémoire", "arrete": "Arrêté"},
    **{"articles": "Article", "benefices": "Bénéfice", "blancs": "Blanc", "chapo": "Chapeau"},
    **{"considerants": "Considérant", "conseils": "Conseil", "contacts": "Contact"},
    **{"corps": "Alinéa", "cout": "Coût", "documents": "Document", "erreurs": "Erreur"},
    **{"etapes": "Étape", "liens": "Lien", "parts": "Part", "points": "Point"},
    **{"procedures": "Procédure", "qualifications": "Infraction", "references": "Référence"},
    **{"sources": "Source", "visas": "Visa", "qualite": "qualité", "siege": "siège"},
    **{"designation": "désignation", "representation": "représentation"},
}
"""The fields that people would not know by the names that they have in the YAML."""
INNER: Final = ("famille", "texte", "titre")
"""The fields whose name tells nothing when something around them is named."""


class ChangeJudge:
    """Judges which changes of a Word file the texts of its document can take, and where."""

    def __init__(self, remade: RemadeDocument, comparison: WordComparison) -> None:
        self._remade, self._sources = remade, remade.sources
        self._candidates = EditCandidates(self._sources, comparison)
        self._tried = TriedEdits(remade, self._candidates)

    def take(self) -> tuple[tuple[TextChange, ...], Edits]:
        """Return the changes with what becomes of them, and the edits of those that are proved."""
        tried, changes = self._tried, self._candidates.comparison.changes
        ranks = [rank for rank, one in enumerate(changes) if one.why != CONFLICT]
        edits, accepted = tried.accept(ranks, Edits({}), frozenset())
        contrary = [rank for rank, one in tried.refusals.items() if one.code == CONTRADICTION]
        edits, accepted = tried.accept(contrary, edits, accepted)  # they may agree together alone
        for rank in sorted(tried.refusals.keys() - tried.repeated_changes.keys() - accepted):
            edits, accepted = tried.accept_in_part(rank, edits, accepted)
        judged = [
            self._judge_change(rank, change, edits if rank in accepted else None)
            for rank, change in enumerate(self._candidates.comparison.changes)
        ]
        return (*judged, *starmap(self._judge_rest, tried.rejected_parts)), edits

    def texts_after(self, edits: Edits) -> Iterator[str]:
        """Yield all texts as these edits leave them."""
        return self._candidates.texts_after(edits)

    def locate(self) -> tuple[TextChange, ...]:
        """Return the changes with the place of each, and none of them tried."""
        changes = enumerate(self._candidates.comparison.changes)
        return tuple(replace(one, place=self._place(rank, one)) for rank, one in changes)

    def edits_of(self, ranks: Iterable[int]) -> Edits | None:
        """Return the edits of some changes that are proved together, None when they are not.

        A text that several places print is then changed in all of them.
        """
        wanted, self._tried.proofs = list(ranks), MOST_PROOFS
        repeated_changes = self._tried.repeated_changes.items()
        elsewhere = {rank: one.others for rank, one in repeated_changes if rank in wanted}
        self._candidates.comparison = replace(self._candidates.comparison, elsewhere=elsewhere)
        edits, accepted = self._tried.accept(wanted, Edits({}), frozenset())
        return edits if accepted == frozenset(wanted) else None

    def _judge_rest(self, rank: int, change: TextChange, rest: Paragraph) -> TextChange:
        """Return what cannot be taken of a change that is taken in part, with why."""
        why, place = self._reason_of(self._tried.refusals[rank]), self._place(rank, change)
        return replace(change, new=(rest,), place=place, why=why)

    def _reason_of(self, refusal: Problem) -> str:
        """Return why docgen would refuse a change, and what else is then to be changed."""
        if refusal.code == QUOTED:
            return WORDS_OF_ACT
        reason = REFUSED.format(refusal.message)
        source = self._sources.get(refusal.file)  # none where no document is made any more
        if source is None or refusal.code != CONTRADICTION:
            return reason
        for name in as_group(as_group(source.data).get("vie")):
            if name in refusal.field:
                line = source.place(("vie", name))[1].line
                what, _, _ = refusal.hint.partition(HINT_SEPARATOR)
                return reason + AGREE.format(what, refusal.file, line)
        return reason

    def _judge_change(self, rank: int, change: TextChange, edits: Edits | None) -> TextChange:
        """Return a change with its status, its place and why a person must see it."""
        # what a change removes is in no text that is rewritten
        place = self._place(rank, change, edits and (edits if change.new else Edits({})))
        if edits is None:
            return self._judge_unproved(rank, change, place)
        heading = any(one.level for one in (*change.old, *change.new))
        if heading and not change.new and change.why not in DOUBT_REASONS:
            moved = self._place_moved(change) is not None
            status = Status.A_VOIR if moved else Status.PROPOSE
            remarked = any(REMARKS in one for _, one in edits.removed)
            why = REMARK_GONE if remarked else CLAUSE_GONE
            return replace(change, place=place, status=status, why=MOVED if moved else why)
        why = self._doubt(change, place, edits, heading=heading)
        typed = edits.texts[place.file, place.steps] if place and why == SMALL_LETTERS else ""
        status = Status.PROPOSE if why else Status.EXACT
        return replace(change, place=place, status=status, why=why or change.why, typed=typed)

    def _doubt(
        self, change: TextChange, place: WrittenPlace | None, edits: Edits, *, heading: bool
    ) -> str:
        """Return why a person must see a change that is proved, "" where none need to."""
        if change.why in DOUBT_REASONS:
            return change.why
        text = edits.texts.get((place.file, place.steps)) if place else None
        guessed = False
        if place and text is not None:
            before = str(value_at(self._sources[place.file].data, place.steps))
            fewer = len(list(references(text))) < len(list(references(before)))
            if fewer and not drops_references(before, change.before, text):
                return NO_REFERENCE
            guessed = guesses_letters(before, text, change.before, change.after)
        firsts = [one[0].text.partition("\t")[0] for one in (change.old, change.new) if one]
        numbers = map(fold_typography, firsts)
        if heading and len(set(numbers)) > 1:
            return NEW_NUMBER
        return SMALL_LETTERS * guessed

    def _judge_unproved(
        self, rank: int, change: TextChange, place: WrittenPlace | None
    ) -> TextChange:
        """Return a change that is not written, with why."""
        if rank in self._tried.repeated_changes:
            return self._propose_everywhere(rank, change)
        if self._remade.kind.name == "bilan":
            if not change.old or FIGURE.fullmatch(change.before.strip()):
                return replace(change, why=FILLED, previous=self._cells_before(rank))
            if place := self._place_in_visits(change):
                return replace(change, place=place, why=OF_VISIT)
        new = any(one.level for one in change.new) and not change.old
        refusal = self._tried.refusals.get(rank) if change.old else None
        refusal = refusal or (None if new else self._remade.contradiction)
        if refusal and rank in self._tried.refused_places:
            place = self._place_of(self._tried.refused_places[rank])
        refused = self._reason_of(refusal) if refusal else ""
        sender = SENDER * (self._remade.kind.name == "renewal")
        untold = PHONE if PHONE_SAID in change.before else PRINTED
        nowhere = NO_SOURCE if place or not change.old else untold
        tried = TOO_MANY if self._tried.proofs < 0 else nowhere + sender
        why = change.why or (NEW_CLAUSE if new else refused or tried)
        near = self._candidates.nearest(rank) if place is None else None
        if near:
            place = replace(self._place_of(near.where), near=True)
        if new and (above := self._candidates.clause_before(rank)):
            change = replace(change, paste=self._paste_after(*above))
        if why != CONFLICT and (moved := self._place_moved(change)):
            why = MOVED
            if change.paste:
                last, _ = YamlText(self._remade.texts[moved[0]], moved[0]).end_of_item(moved[1])
                rows = self._sources[moved[0]].place(moved[1])[1].line, last
                change = replace(change, paste=change.paste._replace(rows=rows))
        return replace(change, place=place, why=why, typed=self._typed_at(place, change))

    def _typed_at(self, place: WrittenPlace | None, change: TextChange) -> str:
        """Return what is to be typed at a place by hand, "" for all that a file says there."""
        if place and not value_at(self._sources[place.file].data, place.steps):
            return typed_at_blank(change)
        if place and not place.near and place.steps[-1:] == (TITLE,) and len(change.new) == 1:
            return as_typed(change.new[0].own.strip().rpartition("\t")[2])  # not its number
        return change.typed

    def _cells_before(self, rank: int) -> str:
        """Return what the cells before a figure say, in its row of a table."""
        above = [one.old for one in self._candidates.sides(rank)[0] if one.old is not None]
        cells = [self._candidates.comparison.old[one].text.strip() for one in above[1::-1]]
        return ", ".join(one for one in cells if "\t" not in one)  # a number is of the row above

    def _place_in_visits(self, change: TextChange) -> WrittenPlace | None:
        """Return where the words that a change replaces stand in the reports of visits."""
        path = self._remade.workspace.content / VISITS
        name, said = self._remade.workspace.name_of(path), fold_typography(change.before).strip()
        source = read_source(path, name) if path.exists() else Source(name)
        for steps, text in texts(source.data):
            if said and fold_typography(text).strip() == said:
                mark = source.place(steps)[1]
                return WrittenPlace("visites", name, mark.line, steps, "Visite", mark.column)
        return None

    def _place_moved(self, change: TextChange) -> Where | None:
        """Return the clause whose title is gone in one place and came in another, None for none."""
        changes = self._candidates.comparison.changes
        title = _title_alone((change.old or change.new)[0])
        gone = [one for other in changes if not other.new for one in other.old]
        came = [one for other in changes if not other.old for one in other.new]
        if not title or (change.old and change.new) or title not in map(_title_alone, came):
            return None
        for heading in (one for one in gone if _title_alone(one) == title):
            for text in self._candidates.holding(heading, ()):
                file, steps = text.where
                if steps[-1] == TITLE:
                    return file, steps[:-1]
        return None

    def _paste_after(self, file: str, steps: Steps) -> PastePlace:
        """Return where a clause goes that comes after another of its level."""
        end = YamlText(self._remade.texts[file], file).end_of_item(steps)
        return PastePlace(self._clause(file, (*steps, TITLE)), *end)

    def _propose_everywhere(self, rank: int, change: TextChange) -> TextChange:
        """Return a change as a proposal to make it at all places that its text prints."""
        spread = self._tried.repeated_changes[rank]
        place = self._place(rank, change, spread.edits)
        assert place is not None
        others = [self._candidates.comparison.old[one].text.strip() for one in spread.others]
        named = [f"« {textwrap.shorten(one, MOST_WORDS, placeholder='…')} »" for one in others]
        said = ", ".join(named[:MOST_NAMED]) + ", …" * (len(named) > MOST_NAMED)
        count = counted(len(named), "autre endroit", "autres endroits")
        why = CHANGES_ELSEWHERE.format(place.file, place.line, count, said)
        typed = spread.edits.texts.get((place.file, place.steps), "")  # "" for what is taken out
        return replace(change, place=place, status=Status.PROPOSE, why=why, typed=typed)

    def _place(
        self, rank: int, change: TextChange, edits: Edits | None = None
    ) -> WrittenPlace | None:
        """Return where a change is written, or would be as far as the words of today tell."""
        near = (one for one, _ in islice(self._candidates.neighbours(rank), 1))
        printed = change.old or tuple(near)
        if any(one.style.startswith(RANK) for one in printed[:1]):  # it is of what it counts
            every = self._candidates.comparison.old
            printed = every[every.index(printed[0]) + 1 :]
        for paragraph in printed[:1]:
            likely = self._candidates.printing(paragraph)
            if edits is None:  # a place that is not proved may be that of another text
                likely = self._candidates.holding(paragraph, change.new * (len(change.old) == 1))
            if typed_at_blank(change):
                likely = [*self._candidates.empty_beside(rank), *likely]
            written = [one for one in likely if edits and _is_written(change, edits, one.where)]
            for scalar in (written or likely)[:1]:
                return self._place_of(scalar.where)
        return None

    def _place_of(self, where: Where) -> WrittenPlace:
        file, steps = where
        mark = self._sources[file].place(steps)[1]
        acts = self._remade.kind.name == "convention"
        parts = _act_parts(steps) if acts else _place_parts(self._sources[file], steps)
        said = ", ".join(parts)
        clause = self._clause(file, steps)
        return WrittenPlace(clause, file, mark.line, steps, said, mark.column)

    def _clause(self, file: str, steps: Steps) -> str:
        """Return what people call the part of a text: its identifier, or its field."""
        for depth in range(len(steps) - 1, 0, -1):
            group = value_at(self._sources[file].data, steps[:depth])
            if isinstance(group, dict) and isinstance(group.get("id"), str):
                return str(group["id"])
        return str(steps[0])


def _title_alone(paragraph: Paragraph) -> str:
    """Return a title without its number and the mark of its state, "" for what is no heading."""
    title = paragraph.own.strip().rpartition("\t")[2]
    return " ".join(fold_typography(title).split()) if paragraph.level else ""


def _is_written(change: TextChange, edits: Edits, where: Where) -> bool:
    """Whether edits write a change there: words that came, and not others."""
    file, steps = where
    if any((file, steps[:-1]) == (one, above) for one, above, _, _ in edits.inserted):
        return True
    text = edits.texts.get(where)
    return text is not None and (bool(change.old) or change.words_to_write in text)


def _act_parts(steps: Steps) -> Iterator[str]:
    """Yield what people call a part of an act that is no clause, and its field."""
    own = [step for step in steps if isinstance(step, str) and step != "avenant"]
    if own and own[0] in PART_TITLES:
        yield PART_TITLES[own[0]]
        yield from (NAMES.get(name, name.replace("_", "-")) for name in own[1:][-1:])


def _place_parts(source: Source, steps: Steps) -> Iterator[str]:
    """Yield what people call a value of a text, and what is around it: « Étape 2, « Venir » »."""
    for depth, step in enumerate(steps):
        if isinstance(step, int):
            continue
        rank = steps[depth + 1] if depth + 1 < len(steps) else None
        if step in INNER and (len(steps) > 1 or rank is not None):
            continue
        name = NAMES.get(step, step.replace("_", " ").capitalize())
        if not isinstance(rank, int):
            yield name
            continue
        title = as_group(value_at(source.data, steps[: depth + 2])).get("titre")
        yield f"{name} {rank + 1}" + (f", « {title} »" if isinstance(title, str) else "")
