"""The indicators, with their exact labels."""

import pytest

from docgen.statistics.indicators import (
    INDICATEURS,
    LIBELLES,
    Denominateur,
    Niveau,
    UniteDeCompte,
    indicateur,
)

TODAY = [one for one in INDICATEURS if not one.retire]


def test_eighteen_indicators_for_a_departement_and_fifteen_for_a_commune():
    assert len([one for one in TODAY if Niveau.DEPARTEMENT in one.niveaux]) == 18
    assert len([one for one in TODAY if Niveau.COMMUNE in one.niveaux]) == 15


def test_keys_labels_and_short_labels_are_of_one_indicator_each():
    assert len({one.cle for one in INDICATEURS}) == len(INDICATEURS)
    assert len({one.court for one in INDICATEURS}) == len(INDICATEURS)
    spellings = [name for one in INDICATEURS for name in (one.libelle, *one.anciens)]
    assert len(spellings) == len(LIBELLES)
    assert all(indicateur(one.cle) is LIBELLES[one.libelle] is one for one in INDICATEURS)


def test_exact_labels_keep_straight_apostrophes_and_short_ones_do_not():
    assert LIBELLES["Vols d'accessoires sur véhicules"].court == "Vols d’accessoires"
    assert "Vols d’accessoires sur véhicules" not in LIBELLES
    assert not any("'" in one.court for one in INDICATEURS)


def test_only_burglary_is_per_dwelling():
    dwellings = [one.cle for one in INDICATEURS if one.denominateur is Denominateur.LOGEMENTS]
    assert dwellings == ["cambriolages"]


def test_both_parts_of_drug_use_name_their_whole():
    parts = [one.cle for one in TODAY if one.part_de]
    assert parts == ["usage-stupefiants-afd", "usage-stupefiants-hors-afd"]
    for one in INDICATEURS:
        if one.part_de:
            assert indicateur(one.part_de).unite is one.unite


def test_the_plural_of_an_old_edition_names_the_same_indicator():
    assert LIBELLES["Vols de véhicules"] is LIBELLES["Vols de véhicule"]


def test_removed_series_are_marked_as_removed():
    removed = LIBELLES["Coups et blessures volontaires intrafamiliaux"]
    assert removed.retire
    assert removed.unite is UniteDeCompte.VICTIME


def test_an_unknown_key_names_nothing():
    with pytest.raises(KeyError):
        indicateur("total")
