"""What keeps an amendment from being drafted, and what its parties should know of it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from docgen.avenant.act_text import ClauseText
from docgen.avenant.differences import ActDifferences, Change, ClauseDifference
from docgen.avenant.drafting import draft
from docgen.avenant.word_edits import balanced
from docgen.french.wording import BIS


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is wrong, at a clause or a part of the new act, or of the old one."""

    at: str
    code: str
    message: str
    hint: str
    in_old: bool = False
    warning: bool = False


def find_obstacles(differences: ActDifferences, repealed: Collection[str]) -> Iterator[Obstacle]:
    """Yield what keeps an amendment from saying these differences, and warnings on the others.

    `repealed` are the clauses that the new act says are repealed.
    """
    wrong = [*_on_the_whole(differences), *_on_repeals(differences, repealed)]
    for clause in differences.clauses:
        if clause.old is None:
            wrong += _on_insertion(clause, differences)
        elif clause.new:
            wrong += _on_change(clause)
        if clause.change is not Change.KEPT:
            wrong += _on_quotations(clause)
    yield from wrong or (*_on_sameness(differences), *_on_names(differences))
    yield from _warnings(differences)


def _on_the_whole(differences: ActDifferences) -> Iterator[Obstacle]:
    if differences.retitled:
        message = "le titre de l’acte a changé, et un avenant ne le change pas"
        yield Obstacle("titre", "titre", message, "remettez le titre de l’acte")
    old, new = ({row.id for row in act.parties} for act in (differences.old, differences.new))
    changed = [row for row in differences.parties if row.change is not Change.KEPT]
    if old != new:
        message = "les deux textes n’ont pas les mêmes parties"
        hint = "un avenant lie les parties à l’acte : pour d’autres parties, un acte nouveau"
        yield Obstacle("parties", "parties", message, hint)
    elif changed:
        message = "l’exposé des parties a changé, et un avenant ne le change pas"
        hint = "remettez-le ; celui de l’avenant s’écrit sous « avenant: parties: »"
        yield Obstacle("parties", "parties", message, hint)
    if any(row.change is not Change.KEPT for row in differences.signataires):
        message = "les signataires de l’acte ont changé : ce sont ceux qui l’ont signé"
        hint = "remettez-les ; ceux de l’avenant s’écrivent sous « avenant: signature: »"
        yield Obstacle("signature", "signature", message, hint)
    former, now = differences.old.signature, differences.new.signature
    for field, value in former:
        if (field, value) not in now:
            message = f"« {field}: » de la signature de l’acte a changé, et l’acte est signé"
            hint = f"remettez « {field}: {value} »" if value else f"retirez « {field}: »"
            hint += " ; celle de l’avenant s’écrit sous « avenant: signature: »"
            yield Obstacle("signature", "signature", message, hint)


def _on_repeals(differences: ActDifferences, repealed: Collection[str]) -> Iterator[Obstacle]:
    gone = [one.old for one in differences.clauses if one.old and one.new is None]
    for clause in gone:
        above = {one.id for one in differences.old.above(clause)}
        if not {clause.id, *above} & set(repealed):
            message = f"la clause « {clause.id} » de l’acte n’est plus dans la copie"
            hint = f"remettez-la, ou son identifiant ; si elle est abrogée, écrivez « {clause.id} »"
            hint += " sous « avenant: abroge: »"
            yield Obstacle(clause.id, "absente", message, hint, in_old=True)
    for name in repealed:
        if name in differences.new.by_id:
            message = f"« {name} » est dite abrogée, et elle est encore là"
            hint = "retirez la clause, ou retirez-la de « avenant: abroge: »"
            yield Obstacle(name, "abroge", message, hint)
        elif name not in differences.old.by_id:
            message = f"« {name} » est dite abrogée, et l’acte n’a pas cette clause"
            yield Obstacle("", "abroge", message, "vérifiez son identifiant dans l’acte")


def _on_sameness(differences: ActDifferences) -> Iterator[Obstacle]:
    if not any(one.moved or one.changes_words for one in differences.clauses):
        message = "les deux textes disent la même chose : rien à modifier"
        yield Obstacle("", "identique", message, "changez la copie, puis relancez")


