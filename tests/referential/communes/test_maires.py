"""The mayors, as printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.territory import CodeInsee
from docgen.referential.communes.maires import (
    MAIRES_COLUMNS,
    MAIRES_FILE,
    Maires,
    Sexe,
    nom_affiche,
    prenom_affiche,
)
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.referential.snapshot import open_snapshot
from tests.conftest import ROOT
from tests.support.territory import project, with_doubtful_mayor, with_new_mayor

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÇÉÈÊËÎÏÔŒÙÛÜŸ"
names = st.text(LETTERS + " -'", min_size=1, max_size=30).filter(lambda name: name.split())


@pytest.fixture(scope="module")
def tarn():
    """Return the mayors of docgen's snapshot."""
    return Maires(open_snapshot(ROOT / "content/referentiel/maires", "maires", ""))


@pytest.fixture(scope="module")
def everyone(tarn):
    """Return every mayor of the Tarn."""
    return list(filter(None, (tarn.of(f"81{number:03}") for number in range(1, 400))))


def test_the_tarn_has_314_mayors_of_whom_64_are_women(everyone):
    assert len(everyone) == 314
    assert sum(mayor.sexe is Sexe.FEMME for mayor in everyone) == 64


def test_no_name_of_the_tarn_is_a_guess(everyone, tarn):
    assert not [mayor for mayor in everyone if mayor.a_verifier]
    assert tarn.of("81050").nom_complet == "Pierre Virvés"


def test_a_mayor_is_named(tarn):
    found = tarn.of("81233")
    assert found.nom_complet == "Jean-Luc Cantaloube"
    assert found.sexe is Sexe.HOMME
    assert found.line == 0


def test_a_mayor_to_be_checked_is_cited_at_its_line(tmp_path):
    made = Referential(with_doubtful_mayor(project(tmp_path), "81006"))
    lines = made.snapshot("maires").read(MAIRES_FILE).decode().splitlines()
    doubtful = made.maires.of("81006")
    assert doubtful.a_verifier
    assert lines[doubtful.line - 1].startswith("81006;")


def test_a_commune_without_mayor_is_normal(tarn):
    assert tarn.of("01001") is None


def test_nothing_else_is_known_of_a_mayor():
    private = {"naissance", "profession", "categorie"}
    assert not [column for column in MAIRES_COLUMNS for word in private if word in column]


@pytest.mark.parametrize(
    ("official", "printed"),
    [
        ("CANTALOUBE", "Cantaloube"),
        ("DELPEYROU SABIR", "Delpeyrou Sabir"),
        ("GUIRAUD-CHAUMEIL", "Guiraud-Chaumeil"),
        ("SÉMÉNOU", "Séménou"),
        ("NADAÏ-PUECH", "Nadaï-Puech"),
        ("DE FALGUEROLLES", "de Falguerolles"),
        ("DE MAULÉON", "de Mauléon"),
        ("D'ALMEIDA", "d’Almeida"),
        ("PONS D’ALÈS", "Pons d’Alès"),
        ("DE LA TOUR D'ALBAN", "de La Tour d’Alban"),
        ("DU PUY-MONTBRUN", "du Puy-Montbrun"),
        ("DES ESSARTS", "des Essarts"),
        ("PEYRE-DE-COMBE", "Peyre-de-Combe"),
        ("L'HERMITE", "L’Hermite"),
        ("DA SILVA", "Da Silva"),
        ("SAN ANDRES", "San Andres"),
        ("LE GOFF", "Le Goff"),
        ("N'DIAYE", "N’Diaye"),
        ("DE", "De"),
        ("ŒUVRARD", "Œuvrard"),
        ("ALİ", "Ali"),
        ("de Falguerolles", "de Falguerolles"),
        ("McDonald", "McDonald"),
        ("  ALBAN \t FICTIF ", "Alban Fictif"),
        ("ALBAN\u00a0: FICTIF", "Alban\u00a0: Fictif"),
    ],
)
def test_a_surname_is_printed_in_small_letters(official, printed):
    assert nom_affiche(official) == printed


@given(names)
def test_a_surname_keeps_its_letters_and_is_right_once(name):
    printed = nom_affiche(name)
    assert printed.upper().replace("’", "'") == " ".join(name.split())
    assert nom_affiche(printed) == printed or any(len(p) == 1 for p in printed.split())
    assert unicodedata.normalize("NFC", printed) == printed


@pytest.mark.parametrize(
    ("official", "printed"),
    [
        ("Jean-Luc", "Jean-Luc"),
        ("Michelle Paulette Justine", "Michelle"),
        ("Jean Claude", "Jean Claude"),
        ("Marie Jose", "Marie Jose"),
        ("Jean Claude Robert", "Jean Claude"),
        ("Eric", "Eric"),
        ("ÉRIC", "Éric"),
        ("JEAN-LUC", "Jean-Luc"),
        ("Abd El Kader", "Abd El Kader"),
        ("ABD EL KADER", "Abd El Kader"),
        ("Abdel Kader Mohamed", "Abdel Kader"),
        ("Abou Bakr Sidi", "Abou Bakr"),
        ("Noor El Houda Zineb", "Noor El Houda"),
        ("Salah Eddine Karim", "Salah Eddine"),
        ("Ali Ben Salah", "Ali Ben Salah"),
        ("MARIA DE LOS ANGELES", "Maria de Los Angeles"),
        ("Marie De Lourdes Anne", "Marie De Lourdes"),
        ("Jean Abd El Kader Louis", "Jean Abd El Kader"),
    ],
)
def test_the_usual_first_name_is_printed(official, printed):
    assert prenom_affiche(official) == printed


@pytest.mark.parametrize(
    ("official", "doubtful"),
    [
        ("Abd El Kader", False),
        ("Michelle Paulette Justine", False),
        ("Jean Claude Robert", False),
        ("Abd El Kader Mohamed", True),
        ("Karim Abd El Kader", True),
        ("An Li Mei", True),
    ],
)
def test_first_name_with_a_doubtful_end_is_to_be_checked(tmp_path, official, doubtful):
    made = with_new_mayor(project(tmp_path), "81006", "FICTIF", official, "M", "", "")
    lieu = Lieu(Referential(made), CodeInsee("81006"))
    assert lieu.maire_inscrit.a_verifier == doubtful
    assert (lieu.maire_a_verifier is not None) == doubtful
    assert not doubtful or lieu.maire in lieu.maire_a_verifier.message
