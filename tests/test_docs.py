"""The documents: fresh, complete, true of the code, and naming no machine."""

import csv
import importlib
import inspect
import re
import runpy
import shlex
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml
from pydantic import BaseModel

from docgen import __version__
from docgen.cli.main import INTERRUPTED, USAGE, docgen
from docgen.errors import DocgenError
from docgen.kinds import KINDS
from docgen.kinds.actes import content
from docgen.kinds.actes.acte import COMMITTING
from docgen.locale import speak_french

ROOT = Path(__file__).parents[1]
WRITER = runpy.run_path(str(ROOT / "tools/write_docs.py"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "content").rglob("*.md")]
)

KNOWN_HOSTS = {
    "exemple.fr",
    "local",  # of dask://local, which is this machine
    "json-schema.org",
    "lecomarquage.service-public.gouv.fr",  # which the licence of its data has us name
    "ns.adobe.com",
    "purl.oclc.org",  # of the names of ISO/IEC 29500, strict
    "purl.org",
    "schemas.microsoft.com",
    "schemas.openxmlformats.org",
    "scripts.sil.org",
    "www.adobe.com",
    "www.aiim.org",
    "www.data.gouv.fr",  # where « docgen data status » sends people
    "www.legifrance.gouv.fr",
    "www.w3.org",
}
"""Hosts that name a standard, a licence or a law, and are not called."""
MACHINE_PATH = re.compile(r"(?<![\w.}~*-])/(?:home|media|mnt|opt|root|srv|tmp|Users|work)/\w")
HOST = re.compile(r"\b[a-z][a-z+]*://(?:[^\s/@]*@)?([\w.-]+)")


def named(path):
    """Return a path as people read it."""
    return path.relative_to(ROOT).as_posix()


def read(name):
    """Return the text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def rows(page):
    """Return the cells of each row of the tables of a page, without heads and rules."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if not set("".join(row)) <= {"-", " "}]


def tracked_texts():
    """Return the text files of the repository, those that are about to be added included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("no repository here")
    names = listed.stdout.decode().split("\0")
    paths = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return [path for path in paths if b"\0" not in path.read_bytes()[:8000]]


def commands(group=docgen, path="docgen"):
    """Return every command by its name, groups included."""
    by_name = {path: group}
    for name, command in group.commands.items():
        full = f"{path} {name}"
        is_group = isinstance(command, click.Group)
        by_name |= commands(command, full) if is_group else {full: command}
    return by_name


# ---------- The command line ----------


def test_the_page_of_the_command_line_is_fresh():
    page = WRITER["command_line_page"]()
    assert read("docs/cli.md") == page, "lancez : .venv/bin/python tools/write_docs.py"


def test_each_command_and_each_option_has_its_help():
    assert [name for name, command in commands().items() if not command.help] == []
    options = [
        (name, option.name, option.help)
        for name, command in commands().items()
        for option in command.params
        if isinstance(option, click.Option)
    ]
    assert [(name, option) for name, option, text in options if not text] == []


def test_the_help_is_french():
    speak_french()
    english = re.compile(
        r"\b(the|and|with|show|file|required|integer|range|text|path|float)\b", re.IGNORECASE
    )
    french = re.compile(r"\b(le|la|les|des|du|et|dans)\b")
    top = click.Context(docgen, **docgen.context_settings)  # a command keeps its first help option
    wrong = [
        name
        for name, command in commands().items()
        if english.search(command.get_help(click.Context(command, info_name=name, parent=top)))
        or not french.search(command.help)
        or "'" in command.help
    ]
    assert wrong == []


def test_each_command_is_on_the_page_and_in_the_readme():
    page, readme = read("docs/cli.md"), read("README.md")
    assert [name for name in commands() if f"## `{name}`" not in page or name not in readme] == []


def every_exit_code():
    """Return every code that a run of docgen can end with."""
    codes = {0, USAGE, INTERRUPTED}
    waiting = [DocgenError]
    while waiting:
        error = waiting.pop()
        codes.add(error.exit_code)
        waiting += error.__subclasses__()
    return codes


def test_every_exit_code_is_listed():
    listed = {int(row[0]) for row in rows(read("docs/cli.md")) if row[0].isdigit()}
    assert listed == every_exit_code()


# ---------- Words that are to be typed ----------


def typed(page):
    """Yield each line of code and each code word of a page that a person might type."""
    for block in re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        yield from (line.partition(" #")[0].strip() for line in block.splitlines())
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", page)


def typed_on_pages():
    """Return each line and each code word of every page that a person might type, and the page."""
    return [(named(path), line) for path in PAGES for line in typed(read(path))]


def test_the_words_for_make_exist():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    variables = set(re.findall(r"\$\$([A-Z]+)", MAKEFILE))
    lines = [(page, line) for page, line in typed_on_pages() if line.startswith("make ")]
    words = {(page, word) for page, line in lines for word in shlex.split(line)[1:]}
    defined = targets | {f"{name}=" for name in variables}
    parts = {(page, "".join(word.partition("=")[:2])) for page, word in words}
    assert {(page, name) for page, name in parts if name not in defined} == set()


def test_the_commands_and_options_of_docgen_exist():
    lines = [(page, line.split()) for page, line in typed_on_pages()]
    asked = [(page, line) for page, line in lines if line[:1] == ["docgen"] and len(line) > 1]
    assert len(asked) > 100
    for page, line in asked:
        command, rest = docgen, line[1:]
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            assert rest[0] in command.commands, (page, line)
            command, rest = command.commands[rest[0]], rest[1:]
        options = {word for option in command.params for word in option.opts} | {"--help"}
        assert {word for word in line if word.startswith("--")} <= options, (page, line)


def test_the_readme_shows_a_page():
    picture, words = re.search(r"!\[([^\]]+)\]\(([^)]+)\)", read("README.md")).group(2, 1)
    assert (ROOT / picture).is_file()
    assert len(words) > 40


# ---------- Links ----------


def anchors(path):
    """Return the anchors that the headings of a page make."""
    heads = re.findall(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.replace(" ", "-") for head in plain}


def without_code(path):
    """Return the text of a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", read(path), flags=re.M | re.S)


