"""What a document is called, in files and in links."""

import pytest

from docgen.document import Diffusion, Document, Facts


def document(key: str, place: str = "", town: str = "") -> Document:
    return Document(
        *("fiche", key, "titre", "auteur", "sujet", Facts(), Diffusion.PUBLIQUE, True, ()),
        place=place,
        town=town,
    )


@pytest.mark.parametrize(
    ("made", "stem"),
    [
        (document("action-4-1"), "fiche-action-4-1"),
        (document("4-81218", "81218", "Puygouzon"), "fiche-4-81218-puygouzon"),
        (document("81218-interne", "81218", "Puygouzon"), "fiche-81218-puygouzon-interne"),
        (
            document("81261", "81261", "Saint-Lieux-lès-Lavaur"),
            "fiche-81261-saint-lieux-les-lavaur",
        ),
        (
            document("4-84054", "84054", "L’Isle-sur-la-Sorgue"),
            "fiche-4-84054-l-isle-sur-la-sorgue",
        ),
        (document("2a004", "2A004", "L’Œuf d’Ajaccio"), "fiche-2a004-l-oeuf-d-ajaccio"),
    ],
)
def test_files_name_the_town_beside_its_code(made: Document, stem: str) -> None:
    assert made.stem == stem


def test_links_inside_a_document_do_not_name_the_town() -> None:
    assert document("4-81218", "81218", "Puygouzon").short_stem == "fiche-4-81218"
