"""Find the commune that a person means: by its code, its name, an old code, a part of it.

What is found without being what was asked comes with a notice; what is not found, or is ambiguous,
comes back with the names and codes that are near.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.referential.communes.entries import CommuneEntries, CommuneEntry, Statut, plain_name

SHOWN: Final = 6
"""How many candidates are told; the rest is counted."""
NEAR: Final = 3
"""How many near names or codes are told."""

_PARTS: Final = {
    Statut.DELEGUEE: "une commune déléguée",
    Statut.ASSOCIEE: "une commune associée",
    Statut.ARRONDISSEMENT: "un arrondissement municipal",
}
_CODE: Final = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_ARTICLE_BEHIND: Final = re.compile(r"(.+?)\s*\((l[’']|le|la|les|las|los|aux)\)", re.IGNORECASE)
_SAINT: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


class UnknownCommuneError(ValueError):
    """No commune is meant, or several; `hint` tells what may be."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Match:
    """The commune that was meant, and what people should know of how it was found."""

    entry: CommuneEntry
    notice: str = ""


class Resolver:
    """Finds communes in the code officiel géographique; `departement_of` names a département."""

    def __init__(self, entries: CommuneEntries, departement_of: Callable[[str], str]) -> None:
        self._entries = entries
        self._departement_of = departement_of

    def find(self, text: str, departement: str | None = None) -> Match:
        """Return the commune that `text` means; raise UnknownCommuneError when none or several.

        `departement` (its code) is preferred where a name is that of several communes.
        """
        asked = " ".join(text.split())
        if not asked:
            hint = "donnez un code INSEE ou un nom : 81004, Albi"
            raise UnknownCommuneError("ni code ni nom de commune", hint)
        code = asked.upper()
        if _CODE.fullmatch(code):
            return self._by_code(code)
        if re.fullmatch(r"\d{4}", code, re.ASCII):
            raise self._too_short(code, departement)
        return self._by_name(asked, departement)

    # Codes

    def _too_short(self, code: str, departement: str | None) -> UnknownCommuneError:
        """Return that a digit is missing: of a code at home, or the zero that spreadsheets drop."""
        message = f"« {code} » n’a que quatre chiffres : un code INSEE en a cinq"
        if departement and code.startswith(departement):
            placed = self._departement_of(departement)
            hint = f"il en manque un : {departement} ({placed}), puis trois chiffres"
            return UnknownCommuneError(message, hint)
        home = departement or "0"
        at_home = (one for one in _with_a_digit(code) if one.startswith(home))
        near = [self._entries.commune(one) for one in dict.fromkeys((*at_home, f"0{code}"))]
        return UnknownCommuneError(message, self._suggested(near))

    def _by_code(self, code: str) -> Match:
        entry = self._entries.commune(code)
        if entry:
            return Match(entry)
        part = self._entries.part(code)
        heir = self._entries.commune(part.parent) if part else self._entries.with_old_code(code)
        served = self._entries.with_postal_code(code)
        if heir is None:
            raise _told_of_postal_code(code, served) if served else self._unknown_code(code)
        if served and not code.startswith(heir.departement):
            # The old codes of the Seine and of Corsica: « 75001 » was Alfortville, until 1968.
            raise _told_of_postal_code(code, served, heir)
        notice = _told_of_part(part, heir) if part else _told_of_old_code(code, heir)
        others = [one for one in served if one.code != heir.code]
        also = f" ({code} est aussi le code postal de {_listed(others)})" if others else ""
        return Match(heir, notice + also)

    def _unknown_code(self, code: str) -> UnknownCommuneError:
        known = [entry for near in _near_codes(code) if (entry := self._entries.commune(near))]
        near = sorted(known, key=lambda entry: entry.code[:2] != code[:2])
        return UnknownCommuneError(f"aucune commune n’a le code {code}", self._suggested(near))

    # Names

    def _by_name(self, asked: str, departement: str | None) -> Match:
        communes, parts = self._bearing(asked)
        home = [[one for one in group if one.departement == departement] for group in communes]
        near = [one for one in parts if one.departement == departement]
        at_home = [one for group in home for one in group] or near
        chosen = at_home if len(at_home) == 1 else next(filter(None, (*communes, parts)), [])
        if len(chosen) == 1:
            (entry,) = chosen
            known = [one for group in (*communes, parts) for one in group]
            others = [one for one in known if entry.code not in (one.code, one.parent)]
            return self._current(entry, others)
        if not chosen:
            hint = self._suggested(self._near_names(asked, departement))
            raise UnknownCommuneError(f"aucune commune ne s’appelle « {asked} »", hint)
        message = f"« {asked} » est le nom de {len(chosen)} communes"
        near_home = () if at_home else self._near_names(asked, departement)
        alike = [one for one in near_home if one.departement == departement]
        placed = self._placed(at_home or chosen)
        if alike:
            placed = f"{self._placed(alike)}, de nom proche ; de ce nom, {placed}"
        raise UnknownCommuneError(message, f"donnez le code : {placed}")

    def _bearing(
        self, asked: str
    ) -> tuple[tuple[list[CommuneEntry], list[CommuneEntry]], list[CommuneEntry]]:
        """Return the communes of a name: as asked, and after an article; then parts of communes."""
        behind = _ARTICLE_BEHIND.fullmatch(asked)
        name = normalise_name(f"{behind[2]} {behind[1]}" if behind else asked)
        same = self._entries.by_name.get(name, ())
        after = self._entries.by_name.get(name.partition(" ")[2], ())
        exact = [one for one in (*same, *after) if plain_name(one.toponyme.seul) == name]
        loose = [one for one in same if one not in exact]
        today = [[e for e in group if e.statut is Statut.ACTUELLE] for group in (exact, loose)]
        parts = [one for one in (*exact, *loose) if one.statut is not Statut.ACTUELLE]
        return (today[0], today[1]), parts

    def _current(self, entry: CommuneEntry, others: list[CommuneEntry]) -> Match:
        """Return the commune of today that an entry found by name is, or is a part of."""
        also = f" ; il y a aussi {self._placed(others)}" if others else ""
        if entry.statut is Statut.ACTUELLE:
            return Match(entry, f"{self._placed([entry])}{also}" if others else "")
        heir = self._entries.commune(entry.parent)
        if heir is None:
            message = f"{entry.code} n’appartient à aucune commune d’aujourd’hui"
            raise UnknownCommuneError(message)
        return Match(heir, _told_of_part(entry, heir) + also)

    def _near_names(self, asked: str, departement: str | None) -> list[CommuneEntry]:
        """Return the communes whose names resemble what was asked: at home, nearest, largest."""
        name = re.sub(r"^(?:l|le|la|les|aux|las|los) ", "", normalise_name(asked))
        known = self._entries.by_name
        alike = [one for one in known if abs(len(one) - len(name)) <= 3]
        near = {
            one: count_typos(name, one) for one in difflib.get_close_matches(name, alike, 20, 0.6)
        }
        if len(name) > 3:
            near.update({one: 1 for one in known if one.startswith(name)})
        limit = 1 + len(name) // 4
        entries = [
            (entry.departement != departement, distance, -(entry.population or 0), entry)
            for one, distance in near.items()
            for entry in known[one]
            if distance <= limit and entry.statut is Statut.ACTUELLE
        ]
        return [entry for *_, entry in sorted(entries, key=lambda found: found[:3])]

    # What is said

    def _placed(self, entries: Sequence[CommuneEntry]) -> str:
        """List places so that homonyms are told apart: « Saint-Sulpice (23245, Creuse) »."""
        told = [
            f"{one.toponyme.seul} ({one.code}, {self._departement_of(one.departement)})"
            for one in entries[:SHOWN]
        ]
        return _with_rest(told, len(entries), ", ")

    def _suggested(self, near: Iterable[CommuneEntry | None]) -> str:
        """Return « vouliez-vous dire 81004 Albi ? », or nothing."""
        told = [f"{one.code} {one.toponyme.seul}" for one in near if one][:NEAR]
        if not told:
            return ""
        *first, last = told
        return f"vouliez-vous dire {' ou '.join(filter(None, (', '.join(first), last)))} ?"


