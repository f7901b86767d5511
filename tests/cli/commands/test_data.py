"""The commands that bring official data in, from the command line to the snapshot."""

import json
import re
import shlex
import shutil

import pytest
from openpyxl import load_workbook
from tools.synthetic_legi import Article, write_archive

from tests.conftest import plain_blanks

MAYORS = (
    "Code du département;Libellé du département;Code de la commune;Libellé de la commune;"
    "Nom de l'élu;Prénom de l'élu;Code sexe;Date de naissance;"
    "Code de la catégorie socio-professionnelle;Libellé de la catégorie socio-professionnelle;"
    "Date de début du mandat;Date de début de la fonction\n"
)
FICTIF = "81;Tarn;81218;Puygouzon;EXEMPLE;Fictif;F;01/01/1970;1;x;15/03/2026;20/03/2026\n"
SNAPSHOT = "content/referentiel/maires"


def snapshot(project):
    """Return the files of the mayors' snapshot, by name."""
    return {path.name: path.read_bytes() for path in (project.root / SNAPSHOT).iterdir()}


def test_an_import_replaces_the_snapshot_whole(project, docgen_here):
    given = project.write("elus-exemple-fictif.csv", MAYORS + FICTIF)
    answer = docgen_here("data", "import", "maires", str(given), "--edition", "2026-07-08")
    assert answer.code == 0
    assert "communes sans maire dans le fichier" in answer.err
    assert answer.out.startswith("maires\u00a0: ")
    assert "édition 2026-07-08, 1 ligne (" in answer.out
    assert snapshot(project)["maires.csv"].count(b"\n") == 2
    assert b"1970" not in snapshot(project)["maires.csv"]


def test_a_wrong_file_changes_nothing_and_every_problem_is_told(project, docgen_here):
    before = snapshot(project)
    wrong = MAYORS + FICTIF.replace(";F;", ";X;") + FICTIF.replace("15/03/2026", "31/02/2026")
    given = project.write("elus-exemple-fictif.csv", wrong)
    answer = docgen_here("data", "import", "maires", str(given), "--edition", "2026-07-08")
    assert answer.code == 1
    assert snapshot(project) == before
    assert "elus-exemple-fictif.csv:2" in answer.err
    assert "elus-exemple-fictif.csv:3" in answer.err


def test_legi_is_imported_and_its_coverage_told(project, docgen_here):
    article = Article("LEGIARTI000000000001", "L541-3")
    name = "Freemium_legi_global_20260701-140000.tar.gz"
    given = write_archive(project.root / name, [(article.path, article.xml)])
    answer = docgen_here("data", "import", "legi", str(given))
    assert answer.code == 0
    assert answer.out.startswith("legi\u00a0: LEGI")
    assert "articles cités n’y sont pas" in answer.err
    told = docgen_here("data", "status", "--au", "2026-11-25").out
    assert re.search(
        r"^présent  legi\b.*édition 2026-07-01, 147 jours, 1 des \d+ articles", told, re.M
    )
    assert "OPENDATA/LEGI" in told


def test_an_edition_never_seen_is_refused_with_its_columns(project, docgen_here):
    given = project.write("elus.csv", MAYORS.replace("Code sexe", "Genre;Parti") + FICTIF)
    answer = docgen_here("data", "import", "maires", str(given), "--edition", "2026-07-08")
    assert answer.code == 1
    assert "« Genre »" in answer.err
    assert "« Code sexe »" in answer.err


def test_a_file_that_is_not_there_is_told(project, docgen_here):
    answer = docgen_here("data", "import", "maires", "absent.csv", "--edition", "2026-07-08")
    assert answer.code == 1
    assert "absent.csv" in answer.err


def test_a_snapshot_changed_by_hand_is_refused(project, docgen_here):
    path = project.root / SNAPSHOT / "maires.csv"
    path.write_bytes(path.read_bytes().replace(b"81218", b"81219", 1))
    answer = docgen_here("infographie", "--insee", "81218", "--format", "pdf")
    assert answer.code == 1
    assert "il a été modifié" in answer.err
    assert "docgen data import maires" in answer.err


def test_what_is_made_for_a_commune_names_its_town(docgen_here):
    asked = ("infographie", "--insee", "81218", "--format", "docx")
    for _ in ("made", "made already"):
        answer = docgen_here(*asked)
        made = "output/infographie/infographie-81218-puygouzon.docx – Puygouzon"
        assert answer.out.startswith(made)


