"""What was asked before is answered from record, and never when anything has changed."""

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen.build.incremental import Invocation, reuse_or_make
from docgen.build.named_documents import named_files
from docgen.build.pipeline import build
from docgen.cache import Store
from docgen.document import Diffusion
from docgen.format import Format
from docgen.kinds.fiche.options import FicheOptions
from docgen.output.record import Record
from docgen.request import Outcome, Request
from docgen.workspace import GITIGNORE, shipped_templates
from tests.conftest import Command, Project
from tests.support.projects.settle import settle

pytestmark = pytest.mark.usefixtures("shared_layout")
DOCX = Request(formats=(Format.DOCX,))
LETTERS = ("arrete-epave", "lettre-l541-3")


class Asker:
    """Asks for two letters in Word, and counts how often they are made."""

    def __init__(self, project: Project, cache: Path) -> None:
        self.project, self.store, self.made = project, Store(cache), 0

    def ask(self, request: Request = DOCX) -> Outcome:
        """Return what is answered."""
        here = self.project.workspace

        def work(record: Record) -> Outcome:
            self.made += 1
            return build(here, "modele", named_files(here, "modele", LETTERS), request, record)

        return reuse_or_make(Invocation(here, "modele", LETTERS, request), self.store, work)

    @property
    def files(self) -> dict[str, bytes]:
        """What stands in the output folder."""
        output = self.project.root / "output"
        return {
            path.name: path.read_bytes() for path in sorted(output.rglob("[!.]*")) if path.is_file()
        }


@pytest.fixture
def asker(project: Project, cache: Path) -> Asker:
    """Someone who has asked once."""
    made = Asker(project, cache)
    made.ask()
    assert list(made.files) == [f"modele-{name}.docx" for name in LETTERS]
    return made


def test_second_answer_is_the_first(asker: Asker) -> None:
    before, first = asker.files, asker.ask()
    assert asker.made == 1
    assert asker.files == before
    assert [one.sha256 for one in first.artifacts] == [
        hashlib.sha256(data).hexdigest() for data in before.values()
    ]
    told = {(one.file, one.line, one.message) for one in first.problems}
    asker.store.clear()
    again = asker.ask()
    assert asker.made == 2
    assert told == {(one.file, one.line, one.message) for one in again.problems}
    assert asker.files == before


def test_only_a_new_output_folder_is_hidden_from_git(asker: Asker) -> None:
    hidden = asker.project.root / "output" / GITIGNORE
    assert hidden.read_text().endswith("\n*\n")
    hidden.unlink()
    asker.ask()
    assert not hidden.exists()


def test_lost_and_damaged_files_are_put_back(asker: Asker) -> None:
    before = asker.files
    output = asker.project.root / "output/modele"
    (output / "modele-arrete-epave.docx").unlink()
    (output / "modele-lettre-l541-3.docx").write_bytes(b"abime")
    asker.ask()
    kept = {"modele-lettre-l541-3 (corrigé à la main).docx": b"abime"}
    assert (asker.made, asker.files) == (2, {**before, **kept})


def test_the_sheet_of_a_former_draft_goes(asker: Asker) -> None:
    settle(asker.project.workspace)
    assert all(one.document.final for one in asker.ask().artifacts)
    sheet = asker.project.root / f"output/modele/modele-{LETTERS[0]}-reste-a-faire.pdf"
    sheet.write_bytes(b"d'un projet")
    asker.ask()
    assert not sheet.exists()
    assert asker.made == 3


@pytest.mark.parametrize(
    "change",
    [
        ("content/modele/lettre-l541-3.yaml", "\n# une remarque\n"),
        ("content/territoire/communes.yaml", "\n"),
        ("content/referentiel/droit/penal.yaml", "\n"),
    ],
    ids=lambda change: str(change[0]),
)
def test_changed_content_is_composed_again(asker: Asker, change: tuple[str, str]) -> None:
    before = asker.files
    path = asker.project.root / change[0]
    path.write_text(path.read_text("utf-8") + change[1], "utf-8")
    asker.ask()
    assert (asker.made, asker.files) == (2, before)


def test_a_template_changes_what_uses_it(asker: Asker) -> None:
    before = asker.files
    ours = (shipped_templates() / "modele/document.css").read_text("utf-8")
    asker.project.write("templates/modele/document.css", f"{ours}p {{ color: red }}")
    asker.ask()
    assert asker.made == 2
    assert asker.files == before  # the words of a Word file are those of the same Word template


def test_a_damaged_entry_is_found_and_made_again(asker: Asker) -> None:
    before = asker.files
    for path in asker.store.folder.rglob("*"):
        if path.is_file() and path.stat().st_size > 100_000:
            path.write_bytes(path.read_bytes()[:-1] + b"!")
    (asker.project.root / "output/modele/modele-arrete-epave.docx").unlink()
    asker.ask()
    assert (asker.made, asker.files) == (2, before)


def test_other_options_are_another_request(asker: Asker) -> None:
    for other in (
        replace(DOCX, options=FicheOptions(Diffusion.PARTENAIRES)),
        replace(DOCX, framed=True),
    ):
        made = asker.made
        asker.ask(other)
        assert asker.made == made + 1


def test_without_cache_everything_is_made_and_nothing_kept(asker: Asker) -> None:
    before = asker.store.size()
    asker.ask(replace(DOCX, no_cache=True))
    assert asker.made == 2
    assert asker.store.size() == before


