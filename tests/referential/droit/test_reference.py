"""Legal references in their official form, and their links."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.typography import prose
from docgen.referential.droit.reference import (
    CODES,
    GENRES,
    Genre,
    ReferenceLegale,
    article_key,
    compact,
    numero,
)

FORMS = [
    ({"code": "environnement", "article": "L541-3"}, "art.␣L.␣541-3 du code de l’environnement"),
    ({"code": "penal", "article": "131-13"}, "art.␣131-13 du code pénal"),
    (
        {"code": "environnement", "article": "L. 541-46", "partie": "I, 4°"},
        "art.␣L.␣541-46 (I, 4°) du code de l’environnement",
    ),
    (
        {"code": "environnement", "article": "L. 412-21", "jusqu_au": "L. 412-27"},
        "art.␣L.␣412-21 à L.␣412-27 du code de l’environnement",
    ),
    (
        {"texte": "loi", "numero": "2025-268", "date": "2025-03-24", "article": "37"},
        "art.␣37 de la loi n°␣2025-268 du 24␣mars 2025",
    ),
    ({"texte": "decret", "numero": "88-145", "article": "2"}, "art.␣2 du décret n°␣88-145"),
    (
        {"texte": "circulaire", "date": "2005-09-06", "nor": "DEVG0540305C", "partie": "annexe 5"},
        "circulaire du 6␣septembre 2005 (NOR␣:␣DEVG0540305C, annexe␣5)",
    ),
    (
        {"texte": "arrete-prefectoral", "date": "2025-05-28", "partie": "RAA 81-2025-166"},
        "arrêté préfectoral du 28␣mai 2025 (RAA 81-2025-166)",
    ),
    (
        {"texte": "arret", "titre": "Cass. 3e civ.", "date": "2018-03-08", "numero": "17-11.312"},
        "Cass. 3e civ., 8␣mars 2018, n°␣17-11.312",
    ),
    ({"texte": "autre", "titre": "la charte de l’Aidant"}, "charte de l’Aidant"),
    (
        {"texte": "autre", "titre": "la convention du 23 avril 2026", "article": "6"},
        "art.␣6 de la convention du 23␣avril 2026",
    ),
]


def reference(**values):
    """Return a reference as it is read from a file."""
    return ReferenceLegale.model_validate(values)


def drawn(text):
    """Return a text with its no-break spaces visible."""
    return text.replace("\u00a0", "␣").replace("\u202f", "⍽")


@pytest.mark.parametrize(("values", "said"), FORMS)
def test_reference_has_its_official_form(values, said):
    assert drawn(reference(**values).dit) == said
    assert prose(reference(**values).dit) == reference(**values).dit


def test_reference_has_forms_for_acts_and_for_tables():
    penal = reference(code="penal", article="R. 632-1")
    assert drawn(penal.long) == "article␣R.␣632-1 du code pénal"
    assert drawn(penal.court) == "art.␣R.␣632-1 du code pénal"
    assert drawn(penal.code_abrege) == "C.␣pén."
    assert drawn(reference(code="cpp", article="16").court) == "art.␣16 du CPP"
    run = reference(code="civil", article="1210", jusqu_au="1215")
    assert drawn(run.long) == "articles␣1210 à 1215 du code civil"
    law = reference(texte="loi", numero="2025-237")
    assert (drawn(law.long), drawn(law.court), law.numeros) == (
        "loi n°␣2025-237",
        "loi n°␣2025-237",
        "",
    )


def test_links_are_searches_without_a_dated_version():
    link = reference(code="environnement", article="L. 541-3").lien
    assert link == (
        "https://www.legifrance.gouv.fr/search/code"
        "?tab_selection=code&searchField=NUM_ARTICLE&query=L541-3"
    )
    assert reference(texte="loi", numero="2025-237").lien.endswith("&query=2025-237")
    circular = reference(texte="circulaire", date="2005-09-06", nor="DEVG0540305C")
    assert circular.lien.endswith("&query=DEVG0540305C")


def test_text_absent_from_legifrance_has_no_link():
    assert reference(texte="arrete-prefectoral", numero="81-1", date="2025-05-28").lien == ""
    assert reference(texte="autre", titre="la charte", article="6").lien == ""
    assert reference(texte="decret", date="2025-05-28").lien == ""


@given(st.sampled_from(["", "L", "R", "D", "LO"]), st.lists(st.integers(1, 9999), min_size=1))
def test_an_article_is_one_however_it_is_written(letter, numbers):
    digits = "-".join(map(str, numbers))
    for written in (f"{letter}{digits}", f"{letter}. {digits}" if letter else digits):
        assert compact(written) == f"{letter}{digits}"
        assert compact(numero(written)) == f"{letter}{digits}"


@pytest.mark.parametrize("text", ["", "L", "541-", "X. 541-3", "L. 541-3 I"])
def test_other_text_has_no_article_number(text):
    with pytest.raises(ValueError, match="n’est pas un numéro d’article"):
        numero(text)


def test_every_code_and_text_is_named_after_an_article():
    assert all(code.nom.startswith("code ") for code in CODES.values())
    assert all(re.match(r"l(e |a |’)", name) for name in GENRES.values())
    assert set(Genre) - GENRES.keys() == {Genre.ARRET, Genre.AUTRE}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("L541-3", "L541-3"),
        ("L. 541-3", "L541-3"),
        ("R*421-1", "R421-1"),
        ("R. * 421-1", "R421-1"),
        ("LO141", "LO141"),
        ("1er", "1"),
        ("Annexe  1", "Annexe 1"),
        ("ANNEXE 1", "Annexe 1"),
        ("L111-1 A", "L111-1 a"),
    ],
)
def test_an_article_has_one_key_in_every_writing(text, key):
    assert article_key(text) == key
