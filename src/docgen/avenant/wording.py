"""Each operation in the French of an amendment, alone or as one point of several on a clause.

Sources, as reported: Assemblée nationale, Guide de rédaction des lois et amendements (« est
remplacé », « est ainsi rédigé », « est abrogé ») ; circulaire du 30 janvier 1997, § 1.1.3.3
(places are those of the old text).  The others are of common use.
"""

import re
from collections.abc import Iterable
from typing import Final

from docgen.avenant.act_text import AlineaText
from docgen.avenant.naming import is_feminine, nest_quotes
from docgen.avenant.operations import (
    Alineas,
    EditWords,
    InsertAlineas,
    OwnOperation,
    ReplaceAlineas,
    RetitleClause,
    RewriteClause,
)
from docgen.avenant.word_edits import WordEdit
from docgen.french.rule import FINE, INSECABLE
from docgen.french.wording import a, capital, de, en_lettres, liste
from docgen.markup import escape_marks

ORDINALS: Final = (
    *("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième"),
    *("huitième", "neuvième", "dixième", "onzième", "douzième", "treizième", "quatorzième"),
    *("quinzième", "seizième", "dix-septième", "dix-huitième", "dix-neuvième", "vingtième"),
)
COLON: Final = f"{INSECABLE}:"


def quote(marked: str) -> str:
    """Return a marked text between guillemets."""
    return f"«{INSECABLE}{nest_quotes(marked)}{INSECABLE}»"


def ordinal_word(rank: int) -> str:
    """Return the ordinal of a rank from 0: « premier », « vingtième », « 21e »."""
    return ORDINALS[rank] if rank < len(ORDINALS) else f"{rank + 1}e"


def agree(name: str, participle: str) -> str:
    """Return a participle in agreement with the name of a clause."""
    return participle + "e" * is_feminine(name)


def quoted_lines(alineas: Alineas) -> list[str]:
    """Return alinéas as an amendment quotes them: « opened at each line, » closed once."""
    return quoted_clauses([("", alineas)])


def quoted_clauses(clauses: Iterable[tuple[str, Alineas]]) -> list[str]:
    """Return clauses as an amendment quotes them, each with its heading, '' for none."""
    lines: list[str] = []
    for heading, alineas in clauses:
        lines += [escape_marks(heading)] if heading else []
        lines += [f"–{INSECABLE}{one.texte}" if one.puce else one.texte for one in alineas]
    opened = [f"«{INSECABLE}{nest_quotes(line)}" for line in lines]
    return [*opened[:-1], f"{opened[-1]}{INSECABLE}»"]


def sentence(operation: OwnOperation, name: str, alineas: Alineas, *, parts: bool) -> list[str]:
    """Return an operation alone, as paragraphs; `name` and `alineas` are those of its clause.

    `parts` says that the clause holds others.
    """
    match operation:
        case EditWords(edits=edits) if len(alineas) == 1:
            lines = [f"{a(name)}, {_edits(edits)}"]
        case InsertAlineas() if _completes(operation, alineas, parts):
            added = _announce(operation.alineas)
            lines = [f"{name} est {agree(name, 'complété')} par {added}{COLON}"]
            lines += quoted_lines(operation.alineas)
        case RewriteClause():
            lines = [f"{name} est {agree(name, 'ainsi rédigé')}{COLON}"]
            lines += quoted_lines(operation.alineas)
        case _:
            lines = _phrase(operation, f" {de(name)}")
    return _end_lines([capital(lines[0]), *lines[1:]], ".")


def points(
    operations: list[OwnOperation], name: str, alineas: Alineas, *, parts: bool
) -> list[str]:
    """Return several operations on a clause: « L’article 4 est ainsi modifié : 1° … ; 2° … »."""
    lines = [capital(f"{name} est {agree(name, 'ainsi modifié')}{COLON}")]
    for rank, operation in enumerate(operations, 1):
        match operation:
            case EditWords(edits=edits) if len(alineas) == 1:
                phrase = [_edits(edits)]
            case InsertAlineas() if _completes(operation, alineas, parts):
                pronoun = "elle" if is_feminine(name) else "il"
                participle = agree(name, "complété")
                phrase = [
                    f"{pronoun} est {participle} par {_announce(operation.alineas)}{COLON}",
                    *quoted_lines(operation.alineas),
                ]
            case _:
                phrase = _phrase(operation, "")
        end = "." if rank == len(operations) else f"{FINE};"
        lines += _end_lines([f"{rank}°{INSECABLE}{capital(phrase[0])}", *phrase[1:]], end)
    return lines


def _completes(operation: InsertAlineas, alineas: Alineas, parts: bool) -> bool:
    """Whether alinéas come at the very end of a clause."""
    return operation.rank == len(alineas) and not parts


def _end_lines(lines: list[str], end: str) -> list[str]:
    """Return paragraphs with the sign that ends them; quoted sentences have their own full stop."""
    bare = end == "." and len(lines) > 1
    return lines if bare else [*lines[:-1], lines[-1] + end]


def _phrase(operation: OwnOperation, of: str) -> list[str]:
    """Return an operation on a clause, named after « of » or before."""
    match operation:
        case EditWords(rank=rank, edits=edits):
            return [f"au {ordinal_word(rank)} alinéa{of}, {_edits(edits)}"]
        case RetitleClause(titre=titre):
            return [f"l’intitulé{of} est ainsi rédigé{COLON} {quote(escape_marks(titre))}"]
        case InsertAlineas(rank=rank, alineas=alineas):
            verb = "il est inséré" if len(alineas) == 1 else "sont insérés"
            where = f"après le {ordinal_word(rank - 1)} alinéa" if rank else "au début"
            return [f"{where}{of}, {verb} {_announce(alineas)}{COLON}", *quoted_lines(alineas)]
        case ReplaceAlineas():
            return _replacement(operation, of)
    raise TypeError(operation)


def _replacement(operation: ReplaceAlineas, of: str) -> list[str]:
    first, last, alineas = operation.first, operation.last, operation.alineas
    if first == last:
        place, several = f"le {ordinal_word(first)} alinéa{of} est", ""
    else:
        joint = "et" if last == first + 1 else "à"
        place = f"les {ordinal_word(first)} {joint} {ordinal_word(last)} alinéas{of} sont"
        several = "s"
    if not alineas:
        return [f"{place} supprimé{several}"]
    if first == last and len(alineas) == 1:
        return [f"{place} ainsi rédigé{COLON}", *quoted_lines(alineas)]
    return [f"{place} remplacé{several} par {_announce(alineas)}{COLON}", *quoted_lines(alineas)]


def _announce(alineas: tuple[AlineaText, ...]) -> str:
    plural = "s" if len(alineas) > 1 else ""
    return f"{en_lettres(len(alineas))} alinéa{plural} ainsi rédigé{plural}"


def _edits(edits: tuple[WordEdit, ...]) -> str:
    return liste(*map(_edit, edits))


def _edit(edit: WordEdit) -> str:
    old, new = (_words(words) for words in (edit.old, edit.new))
    if edit.after:
        verb = "sont insérés" if new.startswith("les") else "est inséré"
        return f"après {old}, {verb} {new}"
    several = old.startswith("les")
    if not edit.new:
        return f"{old} {'sont supprimés' if several else 'est supprimé'}"
    return f"{old} {'sont remplacés' if several else 'est remplacé'} par {new}"


def _words(words: str) -> str:
    what = "le mot" if re.fullmatch(r"[\w-]+", words) else "les mots"
    return f"{what}{COLON} {quote(escape_marks(words))}"
