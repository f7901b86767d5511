"""The acronyms of the booklet: those that it prints, and what each stands for."""

import re
from collections.abc import Iterable, Iterator

from docgen.document import Facts
from docgen.errors import folded
from docgen.french.rule import INSECABLE
from docgen.kinds.memento.content import Sigle
from docgen.kinds.memento.facts import FaitsSigle
from docgen.markup import plain
from docgen.referential.droit.reference import CODES


def printed_acronyms(facts: Facts, sigles: Iterable[Sigle]) -> Iterator[FaitsSigle]:
    """Yield those of the codes and of `sigles` that stand in facts, in alphabetical order."""
    words = facts.model_dump_json().replace(INSECABLE, " ")
    known = {code.abrege: code.nom for code in CODES.values()}
    known |= {plain(one.sigle): plain(one.sens) for one in sigles}
    for sigle in sorted(known, key=folded):
        if sigle in words and re.search(rf"(?<!\w){re.escape(sigle)}(?!\w)", words):
            yield FaitsSigle(sigle=sigle.replace(" ", INSECABLE), sens=known[sigle])
