"""However a batch is made, its files are the same, byte for byte; and no more is made than must be.

The page of figures of a commune in gendarmerie zone and of one in police zone is made in both
formats by one process and compared with those of others; at night, packs of three fiches too.
Where the kind makes a difference, packs are made, final where only words do: a draft is laid out
for the sheet beside it, even if no PDF is asked.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import active_children
from pathlib import Path
from socket import socket
from typing import Any

import pytest

from docgen.build.batch import Batch, BatchTarget, Phase, Progress, make, open_workers, run
from docgen.build.batch.composer import (
    Composer,
    RenderSettings,
    plan_communes,
    render_commune,
    render_set,
    settings_of,
)
from docgen.build.batch.executors import address_fault
from docgen.build.batch.job import pack_documents
from docgen.build.incremental import Invocation, reuse_or_make
from docgen.cache import Store
from docgen.cache.fingerprint import read_inputs, read_marks
from docgen.errors import Severity, WorkplaceError
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds.infographie.options import InfographieOptions
from docgen.ooxml import read_package
from docgen.output.record import Record
from docgen.referential.referential import Referential
from docgen.request import Outcome, Request
from docgen.workspace import Workspace
from tests.conftest import ENGLISH_MACHINE, NIGHT, ROOT, Command, Project
from tests.kinds.commune_pack.packs import final_by_now, shortened
from tests.kinds.commune_pack.packs import project as project_in
from tests.support.shared import folder_of_the_run

CODES = tuple(map(CodeInsee, ("81218", "81065")))
"""A commune in gendarmerie zone, one in police zone."""
MANY = (*CODES, *map(CodeInsee, ("81101", "81140", "81271")))
"""So many communes that processes are started for them."""
PACK, PAGE = "commune-pack", "infographie"
EACH = {PAGE: 2, PACK: 5}
"""How many files a commune has: in both formats a page; a pack and its sheet, and its cards."""
REQUEST = Request(formats=(Format.DOCX,), framed=True)
PDF: dict[str, Any] = {"formats": (Format.PDF,)}
Files = dict[str, str]


@cache
def ours() -> Path:
    """Return a project of our content, but for the fiches: its packs are short."""
    return shortened(project_in(folder_of_the_run())).root


def lot(output: Path, root: Path | None = None, kind: str = PAGE, **fields: Any) -> Batch:
    """Return a batch of both communes, in Word files unless something else is asked."""
    jobs = fields.pop("jobs", 1)
    workspace = Workspace(root or ours(), output)
    return Batch(BatchTarget(workspace, kind, replace(REQUEST, **fields)), CODES, jobs=jobs)


def files(output: Path) -> Files:
    """Return the digests of the documents of a folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for kind in (PACK, PAGE)
        for path in sorted(output.rglob(f"{kind}-*"))
    }


def made_in_frames(asked: Batch, watch: Watch, *others: Any) -> Outcome:
    """Make packs in both formats; none of them may be laid out whole for want of frames."""
    outcome = make(asked, watch, *others)
    assert "cadre" not in {problem.code for problem in outcome.problems}
    return outcome


class Watch:
    """Notes how many communes were kept, and does something after the first is made."""

    def __init__(self, act: Any = None) -> None:
        self.act, self.last = act, Progress(Phase.VERIFICATION, 0, 0)

    def __call__(self, now: Progress) -> None:
        self.last = now
        if self.act and now.phase is Phase.FABRICATION:
            act, self.act = self.act, None
            act()


@dataclass(frozen=True)
class Serial:
    """What one process makes of a kind, one commune after another, and the cache of its run."""

    kind: str
    files: Files
    cache: Path


@cache
def made_by_one(kind: str) -> Serial:
    """Return the files of a kind as one process makes them, in both formats."""
    folder = folder_of_the_run()
    record = remembering(folder / "cache")
    made_in_frames(lot(folder / "out", kind=kind, formats=tuple(Format)), Watch(), None, record)
    made = files(folder / "out")
    assert len(made) == EACH[kind] * len(CODES)
    return Serial(kind, made, folder / "cache")


