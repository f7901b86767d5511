"""The vCards beside a pack, read back by another library; every contact in them is invented."""

import re

import pytest
import vobject

from docgen.document import Diffusion
from docgen.kinds.commune_pack.contacts import Card, address_book, hold_short_hours
from docgen.referential.territoire.roles import Titulaire
from tests.conftest import Command, Project
from tests.kinds.commune_pack.packs import ALBI, GARRIC, PUYGOUZON, Table, final_by_now, settled
from tests.kinds.commune_pack.packs import project as project_with
from tests.kinds.commune_pack.test_composition import LINE, NAME, SHARED, contacts

SERVICE = Titulaire(
    nom="OFB",
    le="l’OFB",
    precision="Office fictif ; « dit » de l’essai, \\ et d’autres",
    telephone="05\u00a099\u00a000\u00a000\u00a000",
    courriel="ofb@exemple.invalid",
    adresse=("1 place de l’Exemple, bâtiment A", "81000 Albi"),
    site="https://exemple.invalid/a,b;c",
    horaires=("Du lundi au vendredi, 9\u00a0h\u00a0–\u00a012\u00a0h",),
    source="DILA, exemple fictif, août 2026",
    a_confirmer="non revu depuis mars 2024",
)


def read(data):
    """Return the cards of a file, as vobject reads them, by their names."""
    return {str(card.fn.value): card for card in vobject.readComponents(data.decode())}


def of(card, name):
    return card.contents[name][0].value if name in card.contents else None


def test_card_says_all_that_is_known_of_a_service():
    meaning = "Office fictif ; « dit » de l’essai, \\ et d’autres : eau"
    [card] = read(
        address_book([Card("docgen-81004-ofb", SERVICE, meaning, "Environnement")], draft=False)
    ).values()
    assert card.version.value == "3.0"
    assert (card.uid.value, card.tel.value) == ("docgen-81004-ofb", "0599000000")
    assert (card.email.value, card.url.value) == ("ofb@exemple.invalid", SERVICE.site)
    address = card.adr.value
    assert (address.street, address.code, address.city) == (
        "1 place de l'Exemple, bâtiment A",
        "81000",
        "Albi",
    )
    assert card.note.value.splitlines() == [
        "Office fictif ; « dit » de l'essai, \\ et d'autres : eau",
        "Du lundi au vendredi, 9 h à 12 h",
        "À confirmer : non revu depuis mars 2024",
        "Source : DILA, exemple fictif, août 2026",
    ]
    assert of(card, "x-abshowas") == "COMPANY"


def test_whom_nobody_can_reach_has_no_card():
    unknown = Titulaire(nom="OFB", le="l’OFB", adresse=("Albi",))
    assert address_book([Card("u", unknown, "eau", "Environnement")], draft=False) == b""


