"""LibreOffice accepts or rejects all tracked changes of Word files, and tells what is left."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.support.libreoffice import run_basic

NOTHING: Final = "-"
ACCEPT: Final = "AcceptAllTrackedChanges"
REJECT: Final = "RejectAllTrackedChanges"

BASIC: Final = """
Sub Main(folder As String)
  Dim files, jobs, parts, n
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  jobs = CreateUnoService("com.sun.star.io.TextInputStream")
  jobs.setInputStream(files.openFileRead(folder & "/jobs"))
  n = 0
  Do While Not jobs.isEOF()
    parts = Split(jobs.readLine(), " ")
    If UBound(parts) = 1 Then
      Run(files, folder, parts(0), parts(1), n)
      n = n + 1
    End If
  Loop
  jobs.closeInput()
  StarDesktop.terminate()
End Sub

Sub Run(files, folder As String, file As String, action As String, n)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim document, helper, out, none()
  out = CreateUnoService("com.sun.star.io.TextOutputStream")
  out.setOutputStream(files.openFileWrite(folder & "/" & n & ".txt"))
  out.setEncoding("UTF-8")
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(folder & "/" & file, "_blank", 0, hidden())
  If action <> "-" Then
    helper = CreateUnoService("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(document.CurrentController.Frame, ".uno:" & action, "", 0, none())
    If document.Redlines.createEnumeration().hasMoreElements() Then Say(out, "changes left")
  End If
  Describe(document.Text.createEnumeration(), out)
  document.close(True)
  out.closeOutput()
End Sub

Sub Say(out, line As String)
  out.writeString(line & Chr(10))
End Sub

Sub Describe(blocks, out)
  Dim block, name
  Do While blocks.hasMoreElements()
    block = blocks.nextElement()
    If block.supportsService("com.sun.star.text.TextTable") Then
      Say(out, "table")
      For Each name In block.CellNames
        Say(out, "cell " & name)
        Describe(block.getCellByName(name).createEnumeration(), out)
      Next
    Else
      Say(out, "p|" & Values(block, PARAGRAPH))
      DescribeRuns(block.createEnumeration(), out)
    End If
  Loop
End Sub

Sub DescribeRuns(runs, out)
  Dim run, look As String, last As String, said As String
  Do While runs.hasMoreElements()
    run = runs.nextElement()
    If run.String <> "" Then
      look = Values(run, CHARACTER) & Left(run.HyperLinkURL, 1)
      If look <> last And said <> "" Then
        Say(out, "r|" & last & "|" & said)
        said = ""
      End If
      last = look
      said = said & run.String
    End If
  Loop
  If said <> "" Then Say(out, "r|" & last & "|" & said)
End Sub

Function Values(object, names As String)
  Dim name, row As String
  For Each name In Split(names, " ")
    row = row & object.getPropertyValue(name) & "|"
  Next
  Values = row
End Function
"""
PARAGRAPH: Final = """
ParaStyleName ParaTopMargin ParaBottomMargin ParaLeftMargin ParaFirstLineIndent ParaAdjust
BreakType ParaKeepTogether NumberingStyleName NumberingIsNumber
"""
CHARACTER: Final = """
CharStyleName CharWeight CharPosture CharUnderline CharStrikeout CharEscapement
CharEscapementHeight CharHeight CharColor CharFontName
"""
"""What tells how a paragraph and a run look; a link is told by `#`, for its anchor has no look."""


def describe_all(jobs: Sequence[tuple[bytes, str]]) -> list[list[str]]:
    """Return what LibreOffice shows of each Word file after an action on it, NOTHING for none.

    Lines: each paragraph with its style and look, then its runs with theirs, and tables.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rank, (data, _) in enumerate(jobs):
            (folder / f"{rank}.docx").write_bytes(data)
        lines = (f"{rank}.docx {action}\n" for rank, (_, action) in enumerate(jobs))
        (folder / "jobs").write_text("".join(lines))
        run_basic(_basic(), folder, 60 + 20 * len(jobs))
        texts = [folder / f"{rank}.txt" for rank in range(len(jobs))]
        return [text.read_text("utf-8").splitlines() for text in texts]


def _basic() -> str:
    constants = (("PARAGRAPH", PARAGRAPH), ("CHARACTER", CHARACTER))
    lines = (f'Const {name} = "{" ".join(names.split())}"' for name, names in constants)
    return "\n".join((*lines, BASIC))
