"""Adopting and proofreading from the command line: a fiche made final without touching its file."""

import json
from datetime import date
from pathlib import Path

import docx
import pytest

from docgen.build.stamping.choosing import Chooser
from docgen.build.stamping.places import StampAction
from docgen.build.stamping.writing import NewStamp, stamp_texts
from tests.conftest import EXAMPLE, plain_blanks
from tests.support.projects.settle import check_models, read_families, settle_fiche
from tests.support.reading import pages_text

pytestmark = pytest.mark.usefixtures("shared_cache")

FICHE = "content/fiche/action-4-2.yaml"
BY = ("--par", "Mme Exemple Fictif", "--le", "03/11/2026")
RULES = ("instruction-surete", "--article", "urbanisme L114-1")


@pytest.fixture
def final_fiche(docgen_here):
    """Make a fiche final by commands alone."""
    for command in (
        ("droit", "verifier", *RULES, *BY, "--reference", "exemple fictif"),
        ("adopter", "fiche", "4.2", *BY),
        ("relire", "fiche", "4.2", "--tout", *BY),
    ):
        answer = docgen_here(*command)
        assert (answer.code, answer.err) == (0, "")


def fiche(docgen_here):
    """Ask for the fiche as a final Word file."""
    return docgen_here("fiche", "4.2", "--final", "--format", "docx")


def reword(project, file, before, after):
    """Change words of a file."""
    text = (project.root / file).read_text("utf-8")
    assert before in text
    project.write(file, text.replace(before, after, 1))


@pytest.mark.usefixtures("final_fiche")
def test_fiche_becomes_final_by_commands_alone(project, docgen_here):
    answer = fiche(docgen_here)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "output/fiche/fiche-action-4-2.docx"


@pytest.mark.usefixtures("final_fiche")
@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            FICHE,
            "visite, conseille, écrit",
            "visite, écrit",
            "Qui fait quoi (changé depuis l’accord",
        ),
        (FICHE, "Gratuit.", "Presque gratuit.", "changé depuis le contrôle du 3 novembre 2026"),
        (
            FICHE,
            "chapo: >-\n  Un",
            "chapo: >-\n  Deux",
            "Contrôle de la fiche par une personne (changé",
        ),
        (
            "content/referentiel/droit/urbanisme.yaml",
            "études de sûreté",
            "études",
            "changé depuis le",
        ),
    ],
)
def test_a_word_changed_afterwards_is_no_longer_final(
    project, docgen_here, *, file, before, after, said
):
    reword(project, file, before, after)
    answer = fiche(docgen_here)
    assert answer.code == 1
    assert said in answer.err
    assert not (project.root / "output/fiche").exists()
    checked = docgen_here("check", FICHE)
    assert checked.code == 0
    assert said in checked.err


@pytest.mark.usefixtures("final_fiche")
def test_what_changed_is_stamped_again_in_place(project, docgen_here):
    reword(project, FICHE, "Gratuit.", "Presque gratuit.")
    count = len((project.root / FICHE).read_text("utf-8").split("\n"))
    again = docgen_here("relire", "4.2", "--tout", *BY)
    assert again.out == f"{FICHE}\u00a0: cout\n2 relectures notées.\n"
    assert len((project.root / FICHE).read_text("utf-8").split("\n")) == count
    assert fiche(docgen_here).code == 0


def test_agreement_by_nobody_is_no_agreement(project, docgen_here):
    reword(project, FICHE, "etat: propose", "etat: adopte")
    asked = ("check", FICHE)
    assert "(adopté, sans dire par qui ni quand)" in docgen_here(*asked).err
    assert docgen_here("adopter", "fiche", "4.2", *BY).code == 0
    assert "adopté, sans dire" not in docgen_here(*asked).err


def test_nothing_left_to_stamp_is_told(docgen_here):
    assert docgen_here("adopter", "fiche", "--tout", *BY).code == 0
    for named in (["fiche", "--tout"], ["fiche", "4.2"]):
        again = docgen_here("adopter", *named, *BY)
        assert again.code == 1
        assert "rien n’y est proposé" in again.err


def test_proofreading_a_text_tells_the_points_that_are_left(docgen_here):
    answer = docgen_here("relire", "4.2", *BY)
    assert "3 points restent à vérifier (cout, etapes.1, etapes.4)" in answer.out
    assert "docgen relire fiche 4.2 --tout" in answer.out


