"""A PDF is made again from the source that it carries, to the byte."""

import pytest

from docgen.build.avenant import compose_amendment
from docgen.build.avenant_copy import write_copy
from docgen.build.compose import compose_all
from docgen.build.render import render
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.signatures.comparison.comparing import rebuild
from docgen.signatures.foreign import attached_files
from docgen.signatures.report import Likeness, source_file
from docgen.signatures.verification import verify
from tests.conftest import EXAMPLE
from tests.kinds.convention.act import ACT, ARTICLE_2, act
from tests.signatures.signed import NAME, anchored, opened, unsigned
from tests.support import documents


def rebuilt(data):
    """Return a PDF made again from the source that it carries."""
    shown = opened(data)
    source = source_file(attached_files(shown))
    return rebuild(source, KINDS["convention"], shown, documents.OUR_TEMPLATES)


def test_a_final_is_made_again_to_the_byte():
    assert rebuilt(unsigned()).data == unsigned()


@pytest.mark.parametrize("name", [name for name in documents.CONVENTIONS if name != NAME])
def test_a_draft_is_made_again_with_its_places(name):
    again = rebuilt(documents.pdf(name))
    assert again.data == documents.pdf(name)
    assert not again.document.final


@pytest.mark.parametrize("service", ["yousign", "docusign"])
def test_anchors_of_a_service_are_made_again(service):
    data = anchored(service).data
    assert rebuilt(data).data == data


def made_pdf(document):
    """Return the PDF of a document, as a build makes it."""
    made = render(document, documents.OUR_TEMPLATES, (Format.PDF,))
    return next(one.data for one in made if one.format is Format.PDF)


@pytest.mark.parametrize("digest", ["", ", empreinte: '0000000000000000'"])
def test_a_draft_is_made_again_with_its_states(digest):
    adopted = f"etat: adopte, adoption: {{par: A, le: 2027-01-15{digest}}}, texte"
    data = made_pdf(
        act(
            ("preambule: {id", "preambule: {etat: propose, id"),
            (ARTICLE_2, ARTICLE_2.replace("texte", adopted)),
        )
    )
    assert rebuilt(data).data == data


@pytest.fixture
def amended(project):
    """Put into a project an act, and the copy of it in which a clause is adopted."""
    text = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    name, copy = (f"content/convention/{key}.yaml" for key in ("2031", "2031-avenant-1"))
    project.write(name, text.replace("  lieu:", "  date: 2031-05-02\n  lieu:", 1))
    write_copy(project.workspace, project.root / name, None, None)
    title = "    titre: Objet fictif\n"
    adopted = f"{title}    etat: adopte\n    adoption: {{par: A, le: 2031-06-01}}\n"
    text = (project.root / copy).read_text("utf-8").replace("L'essai n° 3", "L'essai n° 4", 1)
    project.write(copy, text.replace(title, adopted, 1))
    return project


def test_an_amendment_in_part_adopted_is_made_again(amended):
    _, (avenant, *_) = compose_amendment(amended.workspace, "2031-1")
    data = made_pdf(avenant)
    assert rebuilt(data).data == data


@pytest.mark.parametrize("state", ["adopte", "propose"])
def test_a_consolidated_text_is_its_projects(amended, state):
    path = amended.root / "content/convention/2031-avenant-1.yaml"
    adopted = "    etat: adopte\n    adoption: {par: A, le: 2031-06-01}\n"
    text = path.read_text("utf-8").replace(adopted, f"    etat: {state}\n", state == "propose")
    path.write_text(text, "utf-8")
    [(_, made)] = compose_all(amended.workspace, KINDS["convention"], [path])
    amended.write("made.pdf", made_pdf(made.document))
    report, origin = verify(amended.root / "made.pdf", amended.workspace)
    assert report.comparison.ours
    assert origin.likeness is Likeness.IDENTIQUE


def test_a_final_is_that_of_the_draft_of_its_text(project):
    adopted = "etat: adopte, adoption: {par: A, le: 2027-01-15}, texte"
    ready = (ARTICLE_2, ARTICLE_2.replace("texte", adopted))
    noted = ("articles:\n", "remarques: [{sur: article-2, texte: À voir}]\narticles:\n")
    project.write("final.pdf", made_pdf(act(ready)))
    text = ACT.replace(*ready).replace(*noted)
    path = project.root / project.write("content/convention/essai.yaml", text)
    [(_, made)] = compose_all(project.workspace, KINDS["convention"], [path])
    assert not made.document.final
    _, origin = verify(project.root / "final.pdf", project.workspace)
    assert origin.likeness is Likeness.IDENTIQUE
