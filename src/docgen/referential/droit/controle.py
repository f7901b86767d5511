"""Checks of the items of law by people: listed, recorded in the files, old after a year.

A check is inserted at the place that the parser gives: comments and layout stay as they were.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import yaml

from docgen.content.source import LOADER, parse_source
from docgen.content.validation import check_source
from docgen.errors import ContentError, Problem, closest
from docgen.referential.droit.law_files import Droit, FichierDroit
from docgen.referential.droit.regle import Regle
from docgen.referential.droit.validation import law_rules

YEAR: Final = 365
"""The days after which a check is old."""


@dataclass(frozen=True, slots=True)
class LawRow:
    """A line of `docgen droit`: an item, its place, the days since its check."""

    regle: Regle
    file: str
    line: int
    age: int | None

    @property
    def old(self) -> bool:
        """Whether its check is more than a year old."""
        return self.age is not None and self.age > YEAR

    @property
    def etat(self) -> str:
        """The state of its check: ``à vérifier``, ``vérifié``, ``contrôle ancien``."""
        if self.age is None:
            return "à vérifier"
        return "contrôle ancien" if self.old else "vérifié"


def droit_rows(droit: Droit, today: date) -> tuple[LawRow, ...]:
    """Return every item with the age of its check on `today`."""
    places = ((regle, droit.place(regle.cle)) for regle in droit.items)
    return tuple(LawRow(r, place.file, place.mark.line, r.age(today)) for r, place in places)


def left_to_check(droit: Droit, regles: Iterable[Regle]) -> tuple[Problem, ...]:
    """Return the problems that keep a document citing these items from being final."""
    return tuple(
        droit.place(regle.cle).problem(
            f"à vérifier : {regle.libelle} ({regle.dit} ; {regle.confiance.libelle})",
            "a-verifier",
            _how_to_check(regle),
        )
        for regle in dict.fromkeys(regles)
        if regle.bloquante
    )


def _how_to_check(regle: Regle) -> str:
    what = regle.a_controler or (regle.reference.lien if regle.reference else "")
    return f"{what} ; puis : {_command(regle.cle)}" if what else _command(regle.cle)


def _command(cle: str) -> str:
    return f"docgen droit verifier {cle} --le AAAA-MM-JJ --par NOM --reference TEXTE-LU"


def old_checks(droit: Droit, today: date) -> tuple[Problem, ...]:
    """Return a warning for each check older than a year, an error for each in the future."""
    return tuple(_check_ages(droit, today))


def _check_ages(droit: Droit, today: date) -> Iterator[Problem]:
    for row in droit_rows(droit, today):
        place, cle = droit.place(row.regle.cle), row.regle.cle
        if row.age is not None and row.age < 0:
            message = f"« {cle} » : contrôle daté d’un jour à venir"
            yield place.problem(message, "controle", "écrivez le jour où le texte a été relu")
        elif row.old:
            problem = place.problem(
                f"« {cle} » : contrôlé il y a {row.age} jours, plus d’un an",
                "controle-ancien",
                f"relisez le texte, puis : {_command(cle)}",
            )
            yield problem.as_warning()


@dataclass(frozen=True, slots=True)
class NewCheck:
    """A check: its day, its author, the text read (« Légifrance, version du … »)."""

    le: date
    par: str
    reference: str


def record_check(text: str, name: str, cle: str, checked: NewCheck) -> str:
    """Return the `text` of the file `name` with the item `cle` marked as checked.

    A former check is replaced.  Raise ContentError when the file has problems, before or after, or
    lacks the item.
    """
    check_source(parse_source(text, name), FichierDroit, law_rules)
    # JSON strings are YAML, whatever the names hold.
    values = {
        "le": checked.le.isoformat(),
        "par": _quote(checked.par),
        "reference": _quote(checked.reference),
    }
    check = "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"
    item = _item(text, name, cle)
    former = _value(item, "controle")
    if former is None:
        changed = _insert(text, item, check)
    elif isinstance(former, yaml.ScalarNode):  # « controle: » with nothing after it
        changed = _replace(text, name, {former: f" {check}"})
    else:
        changed = _replace(text, name, {_value(former, key): new for key, new in values.items()})
    check_source(parse_source(changed, name), FichierDroit, law_rules)
    return changed


def _quote(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _item(text: str, name: str, cle: str) -> yaml.MappingNode:
    root: Any = yaml.compose(text, Loader=LOADER)
    items = {_value(item, "cle").value.strip(): item for item in _value(root, "regles").value}
    if cle not in items:
        hint = closest(cle, items)
        raise ContentError([Problem(name, f"aucune règle « {cle} »", code="cle", hint=hint)])
    item: yaml.MappingNode = items[cle]
    return item


def _value(group: Any, key: str) -> Any:
    return next((value for name, value in group.value if name.value == key), None)


def _insert(text: str, item: yaml.MappingNode, check: str) -> str:
    """Return the text with a check below the item's confidence (or beside it, in braces)."""
    anchor = _value(item, "confiance").end_mark
    lines = text.split("\n")
    line = lines[anchor.line]
    if item.flow_style:
        lines[anchor.line] = f"{line[: anchor.column]}, controle: {check}{line[anchor.column :]}"
    else:
        indent, ending = " " * item.start_mark.column, "\r" * line.endswith("\r")
        lines.insert(anchor.line + 1, f"{indent}controle: {check}{ending}")
    return "\n".join(lines)


def _replace(text: str, name: str, news: dict[Any, str]) -> str:
    """Return the text with new values for scalars; the last come first, so that no place moves."""
    lines = text.split("\n")
    for node in sorted(news, key=lambda node: (node.start_mark.line, node.start_mark.column))[::-1]:
        start, end = node.start_mark, node.end_mark
        if start.line != end.line:
            message = "contrôle à écrire sur une seule ligne par valeur"
            place = (start.line + 1, start.column + 1)
            raise ContentError([Problem(name, message, *place, code="controle")])
        line = lines[start.line]
        lines[start.line] = f"{line[: start.column]}{news[node]}{line[end.column :]}"
    return "\n".join(lines)
