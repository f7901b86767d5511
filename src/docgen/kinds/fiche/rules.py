"""The rules of fiches, and what each leaves to do.

The rules read the raw values of the files, so that all problems come in one pass.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from string import ascii_lowercase
from typing import Any, Final

from docgen.content.raw import as_group, as_list, as_text, repeats_of, texts, texts_of
from docgen.content.source import Source, Steps
from docgen.content.stamp import change_since, refusal_said
from docgen.content.validation import Finding, mappings, problem_at
from docgen.errors import ContentError, Problem, closest
from docgen.french.rule import INSECABLE
from docgen.kinds.fiche.content import EtatAccord
from docgen.kinds.fiche.message import too_long
from docgen.kinds.fiche.words_of_act import find_unknown_words
from docgen.kinds.kind import Files, OpenPoint, with_reason
from docgen.kinds.writing.corpus import Corpus, numbered, partial_corpus_of
from docgen.kinds.writing.cross_checks import (
    Named,
    find_duplicate_names,
    find_misnaming,
    find_reduced_fines,
    find_refused_references,
    problems_in,
    unknown_act,
    unknown_names,
)
from docgen.kinds.writing.editorial import (
    cited_in,
    delay_rules,
    doubt_left,
    doubt_rules,
    reading_left,
)
from docgen.kinds.writing.references import answer
from docgen.markup import escape_marks

STATES: Final[dict[Steps, str]] = {
    ("etat_etapes",): "Comment faire",
    ("qui_fait_quoi", "etat"): "Qui fait quoi",
    ("suivi", "etat"): "Indicateurs de l’année",
}
"""Where the parts that bind the parties carry their state, and what they are called."""
NUMBER_SUFFIXES: Final = ("bis", "ter", "quater", "quinquies")
"""What follows the number of an action that several fiches serve; letters follow an article's."""
NAMES: Final = {
    "acteur": "role",
    "contacts": "role",
    "source": "role",
    "droit": "droit",
    "base_legale": "droit",
}
"""The fields that name a role or an item of law."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a fiche."""
    if not isinstance(data, dict):
        return
    yield from _name_unlike_clause(data)
    yield from delay_rules(data, ("droit",))
    yield from doubt_rules(data)
    yield from _citations_without_mark(data)
    yield from _wrong_message(data)
    yield from _duplicates_in(data, "contacts")
    yield from _duplicates_in(data, "base_legale")


