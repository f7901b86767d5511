"""The command line: its exit codes, its JSON, its options, and that it never shows a traceback."""

import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click
import pytest

from docgen import __version__
from docgen.cli.main import docgen as group
from docgen.cli.problem_lines import problem_lines
from docgen.cli.report import Report, remaining_command, reporting
from docgen.document import LEFT_SHEET, Diffusion, Filed
from docgen.errors import Problem, Severity, reason_of
from docgen.format import Format
from docgen.importing.imports import IMPORTERS
from docgen.kinds.renewal.content import GenreLettre
from docgen.left import Item
from docgen.rendering.html.signature_anchors import ANCHORS
from docgen.request import Outcome
from tests.conftest import ROOT, plain_blanks
from tests.kinds.convention.act import ACT, ARTICLE_2
from tests.support.documents import HERE, document

pytestmark = pytest.mark.usefixtures("shared_cache")

PROPOSED = ACT.replace(ARTICLE_2, "{id: article-2, titre: Durée, etat: propose}")
WRONG = ACT.replace("exemplaires: 2", "exemplaires: deux")
DOCUMENT = {"kind", "key", "path", "format", "sha256", "pages", "final"}
PROBLEM = {"severity", "file", "line", "column", "field", "code", "message", "hint"}


def commands(of=group, path=()):
    """Yield every command below a group by the words that call it, groups included."""
    for name, command in sorted(of.commands.items()):
        words = (*path, name)
        yield " ".join(words), command
        if isinstance(command, click.Group):
            yield from commands(command, words)


COMMANDS = dict(commands())


def account(answer):
    """Return the one JSON object that a command prints."""
    data = json.loads(answer.out)
    assert data["version"] == 1
    assert data.keys() >= {"documents", "problems"}
    assert all(problem.keys() >= PROBLEM for problem in data["problems"])
    assert "Traceback" not in answer.err
    return data


DRAFT_AND_SHEET = """\
output/convention/convention-2027.docx – PROJET
output/convention/convention-2027-reste-a-faire.docx – PROJET
"""


def test_a_convention_is_named_as_other_texts_are(project, docgen_here):
    project.holding(PROPOSED, "2027.yaml")
    project.write("content/convention/2028.yaml", PROPOSED)
    answer = docgen_here("convention", "2027", "--format", "docx")
    assert answer.out == DRAFT_AND_SHEET
    answer = docgen_here("convention", "2037", "--format", "docx")
    assert answer.code == 1
    assert "2037 : aucun texte de ce nom dans content/convention/" in plain_blanks(answer.err)


# How a command ends


def test_0_when_all_is_done_drafts_too(project, docgen_here):
    project.holding(PROPOSED, "2027.yaml")
    answer = docgen_here("convention", "--format", "docx")
    assert answer.code == 0
    assert answer.out == DRAFT_AND_SHEET
    assert answer.err.endswith("    → docgen reste convention\n")


def test_1_when_content_is_wrong(project, docgen_here):
    project.holding(WRONG, "2027.yaml")
    answer = docgen_here("convention")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "content/convention/2027.yaml:30:16 : signature.exemplaires : "
        "nombre entier attendu : « deux »\n    → écrivez-le en chiffres\n"
    )