def _told_of_part(part: CommuneEntry, heir: CommuneEntry) -> str:
    """Say which commune a part belongs to, and that figures are those of the whole."""
    said = f"{part.code} {part.toponyme.seul} est {_PARTS[part.statut]}"
    whole = f"{heir.code} {heir.toponyme.seul}"
    if part.statut is Statut.ARRONDISSEMENT:
        return f"{said} ; les chiffres sont ceux de la commune, {whole}"
    return f"{said} ; la commune est {whole}"


def _told_of_postal_code(
    code: str, served: Sequence[CommuneEntry], heir: CommuneEntry | None = None
) -> UnknownCommuneError:
    """Say that a code is that of letters, and which communes it serves."""
    told = [f"{one.toponyme.seul} est {one.code}" for one in served[:SHOWN]]
    hint = _with_rest(told, len(served), " ; ")
    if heir:
        hint += f" ; c’est aussi l’ancien code de {heir.code} {heir.toponyme.seul}"
    return UnknownCommuneError(f"{code} est un code postal, pas un code INSEE", hint)


def _told_of_old_code(code: str, heir: CommuneEntry) -> str:
    return f"{code} est un ancien code ; la commune est {heir.code} {heir.toponyme.seul}"


def _listed(entries: Sequence[CommuneEntry]) -> str:
    told = [f"{one.code} {one.toponyme.seul}" for one in entries[:NEAR]]
    return _with_rest(told, len(entries), ", ")


