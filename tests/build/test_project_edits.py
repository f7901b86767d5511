"""What docgen does to a project's own files: adoptions, schemas."""

import difflib
import os
import subprocess
import sys
from datetime import date

import pytest

from docgen.build.compose import compose_all
from docgen.build.project_edits import adopt_clauses, write_schemas
from docgen.content.source import read_source
from docgen.errors import ContentError
from docgen.kinds import KINDS
from tests.conftest import ROOT

WHO, WHEN = "Madame Exemple Fictif", date(2027, 3, 1)
AGREEMENT = 'adoption: {par: "Madame Exemple Fictif", le: 2027-03-01}'

ACT = """\
# Un commentaire.
acte: projet
intitule:   Convention  fictive  # un autre
titre: {texte: Convention, etat: propose}

parties:
    etat: "propose"   # entre guillemets
    liste: [{id: a, sigle: A, nom: A}, {id: b, sigle: B, nom: B}]
articles:
- etat: propose
  id: article-1
  titre: Objet

-   id: article-2
    titre: Durée
    etat:
        'propose'
    sections: [{etat: propose, id: s-1, titre: x}, {id: s-2, titre: y, 'etat': 'propose'}]
- {
    id: article-3, titre: Fin,
    etat: propose
  }
-
  id: article-4
  titre: Écrit mot pour mot
  texte:
  - "etat: propose"
signature:
  lieu: Valclair
  exemplaires: 2
  signataires: [{partie: a, nom: A, qualite: a}, {partie: b, nom: B, qualite: b}]
"""


def adopt(project, path, *clauses, who=WHO):
    """Adopt clauses, all without any; return how many."""
    return adopt_clauses(project.workspace, path, clauses or None, who, WHEN)


