"""Search for a commune by its code, its name, an old code or a part of it.

A match that differs from the text comes with a notice; a text without a match, or with several,
is refused with similar names and codes.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.french.territory import plain_name
from docgen.french.wording import counted
from docgen.referential.communes.entries import CommuneEntries, CommuneEntry, Statut

MAX_CANDIDATES: Final = 6
"""How many candidates a message lists; it counts the rest."""
MAX_SIMILAR: Final = 3
"""How many similar names or codes a message lists."""

_PARTS: Final = {
    Statut.DELEGUEE: "une commune déléguée",
    Statut.ASSOCIEE: "une commune associée",
    Statut.ARRONDISSEMENT: "un arrondissement municipal",
}
_CODE: Final = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_ARTICLE_BEHIND: Final = re.compile(r"(.+?)\s*\((l[’']|le|la|les|las|los|aux)\)", re.IGNORECASE)
_DIGITS_MEANT: Final = str.maketrans("OIL", "011")
_SAINT: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


class UnknownCommuneError(ValueError):
    """The error for a text that means no commune, or several; `hint` suggests some."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Match:
    """The entry of a commune, and a notice on how it was found.

    `served` are the other communes that the text is a postal code of.
    """

    entry: CommuneEntry
    notice: str
    served: tuple[CommuneEntry, ...] = ()


