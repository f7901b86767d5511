"""The numbers that fiches print, and by which people name them: « 4.2 », « 4 c », « 6.1 bis »."""

from collections.abc import Iterable, Mapping

from docgen.kinds.writing.corpus import corpus_of
from docgen.referential.referential import Referential
from docgen.workspace import Workspace


def fiche_numbers(workspace: Workspace) -> dict[str, str]:
    """Return the names of the files of fiches by their numbers, without blanks: « 6.1bis »."""
    titles = corpus_of(Referential(workspace)).titres("fiche")
    return {number_key(title): stem for stem, title in titles.items()}


def number_key(title: str) -> str:
    """Return the number of a fiche as its title or a person says it: « Fiche 4 c », « 4C »."""
    return "".join(title.split()).lower().removeprefix("fiche")


def typed_names(stems: Iterable[str], numbers: Mapping[str, str]) -> dict[str, str]:
    """Return what to type for each file, with its number where it has one: « 4c (article-4) »."""
    said = {stem: number for number, stem in numbers.items() if "«" not in number}
    return {stem: f"{said[stem]} ({stem})" if stem in said else stem for stem in stems}
