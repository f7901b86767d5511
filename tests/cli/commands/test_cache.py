"""`docgen cache`: what it holds, and emptied."""

import json
import os
import subprocess
import sys
from pathlib import Path

from docgen.cache import MAX_BYTES
from tests.conftest import ENGLISH_MACHINE, Command, Project, plain_blanks

PAGE = ("infographie", "--insee", "81218", "--interne", "--format=docx")
"""What makes the cheapest document."""


def test_size_shows_folder_and_limit(docgen_here: Command, cache: Path) -> None:
    said = plain_blanks(docgen_here("cache", "size").out)
    assert said == f"{cache} : 0 entrée, 0 octet sur 2 Go au plus\n"


def test_it_fills_and_is_emptied_and_output_stays(
    docgen_here: Command, cache: Path, project: object
) -> None:
    first = docgen_here(*PAGE, "--json")
    [document] = json.loads(first.out)["documents"]
    [told] = json.loads(docgen_here("cache", "size", "--json").out)["cache"]
    assert told["bytes"] > Path(document["path"]).stat().st_size
    assert (told["folder"], told["limit"]) == (str(cache), MAX_BYTES)
    assert "Cache vidé" in docgen_here("cache", "clear").out
    assert json.loads(docgen_here("cache", "size", "--json").out)["cache"][0]["entries"] == 0
    assert Path(document["path"]).is_file()
    again = docgen_here(*PAGE, "--json")
    assert json.loads(again.out) == json.loads(first.out)


def test_two_commands_at_once_share_a_cache(project: Project) -> None:
    command = [sys.executable, "-m", "docgen", *PAGE, "--output"]
    env = {**os.environ, **ENGLISH_MACHINE, "XDG_CACHE_HOME": str(project.root / "cache")}
    where = [project.root / name for name in ("un", "deux")]
    running = [subprocess.Popen([*command, str(one)], cwd=project.root, env=env) for one in where]
    assert [one.wait() for one in running] == [0, 0]
    one, other = ({path.name: path.read_bytes() for path in out.rglob("*.docx")} for out in where)
    assert len(one) == 1
    assert one == other


def test_a_cache_that_cannot_be_emptied_is_told(docgen_here: Command, cache: Path) -> None:
    docgen_here(*PAGE)
    (cache / "v9").symlink_to(cache / "v1")
    answer = docgen_here("cache", "clear")
    assert answer.code == 4
    assert "le cache ne peut pas être vidé" in answer.err


def test_file_in_place_of_the_cache_is_named(docgen_here: Command, cache: Path) -> None:
    cache.write_text("")
    answer = docgen_here(*PAGE)
    assert answer.code == 0
    assert f"« {cache} » n’est pas un dossier" in answer.err
    assert "déplacez ce fichier" in answer.err
    assert "existe déjà" not in answer.err


def test_the_help_tells_what_is_lost_with_the_cache(docgen_here: Command) -> None:
    for command in ("cache", "cache clear"):
        said = " ".join(plain_blanks(docgen_here(*command.split(), "--help").out).split())
        assert "« docgen why » ne s" in said