class Resolver:
    """Search in the code officiel géographique; `departement_of` names a département."""

    def __init__(self, entries: CommuneEntries, departement_of: Callable[[str], str]) -> None:
        self._entries = entries
        self._departement_of = departement_of

    def find(self, text: str, departement: str | None = None) -> Match:
        """Return the commune that `text` means; raise UnknownCommuneError if none or several.

        Of several communes of one name, the one in `departement` (a code) is preferred.
        """
        asked = " ".join(text.split())
        if not asked:
            hint = "donnez un code INSEE ou un nom : 81004, Albi"
            raise UnknownCommuneError("ni code ni nom de commune", hint)
        code = asked.upper()
        if _CODE.fullmatch(code):
            return self._by_code(code)
        if entry := self._by_code_and_name(*code.partition(" ")[::2]):
            return Match(entry, "")
        if re.fullmatch(r"\d{4}", code, re.ASCII):
            raise self._too_short(code, departement)
        if meant := self._entries.commune(_code_mistyped(code)):
            message = f"« {asked} » n’est pas un code INSEE"
            raise UnknownCommuneError(message, self._suggestion([meant]))
        return self._by_name(asked, departement)

    # Codes

    def _by_code_and_name(self, code: str, name: str) -> CommuneEntry | None:
        """Return the commune that its code or its postal code names too, as messages write it."""
        if not (name and _CODE.fullmatch(code)):
            return None
        coded = (self._entries.commune(code), *self._entries.with_postal_code(code))
        known = (one for one in coded if one)
        asked = normalise_name(name)
        return next((one for one in known if normalise_name(one.toponyme.seul) == asked), None)

    def _too_short(self, code: str, departement: str | None) -> UnknownCommuneError:
        """Return the error of a missing digit, often the first zero, which spreadsheets drop."""
        message = f"« {code} » n’a que quatre chiffres : un code INSEE en a cinq"
        if departement and code.startswith(departement):
            placed = self._departement_of(departement)
            hint = f"il en manque un : {departement} ({placed}), puis trois chiffres"
            return UnknownCommuneError(message, hint)
        home = departement or "0"
        at_home = (longer for longer in _with_one_more_digit(code) if longer.startswith(home))
        near = [self._entries.commune(near) for near in dict.fromkeys((*at_home, f"0{code}"))]
        return UnknownCommuneError(message, self._suggestion(near))

    def _by_code(self, code: str) -> Match:
        entry = self._entries.commune(code)
        served = self._entries.with_postal_code(code)
        if entry:
            others = tuple(one for one in served if one.code != code)
            return Match(entry, _postal_notice(entry, others) if others else "", others)
        part = self._entries.part(code)
        heir = self._entries.commune(part.parent) if part else self._entries.with_old_code(code)
        if heir is None:
            raise _postal_code_error(code, served) if served else self._unknown_code(code)
        if served and not code.startswith(heir.departement):
            # The old codes of the Seine and of Corsica: « 75001 » was Alfortville, until 1968.
            raise _postal_code_error(code, served, heir)
        notice = _part_notice(part, heir) if part else _old_code_notice(code, heir)
        others = tuple(one for one in served if one.code != heir.code)
        also = f" ({code} est aussi le code postal de {_list_codes(others)})" if others else ""
        return Match(heir, notice + also, others)

    def _unknown_code(self, code: str) -> UnknownCommuneError:
        known = [entry for near in _near_codes(code) if (entry := self._entries.commune(near))]
        near = sorted(known, key=lambda entry: entry.code[:2] != code[:2])
        return UnknownCommuneError(f"aucune commune n’a le code {code}", self._suggestion(near))

    # Names

    def _by_name(self, asked: str, departement: str | None) -> Match:
        communes, parts = self._entries_named(asked)
        home = [[one for one in group if one.departement == departement] for group in communes]
        near = [one for one in parts if one.departement == departement]
        at_home = [one for group in home for one in group] or near
        chosen = at_home if len(at_home) == 1 else next(filter(None, (*communes, parts)), [])
        if len(chosen) == 1:
            (entry,) = chosen
            known = [one for group in (*communes, parts) for one in group]
            others = [one for one in known if entry.code not in (one.code, one.parent)]
            return self._present_commune(entry, others)
        if not chosen:
            hint = self._suggestion(self._near_names(asked, departement))
            raise UnknownCommuneError(f"aucune commune ne s’appelle « {asked} »", hint)
        message = f"« {asked} » est le nom de {len(chosen)} communes"
        near_home = self._near_names(asked, departement) if departement and not at_home else ()
        alike = [one for one in near_home if one.departement == departement]
        placed = self._list_with_places(at_home or chosen)
        if alike:
            placed = f"{self._list_with_places(alike)}, de nom proche ; de ce nom, {placed}"
        elif departement and not at_home:
            placed += " ; d’une commune disparue, seul l’ancien code est connu"
        raise UnknownCommuneError(message, f"donnez le code : {placed}")

    def _entries_named(
        self, asked: str
    ) -> tuple[tuple[list[CommuneEntry], list[CommuneEntry]], list[CommuneEntry]]:
        """Return the communes of a name, with this article and without, then the parts."""
        behind = _ARTICLE_BEHIND.fullmatch(asked)
        name = normalise_name(f"{behind[2]} {behind[1]}" if behind else asked)
        same = self._entries.with_name(name) or self._entries.with_name(f"{name} arrondissement")
        after = self._entries.with_name(name.partition(" ")[2])
        exact = [one for one in (*same, *after) if plain_name(one.toponyme.seul) == name]
        loose = [one for one in same if one not in exact]
        today = [[e for e in group if e.statut is Statut.ACTUELLE] for group in (exact, loose)]
        parts = [one for one in (*exact, *loose) if one.statut is not Statut.ACTUELLE]
        return (today[0], today[1]), parts

    def _present_commune(self, entry: CommuneEntry, others: list[CommuneEntry]) -> Match:
        also = f" ; il y a aussi {self._list_with_places(others)}" if others else ""
        if entry.statut is Statut.ACTUELLE:
            return Match(entry, f"{self._list_with_places([entry])}{also}" if others else "")
        heir = self._entries.commune(entry.parent)
        if heir is None:
            raise UnknownCommuneError(f"{entry.code} n’appartient à aucune commune d’aujourd’hui")
        return Match(heir, _part_notice(entry, heir) + also)

    def _near_names(self, asked: str, departement: str | None) -> list[CommuneEntry]:
        bare = re.sub(r"\(.*", "", asked)  # « Burlats (Tarn) »
        name = re.sub(r"^(?:l|le|la|les|aux|las|los) ", "", normalise_name(bare))
        known = self._entries.names
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
            for entry in self._entries.with_name(one)
            if distance <= limit and entry.statut is Statut.ACTUELLE
        ]
        return [entry for *_, entry in sorted(entries, key=lambda found: found[:3])]

    def list_near_names(self, asked: str, departement: str) -> str:
        """Return the communes of a département with a name like `asked`, each with its code."""
        near = self._near_names(asked, departement)
        return self._list_with_places([one for one in near if one.departement == departement])

    # Messages

    def _list_with_places(self, entries: Sequence[CommuneEntry]) -> str:
        """Return entries with what distinguishes homonyms: « Saint-Sulpice (23245, Creuse) »."""
        names = [
            f"{entry.toponyme.seul} ({entry.code}, {self._departement_of(entry.departement)})"
            for entry in entries[:MAX_CANDIDATES]
        ]
        return _with_rest(names, len(entries), ", ")

    def _suggestion(self, near: Iterable[CommuneEntry | None]) -> str:
        names = [f"{entry.code} {entry.toponyme.seul}" for entry in near if entry][:MAX_SIMILAR]
        if not names:
            return ""
        *first, last = names
        return f"vouliez-vous dire {' ou '.join(filter(None, (', '.join(first), last)))} ?"


