"""What the release of a département takes: cold, unchanged, checked, stopped half-way and resumed.

The project is complete, all its data invented (`tools/complete_project.py`).
Memory is given apart for docgen itself, for the greatest of its processes, and for Java.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

OFTEN: Final = 0.5
"""How many seconds pass between two looks at the processes."""
DAY: Final = "2027-01-15"


@dataclass
class Spent:
    """What a run took: seconds of CPU and of clock, megabytes at the peak of each process."""

    cpu: float = 0.0
    clock: float = 0.0
    peaks: dict[str, float] = field(default_factory=dict)

    def see(self, name: str, memory: float) -> None:
        """Take in how much a process holds at its peak."""
        self.peaks[name] = max(self.peaks.get(name, 0.0), memory)


def run(command: Sequence[str], environment: Mapping[str, str], stop_when: Path | None) -> Spent:
    """Run a command, killing it when a file stands if one is named; return what it took."""
    spent, start, before = Spent(), time.perf_counter(), os.times()
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while running.poll() is None:
        for pid in (running.pid, *_below(running.pid)):
            _look(spent, pid, running.pid)
        if stop_when and stop_when.exists():
            running.send_signal(signal.SIGKILL)
        time.sleep(OFTEN)
    after = os.times()
    used = after.children_user + after.children_system
    spent.cpu = used - before.children_user - before.children_system
    spent.clock = time.perf_counter() - start
    wanted = -signal.SIGKILL if stop_when else 0
    if running.returncode != wanted:
        raise SystemExit(f"ended with {running.returncode}: {' '.join(command)}")
    return spent


def _below(pid: int) -> list[int]:
    """Return the descendants of a process."""
    try:
        pids = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [one for child in map(int, pids) for one in (child, *_below(child))]


def _look(spent: Spent, pid: int, parent: int) -> None:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:  # it has just ended
        return
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    name = "docgen" if pid == parent else "Java" if fields["Name"].strip() == "java" else "process"
    spent.see(name, int(fields.get("VmHWM", "0 kB").split()[0]) / 1024)


def main() -> None:
    """Measure a release, and print a table."""
    root = Path(__file__).resolve().parents[1]
    print(f"{'':<44}{'CPU s':>8}{'clock s':>9}   MB at the peak")
    with tempfile.TemporaryDirectory() as folder:
        place, half = Path(folder, "release"), Path(folder, "half")
        places = os.pathsep.join([str(root / "src"), str(root)])
        environment = {**os.environ, "PYTHONPATH": places, "XDG_CACHE_HOME": f"{folder}/cache"}
        project = f"{folder}/project"
        complete = [sys.executable, str(root / "tools/complete_project.py"), "81", project]
        subprocess.run(complete, env=environment, check=True, stdout=subprocess.DEVNULL)
        release = [sys.executable, "-m", "docgen", "release", "--project", project, "--au", DAY]
        whole = [*release, "--departement", "81"]
        last = half.with_name(".half.docgen-chantier") / "fabrique/publique/commune-pack"
        last /= "commune-pack-81140-lavaur-publique.pdf"
        without = {**environment, "XDG_CACHE_HOME": f"{folder}/other"}
        show(
            "release of the Tarn, nothing there",
            run([*whole, f"--output={place}"], environment, None),
        )
        files = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
        print(f"  {len(files)} files, {sum(files) / 1e6:.0f} MB", flush=True)
        show("  nothing changed", run([*whole, f"--output={place}"], environment, None))
        show(
            "  elsewhere, all remembered", run([*whole, f"--output={folder}/b"], environment, None)
        )
        check = [sys.executable, "-m", "docgen", "release", "--check", str(place)]
        show("  --check", run(check, environment, None))
        show(
            "  killed half-way (without its processes)",
            run([*whole, f"--output={half}"], without, last),
        )
        show("  resumed", run([*whole, f"--output={half}"], without, None))


def show(name: str, spent: Spent) -> None:
    """Print one line of the table."""
    peaks = ", ".join(f"{one} {spent.peaks[one]:.0f}" for one in sorted(spent.peaks))
    print(f"{name:<44}{spent.cpu:>8.1f}{spent.clock:>9.1f}   {peaks}", flush=True)


if __name__ == "__main__":
    main()