@pytest.fixture(scope="module", params=[PAGE, PACK] if NIGHT else [PAGE])
def serial(request: pytest.FixtureRequest) -> Serial:
    """What one process makes of a kind."""
    return made_by_one(request.param)


@pytest.fixture(scope="module")
def pages() -> Files:
    """The pages of figures as one process makes them."""
    return made_by_one(PAGE).files


def only(suffix: str, made: Files) -> Files:
    """Return the files of one format, and the cards, which stand beside either."""
    return {name: digest for name, digest in made.items() if name.endswith((suffix, ".vcf"))}


def remembering(cache: Path, root: Path | None = None) -> Record:
    """Return the record of a run."""
    here = root or ours()
    return Record(Store(cache), read_inputs(Workspace(here, here / "output")))


# The same bytes


def test_processes_make_the_same_files(serial: Serial, tmp_path: Path) -> None:
    started: list[int] = []
    watch = Watch(lambda: started.append(len(active_children())))
    asked = lot(tmp_path, kind=serial.kind, jobs=2, formats=tuple(Format))
    made_in_frames(replace(asked, codes=MANY), watch)
    assert started == [2]
    assert len(files(tmp_path)) == EACH[serial.kind] * len(MANY)
    assert serial.files.items() <= files(tmp_path).items()


def test_few_documents_start_no_process(pages: Files, tmp_path: Path, cache: Path) -> None:
    watch = Watch(lambda: children.extend(active_children()))
    children: list[object] = []
    asked = replace(lot(tmp_path, jobs=2), codes=CODES[:1])
    make(asked, watch, record=remembering(cache))
    assert not children
    assert files(tmp_path).items() <= pages.items()


ALONE = """
import sys
from pathlib import Path
from docgen.build.batch import Batch, BatchTarget, make
from docgen.document import Format
from docgen.request import Request
from docgen.workspace import Workspace

root, output, kind, *codes = sys.argv[1:]
request = Request(formats=(Format.DOCX,), framed=True)
target = BatchTarget(Workspace(Path(root), Path(output)), kind, request)
make(Batch(target, tuple(codes), jobs=2), print)
"""
"""Makes pages in a process of its own, in which none was started for others."""


def test_pages_are_the_same_when_no_process_starts(pages: Files, tmp_path: Path) -> None:
    far = tmp_path / ("long" * 30)  # longer than the address of a socket may be
    far.mkdir()
    words = [sys.executable, "-c", ALONE, str(ours()), str(tmp_path / "out"), PAGE, *MANY]
    variables = {"TMPDIR": str(far)}
    subprocess.run(words, env={**os.environ, **ENGLISH_MACHINE, **variables}, check=True)
    assert len(files(tmp_path / "out")) == len(MANY)
    assert only(".docx", pages).items() <= files(tmp_path / "out").items()
    assert list(far.iterdir()) == []


