"""A clause that someone wrote into an act, as YAML to paste."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.content.editing import one_line
from docgen.corrections.edits import PROPOSE
from docgen.corrections.porting import as_typed
from docgen.corrections.printed import Paragraph
from docgen.french.territory import plain_name

INDENT: Final = "  "


def write_clause(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Yield the lines of a clause, from its heading and the paragraphs below it."""
    number, tab, title = paragraphs[0].text.strip().partition("\t")
    if not tab:
        number, title = "", number
    written = {
        "id": plain_name(number or title).replace(" ", "-"),
        "etat": PROPOSE,
        **({"numero": number} if number else {}),
        "titre": title,
    }
    for rank, (key, value) in enumerate(written.items()):
        yield f"{'  ' if rank else '- '}{key}: {one_line(as_typed(value))}"
    if len(paragraphs) > 1:
        yield f"{INDENT}texte:"
    bullet = False
    for paragraph in paragraphs[1:]:
        text = one_line(as_typed(paragraph.marked))
        dash = "- " if not paragraph.bullet else "  - " if bullet else "- - "
        yield f"{INDENT * 2}{dash}{text}"
        bullet = paragraph.bullet
