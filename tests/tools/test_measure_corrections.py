"""The measure of corrections: what a state alone prints is no correction (exemple fictif)."""

from tools.measure_corrections import states_of

BEFORE = """\
titre: Essai
etat_etapes: adopte
adoption_etapes: {le: 2026-11-20, par: Exemple Fictif}
etapes:
  - Une étape inventée.
"""


def test_states_that_fall_leave_the_words_of_before():
    now = """\
titre: Essai
etat_etapes: propose
etapes:
  - Une autre étape.
"""
    assert (
        states_of(now, BEFORE)
        == """\
titre: Essai
etat_etapes: propose
etapes:
  - Une étape inventée.
"""
    )