def test_proofreader_is_refused_when_the_printed_name_is_internal(project, docgen_here):
    units = "unites: [{unite: Brigade d’Alban, referent_elu: {grade: Major, nom: Julie Exemple}}]"
    project.write("content/territoire/unites.yaml", units)
    text = (project.root / FICHE).read_text("utf-8")
    by = ("--par", "Julie Exemple", "--le", "03/11/2026")
    answer = docgen_here("relire", "4.2", "--tout", *by)
    assert answer.code == 1
    assert "« Julie Exemple » est interne" in answer.err
    assert "écrivez celui du service" in answer.err
    assert (project.root / FICHE).read_text("utf-8") == text
    assert docgen_here("relire", "4.2", "cout", *by).code == 0  # documents do not print it


def test_proofreadings_are_counted_as_what_was_left(docgen_here):
    def left():
        return json.loads(docgen_here("reste", "fiche", "4.1", "--json").out)["total"]

    before = left()
    told = docgen_here("relire", "4.1", *BY).out
    assert "2 points restent à vérifier" in told
    assert left() == before - 1
    told = docgen_here("relire", "4.1", "--tout", *BY).out
    assert "3 relectures notées, dont 1 de passages qu’un document définitif omettait sans" in told
    assert left() == before - 3


def refuse(project, act, *words):
    """Have someone say no to the places that words name."""
    chosen = Chooser(project.workspace, act).choose(words)
    stamp_texts(project.workspace, chosen, NewStamp("Col. Exemple", date(2026, 11, 2), "trop long"))


def test_two_names_for_one_signatory_are_not_called_a_refusal(project, docgen_here):
    reword(project, "content/convention/modele.yaml", "nom: Colonel Jean", "nom: Colonel Paul")
    refuse(project, StampAction.ADOPTER, "convention", "modele", "preambule")
    asked = plain_blanks(docgen_here("reste", "convention", "modele").out)
    assert "2 textes à corriger" in asked
    assert "textes refusés" not in asked


def test_no_command_that_stamps_many_texts_erases_a_refusal(project, docgen_here):
    refuse(project, StampAction.ADOPTER, "fiche", "4.2", "suivi")
    refuse(project, StampAction.RELIRE, "fiche", "4.2")
    refuse(project, StampAction.RELIRE, "fiche", "4.2", "cout")
    refuse(project, StampAction.RELIRE, "aide-memoire")
    no = "controle: {par: A, le: 2026-11-02, reference: B, refus: trop long}"
    law = "content/referentiel/droit/urbanisme.yaml"
    reword(project, law, "  - cle: urba-l114-1\n", f"  - cle: urba-l114-1\n    {no}\n")

    def refusals():
        texts = [project.root / FICHE, project.root / law, *project.workspace.texts("memento")]
        return sum(path.read_text("utf-8").count("trop long") for path in texts)

    before, asked = refusals(), plain_blanks(docgen_here("reste", "fiche", "4.2").out)
    assert "1 texte refusé à corriger" in asked
    assert "2 textes jugés faux à corriger" in asked
    assert "rédacteur : 1 règle jugée fausse, à corriger" in asked
    assert f"dans {law}:" in asked
    assert " – A : trop long, puis :" in asked
    for command in (
        ("adopter", "fiche", "--tout"),
        ("adopter", "fiche", "4.2"),
        ("relire", "--pour", "fiche 4.2"),
        ("relire", "fiche", "memento", "--tout"),
        ("relire", "aide-memoire"),
        ("droit", "verifier", "--article", "urbanisme L114-1", "--reference", "Code"),
    ):
        answer = docgen_here(*command, *BY)
        assert refusals() == before, command
        assert "trop long ; rien n’y change" in answer.err, command
    answer = docgen_here("adopter", "fiche", "4.2", *BY)
    assert (answer.code, "Rien n’est noté" in answer.out) == (1, True)
    assert docgen_here("adopter", "fiche", "4.2", "suivi", *BY).err == ""
    lifted = docgen_here("droit", "verifier", "urba-l114-1", *BY, "--reference", "Code").out
    assert "lève le refus d’A, du 2 novembre 2026 : trop long" in plain_blanks(lifted)
    assert refusals() == before - 2


