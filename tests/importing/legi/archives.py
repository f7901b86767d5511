"""A small project that cites a few articles, and small archives: invented sentences only."""

import json
from datetime import date

from tools.synthetic_legi import Article, write_archive

from docgen.cache import Store
from docgen.importing.imports import import_official
from docgen.importing.input_file import ImportOptions
from docgen.referential.referential import Referential
from docgen.workspace import REFERENTIEL, Workspace

TODAY = date(2026, 11, 28)
GLOBAL = "Freemium_legi_global_20260701-140000.tar.gz"
CITED = (
    "code: environnement, article: L. 541-3",
    "code: urbanisme, article: R. 421-1",
    "code: crpm, article: L. 211-14",
    "code: route, article: L. 325-1, jusqu_au: L. 325-3",
    "texte: loi, numero: 2025-268, date: 2025-03-24, article: 37",
)
WASTE, PERMIT, LAW = (f"LEGIARTI{number:012}" for number in (541, 421, 37))


class LawProject:
    """A project whose law cites `CITED`, into which archives and JSON are imported."""

    def __init__(self, root):
        self.root = root
        self.workspace = Workspace(root, root / "output")
        self.store = Store(root / "cache")
        droit = root / "content" / REFERENTIEL / "droit"
        droit.mkdir(parents=True)
        rules = (
            f"  - {{cle: exemple-{rank}, enonce: exemple fictif, nature: article,"
            f" reference: {{{cited}}}, page: x, confiance: V}}\n"
            for rank, cited in enumerate(CITED)
        )
        (droit / "exemple.yaml").write_text("titre: Exemple fictif\nregles:\n" + "".join(rules))

    def archive(self, name, *articles, deleted=(), **more):
        """Write an archive; its stamp is in its name."""
        files = [(article.path, article.xml) for article in articles]
        if deleted:
            listed = "".join(f"{article.path.removesuffix('.xml')}\n" for article in deleted)
            files.append(("liste_suppression_legi.dat", listed.encode()))
        stamp = name[len("LEGI_") :][: len("20260702-210000")] if name.startswith("LEGI_") else ""
        return write_archive(self.root / name, files, stamp, **more)

    def json(self, name, *nodes):
        """Write a JSON file."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(nodes[0] if len(nodes) == 1 else nodes))
        return path

    def give(self, *paths, edition=None, progress=lambda _what, _share: None):
        """Import files; return the result."""
        options = ImportOptions(edition, progress=progress, today=TODAY, store=self.store)
        return import_official(self.workspace, "legi", paths, options)

    @property
    def articles(self):
        """The articles as the project reads them back."""
        return Referential(self.workspace).articles


def waste(number=541, **more):
    """Return a version of the cited article on waste."""
    return Article(f"LEGIARTI{number:012}", "L541-3", **more)
