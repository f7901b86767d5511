"""Measure `docgen reprendre` on edits that LibreOffice makes in the Word files of a project.

    tools/measure_corrections.py PROJECT [--edits 400] [--seed 1] [--kept FOLDER]

Each edit is made in one file of `output`, every other one with changes tracked; the corrected file
is taken back into the texts, which are then put back.  What the document says after it is compared
with what LibreOffice shows: `silent` counts the edits that are wrong, and of which nothing is told.
`--kept` keeps the corrected files there, or measures again those that are there.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tests.support.libreoffice import run_basic

from docgen.corrections.changes import Status
from docgen.corrections.opened_file import mark_of, open_corrected
from docgen.corrections.printed import WordText
from docgen.corrections.proof import Origin
from docgen.corrections.reading_back import ClauseChoice, Correction, ReadBack
from docgen.errors import DocgenError
from docgen.french.typography import fold_typography
from docgen.ooxml import read_package
from docgen.rendering.docx.marks.source_marks import BODY
from docgen.workspace import Workspace

TOGETHER = 40
"""How many files one LibreOffice opens."""
KINDS = ("convention", "avenant", "fiche", "modele", "renewal", "memento")
NOT_EDITED = re.compile(r"reste-a-faire|compare|liasse")
WAYS = {
    **{"word": 30, "insert": 12, "cut": 10, "phrase": 8, "rewrite": 4, "split": 5, "after": 10},
    **{"delete": 6, "bold": 4, "sign": 4, "join": 4, "copy": 3},
}
"""What people do, and how often of a hundred."""
WORDS = "trois mensuel rapidement commune délai partenaire accord sans tarder courrier suivi annuel"
LONG = 25
"""The shortest paragraph that is edited."""
BASIC = """
Sub Main(folder As String)
  Dim files, jobs, n
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  jobs = CreateUnoService("com.sun.star.io.TextInputStream")
  jobs.setInputStream(files.openFileRead(folder & "/jobs"))
  jobs.setEncoding("UTF-8")
  Do While Not jobs.isEOF()
    Run(files, folder, Split(jobs.readLine(), Chr(9)))
  Loop
  StarDesktop.terminate()
End Sub

Sub Run(files, folder As String, job)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  Dim document, helper, out, block, none()
  If UBound(job) < 7 Then Exit Sub
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(job(0), "_blank", 0, hidden())
  document.RecordChanges = (job(2) = "1")
  Edit(document, job)
  document.RecordChanges = False
  saved(0).Name = "FilterName"
  saved(0).Value = "MS Word 2007 XML"
  document.storeToURL(job(1), saved())
  helper = CreateUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(document.CurrentController.Frame, ".uno:AcceptAllTrackedChanges", "", 0, none())
  out = CreateUnoService("com.sun.star.io.TextOutputStream")
  out.setOutputStream(files.openFileWrite(job(1) & ".txt"))
  out.setEncoding("UTF-8")
  For Each block In Paragraphs(document)
    out.writeString(block.ParaStyleName & Chr(9) & Flat(block.String) & Chr(10))
  Next
  out.closeOutput()
  document.close(True)
End Sub

Sub Edit(document, job)
  Dim all, block, cursor, text
  On Error GoTo Refused
  If job(3) = "none" Then Exit Sub
  all = Paragraphs(document)
  block = all(CInt(job(4)))
  text = block.getText()
  Select Case job(3)
    Case "replace"
      Reach(block, CInt(job(5)), CInt(job(6))).String = job(7)
    Case "split"
      text.insertControlCharacter(Reach(block, CInt(job(5)), 0), 0, False)
    Case "after"
      cursor = text.createTextCursorByRange(block.getEnd())
      text.insertControlCharacter(cursor, 0, False)
      text.insertString(cursor, job(7), False)
    Case "delete"
      cursor = text.createTextCursorByRange(block.getStart())
      cursor.gotoRange(all(CInt(job(4)) + 1).getStart(), True)
      cursor.String = ""
    Case "join"
      cursor = text.createTextCursorByRange(block.getEnd())
      cursor.goRight(1, True)
      cursor.String = ""
    Case "bold"
      Reach(block, CInt(job(5)), CInt(job(6))).CharWeight = 150
  End Select
