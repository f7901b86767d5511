"""The places of texts as people call them: « Étape 2, « Venir » »."""

from collections.abc import Iterator
from typing import Final

from docgen.content.raw import as_group
from docgen.content.source import Source, Steps
from docgen.corrections.edits import value_at

NAMES: Final = {
    **{"a_savoir": "À savoir", "aide_memoire": "Aide-mémoire", "arrete": "Arrêté"},
    **{"articles": "Article", "benefices": "Bénéfice", "blancs": "Blanc", "chapo": "Chapeau"},
    **{"considerants": "Considérant", "conseils": "Conseil", "contacts": "Contact"},
    **{"corps": "Alinéa", "cout": "Coût", "documents": "Document", "erreurs": "Erreur"},
    **{"etapes": "Étape", "liens": "Lien", "parts": "Part", "points": "Point"},
    **{"procedures": "Procédure", "qualifications": "Infraction", "references": "Référence"},
    **{"sources": "Source", "visas": "Visa"},
}
"""The fields that people would not know by the names that they have in the YAML."""
INNER: Final = ("famille", "texte", "titre")
"""The fields whose name tells nothing when something around them is named."""


def place_in_words(source: Source, steps: Steps) -> str:
    """Return what people call a value of a text."""
    return ", ".join(_parts(source, steps))


def _parts(source: Source, steps: Steps) -> Iterator[str]:
    for depth, step in enumerate(steps):
        if isinstance(step, int):
            continue
        rank = steps[depth + 1] if depth + 1 < len(steps) else None
        if step in INNER and (len(steps) > 1 or rank is not None):
            continue
        name = NAMES.get(step, step.replace("_", " ").capitalize())
        if not isinstance(rank, int):
            yield name
            continue
        title = as_group(value_at(source.data, steps[: depth + 2])).get("titre")
        yield f"{name} {rank + 1}" + (f", « {title} »" if isinstance(title, str) else "")
