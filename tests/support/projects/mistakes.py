"""Mistakes seeded in the YAML of a project: of every sort, at every key that has the sort.

Each mistake changes one file and no number of lines, so that its line is where it must be told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, get_args

import yaml
from pydantic.fields import FieldInfo

from docgen.content.model import Content
from docgen.content.source import LOADER
from docgen.content.validation import models_at
from docgen.kinds import KINDS
from docgen.kinds.actes.emetteurs import Emetteurs
from docgen.kinds.bilan.visites import Visites
from docgen.kinds.renewal.adherents import Adherents
from docgen.referential.droit.law_files import FichierDroit, Lectures
from docgen.referential.territoire.local_files import FichierCommunes, FichierUnites
from docgen.referential.territoire.roles import FichierRoles

TODAY: Final = date(2026, 11, 28)
FUTURE: Final = "2999-01-01"

FILLED: Final = {
    "content/territoire/communes.yaml": """\
communes:
  - code_insee: "81101"
    code_postal: "81450"
    appel: Madame la Maire
    maire:
      nom: Exemple
      prenom: Camille
      verifie_le: 2026-04-23
      verifie_par: Exemple Fictif
    police_municipale: non
    participation_citoyenne: oui
    videoprotection: oui
    referent_elu:
      grade: adjudant
      nom: Exemple Fictif
      telephone: 01 99 00 00 01
      courriel: exemple@exemple.invalid
    commentaire: un exemple fictif
""",
    "content/territoire/unites.yaml": """\
unites:
  - unite: Commissariat de police de Carmaux
    compagnie: Compagnie d’Exemple
    communaute_de_brigades: Communauté de brigades d’Exemple
    adresse:
      - 1 rue de l’Exemple
      - 81400 Carmaux
    telephone: 01 99 00 00 00
    horaires:
      - "Lundi : 8 h-12 h, 14 h-18 h"
    referent_elu:
      grade: adjudant
      nom: Exemple Fictif
      telephone: 01 99 00 00 01
      courriel: exemple@exemple.invalid
""",
    "content/emetteurs.yaml": """\
emetteurs:
  - partie: amr81
    designation: l’Association des maires ruraux du Tarn
    adresse:
      - 1 rue de l’Exemple
    ville: 81000 Albi
    telephone: 01 99 00 00 02
    courriel: amr81@exemple.invalid
    site: mairesruraux81.fr
    sexe: femme
    appel: Madame la Présidente
  - partie: ggd81
    designation: le Groupement de gendarmerie départementale du Tarn
    adresse:
      - Place de Verdun
    ville: 81000 Albi
""",
    "content/adherents.yaml": """\
partie: amr81
adherents:
  - "81101"
  - "81004"
""",
    "content/visites.yaml": """\
visites:
  - commune: "81101"
    le: 2026-06-02
    diffusion: partenaires
    par: Exemple Fictif
    recue_par: Camille Exemple
    champs:
      - id: points
        titre: Points à suivre
        lignes:
          - un exemple fictif
    recueil:
      le: 2026-06-03
      par: Exemple Fictif
      fichier: exemple.pdf
""",
}
"""Files of a project that nobody has filled in yet, filled with invented values."""

MODELS: Final[dict[str, type[Content]]] = {
    "territoire/communes": FichierCommunes,
    "territoire/unites": FichierUnites,
    "territoire/roles": FichierRoles,
    "emetteurs": Emetteurs,
    "adherents": Adherents,
    "visites": Visites,
    "referentiel/droit/sources": Lectures,
    "referentiel/droit": FichierDroit,
    **{name: kind.content for name, kind in KINDS.items()},
}
"""The model of each file, by its path in `content/` or that of its folder."""
SHARED: Final = ("territoire/", "referentiel/", "convention/")
"""The files on which the checks of others depend."""

ASIDE: Final = ("sans article, roles.libelle", "valeur inconnue, regles.confiance")
"""Mistakes in files that texts refer to, which leave their other items valid."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A file with a mistake in it: the sort of the mistake, its line, the text of the file.

    `renamed` is the name that the file gets instead, where that is the mistake.
    """

    sort: str
    file: str
    line: int
    text: str
    renamed: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sort}"

    @property
    def shared(self) -> bool:
        """Whether other files are checked against this one."""
        return self.file.removeprefix("content/").startswith(SHARED)

    @property
    def alone(self) -> bool:
        """Whether its file is the only one with its model."""
        return self.file.removeprefix("content/").removesuffix(".yaml") in MODELS


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a file and its value, as parsed."""

    steps: tuple[str | int, ...]
    key: Any
    node: Any
    model: type[Content]

    @property
    def name(self) -> str:
        return str(self.steps[-1])

    @property
    def path(self) -> tuple[str, ...]:
        """The keys on the way to it, without ranks."""
        return tuple(step for step in self.steps if isinstance(step, str))

    @property
    def own(self) -> list[FieldInfo]:
        """The fields of the models that it may be."""
        owners = models_at(self.model, self.steps[:-1])
        return [one.model_fields[self.name] for one in owners if self.name in one.model_fields]

    def is_a(self, kind: type) -> bool:
        """Whether its value is of a type in every model."""
        return bool(self.own) and all(kind in _plain(one.annotation) for one in self.own)

    @property
    def single(self) -> bool:
        """Whether its value is a plain text on one line."""
        return (
            isinstance(self.node, yaml.ScalarNode)
            and self.node.start_mark.line == self.node.end_mark.line
            and not self.node.style
            and bool(self.node.value)
        )


