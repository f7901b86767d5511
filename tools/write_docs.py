"""Write what the documents say of the program itself.

Without an option, `docs/cli.md`, from the commands; with `--images`, the picture of the README
too, from the pages that docgen makes of the model.  A test checks that `docs/cli.md` is fresh.
"""

import copy
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from docgen.cli.main import INTERRUPTED, USAGE, docgen
from docgen.errors import ContentError, RenderingError, WorkplaceError
from docgen.locale import speak_french

ROOT = Path(__file__).parents[1]
COMMAND_LINE = ROOT / "docs/cli.md"
PICTURE = ROOT / "docs/images/convention.png"
MODEL = ROOT / "content/convention/modele.yaml"
FONTS = ROOT / "templates/_commun/fonts"
WIDTH = 80
"""How wide the help is set, in characters, whatever the terminal."""
MANY = 6
"""From how many commands on an option is told once, below them all."""

HEAD = """\
# La ligne de commande

<!-- Page écrite par tools/write_docs.py d’après les commandes : ne la modifiez pas à la main. -->

Le programme se trouve dans `.venv/bin/docgen` après `make convention`. Pour l’appeler `docgen`
tout court : `source .venv/bin/activate`. Ce que chaque commande fait d’un texte est expliqué pas à
pas dans [le guide du rédacteur](../content/LISEZMOI.md).
"""

TAIL = """\
## Les options de plusieurs commandes

```text
{options}
```

## Où docgen cherche et où il écrit

Le **projet** est le dossier qui contient `content/` : le dossier courant ou le plus proche de ses
parents, sauf `--project`. Les documents vont dans `output/convention/`, sous le nom
`convention-<nom du fichier YAML>.pdf` et `.docx` ; un PDF définitif est accompagné de
`….signatures.json`, qui dit à un service de signature où signer, et une fiche de
`….message.txt`, à copier dans PanneauPocket ou un SMS, un dossier de commune de `….vcf`, ses
contacts pour un téléphone. Une série de documents paraît entière ou pas du tout : après une
coupure, le passage suivant la termine ou l’annule, et le dit.

Un dossier `templates/` du projet remplace, fichier par fichier, les modèles fournis avec docgen.

## Ce que docgen répond

Les documents faits sont listés sur la sortie standard. Les problèmes vont sur la sortie d’erreur,
tous en une fois, sous cette forme :

```text
fichier:ligne:colonne : champ : ce qui ne va pas
    → ce qui y remédie
```

Une ligne qui commence par `[avertissement]` n’empêche rien.

### Codes de sortie

| Code | Sens |
|---|---|
{codes}

### `--json`

La sortie standard ne porte alors qu’un objet :

```json
{{"version": 1,
 "documents": [{{"kind": "convention", "key": "2027", "path": "…/convention-2027.pdf",
                "format": "pdf", "sha256": "…", "pages": 12, "final": true,
                "diffusion": "publique"}}],
 "problems": [{{"severity": "erreur", "file": "content/convention/2027.yaml", "line": 42,
               "column": 7, "field": "articles[3].titre", "code": "missing",
               "message": "…", "hint": "…"}}]}}
```

`severity` vaut `erreur` ou `avertissement` ; `pages` est nul pour un DOCX, qui n’a pas de pages
fixes. Des clés pourront s’ajouter, aucune ne changera de nom. Dans « echeances », une fin (`fin`,
`effet_denonciation`, `effet_resiliation`) est le dernier jour en vigueur, à 24 h ; `anniversaire`
est le lendemain d’une période entière.
"""

CODES = {
    0: "C’est fait ; les documents peuvent être des projets.",
    ContentError.exit_code: "Un texte est à corriger, ce que la commande nomme (commune, unité, "
    "fiche…) n’existe pas, ou un document définitif a été refusé.",
    USAGE: "La commande est mal écrite.",
    RenderingError.exit_code: "Un modèle est à corriger, la mise en page a échoué, ou docgen "
    "lui-même s’est trompé.",
    WorkplaceError.exit_code: "Le disque, la mémoire, les droits ou un outil manquent ; "
    "ou il n’y a pas de projet ici.",
    INTERRUPTED: "Interrompu au clavier ; rien n’est écrit à moitié.",
}
"""What each exit code means."""


