"""What must hold between fiches, and between them and the act, the law and the roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from docgen.content.source import Source, Steps
from docgen.content.validation import field_name, mappings
from docgen.errors import ContentError, Problem, closest
from docgen.kinds.fiche.acte import Acte, Clause, Engagement, holds, words
from docgen.kinds.fiche.connu import FICHES, Connu, known
from docgen.kinds.fiche.redaction import answer
from docgen.kinds.fiche.rules import texts
from docgen.kinds.kind import Files
from docgen.markup import MarkError, references

SERVED: Final = ("actions", "articles", "sections")
"""The levels of the act that a fiche may serve."""


def across(files: Files) -> Iterable[Problem]:
    """Yield what is wrong with what fiches refer to, and what no fiche serves."""
    connu = known(files.referential)
    try:
        connu.read()
    except ContentError as error:
        yield from error.problems
        return
    for source in files.sources:
        yield from _of_file(source, connu)
    yield from _indicators(files.sources)
    if files.complete:
        yield from _coverage(files.sources, connu)


def _of_file(source: Source, connu: Connu) -> Iterator[Problem]:
    """Yield what one fiche says that the project does not know."""
    data: dict[str, Any] = source.data if isinstance(source.data, dict) else {}
    stem = source.name.rpartition("/")[2].partition(".")[0].removeprefix(f"{FICHES}-")
    if data.get("id") != stem:
        message = f"la fiche « {data.get('id')} » est dans le fichier « {stem} »"
        hint = "donnez le même nom aux deux"
        yield _problem(source, ("id",), "nom", message, hint)
    yield from _of_act(source, data, connu)
    for steps, genre, name in _names(data):
        catalogue = connu.roles if genre == "role" else connu.droit
        if catalogue.get(name) is None:
            what = "rôle inconnu :" if genre == "role" else "aucune règle de droit"
            hint = catalogue.nearest(name)
            yield _problem(source, steps, genre, f"{what} « {name} »", hint)
    for steps, text in texts(data):
        for reference in references(text):
            try:
                answer(reference, connu)
            except MarkError as error:
                yield _problem(source, steps, "renvoi", str(error), error.hint)


def _of_act(source: Source, data: dict[str, Any], connu: Connu) -> Iterator[Problem]:
    """Yield an act, a clause or words of a clause that do not exist."""
    key = str(data.get("convention"))
    try:
        acte = connu.acte(key)
    except ContentError as error:
        yield from error.problems
        return
    if acte is None:
        hint = connu.nearest_act(key)
        yield _problem(source, ("convention",), "acte", f"aucune convention « {key} »", hint)
        return
    clause = _clause(acte, data.get("clause"))
    if clause is None:
        yield _no_clause(source, ("clause",), acte, str(data.get("clause")))
    elif clause.niveau not in SERVED:
        message = f"« {clause.id} » n’est ni une action, ni un article, ni une de ses sections"
        yield _problem(source, ("clause",), "clause", message, "nommez ce qui engage les parties")
    for rank, citation in enumerate(data.get("citations") or ()):
        named = citation.get("clause")
        cited = _clause(acte, named) if named else clause
        if named and cited is None:
            yield _no_clause(source, ("citations", rank, "clause"), acte, named)
        elif cited and not holds(cited.mots, words(citation["texte"])):
            message, hint = _drift(cited, words(citation["texte"]))
            yield _problem(source, ("citations", rank, "texte"), "citation", message, hint)


def _clause(acte: Acte, name: object) -> Clause | None:
    return acte.get(name) if isinstance(name, str) else None


def _no_clause(source: Source, steps: Steps, acte: Acte, name: str) -> Problem:
    message = f"la convention ne connaît pas la clause « {name} »"
    hint = closest(name, acte.clauses) or f"les identifiants sont dans {acte.source.name}"
    return _problem(source, steps, "clause", message, hint)


def _drift(clause: Clause, cited: tuple[str, ...]) -> tuple[str, str]:
    """Say where a citation leaves the words of its clause."""
    held = next((n for n in range(len(cited), 0, -1) if holds(clause.mots, cited[:n])), 0)
    label = clause.numero or clause.id
    message = f"ces mots ne sont pas dans la clause « {label} », à partir de « {cited[held]} »"
    return message, "recopiez-les tels quels, fautes comprises"


def _names(data: dict[str, Any]) -> Iterator[tuple[Steps, str, str]]:
    """Yield where a fiche names a role or an item of law, which, and its name."""
    for steps, group in mappings(data):
        fields = {"acteur": "role", "droit": "droit"}
        if "indicateurs" in steps:
            fields["source"] = "role"
        for field, genre in fields.items():
            if isinstance(name := group.get(field), str):
                yield (*steps, field), genre, name
    for field, genre in (("contacts", "role"), ("base_legale", "droit")):
        for rank, name in enumerate(data.get(field) or ()):
            yield (field, rank), genre, name


def _indicators(sources: Iterable[Source]) -> Iterator[Problem]:
    """Yield each indicator whose identifier another has: its values could not be told apart."""
    seen: dict[str, str] = {}
    for source in sources:
        for steps, group in mappings(source.data):
            if len(steps) != 3 or steps[1] != "indicateurs":
                continue
            name = str(group.get("id"))
            if name in seen:
                message = f"indicateur « {name} » déjà pris dans {seen[name]}"
                yield _problem(source, (*steps, "id"), "doublon", message, "changez l’un des deux")
            seen.setdefault(name, source.name)


def _coverage(sources: Iterable[Source], connu: Connu) -> Iterator[Problem]:
    """Yield each commitment of an act that no fiche serves, at its place in the act."""
    fiches = [source.data for source in sources if isinstance(source.data, dict)]
    keys = dict.fromkeys(str(fiche.get("convention")) for fiche in fiches)
    for acte in filter(None, map(connu.acte, keys)):
        for one in acte.engagements():
            if not any(_serves(fiche, one) for fiche in fiches):
                mark = acte.place(one.steps)
                yield Problem(
                    acte.source.name,
                    f"aucune fiche pour cet engagement : {one.nom}",
                    mark.line,
                    mark.column,
                    field_name(one.steps),
                    "engagement",
                    "ajoutez-la dans content/fiche/, ou citez ces mots dans une fiche",
                )


def _serves(fiche: dict[str, Any], one: Engagement) -> bool:
    """Whether a fiche is that of a clause, or quotes a bullet."""
    if one.puce is None:
        return bool(fiche.get("clause") == one.clause.id)
    cited = (
        words(citation["texte"])
        for citation in fiche["citations"]
        if citation.get("clause", fiche.get("clause")) == one.clause.id
    )
    return any(holds(one.puce.mots, quoted) or holds(quoted, one.puce.mots) for quoted in cited)


def _problem(source: Source, steps: Steps, code: str, message: str, hint: str) -> Problem:
    found, mark = source.place(steps)
    return Problem(source.name, message, mark.line, mark.column, field_name(found), code, hint)
