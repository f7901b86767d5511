"""Gather what a machine without a network needs to install docgen and to run it.

    python tools/wheelhouse.py DOSSIER [VERSION…]

leaves in DOSSIER the wheel of docgen and those of the libraries that it runs with, for each VERSION
of Python (that of Ubuntu 24.04 and the one that runs this, unless some are named), their list with
hashes, docgen's content, `installer.sh`, and SHA256SUMS over all of it.  Nothing is left behind
when something is missing: the folder is made beside its place, then renamed.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import requires
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
UBUNTU = "3.12"
"""The Python of Ubuntu 24.04, which the gendarmerie's desktops run."""
LINUX = [f"manylinux_2_{minor}_x86_64" for minor in (17, 24, 26, 27, 28, 31, 34, 35)]
"""The builds that run on it: glibc 2.39 and before."""
LIBRARIES = "bibliotheques.txt"
INSTALLER = "wheelhouse-installer.sh"


def runtime_names(name: str = "docgen", extras: frozenset[str] = frozenset()) -> set[str]:
    """Return the names of the libraries that a package runs with, and of those that they run with.

    Those of another system, or of an extra that nothing asks for, are left out.
    """
    libraries: set[str] = set()
    waiting, seen = [(name, extras)], set()
    while waiting:
        name, extras = waiting.pop()
        for line in requires(name) or ():
            asked = Requirement(line)
            marker = asked.marker
            if marker and not any(marker.evaluate({"extra": one}) for one in (extras or {""})):
                continue
            step = (canonicalize_name(asked.name), frozenset(asked.extras))
            libraries.add(step[0])
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return libraries


def locked(names: set[str]) -> str:
    """Return the part of the lock that pins these packages, each with its hashes."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]
    kept = [entry for entry in entries if canonicalize_name(entry.partition("==")[0]) in names]
    missing = names - {canonicalize_name(entry.partition("==")[0]) for entry in kept}
    if missing:
        sys.exit(f"hors de requirements.lock : {', '.join(sorted(missing))}")
    return "".join(re.sub(r"(?m)^ +#.*\n", "", entry) for entry in kept)


def gather(house: Path, versions: list[str]) -> None:
    """Make the folder `house` with all that the installer needs."""
    house.mkdir()
    listed = house / LIBRARIES
    listed.write_text(locked({*runtime_names(), "pip"}), "utf-8")
    for version in versions:
        download(listed, house / "wheels", version)
    list(WheelBuilder(str(ROOT)).build(directory=str(house), versions=["standard"]))
    copy_content(house / "projet")
    shutil.copy2(ROOT / "tools" / INSTALLER, house / "installer.sh")
    write_sums(house)


def write_sums(house: Path) -> None:
    """Write SHA256SUMS over all files of a folder."""
    paths = [path for path in sorted(house.rglob("*")) if path.is_file()]
    digests = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    lines = [
        f"{one}  {path.relative_to(house)}\n" for one, path in zip(digests, paths, strict=True)
    ]
    (house / "SHA256SUMS").write_text("".join(lines), "utf-8")


def copy_content(project: Path) -> None:
    """Copy the content that git keeps: what a person wrote for themselves alone does not travel."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--", "content"]
    kept = subprocess.run(command, check=False, capture_output=True, text=True).stdout.split("\0")
    if not any(kept):
        sys.exit("git ne dit pas quels textes sont du projet : rassemblez depuis un dépôt git.")
    for name in filter(None, kept):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, project / name)


def download(listed: Path, wheels: Path, version: str) -> None:
    """Fetch the wheels of the listed packages for a version of Python; exit when one has none."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
    command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--dest", str(wheels)]
    command += ["--implementation", "cp", "--python-version", version]
    command += [word for platform in LINUX for word in ("--platform", platform)]
    if subprocess.run([*command, "--requirement", str(listed)], check=False).returncode:
        sys.exit(f"Une bibliothèque manque pour Python {version} ; la cause est dite ci-dessus.")


def main(place: str = "", *versions: str) -> None:
    """Make the folder, whole or not at all."""
    if not place:
        sys.exit("Dites où : make wheelhouse DIR=DOSSIER")
    folder = Path(place).absolute()
    if folder.exists():
        sys.exit(f"« {folder} » existe déjà : nommez un dossier nouveau.")
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".wheelhouse-") as made:
        gather(Path(made, "w"), list(versions) or sorted({UBUNTU, here}))
        Path(made, "w").replace(folder)
    print(f"{folder} – portez-le sur la machine sans réseau, puis : sh installer.sh")


if __name__ == "__main__":
    main(*sys.argv[1:])
