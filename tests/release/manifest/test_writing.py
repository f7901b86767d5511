"""The manifest of a folder."""

import json

import pytest

from docgen.release.manifest.provenance import Provenance
from docgen.release.manifest.writing import manifest
from docgen.release.site.pages import ReleaseSummary
from tests.release import small


@pytest.mark.parametrize(("framed", "rendering"), [(True, None), (False, "direct")])
def test_manifest_records_direct_rendering(made, framed, rendering):
    files, provenance = (
        [*small.listed_files(made.folder)],
        Provenance(made.workspace, None, small.DAY),
    )
    summary = ReleaseSummary((), (), {}, "", {}, framed)
    data = json.loads(manifest("publique", files, {}, provenance, summary))
    assert data.get("rendu") == rendering
    assert len(data["fichiers"]) == len(files)