def _on_insertion(change: ClauseDifference, differences: ActDifferences) -> Iterator[Obstacle]:
    new = change.either
    if new.preambule:
        message = "un avenant n’insère pas de préambule"
        yield Obstacle(new.id, "insertion", message, "écrivez-le comme un article")
    elif new.manquant:
        message = "une clause insérée ne peut pas être « manquant »"
        yield Obstacle(new.id, "insertion", message, "écrivez son texte")
    elif new.parent and new.parent not in differences.old.by_id and not new.numero:
        message = "une clause nouvelle, dans une clause nouvelle, a besoin d’un numéro"
        yield Obstacle(new.id, "insertion", message, "écrivez-le sous « numero: »")


def _on_change(change: ClauseDifference) -> Iterator[Obstacle]:
    old, new = change.old, change.new
    assert old
    assert new
    if old.manquant and not new.manquant:
        message = "le texte de cette clause manque dans l’acte : un avenant ne peut pas le changer"
        hint = "complétez d’abord l’acte avec les mots de la page retrouvée"
        yield Obstacle(change.id, "manquant", message, hint)
    elif new.manquant and not old.manquant:
        message = "le texte de cette clause est connu : elle ne peut pas devenir « manquant »"
        yield Obstacle(change.id, "manquant", message, "remettez le texte de l’acte")
    if (old.niveau, old.preambule) != (new.niveau, new.preambule):
        message = "cette clause a changé de rang"
        hint = "un article reste un article : abrogez-la, et écrivez-en une autre"
        yield Obstacle(change.id, "rang", message, hint)
    if old.numero and not new.numero:
        message = "cette clause a perdu son numéro"
        yield Obstacle(change.id, "numero", message, f"remettez « {old.numero} »")


def _on_quotations(change: ClauseDifference) -> Iterator[Obstacle]:
    """Yield the clauses whose words cannot stand between guillemets."""
    clause = change.either
    words = (clause.titre, *(alinea.mots for alinea in clause.alineas))
    former = (
        (change.old.titre, *(alinea.mots for alinea in change.old.alineas)) if change.old else ()
    )
    nested = next((text for text in words if text not in former and re.search("[“”]", text)), "")
    if change.new and nested:
        message = (
            f"guillemets dans des guillemets, qu’un avenant ne sait pas citer : {nested[:40]}…"
        )
        yield Obstacle(change.id, "guillemets", message, "récrivez la phrase sans les seconds")
    if change.new and (wrong := next((text for text in words if not balanced(text)), "")):
        message = f"guillemets ouverts sans être fermés, ou l’inverse : {wrong[:40]}…"
        yield Obstacle(change.id, "guillemets", message, "corrigez-les dans la copie")


def _on_names(differences: ActDifferences) -> Iterator[Obstacle]:
    """Yield the clause that an amendment would have to name, and cannot."""
    try:
        draft(differences)
    except KeyError as error:
        message = "un avenant devrait nommer cette clause, qui n’a ni numéro ni titre à elle"
        hint = "laissez-la telle quelle, et n’insérez ni ne déplacez rien à côté d’elle"
        yield Obstacle(str(error.args[0]), "nom", message, hint, in_old=True)


def _warnings(differences: ActDifferences) -> Iterator[Obstacle]:
    for clause in differences.renumbered:
        message = "cette clause change de numéro : les renvois d’autres textes s’y perdent"
        hint = "gardez son numéro ; ce qui s’insère se numérote « 5 bis »"
        yield Obstacle(clause.id, "numero", message, hint, warning=True)
    for clause in differences.clauses:
        if clause.moved:
            message = (
                "cette clause change de place : il n’y a pas de formule consacrée pour le dire"
            )
            hint = "préférez l’abroger, et en insérer une autre"
            yield Obstacle(clause.id, "place", message, hint, warning=True)
        if clause.old is None and (wrong := _bad_number(clause.either, differences)):
            yield Obstacle(clause.id, "numero", *wrong, warning=True)
        if clause.changes_emphasis:
            message = (
                "seuls le gras, l’italique ou des espaces y changent : l’avenant ne le dit pas"
            )
            yield Obstacle(clause.id, "gras", message, "", warning=True)


def _bad_number(new: ClauseText, differences: ActDifferences) -> tuple[str, str] | None:
    """Return why a clause that comes is not numbered as the house does, and a hint."""
    row = differences.new.parts_of(new.parent)
    known = [one.id in differences.old.by_id for one in row]
    rank = row.index(new)
    if not new.numero or not any(known[rank + 1 :]) or re.search(rf"\b{BIS}$", new.numero):
        return None
    before = next((one for one in reversed(row[:rank]) if one.id in differences.old.by_id), None)
    hint = f"écrivez « {before.numero.removesuffix('er')} bis »" if before and before.numero else ""
    return f"« {new.numero} » s’insère entre deux clauses numérotées", hint