@pytest.mark.parametrize(
    "command",
    ["commune-pack", "fiche", "infographie", "memento", "modele", "release --au 2027-01-15"],
)
def test_1_when_no_commune_answers_whatever_its_name_looks_like(docgen_here, command):
    named = (("--insee", one) for one in ("1004", "99999", "Nulle-Part-Fictif", ""))
    answer = docgen_here(*command.split(), *itertools.chain(*named))
    assert (answer.code, answer.out) == (1, "")
    assert [line for line in answer.err.splitlines() if not line.startswith(" ")] == [
        "--insee : « 1004 » n’a que quatre chiffres : un code INSEE en a cinq",
        "--insee : aucune commune n’a le code 99999",
        "--insee : aucune commune ne s’appelle « Nulle-Part-Fictif »",
        "--insee : ni code ni nom de commune",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["convension"], "Vouliez-vous écrire 'convention'"),
        (
            ["commune-pack", "--insee", "Villeneuve", "--departement", "12"],
            "donnez le code de la commune seul",
        ),
        (["Lettres"], "Vouliez-vous écrire 'renewal'"),
        (["bilan", "--annee", "20226"], "hors de l’intervalle 1900 à 2999."),
        (["data", "import", "mairess", "x"], "Vouliez-vous dire « maires »"),
        (["renewal", "--type", "résiliations"], "Vouliez-vous dire « resiliation »"),
        (["convention", "--formats", "pdf"], "Vouliez-vous écrire '--format'"),
        (["convention", "--format", "odt"], "choix possibles : 'pdf', 'docx'"),
        (["convention", "--format", "pdf,odt"], "'odt' ne fait pas partie des choix possibles"),
        (["convention", "--format", "pdf,"], "'' ne fait pas partie des choix possibles"),
        (["adopter", "x.yaml", "--tout", "--par", "M. A", "--le", "1/3/27"], "AAAA-MM-JJ"),
        (["adopter", "x.yaml", "--tout", "--par", "M. A", "--le", "20270301"], "AAAA-MM-JJ"),
        (["adopter", "--par", "M. A", "--le", "2026-03-01"], "« --pour »"),
        (["adopter", "x.yaml", "--tout"], "Il manque l’option '--par'"),
        (["--project", "content/convention/2026.yaml", "check"], "est un fichier"),
        (["convention", "--output", ""], "'--output' : dossier sans nom"),
        (["release", "--output", ""], "'--output' : dossier sans nom"),
        (["check", "--project", " "], "'--project' : dossier sans nom"),
        (["--json"], "n’existe pas"),
        (["bilan", "annee", "2026"], "cela se donne par une option : --annee 2026"),
        (["commune-pack", "Le", "Garric"], "cela se donne par une option : --insee 'Le Garric'"),
        (["echeances", "2027-01-02"], "cela se donne par une option : --au 2027-01-02"),
        (["echeances", "2027"], "Argument en trop : 2027"),
        (["infographie", "2023", "pdf"], "par une option : --annee 2023 --format pdf"),
        (["infographie", "81218", "Albi"], "par une option : --insee 81218 --insee Albi"),
        (["memento", "--affiches", "brulage", "--aide-memoire"], "gardez l’une"),
        (["check", "--pdf", "a.pdf", "fiche"], "« --pdf » va seul"),
        (["droit", "--pour", "fiche 4.2", "exporter", "x.xlsx"], "« --pour » se met après"),
        (["memento", "affiches"], "cela se donne par une option : --affiches"),
        (["renewal", "circulaire"], "cela se donne par une option : --type circulaire"),
    ],
)
def test_2_when_the_command_is_misspelt(docgen_here, arguments, said):
    answer = docgen_here(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.raw.startswith("Usage\u00a0: docgen ")
    assert said in answer.err


def test_3_when_a_template_is_wrong(project, docgen_here):
    project.holding(ACT)
    project.write("templates/convention/document.html.j2", "{{ nulle_part }}")
    for command in (("check", "--au", "2026-11-30"), ("convention",)):
        answer = docgen_here(*command)
        assert (answer.code, answer.out) == (3, "")
        assert answer.err.startswith("templates/convention/document.html.j2:1 : « nulle_part »")


def test_4_when_the_place_does_not_allow_it(project, docgen_here, tmp_path):
    project.holding(ACT)
    project.write("output", "un fichier")
    answer = docgen_here("convention", "--format", "docx")
    assert (answer.code, answer.out) == (4, "")
    folder = f"{project.root}/output"
    refused = f"dossier impossible à créer : « {folder} » n’est pas un dossier"
    assert answer.err.startswith(f"{folder} : {refused}")
    for command in (["convention"], ["release", "--au", "2027-01-15", "--insee", "81101"]):
        answer = docgen_here(*command, "--output", "/dev/null/x")
        assert (answer.code, answer.out) == (4, "")
        refused = "dossier impossible à créer : « /dev/null » n’est pas un dossier"
        assert f"/dev/null/x : {refused}" in answer.err
    answer = docgen_here("check", cwd=tmp_path)
    assert (answer.code, "--project DOSSIER" in answer.err) == (4, True)


@pytest.mark.parametrize("command", ["--help", "data status --json"])
def test_4_when_the_standard_output_is_full(project, command):
    project.holding(ACT)
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "docgen", *command.split()],
            cwd=project.root,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert ended.returncode == 4
    assert ended.stderr.endswith("\u00a0: disque plein\n")
    assert "Traceback" not in ended.stderr


