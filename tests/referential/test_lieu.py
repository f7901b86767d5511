"""A commune as documents name it: the territory takes precedence over the open data."""

import pytest

from docgen.errors import Severity
from docgen.french.territory import CodeInsee
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks
from tests.support.territory import with_doubtful_mayor

OURS = Referential(Workspace(ROOT, ROOT / "output"))
GARRIC, ALBI, ALGANS, YEU = map(CodeInsee, ("81101", "81004", "81006", "85113"))
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


def test_a_unit_is_reached_as_people_wrote(project):
    unit = "{unite: Brigade de Cagnac-les-Mines, telephone: 05 63 00 00 00, adresse: [Exemple]}"
    project.write("content/territoire/unites.yaml", f"unites:\n  - {unit}\n")
    garric = Lieu(Referential(project.workspace), GARRIC)
    assert plain_blanks(garric.telephone) == "05 63 00 00 00"
    assert garric.adresse == ("Exemple",)


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


def test_mayor_absent_from_the_register_has_no_known_sex(project):
    albi = with_commune(project, ALBI, f"maire: {{nom: Exemple, prenom: Camille, {SEEN}}}")
    assert (albi.maire, albi.appel, albi.titre) == ("Camille Exemple", None, "le maire")


def test_wish_takes_precedence_over_the_register(project):
    albi = with_commune(project, ALBI, "appel: Madame le Maire")
    assert (albi.appel, albi.titre) == ("Madame le Maire", "le maire")
    assert Lieu(OURS, ALBI).titre == "la maire"
