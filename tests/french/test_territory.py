from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.territory import Toponyme, code_insee, departement_of, plain_name


@pytest.mark.parametrize(
    ("nom", "tncc", "forms"),
    [
        ("Gaillac", 0, ("Gaillac", "Gaillac", "de Gaillac", "à Gaillac")),
        ("Lescure-d'Albigeois", 0, ("Lescure-d’Albigeois",) * 2 + ("de Lescure-d’Albigeois",)),
        ("Albi", 1, ("Albi", "Albi", "d’Albi", "à Albi")),
        ("Garric", 2, ("Le Garric", "le Garric", "du Garric", "au Garric")),
        (
            "Sauzière-Saint-Jean",
            3,
            (
                "La Sauzière-Saint-Jean",
                "la Sauzière-Saint-Jean",
                "de La\u00a0Sauzière-Saint-Jean",
                "à La\u00a0Sauzière-Saint-Jean",
            ),
        ),
        ("Cabannes", 4, ("Les Cabannes", "les Cabannes", "des Cabannes", "aux Cabannes")),
        ("Isle-d'Abeau", 5, ("L’Isle-d’Abeau", "l’Isle-d’Abeau", "de L’Isle-d’Abeau")),
        ("Marais", 6, ("Aux Marais", "les Marais", "des Marais", "aux Marais")),
        ("Illas", 7, ("Las Illas", "las Illas", "de Las\u00a0Illas", "à Las\u00a0Illas")),
        ("Masos", 8, ("Los Masos", "los Masos", "de Los\u00a0Masos", "à Los\u00a0Masos")),
    ],
)
def test_a_place_is_named_by_its_tncc(nom: str, tncc: int, forms: tuple[str, ...]) -> None:
    lieu = Toponyme(nom, tncc)
    assert (lieu.seul, lieu.le, lieu.de, lieu.a)[: len(forms)] == forms
    assert str(lieu) == lieu.seul


@pytest.mark.parametrize(
    ("libelle", "tncc", "nom"),
    [
        ("Le Garric", 2, "Garric"),
        ("Les Cabannes", 4, "Cabannes"),
        ("L'Isle-d'Abeau", 5, "Isle-d’Abeau"),
        ("Albi", 1, "Albi"),
        ("Lescure-d'Albigeois", 0, "Lescure-d’Albigeois"),
        ("Lavaur", 0, "Lavaur"),
        ("Aux Marais", 6, "Marais"),
    ],
)
def test_a_label_of_insee_loses_its_article_alone(libelle: str, tncc: int, nom: str) -> None:
    assert Toponyme.from_libelle(libelle, tncc) == Toponyme(nom, tncc)


@given(st.integers(0, 8), st.text(alphabet="abcdeé-ABC", min_size=1))
def test_a_label_is_read_back(tncc: int, nom: str) -> None:
    lieu = Toponyme(nom, tncc)
    assert Toponyme.from_libelle(lieu.seul, tncc) == lieu


def test_a_label_without_the_article_of_its_tncc_is_refused() -> None:
    with pytest.raises(ValueError, match="devrait commencer par"):
        Toponyme.from_libelle("Gaillac", 2)


@pytest.mark.parametrize("tncc", [-1, 9, 81, True])
def test_an_unknown_tncc_is_refused(tncc: int) -> None:
    with pytest.raises(ValueError, match="TNCC"):
        Toponyme("Albi", tncc)


@pytest.mark.parametrize("nom", ["", "  "])
def test_a_place_without_a_name_is_refused(nom: str) -> None:
    with pytest.raises(ValueError, match="vide"):
        Toponyme(nom, 0)


def test_a_place_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Toponyme("Albi", 1).nom = "Castres"  # type: ignore[misc]


@pytest.mark.parametrize("code", ["81004", "01004", "2A004", "2B033", "95680", "97105", "97611"])
def test_an_insee_code_is_five_characters(code: str) -> None:
    assert code_insee(code) == code


@pytest.mark.parametrize(
    "code",
    [
        *("1004", "810040", "", " 81004", "81004 ", "81004\n", "8100A", "2C004", "2a004"),
        *("20004", "00001", "96001", "99100", "81000", "97900", "８１００４", "8１004"),
        *(81004, 81004.0, None),
    ],
)
def test_other_text_is_no_insee_code(code: object) -> None:
    with pytest.raises(ValueError, match="code INSEE"):
        code_insee(code)


def test_code_insee_suggests_a_postal_code_when_refused() -> None:
    with pytest.raises(ValueError, match="code postal"):
        code_insee("81000")


@pytest.mark.parametrize(
    ("code", "departement"),
    [("81004", "81"), ("01004", "01"), ("2A004", "2A"), ("97105", "971"), ("98735", "987")],
)
def test_a_code_begins_with_its_departement(code: str, departement: str) -> None:
    assert departement_of(code) == departement


def test_plain_name_has_ordinary_blanks():
    assert plain_name("services de La\u00a0Réunion") == "services de la reunion"
