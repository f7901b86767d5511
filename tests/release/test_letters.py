"""A release holds the letters that are due on its day; the circular, bound for the printer."""

import json
import re
import shutil
from datetime import date

import pytest

from docgen.build.left import left_in
from docgen.kinds.actes.project import LEFT_ASIDE
from docgen.referential.referential import Referential
from docgen.workspace import open_workspace
from tests.release import small

RENEWED = date(2027, 3, 1)
"""A day on which the renewal of our act is certain, and not begun."""


@pytest.fixture
def here(tmp_path):
    """A project of letters and of the act that they are about."""
    content = tmp_path / "projet/content"
    for name in ("renewal", "referentiel", "territoire"):
        shutil.copytree(small.ROOT / "content" / name, content / name)
    (content / "convention").mkdir()
    for name in ("convention/2026.yaml", "adherents.yaml", "emetteurs.yaml"):
        shutil.copy(small.ROOT / "content" / name, content / name)
    return open_workspace(tmp_path / "projet", exact=True)


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("members", [(), small.CODES])
def test_circular_that_is_due_is_bound_or_told(here, tmp_path, members):
    listed = "".join(f'\n  - "{code}"' for code in members) or " []"
    adherents = here.content / "adherents.yaml"
    text = adherents.read_text("utf-8").replace("adherents: []", f"adherents:{listed}")
    adherents.write_text(text, "utf-8")
    made = small.released(here, tmp_path / "release", communes=(), interne=True, au=RENEWED)
    letters = {one.key: one.pages for one in made.files if one.format == "pdf"}
    told = [one for one in made.problems if one.code == "adherents"]
    assert letters["reconduction-2026-amr81"] == 1
    assert letters.get("circulaire-2026-liasse", 0) == len(members)
    assert bool(told) is not bool(members)


@pytest.mark.usefixtures("shared_cache")
def test_release_tells_as_much_left_as_the_command_it_names(here, tmp_path):
    made = small.released(here, tmp_path / "release", communes=(), au=RENEWED)
    items, _ = left_in(Referential(here), (), (), RENEWED)
    assert any("renewal-" in one for item in items for one in item.documents)
    assert {one.id for one in made.left} == {one.id for one in items}
    assert "renewal-" not in (tmp_path / "release/publique/rapport.json").read_text("utf-8")


@pytest.mark.usefixtures("shared_cache")
def test_public_report_says_nothing_of_wrong_drafts_but_their_number(here, tmp_path):
    wrong = here.content / "convention/2027.yaml"
    wrong.write_text("acte: projet\nintitulé secret: x\n", "utf-8")
    made = small.released(here, tmp_path / "release", communes=(), interne=True)
    assert wrong.name in str(made.problems)
    report = json.loads((tmp_path / "release/publique/rapport.json").read_text("utf-8"))
    [told] = [one for one in report["problems"] if one["code"] == LEFT_ASIDE]
    assert (told["file"], told["line"]) == ("convention", None)
    assert not {"2027.yaml", "secret"} & {*re.findall(r"[\w.]+", str(report))}
