"""Write an archive in the form of the directory of DILA, with invented services, to try imports.

    .venv/bin/python tools/synthetic_annuaire.py all_latest.tar.bz2

By default as many services as the true one has, of the same weight, and whom they serve in each
commune of France. Fields, types and dates are like the true ones; names, numbers and persons are
invented, and every town hall says « exemple fictif ».
"""

import argparse
import bz2
import json
import random
import tarfile
import tempfile
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from docgen.french.territory import departement_of
from docgen.importing.annuaire.entry import TYPES
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

TRUE_SIZE = 63_000
"""How many services the true file has, in 272 MB; 35,000 of them are town halls."""
STAMP = "2026-08-18_053123"
SERVICES, COMMUNES = f"{STAMP}-data.gouv_local.json", f"{STAMP}-data.gouv_commune.zip"
OTHERS = ("ccas", "caf", "cpam", "tresorerie", "sip", "cio", "clic", "urssaf", "permanence")
"""Types that are not kept."""
MISSION = 2800
"""How many characters the texts of an entry have that no import reads."""
IDS_PER_TYPE = 6
TYPES_PER_COMMUNE = 70


def service(kind: str, code: str, **changes: Any) -> dict[str, Any]:
    """Return an entry in the form of DILA."""
    entry: dict[str, Any] = {
        "id": f"{kind}-{code}",
        "nom": f"{kind} - {code}",
        "ancien_code_pivot": f"{kind}-{code}-01",
        "pivot": [{"type_service_local": kind, "code_insee_commune": [code]}],
        "code_insee_commune": code,
        "telephone": [{"valeur": "01 99 00 00 01", "description": ""}],
        "adresse_courriel": [f"{kind}@exemple.invalid"],
        "site_internet": [{"libelle": "", "valeur": "https://exemple.fr"}],
        "adresse": [address()],
        "plage_ouverture": [slot("Lundi", "Vendredi", "09:00:00", "12:00:00")],
        "date_modification": "02/03/2026 17:42:39",
        "affectation_personne": [{"personne": {"nom": "FICTIF", "prenom": "Exemple"}}],
    }
    return entry | changes


def address(**changes: str) -> dict[str, str]:
    """Return an address in the form of DILA."""
    return {
        "type_adresse": "Adresse",
        "numero_voie": "1 rue de l'Exemple",
        "code_postal": "81000",
        "nom_commune": "Exemple-Fictif",
        "longitude": "2.15",
        "latitude": "43.92",
    } | changes


def slot(first: str, last: str, *hours: str, remark: str = "") -> dict[str, str]:
    """Return opening hours in the form of DILA."""
    names = ("debut_1", "fin_1", "debut_2", "fin_2")
    times = {f"valeur_heure_{name}": at for name, at in zip(names, hours, strict=False)}
    return {"nom_jour_debut": first, "nom_jour_fin": last, "commentaire": remark, **times}


def commune_file(code: str, services: dict[str, list[str]]) -> bytes:
    """Return the file about whom services serve, of a commune."""
    groups = [{"code_type_service_local": kind, "organisme": ids} for kind, ids in services.items()]
    commune = {"code_insee_commune": code, "nom": "Exemple", "type_service_local": groups}
    return json.dumps({"commune": [commune]}).encode()


def invented_services(
    codes: Sequence[str], count: int, chance: random.Random
) -> Iterator[dict[str, object]]:
    """Yield a town hall for each commune, then services of all types up to `count`."""
    kinds = [kind for kind in TYPES if "mairie" not in kind]
    letters = "abcdefghilmnoprstuv     "
    text = "".join(chance.choices(letters, k=400_000))

    def mission() -> str:
        start = chance.randrange(len(text) - MISSION)
        return f"<p>{text[start : start + MISSION]}</p>"

    for code in codes[:count]:
        name = f"Mairie - {code} (exemple fictif)"
        yield service("mairie", code, nom=name, mission=mission())
    for _ in range(count - len(codes)):
        kind = chance.choice(kinds) if chance.random() < 0.4 else chance.choice(OTHERS)
        code = chance.choice(codes)
        identifier = str(uuid.UUID(int=chance.getrandbits(128)))
        yield service(kind, code, id=identifier, mission=mission())


def write_archive(path: Path, codes: Sequence[str], count: int, seed: int) -> None:
    """Write an archive: the services, then the ZIP of communes."""
    chance = random.Random(seed)
    with bz2.BZ2File(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        with tempfile.TemporaryFile() as file:
            served = _write_services(file, invented_services(codes, count, chance))
            _add(tar, SERVICES, file)
        with tempfile.TemporaryFile() as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
                for code in codes:
                    services = _services(served.get(departement_of(code), {}), chance)
                    package.writestr(f"{code}.json", commune_file(code, services))
            _add(tar, COMMUNES, file)


def _write_services(
    file: IO[bytes], entries: Iterator[dict[str, Any]]
) -> dict[str, dict[str, list[str]]]:
    """Write the JSON file; return the identifiers of services by département and type."""
    served: dict[str, dict[str, list[str]]] = {}
    file.write(b'{ "service" : [\n')
    for rank, entry in enumerate(entries):
        kinds = served.setdefault(departement_of(entry["code_insee_commune"]), {})
        kinds.setdefault(entry["pivot"][0]["type_service_local"], []).append(entry["id"])
        file.write(b",\n" * (rank > 0) + json.dumps(entry, ensure_ascii=False).encode())
    file.write(b"\n] }")
    return served


def _services(served: dict[str, list[str]], chance: random.Random) -> dict[str, list[str]]:
    """Return invented services of a commune: of the types kept, then of types made up."""
    known = {kind: [chance.choice(ids)] for kind, ids in sorted(served.items())}
    made_up = {
        f"type_{rank}": [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(IDS_PER_TYPE)]
        for rank in range(TYPES_PER_COMMUNE - len(known))
    }
    return known | made_up


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    header = tarfile.TarInfo(name)
    header.size = file.tell()
    file.seek(0)
    tar.addfile(header, file)


def main() -> None:
    """Write one archive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--services", type=int, default=TRUE_SIZE)
    parser.add_argument("--project", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--seed", type=int, default=21)
    given = parser.parse_args()
    here = Workspace(given.project, given.project / "output")
    codes = list(Referential(here).communes.codes)
    write_archive(given.path, codes, given.services, given.seed)


if __name__ == "__main__":
    main()
