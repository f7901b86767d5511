"""`docgen --version`: docgen, its engine, and the editions of the data."""

from __future__ import annotations

import click

from docgen import __version__


def _show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(
        f"docgen {__version__} (WeasyPrint {version('weasyprint')}, "
        f"docxtpl {version('docxtpl')}) ; données ouvertes : aucune"
    )
    context.exit()


version_option = click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show,
    help="Affiche les versions de docgen, de son moteur et des données, puis quitte.",
)
