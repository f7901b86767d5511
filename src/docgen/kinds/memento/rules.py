"""The rules of the files of the memento, and what each leaves to do.

The rules read the raw values of the files, so that all problems come in one pass.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from docgen.content.raw import as_group, as_list, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, find_duplicates, mappings, problem_at
from docgen.errors import Problem
from docgen.french.typography import prose
from docgen.kinds.kind import Files, OpenPoint
from docgen.kinds.memento.content import FORMS
from docgen.kinds.writing.corpus import Corpus, partial_corpus_of
from docgen.kinds.writing.cross_checks import (
    Named,
    find_duplicate_names,
    find_reduced_fines,
    find_refused_references,
    problems_in,
    unknown_names,
)
from docgen.kinds.writing.editorial import cited_in, delay_rules, field_of, reading_left
from docgen.kinds.writing.references import answer
from docgen.left import Item
from docgen.referential.droit.regle import Nature, Regle

TYPED: Final = "aide-memoire"
"""What a command calls it."""
SHEET: Final = "aide_memoire"
"""The field of what the two-page sheet prints."""
UNMARKED: Final = {"si", "precision", "quand", "situation"}
"""The fields, beside most titles, whose words are printed without a mark."""
LAW = ("base", "points", "droit")
"""The fields that name items of law."""
NAMES = dict.fromkeys(LAW, "droit") | dict.fromkeys(("qui", "acteur", "role", "roles"), "role")
"""The fields that name an item of law or a role, each with its genre."""
MODELS = "actes"
"""The field that names models of letters and orders."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a file."""
    if not isinstance(data, dict):
        return
    forms = [form for form in FORMS if form in data]
    if len(forms) != 1:
        hint = "« famille: » pour une famille, « ensemble: » pour ce qui vaut pour toutes"
        message = "un fichier du mémento dit une famille, ou l’ensemble"
        yield Finding(tuple(forms[1:2]), "forme", message, hint)
    yield from find_duplicates(data, "sigle", "le sigle")
    yield from delay_rules(data, ("droit", "moment"))
    yield from _citations_without_mark(data)
    for steps, group in mappings(data):
        yield from _early_ends(steps, group)
        yield from _lone_alternatives(steps, group)


def _citations_without_mark(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield each citation of law in a text that has no place for « à vérifier »."""
    for steps, _, cited in cited_in(texts(data)):
        law = next((one for one in cited if one.genre == "droit"), None)
        titled = steps[-1] == "titre" and steps[-3:-2] != ("procedures",)
        if law and (titled or steps[-1] in UNMARKED):
            message = f"une règle de droit ne se cite pas ici : « {law} »"
            hint = "rien n’y dirait « à vérifier » ; citez-la dans « texte: »"
            yield Finding(steps, "droit", message, hint)


def _early_ends(steps: Steps, group: dict[str, Any]) -> Iterator[Finding]:
    for rank, etape in enumerate(as_list(group.get("etapes"))[:-1]):
        if as_group(etape).get("fin") in ("oui", "true"):
            message = "« fin: oui » ne vaut que pour la dernière étape"
            hint = "retirez la ligne, ou descendez l’étape"
            yield Finding((*steps, "etapes", rank, "fin"), "etape", message, hint)


def _lone_alternatives(steps: Steps, group: dict[str, Any]) -> Iterator[Finding]:
    for rank, etape in enumerate(map(as_group, as_list(group.get("etapes")))):
        if etape.get("ou") in ("oui", "true") and not (rank and etape.get("si")):
            message = "« ou: oui » remplace l’étape d’avant dans un cas que dit « si: »"
            hint = "ajoutez « si: », ou retirez la ligne"
            yield Finding((*steps, "etapes", rank, "ou"), "etape", message, hint)


def left(data: object) -> Iterator[OpenPoint]:
    """Yield what nobody has proofread: a family, its line of the two-page sheet, the rest of it."""
    famille, ensemble = (as_group(data).get(form) for form in FORMS)
    if isinstance(famille, dict):
        title = f"{famille.get('numero')}. {famille.get('titre')}"
        yield from reading_left(("famille", "id"), famille, prose(f"Relire : {title}"))
        line, name = (
            as_group(famille.get(SHEET)),
            prose(f"Relire la ligne d’aide-mémoire : {title}"),
        )
        yield from reading_left(("famille", SHEET, "situation"), line, name, "relecture", TYPED)
    if isinstance(ensemble, dict):
        name = prose("Relire : les réflexes et les numéros de l’aide-mémoire")
        yield from reading_left(("ensemble", SHEET, "titre"), ensemble, name, "relecture", TYPED)


def layout_asks(layout: str, item: Item) -> bool:
    """Whether a layout asks for what a file leaves to do: the sheet, for its own readings only."""
    return (SHEET in item.field.split(".")) is (layout == "aide-memoire")


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield what is wrong between the files, and in their references."""
    corpus = partial_corpus_of(files.referential)
    for field, what in (("id", "l’identifiant"), ("numero", "le numéro")):
        yield from find_duplicate_names(_families(files.sources, field), what)
    if files.complete:
        yield from _one_whole(files.sources)
    yield from corpus.problems
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))


def _families(sources: Iterable[Source], field: str) -> Iterator[Named]:
    for source in sources:
        value = as_group(as_group(source.data).get("famille")).get(field)
        if isinstance(value, str):
            name = value.strip()
            yield source, ("famille", field), name.lstrip("0") if field == "numero" else name


def _one_whole(sources: Sequence[Source]) -> Iterator[Problem]:
    """Yield a problem unless exactly one file holds what all families share."""
    wholes = [source for source in sources if "ensemble" in as_group(source.data)]
    if not wholes and sources:
        hint = "un fichier « ensemble: » dit le titre, les réflexes, les numéros"
        yield Problem(sources[0].name, "aucun fichier ne dit l’ensemble", code="forme", hint=hint)
    for source in wholes[1:]:
        message = f"l’ensemble est déjà dit par {wholes[0].name}"
        yield problem_at(
            source, Finding(("ensemble",), "doublon", message, "gardez un seul des deux")
        )


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    file_texts = tuple(texts(source.data))
    yield from unknown_names(source.data, NAMES, corpus)
    for steps, text in file_texts:
        field, name = field_of(steps), text.strip()
        if field in LAW:
            yield from _wrong_law(steps, field, corpus.droit.get(name))
        elif field == MODELS and name not in corpus.titres("modele"):
            hint = corpus.nearest("modele", name) or "voir content/modele/"
            yield Finding(steps, "modele", f"aucun modèle « {name} »", hint)
    yield from find_refused_references(file_texts, partial(answer, corpus=corpus), corpus)
    yield from find_reduced_fines(source.data, corpus)


def _wrong_law(steps: Steps, field: str, regle: Regle | None) -> Iterator[Finding]:
    if regle is None:
        return
    expected, fits = {
        "base": ("un article ni un texte", regle.reference is not None),
        "points": ("un point à contrôler", regle.nature is Nature.POINT),
        "droit": ("un délai", regle.nature in (Nature.DELAI, Nature.DUREE)),
    }[field]
    if not fits:
        message = f"« {regle.cle} » n’est pas {expected} : {regle.enonce}"
        yield Finding(steps, "droit", message, "choisissez une autre règle : docgen droit")
