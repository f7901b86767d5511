"""LibreOffice edits Word files as people do: words, paragraphs, bold, tracked or not."""

import re
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docgen.ooxml import BODY, read_package
from tests.support.libreoffice import run_basic

TOGETHER: Final = 20
"""How many files one LibreOffice opens."""
LONGEST: Final = 100
"""How many seconds it has for them: now and then it waits for ever."""
BASIC: Final = """
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
  Dim document, helper, out, block, window, none()
  If UBound(job) < 7 Then Exit Sub
  On Error GoTo Failed
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
  window = document.CurrentController.Frame
  helper.executeDispatch(window, ".uno:AcceptAllTrackedChanges", "", 0, none())
  out = CreateUnoService("com.sun.star.io.TextOutputStream")
  out.setOutputStream(files.openFileWrite(job(1) & ".txt"))
  out.setEncoding("UTF-8")
  For Each block In Paragraphs(document)
    out.writeString(block.ParaStyleName & Chr(9) & Flat(block.String) & Chr(10))
  Next
  out.closeOutput()
  document.close(True)
Failed:
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
      If Not EqualUnoObjects(text, all(CInt(job(4)) + 1).getText()) Then Exit Sub
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


def edit_files(root: Path, edits: Sequence[Edit], folder: Path, name: str) -> None:
    """Make the edits; LibreOffice starts again after one that it does not outlive."""
    start = 0
    while start < len(edits):
        together = range(start, min(start + TOGETHER, len(edits)))
        jobs = [_job(root, edits[rank], folder, f"{name}-{rank}.docx") for rank in together]
        (folder / "jobs").write_text("\n".join(jobs) + "\n", "utf-8")
        try:
            run_basic(BASIC, folder.resolve(), LONGEST)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            made = (rank for rank in together if (folder / f"{name}-{rank}.docx.txt").exists())
            start = max(made, default=start - 1) + 2
        else:
            start = together.stop


def _job(root: Path, edit: Edit, folder: Path, name: str) -> str:
    source = _without_comments(root / edit.file, folder).as_uri()
    place = (str(one) for one in (edit.paragraph, edit.at, edit.length))
    made = (folder.resolve() / name).as_uri()
    return "\t".join((source, made, str(int(edit.tracked)), edit.action, *place, edit.text))


def _without_comments(path: Path, folder: Path) -> Path:
    """Return a copy that LibreOffice can open without the files of its windows."""
    copy = folder.resolve() / path.name
    if not copy.exists():
        parts = read_package(path.read_bytes())
        parts[BODY] = re.sub(
            rb"<w:comment(?:RangeStart|RangeEnd|Reference) [^>]*>", b"", parts[BODY]
        )
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                package.writestr(name, part)
    return copy


def shown_paragraphs(path: Path) -> list[tuple[str, str]]:
    """Return the paragraphs that LibreOffice shows, each with its style."""
    rows = path.read_text("utf-8").split("\n")[:-1]
    return [(style, text) for style, _, text in (row.partition("\t") for row in rows)]