def test_stopped_run_goes_on_and_makes_the_same(pages: Files, tmp_path: Path, cache: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(lot(tmp_path), Watch(stop), record=remembering(cache))
    assert len(files(tmp_path)) == 1
    watch = Watch()
    make(lot(tmp_path), watch, None, remembering(cache))
    assert (watch.last.kept, files(tmp_path)) == (1, only(".docx", pages))


def test_cached_files_are_published_and_are_the_same(serial: Serial, tmp_path: Path) -> None:
    asked = lot(tmp_path, kind=serial.kind, **PDF)
    made = make(asked, Watch(), NoExecutor(), remembering(serial.cache))
    assert files(tmp_path) == only(".pdf", serial.files)
    packs = {digest for name, digest in serial.files.items() if name.endswith(".pdf")}
    assert {one.sha256 for one in made.artifacts} == packs


class NoExecutor(Executor):
    """An executor for a batch in which nothing is left to make."""

    def submit(self, *_: Any, **__: Any) -> Any:
        """Refuse."""
        raise AssertionError("something was made")


def test_without_cache_frames_make_the_same_files_and_leave_nothing(
    serial: Serial, tmp_path: Path, cache: Path
) -> None:
    asked = replace(lot(tmp_path, kind=serial.kind, no_cache=True, **PDF), codes=CODES[:1])
    assert whole(asked_once(asked, cache)) == []
    assert files(tmp_path)
    assert files(tmp_path).items() <= only(".pdf", serial.files).items()
    assert not list(cache.rglob("*"))


def test_worker_without_cache_nor_documents_makes_the_same(serial: Serial, tmp_path: Path) -> None:
    target = lot(tmp_path, kind=serial.kind).target
    settings = settings_of(Composer(target).templates, tuple(Format), None)
    settings = replace(settings, cache=tmp_path / "ailleurs")
    made = render_commune(settings, target, read_marks(target.workspace), (CODES[0], b""))
    assert not any(one.fallback_reason for one in made)
    assert {one.path.name: one.sha256 for one in made}.items() <= serial.files.items()
    assert not list(tmp_path.iterdir())


def test_cluster_makes_the_same_and_leaves_nothing_behind(
    pages: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scraps = tmp_path / "scraps"
    scraps.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scraps))
    with open_workers("dask://local", 1) as opened:
        assert opened is not None
        assert opened.jobs == 1
        make(replace(lot(tmp_path / "out"), codes=CODES[:1]), Watch(), opened.executor)
        assert [*scraps.glob("*/dask-scratch-space")]
    assert [*scraps.iterdir()] == []
    assert files(tmp_path / "out")
    assert files(tmp_path / "out").items() <= only(".docx", pages).items()


@pytest.mark.usefixtures("shared_layout")
def test_a_cluster_of_this_machine_makes_packs(project: Project, docgen: Command) -> None:
    final_by_now(project.workspace)
    asked = ("--insee", CODES[0], "--format", "docx", "--executor", "dask://local", "--jobs", "1")
    with socket() as other:
        with suppress(OSError):  # as long as somebody has the port that Dask would take
            other.bind(("", 8787))
            other.listen()
        made = docgen("commune-pack", *asked)
    assert made.code == 0, made.err
    [pack] = project.root.glob("output/commune-pack/*.docx")
    assert "word/document.xml" in read_package(pack.read_bytes())
    assert " - " not in made.err  # as Dask's loggers write
    assert "distributed" not in made.err


class Narrow(Executor):
    """An executor that has no memory for its first task, and does the others."""

    def __init__(self) -> None:
        self.lacking = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it at once."""
        done: Future[Any] = Future()
        if self.lacking:
            self.lacking = False
            done.set_exception(MemoryError())
        else:
            done.set_result(fn(*args, **kwargs))
        return done


def test_commune_without_memory_is_named_and_others_are_made(pages: Files, tmp_path: Path) -> None:
    asked = replace(lot(tmp_path), codes=CODES[:2], keep_going=True)
    made = make(asked, Watch(), Narrow())
    assert files(tmp_path).items() <= pages.items()
    assert {one.document.place for one in made.artifacts} == {CODES[1]}
    [wrong] = [one for one in made.problems if one.severity is Severity.ERREUR]
    assert wrong.file.startswith(f"{PAGE}-{CODES[0]}-")
    assert "mémoire insuffisante" in wrong.message
    with pytest.raises(WorkplaceError, match=f"{PAGE}-{CODES[0]}"):
        make(replace(asked, keep_going=False), Watch(), Narrow())


# No more than must be


@pytest.mark.usefixtures("shared_layout")
def test_one_commune_changes_and_one_pack_is_made(
    project: Project, tmp_path: Path, cache: Path
) -> None:
    final_by_now(project.workspace)
    asked = lot(tmp_path / "out", project.root, PACK)
    first = remembering(cache, project.root)
    make(asked, Watch(), record=first)
    before = files(tmp_path / "out")
    elected(project, "81218", "EXEMPLE")
    watch = Watch()
    make(asked, watch, record=remembering(cache, project.root))
    after = files(tmp_path / "out")
    assert {name for name in after if after[name] != before[name]} == {
        "commune-pack-81218-puygouzon.docx"
    }
    assert (watch.last.done, watch.last.kept) == (len(CODES), len(CODES) - 1)


def elected(project: Project, code: str, name: str) -> None:
    """Give a commune another mayor, as an import would: with the file's new digest."""
    folder = project.root / "content/referentiel/maires"
    text = (folder / "maires.csv").read_text("utf-8")
    rows = [
        [code, name, *row[2:]] if row[0] == code else row
        for row in csv.reader(io.StringIO(text), delimiter=";")
    ]
    made = io.StringIO()
    csv.writer(made, delimiter=";", lineterminator="\n").writerows(rows)
    data = made.getvalue().encode()
    (folder / "maires.csv").write_bytes(data)
    manifest = (folder / "edition.yaml").read_text("utf-8")
    known = hashlib.sha256(text.encode()).hexdigest()
    (folder / "edition.yaml").write_text(
        re.sub(known, hashlib.sha256(data).hexdigest(), manifest), "utf-8"
    )


