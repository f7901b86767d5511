"""What is left to do before documents may be final: one model for screen, JSON, report and page.

An item counts once for a document, and once for many documents that share it: a rule of law that
ten fiches quote is one item of each of them, and one in their total.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from docgen.errors import Problem, Severity, legible_name

LAW: Final = "droit:"
"""What the identifier of an item of law begins with."""


class Who(StrEnum):
    """Who does what is left."""

    JURISTE = "juriste"
    PARTIES = "parties"
    REDACTEUR = "redacteur"
    TERRAIN = "terrain"
    DONNEES = "donnees"

    @property
    def accent(self) -> str:
        """Their French name: ``rédacteur``."""
        return {"redacteur": "rédacteur", "donnees": "données"}.get(self.value, self.value)


class What(StrEnum):
    """What there is to do."""

    VERIFIER = "verifier"
    ADOPTER = "adopter"
    CORRIGER = "corriger"
    RELIRE = "relire"
    REMPLIR = "remplir"
    IMPORTER = "importer"
    ATTENDRE = "attendre"

    @property
    def accent(self) -> str:
        """Its French verb: ``vérifier``."""
        return {"verifier": "vérifier"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does what, by which command; `command` may hold « {document} » and « {file} »."""

    who: Who
    what: What
    command: str = ""


@dataclass(frozen=True, slots=True)
class Item(Problem):
    """A problem that keeps documents from being final, and whose it is.

    `id` is the same in every document that it keeps back; `name` is what a draft prints of it,
    if not its message; `text` are the words that name its text to its command, which takes several;
    `documents` are their stems; `page` is where the first of them prints it; `public` is its
    message in a public file, where its own is for the people of the project alone.
    """

    severity: Severity = Severity.AVERTISSEMENT
    id: str = ""
    who: Who = Who.REDACTEUR
    what: What = What.REMPLIR
    command: str = ""
    name: str = ""
    text: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    page: int | None = None
    public: str = ""

    @property
    def of_law(self) -> bool:
        """Whether it is a rule of law, to check or judged wrong."""
        return self.who is Who.JURISTE or self.id.startswith(LAW)

    @property
    def verb(self) -> str:
        """What there is to do, in the word of the sheet beside a draft."""
        return VERBS.get(self.code, self.what.accent)

    def as_item_data(self) -> dict[str, Any]:
        """Return the item for the JSON of `docgen reste`."""
        return {
            "id": self.id,
            "document": self.documents[0] if self.documents else "",
            "documents": list(self.documents),
            "qui": self.who,
            "quoi": self.what,
            "file": self.file,
            "line": self.line,
            "page": self.page,
            "message": self.message,
            "commande": self.command,
        }


MONTHLY: Final = (Who.TERRAIN, What.IMPORTER)
"""Who does what about the monthly figures of a unit, which `docgen reste` does not list."""
REMARK: Final = "remarque à régler"
"""What a public file prints for a drafter's remark."""
CHANGED_CLAUSE: Final = "sans-accord"
"""The code of a clause that says other words than the signed act, and that nobody agreed to."""
VERBS: Final = {
    "siege": "remplir",
    "remarque": "décider",
    "desaccord": "corriger",
    CHANGED_CLAUSE: "proposer",
}
"""What there is to do about what keeps an act to sign a draft, by its code."""
CHECK: Final = "docgen check {file}"
DUTIES: Final[Mapping[str, Duty]] = {
    "propose": Duty(
        Who.PARTIES, What.ADOPTER, 'docgen adopter {document} --tout --par "NOM" --le JJ/MM/AAAA'
    ),
    "controle": Duty(
        Who.REDACTEUR, What.RELIRE, 'docgen relire {document} --par "NOM" --le JJ/MM/AAAA'
    ),
    "a-verifier": Duty(
        Who.REDACTEUR, What.VERIFIER, 'docgen relire {document} --tout --par "NOM" --le JJ/MM/AAAA'
    ),
    "manquant": Duty(Who.REDACTEUR, What.REMPLIR, CHECK),
    "a-ecrire": Duty(Who.REDACTEUR, What.REMPLIR, CHECK),
    "signe": Duty(Who.PARTIES, What.CORRIGER, "docgen extract recu.pdf"),
    "original": Duty(Who.PARTIES, What.REMPLIR, CHECK),
}
"""Whose a point of a text is, by its code."""
PROBLEM_FIELDS: Final = tuple(one.name for one in fields(Problem) if one.name != "severity")


