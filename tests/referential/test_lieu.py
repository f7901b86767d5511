"""A commune as documents name it: the territory takes precedence over the open data."""

from datetime import date

import pytest

from docgen.errors import ContentError, Severity
from docgen.french.territory import CodeInsee
from docgen.importing.imports import write_snapshots
from docgen.referential.communes.competence import COMPETENCE_COLUMNS, COMPETENCE_FILE
from docgen.referential.communes.unites import (
    COMMISSARIATS,
    UNITES_COLUMNS,
    UNITES_FILE,
    station_key,
)
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks
from tests.referential.directory import write_directory
from tests.support.territory import with_doubtful_mayor, with_new_mayor

OURS = Referential(Workspace(ROOT, ROOT / "output"))
GARRIC, ALBI, ALGANS, YEU = map(CodeInsee, ("81101", "81004", "81006", "85113"))
PUYGOUZON = CodeInsee("81218")
"""With a commune that was 81113."""
PUYGOUZON = CodeInsee("81218")
SEEN = "verifie_le: 2026-04-23, verifie_par: Exemple Fictif"


def with_commune(project, code, told):
    """Return a commune of a project whose territory has an entry for it."""
    text = f'communes:\n  - {{code_insee: "{code}", {told}}}\n'
    project.write("content/territoire/communes.yaml", text)
    return Lieu(Referential(project.workspace), code)


def test_place_without_a_commune_has_no_facts():
    nowhere = Lieu(OURS, None)
    assert (nowhere.commune, nowhere.departement, nowhere.epci) == (None, None, None)
    assert (nowhere.competence, nowhere.appel, nowhere.maire_a_verifier) == (None, None, None)
    assert (nowhere.postal, nowhere.telephone, nowhere.adresse, nowhere.maire) == ("", "", (), "")
    assert nowhere.titre == "le maire"


def test_a_commune_that_is_not_known_is_refused():
    with pytest.raises(LookupError):
        Lieu(OURS, CodeInsee("81999"))


def test_commune_has_its_departement_and_epci():
    garric = Lieu(OURS, GARRIC)
    assert (garric.commune.toponyme.seul, garric.departement.nom) == ("Le Garric", "Tarn")
    assert garric.epci.complet == "communauté de communes Carmausin-Ségala"
    assert garric.competence.le == "la brigade de Cagnac-les-Mines"
    assert Lieu(OURS, YEU).epci is None
    assert Lieu(OURS, CodeInsee("2A004")).competence is None


def test_a_commune_that_changed_unit_is_with_the_new_one(project):
    unit = {"id": "u", "type": "gendarmerie", "nom": "Brigade - Réalmont", "telephone": "+33199"}
    folder = project.root / "content/referentiel/annuaire"
    write_directory(folder, unit, served=[("u", "81079")])
    moved = with_commune(project, PUYGOUZON, "unite: Brigade de Réalmont")
    known, there = moved.referential.competence, Lieu(moved.referential, CodeInsee("81079"))
    assert moved.competence.le == "la brigade de Réalmont"
    assert moved.competence == there.competence
    assert PUYGOUZON in known.of_service(moved.competence)
    assert known.is_written(PUYGOUZON)
    assert not known.is_written(GARRIC)
    assert moved.telephone == there.telephone == "+33199"


def test_commune_that_the_official_file_lacks_has_its_written_unit(project):
    opened = Referential(project.workspace).snapshot("competence")
    rows = [row for row in opened.rows(COMPETENCE_FILE) if row["code"] != PUYGOUZON]
    table = to_csv(COMPETENCE_COLUMNS, ([row[one] for one in COMPETENCE_COLUMNS] for row in rows))
    former = Snapshot("competence", opened.origine, {COMPETENCE_FILE: table})
    write_snapshots(project.workspace, [former])
    assert with_commune(project, PUYGOUZON, "appel: Madame la Maire").competence is None
    new = with_commune(project, PUYGOUZON, "unite: Brigade d’Alban")
    assert new.competence.le == "la brigade d’Alban"
    for code in (YEU, "81999"):
        text = f'communes: [{{code_insee: "{code}", unite: Brigade d’Alban}}]'
        project.write("content/territoire/communes.yaml", text)
        elsewhere = Referential(project.workspace)
        assert (elsewhere.competence.of(code), elsewhere.home) == (None, "81")


