"""One commune changes, one pack is composed and made: the files are those of a run from nothing."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from docgen.build.batch import Brief, Lot, Phase, Progress, make
from docgen.build.batch.composer import Shop
from docgen.build.incremental import Invocation, once
from docgen.cache import Memory, Store
from docgen.document import Format
from docgen.errors import ContentError
from docgen.request import Outcome, Request
from docgen.workspace import Workspace
from tests.kinds.commune_pack.packs import shortened
from tests.support.territory import project, with_communes, with_departement

HERE, THERE, POLICE = CODES = ("81101", "81218", "81004")
REQUEST = Request(formats=(Format.DOCX,), framed=True)
SMALL = "degradations"
"""An indicator, of which one cell is hidden: whether its rate is printed hangs on the others."""
FACTS = {("81101", SMALL, 2025): 40, ("81218", SMALL, 2025): 30, ("81004", SMALL, 2025): None}
FACTS |= {("81", SMALL, 2025): 74}
PEOPLE = {"81101": 2000, "81218": 6000, "81004": 50_000}


@dataclass
class Town:
    """A project that is changed and made again, and what that took."""

    workspace: Workspace
    store: Store
    composed: list[str] = field(default_factory=list)
    stop: BaseException | type[BaseException] | None = None
    """What happens once two communes are composed."""
    _known: int = 0

    def make(self, *, kept: bool = True) -> Outcome:
        """Make the packs of three communes; return what came of it."""
        self.composed.clear()
        self._known = 0
        request = replace(REQUEST, no_cache=not kept)
        lot = Lot(Brief(self.workspace, "commune-pack", request), CODES)

        def work(memory: Memory) -> Outcome:
            return make(lot, self.tell, memory=memory)

        invocation = Invocation(self.workspace, "commune-pack", CODES, request, apart=True)
        return once(invocation, self.store, work)

    def tell(self, now: Progress) -> None:
        """Note the commune that was composed, when one was; stop there if that is to happen."""
        if self.stop and now.done == 2:
            raise self.stop
        if now.phase is Phase.VERIFICATION:
            if now.kept == self._known:
                self.composed.append(CODES[now.done - 1])
            self._known = now.kept

    def at(self, name: str) -> Path:
        """Return the place of a file of the content."""
        return self.workspace.content / name

    def turn(self, name: str, old: str, new: str) -> None:
        """Replace words of a file of the content, each time they stand there."""
        text = self.at(name).read_text("utf-8")
        assert re.search(old, text, re.MULTILINE), old
        self.at(name).write_text(re.sub(old, new, text, flags=re.MULTILINE), "utf-8")

    def reimport(self, snapshot: str, file: str, old: str, new: str) -> None:
        """Change a file of a snapshot as an import would: its manifest tells its digest."""
        name = f"referentiel/{snapshot}/{file}"
        before = hashlib.sha256(self.at(name).read_bytes()).hexdigest()
        self.turn(name, old, new)
        after = hashlib.sha256(self.at(name).read_bytes()).hexdigest()
        self.turn(f"referentiel/{snapshot}/edition.yaml", before, after)

    @property
    def files(self) -> dict[str, bytes]:
        """The packs that stand."""
        return {path.name: path.read_bytes() for path in self.workspace.output.rglob("*.docx")}


@pytest.fixture(scope="module")
def once_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a project with figures, whose packs were made once, and its cache."""
    folder = tmp_path_factory.mktemp("territoire")
    workspace = shortened(project(folder / "projet"))
    with_communes(workspace, PEOPLE, FACTS)
    with_departement(workspace, 400_000, FACTS)
    Town(workspace, Store(folder / "cache")).make()
    return folder, folder / "cache"


@pytest.fixture
def town(once_made: tuple[Path, Path], tmp_path: Path) -> Iterator[Town]:
    """Return that project in its place, to be spoilt; it is put back afterwards."""
    folder, cache = once_made
    shutil.copytree(folder, tmp_path / "avant", copy_function=shutil.copy2)
    made = Town(Workspace(folder / "projet", folder / "projet/output"), Store(cache))
    yield made
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "avant", folder, copy_function=shutil.copy2)


def of_mayor(town: Town) -> None:
    town.reimport("maires", "maires.csv", "^81218;[^;]*;", "81218;DUPONT;")


def of_a_mayor_added_above(town: Town) -> None:
    town.reimport("maires", "maires.csv", "^81101;.*\n", "")


def of_figures(town: Town) -> None:
    with_communes(town.workspace, PEOPLE, FACTS | {("81218", "vols-de-vehicule", 2025): 9})


def of_figures_that_hide_a_rate(town: Town) -> None:
    with_communes(town.workspace, PEOPLE, FACTS | {("81101", SMALL, 2025): 27})


def of_what_is_written_of_a_commune(town: Town) -> None:
    town.at("territoire/communes.yaml").write_text(
        'communes:\n  - code_insee: "81218"\n    police_municipale: oui\n', "utf-8"
    )


def of_a_remark(town: Town) -> None:
    town.turn("territoire/communes.yaml", r"\Z", "\n# une remarque\n")


def of_the_edition_of_mayors(town: Town) -> None:
    town.turn("referentiel/maires/edition.yaml", "^edition: .*$", "edition: 2026-10-02")


def of_a_fiche(town: Town) -> None:
    town.turn("fiche/action-4-1.yaml", "^titre: .*$", "titre: Un autre titre")


def of_competence(town: Town) -> None:
    unit = next(
        line.split(";")[3]
        for line in town.at("referentiel/competence/competence.csv").read_text("utf-8").splitlines()
        if line.startswith("81101;")
    )
    town.reimport("competence", "competence.csv", f";{unit}$", ";Brigade de Nulle-Part")


