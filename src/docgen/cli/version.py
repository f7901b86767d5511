"""`docgen --version`: docgen, its engine, and the editions of the data."""

import click

from docgen import __version__
from docgen.cli.options import workspace
from docgen.errors import DocgenError


def _show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(
        f"docgen {__version__} (WeasyPrint {version('weasyprint')}, "
        f"docxtpl {version('docxtpl')})\u202f; données ouvertes\u00a0: {_editions() or 'aucune'}"
    )
    context.exit()


def _editions() -> str:
    from docgen.referential.referential import Referential
    from docgen.referential.status import SNAPSHOTS

    try:
        referential = Referential(workspace())
        snapshots = [(name, referential.snapshot(name)) for name in SNAPSHOTS]
        return ", ".join(f"{name} {one.origine.edition}" for name, one in snapshots if one)
    except DocgenError:
        return ""


version_option = click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show,
    help="Affiche les versions de docgen, de son moteur et des données, puis quitte.",
)