def looks_like_code(text: str) -> bool:
    """Whether a text has the form of an INSEE code."""
    return bool(_CODE.fullmatch(text.strip().upper()))


def _postal_notice(entry: CommuneEntry, served: Sequence[CommuneEntry]) -> str:
    """Return which commune is taken, when its code is the postal code of others."""
    return (
        f"{entry.code} est pris pour le code INSEE {entry.toponyme.de} ; c’est aussi le code"
        f" postal de {_list_codes(served, len(served))}"
    )


def _part_notice(part: CommuneEntry, heir: CommuneEntry) -> str:
    nature = f"{part.code} {part.toponyme.seul} est {_PARTS[part.statut]}"
    whole = f"{heir.code} {heir.toponyme.seul}"
    if part.statut is Statut.ARRONDISSEMENT:
        return f"{nature} ; les chiffres sont ceux de la commune, {whole}"
    return f"{nature} ; la commune est {whole}"


def _postal_code_error(
    code: str, served: Sequence[CommuneEntry], heir: CommuneEntry | None = None
) -> UnknownCommuneError:
    names = [f"{entry.toponyme.seul} est {entry.code}" for entry in served[:MAX_CANDIDATES]]
    hint = _with_rest(names, len(served), " ; ")
    if heir:
        hint += f" ; c’est aussi l’ancien code de {heir.code} {heir.toponyme.seul}"
    return UnknownCommuneError(f"{code} est un code postal, pas un code INSEE", hint)


def _old_code_notice(code: str, heir: CommuneEntry) -> str:
    return f"{code} est un ancien code ; la commune est {heir.code} {heir.toponyme.seul}"


def _list_codes(entries: Sequence[CommuneEntry], shown: int = MAX_SIMILAR) -> str:
    names = [f"{entry.code} {entry.toponyme.seul}" for entry in entries[:shown]]
    return _with_rest(names, len(entries), ", ")


def with_rest(names: Sequence[str]) -> str:
    """Return the first of many names, and the number of the others."""
    return _with_rest(list(names[:MAX_CANDIDATES]), len(names), ", ")


def _with_rest(names: list[str], count: int, mark: str) -> str:
    rest = count - len(names)
    return mark.join(names) + (f"{mark}et {counted(rest, 'autre')}" if rest else "")


def count_typos(asked: str, meant: str) -> int:
    """Return how many typos separate two words (optimal string alignment): ``abli, albi`` → 1."""
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


def _code_mistyped(text: str) -> str:
    """Return the code meant by a text with letters, blanks, or no zeros: ``2B33`` → ``2B033``."""
    code = text.translate(_DIGITS_MEANT).replace(" ", "")
    return code[:2] + code[2:].rjust(3, "0")


def _near_codes(code: str) -> Iterator[str]:
    for rank in range(len(code) - 1, 0, -1):
        yield code[: rank - 1] + code[rank] + code[rank - 1] + code[rank + 1 :]
    for rank in range(len(code) - 1, -1, -1):
        for sign in "0123456789AB" if rank == 1 else "0123456789":
            if sign != code[rank]:
                yield code[:rank] + sign + code[rank + 1 :]


def _with_one_more_digit(code: str) -> Iterator[str]:
    for rank in range(len(code) + 1):
        yield from (code[:rank] + digit + code[rank:] for digit in "0123456789")


def normalise_name(name: str) -> str:
    """Return a plain name without abbreviations: ``St-Juéry`` → ``saint juery``."""
    words = plain_name(" ".join(name.split())).split()
    return " ".join(_SAINT.get(word, word) for word in words)