def changes(before, after):
    """Return the lines taken out and put in."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "-+"]


@pytest.mark.parametrize(
    ("clause", "lines"),
    [
        (
            "titre",
            [
                "- titre: {texte: Convention, etat: propose}\n",
                f"+ titre: {{texte: Convention, etat: adopte, {AGREEMENT}}}\n",
            ],
        ),
        (
            "parties",
            [
                '-     etat: "propose"   # entre guillemets\n',
                '+     etat: "adopte"   # entre guillemets\n',
                f"+     {AGREEMENT}\n",
            ],
        ),
        (
            "article-1",
            ["- - etat: propose\n", "+ - etat: adopte\n", f"+   {AGREEMENT}\n"],
        ),
        (
            "article-2",
            ["-         'propose'\n", "+         'adopte'\n", f"+     {AGREEMENT}\n"],
        ),
        (
            "article-3",
            ["-     etat: propose\n", f"+     etat: adopte, {AGREEMENT}\n"],
        ),
    ],
)
def test_only_the_lines_of_the_clause_are_changed(project, clause, lines):
    path = project.holding(ACT)
    assert adopt(project, path, clause) == 1
    assert changes(ACT, path.read_text("utf-8")) == lines


def test_all_that_is_proposed_is_adopted_and_nothing_else(project):
    path = project.holding(ACT)
    assert adopt(project, path) == 7
    after = path.read_text("utf-8")
    assert after.count(AGREEMENT) == 7
    assert '- "etat: propose"' in after
    assert after.count("propose") == 1


def test_clauses_on_one_line_are_each_adopted(project):
    path = project.holding(ACT)
    assert adopt(project, path, "s-1", "s-2", "s-1") == 2
    [_, _, line] = [*changes(ACT, path.read_text("utf-8")), None]
    assert line is None
    assert f"etat: adopte, {AGREEMENT}, id: s-1" in path.read_text("utf-8")
    assert f"'etat': 'adopte', {AGREEMENT}}}]" in path.read_text("utf-8")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_adopt_keeps_windows_line_ends_and_mark(project, mark):
    written = mark + ACT.replace("\n", "\r\n").encode()
    path = project.holding(written)
    adopt(project, path)
    after = path.read_bytes()
    assert after.startswith(mark + b"# Un commentaire.\r\n")
    assert after.count(b"\n") == after.count(b"\r\n") == written.count(b"\n") + 3


def test_a_file_without_a_last_end_of_line_keeps_none(project):
    path = project.holding(ACT.rstrip("\n"))
    adopt(project, path)
    assert not path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize(
    "who", ["M. d'Artagnan", 'la "commission"', "comité : deux membres # tous", "\\o/", "Été & Cie"]
)
def test_whoever_records_the_agreement_is_written_as_named(project, who):
    path = project.holding(ACT)
    adopt(project, path, "article-1", who=who)
    source = read_source(path, path.name)
    assert source.data["articles"][0]["adoption"] == {"par": who, "le": "2027-03-01"}


@pytest.mark.parametrize("who", ["", "  ", "**X", "a\x07b", "\ud800", "Иван"])
def test_a_name_that_cannot_be_printed_changes_nothing(project, who):
    path = project.holding(ACT)
    with pytest.raises(ContentError):
        adopt(project, path, "article-1", who=who)
    assert path.read_text("utf-8") == ACT


@pytest.mark.parametrize(
    ("clause", "message", "hint"),
    [
        ("artcle-1", "aucune clause « artcle-1 »", "vouliez-vous dire « article-1 » ?"),
        ("zzz", "aucune clause « zzz »", "clauses proposées : titre, parties, article-1"),
        ("article-4", "la clause « article-4 » n’est pas proposée", ""),
        ("a", "la clause « a » n’est pas proposée", ""),
    ],
)
def test_adopt_refuses_a_clause_and_changes_nothing(project, clause, message, hint):
    path = project.holding(ACT)
    with pytest.raises(ContentError) as told:
        adopt(project, path, "article-1", clause)
    [problem] = told.value.problems
    assert problem.message == message
    assert problem.hint.startswith(hint)
    assert path.read_text("utf-8") == ACT


def test_adopt_reports_every_clause_at_once(project):
    path = project.holding(ACT)
    with pytest.raises(ContentError) as told:
        adopt(project, path, "un", "deux", "article-4")
    assert len(told.value.problems) == 3


def test_a_clause_is_adopted_once(project):
    path = project.holding(ACT)
    adopt(project, path, "article-1")
    with pytest.raises(ContentError, match="n’est pas proposée"):
        adopt(project, path, "article-1")


def test_nothing_is_adopted_in_a_signed_act(project):
    path = project.root / "content/convention/2026.yaml"
    before = path.read_bytes()
    with pytest.raises(ContentError, match="aucune clause proposée"):
        adopt(project, path)
    assert path.read_bytes() == before


def test_a_file_with_a_mistake_is_left_as_it_is(project):
    wrong = ACT.replace("exemplaires: 2", "exemplaires: deux")
    path = project.holding(wrong)
    with pytest.raises(ContentError, match="nombre entier attendu"):
        adopt(project, path)
    assert path.read_text("utf-8") == wrong


def test_adopt_refuses_a_state_over_several_lines(project):
    path = project.holding(ACT.replace("- etat: propose", "- etat: >-\n    propose"))
    with pytest.raises(ContentError, match=r"essai.yaml:10:9 : .*une seule ligne"):
        adopt(project, path, "article-1")


def test_adopt_keeps_links_and_rights(project):
    path = project.holding(ACT)
    kept = path.rename(project.root / "ailleurs.yaml")
    kept.chmod(0o640)
    path.symlink_to(kept)
    before = project.files
    adopt(project, path)
    assert path.is_symlink()
    assert "adopte" in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o777 == 0o640
    assert project.files == before


def test_the_model_wholly_adopted_is_ready_to_be_signed(project):
    path = project.root / "content/convention/modele.yaml"
    before = path.read_text("utf-8")
    count = adopt(project, path)
    after = path.read_text("utf-8")
    assert len(changes(before, after)) == 3 * count
    [(_, made)] = compose_all(project.workspace, KINDS["convention"], [path])
    assert made.document.final
    assert made.left == ()


def test_six_agreements_at_once_are_all_kept(project):
    clauses = "".join(f"- {{etat: propose, id: clause-{n}, titre: x}}\n" for n in range(6))
    path = project.holding(ACT.replace("- etat: propose\n", f"{clauses}- etat: propose\n", 1))
    path.chmod(0o640)
    work = """
import sys
from datetime import date
from pathlib import Path
from docgen.build.project_edits import adopt_clauses
from docgen.workspace import open_workspace
path = Path(sys.argv[1])
adopt_clauses(open_workspace(path.parent), path, [sys.argv[2]], "M. Fictif", date(2027, 3, 1))
"""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", work, str(path), f"clause-{n}"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        for n in range(6)
    ]
    assert [one.wait(timeout=60) for one in running] == [0] * 6
    assert path.read_text("utf-8").count("M. Fictif") == 6
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_schemas_are_written_into_the_project(project):
    names = (*KINDS, "adherents", "emetteurs")
    written = [f"schemas/{name}.schema.json" for name in names]
    assert sorted(write_schemas(project.workspace)) == sorted(written)
    assert set(written) <= set(project.files)
