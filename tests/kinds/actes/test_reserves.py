"""What an act to sign is made in spite of: open remarks and blank seats, until someone says why."""

import copy

import pytest

from docgen.content.raw import texts, value_at
from docgen.content.source import parse_source, read_source
from docgen.kinds.actes.reserves import remarks, reserves, reserves_digest
from docgen.kinds.actes.rules import left, remarks_by_id
from tests.conftest import EXAMPLE, ROOT

COMPLETE = read_source(EXAMPLE, "complete").data

ACT = {
    "acte": "projet",
    "parties": {"liste": [{"id": "a", "sigle": "A"}, {"id": "b", "sigle": "B", "siege": "Albi"}]},
    "articles": [{"id": "article-1", "numero": "ARTICLE 1er", "titre": "Objet"}],
    "remarques": [{"sur": "article-1", "texte": "à voir..."}],
}
REASON = {"le": "2026-11-03", "raison": "vu", "empreinte": reserves_digest(ACT)}


def named(**changes):
    """Return the names of what the act leaves in suspense, after some changes."""
    return [point.name for point in reserves(ACT | changes)]


def test_remarks_and_blank_seats_are_reserves():
    assert named() == ["Siège d’A", "À décider (ARTICLE\u00a01er Objet)"]


TWICE = {
    "Monsieur Jean Dupuy, son président": ["Représentant de l’AMR81"],
    "Monsieur Jean Dupuis, sa présidente": ["Qualité du représentant de l’AMR81"],
    "Madame Anne Durand, sa trésorière": [
        "Représentant de l’AMR81",
        "Qualité du représentant de l’AMR81",
    ],
    "M. Jean DUPUIS, président": [],
    "son président en exercice": [],
    "le Président": [],
    "Jean Dupuis, dûment habilité par délibération": [],
}
"""Who represents a party that Monsieur Jean Dupuis signs for, and the facts said otherwise."""


def test_facts_that_two_places_say_otherwise_are_reserves():
    signer = {"partie": "a", "nom": "Monsieur Jean Dupuis", "qualite": "président de l'AMR81"}
    party = {"id": "a", "sigle": "AMR81", "nom": "Association des maires du Tarn", "siege": "Albi"}
    party["designation"] = "l'Association des maires du Tarn (AMR81)"
    act = {"acte": "projet", "signature": {"signataires": [signer]}}

    def told(**changes):
        return [one.name for one in reserves({**act, "parties": {"liste": [party | changes]}})]

    found = {said: told(representation=f"représentée par {said}") for said in TWICE}
    assert found == TWICE
    assert told(nom="Association des maires de l'Aveyron") == ["Nom de l’AMR81"]
    assert told(sigle="AMR12") == ["Sigle de l’AMR12"]


RANKS = (
    *("général", "générale", "colonel", "colonelle", "lieutenant-colonel", "commandant"),
    *("lieutenante-colonelle", "commandante", "chef d'escadron", "cheffe d'escadron", "capitaine"),
    *("lieutenant", "lieutenante", "sous-lieutenant", "aspirant", "major", "majore"),
    *("adjudant-chef", "adjudante-chef", "adjudant", "adjudante", "gendarme", "brigadier-chef"),
    *("maréchal des logis-chef", "maréchal des logis", "maréchale des logis"),
)


def test_officer_of_any_rank_may_command_the_group():
    for rank in RANKS:
        article = "l'" if rank[0] in "a" else "le "
        signer = {"nom": f"{rank.capitalize()} Marc Petit", "qualite": "commandant le groupement"}
        said = f"représenté par {article}{rank} Marc Petit, commandant le groupement"
        party = {"id": "b", "sigle": "GGD81", "siege": "Albi", "representation": said}
        act = {"signature": {"signataires": [signer | {"partie": "b"}]}}
        assert [*reserves({**act, "acte": "projet", "parties": {"liste": [party]}})] == [], rank
        party["representation"] = said.replace("Petit", "Durand")
        other = [*reserves({**act, "acte": "projet", "parties": {"liste": [party]}})]
        assert [one.name for one in other] == ["Représentant de GGD81"], rank


def test_who_signs_by_delegation_is_no_second_name():
    said = "représenté par le colonel Marc Petit, commandant le groupement, et par délégation"
    said += " le lieutenant-colonel Paul Martin"
    party = {"id": "b", "sigle": "GGD81", "siege": "Albi", "representation": said}
    signer = {"partie": "b", "nom": "Lieutenant-colonel Paul Martin", "qualite": "par délégation"}
    act = {"signature": {"signataires": [signer]}, "parties": {"liste": [party]}, "acte": "projet"}
    assert [*reserves(act)] == []


def test_a_seat_is_named_with_the_article_of_the_act():
    assert named(articles=[{"texte": ["Une réunion du A, avec le B."]}])[0] == "Siège du A"


