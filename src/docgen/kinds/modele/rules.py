"""The rules of models of acts, and what each leaves to do.

The rules read the raw values of the files, so that all problems come in one pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from docgen.content.raw import as_group, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, find_duplicates, mappings
from docgen.errors import Problem, closest
from docgen.kinds.kind import Files, OpenPoint
from docgen.kinds.modele.content import NatureActe
from docgen.kinds.modele.wording import ACTE, NATINF
from docgen.kinds.writing.corpus import Corpus, partial_corpus_of
from docgen.kinds.writing.cross_checks import (
    find_misnaming,
    find_reduced_fines,
    find_refused_references,
    problems_in,
)
from docgen.kinds.writing.editorial import (
    cited_in,
    declared_names,
    doubt_left,
    doubt_rules,
    field_of,
    reading_left,
)
from docgen.kinds.writing.phrases import Morceau, pieces_of
from docgen.kinds.writing.place_references import BLANCS, RENVOIS
from docgen.kinds.writing.references import BLANC
from docgen.markup import MarkError, Reference, read_runs, references
from docgen.referential.droit.citation import GENRE as DROIT
from docgen.referential.droit.citation import resolve_citation, unknown_key

GENRES: Final = (BLANC, DROIT, *RENVOIS, ACTE, NATINF)
"""The genres of references in a model."""
APPEL: Final = "appel"
CLOSING: Final = ("lettre", "politesse")
"""The only field that takes up the form of address."""
BARE_FIELDS: Final = {"titre", "pour", "colonnes", "sources", "a_verifier"}
"""The fields, by their last key, whose words may hold no reference."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a model."""
    if not isinstance(data, dict):
        return
    yield from _wrong_nature(data)
    yield from find_duplicates({"blancs": data.get("blancs")}, "id", "le blanc")
    named = declared_names(data, "blancs", "id")
    for name, steps in named.items():
        if name in BLANCS:
            message = f"« {name} » est un blanc que docgen pose lui-même"
            yield Finding(steps, "blanc", message, "prenez un autre nom")
    yield from _text_rules(data, named)
    yield from doubt_rules(data)


def _wrong_nature(data: dict[str, Any]) -> Iterator[Finding]:
    nature = data.get("nature")
    if nature not in list(NatureActe):
        return
    if nature not in data:
        message = f"« nature: {nature} » sans « {nature}: »"
        yield Finding(("nature",), "nature", message, f"écrivez l’acte sous « {nature}: »")
    for other in NatureActe:
        if other != nature and other in data:
            message = f"« {other}: » dans un modèle de nature « {nature} »"
            yield Finding((other.value,), "nature", message, "gardez un seul des deux")


def _text_rules(data: dict[str, Any], named: Mapping[str, Steps]) -> Iterator[Finding]:
    """Yield wrong references, blanks that no text uses, and a closing without address."""
    used: set[str] = set()
    appels = 0
    for steps, text, cited in cited_in(texts(data)):
        if cited and _takes_no_reference(steps):
            yield Finding(steps, "renvoi", f"renvoi refusé ici : « {cited[0]} »", "écrivez le mot")
            continue
        for reference in cited:
            used |= {reference.cle} if reference.genre == BLANC else set()
            findings = _reference_rules(steps, reference, named)
            yield from (replace(finding, words=str(reference)) for finding in findings)
        appels += sum(one.genre == ACTE for one in cited) * (steps == CLOSING)
        yield from _marks_across_blanks(steps, text)
    for name, steps in named.items():
        if name not in used:
            yield Finding(steps, "blanc", f"aucun texte ne pose le blanc « {name} »", "retirez-le")
    if isinstance(as_group(data.get("lettre")).get("politesse"), str) and appels != 1:
        message = "la formule finale reprend l’appel, une fois"
        yield Finding(CLOSING, "appel", message, "mettez-y « {acte:appel} »")


def _takes_no_reference(steps: Steps) -> bool:
    field = field_of(steps)
    return field in BARE_FIELDS or "blancs" in steps or (field == "nom" and "mentions" in steps)


def _reference_rules(
    steps: Steps, reference: Reference, named: Mapping[str, Steps]
) -> Iterator[Finding]:
    """Yield what is wrong with a reference; the law is checked across files."""
    genre, cle = reference.genre, reference.cle
    if genre not in GENRES:
        hint = closest(genre, GENRES) or "renvois admis : " + ", ".join(GENRES)
        yield Finding(steps, "renvoi", f"genre de renvoi inconnu : « {reference} »", hint)
    elif genre == DROIT:
        return
    elif reference.forme:
        hint = f"« {{{genre}:{cle}}} »"
        yield Finding(steps, "renvoi", f"renvoi sans forme attendu : « {reference} »", hint)
    elif genre == BLANC and cle not in named:
        hint = closest(cle, named) or "déclarez-le dans « blancs: », avec son libellé"
        yield Finding(steps, "blanc", f"blanc non déclaré : « {cle} »", hint)
    elif genre == ACTE and (cle != APPEL or steps != CLOSING):
        hint = "« {acte:appel} » ne se met que dans « politesse: »"
        yield Finding(steps, "renvoi", f"renvoi refusé ici : « {reference} »", hint)
    elif genre in RENVOIS and cle not in RENVOIS[genre]:
        known = RENVOIS[genre]
        hint = closest(cle, known) or f"formes de « {genre} » : " + ", ".join(known)
        yield Finding(steps, "renvoi", f"forme inconnue : « {reference} »", hint)


def _marks_across_blanks(steps: Steps, text: str) -> Iterator[Finding]:
    """Yield a mark that opens before a blank, or a name of a place, and closes after it."""
    places = {BLANC, *RENVOIS}
    if not any(one.genre in places for one in references(text)):
        return
    try:
        read_runs(text)
        for piece in pieces_of(text, lambda name: Morceau(texte="", blanc=True)):
            read_runs(piece.texte)
    except MarkError:
        message = "un renvoi ou un blanc au milieu de mots en gras, en italique ou d’un lien"
        yield Finding(steps, "balise", message, "fermez « ** » ou « * » avant, rouvrez-le après")


def left(data: object) -> Iterator[OpenPoint]:
    """Yield what a final model may not hold, in the order of the file."""
    if not isinstance(data, dict):
        return
    for steps, group in mappings(data):
        yield from doubt_left(steps, group)
    yield from reading_left(("id",), data, "Relecture du modèle")


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield what is wrong in the law that models cite, and in their names."""
    yield from files.referential.droit_read.problems
    corpus = partial_corpus_of(files.referential)
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    yield from find_misnaming(source, "modele", "le modèle")

    def of_law(reference: Reference) -> None:
        droit, cle = corpus.droit, reference.cle
        if reference.genre == DROIT:
            resolve_citation(reference, droit)
        elif reference.genre == NATINF and droit.get(cle) is None and cle not in droit.unread:
            raise unknown_key(cle, droit)

    yield from find_refused_references(texts(source.data), of_law, corpus)
    yield from find_reduced_fines(source.data, corpus)