def namespaces(store: Store) -> set[str]:
    """Return the namespaces of a store that hold entries."""
    return {path.parent.parent.name for path in store.folder.rglob("*") if path.is_file()}


def test_input_changed_meanwhile_is_noticed(project: Project, cache: Path) -> None:
    here, store = project.workspace, Store(cache)

    def work(record: Record) -> Outcome:
        outcome = build(here, "modele", named_files(here, "modele", LETTERS[:1]), DOCX, record)
        project.write("content/modele/arrete-epave.yaml", "id: autre")
        return outcome

    invocation = Invocation(here, "modele", LETTERS[:1], DOCX)
    reuse_or_make(invocation, store, work)
    assert "resultats" not in namespaces(store)


def test_answer_holds_until_an_amendment_takes_effect(project: Project, cache: Path) -> None:
    here, made = project.workspace, list[date]()

    def ask(day: date) -> None:
        request = replace(DOCX, today=day)

        def work(record: Record) -> Outcome:
            made.append(day)
            named = named_files(here, "modele", LETTERS[:1])
            outcome = build(here, "modele", named, request, record)
            return replace(outcome, until=date(2032, 1, 1) if day.year < 2032 else None)

        reuse_or_make(Invocation(here, "modele", LETTERS[:1], request), Store(cache), work)

    days = [date(2031, 12, 30), date(2031, 12, 31), date(2032, 1, 1), date(2040, 1, 1)]
    for day in (*days, days[0]):
        ask(day)
    assert made == [days[0], days[2], days[0]]


def test_restored_input_is_noticed(project: Project, cache: Path) -> None:
    here, store = project.workspace, Store(cache)
    path = project.root / "content/modele/arrete-epave.yaml"

    def work(record: Record) -> Outcome:
        before = path.read_bytes()
        path.write_bytes(before.replace(b"titre: ", b"titre: Autre "))
        outcome = build(here, "modele", named_files(here, "modele", LETTERS[:1]), DOCX, record)
        path.write_bytes(before)
        return outcome

    reuse_or_make(Invocation(here, "modele", LETTERS[:1], DOCX), store, work)
    assert "resultats" not in namespaces(store)


def test_a_cache_that_cannot_be_written_is_a_warning(
    docgen_here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pris").write_text("un fichier")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "pris"))
    answer = docgen_here("modele", LETTERS[0], "--format=docx")
    assert answer.code == 0
    assert answer.err.count("le cache ne peut pas être écrit") == 1
    assert "modele-arrete-epave.docx" in answer.out


def test_a_file_of_another_day_is_told_each_time(docgen_here: Command, project: Project) -> None:
    project.write("output/modele/modele-arrete-epave.pdf", "ancien")
    first, again = (docgen_here("modele", LETTERS[0], "--format=docx") for _ in range(2))
    assert "il date d’une autre fois" in first.err
    assert again == first


def test_what_is_asked_again_loads_nothing_that_makes_documents(
    docgen: Command, docgen_here: Command
) -> None:
    docgen_here("modele", LETTERS[0], "--format=docx")
    answer = docgen("modele", LETTERS[0], "--format=docx", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in answer.raw.splitlines()}
    assert "docgen.build.incremental" in loaded
    assert not loaded & {
        "docgen.build.pipeline",
        "docgen.kinds",
        "docgen.rendering",
        "yaml",
        "lxml",
    }


def test_a_file_of_a_former_name_is_told_until_deleted(
    docgen_here: Command, project: Project
) -> None:
    texts = project.root / "content/fiche"
    first, *others = sorted(texts.glob("*.yaml"))
    for other in others:
        other.unlink()
    assert "ne le fait plus" not in docgen_here("fiche", "--format=docx").err
    former = project.root / f"output/fiche/fiche-{first.stem}.docx"
    assert former.is_file()
    new = texts / f"{first.stem}-accueil.yaml"
    new.write_text(first.read_text("utf-8").replace(first.stem, new.stem), "utf-8")
    first.unlink()
    told = [docgen_here("fiche", "--format=docx").err for _ in range(2)]
    assert [one.count(f"{former.name} : il date d’une autre fois") for one in told] == [1, 1]
    former.unlink()
    assert "ne le fait plus" not in docgen_here("fiche", "--format=docx").err


def test_a_report_for_other_readers_is_no_former_file(
    docgen_here: Command, project: Project
) -> None:
    text = project.root / "content/bilan/2026.yaml"
    docgen_here("bilan", "--format=docx")
    words = text.read_text("utf-8").replace("diffusion: partenaires", "diffusion: interne")
    text.write_text(words, "utf-8")
    assert "ne le fait plus" not in docgen_here("bilan", "--format=docx").err
    assert len([*project.root.glob("output/bilan/bilan-2026*.docx")]) == 4


def test_a_withheld_final_is_told_as_that_alone(asker: Asker) -> None:
    settle(asker.project.workspace)
    final = replace(DOCX, final=True)
    assert asker.ask(final).withheld == ()
    text = asker.project.root / f"content/modele/{LETTERS[0]}.yaml"
    text.write_text(re.sub(r"(?m)^controle:.*\n( .*\n)*", "", text.read_text("utf-8")), "utf-8")
    again = asker.ask(final)
    assert len(again.withheld) == 1
    assert "perime" not in {one.code for one in again.problems}