def command_line_page() -> str:
    """Return the page about the command line: the help of every command, then what they share."""
    speak_french()
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in CODES.items())
    top = click.Context(docgen, info_name="docgen", terminal_width=WIDTH, **docgen.context_settings)
    commands = [(top, "docgen"), *_contexts_below(docgen, top, "docgen")]
    counts = Counter(record for context, _ in commands for record in _records(context))
    shared = [record for record, many in counts.items() if many >= MANY]
    helps = [f"## `{name}`\n\n```text\n{_help(one, shared)}\n```\n" for one, name in commands]
    options = click.HelpFormatter(width=WIDTH)
    options.write_dl(shared)
    tail = TAIL.format(codes=codes, options=options.getvalue().rstrip())
    return "\n".join([HEAD, *helps, tail])


def _contexts_below(
    group: click.Group, above: click.Context, path: str
) -> Iterator[tuple[click.Context, str]]:
    """Yield the commands of a group, and those of the groups among them, with their full names."""
    for name in group.list_commands(above):
        command = group.commands[name]
        context = click.Context(command, info_name=name, parent=above, terminal_width=WIDTH)
        yield context, f"{path} {name}"
        if isinstance(command, click.Group):
            yield from _contexts_below(command, context, f"{path} {name}")


def _records(context: click.Context) -> Iterator[tuple[str, str]]:
    """Return what the help of a command tells of each option."""
    params = context.command.get_params(context)
    records = (one.get_help_record(context) for one in params if isinstance(one, click.Option))
    return filter(None, records)


def _help(context: click.Context, shared: list[tuple[str, str]]) -> str:
    """Return the help of a command, the options that many have by their names alone."""
    command = copy.copy(context.command)
    command.add_help_option = False
    records = {one: one.get_help_record(context) for one in context.command.get_params(context)}
    command.params = [one for one, record in records.items() if record not in shared]
    names = [max(one.opts, key=len) for one, record in records.items() if record in shared]
    return f"{command.get_help(context)}\n\n  Et {', '.join(names)}, dites plus bas."


INK, BLUE, BRICK, RULE, GROUND = "#535D6B", "#1E3F66", "#9C3B1F", "#B9C1CC", "#EEF3F8"
PAGE_WIDTH, MARGIN, GAP = 760, 60, 50
"""The measures of the picture, in pixels."""


def draw_picture() -> None:
    """Draw the picture of the README: the first page of the PDF, a page of the DOCX."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "docgen", "--project", str(ROOT), "convention"]
        subprocess.run([*command, str(MODEL), "--output", folder], check=True, capture_output=True)
        convention = Path(folder, "convention/convention-modele")
        to_pdf = runpy.run_path(str(ROOT / "tests/support/libreoffice.py"))["to_pdf"]
        printed = to_pdf(convention.with_suffix(".docx").read_bytes())
        pages = [
            _page(convention.with_suffix(".pdf").read_bytes(), ""),
            _page(printed, "Action 1.1"),
        ]
    names = ["Le PDF, page 1", "Le DOCX, vu dans LibreOffice"]
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    picture = _side_by_side(pages, names).quantize(
        256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    picture.save(PICTURE, optimize=True)


def _page(data: bytes, words: str) -> Image.Image:
    """Return the first page of a PDF that says `words`."""
    for page in pypdfium2.PdfDocument(data):
        if words in page.get_textpage().get_text_range():
            picture = page.render(scale=2 * PAGE_WIDTH / page.get_width()).to_pil()
            size = (PAGE_WIDTH, round(PAGE_WIDTH * page.get_height() / page.get_width()))
            resized: Image.Image = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            return resized
    raise ValueError(f"no page says « {words} »")


def _side_by_side(pages: list[Image.Image], names: list[str]) -> Image.Image:
    """Return pages side by side under docgen's two rules, each with its name."""
    width = 2 * MARGIN + len(pages) * PAGE_WIDTH + (len(pages) - 1) * GAP
    top, height = MARGIN + 34, max(page.height for page in pages)
    picture = Image.new("RGB", (width, top + height + MARGIN), GROUND)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONTS / "SourceSans3-Semibold.ttf"), 22)
    pen.rectangle((MARGIN, 22, width - MARGIN, 29), fill=BLUE)
    pen.rectangle((MARGIN, 33, width - MARGIN, 34), fill=BRICK)
    for rank, (page, name) in enumerate(zip(pages, names, strict=True)):
        left = MARGIN + rank * (PAGE_WIDTH + GAP)
        pen.text((left, top - 14), name, font=font, fill=INK, anchor="ls")
        picture.paste(page, (left, top))
        pen.rectangle((left - 1, top - 1, left + page.width, top + page.height), outline=RULE)
    return picture


if __name__ == "__main__":
    COMMAND_LINE.write_text(command_line_page(), encoding="utf-8")
    if "--images" in sys.argv[1:]:
        draw_picture()
