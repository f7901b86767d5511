"""Boxes that no one could sign in are refused, before anyone sends them."""

import shutil

import pytest

from docgen.errors import UnsignableError
from docgen.format import Format
from docgen.rendering import Templates
from docgen.rendering.pdf.attachments import MAX_BYTES
from docgen.workspace import shipped_templates
from tests.conftest import EXAMPLE
from tests.support import documents

NAME = "convention-complete"
SHEET, PAGE = "convention/document.css", "convention/document.html.j2"


def spoilt(tmp_path, name, old, new):
    """Return docgen's templates with one of them changed."""
    own = tmp_path / "templates"
    path = own / name
    path.parent.mkdir(parents=True)
    text = (shipped_templates() / name).read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return Templates((own, shipped_templates()))


def refused(templates, document=None):
    """Return what a document is refused for."""
    with pytest.raises(UnsignableError) as error:
        documents.renderer(Format.PDF)(document or documents.document(NAME), templates)
    assert error.value.exit_code == 1
    return [problem.message for problem in error.value.problems]


def test_two_fields_of_one_name(tmp_path):
    templates = spoilt(
        tmp_path, PAGE, 'data-signature="{{ signataire.champ }}"', 'data-signature="signature"'
    )
    assert refused(templates) == ["deux cases de signature portent le même nom : « signature »"]


def test_a_box_that_falls_off_its_page(tmp_path):
    templates = spoilt(
        tmp_path, SHEET, ".champ p {", ".champ { position: relative; left: 60mm }\n.champ p {"
    )
    assert refused(templates) == ["la case de Monsieur Personnage Inventé sort de la page 2"]


def test_a_box_that_falls_off_the_bottom(tmp_path):
    templates = spoilt(
        tmp_path, SHEET, ".champ p {", ".champ { position: relative; top: 60mm }\n.champ p {"
    )
    said = refused(templates)
    assert "la case de Madame Exemple Fictif sort de la page 2" in said


def test_a_box_under_a_text(tmp_path):
    templates = spoilt(
        tmp_path,
        PAGE,
        "</div>\n</body>",
        '<p style="position: relative; top: -30mm">Sous réserve.</p>\n</div>\n</body>',
    )
    assert refused(templates) == [
        "la case de Madame Exemple Fictif est recouverte : « Sous réserve. »"
    ]


def test_a_box_over_another(tmp_path):
    templates = spoilt(
        tmp_path,
        SHEET,
        ".champ + .champ, .signataire",
        ".champ + .champ { margin-left: -40mm }\n.signataire",
    )
    said = refused(templates)
    assert (
        "les cases de Madame Exemple Fictif et de Monsieur Personnage Inventé se recouvrent"
    ) in said


def test_attachments_that_no_service_would_take():
    document = documents.document(NAME).carrying(Format.DOCX, bytes(MAX_BYTES + 1))
    said = refused(documents.OUR_TEMPLATES, document)
    assert said == ["les fichiers joints sont trop gros : 50 Mo, pour 50 au plus"]


def test_the_command_line_ends_with_1(docgen_here, project):
    project.holding(EXAMPLE.read_bytes(), "complete.yaml")
    shutil.copytree(shipped_templates(), project.root / "templates")
    sheet = project.root / "templates" / SHEET
    sheet.write_text(
        sheet.read_text("utf-8") + ".champ { position: relative; left: 60mm }", "utf-8"
    )
    told = docgen_here("convention", "--format", "pdf")
    assert told.code == 1
    assert "sort de la page 2" in told.err
    assert not (project.root / "output").exists()


@pytest.mark.parametrize(
    "line", ["      nom: Madame Exemple Fictif\n", "nom: Madame Exemple Fictif"]
)
def test_a_signatory_without_a_name_is_refused_at_its_line(docgen_here, project, line):
    text = EXAMPLE.read_text("utf-8")
    assert line in text
    replaced = "" if line.endswith("\n") else "nom:"
    project.holding(text.replace(line, replaced, 1), "complete.yaml")
    told = docgen_here("convention")
    assert told.code == 1
    assert "signature.signataires[0].nom" in told.err
