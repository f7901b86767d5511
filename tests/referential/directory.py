"""A directory of local services as an import writes it; every service in it is invented."""

from pathlib import Path

from docgen.referential.communes.services_locaux import (
    ANNUAIRE,
    COMPETENCE_COLUMNS,
    COMPETENCE_FILE,
    SERVICES_COLUMNS,
    SERVICES_FILE,
)
from docgen.referential.snapshot import Origine, Snapshot, to_csv


def write_directory(folder: Path, *services: dict[str, str], served=(), edition="2026-08-01"):
    """Write the snapshot of services, each given by its values, in a folder; return the folder.

    `served` are pairs: the identifier of a service, the codes of its communes.
    """
    rows = [[one.get(name, "") for name in SERVICES_COLUMNS] for one in services]
    files = {
        SERVICES_FILE: to_csv(SERVICES_COLUMNS, rows),
        COMPETENCE_FILE: to_csv(COMPETENCE_COLUMNS, served),
    }
    origine = Origine(jeu="exemple fictif", edition=edition, mention="DILA, exemple fictif")
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in Snapshot(ANNUAIRE, origine, files).all_files.items():
        (folder / name).write_bytes(data)
    return folder