def _plain(annotation: Any) -> set[type]:
    """Return the types that an annotation allows, with the bases of enumerations."""
    parts = get_args(annotation)
    if not parts:
        return {annotation, *getattr(annotation, "__mro__", ())[1:-1]}
    return {kind for part in parts for kind in _plain(part)}


def fields_of(file: str, text: str) -> Iterator[Field]:
    """Yield the keys of a file that a person may get wrong."""
    inside = file.removeprefix("content/").removesuffix(".yaml")
    model = MODELS.get(inside) or MODELS[inside.rpartition("/")[0]]
    yield from _below(yaml.compose(text, Loader=LOADER), (), model)


def _below(node: Any, steps: tuple[str | int, ...], model: type[Content]) -> Iterator[Field]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield Field((*steps, key.value), key, value, model)
            yield from _below(value, (*steps, key.value), model)
    elif isinstance(node, yaml.SequenceNode):
        for rank, item in enumerate(node.value):
            yield from _below(item, (*steps, rank), model)


BY_NAME: Final = {
    "telephone": ("numéro", "05 63 00"),
    "courriel": ("courriel", "exemple.invalid"),
    "code_insee": ("commune", '"99999"'),
    "code_postal": ("code postal", '"8145"'),
    "site": ("site", "pas un site"),
    "partie": ("partie", "amr82"),
    "role": ("rôle", "brigadde"),
    "roles": ("rôle", "brigadde"),
    "par": ("rôle", "brigadde"),
    "droit": ("droit", "depot-amendee"),
    "clause": ("clause", "article-77"),
    "fiche": ("fiche", "action-7-7"),
    "convention": ("convention", '"1999"'),
    "unite": ("unité", "Brigade de Nulle-Part"),
    "sur": ("clause", "article-77"),
    "appui": ("appui", "inconnu"),
}
"""By the name of a key: the sort of mistake, and a wrong value."""
STAMPS: Final = ("le", "verifie_le")
"""The keys that hold the day on which somebody did something."""
FIELDS: Final = 6
"""How many keys of a kind of file get each sort of mistake."""
REFERENCE: Final = re.compile(r"\{(\w+):([\w.-]+)\}")


def mistakes_of(file: str, text: str) -> Iterator[Mistake]:
    """Yield the mistakes that can be made in a file, one of each sort at each kind of key."""
    done: set[tuple[str, ...]] = set()
    for field in fields_of(file, text):
        for sort, start, end, wrong in _changes(field, text):
            if (sort, *field.path) not in done:
                done.add((sort, *field.path))
                line = text.count("\n", 0, start) + 1
                yield Mistake(
                    f"{sort}, {'.'.join(field.path)}", file, line, _cut(text, start, end, wrong)
                )
    yield from _wrong_references(file, text)
    yield from _wrong_syntax(file, text)