def test_what_an_internal_sheet_lacks_is_said(docgen_here):
    answer = docgen_here("infographie", "--insee", "81218", "--interne", "--format", "docx")
    assert "Aucun relevé mensuel n’est importé pour cette commune" in answer.err


@pytest.mark.parametrize(
    "asked", [("infographie", "--interne"), ("commune-pack", "--diffusion", "interne")]
)
def test_what_internal_sheets_lack_leads_to_their_form(docgen_here, asked):
    answer = docgen_here(*asked, "--insee", "81218", "--format", "docx")
    [*_, last] = answer.err.splitlines()
    assert "data formulaire" in last
    assert docgen_here(*shlex.split(last.removeprefix("    → docgen"))).code == 0


def test_the_status_tells_what_is_there_and_what_is_missing(docgen_here):
    answer = docgen_here("data", "status", "--au", "2026-11-25")
    assert answer.code == 0
    lines = plain_blanks(answer.out).splitlines()
    assert any(line.startswith("présent  cog") for line in lines)
    missing = lines.index("manque   unites : unités ouvertes au public")
    use, where, command = lines[missing + 1 : missing + 4]
    assert use.strip().startswith("sert à : dossiers de commune, « Qui appeler »")
    page = "https://www.data.gouv.fr/datasets/5369993fa3a729239d2051cd"
    assert where.strip().startswith(f"où : {page} – ")
    assert command.strip() == "puis : docgen data import unites FICHIER"


def test_a_broken_edition_accuses_its_own_snapshot_only(project, docgen_here):
    (project.root / "content/referentiel/competence/edition.yaml").write_text("jeu: [")
    answer = docgen_here("data", "status", "--au", "2026-11-25")
    damaged = [line.split()[1] for line in answer.out.splitlines() if line.startswith("abîmé")]
    assert (answer.code, damaged) == (1, ["competence"])
    assert answer.err.count("competence/edition.yaml:") == 1


def test_the_status_is_in_words_for_laymen(docgen_here):
    lines = plain_blanks(docgen_here("data", "status", "--au", "2026-11-25").out).splitlines()
    assert not [line for line in lines if "tools/" in line or "jeu de données" in line]
    assert [line for line in lines if "maires :" in line and "copie, à confirmer" in line]
    [directory] = [line for line in lines if line.startswith("présent  annuaire")]
    assert "aucun des 16 services à y trouver" in directory
    crimes = next(n for n, line in enumerate(lines) if line.startswith("présent  ssmsi-dep"))
    assert "deux fichiers, de la même édition" in lines[crimes + 2]
    assert "docgen data import ssmsi FICHIER FICHIER" in lines[crimes + 3]


def test_status_tells_no_negative_age_before_an_edition(docgen_here):
    lines = plain_blanks(docgen_here("data", "status", "--au", "2020-01-01").out).splitlines()
    [mayors] = [line for line in lines if line.startswith("présent  maires")]
    assert ", postérieure à ce jour" in mayors
    assert not [line for line in lines if "−" in line]


def test_the_status_is_json_too(docgen_here):
    told = json.loads(docgen_here("data", "status", "--au", "2028-01-01", "--json").out)
    states = {state["nom"]: state for state in told["data"]}
    assert states["maires"]["vieux"] is True
    assert states["unites"]["edition"] == ""
    assert states["maires"]["provenance"].startswith("copie reconstituée")
    assert states["maires"]["usage"]


def test_the_territory_goes_to_a_spreadsheet_and_comes_back(project, docgen_here):
    before = {p.name: p.read_bytes() for p in (project.root / "content/territoire").iterdir()}
    assert docgen_here("territoire", "exporter", "tarn.xlsx").code == 0
    assert (project.root / "tarn.xlsx").read_bytes()[:2] == b"PK"
    assert docgen_here("territoire", "importer", "tarn.xlsx").code == 0
    after = {p.name: p.read_bytes() for p in (project.root / "content/territoire").iterdir()}
    assert after == before


def test_a_spreadsheet_says_of_which_departement_it_is(project, docgen_here):
    ours = docgen_here("territoire", "exporter", "ici.xlsx")
    assert ours.out.splitlines()[-1] == "Département\u00a0: Tarn (81), celui de ce projet."
    other = docgen_here("territoire", "exporter", "la.xlsx", "--departement", "Tarn-et-Garonne")
    assert other.out.splitlines() == ["la.xlsx", "Département\u00a0: Tarn-et-Garonne (82)."]