def test_unit_of_a_commune_is_one_of_the_official_file(project):
    wrong = with_commune(project, PUYGOUZON, "unite: Brigade de Realmon")
    assert wrong.competence.le == "la brigade d’Albi"
    with pytest.raises(ContentError) as refused:
        _ = wrong.referential.territoire
    [problem] = refused.value.problems
    assert (problem.field, problem.hint) == (
        "communes[0].unite",
        "vouliez-vous dire « Brigade de Réalmont » ?",
    )


def test_a_unit_is_reached_as_people_wrote(project):
    unit = "{unite: Brigade de Cagnac-les-Mines, telephone: 05 63 00 00 00, adresse: [Exemple]}"
    project.write("content/territoire/unites.yaml", f"unites:\n  - {unit}\n")
    garric = Lieu(Referential(project.workspace), GARRIC)
    assert plain_blanks(garric.telephone) == "05 63 00 00 00"
    assert garric.adresse == ("Exemple",)


TOWN_HALL = {
    "id": "m",
    "type": "mairie",
    "nom": "Exemple fictif",
    "commune": GARRIC,
    "adresse": "1 rue Fictive | 81450 Le Garric",
    "adresse_postale": "BP 0 | 81451 Le Garric Cedex",
}


@pytest.mark.parametrize(
    ("written", "street", "last"),
    [
        ("appel: Monsieur le Maire", ("1 rue Fictive",), "81450 Le Garric"),
        ("code_postal: 81450", ("1 rue Fictive",), "81450 Le Garric"),
    ],
)
def test_letters_go_where_people_wrote_or_to_the_town_hall(project, written, street, last):
    write_directory(project.root / "content/referentiel/annuaire", TOWN_HALL)
    garric = with_commune(project, GARRIC, written)
    assert (garric.voie_mairie, garric.postal) == (street, last)


@pytest.mark.parametrize(
    ("last", "street", "postal"),
    [
        ("81990 Autre-Fictive", ("1 rue Fictive",), "81990 Puygouzon"),
        ("81999 Puygouzon", (), ""),
        ("81999 Puygouzon Cedex", (), ""),
    ],
)
def test_town_hall_chooses_among_the_official_postal_codes(project, last, street, postal):
    folder = project.root / "content/referentiel/annuaire"
    hall = {"commune": PUYGOUZON, "adresse_postale": "", "adresse": f"1 rue Fictive | {last}"}
    write_directory(folder, TOWN_HALL | hall)
    found = Lieu(Referential(project.workspace), PUYGOUZON)
    assert (found.voie_mairie, found.postal) == (street, postal)
    assert (found.probleme_code_postal is None) == bool(postal)


def test_shipped_postal_lines_are_official():
    """The directory writes « Couffouleux », « Trébas-les-Bains », « Castres Cedex »."""
    for commune in OURS.communes.in_departement("81"):
        official = {f"{code} {commune.toponyme.seul}" for code in commune.codes_postaux}
        found = Lieu(OURS, commune.code)
        assert found.postal in official or not found.postal
    streets = [Lieu(OURS, CodeInsee(code)).voie_mairie for code in ("81065", "81070", "81303")]
    assert all(streets)


@pytest.mark.parametrize(("edition", "told"), [("2026-08-01", False), ("non précisée", True)])
def test_street_of_an_undated_copy_is_to_be_confirmed(project, edition, told):
    folder = project.root / "content/referentiel/annuaire"
    write_directory(folder, TOWN_HALL, edition=edition)
    doubt = Lieu(Referential(project.workspace), GARRIC).voie_a_confirmer
    assert (doubt is not None) == told
    assert Lieu(Referential(project.workspace), ALBI).voie_a_confirmer is None