def _cut(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _changes(field: Field, text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield the sort of each mistake at a field, and the part of the text that it replaces."""
    key, node = field.key, field.node
    if field.own:
        yield "clé inconnue", key.start_mark.index, key.end_mark.index, f"{key.value}zz"
    if not isinstance(node, yaml.ScalarNode) or not field.single:
        return
    here = (node.start_mark.index, node.end_mark.index)
    yield "liste", *here, "[un, deux]"
    yield "groupe", *here, "{un: deux}"
    measured = field.name == "unite" and field.path[0] != "unites"
    if field.name in BY_NAME and "reference" not in field.path and not measured:
        sort, wrong = BY_NAME[field.name]
        yield f"{sort} inconnu", *here, wrong
    if field.is_a(StrEnum):
        yield "valeur inconnue", *here, f"{node.value}zz"
    if field.is_a(int):
        yield "nombre", *here, "beaucoup"
        yield "grand nombre", *here, "999999999"
    if field.is_a(date):
        yield "jour impossible", *here, "2026-02-30"
        if field.name in STAMPS:
            yield "jour à venir", *here, FUTURE
    yield from _of_text(field, here, text)


def _of_text(field: Field, here: tuple[int, int], text: str) -> Iterator[tuple[str, int, int, str]]:
    start, end = here
    if field.own and all(one.is_required() for one in field.own):
        yield "vide", start, end, ""
    if " " in field.node.value and text[end : end + 1] == "\n":
        yield "dièse", end, end, " # et la suite"
        yield "gras ouvert", start, start, "**"
    if field.name == "libelle" and field.path[0] == "roles":
        yield "sans article", start, end, "brigade"


def _wrong_references(file: str, text: str) -> Iterator[Mistake]:
    """Yield one reference of each genre to a key that does not exist, and in an unknown form."""
    last = {found[1]: found for found in REFERENCE.finditer(text) if not _in_comment(text, found)}
    for genre, found in last.items():
        line = text.count("\n", 0, found.start()) + 1
        for sort, wrong in (
            ("renvoi inconnu", f"{{{genre}:{found[2]}zz}}"),
            ("forme inconnue", f"{{{genre}:{found[2].partition('.')[0]}.zz}}"),
            ("genre inconnu", f"{{{genre}zz:{found[2]}}}"),
            ("renvoi mal écrit", f"{{{genre} {found[2]}}}"),
        ):
            yield Mistake(f"{sort}, {genre}", file, line, _cut(text, *found.span(), wrong))


def _in_comment(text: str, found: re.Match[str]) -> bool:
    return text[text.rfind("\n", 0, found.start()) + 1 :].lstrip().startswith("#")


def _wrong_syntax(file: str, text: str) -> Iterator[Mistake]:
    """Yield mistakes of YAML itself, at the last key of the file that has a plain value."""
    lines = text.split("\n")
    rank, found = next(
        (rank, found)
        for rank in reversed(range(len(lines)))
        if (found := re.fullmatch(r"( *(?:- )?)(\w+): (\w[^#:]*)", lines[rank]))
    )
    before, key, value = found.groups()
    for sort, wrong in (
        ("espace oubliée", f"{before}{key}:{value}"),
        ("deux-points", f"{before}{key}: {value} : {value}"),
        ("guillemet ouvert", f'{before}{key}: "{value}'),
        ("crochet ouvert", f"{before}{key}: [{value}"),
        ("tabulation", f"\t{before}{key}: {value}" if before else ""),
        ("ancre", f"{before}{key}: &x {value}"),
        ("type", f"{before}{key}: !!str {value}"),
        ("doublon", f"{before}{{{key}: {value}, {key}: {value}}}" if before.endswith("- ") else ""),
        ("caractère", f"{before}{key}: {value}\u200b"),
    ):
        if wrong:
            changed = "\n".join([*lines[:rank], wrong, *lines[rank + 1 :]])
            yield Mistake(f"syntaxe, {sort}", file, rank + 1, changed)


def mistakes_in(root: Path) -> list[Mistake]:
    """Return mistakes in each kind of file of a project: `FIELDS` keys for each sort."""
    by_sort: dict[tuple[str, str], list[Mistake]] = {}
    for path in sorted((root / "content").rglob("*.yaml")):
        if path.name != "edition.yaml":
            file = path.relative_to(root).as_posix()
            for mistake in mistakes_of(file, path.read_text("utf-8")):
                kind = file if mistake.alone else file.rpartition("/")[0]
                by_sort.setdefault((kind, mistake.sort), []).append(mistake)
    chosen = [same[rank % len(same)] for rank, same in enumerate(by_sort.values())]
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for mistake in chosen:
        place = (mistake.file.rpartition("/")[0], mistake.sort.partition(",")[0])
        seen[place] += 1
        if seen[place] <= FIELDS:
            kept.append(mistake)
    return kept


def batches(mistakes: Iterable[Mistake]) -> Iterator[list[Mistake]]:
    """Yield the mistakes by groups that can be made together, one in each file.

    Files that others are checked against are wrong in groups of theirs; in all others, one role
    and one item of law are wrong, which must hide nothing.
    """
    everything = list(mistakes)
    aside = [one for one in everything if one.sort in ASIDE]
    for shared in (True, False):
        left = [one for one in everything if one.shared is shared]
        while left:
            batch: dict[str, Mistake] = {}
            for mistake in left:
                batch.setdefault(mistake.file, mistake)
            yield [*batch.values(), *(() if shared else aside)]
            left = [one for one in left if batch[one.file] is not one]