def test_readers_of_another_circle_get_other_files(tmp_path: Path, cache: Path) -> None:
    found = {}
    for inner in (True, False):
        asked = lot(tmp_path / str(inner), options=InfographieOptions(interne=inner))
        make(replace(asked, codes=CODES[:1]), Watch(), record=remembering(cache))
        found[inner] = {*files(tmp_path / str(inner)).values()}
        assert found[inner]
    assert found[True].isdisjoint(found[False])


def test_damaged_file_is_made_again_and_others_stay(tmp_path: Path, cache: Path) -> None:
    asked = replace(lot(tmp_path), codes=MANY[:3])
    make(asked, Watch(), record=remembering(cache))
    before = files(tmp_path)
    damaged, gone, whole = sorted(tmp_path.rglob("*.docx"))
    damaged.write_bytes(b"rien")
    gone.unlink()
    time = whole.stat().st_mtime_ns
    make(asked, Watch(), record=remembering(cache))
    kept = damaged.with_name(f"{damaged.stem} (corrigé à la main).docx")  # whose work, none knows
    assert kept.read_bytes() == b"rien"
    kept.unlink()
    assert files(tmp_path) == before
    assert whole.stat().st_mtime_ns == time


def test_without_cache_what_stands_is_made_again(tmp_path: Path) -> None:
    asked = replace(lot(tmp_path), codes=CODES[:1])
    make(asked, Watch())
    [path] = tmp_path.rglob("*-puygouzon.docx")
    before = path.stat().st_ino, path.read_bytes()
    again = replace(asked.target, request=replace(asked.target.request, no_cache=True))
    make(replace(asked, target=again), Watch())
    assert path.stat().st_ino != before[0]
    assert path.read_bytes() == before[1]


def test_touched_templates_leave_no_recipe(project: Project, tmp_path: Path, cache: Path) -> None:
    css = f"{PAGE}/document.css"
    path = project.write(f"templates/{css}", (ROOT / "templates" / css).read_bytes())
    asked = replace(lot(tmp_path, project.root), codes=CODES)

    def touch() -> None:
        path.write_bytes(path.read_bytes())  # as who changes it and puts it back

    make(asked, Watch(touch), record=remembering(cache, project.root))
    watch = Watch()
    make(asked, watch, record=remembering(cache, project.root))
    assert watch.last.kept == 1  # the first, which was made before


# Laid out whole


class Failing(Executor):
    """An executor in whose frames something fails, as if memory lacked, but what it makes stands.

    What it lays out whole is told from what frames make by one more line before its last.
    """

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Any:
        """Do it here, whole."""
        done: Future[Any] = Future()
        made = work(*given, **named)
        why = {"fallback_reason": repr(MemoryError()), "transient": True}
        end = -len(b"%%EOF\n")
        told = (one.data[:end] + b"%\n" + one.data[end:] for one in made)
        done.set_result(
            [replace(one, data=data, **why) for one, data in zip(made, told, strict=True)]
        )
        return done