@pytest.mark.parametrize("act", ["adopter", "relire"])
def test_an_agreement_older_than_a_check_is_noted(docgen_here, act):
    later = ("--par", "Mme Exemple Fictif", "--le", "20/11/2026", "--reference", "exemple fictif")
    assert docgen_here("droit", "verifier", "urba-l114-1", *later).code == 0
    answer = docgen_here(act, "--pour", "fiche 4.2", "--tout", *BY)
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("command", [("fiche", "4.2"), ("commune-pack", "--insee", "81218")])
@pytest.mark.parametrize(
    ("file", "before", "stamp"),
    [
        (FICHE, "diffusion:", "controle: {par: A, le: 2099-01-01}\n"),
        (
            "content/referentiel/droit/urbanisme.yaml",
            "  - cle: urba-l114-1\n",
            "    controle: {par: A, le: 2099-01-01, reference: B}\n",
        ),
    ],
)
def test_a_stamp_to_come_is_refused_by_builds(
    project, docgen_here, *, command, file, before, stamp
):
    after = stamp + before if file == FICHE else before + stamp
    reword(project, file, before, after)
    answer = docgen_here(*command, "--format", "docx")
    assert answer.code == 1
    assert f"{file}:" in answer.err
    assert "à venir" in answer.err or "n’est pas encore venu" in answer.err
    assert not (project.root / "output").exists()


@pytest.mark.parametrize(
    ("by", "code", "said"),
    [
        (("--par", "M. A", "--le", "01/01/2099"), 2, "n’est pas encore venu"),
        (("--par", "  ", "--le", "03/11/2026"), 2, "ne nomme personne"),
        (("--par", "Mme A", "--le", "01/01/1950"), 2, "année improbable : 1950"),
        (("--par", "M. A"), 2, "--le"),
        (("--le", "03/11/2026"), 2, "--par"),
    ],
)
@pytest.mark.parametrize("act", ["adopter", "relire"])
def test_a_stamp_by_nobody_or_to_come_changes_nothing(project, docgen_here, *, act, by, code, said):
    before = (project.root / FICHE).read_bytes()
    answer = docgen_here(act, "fiche", "4.2", *by)
    assert answer.code == code
    assert said in answer.err
    assert (project.root / FICHE).read_bytes() == before


def test_file_that_is_no_fiche_is_told(project, docgen_here):
    path = project.root / "content/ailleurs.yaml"
    for text, said in (("controles: [a]\n", "champ inconnu ici"), ("[a]\n", "en entier")):
        path.write_text(text, "utf-8")
        answer = docgen_here("relire", str(path), *BY)
        assert answer.code == 1
        assert said in answer.err
        assert path.read_text("utf-8") == text


def test_several_texts_are_stamped_together_or_not_at_all(project, docgen_here):
    broken = "content/memento/03-epaves.yaml"
    reword(project, broken, "  titre:", "  titres:")
    before = project.files
    answer = docgen_here("relire", "memento", "--tout", *BY)
    assert answer.code == 1
    assert broken in answer.err
    assert project.files == before


def test_changed_clause_keeps_a_convention_from_being_final(project, docgen_here):
    text = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write("content/convention/2027.yaml", text)
    assert docgen_here("adopter", "2027", "--tout", *BY).code == 0
    reword(project, "content/convention/2027.yaml", "une fois par an", "deux fois par an")
    answer = docgen_here("convention", "2027", "--final", "--format", "docx")
    assert answer.code == 1
    assert "changé depuis l’accord du 3 novembre 2026" in answer.err


@pytest.mark.parametrize(
    ("named", "file", "before", "asked"),
    [
        ("lettre rappel", "content/renewal/rappel.yaml", "objet: ", ("reste", "renewal", "--tout")),
        (
            "dossier",
            "content/commune-pack/dossier.yaml",
            "compte_rendu:\n  chapo: ",
            ("check", "content/commune-pack/dossier.yaml"),
        ),
    ],
)
def test_letters_and_packs_changed_since_read_are_told(
    project, docgen_here, *, named, file, before, asked
):
    assert docgen_here("relire", *named.split(), *BY).code == 0
    assert "changé" not in "".join((told := docgen_here(*asked)).out + told.err)
    reword(project, file, before, f"{before}Autrement dit, ")
    told = docgen_here(*asked)
    assert "changé depuis le contrôle du 3 novembre 2026" in plain_blanks(told.out + told.err)


TEXT = "content/convention/2027.yaml"
FINAL = ("convention", "2027", "--final", "--format", "docx")


@pytest.fixture
def agreed(project, docgen_here):
    """Return the path of a convention that the parties adopted, with remarks and blank seats."""
    text = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write(TEXT, text)
    assert docgen_here("adopter", "2027", "--tout", *BY).code == 0
    return project.root / TEXT