Refused:
End Sub

Function Reach(block, at, length)
  Dim cursor, n
  cursor = block.getText().createTextCursorByRange(block.getStart())
  For n = 1 To 9
    If Len(cursor.String) < at Then cursor.goRight(at - Len(cursor.String), True)
  Next
  cursor.collapseToEnd()
  For n = 1 To 9
    If Len(cursor.String) < length Then cursor.goRight(length - Len(cursor.String), True)
  Next
  Reach = cursor
End Function

Function Paragraphs(document)
  Dim found(5000), count
  count = 0
  Gather(document.Text.createEnumeration(), found(), count)
  ReDim Preserve found(count - 1)
  Paragraphs = found()
End Function

Sub Gather(blocks, found, count)
  Dim block, name
  Do While blocks.hasMoreElements()
    block = blocks.nextElement()
    If block.supportsService("com.sun.star.text.TextTable") Then
      For Each name In block.CellNames
        Gather(block.getCellByName(name).createEnumeration(), found(), count)
      Next
    ElseIf block.supportsService("com.sun.star.text.Paragraph") Then
      found(count) = block
      count = count + 1
    End If
  Loop
End Sub

Function Flat(said As String)
  Flat = Join(Split(Join(Split(said, Chr(10)), " "), Chr(13)), " ")