def of_a_template(town: Town) -> None:
    (town.workspace.root / "templates/commune-pack").mkdir(parents=True)
    (town.workspace.root / "templates/commune-pack/document.css").write_text("p { color: red }")


def of_nothing(town: Town) -> None:
    """Change no word."""


Change = Callable[[Town], None]
ONE, ALL, NONE = {THERE}, set(CODES), set[str]()


@pytest.mark.parametrize(
    ("change", "composed"),
    [
        (of_nothing, NONE),
        (of_a_remark, NONE),
        (of_mayor, ONE),
        (of_a_mayor_added_above, {HERE}),
        (of_figures, ONE),
        (of_what_is_written_of_a_commune, ONE),
        (of_figures_that_hide_a_rate, ALL),
        (of_the_edition_of_mayors, ALL),
        (of_a_fiche, ALL),
        (of_competence, ALL),
        (of_a_template, ALL),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_change_composes_who_reads_it_and_all_is_as_from_nothing(
    town: Town, change: Change, composed: set[str]
) -> None:
    before = town.files
    times = {path: path.stat().st_mtime_ns for path in town.workspace.output.rglob("*.docx")}
    change(town)
    made = town.make()
    assert set(town.composed) == composed
    assert len(town.composed) == len(composed)
    files = town.files
    written = {path.name for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert written >= {name for name in files if files[name] != before[name]}
    assert written <= {f"commune-pack-{code}.docx" for code in composed}
    if composed == ALL and change is not of_figures_that_hide_a_rate:
        return  # nothing was left of what was known before
    shutil.rmtree(town.workspace.output)
    cold = town.make(kept=False)
    assert set(town.composed) == ALL
    assert town.files == files
    assert made.problems == cold.problems
    assert [(one.path, one.sha256) for one in made.artifacts] == [
        (one.path, one.sha256) for one in cold.artifacts
    ]


def test_what_was_left_standing_is_known_the_next_time_too(town: Town) -> None:
    of_mayor(town)
    town.make()
    of_what_is_written_of_a_commune(town)
    town.turn("territoire/communes.yaml", "81218", "81004")
    town.make()
    assert town.composed == [POLICE]
    of_nothing(town)
    town.make()
    assert town.composed == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ContentError([])])
def test_a_run_that_stops_before_its_first_pack_leaves_what_it_composed(
    town: Town, tmp_path: Path, stop: type[BaseException] | BaseException
) -> None:
    expected = town.files
    shutil.rmtree(town.workspace.output)
    town.store = Store(tmp_path / "cache")
    town.stop = stop
    with pytest.raises((KeyboardInterrupt, ContentError)):
        town.make()
    assert town.files == {}
    town.stop = None
    town.make()
    assert town.composed == [POLICE]
    assert town.files == expected


def test_a_mistake_in_a_file_of_communes_is_told_and_mended(town: Town) -> None:
    before = town.files
    text = town.at("territoire/communes.yaml").read_text("utf-8")
    town.at("territoire/communes.yaml").write_text("communes:\n  - code_insee: 99\n", "utf-8")
    with pytest.raises(ContentError, match=r"communes\.yaml"):
        town.make()
    town.at("territoire/communes.yaml").write_text(text + "\n", "utf-8")
    town.make()
    assert (town.composed, town.files) == ([], before)


def test_a_pack_that_was_lost_is_made_again_though_it_need_not_be_composed_to_be_known(
    town: Town,
) -> None:
    before = town.files
    of_a_remark(town)
    shutil.rmtree(town.workspace.output)
    for path in town.store.folder.glob("v*/fichiers/*/*"):
        path.write_bytes(b"abime")
    town.make()
    assert (town.composed, town.files) == ([], before)


def test_a_damaged_memory_of_what_was_composed_is_as_good_as_none(town: Town) -> None:
    before = town.files
    of_a_remark(town)
    damaged = list(town.store.folder.glob("v*/compositions/*/*"))
    assert len(damaged) == len(CODES) + 1  # what was asked for all of them
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    town.make()
    assert (set(town.composed), town.files) == (ALL, before)


def test_a_commune_asks_the_same_whoever_was_composed_before_it(town: Town) -> None:
    brief = Brief(town.workspace, "commune-pack", REQUEST)
    one_shop = Shop(brief)
    together = {code: one_shop.asked(code)[1] for code in CODES}
    for code in (POLICE, HERE):
        alone = Shop(brief)
        assert alone.asked(code)[1] == together[code]
        assert alone.answers.shared.items() <= one_shop.answers.shared.items()


LIGHT = """
import sys
from docgen.cli import main
try:
    main()
except SystemExit as end:
    loaded = {"docgen.build.pipeline", "docgen.kinds.kind", "docgen.referential.droit.droit"}
    loaded |= {"jinja2", "lxml"}
    print(end.code, *sorted(loaded & sys.modules.keys()))
"""


def asked(folder: Path, output: str, *codes: str) -> list[str]:
    """Return what a command for some communes loads, and its exit code before it."""
    words = [one for code in codes for one in ("--insee", code)]
    where = ["--project", str(folder), "--output", str(folder / output), "--format", "docx"]
    command = [sys.executable, "-c", LIGHT, "commune-pack", *where, *words]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return ended.stdout.splitlines()[-1].split()


def test_packs_that_were_composed_among_others_load_nothing_that_makes_documents(
    town: Town,
) -> None:
    root = town.workspace.root
    assert asked(root, "un", HERE, THERE)[1:] != []
    assert asked(root, "deux", HERE) == ["0"]
    name = f"commune-pack/commune-pack-{HERE}.docx"
    assert (root / "deux" / name).read_bytes() == (root / "un" / name).read_bytes()