def test_final_wants_a_reason_for_remarks_and_blank_seats(agreed, docgen_here):
    text = agreed.read_text("utf-8")
    answer = docgen_here(*FINAL)
    assert answer.code == 1
    many = "remarques de rédaction, d’abord 2027.yaml"
    for said in ("Siège de l’AMR81 : laissé vide", many, '--malgre "RAISON"'):
        assert said in plain_blanks(answer.err)
    *told, verdict = answer.err.splitlines()
    assert len(told) < 15
    assert verdict.startswith("Non fabriqué")
    assert f"(il reste {text.count('- sur: ') + 2} points)" in answer.err
    assert agreed.read_text("utf-8") == text


def test_remarks_and_blank_seats_keep_a_draft_and_are_listed(agreed, docgen_here):
    """Without --final, too: what is printed as fit to sign is signed."""
    text = agreed.read_text("utf-8")
    answer = docgen_here("convention", "2027", "--json")
    made = json.loads(answer.out)
    assert [one["final"] for one in made["documents"]] == [False] * 4
    assert made["reste"]["total"] == text.count("- sur: ") + 2
    *act, word, printed = (Path(one["path"]) for one in made["documents"])
    pages = [page for one in (act[1], printed) for page in pages_text(one.read_bytes())]
    assert all("PROJET" in page for page in pages)
    body = docx.Document(str(word))
    rows = [row for table in body.tables for row in table.rows]
    points = "\n".join(cell.text for row in rows for cell in row.cells)
    about = "11.6 – Données à caractère personnel"
    for said in ("Siège de l’AMR81", about, "Faire relire par les délégués"):
        assert said in " ".join("".join(pages).split())
        assert said in " ".join(points.split())


def test_contacts_that_choose_fiches_are_told_first(docgen_here):
    lines = docgen_here("reste", "commune-pack", "--insee", "81218").out.splitlines()
    assert "d’abord les contacts et les chiffres" in lines[1]
    assert lines[2].strip() == "docgen territoire exporter territoire.xlsx"


def test_contacts_that_are_filled_in_are_not_told_first(project, docgen_here):
    known = "police_municipale: oui, participation_citoyenne: non, videoprotection: oui"
    project.write(
        "content/territoire/communes.yaml", f'communes: [{{code_insee: "81218", {known}}}]\n'
    )
    said = plain_blanks(docgen_here("reste", "commune-pack", "--insee", "81218").out)
    assert "textes à adopter" in said
    assert "d’abord" not in said


def test_contacts_are_not_told_where_only_figures_are_left(project, docgen_here):
    check_models(project.workspace)
    read_families(project.workspace)
    for path in project.workspace.texts("fiche"):
        settle_fiche(path)
    asked = ("commune-pack", "--insee", "81218", "--au", "2027-02-01")
    said = plain_blanks(docgen_here("reste", *asked).out)
    assert said.startswith("Reste à faire, commune-pack 81218 : 1 point,")
    assert "d’abord" not in said


def test_each_point_has_its_printed_page_and_its_command_once(docgen_here):
    summary = docgen_here("reste", "fiche", "4.2").out
    said = docgen_here("reste", "fiche", "4.2", "--tout").out
    assert ", p. 1 de fiche-action-4-2 : Qui fait quoi" in plain_blanks(said)
    points = [line for line in said.split("\n") if line.startswith("    - ")]
    assert [line for line in said.split("\n") if line not in points] == summary.split("\n")
    left = json.loads(docgen_here("reste", "fiche", "4.2", "--tout", "--json").out)["items"]
    assert [item["page"] for item in left] == [1] * len(points)


def test_check_takes_a_name_and_counts_what_changed(agreed, docgen_here):
    text = agreed.read_text("utf-8")
    assert "ont changé depuis" not in docgen_here("check", "2027").err
    agreed.write_text(text.replace("    titre: ", "    titre: Autre ", 1), "utf-8")
    answer = docgen_here("check", "2027")
    assert answer.code == 0
    assert "1 accord ou contrôle à refaire" in plain_blanks(answer.err)
    assert len(answer.err.splitlines()) < 14, "by sort"
    assert "avertissements en tout ; la liste entière :" in plain_blanks(answer.err)
    assert "remarques[" not in answer.err, "by the names of clauses, not their paths"
    assert len(docgen_here("check", "2027", "--tout").err.splitlines()) > text.count("- sur: ")
    assert "→ docgen reste --tout" in answer.err


def test_refused_final_tells_of_an_earlier_file(agreed, docgen_here):
    docgen_here("convention", "2027", "--format", "docx")
    answer = docgen_here(*FINAL)
    assert "output/convention/convention-2027.docx est d’avant" in answer.err


