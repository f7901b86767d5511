"""Measure `docgen reprendre` on edits that LibreOffice makes in the Word files of a project.

    tools/measure_corrections.py PROJECT [--edits 400] [--seed 1] [--kept FOLDER]

Each edit is made in one file of `output`, every other one with changes tracked; the corrected file
is taken back into the texts, which are then put back.  What the document says after it is compared
with what LibreOffice shows: `silent` counts the edits that are wrong, and of which nothing is told;
`beside` those of words that no text holds, and that are told; `by rule` those that a rule of the
document refuses, and that are told with it: neither counts for how many are exact.
`--kept` keeps the corrected files there, or measures again those that are there.
"""

import argparse
import difflib
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tests.corrections.office_edits import Edit, edit_files, shown_paragraphs

from docgen.cli.options import today
from docgen.content import raw
from docgen.corrections.acceptance import REFUSED, WORDS_OF_ACT
from docgen.corrections.changes import Status, TextChange
from docgen.corrections.edit_candidates import NO_TEXTS
from docgen.corrections.opened_file import mark_of, open_corrected
from docgen.corrections.printed import NOTES, WordText
from docgen.corrections.proof import RemadeDocument, keeps_words, read_text
from docgen.corrections.reading_back import ClauseChoice, Correction, ReadBack
from docgen.corrections.text_patching import Token, read_tokens, written_tokens
from docgen.errors import DocgenError
from docgen.french.letters import folded
from docgen.workspace import Workspace