def _name_unlike_clause(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield a name that does not begin with that of the clause, with hyphens for dots."""
    name, clause = data.get("id"), data.get("clause")
    if not isinstance(name, str) or not isinstance(clause, str):
        return
    start = clause.replace(".", "-")
    if name != start and not name.startswith(f"{start}-"):
        message = f"« {name} » ne suit pas le numéro de sa clause, « {clause} »"
        yield Finding(("id",), "nom", message, f"« {start} », ou « {start}-… »")


MARKED_FIELDS: Final = {"texte", "quand", "objectif", "pour_qui", "cout", "benefices", "documents"}
"""The fields of texts that a page can mark « à vérifier »."""


def _citations_without_mark(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield each citation of law in a text that has no place for « à vérifier »."""
    for steps, _, cited in cited_in(own_texts(data)):
        law = next((one for one in cited if one.genre == "droit"), None)
        if law and not MARKED_FIELDS & {steps[0], steps[-1]}:
            message = f"une règle de droit ne se cite pas ici : « {law} »"
            hint = "rien n’y dirait « à vérifier » ; citez-la dans une étape, ou dans « alerte »"
            yield Finding(steps, "droit", message, hint)


def _wrong_message(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield each mark in a message, which a telephone would show, and a link of no fiche."""
    group = as_group(data.get("message"))
    for field in ("titre", "texte"):
        text = as_text(group.get(field))
        if escape_marks(text) != text:
            message = "un message n’a ni renvoi ni gras : un téléphone n’a que des mots"
            hint = "écrivez les mots eux-mêmes ; une adresse va dans « lien »"
            yield Finding(("message", field), "message", message, hint)
    link, known = as_text(group.get("lien")), [one for _, one in texts_of(data, "liens", "adresse")]
    if link and link not in known:
        hint = closest(link, known) or "ajoutez-le aussi à « liens », avec son titre"
        yield Finding(("message", "lien"), "message", "ce lien n’est pas de la fiche", hint)


def own_texts(data: dict[str, Any]) -> Iterator[tuple[Steps, str]]:
    """Yield every text of a fiche with its path, except the words of the act."""
    yield from texts({key: value for key, value in data.items() if key != "citations"})


def _duplicates_in(data: dict[str, Any], field: str) -> Iterator[Finding]:
    listed = enumerate(as_list(data.get(field)))
    for rank, name, _ in repeats_of((rank, name) for rank, name in listed if isinstance(name, str)):
        message = f"« {name} » est nommé deux fois"
        yield Finding((field, rank), "doublon", message, "gardez une seule ligne")


def _agreement_left(steps: Steps, group: dict[str, Any], name: str) -> Iterator[OpenPoint]:
    """Yield a part that the parties have not agreed to as it stands."""
    field = str(steps[-1]).replace("etat", "adoption")
    state, why = group.get(str(steps[-1])), change_since(group, field)
    if state == EtatAccord.ADOPTE and not group.get(field):
        why = "adopté, sans dire par qui ni quand"
    if state == EtatAccord.PROPOSE or (state and why):
        name = with_reason(name, why)
        what, refusal = "à adopter par les parties", refusal_said(group, field)
        yield OpenPoint(steps, EtatAccord.PROPOSE, name, what, refusal=refusal)


def left(data: object) -> Iterator[OpenPoint]:
    """Yield what a final fiche may not hold, in the order of the page."""
    if not isinstance(data, dict):
        return
    for steps, group in mappings(data):
        for field in ("etat", "etat_etapes"):
            if name := STATES.get((*steps, field)):
                yield from _agreement_left((*steps, field), group, name)
        yield from doubt_left(steps, group)
    yield from reading_left(("id",), data, "Contrôle de la fiche par une personne")


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield references of fiches to what does not exist."""
    corpus = partial_corpus_of(files.referential)
    yield from corpus.problems
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))
    for source in files.sources:
        yield from _wrong_references_to_act(source, corpus)
    named = (name for source in files.sources for name in _indicator_names(source))
    yield from find_duplicate_names(named, "l’indicateur")
    seen = (one for on in (corpus, corpus.on(None)) for one in _shared_numbers(files.sources, on))
    yield from dict.fromkeys(seen)  # today, and once all that is signed has effect


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    data = as_group(source.data)
    yield from find_misnaming(source, "fiche", "la fiche")
    yield from unknown_names(data, NAMES, corpus)
    yield from find_refused_references(own_texts(data), partial(answer, corpus=corpus), corpus)
    yield from find_reduced_fines(source.data, corpus)


def _shared_numbers(sources: Sequence[Source], corpus: Corpus) -> Iterator[Problem]:
    """Yield each fiche with the number of another of its act, which nobody could cite."""
    values = ((source, as_group(source.data)) for source in sources)
    numbers = [
        ((source, data), f"{data.get('convention')}/{number}")
        for source, data in values
        if (number := corpus.fiche_number(data))
    ]
    taken = {number for _, number in numbers}
    for (source, data), number, (first, _) in repeats_of(numbers):
        own = number.rpartition("/")[2]
        suffixes = NUMBER_SUFFIXES if "." in own else ascii_lowercase
        plain = number.partition(INSECABLE)[0]
        free = next((one for one in suffixes if numbered(plain, one) not in taken), "…")
        message = f"la fiche {own} est déjà prise ({first.name}) : on ne saurait laquelle est citée"
        steps = ("indice",) if "indice" in data else ("clause",)
        yield problem_at(source, Finding(steps, "doublon", message, f"écrivez « indice: {free} »"))


def _wrong_references_to_act(source: Source, corpus: Corpus) -> Iterator[Problem]:
    data = as_group(source.data)
    key = data.get("convention")
    if not isinstance(key, str):  # reported by its type
        return
    try:
        acte, texts = corpus.actes.get(key), corpus.actes.texts(key)
    except ContentError as error:
        yield from error.problems
        return
    if acte is None:
        yield from (problem_at(source, one) for one in unknown_act(key, corpus))
        return
    findings = [*find_unknown_words(data, acte, texts), *too_long(data, acte.sigles)]
    yield from (problem_at(source, one) for one in findings)


def _indicator_names(source: Source) -> Iterator[Named]:
    for steps, group in mappings(source.data):
        name = group.get("id")
        if len(steps) == 3 and steps[1] == "indicateurs" and isinstance(name, str):
            yield source, (*steps, "id"), name.strip()
