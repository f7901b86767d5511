"""Mistakes that people make, each with its message written beside it.

A note is a comment: `# ! message`, `# !9 message` when the column matters, and `→ hint` after it
when the hint does.  It speaks of its own line, or of the next one when it stands alone; several
may follow each other on a line.  All notes of a file, and only they, must be told in one pass.
"""

import re
from collections import Counter

import pytest

from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.errors import ContentError
from docgen.kinds import KINDS
from tests.build.test_check_is_build import only
from tests.conftest import ROOT
from tests.support.projects.mistakes import MODELS

FILES = sorted(path for kind in KINDS for path in (ROOT / "tests/mistakes" / kind).glob("*.yaml"))
NOTE = re.compile(r"# !(\d*) (.+?)(?: → (.+?))?\s*(?=$|# !)")


def noted(text):
    """Return the notes of a file: line, column, message, hint; None where a note does not say."""
    notes, waiting = [], []
    for number, line in enumerate(text.splitlines(), 1):
        of_line = [
            (int(column) if column else None, message, hint or None)
            for column, message, hint in NOTE.findall(line)
        ]
        if line.lstrip().startswith("# !"):
            waiting += of_line
        else:
            notes += [(number, *note) for note in (*waiting, *of_line)]
            waiting = []
    return notes + [(number, *note) for note in waiting]


def problems_of(path):
    """Return the problems that one pass reports in a file."""
    kind = KINDS[path.parent.name]
    with pytest.raises(ContentError) as error:
        check_source(read_source(path, path.name), kind.content, kind.rules)
    return error.value.problems


