"""Checks of letters against the acts, the senders and the members."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from docgen.content.raw import as_group, as_list, as_text, groups_of, texts
from docgen.content.source import Source
from docgen.content.validation import Finding
from docgen.errors import ContentError, Problem, Problems
from docgen.kinds.actes.emetteurs import read_emetteurs
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import Signee
from docgen.kinds.kind import Files
from docgen.kinds.renewal.adherents import read_adherents
from docgen.kinds.renewal.content import GenreLettre, Quand
from docgen.kinds.renewal.wording import clause_of
from docgen.kinds.writing.cross_checks import find_misnaming, problems_in
from docgen.kinds.writing.editorial import cited_in


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
    if acts:
        yield from problems_in(files.sources, partial(_unsupported_appuis, acts=acts))


def _unsupported_appuis(source: Source, acts: tuple[Signee, ...]) -> Iterator[Finding]:
    """Yield the words that a letter relies on in every case, and that no signed act has."""
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
