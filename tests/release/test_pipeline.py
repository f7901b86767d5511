"""A release is whole or not at all, the same bytes every time, and holds what is due."""

import io
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from docgen.build.batch import processes
from docgen.cache import Store, default_folder
from docgen.cache.store import LAYOUT
from docgen.cli.main import STOPPED
from docgen.conformity.validators.verapdf import find_engine
from docgen.errors import ContentError, DocgenError, RenderingError, Severity, TemplateError
from docgen.referential.referential import Referential
from docgen.release import documents
from docgen.release.manifest.reading import read_manifest
from docgen.release.pipeline import make_release
from docgen.release.verification.check_folder import check_release
from docgen.workspace import shipped_templates
from tests.conftest import ENGLISH_MACHINE, plain_blanks
from tests.release import small
from tests.release.conftest import EVERYWHERE
from tests.support.territory import with_doubtful_mayor

PUBLIC = {
    "final/echeances/echeances.ics",
    *(
        f"{state}.{ext}"
        for ext in ("docx", "pdf")
        for state in (
            "final/infographie/infographie-81004-albi",
            "final/infographie/infographie-81218-puygouzon",
            "projet/convention/convention-2026",
            "projet/convention/convention-2026-reste-a-faire",
        )
    ),
}


@pytest.fixture
def here(made, tmp_path):
    """A copy of the project, its release and its cache, which a test may spoil."""
    shutil.copytree(made.cache, default_folder())
    shutil.copytree(made.workspace.root, tmp_path / "projet")
    shutil.copytree(made.folder, tmp_path / "release")
    return small.open_workspace(tmp_path / "projet", exact=True)


@pytest.fixture
def folder(here):
    """The copy of the release."""
    return here.root.parent / "release"


def test_finals_and_drafts_are_in_folders_apart(made):
    told = read_manifest(made.folder / "publique")
    assert {line["path"] for line in told["fichiers"]} == PUBLIC
    assert {line["diffusion"] for line in told["fichiers"]} == {"publique"}
    assert [path.name for path in made.folder.iterdir()] == ["publique"]
    assert all(line["final"] == line["path"].startswith("final/") for line in told["fichiers"])


def test_manifest_describes_each_file_and_its_sources(made):
    told = read_manifest(made.folder / "publique")
    [page] = [
        one for one in told["fichiers"] if one["path"].endswith("infographie-81218-puygouzon.pdf")
    ]
    assert (page["commune"], page["kind"], page["pages"]) == ("81218", "infographie", 1)
    assert page["taille"] == (made.folder / "publique" / page["path"]).stat().st_size
    assert {one["fichier"] for one in page["sources"]} >= {"content/infographie/textes.yaml"}
    digests = {one["fichier"]: one["sha256"] for one in page["sources"]}
    inner = {name: digests.pop(name) for name in list(digests) if "/territoire/" in name}
    assert set(inner.values()) == {""}  # they hold internal values, which a digest would betray
    assert all(len(one) == 64 for one in digests.values())
    assert {"docgen", "weasyprint", "pango", "harfbuzz", "zlib"} <= told["versions"].keys()
    assert {one["nom"] for one in told["donnees"]} >= {"cog", "maires"}
    assert "SourceSans3-Regular.ttf" in told["polices"]
    assert told["date"] == "2027-01-15"


def test_report_says_what_is_left_and_where(made):
    report = json.loads((made.folder / "publique/rapport.json").read_text("utf-8"))
    assert any("2026.yaml" in one["file"] for one in report["problems"])
    page = (made.folder / "publique/rapport.html").read_text("utf-8")
    assert "content/convention/2026.yaml" in page
    assert "Ce qui n’a pas été fait" in page  # no text at all for packs


def test_notices_of_final_pages_are_not_listed_as_lacking(tmp_path, folder):
    doubtful = small.CodeInsee("81006")
    here = with_doubtful_mayor(small.project(tmp_path), doubtful)
    made = small.released(here, folder, communes=(small.CODES[0], doubtful))
    states = {one.commune: one.final for one in made.files if one.commune}
    assert states == {small.CODES[0]: True, doubtful: False}
    final = Referential(here).communes.get(small.CODES[0]).toponyme.seul
    assert any(one.message.startswith(f"{final} : ") for one in made.problems)
    page = plain_blanks((folder / "publique/rapport.html").read_text("utf-8"))
    lacks = page.partition('<h3 id="infographie">')[2].partition("</section>")[0]
    assert "nom à vérifier" in lacks
    assert lacks.count("<li>") == 2  # where the pages are; the mayor


