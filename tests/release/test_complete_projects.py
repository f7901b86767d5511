"""At night, complete projects are released in every circle, each page of figures on one page.

By day, `tests/kinds/commune_pack/test_complete_packs.py` makes their packs, and other tests of this
folder release less.
"""

import pytest
from pypdf import PdfReader

from docgen.document import LEFT_SHEET
from docgen.errors import Severity
from docgen.release.manifest.reading import read_manifest
from tests.conftest import NIGHT
from tests.kinds.commune_pack.packs import shortened
from tests.release import small
from tests.support.projects.complete import COMMUNES, copy_complete_project

CIRCLES = ("publique", "interne")


@pytest.mark.skipif(not NIGHT, reason="released at night: DOCGEN_TESTS=night")
@pytest.mark.parametrize("departement", COMMUNES)
def test_complete_project_is_released_in_every_circle(departement, tmp_path):
    here = shortened(copy_complete_project(departement, tmp_path / "projet"))
    codes = COMMUNES[departement]
    made = small.released(here, tmp_path / "release", communes=codes, interne=True)
    assert [one for one in made.problems if one.severity is Severity.ERREUR] == []
    packs = {circle: packs_of(tmp_path / "release" / circle) for circle in CIRCLES}
    assert {circle: len(found) for circle, found in packs.items()} == dict.fromkeys(CIRCLES, 4)
    for pack in packs["publique"]:
        [figures] = [text for text in pack if "La commune à côté du département" in text]
        assert "Sources : SSMSI" in figures
    public = read_manifest(tmp_path / "release/publique")["fichiers"]
    pages = [one["pages"] for one in public if one["kind"] == "infographie" and one["pages"]]
    assert pages == [1] * len(codes)
    messages = [one["path"] for one in public if one["path"].endswith(".message.txt")]
    fiches = [one for one in public if (one["kind"], one["format"]) == ("fiche", "pdf")]
    assert len(messages) == len(set(messages)) == len(fiches)


def packs_of(folder):
    """Return the words of each page of each pack of a circle."""
    listed = read_manifest(folder)["fichiers"]
    packs = [
        one
        for one in listed
        if (one["kind"], one["format"]) == ("commune-pack", "pdf")
        and not one["key"].endswith(LEFT_SHEET)
    ]
    readers = (PdfReader(folder / pack["path"]) for pack in packs)
    return [[" ".join(page.extract_text().split()) for page in pdf.pages] for pdf in readers]