def targets_of(text):
    """Return the addresses that the links of a text lead to."""
    return re.findall(r"\]\(([^)\s]+)\)", text)


def leads_somewhere(path, target):
    """Whether a link of a page leads to a file, and to a heading of it if it names one."""
    place, _, anchor = target.partition("#")
    file = path.parent / unquote(place) if place else path
    return "://" not in target and file.exists() and (not anchor or anchor in anchors(file))


def test_links_between_documents_lead_somewhere():
    links = [
        (path, target)
        for path in PAGES
        for target in targets_of(re.sub(r"`[^`\n]+`", "", without_code(path)))
    ]
    assert [(named(path), to) for path, to in links if not leads_somewhere(path, to)] == []


def test_each_page_has_one_title():
    titles = {path: len(re.findall(r"^# ", without_code(path), re.MULTILINE)) for path in PAGES}
    assert [named(path) for path, count in titles.items() if count != 1] == []


def test_each_page_is_linked_from_another():
    linked = {
        page
        for path in PAGES
        for target in targets_of(read(path))
        if (page := (path.parent / target.partition("#")[0]).resolve()) != path
    }
    assert {*map(named, PAGES)} - {*map(named, linked & {*PAGES})} == {"README.md"}


# ---------- The glossary, the map, the decisions ----------


def glossary():
    """Return each term of the glossary with the code that it names."""
    terms = [row for row in rows(read("docs/glossaire.md")) if row[0] != "Term"]
    assert all(len(row) == 4 and row[0] and row[1] for row in terms)
    return {row[0]: re.findall(r"`([^`]+)`", row[3]) for row in terms}


def public_models():
    """Return the names of the public models of a convention's content."""
    return [
        name
        for name, model in vars(content).items()
        if inspect.isclass(model)
        and model.__module__ == content.__name__
        and not name.startswith("_")
        and (issubclass(model, BaseModel) or hasattr(model, "__members__"))
    ]


def test_the_glossary_names_each_kind():
    named_in_code = {name for names in glossary().values() for name in names}
    for kind in KINDS:
        assert kind in glossary()
        assert f"kinds.{kind.replace('-', '_')}.kind.KIND" in named_in_code


def test_the_glossary_explains_each_model_of_the_convention():
    names = [f"{content.__name__}.{name}" for name in public_models()]
    explained = tuple(f".{name}" for name in code_names())
    assert [name for name in names if not name.endswith(explained)] == []


def code_names():
    """Return every piece of code that the glossary names."""
    return sorted({name for names in glossary().values() for name in names})


def exists(name):
    """Whether there is a module of that name, or something of that name in one."""
    module, _, last = f"docgen.{name}".rpartition(".")
    try:
        return bool(importlib.import_module(f"docgen.{name}"))
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(module), last)


def test_the_code_that_the_glossary_names_exists():
    assert [name for name in code_names() if not exists(name)] == []


def packages():
    """Return what stands right under `src/docgen`."""
    return {
        path.stem
        for path in (ROOT / "src/docgen").iterdir()
        if not path.stem.startswith("_")
        and (path.suffix == ".py" or (path / "__init__.py").exists())
    }


def test_the_architecture_has_a_sentence_for_each_package():
    listed = {row[0].strip("`") for row in rows(read("docs/architecture.md"))}
    assert packages() <= listed


def test_the_layers_of_the_architecture_are_those_that_are_checked():
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(rule["layers"] for rule in contracts if rule["name"] == "layers")
    printed = [set(layer.split(" | ")) & packages() for layer in layers]
    block = re.search(r"^```\n(cli\n.*?)^```", read("docs/architecture.md"), re.M | re.S)[1]
    assert [set(line.split(" | ")) for line in block.splitlines()] == printed


