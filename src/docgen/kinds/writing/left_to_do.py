"""What is left to do before a document may be final, as a draft lists it on its last page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from docgen.document import Facts
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.kinds.kind import OpenPoint
from docgen.markup import escape_marks
from docgen.referential.droit.controle import left_to_check
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import Regle

STATES: Final = {
    "propose": "proposé",
    "a-verifier": "à vérifier",
    "controle": "manquant",
    "manquant": "manquant",
}
"""The printed state of what is left, by its code."""
MOST: Final = 12
"""How many lines of a file a pack names; `docgen check` names them all."""


class ResteAFaire(Facts):
    """Something left to do, as marked text, with its state and its place."""

    quoi: str
    etat: str
    lieu: str


class ResteParFichier(Facts):
    """What is left to do in one file: the number of points, and their lines."""

    fichier: str
    points: str
    lignes: str


def reste(what: str, code: str, file: str, line: int | None = None) -> ResteAFaire:
    """Return something left to do, in a file or at a line of it."""
    place = f"{file}, ligne{INSECABLE}{line}" if line else file
    quoi = escape_marks(what[:1].upper() + what[1:])
    return ResteAFaire(quoi=quoi, etat=STATES[code], lieu=place)


def places_left(places: Iterable[OpenPoint]) -> Iterator[ResteAFaire]:
    """Yield what a content file leaves to do."""
    for place in places:
        yield reste(place.name, place.code, place.file, place.line)


def law_left(regles: Iterable[Regle], droit: Droit) -> Iterator[ResteAFaire]:
    """Yield the items of law to check, each at its line."""
    for regle in regles:
        place = droit.place(regle.cle)
        where = regle.reference.court if regle.reference else ""
        value = regle.dit if regle.valeur else ""
        what = f"{INSECABLE}: ".join(filter(None, (where, regle.libelle.rstrip("."), value)))
        why = f" ({regle.change})" if regle.change else ""
        yield reste(what + why, "a-verifier", place.file, place.mark.line)


def law_left_by_file(regles: Iterable[Regle], droit: Droit) -> Iterator[ResteAFaire]:
    """Yield the files of law to check, each with the lines of its items."""
    files: defaultdict[str, list[tuple[int, Regle]]] = defaultdict(list)
    for regle in regles:
        place = droit.place(regle.cle)
        files[place.file].append((place.mark.line, regle))
    for file, held in sorted(files.items()):
        lines: defaultdict[str, list[str]] = defaultdict(list)
        for line, regle in sorted(held, key=lambda one: one[0]):
            lines[_short_name(regle)].append(str(line))
        listed = (f"{name} (l.{INSECABLE}{', '.join(at)})" for name, at in lines.items())
        title = droit.titre(held[0][1].cle)
        yield reste(f"{title} : {' ; '.join(listed)}", "a-verifier", file)


def _short_name(regle: Regle) -> str:
    reference = regle.reference
    name = (reference.numeros or reference.dit) if reference else f"« {regle.cle} »"
    return f"{name}, {regle.change}" if regle.change else name


def problems_left(problems: Iterable[Problem]) -> tuple[ResteParFichier, ...]:
    """Return one line for each file that has problems, sorted."""
    files: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        files[problem.file].append(problem)
    return tuple(_in_file(file, found) for file, found in sorted(files.items()))


def _in_file(file: str, problems: list[Problem]) -> ResteParFichier:
    lines = sorted({problem.line for problem in problems if problem.line})
    shown = ", ".join(map(str, lines[:MOST])) + (" …" if len(lines) > MOST else "")
    count = len(problems)
    return ResteParFichier(
        fichier=file,
        points=f"{count}{INSECABLE}point{'s' * (count > 1)}",
        lignes=shown or problems[0].message,
    )


def law_problems(regles: Iterable[Regle], droit: Droit) -> tuple[Problem, ...]:
    """Return a problem for each item of law that keeps a document from being final."""
    cited = tuple(dict.fromkeys(regles))
    stuck = (regle for regle in cited if regle.a_retirer)
    return (*left_to_check(droit, cited), *(_stuck(regle, droit) for regle in stuck))


def _stuck(regle: Regle, droit: Droit) -> Problem:
    state = regle.change or "à vérifier"
    message = f"{state} : « {regle.cle} », qu’un texte cite sans pouvoir s’en passer"
    hint = "contrôlez-la, ou ne la citez plus"
    return droit.place(regle.cle).problem(message, "a-verifier", hint)