def as_noted(problem, note):
    """Return a problem with no more said of it than a note says."""
    _, column, _, hint = note
    return (
        problem.line,
        problem.column if column else None,
        problem.message,
        problem.hint if hint else None,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_mistakes_of_a_file_are_those_noted_in_it(path):
    notes = noted(path.read_text("utf-8"))
    left = list(problems_of(path))
    for note in notes:
        problem = next((each for each in left if as_noted(each, note) == note), None)
        assert problem, f"{note} n’est pas dit ; il reste : {left}"
        left.remove(problem)
    assert left == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_problem_has_a_place_and_a_code(path):
    for problem in problems_of(path):
        assert problem.code, problem
        assert problem.line, problem
        assert problem.column, problem


def test_a_note_speaks_of_its_line_or_of_the_next():
    text = "a: 1  # !4 mauvais → mieux\n# ! pire\n# ! encore\nb: 2  # ! x # !2 y\n"
    assert noted(text) == [
        (1, 4, "mauvais", "mieux"),
        (4, None, "pire", None),
        (4, None, "encore", None),
        (4, None, "x", None),
        (4, 2, "y", None),
    ]


def test_mistakes_of_several_files_are_reported_in_one_pass(project, docgen_here):
    files = [path for path in FILES if path.parent.name == "convention"]
    for path in files:
        project.write(f"content/convention/{path.name}", path.read_bytes())
    before = project.files
    answer = docgen_here("convention")
    assert (answer.code, answer.out) == (1, "")
    assert project.files == before
    assert all(f"content/convention/{path.name}:" in answer.err for path in files)
    notes = sum(len(noted(path.read_text("utf-8"))) for path in files)
    assert len([line for line in answer.err.splitlines() if not line.startswith("  ")]) == notes


PACK = "content/commune-pack/dossier.yaml"


@pytest.mark.parametrize("command", [["check"], ["commune-pack", "--insee", "81101"]])
def test_mistakes_of_a_pack_are_reported_by_each_command(command, project, docgen_here):
    path = ROOT / "tests/mistakes/commune-pack/dossier.yaml"
    project.write(PACK, path.read_bytes())
    before = project.files
    answer = docgen_here(*command)
    assert (answer.code, answer.out) == (1, "")
    assert project.files == before
    lines = [line for line in answer.err.splitlines() if line.startswith(PACK)]
    notes = noted(path.read_text("utf-8"))
    assert len(notes) > 15
    for number, column, *_ in notes:
        assert any(line.startswith(f"{PACK}:{number}:{column} ") for line in lines)


# What others name is wrong: their own mistakes are told all the same, and none that follows


NAMED = {
    "content/territoire/roles.yaml": ('telephone: "17"', "telephone: dix-sept"),
    "content/referentiel/droit/penal.yaml": ("nature: article", "nature: artcle"),
}
NAMING = {
    "content/commune-pack/dossier.yaml": ("visiteur: referent-elu", "visiteur: referent-elus"),
    "content/fiche/action-4-1.yaml": ("{role:brigade.a}", "{role:brigades.a}"),
    "content/memento/00-ensemble.yaml": ("{droit:cpp-19", "{droit:cpp-91"),
    "content/modele/arrete-epave.yaml": ("{droit:cgct-l2212-1.", "{droit:cgct-l2212-0."),
}
READS = {
    ("check",): {*NAMING},
    ("fiche",): {"content/fiche/action-4-1.yaml"},
    ("memento",): {"content/memento/00-ensemble.yaml"},
    ("modele", "arrete-epave"): {"content/modele/arrete-epave.yaml"},
    ("commune-pack", "--insee", "81101"): {*NAMING} - {"content/modele/arrete-epave.yaml"},
}
"""The files that each command reads, of those that name roles or law."""


def spoil(project, mistakes):
    """Make mistakes in files."""
    for name, (right, wrong) in mistakes.items():
        text = (project.root / name).read_text("utf-8")
        before, there, after = text.partition(right)
        assert there, name
        project.write(name, before + wrong + after)


def errors(answer):
    """Return how many errors a command reports in each file."""
    lines = [line for line in answer.err.splitlines() if not line.startswith((" ", "["))]
    return Counter(line.partition(":")[0] for line in lines if line.startswith("content/"))


@pytest.mark.parametrize(
    ("wrong", "command"),
    [
        (wrong, words)
        for wrong in NAMED
        for words in READS
        if "droit" in wrong or "modele" not in words
    ],
)
def test_a_wrong_shared_file_hides_no_mistake_of_others(wrong, command, project, docgen_here):
    spoil(project, {wrong: NAMED[wrong], **NAMING})
    before = project.files
    answer = docgen_here(*command)
    assert (answer.code, answer.out, project.files) == (1, "", before)
    assert errors(answer) == Counter([wrong, *READS[command]])


@pytest.mark.parametrize("broken", ["x: [", "{"])
@pytest.mark.parametrize("wrong", NAMED)
def test_an_unreadable_file_hides_no_mistake_and_makes_none(wrong, broken, project, docgen_here):
    role = {"content/fiche/action-4-1.yaml": NAMING["content/fiche/action-4-1.yaml"]}
    law = {"content/modele/arrete-epave.yaml": NAMING["content/modele/arrete-epave.yaml"]}
    other = law if "roles" in wrong else role
    text = (project.root / wrong).read_text("utf-8")
    spoil(project, other)
    project.write(wrong, f"{broken}\n{text}")
    assert errors(docgen_here("check")) == Counter([wrong, *other])


ACT = {"content/convention/2026.yaml": ("date: 2026-04-23", "date: 2026-04-31")}
BESIDE = {
    "content/bilan/2026.yaml": ("fiche: action-4-1", "fiche: action-9-1"),
    "content/fiche/action-4-1.yaml": NAMING["content/fiche/action-4-1.yaml"],
    "content/territoire/roles.yaml": NAMED["content/territoire/roles.yaml"],
}


@pytest.mark.parametrize(
    ("command", "unread"),
    [
        (("check",), set()),
        (("bilan",), {"content/fiche/action-4-1.yaml"}),
        (("commune-pack", "--insee", "81101"), {"content/bilan/2026.yaml"}),
    ],
)
def test_a_wrong_act_is_reported_with_all_else(command, unread, project, docgen_here):
    spoil(project, ACT | BESIDE)
    answer = docgen_here(*command)
    assert (answer.code, answer.out) == (1, "")
    assert errors(answer) == Counter({*ACT, *BESIDE} - unread)


COMMUNES, MEMBERS = "content/territoire/communes.yaml", "content/adherents.yaml"


def test_a_commune_of_another_departement_is_a_warning(project, docgen_here):
    only(project, "convention", "renewal")
    project.write(COMMUNES, 'communes:\n  - code_insee: "81101"\n  - code_insee: "31555"\n')
    project.write(MEMBERS, 'adherents:\n  - "81101"\n  - "31555"\n')
    answer = docgen_here("check")
    warnings = [line for line in answer.err.splitlines() if "31555" in line]
    assert answer.code == 0
    assert all("31555 est Toulouse (Haute-Garonne)" in line for line in warnings)
    places = [line.split()[1] for line in warnings]
    assert places == [f"{MEMBERS}:3:5", f"{COMMUNES}:3:17"]


def test_an_unreadable_list_of_communes_is_reported_once(project, docgen_here):
    only(project, "convention", "infographie")
    project.write(COMMUNES, "communes: [\n")
    answer = docgen_here("check")
    assert answer.code == 1
    assert errors(answer) == Counter([COMMUNES])


def test_a_text_alone_in_each_file_is_reported(project, docgen_here):
    folders = [project.root / "content" / one for one in MODELS]
    names = [
        f"content/{one}.yaml" for one in MODELS if not (project.root / f"content/{one}").is_dir()
    ]
    names += [f"{one.relative_to(project.root)}/zz.yaml" for one in folders if one.is_dir()]
    for name in names:
        project.write(name, "Bonjour\n")
    answer = docgen_here("check")
    assert (answer.code, answer.out) == (1, "")
    assert errors(answer) == Counter(names)
    assert answer.err.count("groupe de clés attendu") == len(names)
