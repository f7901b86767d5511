"""The whole of docgen: read, check, compose, render, publish; in that order or not at all."""

import html
from dataclasses import replace

import pytest

from docgen.build.check import check_all
from docgen.build.compose import compose_all, content_files
from docgen.build.pipeline import build
from docgen.build.render import render_documents
from docgen.errors import ContentError, RenderingError, Severity, TemplateError
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.output.publication import publish
from docgen.rendering import Templates
from docgen.request import Request
from docgen.workspace import shipped_templates
from tests.conftest import EXAMPLE, plain_blanks
from tests.kinds.convention.act import ACT, ARTICLE_2

CONVENTION = KINDS["convention"]
PROPOSED = ACT.replace(ARTICLE_2, "{id: article-2, titre: Durée, etat: propose}")
WRONG = ACT.replace("exemplaires: 2", "exemplaires: deux")
SHIPPED = shipped_templates()


def built(project, *request, **fields):
    """Build all conventions of a project."""
    return build(project.workspace, "convention", (), Request(*request, **fields))


def overlaid(project, name, change):
    """Lay over a shipped template the project's own, with one thing changed."""
    text = (SHIPPED / name).read_text("utf-8")
    old, new = change
    assert old in text
    project.write(f"templates/{name}", text.replace(old, new, 1))


def test_both_formats_are_made_published_and_made_again_the_same(project):
    project.holding(ACT, "2027.yaml")
    outcome = built(project)
    made = [str(artifact.path) for artifact in outcome.artifacts]
    assert sorted(made) == ["convention/convention-2027.docx", "convention/convention-2027.pdf"]
    for artifact in outcome.artifacts:
        assert (project.workspace.output / artifact.path).read_bytes() == artifact.data
    assert (outcome.problems, outcome.refused, outcome.recovered) == ((), False, "")
    again = [made.sha256 for made in built(project).artifacts]
    assert again == [made.sha256 for made in outcome.artifacts]


def test_draft_warns_of_what_is_left(project):
    project.holding(PROPOSED)
    outcome = built(project, (Format.DOCX,))
    made = [(one.document.stem, one.document.final) for one in outcome.artifacts]
    assert made == [("convention-essai", False), ("convention-essai-reste-a-faire", False)]
    [item] = outcome.left
    assert (item.severity, outcome.refused) == (Severity.AVERTISSEMENT, False)


def test_only_final_documents_are_made_when_these_are_asked_for(project):
    project.holding(PROPOSED, "2027.yaml")
    project.write("content/convention/2028.yaml", ACT)
    outcome = built(project, (Format.DOCX,), final=True)
    assert [made.document.key for made in outcome.artifacts] == ["2028"]
    assert outcome.withheld == ("convention-2027 (il reste 1 point)",)
    assert outcome.refused


def test_one_wrong_file_stops_the_others_before_anything_is_written(project):
    project.write("content/convention/2028.yaml", WRONG.replace("acte: projet", "acte: essai"))
    project.write("content/convention/Ébauche.yaml", WRONG)
    before = project.files
    with pytest.raises(ContentError) as told:
        built(project)
    codes = {problem.code for problem in told.value.problems}
    assert codes == {"nom", "nombre", "valeur"}
    assert project.files == before


def test_wrong_draft_is_told_beside_what_is_made(project):
    project.holding(ACT)
    project.write("content/convention/2028.yaml", WRONG)
    made = built(project, (Format.DOCX,))
    wrong = [one for one in made.problems if one.severity is Severity.ERREUR]
    assert [(one.file, one.code) for one in wrong] == [("content/convention/2028.yaml", "nombre")]
    assert made.artifacts
    assert made.refused


def test_what_an_interrupted_run_left_is_told(project):
    project.holding(ACT)
    (project.root / "output/.docgen-publication").mkdir(parents=True)
    assert "annulée" in built(project, (Format.DOCX,)).recovered
    assert publish({}, project.workspace.output) == ""


def test_two_files_may_not_name_one_document(project):
    project.holding(ACT, "2027.yaml")
    project.write("content/convention/2027.yml", ACT)
    with pytest.raises(ContentError, match=r"convention-2027 » \(voir content/convention/2027"):
        compose_all(project.workspace, CONVENTION, content_files(project.workspace, CONVENTION))


def test_no_file_may_be_named_as_the_sheet_of_another(project):
    project.holding(ACT, "2027-reste-a-faire.yaml")
    with pytest.raises(ContentError, match="« reste-a-faire » à la fin d’un nom"):
        compose_all(project.workspace, CONVENTION, content_files(project.workspace, CONVENTION))


def test_content_files_are_found_by_name_in_order(project):
    project.holding(ACT, "b.yaml")
    for name in ("a.yaml", "c.yml", ".#a.yaml", "notes.txt", "d.yaml~", "e.yamlx"):
        project.write(f"content/convention/{name}", ACT)
    found = [path.name for path in content_files(project.workspace, CONVENTION)]
    assert found == ["a.yaml", "b.yaml", "c.yml"]