KINDS = ("convention", "avenant", "fiche", "modele", "renewal", "memento")
NOT_EDITED = re.compile(r"reste-a-faire|compare|liasse")
WAYS = {
    **{"word": 30, "insert": 12, "cut": 10, "phrase": 8, "rewrite": 4, "split": 5, "after": 10},
    **{"delete": 6, "bold": 4, "sign": 4, "join": 4, "copy": 3},
}
"""What people do, and how often of a hundred."""
WORDS = "trois mensuel rapidement commune délai partenaire accord sans tarder courrier suivi annuel"
OF_TEXT = 0.6
"""Which part of the words of a paragraph stand in the texts that print it."""
PRINTED = 0.8
"""Which part of the words of a text a paragraph has at least that prints it."""
STATE_LINE = re.compile(r"\s*(- )?(etat|adoption)\w*:")
"""A line of a text that says a state; what a document prints for it alone is no edit of words."""
STEP = re.compile(r"^\d+\t")
"""The number of a step, which docgen counts."""
COUNTED = re.compile(
    r" (propose|manquant|adopte)$"
    r"|textes a verifier .*?(liste de ce qui reste a faire|points restant a verifier|$)"
    r"|(textes|autres sources) verifie\w+( sur legifrance)? le \d+(er)? \w+ \d{4}"
)
"""A state, and what docgen says of the check of texts: both follow from the words."""
GENERATED = re.compile(r"contents|toc|dg (index|marque)", re.I)
"""The styles of what docgen makes of its other words; its numbers of pages move with them."""
LONG = 25
"""The shortest paragraph that is edited."""


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
    edit_files(root, untouched, folder, "untouched")
    texts = {
        file: shown_paragraphs(folder / f"untouched-{rank}.docx.txt")
        for rank, file in enumerate(distinct)
    }
    edits = [
        random_edit(rng, file, texts[file], tracked=bool(rank // len(kinds) % 2))
        for rank, file in enumerate(chosen)
    ]
    (folder / "files.json").write_text(json.dumps(distinct), "utf-8")
    edit_files(root, edits, folder, "edited")
    (folder / "edits.json").write_text(json.dumps([asdict(edit) for edit in edits]), "utf-8")


def _files(root: Path, kind: str) -> list[str]:
    paths = sorted((root / "output" / kind).glob("*.docx"))
    return [str(one.relative_to(root)) for one in paths if not NOT_EDITED.search(one.name)]


def random_edit(
    rng: random.Random, file: str, shown: Sequence[tuple[str, str]], *, tracked: bool
) -> Edit:
    """Return an edit of a paragraph that is not of the contents, nor of what is left to do."""
    ranks = [
        rank
        for rank, (style, text) in enumerate(shown)
        if len(text) > LONG and not GENERATED.match(style) and ".yaml" not in text
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
        self._workspace, self._folder, self._today = workspace, folder, today()
        self.counts: dict[str, Counter[str]] = {}
        files = json.loads((folder / "files.json").read_text("utf-8"))
        self._untouched = {file: f"untouched-{rank}.docx" for rank, file in enumerate(files)}
        self._before: dict[str, WordText] = {}
        self._texts: dict[str, list[list[str]]] = {}

    def add(self, rank: int, edit: Edit) -> None:
        """Take an edited file back, and count what becomes of it."""
        kind = Path(edit.file).parent.name
        counts = self.counts.setdefault(kind, Counter())
        start = time.process_time()
        what = self._fate(rank, edit)
        if what in ("proposed", "told", "by rule") and not self._is_of_text(edit):
            print("   (no text has these words)")
            what = "beside"
        counts["milliseconds"] += round(1000 * (time.process_time() - start))
        counts[what] += 1

    def _fate(self, rank: int, edit: Edit) -> str:
        path = self._folder / f"edited-{rank}.docx"
        if not path.with_name(f"{path.name}.txt").exists():
            return "not made"
        was, now = (
            _said(
                text
                for style, text in shown_paragraphs(self._folder / f"{name}.txt")
                if not GENERATED.match(style)
            )
            for name in (self._untouched[edit.file], path.name)
        )
        if was == now and edit.way != "bold":
            return "not made"
        try:
            correction = Correction(self._workspace, path, today=self._today)
            read_back = correction.read(ClauseChoice())
        except DocgenError as error:
            print(f"{rank} {edit.file} {edit.way}: refused, {error.problems[0].message}")
            return "refused"
        if read_back.to_see or read_back.strange or read_back.generated:
            return self._fate_of_reported(rank, edit, read_back)
        try:
            before, after = self._printed_after(correction, read_back, edit)
        except DocgenError as error:
            print(f"{rank} {edit.file} {edit.way}: not written, {error.problems[0].message}")
            return "refused"
        same = (now - was, was - now) == (after - before, before - after)
        if not same:
            print(f"{rank} {edit}: SILENT")
            for name, words in (
                ("office", (now - was, was - now)),
                ("docgen", (after - before, before - after)),
            ):
                print(f"   {name}: {[dict(some) for some in words]}")
        return "exact" if same else "silent"

    def _is_of_text(self, edit: Edit) -> bool:
        """Whether a text of its document holds the words that an edit touches.

        Others are docgen's own, of the data, or what a reference prints: no edit of theirs comes
        back by nature.  Of an edit of a whole paragraph, most of its words are of a text.
        """
        if edit.file not in self._texts:
            origin = self._origin(self._workspace.root / edit.file)
            written = (
                [one.key for one in written_tokens(text)]
                for source in origin.sources.values()
                for steps, text in raw.texts(source.data)
                if NO_TEXTS.isdisjoint(steps) and steps[-1] != "numero"
            )
            self._texts[edit.file] = list(filter(None, written))
        shown = shown_paragraphs(self._folder / f"{self._untouched[edit.file]}.txt")
        tokens = read_tokens(shown[edit.paragraph][1])
        held = _words_held(tokens, self._texts[edit.file])
        if edit.action in ("replace", "bold") and edit.way != "rewrite":
            end = edit.at + max(edit.length, 1)
            touched = [
                rank for rank, one in enumerate(tokens) if one.start < end and one.end > edit.at
            ]
            return held.issuperset(touched)
        return len(held) >= OF_TEXT * len(tokens)

    def _origin(self, path: Path) -> RemadeDocument:
        mark = mark_of(self._workspace, path, open_corrected(path))
        return RemadeDocument(self._workspace, mark, self._today)

    def _fate_of_reported(self, rank: int, edit: Edit, read_back: ReadBack) -> str:
        to_see = read_back.to_see
        fate = "told"
        if to_see and all(one.status is Status.PROPOSE for one in to_see):
            fate = "proposed"
        elif all(map(_is_by_rule, to_see)) and not (read_back.strange or read_back.generated):
            fate = "by rule"
        print(f"{rank} {edit.file} {edit.way} {edit.text!r}: {fate}")
        for correction in to_see:
            change = f"{correction.before[:70]!r} -> {correction.after[:70]!r}"
            print(f"   {change}: {correction.why} {correction.place}")
        for what in (*read_back.strange, *read_back.generated):
            print(f"   {what[:90]!r}")
        return fate

    def _printed_after(
        self, correction: Correction, read_back: ReadBack, edit: Edit
    ) -> tuple[Counter[str], Counter[str]]:
        """Return what the document says before and after the correction, and put it back.

        Before it, the states are those that the correction leaves: a draft has words of its own.
        """
        origin = self._origin(read_back.file)
        if edit.file not in self._before:
            self._before[edit.file] = origin.printed()
        texts = {path: path.read_bytes() for path in self._workspace.content.rglob("*.yaml")}
        try:
            names = correction.write(read_back, ClauseChoice()).texts
            now = {name: read_text(self._workspace.root / name) for name in names}
            self._count_lines(texts, edit)
        finally:
            for path, data in texts.items():
                if path.read_bytes() != data:
                    path.write_bytes(data)
        after = origin.printed(now)  # its title may have changed its name
        fallen = {name: states_of(text, origin.texts[name]) for name, text in now.items()}
        before = self._before[edit.file]
        if fallen != {name: origin.texts[name] for name in now}:
            said = [text for one in origin.sources.values() for _, text in raw.texts(one.data)]
            drafted = origin.printed(fallen)
            if not keeps_words(before.paragraphs, drafted.paragraphs, said):
                print("   (its state alone changes words)")
            else:
                before = drafted
        return _words_of(before), _words_of(after)

    def _count_lines(self, texts: dict[Path, bytes], edit: Edit) -> None:
        counts = self.counts[Path(edit.file).parent.name]
        for path, data in texts.items():
            if path.read_bytes() != data:
                now = set(path.read_bytes().split(b"\n"))
                comments = [line for line in data.split(b"\n") if line.strip().startswith(b"#")]
                counts["comments lost"] += sum(line not in now for line in comments)

    def tell(self) -> None:
        """Print the table."""
        columns = (
            *("exact", "proposed", "told", "refused", "silent"),
            *("by rule", "beside", "not made"),
        )
        print(f"{'kind':<12}{'edits':>7}" + "".join(f"{one:>10}" for one in columns) + "   CPU ms")
        rows = {**self.counts, "total": sum(self.counts.values(), Counter())}
        for kind, counts in rows.items():
            edits = sum(counts[one] for one in columns[:-3])
            cells = "".join(f"{counts[one]:>10}" for one in columns)
            rate = f"{100 * counts['exact'] / max(1, edits):.0f} %"
            cpu = counts["milliseconds"] // max(1, edits)
            print(f"{kind:<12}{edits:>7}{cells}{cpu:>9}  {rate} exact")
        print(f"comments lost: {rows['total']['comments lost']}")


def _is_by_rule(change: TextChange) -> bool:
    """Whether a rule refuses a change of words, or that a whole paragraph goes."""
    refused = change.why.startswith((REFUSED.format(""), WORDS_OF_ACT))
    return refused and len(change.new) in (0, len(change.old))


def _words_held(tokens: Sequence[Token], written: Sequence[Sequence[str]]) -> set[int]:
    """Return the ranks of the words of a paragraph that are those of texts that it prints whole.

    What stands where such a text has a reference is not, though another text may say the same.
    """
    keys = [one.key for one in tokens]
    some = set(keys)
    held: set[int] = set()
    answers: set[int] = set()
    for text in written:
        words = [*filter(None, text)]
        if len(some.intersection(words)) < PRINTED * len(set(words)):
            continue
        matcher = difflib.SequenceMatcher(None, keys, text, autojunk=False)
        every = matcher.get_matching_blocks()[:-1]
        blocks = [one for one in every if one.size > 1 or len(words) == 1]
        if sum(one.size for one in blocks) >= PRINTED * len(words):
            held |= {rank for one in blocks for rank in range(one.a, one.a + one.size)}
            for block, other in pairwise(every):
                if "" in text[block.b + block.size : other.b]:
                    answers |= {*range(block.a + block.size, other.a)}
    return held - answers


def states_of(now: str, before: str) -> str:
    """Return a text as it was before a correction, with the states that it has now."""
    lines = before.splitlines(keepends=True), now.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, *lines, autojunk=False)
    rows: list[str] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        gone, came = lines[0][start:end], lines[1][new_start:new_end]
        if tag != "equal":
            rows += filter(STATE_LINE.match, came)
            gone = [one for one in gone if not STATE_LINE.match(one)]
        rows += gone
    return "".join(rows)


def _words_of(text: WordText) -> Counter[str]:
    return _said(one.text for one in text.paragraphs if not one.generated)


def _said(texts: Iterator[str]) -> Counter[str]:
    """Return how often each paragraph is said, whatever its typography, its state, its counts."""
    plain = (
        " ".join(re.findall(r"\w+", folded(NOTES.sub("", STEP.sub("", one))))) for one in texts
    )
    return Counter(filter(None, (COUNTED.sub("", one) for one in plain)))


if __name__ == "__main__":
    main()
