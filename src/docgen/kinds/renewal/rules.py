"""The rules of the files of letters, and what each leaves to do.

The rules read the raw values of the files, so that all problems come in one pass.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from docgen.content.raw import as_group, as_list, as_text, groups_of, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, find_duplicates
from docgen.document import Document
from docgen.errors import ContentError, Problem, Problems, closest
from docgen.kinds.actes.emetteurs import read_emetteurs
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import Signee
from docgen.kinds.kind import Files, OpenPoint
from docgen.kinds.renewal.adherents import read_adherents
from docgen.kinds.renewal.content import GenreLettre, Quand
from docgen.kinds.renewal.correspondants import BLANCS
from docgen.kinds.renewal.wording import APPEL, KEYS_AND_FORMS, clause_of
from docgen.kinds.writing.cross_checks import find_misnaming, problems_in
from docgen.kinds.writing.editorial import cited_in, declared_names, field_of, reading_changed
from docgen.kinds.writing.place_references import RENVOIS
from docgen.kinds.writing.references import BLANC
from docgen.left import Item
from docgen.markup import Reference

BARE_FIELDS: Final = {"titre", "accord", "libelle", "modification", "id", "nom", "quand"}
"""The fields whose words may hold no reference."""
MODIFICATION: Final = "Texte de la modification proposée"
"""What is left to write in the proposal of an amendment."""
WORDED_GROUPS: Final = (
    *("objet", "auteur", "references", "envoi", "remise", "pieces", "jalons", "corps", "politesse"),
)
"""The groups whose words may hold references."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a letter."""
    if not isinstance(data, dict):
        return
    yield from find_duplicates({"blancs": data.get("blancs")}, "id", "le blanc")
    yield from find_duplicates({"appuis": data.get("appuis")}, "nom", "l’appui")
    blancs = declared_names(data, "blancs", "id")
    appuis = declared_names(data, "appuis", "nom")
    used = _references_used(data)
    yield from _wrong_references(data, blancs, appuis)
    for name, steps in blancs.items():
        if name in BLANCS:
            message = f"« {name} » est un blanc que docgen pose lui-même"
            yield Finding(steps, "blanc", message, "prenez un autre nom")
        elif (BLANC, name) not in used:
            yield Finding(steps, "blanc", f"aucun texte ne pose le blanc « {name} »", "retirez-le")
    yield from _wrong_closing(data)


def _references_used(data: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one.genre, one.cle) for _, _, cited in cited_in(texts(data)) for one in cited}


def _wrong_references(
    data: dict[str, Any], blancs: Collection[str], appuis: Collection[str]
) -> Iterator[Finding]:
    for steps, _, cited in cited_in(texts(data)):
        for reference in cited:
            findings = _reference_rules(data, steps, reference, blancs, appuis)
            yield from (replace(finding, words=str(reference)) for finding in findings)


def _reference_rules(
    data: dict[str, Any],
    steps: Steps,
    reference: Reference,
    blancs: Collection[str],
    appuis: Collection[str],
) -> Iterator[Finding]:
    if field_of(steps) in BARE_FIELDS or steps[0] not in WORDED_GROUPS:
        message = f"renvoi refusé ici : « {reference} »"
        yield Finding(steps, "renvoi", message, "écrivez le mot")
        return
    if reference.genre == BLANC:
        if reference.cle not in blancs:
            hint = closest(reference.cle, blancs) or "déclarez-le dans « blancs: »"
            yield Finding(steps, "blanc", f"blanc non déclaré : « {reference.cle} »", hint)
        return
    if reference.genre not in KEYS_AND_FORMS:
        known = (BLANC, *KEYS_AND_FORMS)
        hint = closest(reference.genre, known) or "renvois admis : " + ", ".join(known)
        yield Finding(steps, "renvoi", f"genre de renvoi inconnu : « {reference} »", hint)
        return
    keys, forms = KEYS_AND_FORMS[reference.genre]
    keys = (*keys, *appuis) if reference.genre == "clause" else keys
    if reference.cle not in keys:
        hint = closest(reference.cle, keys) or f"« {reference.genre} » dit : " + ", ".join(keys)
        yield Finding(steps, "renvoi", f"renvoi à ce qui n’existe pas : « {reference} »", hint)
    elif reference.forme not in forms:
        hint = "formes admises : " + (", ".join(filter(None, forms)) or "aucune")
        yield Finding(steps, "renvoi", f"forme inconnue : « {reference} »", hint)
    elif reference.genre in RENVOIS and data.get("id") != GenreLettre.CIRCULAIRE:
        message = f"« {reference} » ne vaut que dans la circulaire, qui s’adresse à une commune"
        yield Finding(steps, "renvoi", message, "nommez l’autre partie : « {partenaire:le} »")
    elif (reference.genre, reference.cle) == ("lettre", APPEL) and steps != ("politesse",):
        hint = "« {lettre:appel} » ne se met que dans « politesse: »"
        yield Finding(steps, "renvoi", f"renvoi refusé ici : « {reference} »", hint)


