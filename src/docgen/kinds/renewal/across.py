"""What must hold between letters, the conventions they speak of, and who writes them."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.content.source import Source
from docgen.content.validation import Finding, told_at
from docgen.errors import ContentError, Problem
from docgen.kinds.conventions import Signee, signed
from docgen.kinds.cross_checks import group_of, misnamed
from docgen.kinds.emetteurs import read_emetteurs
from docgen.kinds.kind import Files
from docgen.kinds.renewal.adherents import read_adherents
from docgen.kinds.renewal.saying import clause_of


def across(files: Files) -> Iterator[Problem]:
    """Yield what is wrong with what letters rest on, with who writes, and with the members."""
    for source in files.sources:
        yield from (told_at(source, one) for one in misnamed(source, "renewal", "la lettre"))
    for read in (read_emetteurs, read_adherents):
        try:
            read(files.referential)
        except ContentError as error:
            yield from error.problems
    acts = signed(files.referential)
    for source in files.sources if acts else ():
        yield from (told_at(source, one) for one in _unsupported(source, acts))


def _unsupported(source: Source, acts: tuple[Signee, ...]) -> Iterator[Finding]:
    """Yield the words that a letter rests on and that no signed convention has."""
    listed = group_of(source).get("appuis")
    for rank, appui in enumerate(listed if isinstance(listed, list) else ()):
        text = appui.get("texte") if isinstance(appui, dict) else None
        if isinstance(text, str) and not any(clause_of(act, text) for act in acts):
            message = "aucune convention signée ne dit ces mots"
            hint = "recopiez-les de la convention, tels quels, fautes comprises"
            yield Finding(("appuis", rank, "texte"), "citation", message, hint)
