"""What the catalogue and the pages say of the whole: language, colours, tags, order, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.conformity.pdf.objects import (
    as_dictionary,
    as_list,
    as_stream,
    as_text,
    number_tree,
    resolved,
)
from docgen.conformity.pdf.reading import Reading
from docgen.conformity.wording import pages_in_words
from docgen.errors import Problem

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""A language as BCP 47 writes it, near enough."""


def check_catalogue(reading: Reading) -> Iterator[Problem]:
    """Yield what is missing from the catalogue."""
    root = reading.root
    language = as_text(root.get("/Lang"))
    if not language:
        yield reading.problem("langue", "langue du document absente : il serait lu à voix anglaise")
    elif not LANGUAGE.fullmatch(language):
        yield reading.problem("langue", f"« {language} » n’est pas une langue")
    marked = as_dictionary(root.get("/MarkInfo"))
    if not bool(marked.get("/Marked", False)):
        yield reading.problem("balisage", "le fichier ne se dit pas balisé (MarkInfo)")
    if bool(marked.get("/Suspects", False)):
        yield reading.problem("balisage", "le fichier dit lui-même que ses balises sont douteuses")
    if reading.tree is None:
        yield reading.problem("balisage", "aucun arbre de structure : rien n’est lu dans l’ordre")
    yield from _colours(reading)


def _colours(reading: Reading) -> Iterator[Problem]:
    """Yield a problem unless the file says what its colours are."""
    intents = [as_dictionary(intent) for intent in as_list(reading.root.get("/OutputIntents"))]
    archival = [intent for intent in intents if resolved(intent.get("/S")) == "/GTS_PDFA1"]
    if not archival:
        message = "profil de couleurs absent (OutputIntent) : les couleurs ne sont pas définies"
        yield reading.problem("couleurs", message)
    elif not all(_has_profile(reading, intent.get("/DestOutputProfile")) for intent in archival):
        yield reading.problem("couleurs", "profil de couleurs vide ou illisible (OutputIntent)")


def _has_profile(reading: Reading, profile: object) -> bool:
    """Whether a stream is a colour profile, which its 37th byte and the next three say."""
    stream = as_stream(profile)
    return stream is not None and stream.get_data()[36:40] == b"acsp"


def check_pages(reading: Reading) -> Iterator[Problem]:
    """Yield what is missing from pages: the order of tabulation, the printed numbers."""
    untidy = [n for n, page in enumerate(reading.pages) if resolved(page.get("/Tabs")) != "/S"]
    if untidy:
        message = f"{pages_in_words(untidy)} : l’ordre de tabulation ne suit pas la structure"
        yield reading.problem("tabulation", message)
    labels = dict(number_tree(reading.root.get("/PageLabels")))
    if 0 not in labels:
        message = "numéros de page absents (PageLabels) : le lecteur en inventera"
        yield reading.problem("numeros-de-page", message)
    elif max(labels) >= len(reading.pages):
        message = f"numéros pour des pages qui n’existent pas (PageLabels, page {max(labels) + 1})"
        yield reading.problem("numeros-de-page", message)
