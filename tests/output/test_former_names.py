"""Files that stand under the names that they had before they named the town."""

import json

from tests.conftest import Command, Project
from tests.output.test_edited_files import by_python_docx

ASKED = ("infographie", "--insee", "81218", "--format", "docx")
NEW, OLD = "infographie-81218-puygouzon", "infographie-81218"


def names(project: Project) -> list[str]:
    return sorted(path.name for path in (project.root / "output/infographie").iterdir())


def test_file_under_its_former_name_is_replaced(project: Project, docgen_here: Command) -> None:
    project.write(f"output/infographie/{OLD}.docx", b"")
    assert docgen_here(*ASKED).code == 0
    assert names(project) == [f"{NEW}.docx"]


def test_why_knows_a_file_by_its_former_name(project: Project, docgen_here: Command) -> None:
    docgen_here(*ASKED)
    answer = docgen_here("why", f"output/infographie/{OLD}.docx")
    assert answer.code == 1
    assert "son nom dit maintenant la commune : docgen why" in answer.err
    assert f"{NEW}.docx" in answer.err


def test_edited_file_under_its_former_name_is_kept(project: Project, docgen_here: Command) -> None:
    docgen_here(*ASKED)
    place = project.root / f"output/infographie/{NEW}.docx"
    edited = by_python_docx(place.read_bytes())
    place.unlink()
    project.write(f"output/infographie/{OLD}.docx", edited)
    answer = docgen_here(*ASKED)
    kept = f"{OLD} (corrigé à la main).docx"
    assert names(project) == [kept, f"{NEW}.docx"]
    assert (project.root / "output/infographie" / kept).read_bytes() == edited
    assert f"{kept} : c’était « {OLD}.docx », corrigé à la main" in answer.err


def test_other_format_under_its_former_name_is_told(project: Project, docgen_here: Command) -> None:
    project.write(f"output/infographie/{OLD}.pdf", b"%PDF-")
    err = docgen_here(*ASKED).err
    assert f"{OLD}.pdf : il date d’une autre fois ; seul « {NEW}.docx » est d’aujourd’hui" in err


def test_pages_of_two_circles_stand_beside_one_another(
    project: Project, docgen_here: Command
) -> None:
    keys = [
        json.loads(docgen_here(*ASKED, "--json", *inner).out)["documents"][0]["key"]
        for inner in ((), ("--interne",), ())
    ]
    assert keys == ["81218", "81218-interne", "81218"]
    assert names(project) == [f"{NEW}-interne.docx", f"{NEW}.docx"]