def test_3_when_docgen_itself_is_at_fault(capsys):
    with pytest.raises(click.exceptions.Exit) as ended, reporting(as_json=True):
        reason_of("no error")
    [told] = json.loads(capsys.readouterr().out)["problems"]
    assert (ended.value.exit_code, told["code"]) == (3, "faute")
    assert "errors.py:" in told["message"]


# JSON


NARROW = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
from docgen.cli import main
main()
"""
"""No file may be longer: as on a disk that is full, what lays out pages cannot write its fonts."""


def test_4_when_the_temporary_folder_is_full(project):
    words = ("fiche", "4.1", "--format=pdf", "--no-cache")
    ended = subprocess.run(
        [sys.executable, "-c", NARROW, *words],
        cwd=project.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (4, "")
    said = plain_blanks(ended.stderr)
    assert "\nfiche-action-4-1 : lecture ou écriture impossible : " in f"\n{said}"
    assert f"({tempfile.gettempdir()})" in said


@pytest.mark.parametrize("words", ["fiche 4.1", "commune-pack --insee=Lavaur"])
def test_command_leaves_no_file_of_fonts(docgen, tmp_path, words):
    (scraps := tmp_path / "scraps").mkdir()
    answer = docgen(*words.split(), "--format=pdf", "--no-cache", TMPDIR=str(scraps))
    assert (answer.code, [*scraps.iterdir()]) == (0, []), answer.err


def test_4_when_memory_does_not_suffice(capsys):
    with pytest.raises(click.exceptions.Exit) as ended, reporting(as_json=True):
        raise MemoryError
    assert ended.value.exit_code == 4
    said = capsys.readouterr()
    assert said.err.startswith("docgen : mémoire insuffisante\n    → fermez d’autres programmes")
    assert [one["code"] for one in json.loads(said.out)["problems"]] == ["memoire"]


def test_json_tells_each_document(project, docgen_here):
    project.holding(ACT, "2027.yaml")
    data = account(docgen_here("convention", "--json"))
    assert all(document.keys() >= DOCUMENT for document in data["documents"])
    by_format = {document["format"]: document for document in data["documents"]}
    assert by_format.keys() == {"pdf", "docx"}
    assert (by_format["pdf"]["pages"], by_format["docx"]["pages"]) == (2, None)
    for made in data["documents"]:
        assert (made["kind"], made["key"], made["final"]) == ("convention", "2027", True)
        assert Path(made["path"]).is_absolute()
        assert Path(made["path"]).is_file()
        assert re.fullmatch(r"[0-9a-f]{64}", made["sha256"])
    assert data["problems"] == []


def test_small_files_that_people_send_are_told(project, docgen_here):
    one = docgen_here("fiche", "4.2", "--format", "docx")
    told = "et 1 message à copier dans PanneauPocket ou un SMS : output/fiche/{}.message.txt"
    assert plain_blanks(one.out).splitlines()[-1] == told.format("fiche-action-4-2")
    many = docgen_here("fiche", "4.1", "4.2", "--format", "docx")
    last = told.format("*").replace("1 message", "2 messages")
    assert plain_blanks(many.out).splitlines()[-1] == last
    [document] = account(docgen_here("fiche", "4.2", "--format", "docx", "--json"))["documents"]
    [small] = document["companions"]
    data = Path(small["path"]).read_bytes()
    assert small["sha256"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(("many", "told"), [(12, 24), (13, 2)])
def test_files_of_more_than_twelve_communes_make_one_line(many, told):
    drawn = document("infographie-complete")
    codes = [str(81000 + rank) for rank in range(many)]
    pages = [replace(drawn, key=code, place=code, town="A") for code in codes]
    sheets = [replace(one, key=f"{one.key}-{LEFT_SHEET}") for one in pages]
    files = tuple(Filed(one, Format.DOCX, None, "") for one in (*pages, *sheets))
    report = Report(as_json=False)
    report.add(Outcome(artifacts=files), HERE)
    assert len(report.lines) == told
    assert (f"-*-{LEFT_SHEET}.docx – 13 fichiers" in report.lines[-1]) == (told == 2)


@pytest.mark.parametrize("left", [True, False])
def test_full_list_holds_warnings_that_are_no_point(left, capsys):
    report = Report(as_json=False)
    report.left_command = "docgen reste fiche 5.2"
    report.problems = [
        Problem(f"content/droit/{rank}.yaml", "doute", code="c").as_warning() for rank in range(9)
    ]
    report.left = (Item("content/fiche/a.yaml", "à relire"),) * left
    report.show()
    said = plain_blanks(capsys.readouterr().err)
    assert "la liste entière : la même commande, avec « --json »" in said


@pytest.mark.parametrize("full_list", ["", "docgen check a --tout"])
def test_what_is_left_and_warned_of_is_told_once(full_list, capsys):
    place = {"file": "content/a.yaml", "column": 5, "code": "renvoi"}
    report = Report(as_json=False)
    report.full_list, report.shows_left = full_list, True
    report.problems = [
        Problem(message=f"clause {rank}", line=rank, field="articles[0]", **place).as_warning()
        for rank in range(6)
    ]
    report.left = tuple(Item(message=f"clause {rank}", line=rank, **place) for rank in range(4))
    report.show()
    said = plain_blanks(capsys.readouterr().err)
    if full_list:
        assert said.startswith("[avertissement] content : 6 renvois à une clause absente")
        assert "\n6 avertissements en tout" in said
    else:
        assert said.count("[avertissement]") == 6


@pytest.mark.parametrize(("as_json", "told"), [(False, False), (True, True)])
def test_slow_layout_is_told_to_programs_alone(as_json, told, capsys):
    report = Report(as_json)
    report.problems = [Problem("commune-pack", "lent", code="cadre").as_warning()]
    report.show()
    printed = capsys.readouterr()
    assert printed.err == ""
    assert ("lent" in printed.out) is told


def test_json_tells_problems_with_their_place(project, docgen_here):
    project.holding(WRONG, "2027.yaml")
    answer = docgen_here("convention", "--json")
    [problem] = account(answer)["problems"]
    assert answer.code == 1
    assert problem == {
        "severity": "erreur",
        "file": "content/convention/2027.yaml",
        "line": 30,
        "column": 16,
        "field": "signature.exemplaires",
        "code": "nombre",
        "message": "nombre entier attendu\u00a0: «\u00a0deux\u00a0»",
        "hint": "écrivez-le en chiffres",
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], 0),
        (["schemas"], 0),
        (["convention", "absent.yaml"], 1),
        (["adopter", "absent.yaml", "--tout", "--par", "M. A", "--le", "2026-03-01"], 1),
        (["check", "--project", "absent"], 4),
        (["convention", "--output", "/dev/null/ici"], 4),
    ],
)
def test_json_is_one_object_however_it_ends(project, docgen_here, arguments, code):
    project.holding(ACT)
    answer = docgen_here(*arguments, "--json")
    data = account(answer)
    assert answer.code == code
    errors = [one for one in data["problems"] if one["severity"] == "erreur"]
    assert bool(errors) == bool(code)


def test_json_is_ascii_in_any_terminal(project, docgen):
    project.holding(ACT)
    name = os.fsdecode(b"content/convention/\xe9bauche.yaml")
    project.write(name, ACT)
    answer = docgen("convention", "--json", PYTHONIOENCODING="ascii")
    [problem] = account(answer)["problems"]
    assert (answer.code, problem["file"], problem["code"]) == (1, name, "nom")


@pytest.mark.parametrize(("encoding", "dash"), [("ascii", "–"), ("latin-1", r"\u2013")])
def test_a_terminal_that_lacks_letters_gets_what_it_can_show(docgen, encoding, dash):
    answer = docgen("data", "status", PYTHONIOENCODING=f"{encoding}:strict", PYTHONUTF8="0")
    assert answer.code == 0
    assert f" {dash} " in answer.out


def test_folder_with_accents_is_read_on_a_machine_without(project, docgen):
    here = project.root.rename(project.root.with_name("évêché l’été"))
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    answer = docgen("fiche", "4.2", "--format", "docx", cwd=here, **plain)
    assert answer.code == 0, answer.err
    assert docgen("why", "output/fiche/fiche-action-4-2.docx", cwd=here, **plain).code == 0


def test_an_interrupt_during_the_imports_ends_in_french(docgen, tmp_path):
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    answer = docgen("check", PYTHONPATH=str(tmp_path))
    assert (answer.code, answer.err) == (130, "Interrompu : rien n’a été fait.\n")


# Options


@pytest.mark.parametrize("arguments", [["--project", "{}", "check"], ["check", "--project", "{}"]])
def test_the_project_is_named_before_or_after_the_command(
    project, docgen_here, tmp_path, arguments
):
    project.holding(ACT)
    answer = docgen_here(*(part.format(project.root) for part in arguments), cwd=tmp_path)
    assert (answer.code, answer.out) == (0, "Textes et modèles\u00a0: aucune erreur.\n")


def test_every_command_told_names_the_project(docgen_here, project, tmp_path):
    for asked in (["reste"], ["data", "status"], ["renewal"]):
        answer = docgen_here("--project", str(project.root), *asked, cwd=tmp_path)
        told = re.findall(r"docgen (?:--project \S+ )?(?=[a-z])", answer.out + answer.err)
        assert {*told} == {f"docgen --project {project.root} "}, asked


@pytest.mark.parametrize("command", [["check"], ["convention", "--format", "docx"]])
def test_text_is_named_from_the_root_as_messages_do(project, docgen_here, command):
    project.holding(ACT, "2027.yaml")
    within = project.root / "content/fiche"
    within.mkdir(exist_ok=True)
    answer = docgen_here(*command, "content/convention/2027.yaml", cwd=within)
    assert answer.code == 0, answer.err


def test_the_command_for_what_is_left_names_the_project(project, docgen_here, tmp_path):
    project.holding(ACT)
    answer = docgen_here("--project", str(project.root), "check", "--json", cwd=tmp_path)
    assert json.loads(answer.out)["reste"]["commande"] == f"docgen --project {project.root} reste"


def test_the_project_is_found_from_below(project, docgen_here):
    project.holding(ACT)
    answer = docgen_here("check", cwd=project.root / "content/convention")
    assert (answer.code, answer.out) == (0, "Textes et modèles\u00a0: aucune erreur.\n")


def test_files_are_named_from_the_current_folder(project, docgen_here):
    project.holding(ACT, "2027.yaml")
    project.write("content/convention/2028.yaml", ACT)
    here = project.root / "content/convention"
    answer = docgen_here("convention", "2027.yaml", "--format", "docx", cwd=here)
    assert answer.out == "output/convention/convention-2027.docx\n"
    assert (project.root / "output/convention/convention-2027.docx").is_file()
    assert not (project.root / "output/convention/convention-2028.docx").exists()


def test_a_file_outside_of_the_project_may_be_named(project, docgen_here, tmp_path):
    outside = tmp_path / "2029.yaml"
    outside.write_text(ACT, "utf-8")
    answer = docgen_here("convention", str(outside), "--format", "docx")
    assert (answer.code, answer.out) == (0, "output/convention/convention-2029.docx\n")


@pytest.mark.parametrize(
    "command",
    [
        ("fiche", "4.2", "--format", "docx", "--output", "content"),
        ("fiche", "4.2", "--format", "docx", "--output", "content/fiche/a"),
        ("cahier", "exporter", "content/x.xlsx"),
        ("territoire", "exporter", "content/territoire/x.xlsx"),
        ("echeances", "--ics", "content/x.ics"),
    ],
)
def test_nothing_made_is_put_among_the_texts(project, docgen_here, command):
    before = sorted(project.root.rglob("*"))
    answer = docgen_here(*command)
    assert answer.code == 1
    assert "choisissez un dossier hors de content/" in answer.err
    assert sorted(project.root.rglob("*")) == before


def test_documents_go_where_output_says(project, docgen_here, tmp_path):
    project.holding(ACT, "2027.yaml")
    answer = docgen_here("convention", "--format", "docx", "--output", "../ailleurs")
    assert answer.out == f"{tmp_path}/ailleurs/convention/convention-2027.docx\n"
    assert not (project.root / "output").exists()


@pytest.mark.parametrize("wanted", ["pdf", "docx", "docx,pdf", "pdf, docx,pdf"])
def test_formats_may_be_asked_for_by_commas(project, docgen_here, wanted):
    project.holding(ACT, "2027.yaml")
    assert docgen_here("convention", "--format", wanted).code == 0
    made = {path.suffix for path in (project.root / "output/convention").iterdir()}
    assert made & {".pdf", ".docx"} == {f".{one.strip()}" for one in wanted.split(",")}


def test_final_is_judged_document_by_document(project, docgen_here):
    model = project.root / "content/convention/modele.yaml"
    shutil.copy(model, model.with_name("2027.yaml"))
    adopted = docgen_here(
        *("adopter", "content/convention/2027.yaml", "--tout"),
        *("--par", "Madame Exemple Fictif", "--le", "2026-03-01"),
    )
    assert adopted.code == 0
    assert re.search(r"\n\d+ clauses adoptées\.\n$", adopted.out)
    asked = ("--final", "--malgre", "exemple fictif", "--format", "docx", "--json")
    answer = docgen_here("convention", *asked)
    data = account(answer)
    assert answer.code == 1
    assert [(made["key"], made["final"]) for made in data["documents"]] == [("2027", True)]
    refused = {Path(problem["file"]).stem for problem in data["problems"]}
    assert refused == {"2026", "modele"}
    assert {problem["severity"] for problem in data["problems"]} == {"erreur"}
    codes = {"original", "propose", "siege", "remarque"}
    assert {problem["code"] for problem in data["problems"]} == codes


def test_nothing_final_makes_nothing(project, docgen_here):
    before = project.files
    answer = docgen_here("convention", "--final")
    assert (answer.code, answer.out) == (1, "")
    assert "textes à adopter, d’abord modele.yaml:" in answer.err
    assert not (project.root / "output").exists()
    assert project.files == before


def test_one_clause_is_adopted(project, docgen_here):
    project.holding(PROPOSED, "2027.yaml")
    answer = docgen_here(
        *("adopter", "content/convention/2027.yaml", "article-2"),
        *("--par", "M. A", "--le", "2026-03-01"),
    )
    assert (answer.code, answer.out, answer.err) == (
        0,
        "content/convention/2027.yaml\u00a0: article-2\n1 clause adoptée.\n",
        "",
    )


def test_what_an_interrupted_run_left_is_told_on_stderr(project, docgen_here):
    project.holding(ACT)
    (project.root / "output/.docgen-publication").mkdir(parents=True)
    answer = docgen_here("convention", "--format", "docx")
    assert answer.err.startswith("Note : une publication interrompue a été annulée")


# Help


ENGLISH = re.compile(r"\b(COMMAND|ARGS|Usage:|Options:|Show|the|file|this|and exit|required)\b")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_french_and_stands_in_80_columns(docgen_here, command):
    answer = docgen_here(*command.split(), "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage\u00a0: docgen {command}".strip())
    assert not ENGLISH.search(answer.out)
    examples = [line for line in answer.out.splitlines() if line.startswith("    docgen ")]
    assert all(len(line) <= 80 for line in answer.out.splitlines() if line not in examples)
    assert docgen_here(*command.split(), "-h").out == answer.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_every_command_is_explained(command):
    called = COMMANDS[command]
    options = [one for one in called.params if isinstance(one, click.Option)]
    assert options or isinstance(called, click.Group)
    assert all(option.help for option in options)


@pytest.mark.parametrize(
    ("command", "name", "values"),
    [
        ("data import", "quoi", IMPORTERS),
        ("commune-pack", "diffusion", Diffusion),
        ("renewal", "type_", GenreLettre),
        ("convention", "anchors", ANCHORS),
    ],
)
def test_choices_are_those_of_the_table(command, name, values):
    [option] = [one for one in COMMANDS[command].params if one.name == name]
    assert [*option.type.choices] == [str(value) for value in values]


def test_the_commands_of_groups_are_among_those_looked_at():
    groups = {name for name, command in COMMANDS.items() if isinstance(command, click.Group)}
    assert {name.partition(" ")[0] for name in COMMANDS if " " in name} == groups


def test_no_command_shows_the_help(docgen_here):
    assert docgen_here().err.startswith("Usage")


def test_version_names_docgen_its_engine_and_the_data(docgen_here):
    answer = docgen_here("--version")
    assert answer.code == 0
    assert answer.out.startswith(f"docgen {__version__} (WeasyPrint ")
    assert "données" in answer.out


READING = ("pydantic", "yaml")
MAKING = ("docxtpl", "docx", "jinja2", "lxml", "pydyf", "pypdf", "weasyprint")


@pytest.mark.parametrize(
    ("arguments", "heavy"), [("convention --help", (*READING, *MAKING)), ("--version", MAKING)]
)
def test_help_answers_without_loading_what_makes_documents(arguments, heavy):
    program = (
        "import sys; from docgen.cli import main\n"
        "try: main()\n"
        f"except SystemExit: print(*{{name.split('.')[0] for name in sys.modules}} & {{*{heavy}}})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments.split()],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize(
    ("words", "offered"), [("docgen conv", "convention"), ("docgen convention --fo", "--format")]
)
def test_commands_and_options_are_completed(docgen, words, offered):
    rank = str(len(words.split()) - 1)
    answer = docgen(_DOCGEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=rank)
    assert answer.out == f"plain,{offered}\n"


def test_the_module_runs_as_the_command_does(docgen):
    assert docgen("--help").out.startswith("Usage\u00a0: docgen ")


def test_the_tests_run_the_sources_of_this_tree(docgen):
    assert Path(sys.modules["docgen"].__file__).is_relative_to(ROOT / "src")


def test_problem_lines_put_errors_last_and_share_hints():
    grave = Problem("b.yaml", "faux", 2, hint="corrigez")
    light = [
        Problem("c.yaml", f"manque {rank}", rank, hint="la liste", severity=Severity.AVERTISSEMENT)
        for rank in (1, 2)
    ]
    assert list(problem_lines([grave, *light])) == [
        "[avertissement] c.yaml:1 : manque 1",
        "[avertissement] c.yaml:2 : manque 2\n    → la liste",
        "b.yaml:2 : faux\n    → corrigez",
        "1 erreur et 2 avertissements.",
    ]
    assert list(problem_lines([grave])) == ["b.yaml:2 : faux\n    → corrigez"]


def test_many_warnings_about_an_option_name_it_alone():
    told = [Problem("--insee", f"code {rank}", severity=Severity.AVERTISSEMENT) for rank in "1234"]
    line = next(problem_lines(told, "--tout"))
    assert line == "[avertissement] 4 avertissements de même sorte, d’abord --insee\u00a0: code 1"


@pytest.mark.parametrize(
    "words",
    [
        *(("cache", "size"), ("cache", "clear"), ("data", "status"), ("droit",), ("echeances",)),
        *(("territoire", "exporter", "t.xlsx"), ("renewal", "--au=2026-12-01")),
    ],
)
def test_what_is_told_has_the_spaces_of_french(docgen_here, words):
    said = docgen_here(*words).out
    assert re.search("[\u00a0\u202f][:;!?»]", said), said
    assert re.findall("[^\n]* [:;!?»]|« ", said) == []


def test_unknown_key_lists_all_and_a_slip_the_nearest(docgen_here):
    assert "connus : 4.1 (action-4-1), 4.2 (action-4-2)," in docgen_here("fiche", "action-9-9").err
    assert "connus : 4.1 (action-4-1), 4.2 (action-4-2)," in docgen_here("fiche", "9.9").err
    assert "vouliez-vous dire « action-4-1 » ?" in docgen_here("fiche", "acton-4-1x").err


def test_pack_says_the_option_that_is_meant(docgen_here):
    told = docgen_here("commune-pack", "--interne")
    assert (told.code, "--diffusion interne" in plain_blanks(told.err)) == (2, True)


def test_help_is_shown_beside_a_word_without_its_option(docgen_here):
    assert docgen_here("bilan", "2026", "--help").code == 0


def test_pack_for_a_past_visit_is_a_warning(docgen_here):
    told = docgen_here("commune-pack", "--insee", "99999", "--visite", "01/06/2026")
    assert "--visite : le 1er juin 2026 est passé" in plain_blanks(told.err)


def test_what_is_left_of_a_brigade_is_asked_for_it():
    told = remaining_command(("commune-pack",), unites=["Brigade de Lavaur"])
    assert told == "docgen reste commune-pack --unite 'Brigade de Lavaur'"


def test_name_with_an_apostrophe_stays_legible_in_a_command():
    told = remaining_command(("memento",), ["L'Île-Rousse"])
    assert told == "docgen reste memento --insee 'L’Île-Rousse'"


def test_rows_with_the_same_problem_make_one_line():
    def told(line, message="sans jour", file="cahier.xlsx:Droit"):
        return Problem(file, message, line, 16, "Lu le", "cellule", "le jour")

    rows = [told(line) for line in (2, 3, 4, 7, 9, 10)]
    cell = "feuille «\u00a0Droit\u00a0», case P4 (Lu le)"
    assert [*problem_lines([*rows, told(4, "autre")])] == [
        "cahier.xlsx:Droit, lignes 2 à 4, 7 et 9 à 10 : Lu le : sans jour",
        f"cahier.xlsx:Droit:4:16 : {cell} : autre\n    → le jour",
    ]
    assert len([*problem_lines([told(2, file="a.yaml"), told(3, file="a.yaml")])]) == 2
