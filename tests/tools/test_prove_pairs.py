"""The cover of pairs that `make prove` goes by: whole, small, and honest about what cannot be."""

from itertools import combinations, product

from tools.prove_pairs import FACTORS, cover, pairs_of


def test_cover_holds_every_pair_that_is_not_called_impossible():
    rows, covered, reasons = cover()
    everything = {
        ((one, first), (other, second))
        for one, other in combinations(FACTORS, 2)
        for first, second in product(FACTORS[one], FACTORS[other])
    }
    assert set().union(*map(pairs_of, rows)) == covered == everything - reasons.keys()
    assert len(rows) < 15
    assert all(reasons.values())
    assert {pair[0][1] for pair in reasons} == {"infographie"}