def test_spreadsheet_without_departement_is_refused(project, docgen_here):
    shutil.rmtree(project.root / "content/referentiel/competence")
    answer = docgen_here("territoire", "exporter", "ici.xlsx")
    assert answer.code == 1
    assert "donnez-le, par exemple, pour le Gers : « --departement 32 »" in answer.err
    assert not (project.root / "ici.xlsx").exists()


COMMUNES = "content/territoire/communes.yaml"
NEWS = 'communes:\n- code_insee: "81101"\n  police_municipale: oui\n'


def test_an_old_spreadsheet_erases_nothing(project, docgen_here):
    assert docgen_here("territoire", "exporter", "vieux.xlsx").code == 0
    project.write(COMMUNES, NEWS)
    for option in ((), ("--effacer",)):
        assert docgen_here("territoire", "importer", "vieux.xlsx", *option).code == 0
        assert (project.root / COMMUNES).read_text("utf-8") == NEWS


def test_a_check_that_someone_will_have_made_tomorrow_is_refused(project, docgen_here):
    checked = "maire: {nom: Exemple, prenom: Fictif, verifie_le: 2026-11-20, verifie_par: Moi}"
    project.write(COMMUNES, f'communes:\n- code_insee: "81101"\n  {checked}\n')
    assert docgen_here("territoire", "exporter", "tarn.xlsx").code == 0
    assert docgen_here("territoire", "importer", "tarn.xlsx", "--au", "2026-11-20").code == 0
    early = docgen_here("territoire", "importer", "tarn.xlsx", "--au", "2026-11-18")
    assert early.code == 1
    assert "2026" in early.err


def test_a_page_cannot_be_asked_for_without_a_commune(docgen_here):
    assert docgen_here("infographie").code == 2


def test_import_keeps_one_departement(project, docgen_here):
    other = FICTIF.replace("81;Tarn;81218;Puygouzon", "82;Tarn-et-Garonne;82121;Montauban")
    given = project.write("elus-2026-07-08.csv", MAYORS + FICTIF + other)
    asked = ("data", "import", "maires", str(given), "--departement")
    assert docgen_here(*asked, "tarn-et-garonne").code == 0
    assert b"\n82121;" in snapshot(project)["maires.csv"]
    assert b"\n81218;" not in snapshot(project)["maires.csv"]
    assert "département inconnu" in docgen_here(*asked, "820").err
    answer = docgen_here("data", "import", "unites", str(given), "--departement", "82")
    assert answer.code == 2
    assert "competence, annuaire, maires, police-municipale" in answer.err


def test_import_of_the_monthly_form_takes_no_edition(project, docgen_here):
    asked = ("data", "import", "activite", str(project.write("a.csv", "")))
    answer = docgen_here(*asked, "--edition", "2026-06-01")
    assert (answer.code, "« --edition » ne va pas" in plain_blanks(answer.err)) == (2, True)


@pytest.mark.parametrize(
    "asked", [("territoire", "exporter"), ("data", "formulaire", "Brigade d’Albi")]
)
def test_a_workbook_is_refused_another_ending(docgen_here, asked):
    answer = docgen_here(*asked, "liste.ods")
    assert answer.code == 2
    assert "« liste.ods » : donnez un nom en « .xlsx »" in plain_blanks(answer.err)


@pytest.mark.parametrize(
    "asked",
    [("territoire", "exporter"), ("data", "formulaire", "Brigade d’Albi"), ("cahier", "exporter")],
)
def test_a_workbook_of_internal_values_is_its_owner_s(project, docgen_here, asked):
    answer = docgen_here(*asked, "liste.xlsx")
    assert answer.code == 0, answer.err
    assert (project.root / "liste.xlsx").stat().st_mode & 0o777 == 0o600


def test_activity_form_given_as_notebook_leads_to_its_import(docgen_here):
    assert docgen_here("data", "formulaire", "Brigade d’Alban", "relevé 2026.xlsx").code == 0
    answer = docgen_here("cahier", "importer", "relevé 2026.xlsx")
    assert "docgen data import activite 'relevé 2026.xlsx'" in answer.err


def test_what_a_returned_spreadsheet_hides_is_told_once(project, docgen_here):
    assert docgen_here("territoire", "exporter", "tarn.xlsx").code == 0
    path = project.root / "tarn.xlsx"
    book = load_workbook(path)
    notes = book.create_sheet("Notes")
    for line in (1, 2):
        notes.append(("à voir", "le 3"))
        notes.row_dimensions[line].hidden = book["Unités"].row_dimensions[line + 1].hidden = True
    book.save(path)
    answer = docgen_here("territoire", "importer", "tarn.xlsx")
    assert (answer.code, answer.err.count("lignes masquées")) == (0, 1)
