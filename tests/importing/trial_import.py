"""An import in memory of one invented official file, for the tests of importers."""

import re
from datetime import date

from docgen.errors import ContentError, Severity
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.referential.referential import Referential
from docgen.referential.snapshot import MANIFEST, OpenSnapshot
from docgen.workspace import Workspace
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared/data"
"""Real official files, if this machine has them."""
FRANCE = Referential(Workspace(ROOT, ROOT / "output"))
"""docgen's own referential, with the communes of France."""
DAY = ImportOptions(edition=date(2026, 8, 1))


class TrialImport:
    """An import of one file: its snapshots, or its problems."""

    def __init__(
        self, folder, convert, data, name="fichier.csv", *, options=DAY, referential=FRANCE
    ):
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.folder = folder
        self.infile = InputFile(path, name)
        self.snapshots, self.refused = (), ()
        try:
            self.snapshots = convert([self.infile], options, referential)
        except ContentError as error:
            self.refused = error.problems
            assert all(one.hint or is_count(one) for one in self.refused if is_error(one))

    @property
    def snapshot(self):
        """Return the only snapshot of the import."""
        assert not self.refused, self.refused
        (snapshot,) = self.snapshots
        return snapshot

    @property
    def opened(self):
        """Return the snapshot as the project reads it back."""
        folder = self.folder / self.snapshot.name
        folder.mkdir(exist_ok=True)
        for name, data in self.snapshot.all_files.items():
            (folder / name).write_bytes(data)
        assert MANIFEST in self.snapshot.all_files
        return OpenSnapshot(folder, self.snapshot.name, self.snapshot.name)

    @property
    def errors(self):
        """Return the errors that stopped the import: line, code."""
        found = filter(is_error, self.refused)
        return [(one.line, one.code) for one in found]

    @property
    def warnings(self):
        """Return the warnings: code, message."""
        told = self.infile.all_problems
        return [(one.code, one.message) for one in told if not is_error(one)]


def is_error(problem):
    """Whether a problem stops the import."""
    return problem.severity is Severity.ERREUR


def is_count(problem):
    """Whether a problem only counts others like it, which have said what to do."""
    return re.match(r"et \d", problem.message) is not None


def table(columns, *rows):
    """Return a table with semicolons, without quotes."""
    return "\n".join(";".join(row) for row in (columns, *rows)) + "\n"
