"""Clauses of a convention that the parties adopt, in the text of its file."""

import difflib
from datetime import date
from multiprocessing import get_context

import pytest

from docgen.build.compose import compose_all
from docgen.build.stamping.choosing import Chooser
from docgen.build.stamping.places import StampAction
from docgen.build.stamping.writing import NewStamp, stamp_texts
from docgen.content.source import parse_source, read_source
from docgen.content.stamp import stamp_digest
from docgen.content.validation import mappings
from docgen.errors import ContentError
from docgen.kinds import KINDS

WHO, WHEN = "Madame Exemple Fictif", date(2027, 3, 1)

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


def agreement(clause):
    """Return the agreement on a clause of the act as it is written."""
    for _, group in mappings(parse_source(ACT, "essai.yaml").data):
        for name, part in (*group.items(), (group.get("id"), group)):
            if name == clause and isinstance(part, dict):
                digest = stamp_digest(part, "adoption")
                return f'adoption: {{par: "{WHO}", le: 2027-03-01, empreinte: "{digest}"}}'
    raise LookupError(clause)


def adopt(project, path, *clauses, who=WHO):
    """Adopt clauses, all without any; return how many."""
    chooser = Chooser(project.workspace, StampAction.ADOPTER, everything=not clauses)
    chosen = chooser.choose([str(path), *clauses])
    stamp_texts(project.workspace, chosen, NewStamp(who, WHEN))
    return sum(map(len, chosen.values()))


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
                f"+ titre: {{texte: Convention, etat: adopte, {agreement('titre')}}}\n",
            ],
        ),
        (
            "parties",
            [
                '-     etat: "propose"   # entre guillemets\n',
                '+     etat: "adopte"   # entre guillemets\n',
                f"+     {agreement('parties')}\n",
            ],
        ),
        (
            "article-1",
            ["- - etat: propose\n", "+ - etat: adopte\n", f"+   {agreement('article-1')}\n"],
        ),
        (
            "article-2",
            ["-         'propose'\n", "+         'adopte'\n", f"+     {agreement('article-2')}\n"],
        ),
        ("article-3", ["-     etat: propose\n", f"+     etat: adopte, {agreement('article-3')}\n"]),
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
    assert after.count(f'adoption: {{par: "{WHO}", le: 2027-03-01, empreinte: ') == 7
    assert '- "etat: propose"' in after
    assert after.count("propose") == 1


def test_clauses_on_one_line_are_each_adopted(project):
    path = project.holding(ACT)
    assert adopt(project, path, "s-1", "s-2", "s-1") == 2
    [_, _, line] = [*changes(ACT, path.read_text("utf-8")), None]
    assert line is None
    assert f"etat: adopte, {agreement('s-1')}, id: s-1" in path.read_text("utf-8")
    assert f"'etat': 'adopte', {agreement('s-2')}}}]" in path.read_text("utf-8")


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
    adoption = source.data["articles"][0]["adoption"]
    assert (adoption["par"], adoption["le"]) == (who, "2027-03-01")


@pytest.mark.parametrize("who", ["", "  ", "**X", "a\x07b", "\ud800", "Иван"])
def test_a_name_that_cannot_be_printed_changes_nothing(project, who):
    path = project.holding(ACT)
    with pytest.raises(ContentError):
        adopt(project, path, "article-1", who=who)
    assert path.read_text("utf-8") == ACT


@pytest.mark.parametrize(
    ("clause", "message", "hint"),
    [
        ("artcle-1", "aucune clause « artcle-1 » à adopter", "vouliez-vous dire « article-1 » ?"),
        ("zzz", "aucune clause « zzz » à adopter", "connus : titre, parties, article-1"),
        ("article-4", "la clause « article-4 » n’est pas proposée", "un accord ne porte que"),
        ("a", "aucune clause « a » à adopter", ""),
    ],
)
def test_adopt_refuses_a_clause_and_changes_nothing(project, clause, message, hint):
    path = project.holding(ACT)
    with pytest.raises(ContentError) as told:
        adopt(project, path, "article-1", clause)
    [problem] = told.value.problems
    assert problem.message.startswith(message)
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
    with pytest.raises(ContentError, match="cet acte est signé"):
        adopt(project, path)
    assert path.read_bytes() == before


def test_a_file_with_a_mistake_is_left_as_it_is(project):
    wrong = ACT.replace("exemplaires: 2", "exemplaires: deux")
    path = project.holding(wrong)
    with pytest.raises(ContentError, match="nombre entier attendu"):
        adopt(project, path)
    assert path.read_text("utf-8") == wrong


def test_what_was_adopted_by_nobody_is_adopted(project):
    path = project.holding(ACT.replace("- etat: propose\n", "- etat: adopte\n", 1))
    assert adopt(project, path, "article-1") == 1
    assert agreement("article-1") in path.read_text("utf-8")


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


def test_the_model_wholly_adopted_waits_for_answers_and_seats_alone(project):
    path = project.root / "content/convention/modele.yaml"
    before = path.read_text("utf-8")
    count = adopt(project, path)
    after = path.read_text("utf-8")
    assert len(changes(before, after)) == 3 * count
    [(_, made)] = compose_all(project.workspace, KINDS["convention"], [path])
    assert {item.code for item in made.document.left} == {"remarque", "siege"}


def test_agreements_at_once_are_all_kept(project):
    clauses = "".join(f"- {{etat: propose, id: clause-{n}, titre: x}}\n" for n in range(3))
    path = project.holding(ACT.replace("- etat: propose\n", f"{clauses}- etat: propose\n", 1))
    path.chmod(0o640)
    forks = get_context("fork")
    running = [forks.Process(target=adopt, args=(project, path, f"clause-{n}")) for n in range(3)]
    for one in running:
        one.start()
    for one in running:
        one.join(60)
    assert [one.exitcode for one in running] == [0] * 3
    assert path.read_text("utf-8").count(WHO) == 3
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]