def _wrong_closing(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield a closing that does not take up the form of address exactly once."""
    closing = data.get("politesse")
    if not isinstance(closing, str):
        return
    for steps, _, cited in cited_in([(("politesse",), closing)]):
        if sum((one.genre, one.cle) == ("lettre", APPEL) for one in cited) != 1:
            message = "la formule finale reprend l’appel, une fois"
            yield Finding(steps, "appel", message, "mettez-y « {lettre:appel} »")


def left(data: object) -> Iterator[OpenPoint]:
    """Yield an amendment that does not say what it proposes, a letter changed since it was read."""
    if not isinstance(data, dict):
        return
    yield from reading_changed(data, "Relecture de la lettre")
    if proposes_change(data) and not data.get("modification"):
        steps: Steps = ("modification",) if "modification" in data else ("id",)
        yield OpenPoint(steps, "manquant", MODIFICATION, "manquant")


def left_unasked(document: Document) -> tuple[Item, ...]:
    """Return what is left of a letter, but for what an amendment proposes: it is never due."""
    return tuple(one for one in document.left if one.name != MODIFICATION)


def proposes_change(data: dict[str, Any]) -> bool:
    """Whether a letter prints the change of the convention that it proposes."""
    return ("lettre", "modification") in _references_used(data)


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield what is wrong in what letters rest on, in the senders and in the members."""
    named = partial(find_misnaming, kind="renewal", what="la lettre")
    yield from problems_in(files.sources, named)
    problems = Problems()
    with problems.gather(ContentError):
        read_emetteurs(files.referential)
    letters = {as_text(as_group(source.data).get("id")) for source in files.sources}
    if files.complete or GenreLettre.CIRCULAIRE in letters:
        with problems.gather(ContentError):
            read_adherents(files.referential)
    yield from problems
    acts = project_acts(files.referential).signed
    texts_of_acts = tuple(text for act in acts for text in (act, *act.avenants))
    if acts:
        yield from problems_in(files.sources, partial(_unsupported_appuis, acts=texts_of_acts))


def _unsupported_appuis(source: Source, acts: tuple[Signee, ...]) -> Iterator[Finding]:
    """Yield the words that a letter relies on in every case, and that no signed text has."""
    data = as_group(source.data)
    needed = {*_clauses_always_needed(data)}
    for rank, appui in groups_of(data, "appuis"):
        name, text = as_text(appui.get("nom")).strip(), as_text(appui.get("texte"))
        if name in needed and text and not any(clause_of(act, text) for act in acts):
            message = "aucune convention signée ne dit ces mots"
            hint = "recopiez-les de la convention, tels quels, fautes comprises"
            yield Finding(("appuis", rank, "texte"), "citation", message, hint)


def _clauses_always_needed(data: dict[str, Any]) -> Iterator[str]:
    """Yield the clauses that a letter names outside of paragraphs with `quand: dit`."""
    spared = [
        str(passage.get("texte"))
        for _, passage in groups_of(data, "corps")
        if Quand.DIT in (passage.get("quand"), *as_list(passage.get("quand")))
    ]
    for _, text, cited in cited_in(texts(data)):
        if text not in spared:
            yield from (one.cle for one in cited if one.genre == "clause")