def test_blank_seat_is_told_at_its_own_line():
    text = (ROOT / "content/convention/modele.yaml").read_text("utf-8")
    source = parse_source(text, "2027.yaml")
    seats = [one for one in reserves(source.data) if one.code == "siege"]
    lines = [text.splitlines()[source.place(one.steps)[1].line - 1] for one in seats]
    assert [one.strip() for one in lines] == ["siege:", "siege:"]


def test_a_reason_is_for_these_reserves_alone():
    assert named(malgre=REASON) == []
    other = [*ACT["remarques"], {"sur": "article-2", "texte": "à voir aussi"}]
    assert len(named(malgre=REASON, remarques=other)) == 3
    assert named(malgre=REASON | {"empreinte": "0123456789ab"}) == named()


def test_no_reason_lets_an_act_name_two_people():
    signer = {"partie": "b", "nom": "Colonelle Claire d'Hauteville", "qualite": "commandante"}
    said = "représenté par la colonelle Claire d'Hautefeuille, présidente"
    party = ACT["parties"]["liste"][1] | {"representation": said}
    act = ACT | {"parties": {"liste": [party]}, "signature": {"signataires": [signer]}}
    reason = REASON | {"empreinte": reserves_digest(act)}
    assert len([*reserves(act)]) == 3
    assert [one.name for one in reserves(act | {"malgre": reason})] == ["Représentant de B"]


def test_words_left_to_write_are_no_reserve():
    clause = ACT["articles"][0] | {"texte": ["Tél. [à confirmer] [1]."], "etat": "adopte"}
    act = ACT | {"articles": [clause], "malgre": REASON}
    assert [one.what for one in left(act)] == ["«\u00a0[à confirmer]\u00a0» y reste écrit"]
    for fine in (r"\[à confirmer\]", "[à cette adresse](https://exemple.fr)"):
        clause["texte"] = [fine]
        assert [*left(act)] == []
    assert [*left(act | {"acte": "signe"})] == []


AMENDMENT = {
    "modifie": "2031",
    "numero": "1",
    "parties": COMPLETE["parties"],
    "preambule": {"id": "avenant-preambule", "titre": "Préambule", "texte": ["Vu."]},
    "articles": [{"id": "avenant-objet", "titre": "Objet", "texte": ["Il modifie."]}],
    "signature": COMPLETE["signature"],
}
NO_WORDS = {
    *("acte", "diffusion", "exemple_fictif", "vie", "remarques", "malgre", "id", "etat"),
    *("adoption", "partie", "exemplaires", "date", "modifie"),
}
"""The fields of an act that it does not print, or that are no text."""


@pytest.mark.parametrize("act", [COMPLETE, COMPLETE | {"avenant": AMENDMENT}], ids=["", "avenant"])
def test_every_printed_text_is_searched_for_words_to_write(act):
    amending = "avenant" in act
    unsearched = set()
    for steps, _ in texts(act):
        signed = amending and steps[0] not in ("avenant", "intitule")
        if not (signed or {*steps} & NO_WORDS or steps == ("avenant", "numero")):
            spoilt = copy.deepcopy(act)
            value_at(spoilt, steps[:-1])[steps[-1]] = "Nom [à préciser]"
            if [one.what for one in left(spoilt)] != ["«\u00a0[à préciser]\u00a0» y reste écrit"]:
                unsearched.add(steps)
    assert unsearched == set()


def test_a_reason_does_not_depend_on_the_titles_of_clauses():
    other = [ACT["articles"][0] | {"titre": "But"}]
    assert named(malgre=REASON, articles=other) == []


def test_a_signed_act_has_no_reserves():
    assert named(acte="signe") == []


def test_remarks_are_told_by_the_part_of_the_act_once():
    signed = ACT | {"acte": "signe", "vie": {}}
    for act in (signed, ACT | {"malgre": REASON}):
        assert [(one.name, one.what) for one in remarks(act)] == [
            ("ARTICLE\u00a01er Objet", "à voir…")
        ]
    assert list(remarks(ACT)) == [], "they are among the reserves"
    dated = ACT | {"signature": {"date": "2026-04-23"}}
    assert [one.code for one in remarks(dated)] == ["date"]
    unknown = signed | {"remarques": [{"sur": "titre", "texte": "a"}, {"sur": "x", "texte": "b"}]}
    assert [one.name for one in remarks(unknown)] == ["Titre", "x"]


def test_each_known_difficulty_of_the_signed_act_is_a_remark():
    source = read_source(ROOT / "content/convention/2026.yaml", "2026.yaml")
    about = {one.name for one in remarks_by_id(source.data)}
    assert {"action-4.1", "article-4-4.1", "article-6", "article-8", "article-9"} <= about
    named = {one.name for one in remarks(source.data)}
    assert "ARTICLE\u00a06 Durée de la convention" in named
    assert "4.3 Emploi des conjoints de gendarmes" in named, "without its colon"
