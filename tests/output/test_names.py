"""The names of files tell the town, and whether their page is internal."""

import json

from tests.conftest import Command, Project

ASKED = ("infographie", "--insee", "81218", "--format", "docx")
NAME = "infographie-81218-puygouzon"


def names(project: Project) -> list[str]:
    return sorted(path.name for path in (project.root / "output/infographie").iterdir())


def test_pages_of_two_circles_stand_beside_one_another(
    project: Project, docgen_here: Command
) -> None:
    keys = [
        json.loads(docgen_here(*ASKED, "--json", *inner).out)["documents"][0]["key"]
        for inner in ((), ("--interne",), ())
    ]
    assert keys == ["81218", "81218-interne", "81218"]
    assert names(project) == [f"{NAME}-interne.docx", f"{NAME}.docx"]