def with_rest(names: Sequence[str]) -> str:
    """List the first of many names, and count the others."""
    return _with_rest(list(names[:SHOWN]), len(names), ", ")


def _with_rest(told: list[str], count: int, mark: str) -> str:
    """Join what is told, and count what is not."""
    rest = count - len(told)
    return mark.join(told) + (f"{mark}et {rest} autre{'s' * (rest > 1)}" if rest else "")


def count_typos(asked: str, meant: str) -> int:
    """Count the slips between two words: a letter too many, missing, mistaken, or two swapped.

    (Optimal string alignment.)  ``"abli", "albi"`` → 1.
    """
    rows = [list(range(len(meant) + 1))]
    for i, sign in enumerate(asked, 1):
        row = [i]
        for j, other in enumerate(meant, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == meant[j - 2] and asked[i - 2] == other:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def _near_codes(code: str) -> Iterator[str]:
    """Yield the codes that a slip makes of this one: two signs swapped, one mistaken."""
    for rank in range(len(code) - 1, 0, -1):
        yield code[: rank - 1] + code[rank] + code[rank - 1] + code[rank + 1 :]
    for rank in range(len(code) - 1, -1, -1):
        for sign in "0123456789AB" if rank == 1 else "0123456789":
            if sign != code[rank]:
                yield code[:rank] + sign + code[rank + 1 :]


def _with_a_digit(code: str) -> Iterator[str]:
    """Yield the codes that lack one digit to be this one, the first places first."""
    for rank in range(len(code) + 1):
        yield from (code[:rank] + digit + code[rank:] for digit in "0123456789")


def normalise_name(name: str) -> str:
    """Return a name as any keyboard may write it: ``St-Juéry``, ``saint juery`` → ``saint juery``.

    Capitals, accents, apostrophes and hyphens are no part of it.
    """
    words = plain_name(" ".join(name.split())).split()
    return " ".join(_SAINT.get(word, word) for word in words)
