"""What a corrected file changes, as people read it, and as data."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

from docgen.avenant.word_changes import WordChange, changed_parts, likeness
from docgen.content.editing import one_line
from docgen.corrections.acceptance import (
    FILLED,
    MOVED,
    NEW_CLAUSE,
    NO_SOURCE,
    PRINTED,
    WORDS_OF_ACT,
)
from docgen.corrections.changes import TOKEN, PastePlace, Status, TextChange
from docgen.corrections.edits import PROPOSE
from docgen.corrections.printed import Paragraph
from docgen.corrections.reading_back import SIGNED, ClauseChoice, ReadBack, Written
from docgen.corrections.text_patching import as_typed
from docgen.errors import Problem
from docgen.french.days import read_day
from docgen.french.territory import plain_name
from docgen.french.typography import fold_typography
from docgen.french.wording import counted, date_longue, ordinal
from docgen.workspace import text_key

MAX_TOLD: Final = 160
"""How many characters of a paragraph are quoted."""
MOST_TITLE: Final = 60
"""How many characters tell where a change is, or what a comment is about."""
WORDS_AROUND: Final = 3
"""How many words are quoted on each side of those that changed."""
REMADE_KINDS: Final = ("convention", "fiche", "memento", "modele")
"""The kinds whose documents a command makes again by the name of their text."""
MAX_CHANGED_SHARE: Final = 0.6
"""Up to which part of the words may change for the changed words alone to be quoted."""
INDENT: Final = "  "
"""What stands before the fields of a clause."""
PRINTED_NEAR: Final = "ces mots sont imprimés près de ceux de cette ligne, mais n’en viennent pas"


def report_lines(read_back: ReadBack) -> Iterator[str]:
    """Yield what people read, clause by clause."""
    if not (read_back.changes or read_back.left or read_back.strange or read_back.generated):
        yield f"{read_back.file.name} : {_without_change(read_back)}."
        yield from _comment_lines(read_back)
        return
    yield _head(read_back)
    if read_back.document.startswith("renewal-"):
        yield f"{read_back.texts[0]} sert à toutes les lettres de cette sorte : toutes changent."
    place = ""
    for change in read_back.changes:
        title = _title(change)
        if title != place:
            place = title
            yield ""
            yield title
        yield from _change_lines(change)
    yield from _comment_lines(read_back)
    for what in read_back.generated:
        yield f"Ne revient pas, docgen l’écrit lui-même : « {_short(what)} »"
    if read_back.left:
        clauses = ", ".join(dict.fromkeys(_clause(one).strip(" :") for one in read_back.left))
        yield f"Laissé de côté : {clauses}"


def _without_change(read_back: ReadBack) -> str:
    texts = " et ".join(read_back.texts)
    if not read_back.older:
        return f"dit la même chose que {texts}"
    if read_back.corrected:
        since = "à relire de nouveau" if read_back.unread else "qui a changé depuis"
        return f"ses corrections sont déjà dans {texts}, {since}"
    return f"rien n’y a été corrigé ; refait d’après {texts}, il dirait d’autres mots"


def _title(change: TextChange) -> str:
    if change.place and change.place.said:
        return "Près de : " * change.place.near + change.place.said
    after = f"Après « {_short(change.previous, MOST_TITLE)} »" if change.previous else ""
    return f"{_clause(change)}{change.below or after or 'Début du document'}"


def written_lines(read_back: ReadBack, written: Written) -> Iterator[str]:
    """Yield what was written, and what comes next."""
    if not written.texts:
        return
    yield ""
    yield f"Écrit : {', '.join(written.texts)}."
    if written.proposed:
        yield f"De nouveau à l’état « propose » : {', '.join(dict.fromkeys(written.proposed))}."
    for before, after in written.typeset:
        for was, now in words_changed(before, after):
            yield f"Avec cet état, notre typographie : « {_short(was)} » → « {_short(now)} »"
    if read_back.comments:
        count = counted(len(read_back.comments), "commentaire attend", "commentaires attendent")
        yield f"{count} votre réponse."
    kind = read_back.document.partition("-")[0]
    if kind in REMADE_KINDS:
        key = text_key(kind, written.texts[0])
        yield "Pour refabriquer le document :"
        yield f"  docgen {kind}{'' if kind == 'memento' else f' {key}'}"


def foreseen_lines(read_back: ReadBack) -> Iterator[str]:
    """Yield what writing would change beside the words."""
    if read_back.proposed:
        yield f"Une fois écrit, de nouveau à l’état « propose » : {', '.join(read_back.proposed)}."


def command_to_write(read_back: ReadBack) -> str:
    """Return the command that writes all that can be; '' when nothing can."""
    if all(one.status is Status.A_VOIR for one in read_back.changes):
        return ""
    asked = (
        one.place.clause for one in read_back.changes if one.status is Status.PROPOSE and one.place
    )
    named = (f"--malgre {clause}" for clause in dict.fromkeys(asked))
    return " ".join((f'docgen reprendre "{read_back.file}" --ecrire', *named))


def _head(read_back: ReadBack) -> str:
    exact = sum(one.status is Status.EXACT for one in read_back.changes)
    said = counted(exact, "changement à reprendre", "changements à reprendre")
    if to_see := len(read_back.changes) - exact:
        said += f", {to_see} à voir"
    marks = "" if read_back.marked else " (sans repères : reconnu à ses mots)"
    return f"{read_back.file.name}, pour {read_back.document}{marks} : {said}"


def _clause(change: TextChange) -> str:
    return f"{change.place.clause} : " if change.place else ""


def _change_lines(change: TextChange) -> Iterator[str]:
    where = "près de " * change.place.near + str(change.place) if change.place else ""
    named = "" if change.place and change.place.said else _paragraph(change)
    yield f"  {', '.join(filter(None, (named, where)))}"
    yield from _words_lines(change)
    who = _who(change)
    if who:
        yield f"    {who}"
    if change.status is not Status.EXACT:
        label = "À confirmer" if change.status is Status.PROPOSE else "À voir"
        yield f"    {label} : {change.why}"
    by_hand = change.status is Status.A_VOIR and change.why not in (NEW_CLAUSE, SIGNED)
    if (by_hand or change.typed) and (hint := hint_to_write(change)):
        yield f"    {hint}"
    if change.why == NEW_CLAUSE:
        yield f"    À coller {_below(change.paste)}, puis à relire :"
        indent = " " * (change.paste.column if change.paste else 6)
        yield from (f"{indent}{line}" for line in write_clause(change.new))


def _below(paste: PastePlace | None) -> str:
    if not paste:
        return "parmi les clauses de ce fichier"
    return f"sous la ligne {paste.line}, où finit « {paste.clause} »"


def _words_lines(change: TextChange) -> Iterator[str]:
    """Yield the words that changed, or those whose emphasis alone did."""
    if fold_typography(change.before) == fold_typography(change.after):
        sides = ((one.stressed for one in side) for side in (change.old, change.new))
        rows = zip(*(chain.from_iterable(side) for side in sides), strict=False)
        if words := " ".join(was[0] for was, now in rows if was[1:] != now[1:]):
            yield f"    gras ou italique changé : « {_short(words)} »"
            return
    counts = len(change.old), len(change.new)
    same = "".join(change.before.split()) == "".join(change.after.split())
    if same and counts == (1, 2):
        last = change.after.partition("\n")[0].split(" ")[-1]
        yield f"    alinéa coupé en deux après « {_short(last)} »"
        return
    if same and counts == (2, 1):
        yield "    deux alinéas réunis"
        return
    for was, now in words_changed(change.before, change.after):
        yield f"    {_words_line(was, now)}{_around(was, change.before)}"


def _around(was: str, before: str) -> str:
    """Return the words around those that changed, where they stand once in more words."""
    if not was or before.count(was) != 1 or before.strip() == was:
        return ""
    head, _, tail = before.partition(was)
    left, right = head.split(" ")[-WORDS_AROUND - 1 :], tail.split(" ")[: WORDS_AROUND + 1]
    opens, ends = "…" * (len(" ".join(left)) < len(head)), "…" * (len(" ".join(right)) < len(tail))
    return f", dans « {opens}{' '.join(left)}{was}{' '.join(right)}{ends} »".replace("\t", " ")


def _paragraph(change: TextChange) -> str:
    paragraph = (change.old or change.new)[0]
    if paragraph.level:
        return "titre"
    if change.why == FILLED and paragraph.depth:
        return "case d’un tableau"
    what = "point" if paragraph.bullet else "alinéa"
    if change.old:
        return f"{ordinal(change.rank)} alinéa"
    return f"{what} ajouté" + (f" après le {ordinal(change.rank - 1)}" if change.rank > 1 else "")


def _who(change: TextChange) -> str:
    name = f"{change.author}{_when(change.day)}" if change.author else ""
    if not change.untracked:
        return name
    said = "sans suivi des modifications"
    return f"{name} ; en partie {said}" if name else said.capitalize()


def _words_line(was: str, now: str) -> str:
    if was and now:
        return f"« {_short(was)} » → « {_short(now)} »"
    return f"ajouté : « {_short(now)} »" if now else f"supprimé : « {_short(was)} »"


def _short(text: str, most: int = MAX_TOLD) -> str:
    """Return a text on one line, cut after its last word within the bound."""
    flat = " ".join(text.split())
    within = flat[: most + 1].rpartition(" ")[0] or flat[:most]
    return flat if len(flat) <= most else f"{within}…"


def words_changed(before: str, after: str) -> list[tuple[str, str]]:
    """Return the words that changed, what they were and what they are; all, when most did."""
    rows = TOKEN.findall(before), TOKEN.findall(after)
    if not (before and after) or likeness(*rows) < 1 - MAX_CHANGED_SHARE:
        return [(before, after)]
    changes = changed_parts(*rows, lambda between: not "".join(between).strip())
    pairs = [_words(rows, one) for one in changes] or [(before, after)]
    said = [pair for pair in pairs if len(set(map(fold_typography, pair))) > 1]
    return said or pairs  # a blank that is of another width is told where nothing else changed


def _words(rows: tuple[list[str], list[str]], change: WordChange) -> tuple[str, str]:
    """Return what changed; where words only come or go, with the word before them."""
    start, end, new_start, new_end = change
    sides = "".join(rows[0][start:end]), "".join(rows[1][new_start:new_end])
    steps = range(0 if all(map(str.strip, sides)) else min(3, start))
    back = next((step + 1 for step in steps if rows[0][start - step - 1].isalnum()), 0)
    before = "".join(rows[0][start - back : start])
    return f"{before}{sides[0]}".strip(), f"{before}{sides[1]}".strip()


def _comment_lines(read_back: ReadBack) -> Iterator[str]:
    for remark in read_back.comments:
        about = f", sur « {_short(remark.about, MOST_TITLE)} »" if remark.about else ""
        who = f"{remark.author or 'quelqu’un'}{_when(remark.day)}"
        yield f"Commentaire de {who}{about} : {remark.text}"


def _when(text: str) -> str:
    day = read_day(text)
    return f", le {date_longue(day)}" if day else ""


def problems_to_see(read_back: ReadBack, choice: ClauseChoice) -> list[Problem]:
    """Return a problem for each change that waits for a person: `choice` does not write it."""
    return [
        Problem(
            one.place.file if one.place else str(read_back.file),
            f"pas écrit, à voir d’abord : {one.why}",
            one.place.line if one.place else None,
            one.place.column if one.place else None,
            code="a-voir",
            hint=_hint(one),
        )
        for one in read_back.to_see
        if one.status is Status.A_VOIR or not choice.insists_on(one)
    ]


def _hint(change: TextChange) -> str:
    if change.status is Status.PROPOSE and change.place:
        clause = change.place.clause
        asked = f"« --malgre {clause} » l’écrit, « --sauf {clause} » le laisse"
        return asked + f" ; {hint_to_write(change)}" * bool(change.typed)
    near = bool(change.place and change.place.near)
    return hint_to_write(change) or PRINTED_NEAR * near


def hint_to_write(change: TextChange) -> str:
    """Return what to type by hand, and where; "" for words that no text may change."""
    if change.why.startswith((FILLED, PRINTED, WORDS_OF_ACT)):
        return ""
    place = change.place
    where = f"{'près de' if place.near else 'en'} {place}" if place else "dans le YAML"
    words = one_line(change.words_to_write)
    if change.why == MOVED:
        if change.paste is None:
            return ""
        rows = "les lignes {} à {}".format(*change.paste.rows)
        return f"à déplacer, avec son identifiant : {rows}, {_below(change.paste)}"
    if not change.new:
        return f"à ôter {where}, si c’est voulu"
    done, pairs = "à écrire", words_changed(change.before, change.after)
    if change.why.startswith(NO_SOURCE) and len(pairs) > 1:  # of several fields
        done, where = "à changer", f"{where}, et où sont les autres mots"
        words = " ; ".join(_words_line(*pair) for pair in pairs)
    elif not change.old and place:
        done, where = "à ajouter", f"près de {place}"
    return f"{done} {where}, si c’est voulu : {words}"


def strange_problems(read_back: ReadBack) -> list[Problem]:
    """Return a warning for each thing that no text can print."""
    return [
        Problem(
            str(read_back.file),
            f"ne revient pas : {what}",
            code="etranger",
            hint="dites-le en mots, dans le texte YAML",
        ).as_warning()
        for what in read_back.strange
    ]


def as_data(read_back: ReadBack) -> list[dict[str, Any]]:
    """Return the changes for JSON."""
    return [
        {
            "clause": change.place.clause if change.place else "",
            "file": change.place.file if change.place else "",
            "line": change.place.line if change.place else None,
            "column": change.place.column if change.place else None,
            "near": bool(change.place and change.place.near),
            "before": change.before,
            "after": change.after,
            "status": change.status.value,
            "why": change.why,
            "author": change.author,
            "date": change.day,
            "tracked": not change.untracked,
            "yaml": "\n".join(write_clause(change.new))
            if change.why == NEW_CLAUSE
            else change.typed,
        }
        for change in read_back.changes
    ]


def write_clause(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Yield the YAML of a clause to paste, from its heading and the paragraphs below it."""
    number, tab, title = paragraphs[0].own.strip().partition("\t")
    if not tab:
        number, title = "", number
    written = {
        "id": "-".join(plain_name(number or title).split()),
        "etat": PROPOSE,
        **({"numero": number} if number else {}),
        "titre": title,
    }
    for rank, (key, value) in enumerate(written.items()):
        yield f"{'  ' if rank else '- '}{key}: {one_line(as_typed(value))}"
    if len(paragraphs) > 1:
        yield f"{INDENT}texte:"
    bullet = False
    for paragraph in paragraphs[1:]:
        text = one_line(as_typed(paragraph.marked))
        dash = "- " if not paragraph.bullet else "  - " if bullet else "- - "
        yield f"{INDENT * 2}{dash}{text}"
        bullet = paragraph.bullet
