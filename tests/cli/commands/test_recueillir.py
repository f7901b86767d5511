"""`docgen recueillir`: files that were filled in, from the command line to the report's content."""

import json

from tests.referential.territoire.test_internal import UNITS
from tests.signatures.forms import FILLED, PACK, form


def test_filled_pack_is_gathered_for_the_report_of_the_year(project, docgen_here):
    path = project.root / "dossier.pdf"
    path.write_bytes(form(FILLED))
    answer = docgen_here("recueillir", str(path), "--par", "Mme Fictive", "--le", "15/05/2026")
    assert answer.code == 0, answer.err
    assert "Puygouzon, 12" in answer.out
    assert "docgen bilan --annee 2026" in answer.out
    written = (project.root / "content/visites.yaml").read_text("utf-8")
    assert "lignes:\n    - Un passage" in written
    assert "PRIVÉ" not in written


def test_wrong_files_are_all_told_and_nothing_is_written(project, docgen_here):
    good, blank, undated = (project.root / f"{name}.pdf" for name in "abc")
    good.write_bytes(form(FILLED))
    blank.write_bytes(form(dict.fromkeys(FILLED, "")))
    undated.write_bytes(form(FILLED | {f"{PACK}visite-le": "mardi"}))
    before = (project.root / "content/visites.yaml").read_bytes()
    files = map(str, (good, blank, undated, project.root / "absent.pdf"))
    answer = docgen_here("recueillir", *files, "--par", "Mme Fictive", "--json")
    assert answer.code == 1
    problems = json.loads(answer.out)["problems"]
    names = sorted(one["file"].rpartition("/")[2] for one in problems)
    assert names == ["absent.pdf", "b.pdf", "c.pdf"]
    assert (project.root / "content/visites.yaml").read_bytes() == before


def test_day_without_an_answer_is_told_with_the_option(project, docgen_here):
    path = project.root / "a.pdf"
    path.write_bytes(form({name: value for name, value in FILLED.items() if "visite" not in name}))
    asked = ("recueillir", str(path), "--par", "Mme Fictive")
    answer = docgen_here(*asked)
    assert (answer.code, "--visite" in answer.err) == (1, True)
    assert docgen_here(*asked, "--visite", "12/05/2026").code == 0


def test_internal_report_is_told_with_its_readers(project, docgen_here):
    path = project.root / "a.pdf"
    path.write_bytes(
        form({name.replace("81218", "81218-interne"): FILLED[name] for name in FILLED})
    )
    told = docgen_here("recueillir", str(path), "--par", "Mme Fictive").out.replace("\xa0", " ")
    assert "1 champ rempli, pour la gendarmerie seule" in told
    missing = "1 compte rendu interne n’est pas dans le bilan 2026, que lisent les partenaires"
    assert missing in told
    assert (
        "« diffusion: interne », dans content/bilan/2026.yaml, l’imprimerait, et réserverait"
        in told
    )


def test_year_without_a_report_names_the_file_to_write(project, docgen_here):
    path = project.root / "a.pdf"
    path.write_bytes(form(FILLED | {f"{PACK}visite-le": "12/05/2025"}))
    told = docgen_here("recueillir", str(path), "--par", "Mme Fictive").out.replace("\xa0", " ")
    assert "pour les partenaires" in told
    assert "copiez d’abord content/bilan/2026.yaml en content/bilan/2025.yaml" in told
    assert told.rstrip().endswith("→ docgen bilan --annee 2025")


def test_report_to_look_at_again_is_kept_and_warned_of(project, docgen_here):
    project.write("content/territoire/unites.yaml", UNITS)
    path = project.root / "a.pdf"
    early = {f"{PACK}visite-le": "12/01/2026", f"{PACK}visite-par": "Julie Exemple"}
    path.write_bytes(form(FILLED | early))
    answer = docgen_here("recueillir", str(path), "--par", "Mme Fictive", "--json")
    problems = json.loads(answer.out)["problems"]
    assert (answer.code, {one["severity"] for one in problems}) == (0, {"avertissement"})
    assert [(one["code"], one["line"]) for one in problems] == [("date", None), ("interne", 9)]
