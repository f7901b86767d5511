"""Complete projects of départements: all is known of each commune, and all is invented."""

import shutil
from pathlib import Path

from tools.complete_project import write

from docgen.workspace import Workspace, open_workspace
from tests.support.shared import folder_of_the_run, shared

COMMUNES = {
    "81": ("81218", "81101", "81233", "81004"),
    "31": ("31003", "31042", "31471", "31555"),
    "2A": ("2A001", "2A006", "2A362", "2A004"),
    "974": ("97424", "97421", "97419", "97411"),
}
"""Three communes of the gendarmerie and one of the police, by département."""
DEPARTEMENTS = ("81", "31")
"""Those of which tests of every day make projects; the others are made at night."""


@shared
def complete_project(departement: str) -> Workspace:
    """Return the complete project of a département, which no test may change."""
    return write(departement, folder_of_the_run() / f"complet-{departement}")


def copy_complete_project(departement: str, folder: Path) -> Workspace:
    """Copy the complete project of a département into a new folder, to be changed."""
    shutil.copytree(complete_project(departement).root, folder)
    return open_workspace(folder, exact=True)