def asked_once(asked: Batch, cache: Path, *others: Any) -> Outcome:
    """Ask for packs as the command does."""
    target = asked.target
    invocation = Invocation(target.workspace, target.kind, asked.codes, target.request)
    return reuse_or_make(
        invocation, Store(cache), lambda record: make(asked, Watch(), *others, record=record)
    )


def whole(outcome: Outcome) -> list[str]:
    """Return what is told of packs that were laid out whole."""
    warnings = [one for one in outcome.problems if one.code == "cadre"]
    assert {one.message for one in warnings} <= {"1 document mis en page par la méthode lente"}
    return [one.hint for one in warnings]


def test_what_was_laid_out_whole_for_once_is_made_again(
    pages: Files, tmp_path: Path, cache: Path
) -> None:
    asked = replace(lot(tmp_path / "un", **PDF), codes=CODES[:1])
    [why] = whole(asked_once(asked, cache, Failing()))
    assert "MemoryError()" in why
    assert not files(tmp_path / "un").items() <= pages.items()
    for output in ("un", "deux"):  # where it stands, and where nothing does
        asked = replace(lot(tmp_path / output, **PDF), codes=CODES[:1])
        assert whole(asked_once(asked, cache)) == []
        assert files(tmp_path / output).items() <= pages.items()


def test_direct_layout_is_reported_each_time(project: Project, tmp_path: Path, cache: Path) -> None:
    css = f"{PAGE}/document.css"
    across = (ROOT / "templates" / css).read_text("utf-8") + "\n.mention ~ .plein { color: red }"
    project.write(f"templates/{css}", across)
    told = []
    for output, remark in (
        ("un", ""),
        ("un", "\n# rien"),
        ("deux", "\n# rien du tout"),
        ("deux", ""),
    ):
        remarked = project.root / "content/infographie/textes.yaml"
        remarked.write_text(remarked.read_text("utf-8") + remark, "utf-8")
        asked = replace(lot(tmp_path / output, project.root, **PDF), codes=CODES[:1])
        others = [NoExecutor()] if told else []
        made = asked_once(asked, cache, *others)
        assert [one.document.key for one in made.artifacts] == [CODES[0]]
        told.append(whole(made))
    assert "une autre section" in told[0][0]
    assert told == [told[0]] * 4


# Who works


def test_a_worker_that_has_other_templates_refuses(tmp_path: Path) -> None:
    composer = Composer(lot(tmp_path).target)
    roots = composer.templates.roots
    with pytest.raises(WorkplaceError, match="ne ferait pas les mêmes fichiers"):
        render_set(
            RenderSettings(roots, tuple(Format), "0" * 64),
            pack_documents(composer.documents(CODES[0])),
        )


def test_processes_tell_the_same_of_many_communes(tmp_path: Path) -> None:
    communes = Referential(lot(tmp_path).target.workspace).communes.in_departement("81")
    codes = tuple(commune.code for commune in communes[: run.PARALLEL_FROM])
    batch = replace(lot(tmp_path, final=True), codes=codes)
    here, there = (make(replace(batch, jobs=jobs), lambda _: None) for jobs in (1, 2))
    assert len(here.withheld) == len(codes)
    assert there == here


def test_a_process_that_reads_another_text_refuses(tmp_path: Path) -> None:
    target = lot(tmp_path).target
    marks = read_marks(target.workspace)
    assert plan_communes(target, marks, CODES)
    with pytest.raises(WorkplaceError, match="a été écrit pendant"):
        plan_communes(target, {**marks, "content/roles.yaml": (0, 0, 0)}, CODES)


@pytest.mark.parametrize("address", ["tcp://ici:8786", "dask://", "dask://ici", "dask://ici:port"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    assert address_fault(address) == f"adresse illisible : « {address} »"


@pytest.mark.parametrize("address", ["dask://local", "dask://127.0.0.1:8786"])
def test_an_address_is_one(address: str) -> None:
    assert address_fault(address) == ""