def test_police_station_is_reached_by_its_file_unless_written(project):
    key = station_key("81", "Commissariat de police d'Albi")
    unit = (key, "Commissariat de police d’Albi", "1 rue Fictive", "81000", "Albi", "+33599000000")
    blanks = [""] * (len(UNITES_COLUMNS) - len(unit))
    files = {UNITES_FILE: to_csv(UNITES_COLUMNS, [(*unit, *blanks)])}
    write_snapshots(
        project.workspace, [Snapshot(COMMISSARIATS, Origine(jeu="fictif", mention="PN"), files)]
    )
    albi = Lieu(Referential(project.workspace), ALBI)
    assert plain_blanks(albi.telephone) == "05 99 00 00 00"
    assert albi.adresse == ("1 rue Fictive", "81000 Albi")
    assert (albi.horaires, albi.source_telephone) == ((), ("PN", ""))
    assert Lieu(albi.referential, GARRIC).telephone == ""
    written = "{unite: Commissariat de police d’Albi, telephone: 05 99 00 00 01}"
    project.write("content/territoire/unites.yaml", f"unites:\n  - {written}\n")
    assert plain_blanks(Lieu(Referential(project.workspace), ALBI).telephone) == "05 99 00 00 01"


def test_uncertain_name_is_reported_at_its_line(project):
    doubtful = Referential(with_doubtful_mayor(project.workspace, ALGANS))
    doubt = Lieu(doubtful, ALGANS).maire_a_verifier
    assert (doubt.code, doubt.severity) == ("a-verifier", Severity.AVERTISSEMENT)
    assert doubt.file == "content/referentiel/maires/maires.csv"
    line = (project.root / doubt.file).read_text("utf-8").splitlines()[doubt.line - 1]
    assert "81006" in line
    assert Lieu(doubtful, GARRIC).maire_a_verifier is None


def test_a_name_that_a_person_checked_is_sure(project):
    name = f"maire: {{nom: Sabarthès, prenom: Roland, {SEEN}}}"
    with_doubtful_mayor(project.workspace, ALGANS)
    algans = with_commune(project, ALGANS, name)
    assert algans.maire_a_verifier is None
    assert algans.maire == "Roland Sabarthès"
    assert algans.appel == "Monsieur le Maire"


CHECKED = f"maire: {{nom: Ancien, prenom: Roland, {SEEN}}}"


MRS, MR = "Madame la Maire", "Monsieur le Maire"
MARIE, ROLAND = ("EXEMPLE", "Marie", "F"), ("EXEMPLE", "Roland", "M")


@pytest.mark.parametrize(
    ("written", "elected", "printed", "doubt"),
    [
        (CHECKED, (*MARIE, "2028-05-22"), ("Marie Exemple", None), "maire: Roland Ancien"),
        (CHECKED, (*MARIE, "2026-04-23"), ("Marie Exemple", None), "maire: Roland Ancien"),
        (CHECKED, (*MARIE, "2026-04-01"), ("Roland Ancien", None), ""),
        (CHECKED.replace("Ancien", "EXEMPLE"), (*ROLAND, "2028-05-22"), ("Roland Exemple", MR), ""),
        (
            CHECKED.replace("Ancien", "Exemple"),
            (*MARIE, "2026-04-01"),
            ("Roland Exemple", None),
            "",
        ),
        (
            CHECKED.replace("Ancien", "Exemple").replace("Roland", "Marie-Ève"),
            (*MARIE, "2026-04-01"),
            ("Marie-Ève Exemple", MRS),
            "",
        ),
        (f"appel: {MR}", (*MARIE, "2028-05-22"), ("Marie Exemple", None), f"appel: {MR}"),
        (f"appel: {MRS}", (*ROLAND, "2028-05-22"), ("Roland Exemple", None), f"appel: {MRS}"),
        (
            "appel: Madame le Maire",
            (*MARIE, "2028-05-22"),
            ("Marie Exemple", "Madame le Maire"),
            "",
        ),
        (f"appel: {MR}, {CHECKED}", (*MARIE, "2026-04-01"), ("Roland Ancien", MR), ""),
    ],
)
def test_what_was_written_of_a_former_mayor_is_overtaken(project, written, elected, printed, doubt):
    day = elected[-1]
    with_new_mayor(project.workspace, ALGANS, *elected, day)
    algans = with_commune(project, ALGANS, written)
    assert (algans.maire, algans.appel) == printed
    item = algans.maire_a_verifier
    assert bool(item) is bool(doubt)
    if item:
        assert item.file == "content/territoire/communes.yaml"
        assert f"« {doubt} », et au répertoire « {printed[0]} »" in plain_blanks(item.message)


