"""The rows of a release: each document by its name, with its state."""

from pathlib import Path

from docgen.document import SHEET, Diffusion
from docgen.release.entries import ReleaseFile
from docgen.release.manifest.provenance import Provenance
from docgen.release.site.rows import parts, release_documents
from tests.release import small
from tests.support.documents import HERE

CODE = "81218"


def draft(key, apart=""):
    """Return the file of a draft pack, or of the sheet beside it."""
    about = ("publique", "commune-pack", key, "Dossier", CODE, Diffusion.PUBLIQUE)
    return ReleaseFile(Path(f"{key}.pdf"), *about, False, "pdf", 1, "", 1, apart=apart)


def test_a_sheet_is_named_after_its_draft_and_lacks_nothing():
    files = [draft(CODE), draft(f"{CODE}-{SHEET}", "ce qui reste à faire")]
    provenance = Provenance(HERE, None, small.DAY)
    [part] = parts(release_documents(files), provenance, {("commune-pack", "")})
    pack, sheet = part.groupes[0].lignes
    assert (pack.titre, bool(pack.reste)) == ("Dossier de commune", True)
    assert (sheet.titre, sheet.reste) == ("Dossier de commune – ce qui reste à faire", "")
    assert (sheet.nom, sheet.etat) == (f"{sheet.titre}, Puygouzon", "PROJET")