def test_kind_of_communes_without_text_is_reported(made):
    said = (made.folder / "publique/rapport.html").read_text("utf-8")
    assert "content/commune-pack" in said
    assert "n’en a aucun texte" in said


def test_release_has_same_bytes_elsewhere_and_in_processes(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    for module in (documents, processes):  # so that its few documents suffice
        monkeypatch.setattr(module, "MIN_TASKS_FOR_POOL", 1)
    elsewhere = small.project(tmp_path / "ailleurs")
    store = Store(shutil.copytree(made.cache, default_folder()))
    again = small.released(elsewhere, tmp_path / "autre", jobs=2, store=store, no_cache=True)
    assert again.reused == 0
    assert small.files(tmp_path / "autre") == small.files(made.folder)


def test_release_reuses_what_is_cached_and_stands_while_nothing_changes(made, here, tmp_path):
    steps, target, store = [], tmp_path / "autre", Store(default_folder())
    request = small.ReleaseRequest(small.DAY, small.CODES, store=store)

    def release():
        steps.clear()
        return make_release(here, target, request, None, lambda step, *_: steps.append(step))

    first = release()
    assert first.reused == len(first.files)
    assert not [one for one in steps if one.startswith(("convention", "relecture"))]
    assert small.files(target) == small.files(made.folder)
    again = release()
    assert steps == []
    assert replace(again, reused=first.reused) == first
    assert again.reused == len(again.files)
    (target / "publique/index.html").write_bytes(b"exemple fictif")
    assert release() == first
    assert steps
    assert small.files(target) == small.files(made.folder)
    text = here.content / "convention/2026.yaml"
    text.write_bytes(text.read_bytes() + b"# exemple fictif\n")
    release()
    assert steps


def test_edited_file_is_kept_beside_and_never_released(here, folder):
    before = small.files(folder)
    word = folder / "publique/projet/convention/convention-2026.docx"
    corrected = io.BytesIO()
    docx.Document(word).save(corrected)
    word.write_bytes(corrected.getvalue())
    aside = here.output / "convention/convention-2026 (signé).pdf"  # kept there by another command
    aside.parent.mkdir(parents=True)
    aside.write_bytes(b"signe")
    kept = folder.with_name("release (gardé)")
    name = "publique/projet/convention/convention-2026 (corrigé à la main).docx"
    for _ in range(2):
        made = small.released(here, folder)
        assert [one.file for one in made.problems if one.code == "garde"] == [str(kept / name)]
        assert small.files(folder) == before
        assert small.files(kept) == {name: corrected.getvalue()}
    assert kept.stat().st_mode & 0o777 == 0o700
    assert "gardé" not in "".join(small.files(folder))
    shutil.rmtree(kept)
    assert "garde" not in {one.code for one in small.released(here, folder).problems}


def test_release_made_meanwhile_is_not_replaced_unasked(here, folder):
    before = small.files(folder)
    with pytest.raises(ContentError, match="dont 1 que celle-ci n’a pas"):
        small.released(here, folder, communes=small.CODES[:1], named=True)
    assert small.files(folder) == before


def test_all_mistakes_are_reported_at_once_and_former_release_stays(here, folder):
    before = small.files(folder)
    act = here.content / "convention/2026.yaml"
    act.write_text(act.read_text("utf-8").replace("intitule:", "intituler:", 1), "utf-8")
    words = here.content / "infographie/textes.yaml"
    words.write_text(words.read_text("utf-8") + "inconnu: oui\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        small.released(here, folder)
    assert {one.file for one in caught.value.problems} >= {
        "content/convention/2026.yaml",
        "content/infographie/textes.yaml",
    }
    assert small.files(folder) == before


def test_keep_going_leaves_out_a_kind_that_fails(here, folder):
    act = here.content / "convention/2026.yaml"
    act.write_text(act.read_text("utf-8").replace("intitule:", "intituler:", 1), "utf-8")
    made = small.released(here, folder, keep_going=True)
    assert {one.kind for one in made.files} == {"infographie"}
    assert any(one.file == "content/convention/2026.yaml" for one in made.problems)
    report = (folder / "publique/rapport.json").read_text("utf-8")
    assert "rien n’en est fait" in report
    assert "intituler" not in report  # nobody knows who may read what cannot be read
    page = (folder / "publique/rapport.html").read_text("utf-8")
    assert "Ce qui n’a pas été fait" in page
    assert sum(one.files for one in check_release(folder)) > 4


def test_keep_going_leaves_out_the_sheet_of_a_wrong_draft(here, folder):
    (folder / "publique/index.html").unlink()  # else the former release would stand

    def step(phase, *_):
        if phase.startswith("infographie"):  # the convention is made, and not verified yet
            draft = staging_of(folder) / "fabrique/publique/convention/convention-2026.pdf"
            draft.unlink(missing_ok=True)
            draft.write_bytes(b"abime")

    store = Store(default_folder())
    asked = small.ReleaseRequest(small.DAY, small.CODES, keep_going=True, store=store)
    made = make_release(here, folder, asked, None, step)
    assert any(one.severity is Severity.ERREUR for one in made.problems)
    assert "convention" not in {one.kind for one in made.files}
    [counts] = check_release(folder)
    assert counts.documents == len({one.document for one in made.files})
    assert not [*folder.rglob("*reste-a-faire*")]


def test_release_refused_at_its_end_keeps_work(here, folder):
    (folder / "publique/index.html").unlink()  # else the former release would stand
    before = small.files(folder)
    words = here.content / "infographie/textes.yaml"
    said = words.read_bytes()

    def step(phase, *_):
        if phase == "mise en place":  # all is made, and about to be taken
            words.write_bytes(said + b"# une remarque\n")

    asked = small.ReleaseRequest(small.DAY, small.CODES, store=Store(default_folder()))
    with pytest.raises(ContentError, match="modifié pendant la publication"):
        make_release(here, folder, asked, None, step)
    assert small.files(folder) == before
    made = {path.stat().st_ino for path in (staging_of(folder) / "fabrique").rglob("*.pdf")}
    assert made
    page = next((staging_of(folder) / "fabrique").rglob("*-81218-*.pdf"))
    again = page.stat().st_ino
    page.with_suffix(".vcf").write_text("exemple fictif")  # of the texts as they were meanwhile
    words.write_bytes(said)
    result = small.released(here, folder)
    assert result.recovered == "le travail d’une publication interrompue a été repris"
    assert made - {path.stat().st_ino for path in folder.rglob("*.pdf")} == {again}
    assert [*folder.rglob("*.vcf")] == []
    assert small.released(here, folder).recovered == ""  # told once


def test_a_calendar_alone_is_no_work_to_go_on_with(here, folder):
    sheet = here.root / "templates/_commun/base.css"
    sheet.parent.mkdir(parents=True)
    shipped = (shipped_templates() / "_commun/base.css").read_text("utf-8")
    sheet.write_text(f"{shipped}\np {{ nulle-part: 3 }}\n", "utf-8")
    with pytest.raises(DocgenError):
        small.released(here, folder)
    shutil.rmtree(here.root / "templates")
    assert small.released(here, folder).recovered == ""


def spoil_one(here):
    """Have the page of one commune alone say in one format what it does not in the other."""
    known = Referential(here).communes.get(small.CODES[0])
    template = shipped_templates() / "infographie/document.html.j2"
    text = template.read_text("utf-8")
    last = "</body>"
    said = '{% if nom == "' + known.toponyme.seul + '" %}<p>zibeline</p>{% endif %}'
    before, _, after = text.rpartition(last)
    place = here.root / "templates/infographie/document.html.j2"
    place.parent.mkdir(parents=True)
    place.write_text(before + said + last + after, "utf-8")


def test_internal_value_on_a_public_page_stops_a_release(here, folder):
    before = small.files(folder)
    words = "Préambule : texte"  # which the report says of the convention, « exemple fictif »
    rank, name = words.split(" : ")
    units = small.UNITS.replace("Adjudante", rank).replace("Exemple", name)
    (here.content / "territoire/unites.yaml").write_text(units, "utf-8")
    with pytest.raises(RenderingError, match="valeur interne"):
        small.released(here, folder)
    assert small.files(folder) == before


def test_commune_that_fails_leaves_the_former_release(here, folder):
    before = small.files(folder)
    spoil_one(here)
    with pytest.raises(TemplateError, match="zibeline"):
        small.released(here, folder)
    assert small.files(folder) == before


def test_keep_going_leaves_out_a_commune_that_fails(here, folder):
    spoil_one(here)
    made = small.released(here, folder, keep_going=True)
    assert {one.commune for one in made.files} == {"", small.CODES[1]}
    [wrong] = [one for one in made.problems if one.severity is Severity.ERREUR]
    assert "zibeline" in wrong.message
    assert "zibeline" in (folder / "publique/rapport.html").read_text("utf-8")


def test_internal_folder_is_made_only_with_the_option(here, folder):
    made = small.released(here, folder, interne=True, communes=small.CODES[:1])
    assert sorted(path.name for path in folder.iterdir()) == ["interne", "publique"]
    (folder / "interne").chmod(0o755)  # as a copy or a disk may
    small.released(here, folder, interne=True, communes=small.CODES[:1])
    assert stat.S_IMODE((folder / "interne").stat().st_mode) == 0o700
    inner = {str(one.full_place) for one in made.files if one.folder == "interne"}
    assert inner == {
        f"interne/projet/infographie/infographie-81218-puygouzon-interne.{ext}"
        for ext in ("docx", "pdf")
    }
    told = read_manifest(folder / "publique")
    assert {line["diffusion"] for line in told["fichiers"]} == {"publique"}
    public = "".join(
        (folder / "publique" / name).read_text("utf-8") for name in ("rapport.json", "index.html")
    )
    assert "interne" not in public
    whole = small.files(folder / "publique")
    with pytest.raises(ContentError, match="que celle-ci n’a pas") as refused:
        small.released(here, folder, communes=small.CODES[:1])
    small.released(here, folder, communes=small.CODES[:1], agreed=refused.value.problems)
    assert [path.name for path in folder.iterdir()] == ["publique"]
    assert small.files(folder / "publique") == whole  # no byte tells whether there is another


def wait_for_page(folder, running):
    """Wait until a running release has made a page of figures."""
    pages, deadline = staging_of(folder) / "fabrique/publique/infographie", time.monotonic() + 120
    while not [*pages.glob("*.pdf")] and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def start(here, folder, **variables):
    """Start a release in a process of its own."""
    communes = [word for code in small.CODES for word in ("--insee", code)]
    words = ["release", "--au", small.DAY.isoformat(), *communes, "--jobs", "1"]
    return subprocess.Popen(
        [sys.executable, "-m", "docgen", *words, "--output", str(folder)],
        cwd=here.root,
        env={**os.environ, **ENGLISH_MACHINE, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def clear_cache():
    """Have a release made from nothing."""
    Store(default_folder()).clear()


def forget_files():
    """Have a release make its files again, from frames and verdicts that are kept."""
    for name in ("fichiers", "publications", "recettes"):
        shutil.rmtree(default_folder() / LAYOUT / name)


def staging_of(folder):
    """Return the staging folder of a release."""
    return folder.with_name(f".{folder.name}.docgen-chantier")


def test_killed_release_leaves_former_and_next_run_reuses_work(made, tmp_path):
    target = tmp_path / "release"
    shutil.copytree(made.folder, target)
    former = target / "publique/final/infographie/infographie-81004-albi.pdf"
    former.unlink()  # spoiled on purpose: a former release, and not what is about to be made
    before = small.files(target)
    clear_cache()
    running = start(made.workspace, target)
    wait_for_page(target, running)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate(timeout=30)
    assert small.files(target) == before
    work = staging_of(target) / "fabrique/publique"
    done = {path: path.stat().st_ino for path in work.rglob("*.pdf")}
    assert done
    shutil.copytree(made.cache, default_folder(), dirs_exist_ok=True)  # what is left is made
    small.released(made.workspace, target)
    assert small.files(target) == small.files(made.folder)
    inodes = {path.stat().st_ino for path in target.rglob("*.pdf")}
    assert set(done.values()) <= inodes
    assert not staging_of(target).exists()


def test_sigterm_ends_as_ctrl_c_and_next_run_resumes(made, here, folder, tmp_path):
    before = small.files(folder)
    clear_cache()
    scraps = tmp_path / "temporaire"
    scraps.mkdir()
    running = start(here, folder, TMPDIR=str(scraps))
    wait_for_page(folder, running)
    running.terminate()
    out, said = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert said.splitlines()[-1] == STOPPED
    assert "resource_tracker" not in said
    assert small.files(folder) == before
    assert [one.name for one in scraps.iterdir()] == []
    shutil.copytree(made.cache, default_folder(), dirs_exist_ok=True)  # what is left is made
    again = small.released(here, folder)
    assert again.recovered == "le travail d’une publication interrompue a été repris"
    assert not staging_of(folder).exists()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes; who may not mount one skips the test."""
    place = tmp_path / "disque"
    place.mkdir()
    words = [shutil.which(name, path=EVERYWHERE) for name in ("mount", "umount")]
    if not all(words):
        pytest.skip("this machine has no mount")
    mount, umount = words
    kind = ("-t", "tmpfs", "-o", "size=12m", "tmpfs")
    mounted = subprocess.run([mount, *kind, place], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this user may not mount a disk: {mounted.stderr.strip()}")
    yield place
    subprocess.run([umount, "--lazy", place], check=True)


def test_full_disk_leaves_the_former_release(made, here, small_disk):
    folder = small_disk / "release"
    shutil.copytree(made.folder, folder)
    before = small.files(folder)
    forget_files()
    rest = shutil.disk_usage(small_disk).free - 900_000  # room for some files, not for all
    (small_disk / "autre").write_bytes(bytes(rest))
    running = start(here, folder)
    out, said = running.communicate(timeout=240)
    assert (running.returncode, out) == (4, ""), said
    assert "écriture impossible\u00a0: disque plein" in said
    assert "la publication d’avant est intacte" in said
    assert "Traceback" not in said
    assert small.files(folder) == before
    assert [*(staging_of(folder) / "fabrique").rglob("*.docx")]  # it was in the middle
    (small_disk / "autre").unlink()
    shutil.copytree(made.cache, default_folder(), dirs_exist_ok=True)  # what is left is made
    again = small.released(here, folder)
    assert again.recovered == "le travail d’une publication interrompue a été repris"


def java_of(running):
    """Return the Java machine that a release runs, None while there is none."""
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat_file.read_text().rpartition(")")
            if name.endswith("(java") and rest.split()[1] == str(running.pid):
                return int(stat_file.parent.name)
    return None


def is_alive(process):
    """Whether a process runs, and is not merely waiting to be buried."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_stopped_release_leaves_no_java_running(here, folder, number):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", EVERYWHERE)
        if not find_engine().name:
            pytest.skip("this machine has no Java, or no engine of veraPDF")
    running = start(here, folder.with_name("neuve"), PATH=EVERYWHERE)
    deadline = time.monotonic() + 120
    while not (java := java_of(running)) and running.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert java
    running.send_signal(number)
    running.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while is_alive(java) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(java)


def test_file_too_large_is_reported_and_former_release_stays(here, folder):
    before = small.files(folder)
    forget_files()
    running = start(here, folder)
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (30_000, 30_000))
    _, said = running.communicate(timeout=240)
    assert running.returncode == 4, said
    assert "trop gros pour ce disque" in said
    assert "Traceback" not in said
    assert small.files(folder) == before


def test_project_without_a_commit_needs_a_day(made, tmp_path, docgen_here, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
    answer = docgen_here("release", "--output", str(tmp_path / "x"), cwd=made.workspace.root)
    assert answer.code == 4
    assert "--au" in answer.err
    assert not (tmp_path / "x").exists()


def test_release_without_any_kind_is_refused(tmp_path):
    (tmp_path / "content").mkdir()
    with pytest.raises(DocgenError):
        make_release(
            small.open_workspace(tmp_path, exact=True),
            tmp_path / "release",
            small.ReleaseRequest(small.DAY),
            None,
            lambda *_: None,
        )
    assert not (tmp_path / "release").exists()
