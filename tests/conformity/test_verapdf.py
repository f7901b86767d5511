"""What veraPDF tells while it validates; its verdicts have tests of the files that we make."""

import subprocess
from functools import cached_property
from pathlib import Path

from docgen.conformity.validators.verapdf import JavaProcess

SCRIPT = (
    r"printf '/un.pdf\t2a\n/un.pdf\tua1\n'; sleep 1.5; printf '/deux.pdf\t2a\n/deux.pdf\tua1\n'"
)


class InventedJava(JavaProcess):
    """A process that validates two files, the second after a while."""

    @cached_property
    def _running(self):
        return subprocess.Popen(
            ["sh", "-c", f"cat >/dev/null & {SCRIPT}"],
            stdin=subprocess.PIPE,
            stdout=self._output,
            stderr=self._errors,
        )


def test_files_are_counted_while_they_are_validated():
    files, told = (Path("/un.pdf"), Path("/deux.pdf")), []
    with InventedJava(quick=False) as machine:
        for file in files:
            machine.submit(file, ("2a", "ua1"))
        verdicts = machine.verdicts(told.append)
    assert verdicts == {file: {"2a": [], "ua1": []} for file in files}
    assert {1, 2} <= {*told}
