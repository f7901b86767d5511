"""What an act to sign is made in spite of: open remarks and blank seats, until someone says why."""

from docgen.kinds.actes.reserves import reserves, reserves_digest

ACT = {
    "acte": "projet",
    "parties": {"liste": [{"id": "a", "sigle": "A"}, {"id": "b", "sigle": "B", "siege": "Albi"}]},
    "remarques": [{"sur": "article-1", "texte": "à voir"}],
}
REASON = {"le": "2026-11-03", "raison": "vu", "empreinte": reserves_digest(ACT)}


def named(**changes):
    """Return the names of what the act leaves in suspense, after some changes."""
    return [point.name for point in reserves(ACT | changes)]


def test_remarks_and_blank_seats_are_reserves():
    assert named() == ["Siège de A", "Réponse à la remarque sur article-1"]


def test_a_reason_is_for_these_reserves_alone():
    assert named(malgre=REASON) == []
    other = [*ACT["remarques"], {"sur": "article-2", "texte": "à voir aussi"}]
    assert len(named(malgre=REASON, remarques=other)) == 3
    assert named(malgre=REASON | {"empreinte": "0123456789ab"}) == named()


def test_a_signed_act_has_no_reserves():
    assert named(acte="signe") == []
