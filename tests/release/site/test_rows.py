"""The rows of a release: each document by its name, with its state."""

from dataclasses import replace
from pathlib import Path

from docgen.document import LEFT_SHEET, Diffusion
from docgen.release.entries import ReleaseFile
from docgen.release.manifest.provenance import Provenance
from docgen.release.site.rows import parts, release_documents
from tests.release import small
from tests.support.documents import HERE

CODE = "81218"
TITLES = ("10 – Dix", "4.2 – Venir", "4 b – Accueillir", "4 a – Aider", "Art. 3")


def draft(key, apart=""):
    """Return the file of a draft pack, or of the sheet beside it."""
    about = ("publique", "commune-pack", key, "Dossier", CODE, Diffusion.PUBLIQUE)
    return ReleaseFile(Path(f"{key}.pdf"), *about, False, "pdf", 1, "", 1, apart=apart)


def test_a_sheet_stands_with_its_draft():
    files = [draft(CODE), draft(f"{CODE}-{LEFT_SHEET}", "ce qui reste à faire")]
    provenance = Provenance(HERE, None, small.DAY)
    [part] = parts(release_documents(files), provenance, {("commune-pack", "")})
    [pack] = part.groupes[0].lignes
    assert (pack.titre, pack.nom) == ("Dossier de commune", "Dossier de commune, Puygouzon")
    assert [one.format for one in pack.fichiers] == ["PDF", "Ce qui reste à faire, PDF"]
    assert part.etat
    assert (part.etat.mot, part.etat.reste) == ("PROJET", "commune-pack")


def test_documents_stand_in_the_order_of_their_numbers():
    files = [
        replace(draft(str(rank)), title=title, commune="") for rank, title in enumerate(TITLES)
    ]
    assert [one.titre for one in release_documents(files)] == [*reversed(TITLES)]