def test_article_of_a_surname_makes_no_other_mayor(project):
    elected = ("DE LA TOUR", "Marie", "F", "2026-03-20", "2026-03-20")
    with_new_mayor(project.workspace, ALGANS, *elected)
    written = f"maire: {{nom: de La Tour, prenom: Marie, {SEEN}}}"
    assert with_commune(project, ALGANS, written).appel == MRS


def test_beginning_of_a_first_name_makes_no_namesake(project):
    with_new_mayor(project.workspace, ALGANS, "EXEMPLE", "Jeanne", "F", "2026-03-20", "2026-03-20")
    jean = with_commune(project, ALGANS, f"maire: {{nom: Exemple, prenom: Jean, {SEEN}}}")
    assert (jean.maire, jean.appel) == ("Jean Exemple", None)


def test_mayor_of_before_a_merger_is_not_known(project):
    assert Lieu(Referential(project.workspace), PUYGOUZON).maire
    with_new_mayor(project.workspace, "81113", *ROLAND, "2026-03-20", "2026-03-20")
    assert Lieu(Referential(project.workspace), PUYGOUZON).maire == ""


def test_mayor_absent_from_the_register_has_no_known_sex(project):
    albi = with_commune(project, ALBI, f"maire: {{nom: Exemple, prenom: Camille, {SEEN}}}")
    assert (albi.maire, albi.appel, albi.titre) == ("Camille Exemple", None, "le maire")


def test_wish_takes_precedence_over_the_register(project):
    albi = with_commune(project, ALBI, "appel: Madame le Maire")
    assert (albi.appel, albi.titre) == ("Madame le Maire", "le maire")
    assert Lieu(OURS, ALBI).titre == "la maire"


def test_mayor_of_before_elections_is_to_check_from_april(project):
    def doubt(day, commune=GARRIC):
        item = Lieu(Referential(project.workspace, day), commune).maire_a_verifier
        return plain_blanks(item.message) if item else ""

    assert doubt(None) == doubt(date(2032, 3, 31)) == ""
    assert doubt(date(2032, 4, 1)).endswith("d’avant les élections municipales de mars 2032")
    seen = "maire: {nom: Exemple, prenom: Camille, verifie_le: %s, verifie_par: Exemple Fictif}"
    for checked, wrong in (("2032-03-31", True), ("2032-04-01", False)):
        for commune in (GARRIC, YEU):  # the register has no mayor of Yeu
            with_commune(project, commune, seen % checked)
            assert bool(doubt(date(2032, 5, 1), commune)) == wrong


@pytest.mark.parametrize("wish", ["police_municipale: non", "appel: Monsieur le Maire"])
def test_mayor_of_before_elections_is_addressed_neutrally(project, wish):
    with_commune(project, GARRIC, wish)
    before, after = (
        Lieu(Referential(project.workspace, date(2032, month, 1)), GARRIC) for month in (3, 4)
    )
    assert (before.appel is None, after.appel) == (False, None)