def test_lines_are_cut_as_the_standard_asks():
    data = address_book([Card("u", SERVICE, "à l’eau " * 40, "Environnement")], draft=False)
    assert data.endswith(b"END:VCARD\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines)  # no letter is cut in two
    assert not re.search(rb"[^\r]\n|\r[^\n]", data)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A project whose referent may be named to the mayor (exemple fictif)."""
    made = project_with(tmp_path_factory.mktemp("carnet"))
    (made.content / "territoire/unites.yaml").write_text(SHARED, "utf-8")
    return made


@pytest.mark.parametrize("circle", Diffusion)
def test_cards_hold_what_their_circle_may_read(known, circle):
    pack = Table(known, circle=circle).pack(GARRIC)
    cards = read(pack.companions["vcf"])
    assert cards["Brigade de Cagnac-les-Mines"].tel.value == "0599000000"
    named = circle is not Diffusion.PUBLIQUE
    assert (f"major {NAME} (Référent élu)" in cards) == named
    assert (LINE.replace(" ", "").encode() in pack.companions["vcf"]) == named


BESIDE = "81048"
"""A commune of the same brigade as Garric's."""


def identifiers(project, code):
    """Return the identifiers of the cards of a pack, by the card's name."""
    pack = Table(project, circle=Diffusion.PARTENAIRES).pack(code)
    return {name: card.uid.value for name, card in read(pack.companions["vcf"]).items()}


def test_identifier_of_a_card_is_that_of_whom_it_reaches(known):
    shared = {
        "Brigade de Cagnac-les-Mines": "docgen-1005166-brigade",
        f"major {NAME} (Référent élu)": "docgen-1005166-referent-elu",
        "AMR81": "docgen-amr81",
    }
    assert identifiers(known, GARRIC) == shared | {"Mairie du Garric": "docgen-81101-mairie"}
    mairie = {"Mairie de Cagnac-les-Mines": "docgen-81048-mairie"}
    assert identifiers(known, BESIDE) == shared | mairie


def test_referent_of_one_commune_has_a_card_of_it(tmp_path):
    own = f"referent_elu: {{nom: Fictif, telephone: {LINE}, diffusion: partenaires}}"
    made = project_with(tmp_path, f'code_insee: "{BESIDE}", {own}')
    (made.content / "territoire/unites.yaml").write_text(SHARED, "utf-8")
    assert identifiers(made, BESIDE)["Fictif (Référent élu)"] == f"docgen-{BESIDE}-referent-elu"


def test_police_station_has_one_card_in_all_its_communes(tmp_path):
    made = project_with(tmp_path)
    station = "unites:\n  - {unite: Commissariat de police d’Albi, telephone: 05 99 00 00 00}\n"
    (made.content / "territoire/unites.yaml").write_text(station, "utf-8")
    name = "Commissariat de police d'Albi"
    found = {identifiers(made, code)[name] for code in (ALBI, "81018")}
    assert found == {"docgen-commissariat-de-police-d-albi-brigade"}


@pytest.mark.parametrize(
    ("circle", "mark"),
    [
        (Diffusion.PARTENAIRES, "Noms et lignes directes : réservés aux élus de la commune."),
        (Diffusion.INTERNE, "INTERNE - ne pas remettre"),
    ],
)
def test_direct_line_says_whom_it_is_reserved_for(known, circle, mark):
    cards = read(Table(known, circle=circle).pack(GARRIC).companions["vcf"])
    marked = {name: of(card, "class") for name, card in cards.items() if mark in card.note.value}
    assert marked == {f"major {NAME} (Référent élu)": "CONFIDENTIAL"}
    assert [name for name, card in cards.items() if "class" in card.contents] == [*marked]


def test_each_card_of_a_draft_says_so(known):
    pack = Table(known, circle=Diffusion.PARTENAIRES).pack(GARRIC)
    assert not pack.final
    cards = read(pack.companions["vcf"])
    first = {card.note.value.splitlines()[0] for card in cards.values()}
    assert first == {"PROJET - à vérifier avant remise"}


def test_cards_of_a_final_pack_are_no_draft(tmp_path):
    final = Table(settled(project_with(tmp_path))).pack(GARRIC)
    assert final.final
    assert "PROJET" not in final.companions["vcf"].decode()


def test_numbers_of_the_page_are_those_of_the_cards(known):
    pack = Table(known, circle=Diffusion.PARTENAIRES).pack(GARRIC)
    printed = " ".join(contacts(pack.facts).values())
    numbers = {re.sub(r"\s", "", one) for one in re.findall(r"0\d(?: \d\d){4}", printed)}
    cards = read(pack.companions["vcf"]).values()
    assert {card.tel.value for card in cards if "tel" in card.contents} == numbers


def test_cards_of_a_commune_are_always_the_same_bytes(known):
    table = Table(known, circle=Diffusion.PARTENAIRES)
    first, again = (table.pack(GARRIC).companions["vcf"] for _ in range(2))
    assert first == again
    assert b"Gend" not in table.pack(ALBI).companions["vcf"]
    assert first != table.pack(PUYGOUZON).companions["vcf"]


PACK = ("commune-pack", "--insee", GARRIC, "--format", "docx", "--final")


@pytest.mark.usefixtures("shared_layout")
def test_lost_and_changed_cards_are_put_back(project: Project, docgen_here: Command) -> None:
    final_by_now(project.workspace)
    assert docgen_here(*PACK).code == 0
    [path] = (project.root / "output/commune-pack").glob("*.vcf")
    before = path.read_bytes()
    path.unlink()
    assert docgen_here(*PACK).code == 0
    assert path.read_bytes() == before
    path.write_bytes(before.replace(b"TEL", b"tel"))
    assert "modifié à la main" in docgen_here(*PACK).err
    assert path.read_bytes() == before


def test_hours_of_one_day_stand_on_one_line():
    assert " " not in hold_short_hours("Vendredi : 8 h à 12 h")
    assert " " in hold_short_hours("Lundi et mercredi : 8 h à 12 h, 14 h à 18 h")