def test_remarks_and_blank_seats_count_as_left_at_once(project, docgen_here):
    text = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write(TEXT, text)
    answer = docgen_here("reste", "convention", "2027")
    assert f"{text.count('- sur: ') + 2} remarques et sièges vides à régler" in answer.out
    assert "supprimez chaque remarque une fois réglée" in answer.out
    assert "ou dites pourquoi passer outre" in answer.out
    assert "ou ce qui peut l’être, dans un classeur à remplir" in answer.out
    assert "convention/modele.yaml" not in docgen_here("reste", "convention", "--json").out


def test_reason_is_recorded_and_holds_until_another_remark(agreed, docgen_here):
    text = agreed.read_text("utf-8")
    given = docgen_here(*FINAL, "--malgre", "Sièges confirmés (exemple fictif)")
    assert given.code == 0, given.err
    assert "fait malgré 2 sièges vides à remplir" in given.out.replace("\u00a0", " ")
    assert "raison notée dans le texte" in given.out
    after = agreed.read_text("utf-8")
    [line] = [one for one in after.split("\n") if one not in text.split("\n")]
    assert 'raison: "Sièges confirmés (exemple fictif)"' in line
    assert docgen_here(*FINAL).code == 0
    added = after.replace("remarques:\n", "remarques:\n  - {sur: titre, texte: encore}\n")
    assert added != after
    agreed.write_text(added, "utf-8")
    assert docgen_here(*FINAL).code == 1


def test_reason_passes_by_a_complete_signed_act(agreed, project, docgen_here):
    signed = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    signed = signed.replace("  lieu:", "  date: 2031-05-02\n  lieu:", 1)
    path = project.write("content/convention/2031.yaml", signed)
    reason = ("--final", "--format", "docx", "--malgre", "exemple fictif")
    answer = docgen_here("convention", "2031", "2027", *reason)
    assert answer.code == 0, answer.err
    assert ("malgre:" in agreed.read_text("utf-8"), path.read_text("utf-8")) == (True, signed)
    alone = docgen_here("convention", "2031", *reason)
    assert (alone.code, "« --malgre » n’a pas d’objet" in alone.err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [("--malgre", "x"), ("--final", "--malgre", " "), ("--final", "--malgre", "voir {sic}")],
)
def test_a_reason_is_words_and_goes_with_final(docgen_here, words):
    assert docgen_here("convention", *words).code == 2


def test_no_reason_is_recorded_where_something_is_left(project, docgen_here):
    text = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write(TEXT, text)
    answer = docgen_here(*FINAL, "--malgre", "exemple fictif")
    assert answer.code == 1
    assert (project.root / TEXT).read_text("utf-8") == text
    told = [one for one in answer.err.splitlines() if not one.startswith("    ")]
    assert all(one.endswith("texte proposé, à adopter par les parties") for one in told)
    assert "    → docgen adopter convention 2027 --tout" in answer.err
    assert "remarque" not in answer.err


def test_no_reason_is_recorded_where_a_town_is_from_elsewhere(agreed, docgen_here):
    text = agreed.read_text("utf-8").replace("lieu: Albi\n", "lieu: Auch\n")
    agreed.write_text(text, "utf-8")
    answer = docgen_here(*FINAL, "--malgre", "exemple fictif")
    assert (answer.code, "« Auch » n’est pas dans le Tarn" in answer.err) == (1, True)
    assert agreed.read_text("utf-8") == text


def test_no_reason_is_recorded_for_two_names_of_a_signer(agreed, docgen_here):
    text = agreed.read_text("utf-8").replace("Patrick Carayon, son", "Jean Fictif, son", 1)
    agreed.write_text(text, "utf-8")
    assert docgen_here("adopter", "convention", "2027", "--tout", *BY).code == 0
    text = agreed.read_text("utf-8")
    answer = docgen_here(*FINAL, "--malgre", "exemple fictif")
    assert (answer.code, "l’exposé dit" in answer.err) == (1, True)
    assert agreed.read_text("utf-8") == text


def test_roles_of_elsewhere_do_not_hold_a_convention(agreed, project, docgen_here):
    roles = project.root / "content/territoire/roles.yaml"
    text = roles.read_text("utf-8")
    assert "départementale du Tarn" in text
    roles.write_text(text.replace("départementale du Tarn", "départementale du Gers"), "utf-8")
    answer = docgen_here(*FINAL, "--malgre", "exemple fictif")
    assert (answer.code, "Gers" in answer.err) == (0, False)