def test_the_files_that_a_document_names_exist():
    file = re.compile(r"`((?:\w+/)+[\w.-]+\.(?:py|j2|css|docx|po|yaml|md))`")
    roots, invented = (ROOT, ROOT / "src/docgen"), {"content/convention/2027.yaml"}
    names = {(named(path), name) for path in PAGES for name in file.findall(read(path))}
    missing = {(page, name) for page, name in names if not any((r / name).exists() for r in roots)}
    assert {(page, name) for page, name in missing if name not in invented} == set()


def test_each_kind_has_its_analysis():
    assert {f"{kind}.md" for kind in KINDS} <= {
        path.name for path in (ROOT / "docs/analysis").iterdir()
    }


def is_in_form(path):
    """Whether a decision is listed, with its title, three parts, some lines."""
    text = read(path)
    title = re.match(r"# (\d{4})\. (.+)\n", text)
    parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
    if not title or title[1] != path.name[:4]:
        return False
    if parts != ["Context", "Decision", "Consequences"]:
        return False
    row = f"| [{title[1]}]({path.name}) | {title[2]} |"
    listed = row in read("docs/decisions/README.md").splitlines()
    return listed and 10 <= len(text.splitlines()) <= 28


def test_a_decision_has_a_number_a_title_and_three_parts():
    assert [named(path) for path in DECISIONS if not is_in_form(path)] == []


def test_no_number_is_given_to_two_decisions():
    assert len({path.name[:4] for path in DECISIONS}) == len(DECISIONS)
    assert len(rows(read("docs/decisions/README.md"))) == len(DECISIONS)


def test_the_guide_says_which_articles_need_fiches():
    guide = " ".join(read("content/LISEZMOI.md").split())
    words = " ou ".join(f"«\u00a0{word}\u00a0»" for word in COMMITTING)
    assert f"dont le titre commence par {words}".replace("\u00a0", " ") in guide.replace(
        "\u00a0", " "
    )


def test_the_changelog_speaks_of_this_version():
    assert f"## [{__version__}]" in read("CHANGELOG.md")


# ---------- French for people ----------


@pytest.mark.parametrize("name", ["content/LISEZMOI.md", "docs/cli.md"])
def test_what_people_read_follows_french_typography(name):
    text = re.sub(r"^```.*?^```", "", read(name), flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`|<!--.*?-->|\]\([^)]*\)", "", text, flags=re.S)
    assert "'" not in text
    assert "..." not in text
    assert not re.findall(r"[^\s\u00a0\u202f|-][;!?»]", text)
    assert not re.findall(r"«\S", text.replace("«\u00a0", "").replace("«\u202f", ""))
    assert not re.findall(r"[ \n][:;!?»]", text)
    assert "« " not in text


# ---------- No machine ----------


def test_no_text_names_a_place_of_a_machine():
    places = [
        f"{named(path)}:{number}"
        for path in tracked_texts()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not places


def test_no_text_names_a_host_but_those_of_standards():
    """Tests may name any, for they try what must be refused, and so may what is printed."""
    hosts = {
        f"{named(path)} : {host}"
        for path in tracked_texts()
        if path.relative_to(ROOT).parts[0] not in ("content", "tests")
        for host in HOST.findall(path.read_text(errors="replace"))
        if host not in KNOWN_HOSTS
    }
    assert not hosts


def test_the_changelog_keeps_to_its_width():
    assert [line for line in read("CHANGELOG.md").splitlines() if len(line) > 120] == []


def of_the_tarn():
    """Return the words of content/ that are bound to its département, according to its own data."""
    table = {
        name: list(
            csv.DictReader(read(f"content/referentiel/cog/{name}.csv").splitlines(), delimiter=";")
        )
        for name in ("communes", "departements", "regions")
    }
    [tarn] = [row for row in table["departements"] if row["code"] == "81"]
    [region] = [row for row in table["regions"] if row["code"] == tarn["region"]]
    communes = {row["nom"] for row in table["communes"] if row["departement"] == "81"}
    parties = yaml.safe_load(read("content/emetteurs.yaml"))["emetteurs"]
    roles = yaml.safe_load(read("content/territoire/roles.yaml"))["roles"]
    places = [line for named in (*parties, *roles) for line in named.get("adresse") or ()]
    acts = [yaml.safe_load(read(f"content/convention/{name}.yaml")) for name in ("2026", "modele")]
    signed = [who["nom"].split()[-1] for act in acts for who in act["signature"]["signataires"]]
    seat = re.search(
        r"tribunal administratif de (\w+)", read("content/referentiel/droit/points.yaml")
    )
    return {tarn["nom"], region["nom"], seat[1], *communes, *places, *signed}


def test_the_guide_finds_every_word_of_the_tarn():
    pattern = re.search(r'grep -rniE "([^"]+)"', read("docs/autre-departement.md"))[1]
    grep = re.compile(pattern, re.IGNORECASE)
    bound = of_the_tarn()
    assert {"Tarn", "Occitanie", "Toulouse", "Albi", "Place de Verdun", "Doose"} <= bound
    words = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(bound)))})(?![\w-])")
    missed = [
        f"{named(path)} : {line.strip()}"
        for path in (ROOT / "content").rglob("*.yaml")
        if "cog" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if not grep.search(line) and words.search(line)
    ]
    assert missed == []
