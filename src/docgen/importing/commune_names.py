"""Communes found by what a file without codes calls them, within a département.

A label may be in capitals, without accents, with its article behind, and have a note or a postal
code glued to it. Only a whole name counts: one letter more or less is another commune.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from docgen.errors import closest
from docgen.importing.redundant_columns import comparable_name
from docgen.referential.communes.france import Commune, Communes

_NOTE: Final = re.compile(r"\s*(?:\(\s*(?:\d{1,2}|[a-km-z])\s*\)|[*¹²³]+)$", re.IGNORECASE)
_POSTAL: Final = re.compile(r"[\s,-]*\(?\s*(\d{5})\s*\)?$", re.ASCII)
_NATURE: Final = re.compile(r"\s*\((?:nouvelle )?commune[^)]*\)$", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"^(?:mairie|commune|ville) (?:de la |de l['’]|des |de |du |d['’])", re.IGNORECASE
)
_ON: Final = re.compile(r"(?<![^\W_])s/\s*", re.IGNORECASE)
_ARTICLE: Final = re.compile(
    r"(.+?)(?:\s*\(\s*|,\s*|\s+)(l['’]?|la|les?|las|los|aux)\s*\)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NamedCommunes:
    """The communes that a label may mean; `part` when it names a former commune within them."""

    communes: tuple[Commune, ...]
    part: bool = False


class CommuneNames:
    """The names of communes, and of their parts, by département."""

    def __init__(self, communes: Communes) -> None:
        self._communes = communes
        self._by_name = lru_cache(maxsize=None)(self._names_of)

    def find(self, label: str, departement: str) -> NamedCommunes:
        """Return the communes of a département that a label names: none, one or several."""
        bare, postal = _strip_notes(label)
        whole, parts = self._by_name(departement)
        keys = [comparable_name(form) for form in _forms(bare)]
        for names, part in ((whole, False), (parts, True)):
            communes = next((names[key] for key in keys if key in names), {})
            if len(communes) > 1 and postal:
                communes = {
                    code: one for code, one in communes.items() if postal in one.codes_postaux
                }
            if communes:
                return NamedCommunes(tuple(communes.values()), part)
        return NamedCommunes(())

    def nearest(self, label: str, departement: str) -> str:
        """Return « vouliez-vous dire … ? » with the commune of the nearest name, or nothing."""
        names = [one.toponyme.seul for one in self._communes.in_departement(departement)]
        return closest(_strip_notes(label)[0].title(), names)

    def _names_of(self, departement: str) -> tuple[Mapping[str, Mapping[str, Commune]], ...]:
        """Return communes by their name, with its article and without, and by that of a part.

        « VERGNE » may be Vergné or La Vergne, of one département.
        """
        whole: defaultdict[str, dict[str, Commune]] = defaultdict(dict)
        parts: defaultdict[str, dict[str, Commune]] = defaultdict(dict)
        for commune in self._communes.in_departement(departement):
            for name in (commune.toponyme.seul, commune.toponyme.nom):
                whole[comparable_name(name)][commune.code] = commune
            for part in commune.deleguees:
                parts[comparable_name(part.seul)][commune.code] = commune
        return dict(whole), dict(parts)


def _strip_notes(label: str) -> tuple[str, str]:
    """Return a label without what is glued to it, and the postal code that was."""
    text, postal = label.strip(), ""
    while True:
        if match := _POSTAL.search(text):
            postal = match[1]
        shorter = _NATURE.sub("", _POSTAL.sub("", _NOTE.sub("", text))).strip()
        if shorter in ("", text):
            return text, postal
        text = shorter


def _forms(label: str) -> Iterator[str]:
    """Yield the ways to read a label, the most literal first."""
    for text in dict.fromkeys((label, _OFFICE.sub("", label))):
        full = _ON.sub("sur ", text)
        yield full
        if match := _ARTICLE.fullmatch(full):
            yield f"{match[2]} {match[1]}"
