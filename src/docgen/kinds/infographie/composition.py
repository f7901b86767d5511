"""From a commune to its page of figures, public or internal."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docgen.document import Diffusion, Document
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.project import project_acts
from docgen.kinds.infographie.chiffres import PageFigures
from docgen.kinds.infographie.commune import KnownCommune
from docgen.kinds.infographie.content import Infographie
from docgen.kinds.infographie.interne import internal_page
from docgen.kinds.infographie.options import InfographieOptions
from docgen.kinds.infographie.publique import public_left, public_page
from docgen.kinds.kind import ComposeRequest, Scope
from docgen.left import Item

DENSITIES: Final = ("ample", "normale", "serree", "dense")
"""How much room the words of the public page take: the loosest that fits is chosen."""


def compose(content: Infographie, request: ComposeRequest) -> Iterator[Document]:
    """Yield a page for each requested commune."""
    if request.scope:
        for code in request.scope.communes:
            yield _page(content, request, request.scope, code)


def left_of_communes(content: Infographie, request: ComposeRequest) -> Iterator[Item]:
    """Yield what is left of the public page of each requested commune, which is not composed."""
    if request.scope is None:
        return
    referential = request.scope.referential
    referential.crimes.read_communes(request.scope.communes)
    figures = PageFigures(content.publique, referential.crimes)
    for code in request.scope.communes:
        place = KnownCommune(referential, code, Diffusion.PUBLIQUE)
        left = public_left(place, figures.of(place), request.left)
        yield from (replace(item, documents=(f"infographie-{code.lower()}",)) for item in left)


def _page(content: Infographie, request: ComposeRequest, scope: Scope, code: CodeInsee) -> Document:
    options = scope.options_of(InfographieOptions)
    internal = options.interne
    circle = Diffusion.INTERNE if internal else options.circle
    place = KnownCommune(scope.referential, code, circle)
    page = (
        internal_page(content.interne, place)
        if internal
        else public_page(content.publique, place, options.annee, request.left)
    )
    facts, acts = page.facts, project_acts(scope.referential)
    variant = ["interne"] * internal + [str(options.annee)] * bool(options.annee)
    return Document(
        kind="infographie",
        densities=() if internal else DENSITIES,
        key="-".join((code, *variant)).lower(),
        place=code,
        title=f"{facts.nom} : {facts.surtitre}",
        author=acts.partenariat(circle),
        subject=place.lieu,
        facts=facts,
        diffusion=circle,
        final=not page.left,
        sources=(request.source, *acts.files(circle)),
        required_margin_words=tuple(mark for mark in (facts.repere, facts.mention) if mark),
        layout="interne" if internal else "document",
        pages_max=0 if internal else 1,
        pages_bound=1 if internal else 0,
        shorten=page.shorten,
        left=page.left,
        notices=page.notices,
    )
