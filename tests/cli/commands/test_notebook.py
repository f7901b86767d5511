"""The notebook on the command line: what an import says of the files that it wrote."""

import json
from datetime import date

import pytest

from docgen.cache import Store, default_folder
from docgen.cli.commands.notebook import files_by_folder
from docgen.referential.referential import Referential
from docgen.review.law_review import LawReviewer
from docgen.review.notebook import write_notebook


def test_many_files_of_a_folder_make_one_line():
    fiches = [f"content/fiche/{rank}.yaml" for rank in range(4)]
    assert list(files_by_folder([*fiches, "content/territoire/unites.yaml"])) == [
        "content/fiche : 4 fichiers",
        "content/territoire/unites.yaml",
    ]
    assert list(files_by_folder(fiches[:3])) == fiches[:3]


@pytest.mark.usefixtures("shared_cache")
def test_import_of_a_blank_notebook_writes_no_file(project, docgen_here):
    reviewer = LawReviewer(Referential(project.workspace), Store(default_folder()))
    path = project.root / "cahier.xlsx"
    path.write_bytes(write_notebook(reviewer, ["fiche 4.2"], (), date(2026, 12, 1)).data)
    answer = docgen_here("cahier", "importer", str(path), "--json")
    assert (answer.code, json.loads(answer.out)["files"]) == (0, [])