End Function
"""


@dataclass(frozen=True)
class Edit:
    """What is done to one paragraph of a file; `way` is the name that is counted."""

    file: str
    tracked: bool
    way: str
    action: str = "none"
    paragraph: int = 0
    at: int = 0
    length: int = 0
    text: str = ""


def main() -> None:
    """Make the edits, take them back, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--edits", default=400, type=int)
    parser.add_argument("--seed", default=1, type=int)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--kept", type=Path)
    asked = parser.parse_args()
    folder = asked.kept or Path(tempfile.mkdtemp())
    root = asked.project.resolve()
    if not (folder / "edits.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        make_edits(root, asked.kinds.split(","), random.Random(asked.seed), asked.edits, folder)
    measured = Measured(Workspace(root, root / "output"), folder)
    edits = json.loads((folder / "edits.json").read_text("utf-8"))
    for rank, edit in enumerate(edits):
        measured.add(rank, Edit(**edit))
    measured.tell()


def make_edits(
    root: Path, kinds: Sequence[str], rng: random.Random, number: int, folder: Path
) -> None:
    """Write edited files into a folder, the same number of each kind, and what was done."""
    files = {kind: _files(root, kind) for kind in kinds}
    chosen = [rng.choice(files[kinds[rank % len(kinds)]]) for rank in range(number)]
    distinct = sorted(set(chosen))
    untouched = [Edit(file, tracked=False, way="none") for file in distinct]
    _run(root, untouched, folder, "untouched")
    texts = {
        file: _shown(folder / f"untouched-{rank}.docx.txt") for rank, file in enumerate(distinct)
    }
    edits = [
        random_edit(rng, file, texts[file], tracked=bool(rank // len(kinds) % 2))
        for rank, file in enumerate(chosen)
    ]
    _run(root, edits, folder, "edited")
    (folder / "files.json").write_text(json.dumps(distinct), "utf-8")
    (folder / "edits.json").write_text(json.dumps([asdict(edit) for edit in edits]), "utf-8")


def _files(root: Path, kind: str) -> list[str]:
    found = sorted((root / "output" / kind).glob("*.docx"))
    return [str(one.relative_to(root)) for one in found if not NOT_EDITED.search(one.name)]


def _run(root: Path, edits: Sequence[Edit], folder: Path, name: str) -> None:
    for start in range(0, len(edits), TOGETHER):
        together = enumerate(edits[start : start + TOGETHER], start)
        jobs = (
            "\t".join(
                (
                    _without_comments(root / edit.file, folder).as_uri(),
                    (folder / f"{name}-{rank}.docx").as_uri(),
                    *(str(int(edit.tracked)), edit.action, str(edit.paragraph), str(edit.at)),
                    *(str(edit.length), edit.text),
                )
            )
            for rank, edit in together
        )
        (folder / "jobs").write_text("\n".join(jobs) + "\n", "utf-8")
        run_basic(BASIC, folder.resolve(), 60 + 20 * TOGETHER)


def _without_comments(path: Path, folder: Path) -> Path:
    """Return a copy that LibreOffice can open without the files of its windows."""
    copy = folder.resolve() / path.name
    if not copy.exists():
        parts = read_package(path.read_bytes())
        parts[BODY] = re.sub(rb"<w:comment(?:RangeStart|RangeEnd|Reference) [^>]*>", b"", parts[BODY])
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                package.writestr(name, part)
    return copy


def _shown(path: Path) -> list[tuple[str, str]]:
    """Return the paragraphs that LibreOffice shows, each with its style."""
    rows = path.read_text("utf-8").split("\n")[:-1]
    return [(style, text) for style, _, text in (row.partition("\t") for row in rows)]


def random_edit(
    rng: random.Random, file: str, shown: Sequence[tuple[str, str]], *, tracked: bool
) -> Edit:
    """Return an edit of a paragraph that is not of the contents, nor of what is left to do."""
    ranks = [
        rank
        for rank, (style, text) in enumerate(shown)
        if len(text) > LONG and not re.match(r"(contents|toc)", style, re.I) and ".yaml" not in text
    ]
    rank = rng.choice(ranks)
    text = shown[rank][1]
    way = rng.choices([*WAYS], [*WAYS.values()])[0]
    spans = [one.span() for one in re.finditer(r"[^\s\u00a0\u202f]+", text)]
    first = rng.randrange(len(spans))
    at, end = spans[first]
    said = rng.choice(WORDS.split())
    some = " ".join(rng.choices(WORDS.split(), k=rng.randrange(2, 7)))
    last = spans[min(len(spans) - 1, first + rng.randrange(1, 6))][1]
    after = spans[first + 1][0] if first + 1 < len(spans) else end
    actions = {
        "word": ("replace", at, end - at, said),
        "insert": ("replace", at, 0, f"{said} "),
        "cut": ("replace", at, after - at, ""),
        "phrase": ("replace", at, last - at, some),
        "rewrite": ("replace", 0, len(text), f"Les parties conviennent {some}."),
        "split": ("split", at, 0, ""),
        "after": ("after", 0, 0, f"Un alinéa {some}."),
        "delete": ("delete", 0, 0, ""),
        "bold": ("bold", at, end - at, ""),
        "sign": ("replace", end - 1, 1, rng.choice((" ; ok", ",", "."))),
        "join": ("join", 0, 0, ""),
        "copy": ("after", 0, 0, text),
    }
    action, at, length, said = actions[way]
    return Edit(file, tracked, way, action, rank, at, length, said)


class Measured:
    """What became of each edit, by the kind of the document."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace, self._folder = workspace, folder
        self._counts: dict[str, Counter[str]] = {}
        files = json.loads((folder / "files.json").read_text("utf-8"))
        self._untouched = {file: f"untouched-{rank}.docx" for rank, file in enumerate(files)}
        self._before: dict[str, WordText] = {}

    def add(self, rank: int, edit: Edit) -> None:
        """Take an edited file back, and count what becomes of it."""
        kind = Path(edit.file).parent.name
        counts = self._counts.setdefault(kind, Counter())
        start = time.process_time()
        what = self._fate(rank, edit)
        counts["milliseconds"] += round(1000 * (time.process_time() - start))
        counts[what] += 1

    def _fate(self, rank: int, edit: Edit) -> str:
        path = self._folder / f"edited-{rank}.docx"
        was, now = (
            _said(text for style, text in _shown(self._folder / f"{name}.txt") if _counts(style))
            for name in (self._untouched[edit.file], path.name)
        )
        if was == now and edit.way != "bold":
            return "not made"
        try:
            correction = Correction(self._workspace, path)
            found = correction.read(ClauseChoice())
        except DocgenError as error:
            print(f"{rank} {edit.file} {edit.way}: refused, {error.problems[0].message}")
            return "refused"
        if found.to_see or found.strange or found.generated:
            return self._told(rank, edit, found)
        before, after = self._printed_after(correction, found, edit)
        same = (now - was, was - now) == (after - before, before - after)
        if not same:
            print(f"{rank} {edit}: SILENT")
            for name, one in (("office", (now - was, was - now)), ("docgen", (after - before, before - after))):
                print(f"   {name}: {[dict(some) for some in one]}")
        return "exact" if same else "silent"

    def _told(self, rank: int, edit: Edit, found: ReadBack) -> str:
        proposed = bool(found.to_see) and all(
            one.status is Status.PROPOSE for one in found.to_see
        )
        print(f"{rank} {edit.file} {edit.way} {edit.text!r}: {'proposed' if proposed else 'told'}")
        for one in found.to_see:
            print(f"   {one.status.value}: {one.before[:70]!r} -> {one.after[:70]!r}: {one.why} {one.place}")
        for what in (*found.strange, *found.generated):
            print(f"   {what[:90]!r}")
        return "proposed" if proposed else "told"

    def _printed_after(
        self, correction: Correction, found: ReadBack, edit: Edit
    ) -> tuple[Counter[str], Counter[str]]:
        """Return what the document says before and after the correction, and put it back."""
        mark = mark_of(found.file, open_corrected(found.file))
        if edit.file not in self._before:
            self._before[edit.file] = Origin(self._workspace, mark).printed()
        texts = {path: path.read_bytes() for path in self._workspace.content.rglob("*.yaml")}
        try:
            correction.write(found, ClauseChoice())
            after = Origin(self._workspace, mark).printed()
            self._count_lines(texts, edit)
        finally:
            for path, data in texts.items():
                if path.read_bytes() != data:
                    path.write_bytes(data)
        return _words_of(self._before[edit.file]), _words_of(after)

    def _count_lines(self, texts: dict[Path, bytes], edit: Edit) -> None:
        counts = self._counts[Path(edit.file).parent.name]
        for path, data in texts.items():
            if path.read_bytes() != data:
                now = set(path.read_bytes().split(b"\n"))
                comments = [line for line in data.split(b"\n") if line.strip().startswith(b"#")]
                counts["comments lost"] += sum(line not in now for line in comments)

    def tell(self) -> None:
        """Print the table."""
        columns = ("exact", "proposed", "told", "refused", "silent", "not made")
        print(f"{'kind':<12}{'edits':>7}" + "".join(f"{one:>10}" for one in columns) + "   CPU ms")
        rows = {**self._counts, "total": sum(self._counts.values(), Counter())}
        for kind, counts in rows.items():
            edits = sum(counts[one] for one in columns[:-1])
            cells = "".join(f"{counts[one]:>10}" for one in columns)
            rate = f"{100 * counts['exact'] / max(1, edits):.0f} %"
            cpu = counts["milliseconds"] // max(1, edits)
            print(f"{kind:<12}{edits:>7}{cells}{cpu:>9}  {rate} exact")
        print(f"comments lost: {rows['total']['comments lost']}")


def _counts(style: str) -> bool:
    return not re.match(r"(contents|toc)|dg marque", style, re.I)


def _words_of(text: WordText) -> Counter[str]:
    return _said(one.text for one in text.paragraphs if not one.generated)


def _said(texts: Iterator[str]) -> Counter[str]:
    """Return how often each paragraph is said, whatever its typography and its state."""
    plain = (" ".join(fold_typography(one.replace("\u2011", "-")).split()) for one in texts)
    bare = (re.sub(r" (proposé|manquant|adopté)$", "", one) for one in plain)
    return Counter(filter(None, bare))


if __name__ == "__main__":
    main()