@pytest.mark.parametrize("empty", [True, False])
def test_a_project_without_a_text_is_told_what_to_do(project, empty):
    path = project.holding(ACT)
    path.unlink()
    if empty:
        path.parent.rmdir()
    with pytest.raises(ContentError, match=r"content/convention : aucun texte"):
        built(project)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("{{ nulle_part }}", "« nulle_part » n’existe pas dans ce document"),
        ("{% if %}", "erreur de syntaxe"),
        ("{{ ''.format.__self__.__class__ }}", "interdite"),
    ],
)
def test_wrong_html_template_is_reported_with_its_line(project, code, message):
    project.holding(ACT)
    text = (SHIPPED / "_commun/page.html.j2").read_text("utf-8")
    line = text.partition("<title>")[0].count("\n") + 2
    overlaid(project, "_commun/page.html.j2", ("<title>", f"\n<title>{code}"))
    before = project.files
    for work in (lambda: check_all(project.workspace), lambda: built(project)):
        with pytest.raises(TemplateError) as told:
            work()
        problem = told.value.problems[0]
        assert message in problem.message
        assert (problem.file, problem.line) == ("templates/_commun/page.html.j2", line)
    assert project.files == before


@pytest.mark.parametrize(
    ("address", "message"),
    [("https://exemple.invalid/x.png", "refusé"), ("absent.png", "introuvable")],
)
def test_what_stands_outside_of_the_templates_is_refused_and_named(project, address, message):
    project.holding(ACT)
    picture = f'<img src="{address}" alt="x"></body>'
    overlaid(project, "convention/document.html.j2", ("</body>", picture))
    before = project.files
    with pytest.raises(RenderingError) as told:
        built(project, (Format.PDF,))
    said = str(told.value)
    assert message in said
    assert address.rpartition("/")[2] in said
    assert project.files == before


def test_a_missing_font_is_told_and_nothing_is_written(project):
    project.holding(ACT)
    overlaid(project, "_commun/base.css", ("SourceSerif4-Regular.ttf", "Absente.ttf"))
    before = project.files
    with pytest.raises(RenderingError, match=r"Absente\.ttf"):
        built(project, (Format.PDF,))
    assert project.files == before


CODE = (
    "{{ 7 + 7 }} {% for x in y %}",
    "{{ x.__class__ }}",
    "<script>alert(1)</script> & co",
    "]]> <!-- --> &amp;",
    "${x} #{y} %(z)s",
)


def test_code_in_a_value_is_printed_as_text(project):
    values = ", ".join(f"'{words.replace(chr(39), chr(39) * 2)}'" for words in CODE)
    path = project.holding(ACT.replace("[Un an.]", f"[{values}]"))
    outcome = built(project)
    assert len(outcome.artifacts) == 2
    [(_, made)] = compose_all(project.workspace, CONVENTION, [path])
    page = Templates((SHIPPED,)).fill_html(made.document)
    assert "<script>" not in page
    text = "".join(html.unescape(page).split())
    for words in CODE:
        assert "".join(words.replace("'", "’").split()) in text


def test_the_example_is_final(project):
    [(_, made)] = compose_all(project.workspace, CONVENTION, [EXAMPLE])
    assert made.document.final
    assert made.document.facts.fictif


def test_source_of_a_pdf_makes_the_same_document(project):
    path = project.write("reprise/convention-complete.yaml", EXAMPLE.read_bytes())
    [(_, made)] = compose_all(project.workspace, KINDS["convention"], [path])
    assert made.document.stem == "convention-complete"


def test_build_names_documents_withheld_from_final(project):
    outcome = build(project.workspace, "convention", [], Request((Format.DOCX,), final=True))
    assert [name.split(" (")[0] for name in outcome.withheld] == [
        "convention-2026",
        "convention-modele",
    ]
    assert outcome.withheld[0].endswith("(il reste 8 points)")


def test_small_files_of_a_document_go_with_each_format(project):
    project.holding(ACT)
    [(_, one)] = compose_all(
        project.workspace, CONVENTION, content_files(project.workspace, CONVENTION)
    )
    document = replace(one.document, companions={"message.txt": b"exemple fictif"})
    for format in Format:
        [made] = render_documents([document], Templates((SHIPPED,)), (format,))
        assert made.companions["message.txt"] == b"exemple fictif"


def test_fiche_of_two_pages_is_told(project):
    path = project.root / "content/fiche/action-4-1.yaml"
    text = path.read_text("utf-8")
    many = "documents:\n" + "  - Une liste.\n" * 60
    path.write_text(text.replace("documents:\n", many, 1), "utf-8")
    outcome = build(project.workspace, "fiche", [path], Request((Format.PDF,)))
    [told] = [one for one in outcome.problems if one.code == "pages"]
    assert (told.file, told.severity) == ("content/fiche/action-4-1.yaml", Severity.AVERTISSEMENT)
    assert "ne tient pas sur 1 page" in plain_blanks(told.message)
    [made] = outcome.artifacts
    assert made.pages == 2
    assert told in check_all(project.workspace, [path]).problems


def test_fiche_whose_list_alone_spills_over_is_not_told(project):
    path = project.root / "content/fiche/action-4-1.yaml"
    text = path.read_text("utf-8")
    many = "documents:\n" + "  - Une liste.\n" * 6
    path.write_text(text.replace("documents:\n", many, 1), "utf-8")
    outcome = build(project.workspace, "fiche", [path], Request((Format.PDF,)))
    assert [one.pages for one in outcome.artifacts] == [2]
    assert [one for one in outcome.problems if one.code == "pages"] == []
