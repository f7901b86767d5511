"""The ledger of a batch is written often enough to go on from, and not as often as files are."""

from __future__ import annotations

import json
from pathlib import Path

from docgen.build.batch.ledger import Ledger
from docgen.document import Diffusion, Document, Facts, Filed, Format
from docgen.output.publication import publish
from docgen.workspace import Workspace


def filed(number: int) -> Filed:
    """Return a file of an invented document."""
    document = Document(
        kind="commune-pack",
        key=f"{number:05}",
        title="",
        author="",
        subject="",
        facts=Facts(),
        diffusion=Diffusion.PUBLIQUE,
        final=True,
        sources=(),
    )
    return Filed(document, Format.PDF, 1, "0" * 64)


def writings(ledger: Ledger, numbers: range) -> list[int]:
    """Return how many lines the ledger had each time that it was written."""
    told = []
    for number in numbers:
        one = filed(number)
        ledger.take([one], {one.document.stem: "1" * 64})
        if ledger.due:
            told.append(len(json.loads(ledger.written())))
    return told


def test_a_short_ledger_is_written_each_time(tmp_path: Path) -> None:
    ledger = Ledger(Workspace(tmp_path, tmp_path), "commune-pack")
    assert writings(ledger, range(99)) == list(range(1, 100))
    assert not ledger.pending


def test_who_writes_a_ledger_keeps_what_others_wrote_meanwhile(tmp_path: Path) -> None:
    here = Workspace(tmp_path, tmp_path)
    one, other = Ledger(here, "commune-pack"), Ledger(here, "commune-pack")
    for ledger, numbers in ((one, (1, 2)), (other, (2, 3)), (one, (4,))):
        made = [filed(number) for number in numbers]
        ledger.take(made, {each.document.stem: "1" * 64 for each in made})
        publish({ledger.place: ledger.written}, tmp_path)
    other.forget(["commune-pack-00003.pdf"])
    publish({other.place: other.written}, tmp_path)
    lines = json.loads((tmp_path / one.place).read_text("utf-8"))
    assert [*lines] == [f"commune-pack-{number:05}.pdf" for number in (1, 2, 4)]


def test_what_a_long_ledger_writes_grows_as_its_lines_do(tmp_path: Path) -> None:
    ledger = Ledger(Workspace(tmp_path, tmp_path), "commune-pack")
    lines = {total: sum(writings(ledger, range(total // 2, total))) for total in (2000, 4000)}
    assert lines[4000] / 4000 < 100
    assert lines[2000] / 2000 < 100
    written = json.loads(ledger.written())
    assert written["commune-pack-03999.pdf"]["fait_de"] == "1" * 64
