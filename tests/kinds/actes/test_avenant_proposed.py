"""What docgen proposes in an amendment of an act that does not introduce its parties."""

from docgen.kinds.actes.avenant_proposed import introduce_parties, proposed_avenant

PARTIES = [
    {"id": "a", "sigle": "AFMV", "nom": "Association fictive des maires"},
    {"id": "g", "sigle": "GFTV", "nom": "Groupement fictif"},
    {"id": "x", "sigle": "X", "nom": "Inconnu", "designation": "l’Inconnu (X)"},
]
SIGNERS = [
    {"partie": "a", "nom": "Madame Fictive EXEMPLE", "qualite": "Présidente de l'AFMV"},
    {"partie": "g", "nom": "Colonel Fictif ESSAI", "qualite": "commandant le groupement"},
]
ACT = {
    "parties": {"liste": PARTIES},
    "signature": {"signataires": SIGNERS},
    "articles": [{"texte": ["Le GFTV informe l'AFMV, et le GFTV l'écoute."]}],
}


def test_an_amendment_introduces_the_parties_of_its_act():
    avenant = introduce_parties(proposed_avenant(ACT, "2031", 1, None, ()), ACT)
    first, second, third = avenant["parties"]["liste"]
    assert [first[key] for key in ("designation", "representation", "appellation")] == [
        "l’Association fictive des maires (AFMV)",
        "représentée par Madame Fictive EXEMPLE, présidente de l'AFMV",
        "ci-après désignée « l’AFMV »",
    ]
    assert second["designation"] == "le Groupement fictif (GFTV)"
    assert second["representation"].startswith("représenté par le colonel Fictif ESSAI, comm")
    assert third == {**PARTIES[2], "siege": None}


def test_a_drafted_signature_is_spelled_as_our_drafts():
    act = {**ACT, "signature": {"lieu": "LE GARRIC-SUR-TARN", "signataires": SIGNERS}}
    signature = proposed_avenant(act, "2031", 1, None, ())["signature"]
    assert signature["lieu"] == "Le Garric-sur-Tarn"
    assert [one["nom"] for one in signature["signataires"]] == [one["nom"] for one in SIGNERS]
    assert signature["signataires"][0]["qualite"] == "présidente de l'AFMV"