def test_no_reason_is_recorded_when_nothing_is_made(agreed, docgen_here):
    text = agreed.read_text("utf-8")
    answer = docgen_here(*FINAL, "--malgre", "exemple fictif", "--output", "/proc/absent")
    assert answer.code == 4
    assert "rien n’a été changé" in plain_blanks(answer.err)
    assert "raison notée" not in answer.out + answer.err
    assert agreed.read_text("utf-8") == text


def test_aide_memoire_is_read_on_its_own(project, docgen_here):
    def left():
        """Return what the two-page sheet asks of people, beside the law."""
        found = json.loads(docgen_here("memento", "--aide-memoire", "--final", "--json").out)[
            "problems"
        ]
        return [one["message"] for one in found if one["code"] == "controle"]

    assert len(left()) == 15
    answer = docgen_here("relire", "aide-memoire", *BY)
    assert (answer.code, "15 relectures notées" in answer.out) == (0, True)
    assert left() == []
    assert "docgen check" not in docgen_here("sceller").err
    file = "content/memento/02-depots-sauvages.yaml"
    reword(project, file, "situation: ", "situation: Autre ")
    [changed] = left()
    assert "2. Dépôts sauvages" in changed
    assert "changé depuis la relecture du 3 novembre 2026" in plain_blanks(changed)
    families = [file for file in project.files if file.startswith("content/memento/")]
    assert not any("controle:" in (project.root / file).read_text("utf-8") for file in families)


def test_stamps_that_were_promised_are_completed_first(project, docgen_here):
    staged = project.root / "content/.docgen-publication"
    staged.mkdir()
    text = (project.root / FICHE).read_text("utf-8")
    (staged / "0").write_text(text.replace("etat: propose", "etat: adopte"), "utf-8")
    journal = {"docgen": 1, "puts": ["fiche/action-4-2.yaml"], "drops": []}
    (staged / "journal.json").write_text(json.dumps(journal), "utf-8")
    answer = docgen_here("droit")
    assert answer.code == 0
    assert "une publication interrompue a été terminée (1 fichier mis en place)" in answer.err
    assert "etat: adopte" in (project.root / FICHE).read_text("utf-8")
    assert not staged.exists()


def test_documents_name_the_texts_that_they_await(project, docgen_here):
    for command in (("adopter", "--tout"), ("relire",), ("relire", "--tout")):
        answer = docgen_here(command[0], "--pour", "fiche 4.2", *command[1:], *BY)
        assert (answer.code, answer.err) == (0, "")
        assert FICHE in answer.out
    left = json.loads(docgen_here("reste", "fiche", "4.2", "--json").out)
    assert {item["qui"] for item in left["items"]} == {"juriste"}
    answer = docgen_here("relire", "--pour", "fiche 4.2", *BY)
    assert answer.code == 1
    assert "n’attendent aucun texte à relire" in plain_blanks(answer.err)


def test_aide_memoire_is_proofread_with_all_that_fiches_await(project, docgen_here):
    answer = docgen_here("relire", "aide-memoire", "fiche", "4.2", "--tout", *BY)
    assert (answer.code, answer.err) == (0, "")
    said = plain_blanks(answer.out)
    assert f"{FICHE} : " in said
    assert "content/memento/02-depots-sauvages.yaml : aide-memoire" in said


def test_what_is_to_be_written_is_named(docgen_here):
    said = plain_blanks(docgen_here("reste", "renewal", "bilan").out)
    assert " : L’adresse et la ville de l’Association des maires ruraux du Tarn" in said
    assert " : Les faits marquants de l’année ; Fiche 4.1 : " in said


@pytest.mark.parametrize("tout", [(), ("--tout",)])
def test_another_person_proofreads_again_and_is_told_whom_they_replace(project, docgen_here, tout):
    asked = ("relire", "modele", "lettre-l541-3", *tout)
    docgen_here(*asked, *BY)
    answer = docgen_here(*asked, "--par", "Me Autre Fictif", "--le", "04/11/2026")
    assert (answer.code, answer.err) == (0, "")
    said = "remplace Mme Exemple Fictif, 3 novembre 2026"
    assert said in plain_blanks(answer.out)
    assert 'par: "Me Autre Fictif"' in (
        project.root / "content/modele/lettre-l541-3.yaml"
    ).read_text("utf-8")
    again = docgen_here(*asked, "--par", "Me Autre Fictif", "--le", "04/11/2026")
    assert "remplace" not in again.out
