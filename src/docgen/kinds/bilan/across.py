"""Checks of a report against its file, the act and the fiches."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from docgen.content.raw import as_group, texts_of
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, mappings
from docgen.errors import ContentError, Problem, Problems, closest, closest_key
from docgen.kinds.bilan.visites import read_visites
from docgen.kinds.kind import Files
from docgen.kinds.writing.corpus import Corpus, corpus_of
from docgen.kinds.writing.cross_checks import problems_in, unknown_act


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield the names in reports that do not exist, and the problems of roles and acts."""
    corpus = corpus_of(files.referential)
    yield from files.referential.roles_read.problems
    yield from corpus.actes.problems_for(files.sources)
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))
    problems = Problems()
    with problems.gather(ContentError):
        read_visites(files.referential)
    yield from problems


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    data = as_group(source.data)
    stem = source.name.rpartition("/")[2].partition(".")[0].removeprefix("bilan-")
    year = data.get("annee")
    if isinstance(year, str) and year.strip().isdigit() and year.strip() != stem:
        message = f"le bilan de {year.strip()} est dans le fichier « {stem} »"
        yield Finding(("annee",), "nom", message, "donnez le même nom aux deux")
    key = data.get("convention")
    if isinstance(key, str):
        yield from unknown_act(key, corpus)
    fiches = corpus.keys("fiche")
    for steps, group in mappings(data):
        name = group.get("fiche")
        if len(steps) == 2 and isinstance(name, str):
            if name not in fiches:
                hint = closest_key(name, fiches) or "voir content/fiche/"
                yield Finding((*steps, "fiche"), "fiche", f"aucune fiche « {name} »", hint)
            else:
                yield from _unknown_indicators(steps, group, name, corpus)


def _unknown_indicators(
    steps: Steps, action: dict[str, Any], name: str, corpus: Corpus
) -> Iterator[Finding]:
    try:
        fiche = corpus.source("fiche", name)
    except ContentError:  # reported by that file's own check
        return
    counted = [
        str(group["id"]).strip()
        for where, group in mappings(fiche.data if fiche else None)
        if "indicateurs" in where and isinstance(group.get("id"), str)
    ]
    for rank, indicateur in texts_of(action, "valeurs", "indicateur"):
        if indicateur.strip() not in counted:
            message = f"la fiche « {name} » ne compte pas « {indicateur.strip()} »"
            hint = closest(indicateur.strip(), counted) or "elle compte : " + ", ".join(counted)
            yield Finding((*steps, "valeurs", rank, "indicateur"), "indicateur", message, hint)