def item_of(problem: Problem, duty: Duty, *, id: str = "", name: str = "") -> Item:
    """Return a problem as an item, known by its place unless an `id` is given."""
    held = {one: getattr(problem, one) for one in PROBLEM_FIELDS}
    known = id or f"{problem.file}#{problem.field or problem.message}"
    return Item(**held, id=known, name=name, who=duty.who, what=duty.what, command=duty.command)


def text_item(problem: Problem, text: Sequence[str], name: str, *, refused: bool) -> Item:
    """Return a point of a text as an item, whose duty follows from its code; `text` names the text.

    What was `refused` is to be corrected first: no command can agree to all of it.
    """
    duty = DUTIES[problem.code]
    duty = replace(duty, what=What.CORRIGER, command=CHECK) if refused else duty
    command = duty.command.format(document=shlex.join(text), file=problem.file)
    stamped = tuple(text) if "{document}" in duty.command else ()
    return replace(item_of(problem, replace(duty, command=command), name=name), text=stamped)


def each_once(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return each item once, with all the documents that it keeps from being final."""
    once: dict[str, Item] = {}
    documents: dict[str, dict[str, None]] = {}
    for item in items:
        once.setdefault(item.id, item)
        documents.setdefault(item.id, {}).update(dict.fromkeys(item.documents))
    return tuple(replace(one, documents=tuple(documents[one.id])) for one in once.values())


def law_as_one(items: Sequence[Item]) -> list[Item]:
    """Return items, the rules of law to check as one, with the command that lists them."""
    law = [one for one in items if one.who is Who.JURISTE]
    others = [one for one in items if one.who is not Who.JURISTE]
    if not law:
        return others
    (_, singular, plural), *_ = SORTS
    message = f"{len(law)} {plural if len(law) > 1 else singular}, une par une"
    folder = law[0].file.rpartition("/")[0]
    whole = replace(law[0], file=folder, line=None, column=None, field="", message=message)
    return [*others, replace(whole, hint="docgen droit --a-verifier")]


def for_public(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items as a public file prints them."""
    return tuple(replace(one, message=one.public or one.message) for one in items)


def of_document(items: Iterable[Item], stem: str) -> tuple[Item, ...]:
    """Return the items of one document, each once."""
    return each_once(replace(item, documents=(stem,)) for item in items)


SORTS: Final[Sequence[tuple[frozenset[Who], str, str]]] = (
    (frozenset({Who.JURISTE}), "règle de droit à vérifier", "règles de droit à vérifier"),
    (
        frozenset({Who.PARTIES, Who.REDACTEUR}),
        "texte à adopter, à relire ou à compléter",
        "textes à adopter, à relire ou à compléter",
    ),
    (
        frozenset({Who.TERRAIN, Who.DONNEES}),
        "donnée ou contact à compléter",
        "données ou contacts à compléter",
    ),
)
"""The three totals that every command prints: whose the items are, and their noun.

What keeps an act to sign a draft is no text, and has a total of its own.
"""


def totals(items: Sequence[Item]) -> Iterator[str]:
    """Yield the total of each sort of which there are items, in words; what waits, by itself."""
    yield from (item.message for item in items if item.what is What.ATTENDRE)
    for people, *noun in SORTS:
        of_sort = [one for one in items if one.who in people and one.what is not What.ATTENDRE]
        for same, kind in (
            ([item for item in of_sort if item.code not in RESERVES], "|".join(noun)),
            ([item for item in of_sort if item.code in RESERVES], SETTLED),
        ):
            if same:
                singular, plural = _own_noun(same, kind).split("|")
                yield f"{len(same)} {plural if len(same) > 1 else singular}"


def _own_noun(items: Iterable[Item], noun: str) -> str:
    """Return the noun of items, that of what keeps an act to sign a draft if they are no other."""
    codes = sorted({item.code for item in items})
    if noun == REFUSED and len(codes) > 1:
        return TO_CORRECT
    return RESERVES.get(" ".join(codes), noun)


@dataclass(frozen=True, slots=True)
class Share:
    """What one sort of people has to do of one sort: the items, their noun, the minutes."""

    who: Who
    items: tuple[Item, ...]
    noun: str
    minutes: float

    @property
    def phrase(self) -> str:
        """How many, of what: « 65 règles de droit à vérifier »."""
        singular, plural = self.noun.split("|")
        return f"{len(self.items)} {plural if len(self.items) > 1 else singular}"

    @property
    def by_command(self) -> Sequence[tuple[Item, ...]]:
        """The items that one command is for, of each command; all, where it takes many texts."""
        if self.items[0].text:
            return (self.items,)
        by_command: dict[str, list[Item]] = {}
        for item in sorted(self.items, key=lambda one: one.order):
            by_command.setdefault(item.command, []).append(item)
        return tuple(map(tuple, by_command.values()))

    def command(self, names: Sequence[str] = ()) -> str:
        """Return the command for all of it.

        It names the texts; where they are many, the documents by `names`, words of the command
        line, or else the sorts of documents.
        """
        first = self.items[0]
        if not first.text:
            return first.command
        kinds = dict.fromkeys(BOUND_IN.get(kind, kind) for kind in _keys_by_kind(self.items))
        texts = texts_to_name(self.items)
        asked = names or [word for kind in kinds for word in ("--pour", kind)]
        shown = texts if len(texts) <= MOST_WORDS else asked
        return first.command.replace(shlex.join(first.text), shlex.join(shown), 1)


def document_options(names: Iterable[str], communes: Iterable[str]) -> list[str]:
    """Return the options that name documents to a command."""
    options = [word for name in names for word in ("--pour", name)]
    return options + [word for one in communes for word in ("--insee", legible_name(one))]


def sheet_command(sheet: str, options: Iterable[str]) -> str:
    """Return the command that writes a sheet to fill in for documents: « droit », « cahier »."""
    return shlex.join(("docgen", sheet, "exporter", f"{sheet}.xlsx", *options))


def in_notebook(item: Item) -> bool:
    """Whether the workbook of what is left asks for an item: others are written in their files."""
    if item.text or item.who not in (Who.PARTIES, Who.REDACTEUR):
        return True
    value = item.code in ("siege", "manquant") and not item.field.endswith("etat")
    return value and item.line is not None


def texts_to_name(items: Iterable[Item]) -> tuple[str, ...]:
    """Return the words that name the texts of items on a command line: `fiche 4.2 5.1`."""
    kinds = _keys_by_kind(items)
    # What is named by one word comes first: it would be taken for a text of the kind before it.
    ordered = sorted(kinds.items(), key=lambda one: bool(one[1]))
    return tuple(word for kind, keys in ordered for word in (kind, *keys))


def _keys_by_kind(items: Iterable[Item]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, *keys in dict.fromkeys(item.text for item in items if item.text):
        kinds.setdefault(kind, []).extend(keys)
    return kinds


MOST_WORDS: Final = 4
"""The most words that name texts before a command names documents instead."""
BOUND_IN: Final = {"aide-memoire": "memento"}
"""The kind of what is named by a word of its own."""
REFUSED: Final = "texte refusé à corriger|textes refusés à corriger"
TO_CORRECT: Final = "texte à corriger|textes à corriger"
"""The nouns of what the parties correct: what one of them refused, or that and other points."""
TASKS: Final[Mapping[tuple[Who, What], tuple[str, float]]] = {
    (Who.JURISTE, What.VERIFIER): ("règle de droit à vérifier|règles de droit à vérifier", 0.75),
    (Who.PARTIES, What.ADOPTER): ("texte à adopter|textes à adopter", 1),
    (Who.PARTIES, What.CORRIGER): (REFUSED, 3),
    (Who.PARTIES, What.VERIFIER): ("point à régler|points à régler", 1),
    (Who.PARTIES, What.REMPLIR): (
        "passage à recopier d’après la page manquante de l’acte signé"
        "|passages à recopier d’après les pages manquantes de l’acte signé",
        1,
    ),
    (Who.REDACTEUR, What.CORRIGER): ("texte jugé faux à corriger|textes jugés faux à corriger", 3),
    (Who.REDACTEUR, What.RELIRE): ("texte à relire|textes à relire", 3),
    (Who.REDACTEUR, What.VERIFIER): ("doute à lever|doutes à lever", 3),
    (Who.REDACTEUR, What.ATTENDRE): ("jour à attendre|jours à attendre", 0),
    (Who.REDACTEUR, What.REMPLIR): ("passage à écrire|passages à écrire", 1),
    (Who.TERRAIN, What.VERIFIER): ("nom à vérifier|noms à vérifier", 0.5),
    (Who.TERRAIN, What.REMPLIR): ("case à remplir|cases à remplir", 0.5),
    (Who.TERRAIN, What.IMPORTER): ("relevé à importer|relevés à importer", 30),
    (Who.DONNEES, What.IMPORTER): ("fichier officiel à importer|fichiers officiels à importer", 30),
}
"""The noun of each task, and the minutes of one item, as measured by someone who did it.

To wait takes none.

A rule of law with its evidence beside it took 20 s green, 45 s orange, 3 min red, as does a doubt;
a text to read is 18,890 words of 32 fiches and chapters, at 200 words a minute.
"""


WRONG_RULE: Final = "règle jugée fausse, à corriger|règles jugées fausses, à corriger"
RULE_ELSEWHERE: Final = (
    "règle qui ne vaut pas chez vous, à remplacer|règles qui ne valent pas chez vous, à remplacer"
)
"""The nouns of what is to be corrected, where it is a rule of law."""
LOCAL_LAW: Final = "droit-local"
"""The code of a rule of law that does not hold in the département of the project."""
RESERVES: Final[Mapping[str, str]] = {
    "remarque": f"{REMARK}|remarques à régler",
    "renvoi": "renvoi à corriger|renvois à corriger",
    "siege": "siège vide à remplir|sièges vides à remplir",
    "signe": "passage signé à remettre tel quel|passages signés à remettre tels quels",
    "remarque siege": "remarque ou siège vide à régler|remarques et sièges vides à régler",
    "desaccord": "fait dit de deux façons|faits dits de deux façons",
    CHANGED_CLAUSE: "clause changée sans accord, à remettre ou à proposer"
    "|clauses changées sans accord, à remettre ou à proposer",
}
"""The noun of what keeps an act to sign a draft, by the codes of its sorts."""
SETTLED: Final = "point de l’acte à régler|points de l’acte à régler"
"""The noun of what keeps an act to sign a draft, of several sorts."""


def shares(items: Iterable[Item]) -> Iterator[Share]:
    """Yield the items by who does what, in the order of `TASKS`; rules of law apart from texts."""
    by_task: dict[tuple[Who, What, str], list[Item]] = {}
    for item in items:
        law = (LOCAL_LAW if item.code == LOCAL_LAW else LAW) if item.of_law else ""
        by_task.setdefault((item.who, item.what, law), []).append(item)
    for (who, what), (noun, minutes) in TASKS.items():
        for law, of_rules in (("", ""), (LAW, WRONG_RULE), (LOCAL_LAW, RULE_ELSEWHERE)):
            if same := by_task.get((who, what, law)):
                wrong = of_rules if what is What.CORRIGER else ""
                name = wrong or _own_noun(same, noun)
                yield Share(who, tuple(same), name, minutes * len(same))
